"""Help for Matplotlib older than 3.11, which the edition in the browser has; from 3.11 on nothing here does anything.

Older versions draw Arabic letters unjoined and from left to right; they hand their compiled part the font itself, whose
pixels change with the next text; and a text has no settings of its own for features of the font and for its language.
The joining and the order are those of arabic-reshaper and python-bidi, which only that edition installs.
"""

from __future__ import annotations

import functools
import re

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from .style import LEADING

ACTIVE = tuple(int(part) for part in re.findall(r"\d+", matplotlib.__version__)[:2]) < (3, 11)
"""Whether this Matplotlib needs help."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATE = re.compile("([\u2066-\u2068])([^\u2066-\u2069]*)\u2069")
_NEUTRAL = 0x2500  # lines of boxes: no direction, and in no text of the course
_LETTER = re.compile(r"[^\W\d_]")


@functools.cache
def _reshaper():
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True, "shift_harakat_position": False})


@functools.lru_cache(maxsize=4096)
def in_order(line: str) -> str:
    """One line of text as an older Matplotlib has to be given it: letters joined, from left to right, without the marks
    of direction, for which its font has no picture."""
    if not _RIGHT_TO_LEFT.search(line):
        return _MARKS.sub("", line)
    return _MARKS.sub("", _displayed(line, ""))


def _displayed(line: str, base: str) -> str:
    """The line in the order of the eye. base: "L" or "R", its direction; empty: that of its first letter."""
    from bidi.algorithm import get_display

    # python-bidi in plain Python is older than isolates. For what is around it an isolate is one neutral sign, so such a
    # sign stands for each until the line is in order.
    held: dict[str, str] = {}

    def hold(isolate: re.Match) -> str:
        sign = chr(_NEUTRAL + len(held))
        held[sign] = _displayed(isolate[2], {"\u2066": "L", "\u2067": "R"}.get(isolate[1], ""))
        return sign

    outer = _ISOLATE.sub(hold, line)
    if not base:
        letter = _LETTER.search(outer)
        base = "R" if letter and _RIGHT_TO_LEFT.match(letter[0]) else "L"
    shown = get_display(_reshaper().reshape(outer), base_dir=base)
    return "".join(held.get(sign, sign) for sign in shown)


class _InOrder(RendererAgg):
    """Agg of an older Matplotlib that draws and measures Arabic joined and in order."""

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        super().draw_text(gc, x, y, s if ismath else in_order(s), prop, angle, ismath, mtext)

    def get_text_width_height_descent(self, s, prop, ismath):
        return super().get_text_width_height_descent(s if ismath else in_order(s), prop, ismath)


Base: type[RendererAgg] = _InOrder if ACTIVE else RendererAgg
"""What the course's renderer is built upon: Matplotlib's own from 3.11 on."""


def leading(share) -> str | float:
    """What a text is told as `linespacing`. share: "normal", which is the typeface's own leading, or a part of that.

    Before 3.11 there is no "normal", and the number counts from the height of "lp" above its baseline.
    """
    if not ACTIVE:
        return share
    below, above = 0.192, 0.736  # of "lp", in sizes of the letters
    return (LEADING * (1 if share == "normal" else share) - below) / above


def settings_of(text) -> tuple:
    """What a text may set for its letters alone, since 3.11; nothing before."""
    return () if ACTIVE else (text.get_fontfeatures(), text.get_language())


def kept(image):
    """The pixels of a line of text, to be drawn again later: before 3.11 a copy, since there it is the font itself."""
    return np.array(image) if ACTIVE else image
