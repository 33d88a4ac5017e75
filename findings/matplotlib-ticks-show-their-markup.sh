#!/usr/bin/env bash
# Matplotlib 3.11.2: two settings that each work alone write "$\mathdefault{2}$" beside every tick of a number axis.
# text.parse_math: False keeps dollar signs in texts that come from a table: "$7.6 million to $13.6 million" is no formula.
# axes.formatter.use_mathtext: True writes a large factor as "x 10^6" in place of "1e6".
# A good guess: the second one's markup is Matplotlib's own, so it is always read, or it only concerns the factor.
# What happens: the formatter puts markup around every tick, also where there is no factor, and gives it to an ordinary
# text, which obeys the first setting. Nothing warns. With one of the two settings the ticks read 0, 1, 2.
# For a course that draws prices: keep the factor's setting as it is, or give number axes a formatter of their own.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export MPLCONFIGDIR="$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
env/bin/python - <<'PY'
import sys

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def drawn(**settings):
    """The words of the ticks between 0 and 2, and the pixels of the picture."""
    with matplotlib.rc_context({name.replace("__", "."): value for name, value in settings.items()}):
        figure = Figure(figsize=(4, 2))
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set(xlim=(0, 2), xticks=[0, 1, 2], yticks=[])
        canvas.draw()
        return [label.get_text() for label in axes.get_xticklabels()], np.asarray(canvas.buffer_rgba()).copy()


one, plain = drawn(text__parse_math=False, axes__formatter__use_mathtext=False)
other, formula = drawn(text__parse_math=True, axes__formatter__use_mathtext=True)
both, markup = drawn(text__parse_math=False, axes__formatter__use_mathtext=True)
ink = [int((picture[..., :3] < 128).any(axis=2).sum()) for picture in (plain, formula, markup)]
print(f"Matplotlib {matplotlib.__version__}: {one}, {other}, {both}; dark pixels {ink}")
markup_is_seen = ink[2] > 1.2 * max(ink[:2])
if one != ["0", "1", "2"] or both != [rf"$\mathdefault{{{n}}}$" for n in range(3)] or not markup_is_seen:
    sys.exit("The behaviour changed: expected markup in sight beside the ticks only with both settings")
PY
