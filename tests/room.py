"""What has no room in a picture: points outside of their axes, words that are cut, left out or lie on each other."""

import itertools

import numpy as np
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from shown import parts

TOUCH = 2
"""Pixels (of 150 an inch) by which boxes of letters may reach into each other: a box is higher than its letters."""


def labels(artist) -> list[Text]:
    """Every visible text of a picture; of an axis those at the ticks that lie on it."""
    if not artist.get_visible():
        return []
    if isinstance(artist, Text):
        return [artist] if artist.get_text().strip() and artist.get_alpha() != 0 else []
    inner = parts(artist)
    if isinstance(artist, Axis):
        low, high = sorted(artist.get_view_interval())
        places = zip(artist.get_majorticklocs(), artist.get_majorticklabels(), strict=False)
        inner += [text for place, text in places if low <= place <= high]
    hidden = () if getattr(artist, "axison", True) else (artist.xaxis, artist.yaxis)
    return [text for child in inner if child not in hidden for text in labels(child)]


_measured: dict[tuple, tuple[float, float]] = {}
"""Height and descent of lines that were measured: most stand there again in the next state of an explorer."""


def measured(renderer, words: str, font) -> tuple[float, float]:
    """Height and descent of a line of text, in pixels."""
    key = words, hash(font), renderer.dpi
    if key not in _measured:
        _measured[key] = renderer.get_text_width_height_descent(words, font, False)[1:]
    return _measured[key]


def ink(text: Text) -> Bbox:
    """The box of the letters of a text, in pixels: that of its lines is as high as the leading, whatever they hold."""
    renderer = text.figure.canvas.get_renderer()
    box, lines, _ = text._get_layout(renderer)
    if text.get_rotation() or not lines:
        return Text.get_window_extent(text)
    low, high = np.inf, -np.inf
    for words, _, (_, baseline) in lines:
        height, descent = measured(renderer, words or " ", text.get_fontproperties())
        low, high = min(low, baseline - descent), max(high, baseline + height - descent)
    drawn = Text.get_window_extent(text)
    shift = drawn.y0 - box.y0
    return Bbox([[drawn.x0, low + shift], [drawn.x1, high + shift]])


def points(axes) -> list[tuple[object, np.ndarray]]:
    """What is plotted in an axes, in pixels, with its artist: lines, dots, bars, areas; not the outlines of a map."""
    found = []
    for artist in [*axes.lines, *axes.collections, *axes.patches]:
        of_data = artist.get_transform().contains_branch(axes.transData)
        if isinstance(artist, PathCollection):
            places = axes.transData.transform(np.asarray(artist.get_offsets(), float))
        elif of_data and not isinstance(artist, PathPatch):
            paths = artist.get_paths() if hasattr(artist, "get_paths") else [artist.get_path()]
            places = artist.get_transform().transform(np.concatenate([np.zeros((0, 2)), *(p.vertices for p in paths)]))
        else:
            continue
        places = places[np.isfinite(places).all(axis=1)]
        found += [(artist, places)] if artist.get_visible() and len(places) else []
    return found


def reaches_out(inner: Bbox, outer: Bbox, by: float = 1) -> bool:
    """Does a box reach out of another by more than so many pixels?"""
    return max(outer.x0 - inner.x0, outer.y0 - inner.y0, inner.x1 - outer.x1, inner.y1 - outer.y1) > by


def problems(figure) -> list[str]:
    """What lies outside its axes or the picture, and which labels overlap."""
    figure.draw_without_rendering()
    found, boxes = [], []
    for text in labels(figure):
        words, box = " ".join(text.get_text().split()), ink(text)
        # Matplotlib leaves out a note whose point lies outside, without a word, and cuts a text that is to be clipped.
        if text.get_window_extent().bounds == Bbox.unit().bounds:
            found.append(f"not drawn: {words}")
        elif text.axes and text.get_clip_on() and text.get_clip_box() and reaches_out(box, text.get_clip_box()):
            found.append(f"cut: {words}")
        else:
            boxes.append((words, box))
    found += [f"out of the picture: {words}" for words, box in boxes if reaches_out(box, figure.bbox)]
    for (words, box), (other_words, other) in itertools.combinations(boxes, 2):
        over = Bbox.intersection(box, other)
        if over is not None and min(over.width, over.height) > TOUCH:
            found.append(f"overlap: {words} | {other_words}")
    for axes in figure.axes:
        for artist, where in points(axes) if axes.get_visible() else ():
            if reaches_out(Bbox([where.min(axis=0), where.max(axis=0)]), axes.bbox):
                found.append(f"out of the axes: {type(artist).__name__} {artist.get_label()}")
    return sorted(set(found))
