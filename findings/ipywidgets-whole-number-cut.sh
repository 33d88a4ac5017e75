#!/usr/bin/env bash
# ipywidgets 8.1.9: a whole-number control that is given a number with a fraction.
# A good guess: IntSlider(value=13.6) raises a TraitError, as traitlets do for a wrong type; or it rounds to 14.
# What happens: it keeps 13, and -0.9 becomes 0: cut towards zero, without a word. Only the text "13.6" is refused.
# For a course: a lesson that sets a control from a table shows 13 for 13.6 million a day, and every sum built on it
# is 4 % short. Where a figure may have a fraction take FloatSlider, or compare the control with what was given.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
env/bin/python - <<'PY'
import sys
import ipywidgets
from ipywidgets import BoundedIntText, IntSlider
from traitlets import TraitError

print("ipywidgets", ipywidgets.__version__)


def kept(kind, value):
    """Return what the control holds after it was given the value, or the name of the error."""
    try:
        return kind(value=value, min=-100, max=100).value
    except TraitError as error:
        return type(error).__name__


seen = [(repr(value), kept(kind, value)) for kind in (IntSlider, BoundedIntText) for value in (13.6, -0.9, "13.6")]
expected = [("13.6", 13), ("-0.9", 0), ("'13.6'", "TraitError")] * 2
print("given and kept:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
