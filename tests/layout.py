"""What leaves its place in a picture: points and words outside their axes or the figure, words that vanish or overlap."""

from __future__ import annotations

import itertools

import numpy as np
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

SLACK = 2
"""Pixels: a mark at zero sits on the edge of its axes."""


def _beyond(box, inner) -> bool:
    return (
        inner[0] < box.x0 - SLACK or inner[1] < box.y0 - SLACK or inner[2] > box.x1 + SLACK or inner[3] > box.y1 + SLACK
    )


def _extent(artist):
    """Left, bottom, right and top of what an artist plots, in pixels; None where it plots nothing."""
    if isinstance(artist, Line2D):
        if not len(artist.get_xydata()):
            return None
        places = artist.get_transform().transform(np.asarray(artist.get_xydata(), float))
    elif isinstance(artist, Collection):
        paths = [path.vertices for path in artist.get_paths() if len(path.vertices)]
        if not paths:
            return None
        places = artist.get_transform().transform(np.concatenate(paths))
    else:
        places = artist.get_window_extent().get_points()
    return (*places.min(axis=0), *places.max(axis=0))


def _words(axes) -> list:
    """The visible texts that a chart puts into its axes."""
    return [text for text in axes.texts if text.get_visible() and text.get_text()]


def misplaced(figure) -> list[str]:
    """What is wrong with a Matplotlib figure, one line each; empty where all stands in its place.

    Points, bars and areas must lie in their axes. Words (labels, tick labels, the texts around the chart) must be drawn,
    stay in the figure and overlap no others; a label may reach beyond its axes where nothing else stands.
    """
    figure.draw_without_rendering()
    renderer, whole = figure.canvas.get_renderer(), figure.bbox
    found, boxes = [], [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts if text.get_text()]
    for axes in figure.axes:
        for artist in [*axes.lines, *axes.collections, *axes.patches]:
            # A rule across the whole axes is no point.
            across = isinstance(artist, Line2D) and artist.get_transform() != axes.transData
            extent = None if across or not artist.get_visible() else _extent(artist)
            if extent and _beyond(axes.bbox, extent):
                kind = "a bar" if isinstance(artist, Rectangle) else "a point"
                found.append(f"{kind} lies outside its axes: {[round(float(n)) for n in extent]}")
        for text in _words(axes):
            words = text.get_text()
            if isinstance(text, Annotation) and not text._check_xy(renderer):
                found.append(f"{words!r} is not drawn: its point lies outside the axes")
                continue
            boxes.append((words, _letters(text, renderer)))
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if tick.label1.get_visible() and tick.label1.get_text() and low <= tick.get_loc() <= high:
                    boxes.append((tick.label1.get_text(), tick.label1.get_window_extent(renderer)))
    found += [f"{words!r} reaches out of the figure" for words, box in boxes if _beyond(whole, box.extents)]
    for (words, box), (others, other) in itertools.combinations(boxes, 2):
        wide = min(box.x1, other.x1) - max(box.x0, other.x0)
        tall = min(box.y1, other.y1) - max(box.y0, other.y0)
        if wide > SLACK and tall > SLACK:
            found.append(f"{words!r} overlaps {others!r}")
    return found


def _letters(text, renderer):
    """The box of a text's words, without the arrow and the ground that an annotation may have."""
    if isinstance(text, Annotation):
        text.update_positions(renderer)
    return Text.get_window_extent(text, renderer)
