"""The sheet that a chart is drawn on: its frame, its texts, and the finished chart.

A chart has a title that says the finding, a line under it that says what is measured and in which unit, a source
line with the as-of date, and a sentence in words made from the same numbers. Words come from `language`.
"""

from __future__ import annotations

import base64
import datetime
import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .. import language as lang
from ..problems import problem
from . import drawing, older
from .axes import date_axis, label, number_axis, publishers, source_line, tables_of
from .bars import set_reach, start_of_reading
from .lines import wrap
from .style import COLOURS, DOTS_PER_PIXEL, LEADING, MARGIN, PIXELS_PER_INCH, WIDTH_INCHES, styled


@dataclass
class Chart:
    """A picture and what it says, made by `Frame.chart`.

    name: the file name for exports, such as "cost-marginal-rate". title: the finding. sentence: the same in words, with
    its numbers. source: the source line with the as-of date.
    again: draws it anew from the rows as they were, for example in another language: chart.again(language="ar").
    tables: where the rows with the sources stand that the source line only counts.
    """

    name: str
    _figure: Figure | None = field(repr=False)
    title: str
    sentence: str
    source: str
    language: str
    tables: list[str] = field(default_factory=list)
    again: functools.partial | None = None
    _asked_for: bool = field(default=False, repr=False, compare=False)

    @property
    def figure(self) -> Figure:
        """The matplotlib Figure. After the chart was shown it is dropped, where `again` can draw it anew when somebody asks
        for it. Once it was asked for it stays: it may have been changed."""
        self._asked_for = True
        self._figure = self._drawn()
        return self._figure

    def _drawn(self) -> Figure:
        return self._figure or self.again(language=self.language).figure

    @property
    def alt(self) -> str:
        """What a screen reader says for the picture."""
        return lang.text("common.picture_of", self.language, title=self.title, sentence=self.sentence)

    def png(self) -> bytes:
        """The picture as PNG, pressed for a page that is alive."""
        return drawing.quick_png(self._drawn())

    def lower(self, inches: float) -> None:
        """Make a picture that is higher than this so high: only the plots shrink, words keep their size."""
        figure, (width, height) = self.figure, self.figure.get_size_inches()
        if height <= inches:
            return
        spans = [axes.get_position() for axes in figure.axes]
        low, high = min(span.y0 for span in spans) * height, max(span.y1 for span in spans) * height
        part = 1 - (height - inches) / (high - low)

        def moved(share: float) -> float:
            y = share * height
            return (y if y <= low else low + (min(y, high) - low) * part + max(y - high, 0)) / inches

        for axes, span in zip(figure.axes, spans, strict=True):
            axes.set_position((span.x0, moved(span.y0), span.width, moved(span.y1) - moved(span.y0)))
        for line in figure.lines:
            line.set_ydata([moved(y) for y in line.get_ydata()])
        for text in figure.texts:
            text.set_y(moved(text.get_position()[1]))
        figure.set_size_inches(width, inches)

    def _ipython_display_(self):
        figure = self._drawn()
        show_picture(drawing.quick_png(figure), figure, self.alt, f"{self.title}\n{self.source}")
        words = lang.paragraph(self.sentence, language=self.language)
        display(lang.Markup(words + links_to_rows(self.tables, self.language), self.sentence))
        if self.again and not self._asked_for:
            self._figure = None  # 1 MB, which a notebook would keep for each of its charts


def links_to_rows(tables: Iterable[str], language: str, css_class: str = "campaign-sources") -> str:
    """A line of HTML that leads from a lesson to the tables that name every source; nothing without tables."""
    links = [f'<a href="../../data/{table}.csv">{table}.csv</a>' for table in tables]
    if not links:
        return ""
    words = f"{lang.text('common.rows_of_sources', language)} {lang.text('common.comma', language).join(links)}"
    return lang.paragraph("\0", css_class, language).replace("\0", f"<small>{words}</small>")


@functools.cache
def banner(words: str) -> Figure:
    """A strip of the page's width with one line of words, to stand above a picture."""
    figure = Figure(
        figsize=(WIDTH_INCHES, 0.36), dpi=PIXELS_PER_INCH * DOTS_PER_PIXEL, facecolor=COLOURS["united_states"]
    )
    drawing.CanvasApart(figure)  # the pixels of the picture under it must stay until they are read
    with styled():
        figure.text(0.5, 0.5, words, ha="center", va="center", size=12, weight="bold", color="white")
    return figure


def show_picture(picture: bytes, figure: Figure, alt: str, plain: str, above: Figure | None = None) -> None:
    """Display a picture with its alternative text, and `plain` for readers who see no pictures; then let its pixels go.

    figure: gives the size; above: a figure that stands on top of it in the picture.
    """
    width, height = shown_size(figure)
    height += shown_size(above)[1] if above is not None else 0
    data = {"image/png": base64.b64encode(picture).decode("ascii"), "text/plain": plain}
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)
    figure.canvas.let_go()


def shown_size(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels at which a figure is shown."""
    return tuple(round(inches * PIXELS_PER_INCH) for inches in figure.get_size_inches())


TOP, GAP = 0.05, 0.12
"""Inches from the edge to the titles and to the source line, and from these to the chart."""
LATIN_TITLE = 0.85
"""Latin lines need less leading than Arabic ones: of the 1.5 that the typeface brings, a title takes this part."""


def _height(text) -> float:
    """Inches that the lines of a text need, by the leading of the typeface."""
    return (text.get_text().count("\n") + 1) * text.get_size() * LEADING / 72 if text.get_text() else 0.0


def _box(artist, renderer):
    """What an artist covers in pixels; of axes without lines that hold no point, which would lie in a corner."""
    if not hasattr(artist, "get_default_bbox_extra_artists"):
        return artist.get_tightbbox(renderer)
    inner = artist.get_default_bbox_extra_artists()
    filled = [one for one in inner if not isinstance(one, Line2D) or len(one.get_xdata())]
    return artist.get_tightbbox(renderer, bbox_extra_artists=filled)


def _up_to_a_pixel(inches: float) -> float:
    """Inches in whole pixels, as shown."""
    return math.ceil(round(inches * PIXELS_PER_INCH, 3)) / PIXELS_PER_INCH


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
        self.subtitle_text.set_text(wrap(subtitle, 11, balanced=True))
        self.source_text.set_text(wrap(source, 10))
        # The subtitle stands under the last line of the title.
        height = self.figure.get_size_inches()[1]
        leading = 1 if lang.is_right_to_left(self.language) else LATIN_TITLE
        self.subtitle_text.set_y(1 - (TOP + leading * _height(self.title_text) + 0.05) / height)

    def fit(self) -> None:
        """Give titles and source line the room that they need: the picture gets higher or lower, what it shows does not.

        Call it once all is drawn. An explorer keeps its height, so that nothing jumps when its words change.
        """
        figure, texts = self.figure, (self.title_text, self.subtitle_text, self.source_text)
        renderer, (width, height) = figure.canvas.get_renderer(), figure.get_size_inches()
        shown = [a for a in (*figure.axes, *figure.texts, *figure.artists, *figure.lines) if a not in texts]
        with drawing.unnamed_axes(figure):
            boxes = [box for box in (_box(a, renderer) for a in shown) if box is not None and box.width]
        low, high = min(box.y0 for box in boxes) / figure.dpi, max(box.y1 for box in boxes) / figure.dpi
        below = _up_to_a_pixel(TOP + _height(self.source_text) + GAP - low)
        above = _up_to_a_pixel(height * (1 - self.subtitle_text.get_position()[1]) + _height(self.subtitle_text) + GAP)
        above -= _up_to_a_pixel(height - high)
        total = height + below + above
        for axes in figure.axes:
            left, bottom, across, up = axes.get_position().bounds
            axes.set_position((left, (bottom * height + below) / total, across, up * height / total))
        for artist in (a for a in shown if a not in figure.axes):
            if isinstance(artist, Line2D):
                artist.set_ydata([(y * height + below) / total for y in artist.get_ydata()])
            else:
                artist.set_y((artist.get_position()[1] * height + below) / total)
        for text in texts[:2]:
            text.set_y(1 - (1 - text.get_position()[1]) * height / total)
        self.source_text.set_y(TOP / total)
        figure.set_size_inches(width, total)

    def chart(self, name: str, sentence: str, source: str | None = None, tables: list[str] | None = None) -> Chart:
        """The finished chart. source: where it is not the whole text at the foot (a map has its note there too)."""
        source = self.source if source is None else source
        return Chart(name, self.figure, self.title, sentence, source, self.language, tables or [])


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
    bars: bool = False,
) -> Frame:
    """A new figure in the style of the course, with its texts and one axes.

    left, right: edges of the axes as shares of the width. bottom_inches, top_inches: room for the axis labels with
    the source line, and for the titles. axes=False leaves the axes to the caller (None in the Frame). bars: of horizontal
    bars, which start at the side where reading starts (`bars.start_of_reading`); then left is the side of their names.
    """
    language = lang.check(language)
    with styled():
        figure = Figure(figsize=(WIDTH_INCHES, height), dpi=PIXELS_PER_INCH * DOTS_PER_PIXEL)
        drawing.Canvas(figure)
        plot = None
        if axes:
            bottom = bottom_inches / height
            plot = figure.add_axes((left, bottom, right - left, 1 - bottom - top_inches / height))
            plot.tick_params(length=0)
            if bars:
                start_of_reading(plot, language)
        x, side = (1 - MARGIN, "right") if lang.is_right_to_left(language) else (MARGIN, "left")
        own = older.leading("normal")
        leading = own if lang.is_right_to_left(language) else older.leading(LATIN_TITLE)
        title_text = figure.text(
            x, 1 - TOP / height, "", ha=side, va="top", size=15, weight="bold", linespacing=leading
        )
        quiet = {"ha": side, "color": COLOURS["note"], "linespacing": own}
        subtitle_text = figure.text(x, 1, "", va="top", size=11, **quiet)
        source_text = figure.text(x, TOP / height, "", va="bottom", size=10, **quiet)
    made = Frame(figure, plot, title_text, subtitle_text, source_text, language)
    made.set(title, subtitle, source)
    return made


# --- a chart as its topic writes it -------------------------------------------------------------------------------
@dataclass
class Sheet:
    """One chart in the making: its voice, its frame, and the values that its words are filled with.

    say: the words of the chart's topic in its language. values: for the placeholders of title, subtitle and sentence.
    credit: the source line, set with `source`. note: what stands under it. words: which stem, where a state of the data
    has another than the decorator's. plain: the parts of its words that must not say what they usually say; see `claim`.
    A chart function may set `title` or `sentence` itself, where it has others in some
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
    warning: str = ""
    tables: list[str] = field(default_factory=list)
    plain: set = field(default_factory=set)

    def claim(self, **holds) -> None:
        """Say whether what the usual title or sentence claims holds for these rows: claim(title=last > first).

        Where it does not, the text with "_plain" at the end of its name is taken, which claims less.
        """
        self.plain |= {part for part, so in holds.items() if not so}

    def text(self, part: str) -> str:
        """The words of one part: title, subtitle or sentence."""
        return self.say(f"{self.words}_{part}{'_plain' * (part in self.plain)}", **self.values)

    @property
    def axes(self):
        """The axes of the frame."""
        return self.frame.axes

    @property
    def language(self) -> str:
        """The code of the chart's language."""
        return self.say.language

    def source(self, rows, as_of, **more) -> None:
        """Name who printed the rows (a table, one row, a name, or a list of these), and as of when."""
        names = publishers(rows, self.language)
        self.credit = source_line(names, as_of, self.language, **more)
        self.tables = tables_of(rows) if len(set(names)) > 2 else []

    def dates(self, start, end, months: int = 6) -> None:
        """Label the x axis with dates from `start` to `end`; see `axes.date_axis`."""
        date_axis(self.axes, self.language, _day(start), _day(end), months)

    def scale(self, low: float, high: float, axis: str = "y", **more) -> None:
        """Set the limits of the number axis and label it; see `axes.number_axis`."""
        self.axes.set_ylim(low, high) if axis == "y" else set_reach(self.axes, low, high)
        number_axis(getattr(self.axes, f"{axis}axis"), self.language, **more)
        if low > 0:
            self.axis_starts(low, more.get("suffix", ""))

    def axis_starts(self, low: float, suffix: str = "") -> None:
        """Say under the title that the number axis starts at `low` and not at zero."""
        number = self.say.percent(low, 0) if suffix == "%" else self.say.number(low, 0)
        self.warning = self.say("common.axis_starts", number=number)

    def label(self, words: str, point, offset, thing: str, side: str = "center", **more):
        """A bold label in the colour of a thing; see `axes.label`."""
        return label(self.axes, words, point, offset, COLOURS[thing], side, **more)


def _day(value):
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


_DATES = ("as_of_date", "period_end", "period_start", "start_date", "reported_date", "published_date", "end_date")


def in_order(table, dated: bool = True):
    """A table with its rows in the order of their dates, those of one day in the order of their keys; all else as it is.

    dated: otherwise in the order of their index, which is that of the file they were loaded from.
    """
    if not isinstance(table, pd.DataFrame):
        return table
    if not dated:
        return table.sort_index(kind="stable")
    keys = [name for name in table.columns if name.endswith("_id") and not name.endswith("source_id")]
    names = [name for name in _DATES if name in table] + keys
    if not set(names) - set(keys):
        return table
    # By place: a table's index may have the name of one of its columns.
    return table.iloc[table.reset_index(drop=True).sort_values(names, kind="stable").index]


def _as_it_is(given):
    """What a chart was given, in copies that cost nothing and do not follow when somebody changes the tables in place."""
    if isinstance(given, pd.DataFrame | pd.Series):
        return given.copy(deep=False)
    if isinstance(given, dict):
        return {key: _as_it_is(one) for key, one in given.items()}
    return type(given)(map(_as_it_is, given)) if type(given) in (list, tuple) else given


def _without_rows(name: str, say: lang.Voice) -> Chart:
    """The picture of nothing: one sentence that says so."""
    words = say("common.no_rows")
    with styled():
        made = frame(words, "", "", say.language, height=2.4)
        made.axes.set_axis_off()
    return made.chart(name, words)


def chart(name: str, words: str, arrange=None, dated: bool = True, **layout):
    """Make a chart of a function that draws on a `Sheet`: `draw(sheet, *tables)` becomes `make(*tables, language=None)`.

    name: the file name for exports. words: the topic and stem of its title, subtitle and sentence, such as
    "cost.totals" for the texts cost.totals_title, cost.totals_subtitle and cost.totals_sentence. layout: what `frame`
    takes. arrange: more of the layout, where data or language decide it: a function of the language and the tables. The
    function draws and fills `sheet.values`; the texts are put in afterwards.

    The function gets its tables in the order of their dates (dated=False: of the file), whatever order they came in. Of a table without rows the
    chart says so in one sentence; rows that lack what the chart tells of are a ValueError with one sentence.
    """
    topic, stem = words.split(".")

    def decorate(draw):
        @functools.wraps(draw)
        def make(*tables, language: str | None = None, **named) -> Chart:
            # Kept as they are now: a lesson may go on with its tables, and a chart that is shown again tells the same.
            tables, named = _as_it_is(tables), _as_it_is(named)
            say, again = lang.Voice(language, topic), functools.partial(make, *tables, **named)
            if any(isinstance(table, pd.DataFrame) and table.empty for table in (*tables, *named.values())):
                return _without_rows(name, say)
            tables = [in_order(table, dated) for table in tables]
            named = {key: in_order(table, dated) for key, table in named.items()}
            try:
                sizes = layout | (arrange(say.language, *tables) if arrange else {})
                with styled():
                    sheet = Sheet(say, frame("", "", "", say.language, **sizes), stem)
                    draw(sheet, *tables, **named)
            except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
                raise ValueError(problem("chart_rows", name=draw.__name__)) from error
            title = sheet.title or sheet.text("title")
            subtitle = sheet.text("subtitle")
            subtitle = ". ".join(filter(None, (subtitle.removesuffix("."), sheet.warning)))
            sheet.frame.set(title, subtitle, "\n".join(filter(None, (sheet.credit, sheet.note))))
            sheet.frame.fit()
            sentence = sheet.sentence or sheet.text("sentence")
            made = sheet.frame.chart(name, sentence, sheet.credit, sheet.tables)
            made.again = again
            return made

        return make

    return decorate
