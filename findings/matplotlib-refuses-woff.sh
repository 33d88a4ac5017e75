#!/usr/bin/env bash
# Matplotlib 3.11.2 and Pillow 13.0.0, fontTools 4.68.0: a font in the web's format WOFF, in which most packages of
# Arabic typefaces come.
# A good guess: Matplotlib and Pillow both bring FreeType along, and FreeType reads WOFF; so both draw with it, or both
# say that the format is not supported.
# What happens: Pillow draws with it. Matplotlib says that a table of the font is broken. None is: it hands FreeType a
# file of unknown size, and a WOFF states its own size, which FreeType compares.
# For a course: who follows the message looks for a fault in the font, or downloads it again. Change the format, not the
# font: fontTools saves the same letters as TrueType, and Matplotlib takes them.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2 pillow==13.0.0 fonttools==4.68.0
env/bin/python - <<'PY'
import importlib.metadata
import sys

from fontTools.ttLib import TTFont
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font
from PIL import ImageFont

WORD = "\u062d\u0645\u0644\u0629"  # campaign
font = TTFont(findfont("DejaVu Sans"))
font.flavor = "woff"
font.save("campaign.woff")
pillow = ImageFont.truetype("campaign.woff", 40).getlength(WORD) > 50  # pixels

try:
    FT2Font("campaign.woff")
    said = "opened it"
except RuntimeError as error:
    said = str(error)

again = TTFont("campaign.woff")
again.flavor = None
again.save("campaign.ttf")
opened = FT2Font("campaign.ttf")
opened.set_size(40, 72)
opened.set_text(WORD)
drawn = opened.get_width_height()[0] / 64 > 50

names = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("matplotlib", "pillow", "fonttools"))
print(f"{names}: Pillow draws with the WOFF: {pillow}; Matplotlib: {said}; with the same letters as TrueType: {drawn}")
if not (pillow and "broken table" in said and drawn):
    sys.exit("The behaviour changed: expected Pillow to draw with it and Matplotlib to call a table broken")
PY
