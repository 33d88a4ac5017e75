#!/usr/bin/env bash
# pandas 3.1.1 with tabulate 0.10.0: DataFrame.to_markdown() of figures that are kept as text, as they were printed.
# A good guess: text stays text; "13.60" is printed as 13.60.
# What happens: tabulate looks at the text again, and a column that looks like numbers is rewritten: 13.60 to 13.6,
# 7.00 to 7, 1e3 to 1000. disable_numparse=True keeps it. One cell that is no number protects the whole column.
# For a course: it teaches that the digits printed say how exact a figure is, and the handout drops just those digits.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q pandas==3.1.1 tabulate==0.10.0
env/bin/python - <<'PY'
import sys
from importlib.metadata import version
import pandas as pd

print("pandas", pd.__version__, "tabulate", version("tabulate"))
printed = pd.DataFrame(
    {"million a day": ["13.60", "7.00"], "as printed": ["1e3", "2"], "with a note": ["13.60", "n/a"]}
)


def cells(text):
    """Return the body of a Markdown table as rows of texts."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


print(printed.to_markdown(index=False))
seen = {
    "plain": cells(printed.to_markdown(index=False)),
    "told": cells(printed.to_markdown(index=False, disable_numparse=True)),
}
expected = {
    "plain": [["13.6", "1000", "13.60"], ["7", "2", "n/a"]],
    "told": [["13.60", "1e3", "13.60"], ["7.00", "2", "n/a"]],
}
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}, saw {seen}")
PY
