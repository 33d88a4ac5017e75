#!/usr/bin/env bash
# frictionless 5.21.0 beside pandas 3.1.1: a table in which somebody typed a count with Arabic digits.
# A good guess: a column of type integer or year takes 0-9 only, so validation names the cell.
# What happens: the cell is valid and reads as 1058, since Python's int() takes any digits of Unicode; 1_058 passes too.
# Only dates are strict. pandas reads the same column as text, so sums join strings or fail later.
# For a course: "the data package is valid" does not mean that the tables load as numbers. Check the characters, or the
# types after loading.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q frictionless==5.21.0 pandas==3.1.1
env/bin/python - <<'PY'
import pathlib
import sys
from importlib.metadata import version
import pandas as pd
from frictionless import Resource, Schema

print("frictionless", version("frictionless"), "pandas", pd.__version__)
pathlib.Path("strikes.csv").write_text("strikes,year\n١٠٥٨,٢٠١٧\n1_058,2017\n", encoding="utf-8")


def schema(**types):
    """Return a schema with one field for each name."""
    return Schema.from_descriptor({"fields": [{"name": name, "type": kind} for name, kind in types.items()]})


table = Resource(path="strikes.csv", schema=schema(strikes="integer", year="year"))
dates = Resource(data=[["day"], ["٢٠١٤-٠٨-٠٨"]], schema=schema(day="date"))
seen = {
    "valid": table.validate().valid,
    "rows": [row.to_dict() for row in table.read_rows()],
    "date valid": dates.validate().valid,
    "numbers in pandas": pd.api.types.is_numeric_dtype(pd.read_csv("strikes.csv")["strikes"]),
}
expected = {
    "valid": True,
    "rows": [{"strikes": 1058, "year": 2017}] * 2,
    "date valid": False,
    "numbers in pandas": False,
}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
