"""How an event is marked in lanes and on the map: the shape tells its category, filling and colour its theatre."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.lines import Line2D

from ...sheet import COLOURS, LOOKS
from . import rules

MARKERS = dict(zip(rules.CATEGORIES, "s^oDXp", strict=True))
"""The shape of each category."""


def _key(theatre: str) -> str:
    """The thing of LOOKS for a theatre: all but the two countries are grey."""
    return theatre if theatre in ("iraq", "syria") else "plain"


def look(theatre: str) -> dict:
    """Colour and filling of a theatre's markers: Iraq filled, Syria outlined, the rest grey."""
    colour, outlined = LOOKS[key := _key(theatre)].colour, LOOKS[key].hollow
    # A filled marker has a white rim, so that it can be seen on a bar and beside its neighbours.
    return {
        "color": colour,
        "markerfacecolor": "white" if outlined else colour,
        "markeredgecolor": colour if outlined else "white",
        "markeredgewidth": 1.5 if outlined else 1.0,
    }


def marker(axes, category: str, theatre: str, x=(), y=()):
    """A marker for events of a category in a theatre, on the axes of lanes or map."""
    # All shapes look about equally large at these sizes; a white rim takes something away.
    size = (8 if MARKERS[category] == "^" else 7) + (0 if LOOKS[_key(theatre)].hollow else 2.5)
    # There are hundreds, and `plot` would ask for each whether its axis has units, and for its limits.
    line = Line2D(x, y, marker=MARKERS[category], markersize=size, zorder=4, linestyle="none", **look(theatre))
    return axes.add_line(line)


def ring(axes, size: float, width: float):
    """A ring around the marker of the chosen event; `size` and `width` in points."""
    edge = {"markerfacecolor": "none", "markeredgecolor": COLOURS["text"], "markeredgewidth": width}
    return axes.plot([], [], "o", markersize=size, zorder=6, **edge)[0]


def number(day) -> float:
    """A day as a number on a date axis."""
    return mdates.date2num(pd.Timestamp(day))
