"""What has no room in a picture: points outside of their axes, words that are cut, left out or lie on each other."""

import itertools
from dataclasses import dataclass

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


@dataclass
class Words:
    """A text of a picture that Matplotlib has put in its place. box: of its letters, in pixels; None where Matplotlib
    leaves the text out."""

    text: Text
    box: Bbox | None

    @property
    def said(self) -> str:
        """The words in one line."""
        return " ".join(self.text.get_text().split())


def standing_on(text: Text) -> Bbox | None:
    """The box of the ground that a text stands on, in pixels, where it has one."""
    if text.get_bbox_patch() is None:
        return None
    text.update_bbox_position_size(text.figure.canvas.get_renderer())
    return text.get_bbox_patch().get_window_extent()


def is_framed(text: Text) -> bool:
    """Is a text a mark itself, with a frame around its letters?"""
    ground = text.get_bbox_patch()
    return ground is not None and bool(ground.get_linewidth() and ground.get_edgecolor()[3])


def framed(words: Words) -> Bbox:
    """What a text takes of the picture: its letters, and the frame around them where one is drawn."""
    return Bbox.union([words.box, standing_on(words.text)]) if is_framed(words.text) else words.box


def hidden_by(words: Words) -> Bbox:
    """What nobody sees of the picture because a text stands there: its letters, or the ground under them."""
    return standing_on(words.text) or words.box


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


def marks(axes) -> list[Bbox]:
    """The boxes of the markers of all lines of an axes that are not dimmed, in pixels."""
    found = []
    for line in axes.lines:
        seen = line.get_visible() and (line.get_alpha() or 1) > 0.2 and line.get_marker() in set("osD^vXPp*")
        half = line.get_markersize() / 2 * axes.figure.dpi / 72
        for x, y in line.get_transform().transform(line.get_xydata()) if seen and len(line.get_xydata()) else ():
            found += [Bbox.from_extents(x - half, y - half, x + half, y + half)] if np.isfinite([x, y]).all() else []
    return found


def sides(box: Bbox) -> tuple[float, ...]:
    """Left, bottom, right and top of a box: of a picture's texts thousands of pairs are compared."""
    return box.xmin, box.ymin, box.xmax, box.ymax


def apart(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Do two boxes, given by their `sides`, lie beside each other, but for TOUCH?"""
    across = min(box[2], other[2]) - max(box[0], other[0])
    return across <= TOUCH or min(box[3], other[3]) - max(box[1], other[1]) <= TOUCH


def laid_out(figure) -> list[Words]:
    """Let Matplotlib put all in its place, and measure the texts: for `problems`, `hidden` and `covered` together."""
    figure.draw_without_rendering()
    left_out = Bbox.unit().bounds  # what Matplotlib gives as the place of a text that it does not draw
    return [Words(text, None if text.get_window_extent().bounds == left_out else ink(text)) for text in labels(figure)]


def covered(figure, texts: list[Words] | None = None) -> list[str]:
    """Which texts lie with their ground on a line of the data, so that a part of it is not seen (rules and levels apart),
    or right across a band that spans the axes, which seems to end there. texts: what `laid_out` gave; it is asked without."""
    texts = laid_out(figure) if texts is None else texts
    found = []
    for axes in (axes for axes in figure.axes if axes.get_visible()):
        drawn = [
            line.get_path().transformed(line.get_transform()).interpolated(200).vertices
            for line in axes.lines
            if line.get_visible() and line.get_linestyle() != "None" and line.get_transform() is axes.transData
        ]
        spans = [patch.get_window_extent() for patch in axes.patches if patch.get_transform() != axes.transData]
        spans = [span for span in spans if span.height >= axes.bbox.height - TOUCH]
        inner = set(labels(axes))
        for words in (words for words in texts if words.box and words.text in inner):
            box = hidden_by(words).padded(-TOUCH)
            inside = [line[(line > box.min).all(axis=1) & (line < box.max).all(axis=1)] for line in drawn]
            if any(len(part) and np.ptp(part, axis=0).max() > 3 * TOUCH for part in inside):
                found.append(f"on a line: {words.said}")
            for band in spans if standing_on(words.text) else ():
                over = Bbox.intersection(box, band)
                if over is not None and over.width > 0.8 * band.width:
                    found.append(f"across a band: {words.said}")
    return found


def reaches_out(inner: Bbox, outer: Bbox, by: float = 1) -> bool:
    """Does a box reach out of another by more than so many pixels?"""
    return max(outer.x0 - inner.x0, outer.y0 - inner.y0, inner.x1 - outer.x1, inner.y1 - outer.y1) > by


def hidden(figure, texts: list[Words] | None = None) -> list[str]:
    """Which words lie under the ground of others, and which words or grounds lie on a marker. texts: see `covered`.

    A text with a frame is a mark that was chosen, and may lie on others; a number may stand inside its marker.
    """
    texts = laid_out(figure) if texts is None else texts
    seen = [words for words in texts if words.box and not is_framed(words.text)]
    boxes = [(words.said, sides(words.box), sides(hidden_by(words))) for words in seen]
    dots = [(mark, sides(mark)) for axes in figure.axes if axes.get_visible() for mark in marks(axes)]
    found = [
        f"ground: {words} | {other_words}"
        for (words, box, ground), (other_words, other, other_ground) in itertools.combinations(boxes, 2)
        if not (apart(ground, other) and apart(box, other_ground))
    ]
    for words, box, ground in boxes:
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if any(not apart(ground, ends) and not mark.contains(*middle) for mark, ends in dots):
            found.append(f"on a mark: {words}")
    return found


def problems(figure, texts: list[Words] | None = None) -> list[str]:
    """What lies outside its axes or the picture, and which labels overlap. texts: see `covered`."""
    texts = laid_out(figure) if texts is None else texts
    found, boxes = [], []
    for words in texts:
        text, box = words.text, words.box and framed(words)
        # Matplotlib leaves out a note whose point lies outside, without a word, and cuts a text that is to be clipped.
        if box is None:
            found.append(f"not drawn: {words.said}")
        elif text.axes and text.get_clip_on() and text.get_clip_box() and reaches_out(box, text.get_clip_box()):
            found.append(f"cut: {words.said}")
        else:
            boxes.append((words.said, box, sides(box)))
    found += [f"out of the picture: {words}" for words, box, _ in boxes if reaches_out(box, figure.bbox)]
    for (words, _, box), (other_words, _, other) in itertools.combinations(boxes, 2):
        if not apart(box, other):
            found.append(f"overlap: {words} | {other_words}")
    for axes in figure.axes:
        for artist, where in points(axes) if axes.get_visible() else ():
            if reaches_out(Bbox([where.min(axis=0), where.max(axis=0)]), axes.bbox):
                found.append(f"out of the axes: {type(artist).__name__} {artist.get_label()}")
    return sorted(set(found))
