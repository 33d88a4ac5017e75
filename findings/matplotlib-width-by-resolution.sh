#!/usr/bin/env bash
# Matplotlib 3.11.2: one line of text at several resolutions, measured in inches.
# A good guess: a higher dpi only draws the same letters finer, so a label that fits on screen fits on the slide.
# What happens: by default (text.hinting "default") each letter is fitted to whole pixels, and its neighbour starts at a
# whole pixel. The line gets wider or narrower by some hundredths with each dpi, and not in one direction: narrower at
# 150 than at 100, wider again at 200. With "no_hinting" it keeps its width to a thousandth.
# For a course: labels that just fit in the notebook meet each other in the export.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export MPLCONFIGDIR="$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
env/bin/python - <<'PY'
import sys
import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

WORDS = {"en": "Strikes in Iraq and Syria, cumulative since August 2014", "ar": "الغارات في العراق وسوريا منذ آب 2014"}


def inches(words, dpi):
    """Return how wide a line is, as an axes would be told."""
    figure = Figure(dpi=dpi)
    renderer = FigureCanvasAgg(figure).get_renderer()
    return float(figure.text(0, 0, words, size=10).get_window_extent(renderer).width) / dpi


print("Matplotlib", matplotlib.__version__)
seen = {}
for hinting in ("default", "no_hinting"):
    matplotlib.rcParams["text.hinting"] = hinting
    for language, words in WORDS.items():
        widths = [inches(words, dpi) for dpi in (72, 100, 150, 200, 300)]
        spread = max(widths) / min(widths) - 1
        print(hinting, language, [round(width, 3) for width in widths], f"spread {spread:.2%}")
        seen[hinting, language] = "over a hundredth" if spread > 0.01 else "under a thousandth" if spread < 0.001 else "between"
expected = {(h, language): "over a hundredth" if h == "default" else "under a thousandth" for h, language in seen}
if seen != expected or matplotlib.rcParamsDefault["text.hinting"] != "default":
    sys.exit(f"The behaviour changed: expected {expected}, got {seen}")
PY
