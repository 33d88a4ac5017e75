"""What a reader sees of a chart or an explorer, for the tests of all of them."""

import base64
import hashlib
import io
import re

import export_figures
import numpy as np
from campaign import language as lang
from campaign import topics
from export_figures import parts, ticks
from ipywidgets import Widget
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image

KINDS = list(topics.EXPLORERS)
"""The explorers that a lesson can show."""

OPENING, CLOSING = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e", "\u2069\u202c"
"""The signs that begin and end a stretch of another direction."""


def digest(png: bytes) -> str:
    """What stands for the pixels of a picture. Its bytes do not: ISA-L presses the same pixels to other bytes now and then,
    one picture in some hundreds."""
    if not png.startswith(b"\x89PNG"):
        return repr(png)  # a test has put something else in its place
    with Image.open(io.BytesIO(png)) as picture:
        return f"{picture.size} {hashlib.sha256(picture.tobytes()).hexdigest()}"


def in_pixels(page: str) -> str:
    """A page with the digest of each picture in its place."""
    return re.sub('data:image/png;base64,([^"]+)', lambda found: digest(base64.b64decode(found[1])), page)


def picture(explorer) -> str:
    """The picture that is shown now, as a digest of its pixels; two states differ where their pictures differ."""
    return in_pixels(re.search(r'src="(data:image/png;base64,[^"]+)"', explorer._view.value)[1])


def sentence_and_picture(explorer) -> tuple[str, str]:
    """The two parts of an explorer's view, as HTML."""
    sentence, tag, picture = explorer._view.value.partition("<img")
    return sentence, tag + picture


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


def luminance(colours):
    """Relative luminance, as WCAG defines it, of a colour or of an array of colours, their parts from 0 to 1."""
    parts = np.asarray(colours, float)
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


def look(widget) -> list[str]:
    """A widget and what is in it, a line each, deeper ones to the right: its kind and every setting of its own."""
    told = [type(widget).__name__]
    for name in sorted(widget.keys):
        value = getattr(widget, name)
        if isinstance(value, Widget):  # its layout, its style
            told += [f"{name}.{setting}" for setting in look(value)[0].split(" | ")[1:]]
        elif (
            name != "children" and not name.startswith(("_view", "_model")) and value != widget.traits()[name].default()
        ):
            told.append(f"{name.strip('_')}={value}")
    return [" | ".join(told), *(f"  {line}" for child in getattr(widget, "children", ()) for line in look(child))]


# --- what a picture shows -------------------------------------------------------------------------------------------
SHOWS = {
    Text: lambda text: [text.get_text(), text.get_position(), text.get_color(), getattr(text, "xy", None)],
    Line2D: lambda line: [np.asarray(line.get_xydata(), float).tolist(), line.get_color(), line.get_alpha()],
    Patch: lambda patch: [
        patch.get_path().vertices.tolist(),
        patch.get_patch_transform().frozen().get_matrix().tolist(),
        patch.get_facecolor(),
    ],
    Collection: lambda many: [
        *([path.vertices.tolist() for path in many.get_paths()], many.get_offsets().tolist()),
        *(many.get_facecolor().tolist(), many.get_alpha()),
    ],
    AxesImage: lambda image: [image.get_extent()],
    Axis: lambda axis: [ticks(axis)],
    Axes: lambda axes: [axes.get_xlim(), axes.get_ylim()],
}
"""What is visible of each kind of artist beside what it holds."""


def drawn(artist) -> list:
    """What is visible of an artist and of all that it holds: texts, lines, areas, axes with their limits."""
    if not artist.get_visible():
        return []
    shows = next((look(artist) for kind, look in SHOWS.items() if isinstance(artist, kind)), [])
    inner = [drawn(child) for child in parts(artist)]
    return [type(artist).__name__, shows, [part for part in inner if part]]


def texts(artist) -> list[str]:
    """Every visible text of a picture."""
    return [words for words, _ in export_figures.texts(artist)]


def fingerprint(figure) -> bytes:
    """A digest of all that is visible in a picture; stands in for the slow rendering."""
    return hashlib.sha256(repr(drawn(figure)).encode()).digest()


def open_anew(explorer, **chosen) -> None:
    """Bring an explorer to its opening state, then controls to a value as by hand, and draw once, after the last."""
    with explorer.no_redraw():
        explorer._put(explorer._opening)
    explorer._waiting = True
    try:
        for name, value in chosen.items():
            explorer.controls[name].value = value
    finally:
        explorer._waiting = False
    explorer.refresh()


def choices(control) -> list:
    """What a list offers now; nothing for another control."""
    return [option[1] if isinstance(option, tuple) else option for option in getattr(control, "options", [])]
