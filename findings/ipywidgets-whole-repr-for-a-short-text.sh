#!/usr/bin/env bash
# ipywidgets 8.1.9: what a box writes out when a notebook shows it.
# A good guess: the plain text beside a shown widget has 110 letters at most, so it costs next to nothing.
# What happens: the text is cut to 110 letters only after the whole box has been written out, with every widget in it and
# every value, to the last letter of a picture inside an HTML widget. It is done each time the box is shown, also where the
# frontend shows the living widget and never the text.
# For a course: an explorer in a box is spelled out with its base64 picture for a text that nobody sees. A short __repr__
# of one's own class ends it.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
env/bin/python - <<'PY'
import sys
from importlib.metadata import version

import ipywidgets

written = []


class Picture(ipywidgets.HTML):
    """An HTML widget that notes how much of it was written out."""

    def __repr__(self):
        written.append(len(super().__repr__()))
        return super().__repr__()


class Short(ipywidgets.VBox):
    """A box that tells its kind alone."""

    def __repr__(self):
        return "<Short>"


def shown(kind):
    """Show a box with three pictures; return the text beside it and how much was written for it."""
    written.clear()
    text = kind([Picture("x" * 100_000) for _ in range(3)])._repr_mimebundle_()["text/plain"]
    return len(text), sum(written)


print("ipywidgets", version("ipywidgets"))
whole, short = shown(ipywidgets.VBox), shown(Short)
print(f"a box: {whole[1]} letters written, {whole[0]} kept; a box with a short repr: {short[1]} written, {short[0]} kept")
if not (whole[1] > 300_000 and whole[0] < 120 and short[1] == 0):
    sys.exit("The behaviour changed: expected over 300,000 letters written for a text of some 110, and none with a short repr")
PY
