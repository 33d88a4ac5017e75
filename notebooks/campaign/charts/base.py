"""What all charts share: the frame, the colours, axes as people read them, and the rendering to a picture.

A chart has a title that says the finding, a line under it that says what is measured and in which unit, a source
line with the as-of date, and a sentence in words made from the same numbers. Words come from `language`.
"""

from __future__ import annotations

import base64
import datetime
import functools
import io
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from IPython.display import display
from matplotlib import dates as mdates
from matplotlib import rc_params_from_file, style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

from .. import language as lang
from .renderer import Renderer

STYLE = Path(__file__).resolve().parent.parent / "campaign.mplstyle"

COLOURS = {
    # Okabe-Ito and Tol, darkened where needed so that each has a contrast of at least 4.5 to 1 on white.
    "iraq": "#0072B2",
    "syria": "#B84A00",
    "both": "#404040",
    "united_states": "#117733",
    "partners": "#AA3377",
    "official": "#332288",
    "independent": "#7A5C00",
    "highlight": "#B84A00",
    "plain": "#5B6770",
    "muted": "#8C96A0",
    "text": "#222222",
    "note": "#555555",
}
"""One colour for each thing all through the course. Never the only cue: use a label, marker or hatch beside it."""

WIDTH_INCHES = 7.6
"""Width of a chart; shown at 100 pixels an inch, so that a text of 10 points is 10 points on the page."""

PIXELS_PER_INCH = 100
DOTS_PER_PIXEL = 1.5
"""Pictures are drawn finer than they are shown, to stay sharp on a projector."""

_MARGIN = 0.012  # of the width, on both sides of titles and notes
_RULER_DPI = PIXELS_PER_INCH * DOTS_PER_PIXEL  # texts are measured as they will be drawn, hinting included


@dataclass
class Chart:
    """A picture and what it says.

    name: the file name for exports, such as "cost-marginal-rate". figure: the matplotlib Figure.
    title: the finding. sentence: the same in words, with its numbers. source: the source line with the as-of date.
    """

    name: str
    figure: Figure
    title: str
    sentence: str
    source: str
    language: str

    @property
    def alt(self) -> str:
        """What a screen reader says for the picture."""
        return lang.text("common.picture_of", self.language, title=self.title, sentence=self.sentence)

    def png(self) -> bytes:
        """The picture as PNG, the same bytes for the same versions."""
        return png(self.figure)

    def _ipython_display_(self):
        show_picture(self.png(), self.figure, self.alt, f"{self.title}\n{self.source}")
        display(lang.Markup(lang.paragraph(self.sentence, language=self.language), self.sentence))


def show_picture(picture: bytes, figure: Figure, alt: str, plain: str) -> None:
    """Display a picture with its alternative text, and `plain` for readers who see no pictures."""
    width, height = shown_size(figure)
    data = {"image/png": base64.b64encode(picture).decode("ascii"), "text/plain": plain}
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)


def shown_size(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels at which a figure is shown."""
    return tuple(round(inches * PIXELS_PER_INCH) for inches in figure.get_size_inches())


def png(figure: Figure, level: int = 7) -> bytes:
    """Render a figure to PNG for keeping: small (a palette of 128 colours), without date or software in it.

    level: how hard to press it, up to 9; the last two take five times as long and save a seventh.
    """
    file = io.BytesIO()
    small = _pixels(figure).quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(file, "png", compress_level=level)
    return file.getvalue()


def quick_png(figure: Figure) -> bytes:
    """Render a figure to PNG for a picture that lives until the next move of a slider.

    Written here and not by Pillow, which tries five filters on every row: for flat colours that takes twice as long
    and saves nothing.
    """
    with figure.canvas.get_renderer().keeping_texts():
        figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with the number of its filter: none
    for channel in range(3):  # one after the other: three times as fast as all at once
        rows[:, 1 + channel :: 3] = pixels[:, :, channel]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, red green blue
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


@functools.cache
def _renderer(dpi: float) -> Renderer:
    return Renderer(1, 1, dpi)


class _Canvas(FigureCanvasAgg):
    """A canvas that shares its pixels with all figures of the same dpi: read them right after drawing.

    With a canvas of Matplotlib, a notebook would keep 3 MB of pixels for each figure that it shows. A new canvas after
    the drawing lets none of them go: each text of the figure remembers the renderer that drew it.
    """

    def get_renderer(self) -> Renderer:
        """The shared renderer, in the size of this figure."""
        shared, size = _renderer(self.figure.dpi), self.get_width_height(physical=True)
        if (shared.width, shared.height) != size:
            shared.__init__(*size, self.figure.dpi)
        return shared


def _pixels(figure: Figure) -> Image.Image:
    figure.canvas.draw()
    return Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")


# --- the frame --------------------------------------------------------------------------------------------------
@dataclass
class Frame:
    """The texts around a chart, kept so that an explorer can change them."""

    figure: Figure
    axes: object
    title_text: object
    subtitle_text: object
    source_text: object
    language: str
    title: str = ""
    source: str = ""

    def set(self, title: str, subtitle: str, source: str) -> None:
        """Change the texts, wrapped to the width of the figure."""
        self.title, self.source = title, source
        self.title_text.set_text(wrap(title, 15, "bold", balanced=True))
        self.subtitle_text.set_text(wrap(subtitle, 11))
        self.source_text.set_text(wrap(source, 10))
        # The subtitle stands under the last line of the title.
        height = self.figure.get_size_inches()[1]
        lines = self.title_text.get_text().count("\n") + 1
        self.subtitle_text.set_y(1 - (0.10 + lines * 0.275) / height)

    def chart(self, name: str, sentence: str, source: str | None = None) -> Chart:
        """The finished chart. source: where it is not the whole text at the foot (a map has its note there too)."""
        return Chart(name, self.figure, self.title, sentence, self.source if source is None else source, self.language)


def frame(
    title: str,
    subtitle: str,
    source: str,
    language: str | None = None,
    height: float = 4.9,
    left: float = 0.085,
    right: float = 0.975,
    bottom_inches: float = 0.95,
    top_inches: float = 1.05,
    axes: bool = True,
) -> Frame:
    """A new figure in the style of the course, with its texts and one axes.

    left, right: edges of the axes as shares of the width. bottom_inches, top_inches: room for the axis labels with
    the source line, and for the titles. axes=False leaves the axes to the caller (None in the Frame).
    """
    language = lang.check(language)
    with style.context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height), dpi=PIXELS_PER_INCH * DOTS_PER_PIXEL)
        _Canvas(figure)
        plot = None
        if axes:
            bottom = bottom_inches / height
            plot = figure.add_axes((left, bottom, right - left, 1 - bottom - top_inches / height))
            plot.tick_params(length=0)
        x, side = (1 - _MARGIN, "right") if lang.is_right_to_left(language) else (_MARGIN, "left")
        title_text = figure.text(x, 1 - 0.09 / height, "", ha=side, va="top", size=15, weight="bold", linespacing=1.15)
        subtitle_text = figure.text(x, 1, "", ha=side, va="top", size=11, color=COLOURS["note"])
        source_text = figure.text(x, 0.09 / height, "", ha=side, va="bottom", size=10, color=COLOURS["note"])
    made = Frame(figure, plot, title_text, subtitle_text, source_text, language)
    made.set(title, subtitle, source)
    return made


def styled(function):
    """Run a chart function inside the course's style (matplotlib reads it when artists are made)."""

    @functools.wraps(function)
    def inside(*args, **kwargs):
        with style.context(STYLE):
            return function(*args, **kwargs)

    return inside


@functools.cache
def _font_family() -> list[str]:
    return rc_params_from_file(STYLE, use_default_template=False)["font.family"]


@functools.lru_cache(maxsize=4096)
def line_width(words: str, size: float, weight: str) -> float:
    """Inches that a line of text will be wide when drawn. size: points; weight: "normal" or "bold"."""
    font = FontProperties(family=_font_family(), weight=weight, size=size)
    return _renderer(_RULER_DPI).get_text_width_height_descent(words, font, ismath=False)[0] / _RULER_DPI


def wrap(
    words: str, size: float, weight: str = "normal", width_inches: float | None = None, balanced: bool = False
) -> str:
    """Break a text into lines that fit the width of a chart (or `width_inches`), measured, not guessed.

    balanced: make the lines about equally long, so that no single word is left on the last one.
    """
    room = WIDTH_INCHES * (1 - 2 * _MARGIN) if width_inches is None else width_inches
    words = re.sub(
        r"(?<=\d) (to|إلى) (?=\d)(?!\d{1,2} (?:\w+/|تشرين|كانون))", _RANGE, words
    )  # a range such as 14.69 to 14.80 stays on one line
    if width_inches is None:
        words = _HELD.sub("\u00a0", words)
    wrapped = _fill(words, size, weight, room)
    if balanced:
        for share in (0.55, 0.65, 0.75, 0.85, 0.95):
            narrower = _fill(words, size, weight, room * share)
            if narrower.count("\n") == wrapped.count("\n"):
                return narrower
    return wrapped


_RANGE = "\u00a0\\1\u00a0"
_HELD = re.compile(
    r"(?<=\d) (?=[\u0621-\u064a])|(?<=[\u0621-\u064a]) (?=\d{4}\b)|(?<=تشرين|كانون) (?=ال)|(?<=\bمن) (?=\d)|(?<=المدة:) (?=\d{4}\b)"
)
"""In Arabic lines of full width, a number stays with its noun and a date in one piece: 87 عضواً، 5 حزيران/يونيو 2017."""


def _fill(words: str, size: float, weight: str, room: float) -> str:
    # A line is as wide as its words and spaces together: letters do not reach into each other across a space. So only
    # words are measured, and most of them come again at the next move of a control.
    space = line_width(" ", size, weight)
    lines = []
    for part in words.split("\n"):
        line, length = [], 0.0
        for word in part.split(" "):
            width = line_width(word, size, weight)
            if line and length + space + width > room:
                lines.append(" ".join(line))
                line, length = [], 0.0
            length += width + (space if line else 0.0)
            line.append(word)
        lines.append(" ".join(line))
    return "\n".join(lines).replace("\u00a0", " ")


# --- axes as people read them -------------------------------------------------------------------------------------
def number_axis(axis, language: str, decimals: int = 0, suffix: str = "") -> None:
    """Label an axis with separated thousands (axes.xaxis or axes.yaxis)."""
    # Ticks only where the label is exact: 2.5 must not be labelled 3.
    axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=decimals == 0))
    axis.set_major_formatter(FuncFormatter(lambda value, _: lang.number(value, decimals, language) + suffix))


def date_axis(axes, language: str, start, end, months: int = 6) -> None:
    """Date labels such as "Jul 2016" every `months` months from `start` to `end`, on the x axis."""
    first = datetime.date(start.year, start.month, 1)
    ticks, labels = [], []
    year, month = first.year, first.month
    while datetime.date(year, month, 1) <= _as_date(end):
        if (month - 1) % months == 0:
            day = datetime.date(year, month, 1)
            if day >= _as_date(start):
                ticks.append(day)
                labels.append(lang.month(day, language, "short").replace(" ", "\n"))
        month += 1
        if month == 13:
            year, month = year + 1, 1
    axes.set_xlim(mdates.date2num(start), mdates.date2num(end))
    axes.set_xticks([mdates.date2num(tick) for tick in ticks], labels)


def _as_date(value) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def source_line(publishers, as_of, language: str | None = None, key: str = "common.source_line") -> str:
    """The source line: who printed the figures, and as of when.

    publishers: a name or several; more than two are shortened to the first two and a count. as_of: a date or text.
    """
    names = [publishers] if isinstance(publishers, str) else list(dict.fromkeys(publishers))
    if len(names) > 2:
        shown = lang.text(
            "common.and_more_sources",
            language,
            first=names[0],
            second=names[1],
            others=lang.count(len(names) - 2, "source", language),
        )
    else:
        shown = lang.listed(names, language)
    when = as_of if isinstance(as_of, str) and not re.match(r"\d{4}-\d\d-\d\d", as_of) else lang.date(as_of, language)
    return lang.text(key, language, source=shown, as_of=when)


def label(axes, words: str, point, offset, colour: str, side: str = "center", **more):
    """A bold label beside a point of the data, on a white ground so that lines under it do not cross it.

    point: (x, y) in the units of the axes; a date is allowed. offset: (right, up) in points.
    """
    x = mdates.date2num(point[0]) if isinstance(point[0], datetime.date) else point[0]
    ground = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    settings = {"ha": side, "va": "center", "weight": "bold", "linespacing": 1.3, "bbox": ground} | more
    return axes.annotate(words, (x, point[1]), offset, textcoords="offset points", color=colour, **settings)


def publishers(table, language: str) -> list[str]:
    """Who printed the rows of a table, as `source_line` takes them. table: with publisher_en and publisher_ar."""
    return list(table[f"publisher_{language}"])


def as_of_in(source: str, language: str | None = None) -> str:
    """The as-of date or period that a source line tells, or empty text where it tells none."""
    for key in ("common.source_line", "common.source_line_period"):
        pattern = re.escape(lang.text(key, language, source="\0", as_of="\1")).replace("\0", ".*").replace("\1", "(.*)")
        found = re.search(pattern, source.replace("\n", " "))
        if found:
            return found[1]
    return ""
