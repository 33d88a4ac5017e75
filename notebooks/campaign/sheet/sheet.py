"""The sheet that a chart is drawn on: its frame, its texts, and the finished chart.

A chart has a title that says the finding, a line under it that says what is measured and in which unit, a source
line with the as-of date, and a sentence in words made from the same numbers. Words come from `language`.
"""

from __future__ import annotations

import base64
import datetime
import functools
from dataclasses import dataclass, field

from IPython.display import display
from matplotlib import style
from matplotlib.figure import Figure

from .. import language as lang
from . import drawing
from .axes import date_axis, label, number_axis, publishers, source_line
from .lines import wrap
from .style import COLOURS, DOTS_PER_PIXEL, MARGIN, PIXELS_PER_INCH, STYLE, WIDTH_INCHES


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
        return drawing.png(self.figure)

    def _ipython_display_(self):
        show_picture(self.png(), self.figure, self.alt, f"{self.title}\n{self.source}")
        display(lang.Markup(lang.paragraph(self.sentence, language=self.language), self.sentence))


def banner(words: str) -> Figure:
    """A strip of the page's width with one line of words, to stand above a picture."""
    figure = Figure(
        figsize=(WIDTH_INCHES, 0.36), dpi=PIXELS_PER_INCH * DOTS_PER_PIXEL, facecolor=COLOURS["united_states"]
    )
    drawing.Canvas(figure)
    figure.text(0.5, 0.5, words, ha="center", va="center", size=12, weight="bold", color="white")
    return figure


def show_picture(picture: bytes, figure: Figure, alt: str, plain: str, above: Figure | None = None) -> None:
    """Display a picture with its alternative text, and `plain` for readers who see no pictures.

    figure: gives the size; above: a figure that stands on top of it in the picture.
    """
    width, height = shown_size(figure)
    height += shown_size(above)[1] if above is not None else 0
    data = {"image/png": base64.b64encode(picture).decode("ascii"), "text/plain": plain}
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)


def shown_size(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels at which a figure is shown."""
    return tuple(round(inches * PIXELS_PER_INCH) for inches in figure.get_size_inches())


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
        drawing.Canvas(figure)
        plot = None
        if axes:
            bottom = bottom_inches / height
            plot = figure.add_axes((left, bottom, right - left, 1 - bottom - top_inches / height))
            plot.tick_params(length=0)
        x, side = (1 - MARGIN, "right") if lang.is_right_to_left(language) else (MARGIN, "left")
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


# --- a chart as its topic writes it -------------------------------------------------------------------------------
@dataclass
class Sheet:
    """One chart in the making: its voice, its frame, and the values that its words are filled with.

    say: the words of the chart's topic in its language. values: for the placeholders of title, subtitle and sentence.
    credit: the source line, set with `source`. note: what stands under it. words: which stem, where a state of the data
    has another than the decorator's. A chart function may set `title` or `sentence` itself, where it has others in some
    states or puts them together from parts.
    """

    say: lang.Voice
    frame: Frame
    words: str
    values: dict = field(default_factory=dict)
    credit: str = ""
    note: str = ""
    title: str | None = None
    sentence: str | None = None

    @property
    def axes(self):
        """The axes of the frame."""
        return self.frame.axes

    @property
    def language(self) -> str:
        """The code of the chart's language."""
        return self.say.language

    def source(self, rows, as_of, **more) -> None:
        """Name who printed the rows (a table, one row, a name or a list of names), and as of when."""
        if not isinstance(rows, (str, list)):
            rows = publishers(rows, self.language) if hasattr(rows, "columns") else self.say.of(rows, "publisher")
        self.credit = source_line(rows, as_of, self.language, **more)

    def dates(self, start, end, months: int = 6) -> None:
        """Label the x axis with dates from `start` to `end`; see `axes.date_axis`."""
        date_axis(self.axes, self.language, _day(start), _day(end), months)

    def scale(self, low: float, high: float, axis: str = "y", **more) -> None:
        """Set the limits of the number axis and label it; see `axes.number_axis`."""
        getattr(self.axes, f"set_{axis}lim")(low, high)
        number_axis(getattr(self.axes, f"{axis}axis"), self.language, **more)

    def label(self, words: str, point, offset, thing: str, side: str = "center", **more):
        """A bold label in the colour of a thing; see `axes.label`."""
        return label(self.axes, words, point, offset, COLOURS[thing], side, **more)


def _day(value):
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def chart(name: str, words: str, arrange=None, **layout):
    """Make a chart of a function that draws on a `Sheet`: `draw(sheet, *tables)` becomes `make(*tables, language=None)`.

    name: the file name for exports. words: the topic and stem of its title, subtitle and sentence, such as
    "cost.totals" for the texts cost.totals_title, cost.totals_subtitle and cost.totals_sentence. layout: what `frame`
    takes. arrange: more of the layout, where data or language decide it: a function of the language and the tables. The
    function draws and fills `sheet.values`; the texts are put in afterwards.
    """
    topic, stem = words.split(".")

    def decorate(draw):
        @functools.wraps(draw)
        def make(*tables, language: str | None = None, **named) -> Chart:
            say = lang.Voice(language, topic)
            sizes = layout | (arrange(say.language, *tables) if arrange else {})
            with style.context(STYLE):
                sheet = Sheet(say, frame("", "", "", say.language, **sizes), stem)
                draw(sheet, *tables, **named)
            title = sheet.title or say(f"{sheet.words}_title", **sheet.values)
            subtitle = say(f"{sheet.words}_subtitle", **sheet.values)
            sheet.frame.set(title, subtitle, "\n".join(filter(None, (sheet.credit, sheet.note))))
            sentence = sheet.sentence or say(f"{sheet.words}_sentence", **sheet.values)
            return sheet.frame.chart(name, sentence, sheet.credit)

        return make

    return decorate
