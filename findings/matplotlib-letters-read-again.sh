#!/usr/bin/env bash
# Matplotlib 3.11.2: what it costs to measure or draw a word that was measured or drawn just before.
# A good guess: a font is read once, when it is opened; after that FreeType works in memory, and a letter that came before
# comes for nothing.
# What happens: the font stays a Python file, and FreeType calls its seek and read for everything it looks up. A line of
# 48 letters that is laid out for the tenth time asks the file more than eight hundred times: for the tables of shaping, all
# of them again for each line, and for widths and outline of each letter, also where the same letter comes twice. As an
# ordinary file it takes more than one and a half times as long as with the same bytes in memory (about three times here).
# For a course: half of the time of a chart goes into its words. FT2Font also takes an open binary file, so the bytes can
# be handed over as io.BytesIO. Such a font has no name of a file, which writing a PDF needs: keep it to the screen.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
env/bin/python - <<'PY'
import io
import statistics
import sys
import time

import matplotlib
from matplotlib import ft2font
from matplotlib.font_manager import findfont

LINE = "One day of the campaign cost 13.6 million USD..."
path = findfont("DejaVu Sans")
with open(path, "rb") as file:
    content = file.read()


class Counted(io.BytesIO):
    asked = 0

    def seek(self, *place):
        self.asked += 1
        return super().seek(*place)

    def read(self, *size):
        self.asked += 1
        return super().read(*size)


def laid_out(font, times=1):
    """Return the seconds that a line takes."""
    begin = time.perf_counter()
    for _ in range(times):
        font.set_text(LINE, 0, flags=ft2font.LoadFlags.NO_HINTING)
    return (time.perf_counter() - begin) / times


counted = Counted(content)
font = ft2font.FT2Font(counted)
font.set_size(11, 150)
laid_out(font, 9)
counted.asked = 0
laid_out(font)
asked = counted.asked

from_file, in_memory = ft2font.FT2Font(path), ft2font.FT2Font(io.BytesIO(content))
for opened in (from_file, in_memory):
    opened.set_size(11, 150)
ratios = [laid_out(from_file, 100) / laid_out(in_memory, 100) for _ in range(9)]
slower = statistics.median(ratios)
print(f"Matplotlib {matplotlib.__version__}: {len(LINE)} letters asked {asked} times the tenth time; as a file {slower:.1f} times as long")
if not (asked > 800 and slower > 1.5):
    sys.exit("The behaviour changed: expected over 800 calls and over 1.5 times as long")
PY
