#!/usr/bin/env bash
# Matplotlib 3.11.2: an Arabic label with one formula in it, or with two dollar signs ("from $13.6 to $14.3 million").
# A good guess: 3.11 joins Arabic letters and runs them right to left, so only the part between the dollars is special.
# What happens: one pair of dollars hands the whole label to mathtext, which sets the letters one by one, unjoined, from
# left to right: the Arabic words outside the formula come out backwards, with no warning. A word between two amounts
# counts as formula, whose font has no Arabic: it becomes a row of ¤, with a line in the log.
# For a course: costs are in dollars, so any label with two amounts is hit. Set parse_math off, or write the word.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export MPLCONFIGDIR="$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
env/bin/python - <<'PY'
import logging
import sys
import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import TextPath

print("Matplotlib", matplotlib.__version__)
logging.getLogger("matplotlib.mathtext").setLevel(logging.ERROR)
font = FontProperties(family="DejaVu Sans", size=20)


def ink(text):
    """Return the width of what is drawn for a text, without spaces at its ends."""
    return round(float(TextPath((0, 0), text, prop=font).get_extents().width), 2)


def letters(text):
    """Return the letters that mathtext sets, from left to right."""
    glyphs = MathTextParser("path").parse(text, 72, font).glyphs
    return "".join(chr(glyph[2]) for glyph in sorted(glyphs, key=lambda glyph: glyph[-2]))


word, amounts = "كلفة", "من $13.6 إلى $14.3"
print("mathtext, from left to right:", list(letters(word + " $x$")), list(letters(amounts)))
print("width of the word:", ink(word), "beside a space:", ink(word + " "), "beside a formula:", ink(word + r"$\ $"))
seen = {
    # The first letter of an Arabic word stands at the right end; in mathtext it stands at the left.
    "first letter at the left": letters(word + " $x$").startswith(word),
    "between two amounts": letters(amounts)[letters(amounts).index("6") + 1 : letters(amounts).index("14")].strip(),
    "as wide beside a space": ink(word) == ink(word + " "),
    "as wide beside a formula": ink(word) == ink(word + r"$\ $"),
}
expected = {
    "first letter at the left": True,
    "between two amounts": "¤¤¤",
    "as wide beside a space": True,
    "as wide beside a formula": False,
}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
