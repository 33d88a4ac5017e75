"""What charts of bars and marks share: words beside and on them, and axes that carry no numbers of their own."""

from __future__ import annotations


def beside(axes, words: str, point, offset: float, **more):
    """A bold label at the end of a bar or beside a mark, at its height.

    point: (x, y) in the units of the axes. offset: points to the right, below zero to the left.
    """
    settings = {"va": "center", "weight": "bold"} | more
    return axes.annotate(words, point, (offset, 0), textcoords="offset points", **settings)


def on_bar(axes, words: str, point, colour: str, pad: float = 0.2, **more):
    """White words on a bar, on a ground of its colour, so that no hatch crosses them. point: as for `beside`."""
    ground = {"boxstyle": f"square,pad={pad}", "facecolor": colour, "edgecolor": "none"}
    settings = {"ha": "center", "va": "center", "color": "white", "weight": "bold", "bbox": ground} | more
    return axes.text(*point, words, **settings)


def bars_only(axes) -> None:
    """Take away the number axis, the grid and the frame of a chart whose bars have their numbers written beside them."""
    axes.set_xticks([])
    axes.grid(False)
    axes.spines[["bottom", "left"]].set_visible(False)
