#!/usr/bin/env bash
# ipywidgets 8.1.9: a DatePicker with min and max that is given a day outside of them.
# A good guess: a TraitError, since a date that nobody chose is worse than none.
# What happens: it takes the nearest end without a word: 2019 becomes the last day of the campaign; and when min moves
# past the chosen day, the chosen day moves along and observers are told of a choice that no person made.
# For a course: a check that reads the control finds a valid day of the campaign and calls a wrong answer right. Compare
# what was typed with what is held, or ask for the day in a text field and check it yourself.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
env/bin/python - <<'PY'
import sys
from datetime import date
import ipywidgets
from ipywidgets import DatePicker

print("ipywidgets", ipywidgets.__version__)
first, last = date(2014, 8, 8), date(2017, 12, 9)
picker = DatePicker(value=first, min=first, max=last)
told = []
picker.observe(lambda change: told.append(change["new"].isoformat()), "value")
picker.value = date(2019, 1, 1)
picker.value = first
picker.min = date(2015, 1, 1)
seen = {"told": told, "held": picker.value.isoformat()}
expected = {"told": ["2017-12-09", "2014-08-08", "2015-01-01"], "held": "2015-01-01"}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
