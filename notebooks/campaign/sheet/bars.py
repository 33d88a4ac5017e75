"""What charts of bars and marks share: words beside and on them, and axes that carry no numbers of their own."""

from __future__ import annotations

from matplotlib import dates as mdates
from matplotlib.collections import PolyCollection

from .. import language as lang


def start_of_reading(axes, language: str) -> str:
    """Let bars, their names and their zero start at the side where reading starts; return that side.

    The one rule of direction: time runs from left to right in every language; what is no time starts at the right in a
    right-to-left one. The axes are mirrored in their figure. Set limits with `set_reach`, which keeps the direction;
    `beside`, `label` and `on_bar` follow it.
    """
    if not lang.is_right_to_left(language):
        return "left"
    place = axes.get_position()
    axes.set_position((1 - place.x1, place.y0, place.width, place.height))
    axes.invert_xaxis()
    names_at_right(axes)
    return "right"


def set_reach(axes, low: float, high: float) -> None:
    """Set the limits of the x axis from the lowest to the highest number; bars that start at the right still do."""
    axes.set_xlim((high, low) if axes.xaxis_inverted() else (low, high))


def names_at_right(axes) -> None:
    """Write the names of rows at the right of the axes; of lanes of time, where only the names change sides."""
    axes.yaxis.tick_right()
    axes.spines["right"].set_visible(axes.spines["left"].get_visible())
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0)


def outward(axes, offset: float, side: str) -> tuple[float, str]:
    """An offset and a side as written for bars that start at the left, in the direction of these axes."""
    if not axes.xaxis_inverted():
        return offset, side
    return -offset, {"left": "right", "right": "left"}.get(side, side)


def beside(axes, words: str, point, offset: float, **more):
    """A bold label at the end of a bar or beside a mark, at its height.

    point: (x, y) in the units of the axes. offset: points to the right, below zero to the left; the other way round where bars start at the right.
    """
    offset, side = outward(axes, offset, more.pop("ha", "left"))
    settings = {"va": "center", "weight": "bold", "ha": side} | more
    return axes.annotate(words, point, (offset, 0), textcoords="offset points", **settings)


def on_bar(axes, words: str, point, colour: str, pad: float = 0.2, **more):
    """White words on a bar, on a ground of its colour, so that no hatch crosses them. point: as for `beside`."""
    ground = {"boxstyle": f"square,pad={pad}", "facecolor": colour, "edgecolor": "none"}
    settings = {
        "ha": outward(axes, 0, more.pop("ha", "center"))[1],
        "va": "center",
        "color": "white",
        "weight": "bold",
        "bbox": ground,
    } | more
    return axes.text(*point, words, **settings)


def bars_only(axes) -> None:
    """Take away the number axis, the grid and the frame of a chart whose bars have their numbers written beside them."""
    axes.set_xticks([])
    axes.grid(False)
    axes.spines[["bottom", "left", "right"]].set_visible(False)


def open_end(axes, point, to, colour: str):
    """A short open arrow from a floor to where nobody knows how far it goes: the number is the end mark, not the arrow.

    point, to: (x, y) in the units of the axes. Returns its artist.
    """
    head = {"arrowstyle": "->,head_length=0.35,head_width=0.22", "color": colour, "linewidth": 1.8}
    return axes.annotate("", to, point, arrowprops=head | {"shrinkA": 0, "shrinkB": 0})


def band(axes, start, end, low: float, high: float, **look) -> None:
    """An area between two days and two heights, in axes whose limits are set by themselves: what fill_between draws of
    two points, in a quarter of its time.

    start, end: pd.Timestamp. low, high: in the units of the axes.
    """
    x0, x1 = mdates.date2num([start, end])
    axes.add_collection(PolyCollection([[(x0, low), (x0, high), (x1, high), (x1, low)]], **look), autolim=False)
