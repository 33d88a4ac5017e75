#!/usr/bin/env bash
# Matplotlib 3.11.2: the ticks of an axis are kept by a descriptor that is to make them only when somebody needs them.
# A good guess: axes that never show a tick (a map, a small multiple, a legend in axes of its own) have none to pay for,
# and minor ticks, which are off, are not made at all.
# What happens: new axes give their clipping to all their ticks and so make the first of each kind, major and minor, for x
# and for y. That is four ticks of three lines and two texts each, before anybody asked; clear() makes four more.
# They cannot be had away by settings: xticks=[] and set_axis_off() come later.
# For a course with many small charts: a grid of 3 by 4 empty axes starts with 144 lines and 96 texts that nobody will
# see. Draw rows of one chart as rows on one pair of axes where that reads as well.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export MPLCONFIGDIR="$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
env/bin/python - <<'PY'
import sys
from collections import Counter

import matplotlib
from matplotlib.axis import XTick, YTick
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

made = Counter()


def counted(kind):
    """From here on count what is made of a kind."""
    make = kind.__init__

    def __init__(self, *arguments, **named):
        made[kind.__name__] += 1
        make(self, *arguments, **named)

    kind.__init__ = __init__


figure = Figure()
for kind in (XTick, YTick, Line2D, Text):
    counted(kind)
axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
new = dict(made)
made.clear()
axes.set(xticks=[], yticks=[])
axes.set_axis_off()
figure.canvas.draw()
used = made["XTick"] + made["YTick"]
made.clear()
axes.clear()
again = made["XTick"] + made["YTick"]
print(f"Matplotlib {matplotlib.__version__}: new axes made {new}; drawing them without ticks {used}, clear() {again} more")
if (new["XTick"], new["YTick"], new["Line2D"], used, again) != (2, 2, 12, 0, 4) or new["Text"] < 8:
    sys.exit("The behaviour changed: expected two ticks of each axis, with twelve lines, as soon as there are axes")
PY
