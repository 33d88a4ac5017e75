#!/usr/bin/env bash
# great-tables 1.1.0: a table for Arabic readers with GT(..., locale="ar-EG").
# A good guess: the locale governs the table: its direction, and digits or separators as Egypt prints them.
# What happens: month names change, nothing else. Numbers stay 1,058.60, money stays $13.60 with the sign in front, and
# the table has neither dir nor lang, so its columns run from left to right.
# For a course: on a page that is not Arabic itself the first column stands at the wrong side and the cells have no
# language. Wrap the table in an element with dir and lang, and format the numbers before.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q great-tables==1.1.0 pandas==3.1.1
env/bin/python - <<'PY'
import re
import sys
from importlib.metadata import version
import pandas as pd
from great_tables import GT

print("great-tables", version("great-tables"), "pandas", pd.__version__)
table = pd.DataFrame({"strikes": [1058.6], "day": ["2014-08-08"], "cost": [13.6]})
page = (
    GT(table, locale="ar-EG")
    .fmt_number("strikes")
    .fmt_date("day", date_style="day_month_year")
    .fmt_currency("cost", currency="USD")
    .as_raw_html()
)
seen = {
    "cells": re.findall(r"<td[^>]*>([^<]*)", page),
    "direction or language": re.findall(r'\b(?:dir|lang)="[^"]*"|direction: *rtl', page),
}
expected = {"cells": ["1,058.60", "8 أغسطس 2014", "$13.60"], "direction or language": []}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
