"""What a reader sees of an explorer, for the tests of all explorers."""

import re

import numpy as np
from campaign import language as lang
from campaign import topics
from matplotlib.text import Annotation, Text

KINDS = list(topics.EXPLORERS)
"""The explorers that a lesson can show."""

OPENING, CLOSING = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e", "\u2069\u202c"
"""The signs that begin and end a stretch of another direction."""


def picture(explorer) -> str:
    """The picture that is shown now, as the address of its <img>; two states differ where their pictures differ."""
    return re.search(r'src="(data:image/png;base64,[^"]+)"', explorer._picture.value)[1]


def only_its_own_language(patch) -> None:
    """Let an explorer fail where it falls back on the lesson's language instead of passing on its own."""
    known = lang.check

    def given(language):
        assert language is not None, "the lesson's language was asked for, not the explorer's own"
        return known(language)

    patch.setattr(lang, "check", given)


def counted_when(row: dict, language: str) -> str:
    """Up to when a count goes and when it was printed; a day only where the table knows the day."""
    write = {"month": lang.month}
    as_of = write.get(row["as_of_precision"], lang.date)(row["as_of_date"], language)
    if row["as_of_precision"] == "approximate":
        as_of = lang.text("common.about_month", language, month=lang.month(row["as_of_date"], language))
    if row["as_of_basis"] == "report_date":
        return lang.text("harm.when_reported", language, as_of=as_of)
    printed = write.get(row["report_precision"], lang.date)(row["report_date"], language)
    key = "when_counted_month" if row["report_precision"] == "month" else "when_counted"
    return lang.text(f"harm.{key}", language, as_of=as_of, published=printed)


def directions_are_balanced(text: str) -> bool:
    """Does each mark that opens a stretch of another direction have one that closes it?"""
    depth = 0
    for letter in text:
        depth += (letter in OPENING) - (letter in CLOSING)
        if depth < 0:
            return False
    return depth == 0


def out_of_the_picture(figure) -> list[str]:
    """The visible texts that the edge of a figure cuts, and what is plotted outside of its axes."""
    figure.canvas.draw()
    renderer, (width, height) = figure.canvas.get_renderer(), figure.canvas.get_width_height(physical=True)
    shown = [axes for axes in figure.axes if axes.get_visible()]
    found = []
    ticks = [tick for axes in shown for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks()]
    labels = [label for tick in ticks for label in (tick.label1, tick.label2)]
    titles = [title for axes in shown for title in (axes.title, axes._left_title, axes._right_title)]
    for text in [*figure.texts, *(text for axes in shown for text in axes.texts), *titles, *labels]:
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height:
                found.append(f"cut: {text.get_text()}")
    for axes in shown:
        inside = axes.bbox.padded(0.01)
        for artist in [*axes.lines, *axes.collections, *axes.patches, *axes.texts]:
            if not artist.get_visible():
                continue
            if isinstance(artist, Annotation):
                hides = artist.get_text() and not artist._check_xy(renderer)
                found += [f"hidden: {artist.get_text()}"] if hides else []
            elif not isinstance(artist, Text) and artist.get_transform().contains_branch(axes.transData):
                paths = artist.get_paths() if hasattr(artist, "get_paths") else [artist.get_path()]
                places = np.concatenate([np.zeros((0, 2)), *(path.vertices for path in paths)])
                places = artist.get_transform().transform(places)
                places = places[np.isfinite(places).all(axis=1)]
                beyond = places[~((places >= inside.min) & (places <= inside.max)).all(axis=1)]
                found += [f"outside: {artist} at {axes.transData.inverted().transform(place)}" for place in beyond[:1]]
    return found
