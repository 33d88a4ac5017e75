#!/usr/bin/env bash
# ipywidgets 8.1.9: a list of choices in which one choice stands for None.
# A good guess: ("All countries", None) is a choice like any other, since an option may hold any value.
# What happens: the kernel cannot tell "the choice None" from "nothing chosen". When a person goes back to
# "All countries", the index is set to None at once, so the list stands blank while the value is None.
# For a course: a list with "all" or "unknown" empties itself under the learner's hand. Give "all" a word of its own.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
env/bin/python - <<'PY'
import sys
import ipywidgets
from ipywidgets import Dropdown

print("ipywidgets", ipywidgets.__version__)


def choose(options, *indexes):
    """Choose by index as the browser does, and return the label and index after each choice."""
    control = Dropdown(options=options, index=0)
    after = []
    for index in indexes:
        control.set_state({"index": index})
        after.append((control.label, control.index))
    return after


seen = {
    "none": choose([("All countries", None), ("Iraq", "IQ")], 1, 0),
    "word": choose([("All countries", "all"), ("Iraq", "IQ")], 1, 0),
}
expected = {"none": [("Iraq", 1), (None, None)], "word": [("Iraq", 1), ("All countries", 0)]}
print("chosen Iraq, then All countries:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
