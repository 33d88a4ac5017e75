#!/usr/bin/env bash
# ipywidgets 8.1.9 (traitlets): two controls for one quantity, tied together with link().
# A good guess: after every move both show the same number; if one cannot hold it, the other goes back or link() raises.
# What happens: each keeps its own. The slider holds 13.6 and the whole-number field 13; the slider holds 150 and the
# field, which ends at 100, holds 100. The check inside link() looks at the side that moved, never at the other one.
# For a course: a learner reads two different costs for the same day beside each other. Derive both from one state, or
# give both controls the same kind, limits and step.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
env/bin/python - <<'PY'
import sys
import ipywidgets
import traitlets
from ipywidgets import BoundedIntText, FloatSlider, link

print("ipywidgets", ipywidgets.__version__, "traitlets", traitlets.__version__)
slider = FloatSlider(value=5, min=0, max=200)
field = BoundedIntText(value=5, min=0, max=100)
tie = link((slider, "value"), (field, "value"))
seen = []
for moved in (13.6, 150.0):
    slider.value = moved
    seen.append((slider.value, field.value))
expected = [(13.6, 13), (150.0, 100)]
print("slider and field after each move:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
