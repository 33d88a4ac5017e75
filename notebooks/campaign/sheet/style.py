"""How charts look: the sizes, and one table with the colour, marker, dashes and hatch of each thing that is drawn."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from matplotlib import font_manager, rc_params_from_file, rcParams

FONTS = sorted((Path(__file__).resolve().parent / "fonts").glob("*.ttf"))
for _file in FONTS:
    # Known to this process alone: the list of fonts that Matplotlib keeps for the machine stays as it is.
    font_manager.fontManager.addfont(_file)

STYLE = rc_params_from_file(Path(__file__).resolve().parent / "campaign.mplstyle", use_default_template=False)
"""The settings of Matplotlib that the course has of its own. Read once: every move of an explorer asks for them."""


@contextlib.contextmanager
def styled():
    """Inside, and in what it decorates, artists are made in the style of the course.

    As `matplotlib.style.context`, which copies and checks all of some 300 settings twice, for these thirty.
    """
    before = {name: dict.__getitem__(rcParams, name) for name in STYLE}
    dict.update(rcParams, STYLE)
    try:
        yield
    finally:
        dict.update(rcParams, before)


WIDTH_INCHES = 7.6
"""Width of a chart; shown at 100 pixels an inch, so that a text of 10 points is 10 points on the page."""

PIXELS_PER_INCH = 100
DOTS_PER_PIXEL = 1.5
"""Pictures are drawn finer than they are shown, to stay sharp on a projector."""
SLIDE_DOTS_PER_PIXEL = 1.75
"""The exported pictures, for slides: 1,330 pixels wide, as much as most projectors show. At 2 they would weigh a sixth more."""

LEADING = 1.5
"""From baseline to baseline, in sizes of the letters. The typeface brings it (ascent and descent, cut for this), so that
lines stand on a grid whatever letters they hold; `linespacing` of a text stays "normal"."""

MARGIN = 0.012  # of the width, on both sides of titles and notes


@dataclass(frozen=True)
class Look:
    """How a thing is drawn all through the course. The colour is never the only cue.

    marker and dashes: of points and lines. hatch: of bars and areas. hollow: markers with a white face, where their
    shape tells something else (the kind of an event).
    """

    colour: str
    marker: str = "o"
    dashes: str = "-"
    hatch: str = ""
    hollow: bool = False

    @property
    def bar(self) -> dict[str, str]:
        """Settings of its bars: colour and hatch come together."""
        return {"color": self.colour, "hatch": self.hatch, "edgecolor": "white"}

    @property
    def line(self) -> dict[str, str]:
        """Settings of its line with a marker at each figure."""
        return {"color": self.colour, "marker": self.marker, "linestyle": self.dashes}


LOOKS = {
    # Okabe-Ito and Tol, darkened where needed so that each has a contrast of at least 4.5 to 1 on white.
    "iraq": Look("#0072B2"),
    "syria": Look("#B84A00", "s", "--", "//", hollow=True),
    "both": Look("#404040", "D"),
    "world": Look("#5B6770", "^", ":"),
    "united_states": Look("#117733"),
    "partners": Look("#AA3377", "s", hatch="//"),
    "official": Look("#332288", "s"),
    "independent": Look("#7A5C00"),
    "highlight": Look("#B84A00", "D"),
    "plain": Look("#5B6770", "s", "--", "//"),
    "muted": Look("#8C96A0"),
    "text": Look("#222222"),
    "note": Look("#555555"),
}
"""One look for each thing all through the course. Use a label beside it."""

COLOURS = {thing: look.colour for thing, look in LOOKS.items()}

GROUNDS = {
    "rule": "#E3E3E3",
    "lane": "#D5D9DD",
    "axis": "#767676",
    "empty_bar": "#F1F3F5",
    "card_edge": "#B9C2C9",
    "rail": "#9AA4AD",
    "year": "#EAF0F5",
    "land": "#E4EAEE",
    "neighbours": "#F6F6F4",
    "border": "#A9B1B8",
    "hatch": "#FFFFFF90",
}
"""Quiet colours behind what is shown: rules between rows, empty parts of bars, land on a map. They tell nothing."""
