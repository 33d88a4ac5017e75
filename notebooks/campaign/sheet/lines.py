"""Lines of text as wide as they will be drawn: measured, and broken where a reader would break them."""

from __future__ import annotations

import functools
import re
import unicodedata

from matplotlib.font_manager import FontProperties

from .. import language as lang
from .drawing import shared_renderer
from .style import DOTS_PER_PIXEL, MARGIN, PIXELS_PER_INCH, STYLE, WIDTH_INCHES


@functools.lru_cache(maxsize=4096)
def line_width(words: str, size: float, weight: str) -> float:
    """Inches that a line of text will be wide when drawn. size: points; weight: "normal" or "bold"."""
    dpi = PIXELS_PER_INCH * DOTS_PER_PIXEL  # on slides as wide, but for a hundredth of a point: letters are not hinted
    return shared_renderer(dpi).get_text_width_height_descent(words, _font(size, weight), False)[0] / dpi


@functools.cache
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=STYLE["font.family"], weight=weight, size=size)


def wrap(
    words: str, size: float, weight: str = "normal", width_inches: float | None = None, balanced: bool = False
) -> str:
    """Break a text into lines that fit the width of a chart (or `width_inches`), measured, not guessed.

    Lines do not end after a preposition, or inside a unit, a date or a range (`language.held_together`), but in a column
    that is too narrow for that. balanced: make the lines about equally long, so that no single word is left on the last one.
    """
    room = WIDTH_INCHES * (1 - 2 * MARGIN) if width_inches is None else width_inches
    held = lang.held_together(words)
    narrow = width_inches is not None and any(
        line_width(word, size, weight) > room for word in re.split(r"[ \n]", held)
    )
    words = lang.held_together(words, full_width=False) if narrow else held
    wrapped = _fill(words, size, weight, room)
    if balanced:
        for share in (0.55, 0.65, 0.75, 0.85, 0.95):
            narrower = _fill(words, size, weight, room * share)
            if narrower.count("\n") == wrapped.count("\n"):
                return narrower
    return wrapped


def _fill(words: str, size: float, weight: str, room: float) -> str:
    # A line is as wide as its words and spaces together: letters do not reach into each other across a space. So only
    # words are measured, and most of them come again at the next move of a control.
    space = line_width(" ", size, weight)
    lines = []
    for part in words.split("\n"):
        line, length = [], 0.0
        for word in part.split(" "):
            width = line_width(word, size, weight)
            if line and length + space + width > room:
                lines.append(" ".join(line))
                line, length = [], 0.0
            length += width + (space if line else 0.0)
            line.append(word)
        lines.append(" ".join(line))
    if _ARABIC.search(words):
        lines = [line if _starts_arabic(line) else f"\u200f{line}" for line in lines]
    return "\n".join(lines).replace("\u00a0", " ")


_ARABIC = re.compile("[\u0620-\u064a]")


def _starts_arabic(line: str) -> bool:
    """Is a line of an Arabic text drawn from the right by itself? Each line is drawn in the direction of its first letter."""
    first = next((letter for letter in line if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "\u200f")
    return unicodedata.bidirectional(first) != "L"
