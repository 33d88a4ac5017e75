"""Guess, commit, reveal: a question before its evidence, and then the evidence with the guess beside it.

guess.number("cost.rate", answer=rate, low=0, high=30, chart=charts.marginal_rates(rates))
guess.choice("strikes.unit", options=["strikes", "sorties"], answer="strikes")

The words stand in the topic's file: guess_rate_question, guess_rate_answer (what the evidence shows) and, for a number,
guess_rate_unit with {number}; for a choice, guess_unit_<option>. Nothing of the answer reaches the page before the
learner commits. What is stored in a notebook, for readers without a kernel, is the question and then the whole answer;
JupyterLab keeps it folded. People killed are never a guess.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import re
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib import dates as mdates
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from .. import language as lang
from ..measures import Bounded, exact
from ..sheet import COLOURS, Chart, along, set_reach, settle, show_picture, styled
from .base import image
from .pointing import Pointer
from .shell import Shell, Words, button, look, own_label

_KEPT = (
    "<style>@media screen {.jp-NotebookPanel .jp-OutputArea:has(.campaign-kept) > .jp-OutputArea-child:has(> .jp-RenderedImage),"
    " .jp-NotebookPanel .jp-OutputArea:has(.campaign-guess) > .jp-OutputArea-child:has(> .jp-RenderedText),"
    " .jp-NotebookPanel .jp-OutputArea:has(.campaign-kept):not(:has(.campaign-guess)) > .jp-OutputArea-child:has(> .lm-Panel),"
    " .jp-NotebookPanel .campaign-kept {display: none}}</style>"
)
"""In JupyterLab what is stored for readers without a kernel stays away: the widget shows it after the guess. So does the
place of a widget that was saved and has no kernel any more."""

_AFTER = (
    "<style>@media screen {.jp-NotebookPanel .jp-OutputArea:has(.campaign-after) >"
    " .jp-OutputArea-child:has(> .jp-RenderedText) {display: none}}</style>"
)
"""The words of the fold are for the fold alone."""

HIGHEST = 4.2
"""Inches of a picture: question, reply and picture are seen together on a small laptop."""

NEAR = 0.05
"""A guess is close when it is off by no more than this share of the answer."""

NEAR_DAYS = 10
"""The same for a day."""

LATE = 1.0
"""Seconds after the reveal in which a slider's value still counts: a busy kernel hears of the button before the last move."""

ON_A_FOLD, _MORE = 100, " …"
"""Letters that JupyterLab has room for on the fold over a cell's outputs, in a small window, and how more is announced."""

_listeners: list[Callable[[str, str, str], None]] = []


def tell(listener: Callable[[str, str, str], None]) -> None:
    """Call `listener(key, question, shown)` for each guess that is made; the page to hand in lists them."""
    _listeners.append(listener)


def in_lines(words: str) -> str:
    """A text in lines of at most 100 letters: on its fold JupyterLab writes the first one alone, and cuts a longer one at
    the edge. A quotation in the other direction stays in one line. `in_one_line` takes it back."""
    held = re.sub("\u2066[^\u2069]*\u2069", lambda quoted: quoted[0].replace(" ", "\ue000"), words)
    first, *more = textwrap.wrap(held, ON_A_FOLD - len(_MORE), break_long_words=False, break_on_hyphens=False)
    return "\n".join([first + _MORE * bool(more), *more]).replace("\ue000", " ")


def in_one_line(words: str) -> str:
    """What `in_lines` broke."""
    return words.replace(f"{_MORE}\n", " ").replace("\n", " ")


class Guess(Shell):
    """What both kinds of guess share. `commit()` is what the button does; `made` tells whether it was pressed."""

    def __init__(
        self,
        key: str,
        chart: Chart | None = None,
        values: Mapping[str, object] | None = None,
        language: str | None = None,
    ):
        super().__init__("guess", language or (chart.language if chart else None))
        self.key, (self.topic, self.name) = key, key.split(".")
        self.say, self.common = lang.Voice(self.language, self.topic), lang.Voice(self.language, "guess")
        self.chart, self.values, self.made = chart, dict(values or {}), False
        if chart is not None:
            chart.lower(HIGHEST)
        self.question = self.say(f"guess_{self.name}_question", **self.values)
        self.field = self.make_field()
        self.button = button(self.common("commit"), self.commit, button_style="primary")
        self.reply = self.picture = ""
        self._view = Words()
        asked = Words(self.paragraph(self.question, "campaign-question"))
        self.fill(asked, self.field, self.button, self._view, *self.more())
        self.show_before()

    # --- what a kind of guess gives ---------------------------------------------------------------------------------
    def make_field(self) -> widgets.Widget:
        """The control that takes the guess."""
        raise NotImplementedError

    def difference(self) -> str:
        """One sentence: the guess beside the answer."""
        raise NotImplementedError

    def more(self) -> list[widgets.Widget]:
        """What stands below; nothing unless a kind adds it."""
        return []

    def show_before(self) -> None:
        """What is shown before the guess; nothing of the answer."""

    def draw_guess(self) -> list:
        """Draw the guess on the chart; returns the artists."""
        return []

    @property
    def shown(self) -> str:
        """The guess as people write it."""
        raise NotImplementedError

    # --- commit and reveal ---------------------------------------------------------------------------------------------
    @property
    def answer_words(self) -> str:
        """What the evidence shows, in words."""
        return self.say(f"guess_{self.name}_answer", **self.values)

    def commit(self) -> None:
        """Take the guess, and show the evidence with it."""
        self.made = True
        for listener in _listeners:
            listener(self.key, self.question, self.shown)
        self.button.description = self.common("again")
        reply = self.status(*map(self.paragraph, (self.difference(), self.answer_words)))
        self.show(reply, self.picture_after())

    def show(self, reply: str = "", picture: str = "") -> None:
        """Put these parts of a page below the question: in one message, as an explorer's."""
        self.reply, self.picture = reply, picture
        self._view.value = reply + picture

    def picture_after(self) -> str:
        """The whole chart with the guess on it; nothing where there is no chart."""
        if self.chart is None:
            return ""
        with styled():
            drawn = self.draw_guess()
        try:
            return image(self.chart.figure, f"{self.chart.alt} {self.difference()}")
        finally:
            for artist in drawn:
                artist.remove()

    # --- showing itself --------------------------------------------------------------------------------------------
    def _ipython_display_(self, **_):
        """Show the widget, and keep question and answer for readers who have no running kernel."""
        # Plain and first: JupyterLab writes it on the fold under which it keeps what is stored. What follows the question
        # is about the widget.
        question = self.question[: max(map(self.question.rfind, "?؟")) + 1] or self.question
        display({"text/plain": in_lines(self.common("plain", question=question))}, raw=True)
        self.show_view()
        answered = self.paragraph(self.answer_words, "campaign-sentence campaign-kept")
        display(lang.Markup(_KEPT + answered, self.answer_words))
        if self.chart is not None:
            chart = self.chart
            show_picture(chart.png(), chart.figure, chart.alt, f"{chart.title}\n{chart.source}")
            words = self.paragraph(chart.sentence, "campaign-sentence campaign-kept")
            display(lang.Markup(words, chart.sentence))


class NumberGuess(Guess):
    """A number on a slider, and on the chart itself where there is one: its line can be dragged.

    answer: a `Bounded` or a number. low, high, step: of the slider, in the units of the chart's axis. start: where the
    slider stands at first; the middle unless given. chart: the evidence; axis: "y" or "x", on which the guess lies. line:
    (x, y) where the guessed line begins and the x where it ends at the guess, for "draw the pace that you expect". ends:
    the limits of the chart's axis, where those that fit its data would tell the answer.
    """

    def __init__(
        self,
        key: str,
        answer,
        low: float,
        high: float,
        step: float = 1,
        start: float | None = None,
        chart: Chart | None = None,
        axis: str = "y",
        line: tuple | None = None,
        ends: tuple[float, float] | None = None,
        values: Mapping[str, object] | None = None,
        language: str | None = None,
    ):
        self.answer = answer if isinstance(answer, Bounded) else exact(answer)
        if axis not in ("x", "y"):
            raise ValueError(f"axis: expected x or y, got {axis!r}")
        if not low <= float(self.answer.best) <= high:
            raise ValueError(
                f"low, high: expected limits around the answer {float(self.answer.best)}, got {low} and {high}"
            )
        self.low, self.high, self.step, self.axis, self.line = low, high, step, axis, line
        self.start = start
        if chart is not None:
            axes = chart.figure.axes[0]
            least, most = ends or sorted(axes.get_xlim() if axis == "x" else axes.get_ylim())
            least, most = min(least, low), max(most, high)  # every guess can be seen
            set_reach(axes, least, most) if axis == "x" else axes.set_ylim(least, most)
        super().__init__(key, chart, values, language)

    def make_field(self) -> widgets.Widget:
        middle = self.low + round((self.high - self.low) / 2 / self.step) * self.step
        return widgets.FloatSlider(
            description=self.common("number"),
            value=middle if self.start is None else self.start,
            min=self.low,
            max=self.high,
            step=self.step,
            readout_format=f",.{self.places}f",
            style=own_label(widgets.FloatSlider),
            layout=look(width="420px", max_width="98%"),
        )

    def more(self) -> list[widgets.Widget]:
        self.field.observe(lambda _: self.moved(), names="value")
        return [Pointer(lambda: self.chart.figure.axes[0], self.pointed)] if self.chart is not None else []

    def moved(self) -> None:
        """The guess as it moves; what was on its way when the button was pressed is the guess that was meant."""
        if self.made and time.monotonic() < self.shut:
            super().commit()
        self.show_before()

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The line is dragged on the picture."""
        if not self.made:
            place = x if self.axis == "x" else y
            self.field.value = min(max(round(place / self.step) * self.step, self.low), self.high)

    def written(self, value, decimals: int | None = None, difference: bool = False) -> str:
        """A number with its unit, as the topic's words write it; a difference may have one of its own (percentage points)."""
        number = self.say.number(value, decimals)
        key = f"guess_{self.name}_unit"
        if difference and self.say.has(f"guess_{self.name}_apart"):
            key = f"guess_{self.name}_apart"
        if not self.say.has(key):
            return number
        # A placeholder may be a counted noun, {day}: its form follows the number as printed; fractions have that of 100.
        nouns, whole = lang.open_names(f"{self.topic}.{key}", self.language) - {"number"}, "." not in number
        counted = {n: self.say.count(exact(number).best if whole else 100, n, printed=number) for n in nouns}
        return self.say(key, number=number, **counted)

    @property
    def places(self) -> int:
        """Decimals of the slider's step."""
        return len(f"{self.step:g}".partition(".")[2])

    @property
    def shown(self) -> str:
        return self.written(self.field.value, self.places)

    def difference(self) -> str:
        guess, right = exact(str(round(self.field.value, self.places))).best, self.answer
        answer = self.written(right.best, max(min(right.decimals, self.places), 0))
        if guess == right.best:
            return self.common("right", guess=self.shown)
        if guess in right or abs(guess - right.best) <= abs(right.best) * exact(str(NEAR)).best:
            return self.common("near", guess=self.shown, answer=answer)
        apart = self.written(abs(guess - right.best), max(min(right.decimals, self.places), 0), difference=True)
        key = "too_low" if guess < right.best else "too_high"
        return self.common(key, guess=self.shown, answer=answer, difference=apart)

    def show_before(self) -> None:
        if self.made:
            return
        if self.chart is None:
            self.show()
            return
        with blank(self.chart), styled():
            drawn = self.draw_guess()
            self.show(picture=image(self.chart.figure, self.common("blank", question=self.question)))
            for artist in drawn:
                artist.remove()

    def commit(self) -> None:
        if self.made:
            self.made = False
            self.button.description = self.common("commit")
            self.show_before()
            return
        super().commit()
        self.shut = time.monotonic() + LATE

    def draw_guess(self) -> list:
        axes, value = self.chart.figure.axes[0], self.field.value
        look = {"color": COLOURS["text"], "linestyle": (0, (4, 2)), "linewidth": 2, "zorder": 2.9}
        if self.line is not None:
            (x0, y0), x1 = self.line
            (line,) = axes.plot([x0, x1], [y0, value], scalex=False, scaley=False, marker="o", **look)
            place = x1, value
        elif self.axis == "y":
            line = axes.axhline(value, **look)
            place = sum(axes.get_xlim()) / 2, value
        else:
            line = axes.axvline(value, **look)
            place = value, axes.get_ylim()[1]
        words_there, marks_there = self._taken(axes, line)
        ground = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}
        words = axes.annotate(
            self.common("drawn", guess=self.shown),
            place,
            (0, 0),
            textcoords="offset points",
            weight="bold",
            va="center",
            bbox=ground,
            color=COLOURS["text"],
            zorder=10,
            annotation_clip=False,
        )
        settle(words, self._label_places(axes), words_there, marks_there)
        return [line, words]

    def _label_places(self, axes) -> list[tuple[tuple[float, float], str]]:
        """Where the label of a guess may stand beside its line, for `settle`: the best place first."""
        across, up = axes.bbox.size * 72 / axes.figure.dpi
        if self.line is not None:
            rises = [sign * rise for rise in range(15, 80, 13) for sign in (1, -1)]
            places = [((-6 - step * across / 20, rise), "right") for rise in rises for step in range(12)]
            return sorted(places, key=lambda place: math.hypot(*place[0]))
        if self.axis == "y":
            shares = sorted((step / 20 - 0.5 for step in range(21)), key=abs)
            return [((share * across, rise), "center") for rise in (11, -11, 25, -25) for share in shares]
        falls = [-12 - step * (up - 24) / 40 for step in range(41)]
        sides = [(7, "left"), (0, "center"), (-7, "right")]
        if 2 * axes.transData.transform((self.field.value, 0))[0] > sum(axes.bbox.intervalx):
            sides.reverse()
        places = [((right, fall), side) for fall in falls for right, side in sides]
        return [*places, places[0]]

    def _taken(self, axes, line) -> tuple[list[Bbox], np.ndarray]:
        """What stands in a chart, in pixels, as `settle` takes it: its words; its marks, bars and lines."""
        seen = [artist for artist in axes.get_children() if artist.get_visible() and artist is not line]
        words = [artist.get_window_extent().padded(3) for artist in seen if isinstance(artist, Text)]
        marks = along(*(artist for artist in seen if isinstance(artist, Line2D)), around=3)
        bars = [np.asarray(patch.get_window_extent()) for patch in axes.patches if patch.get_visible()]
        return words, np.concatenate([marks, np.reshape(bars, (-1, 2, 2))])


class DateGuess(NumberGuess):
    """A day on the dates of a chart. answer, low, high: days, as pandas and datetime write them."""

    def __init__(self, key: str, answer, low, high, **more):
        super().__init__(
            key, *(round(mdates.date2num(pd.Timestamp(day))) for day in (answer, low, high)), axis="x", **more
        )

    def make_field(self) -> widgets.Widget:
        first = mdates.num2date(self.low).date()  # not for each: it takes eight times as long as writing a day
        days = [
            (self.say.date(first + datetime.timedelta(day - self.low)), day)
            for day in range(self.low, self.high + 1, self.step)
        ]
        return widgets.SelectionSlider(
            description=self.common("number"),
            options=days,
            value=days[len(days) // 2][1] if self.start is None else self.start,
            style=own_label(widgets.SelectionSlider),
            layout=look(width="420px", max_width="98%"),
        )

    def written(self, value, decimals: int | None = None) -> str:
        """The day, as the language writes it."""
        return self.say.date(mdates.num2date(float(value)).date())

    def difference(self) -> str:
        apart = self.field.value - float(self.answer.best)
        told = {"guess": self.shown, "answer": self.written(self.answer.best)}
        if not apart:
            return self.common("right", **told)
        if abs(apart) <= NEAR_DAYS:
            return self.common("near", **told)
        days = self.say.count(abs(round(apart)), "day")
        return self.common("too_early" if apart < 0 else "too_late", difference=days, **told)


class ChoiceGuess(Guess):
    """One of a few choices. options: their codes; their words are guess_<name>_<code>. answer: the code that is right."""

    def __init__(
        self,
        key: str,
        options: Sequence[str],
        answer: str,
        chart: Chart | None = None,
        values: Mapping[str, object] | None = None,
        language: str | None = None,
    ):
        if answer not in options:
            raise ValueError(f"answer: expected one of {', '.join(options)}, got {answer!r}")
        self.options, self.answer = list(options), answer
        super().__init__(key, chart, values, language)

    def make_field(self) -> widgets.Widget:
        offered = [(self._words(code), code) for code in self.options]
        return widgets.RadioButtons(
            description=self.common("choice"),
            options=offered,
            value=None,
            style=own_label(widgets.RadioButtons),
            layout=look(width="auto", max_width="98%"),
        )

    def _words(self, code: str) -> str:
        return self.say(f"guess_{self.name}_{code}", **self.values)

    @property
    def shown(self) -> str:
        return self._words(self.field.value) if self.field.value else ""

    def difference(self) -> str:
        if self.field.value == self.answer:
            return self.common("right", guess=self.shown)
        return self.common("other", guess=self.shown, answer=self._words(self.answer))

    def commit(self) -> None:
        if self.field.value is None:
            self.show(self.status(self.paragraph(self.common("no_choice"))))
            return
        super().commit()


@contextlib.contextmanager
def blank(chart: Chart):
    """The chart without its data and its finding: only axes, ticks and the line that says what is measured."""
    title, *_ = chart.figure.texts
    artists = [title]
    for axes in chart.figure.axes:
        artists += [*axes.lines, *axes.patches, *axes.collections, *axes.texts, *axes.images]
    hidden = [artist for artist in artists if artist.get_visible()]
    for artist in hidden:
        artist.set_visible(False)
    try:
        yield
    finally:
        for artist in hidden:
            artist.set_visible(True)


def number(key: str, answer, low: float, high: float, **more) -> NumberGuess:
    """Ask for a number before its evidence; see `NumberGuess`."""
    return NumberGuess(key, answer, low, high, **more)


def date(key: str, answer, low, high, **more) -> DateGuess:
    """Ask for a day before its evidence; see `DateGuess`."""
    return DateGuess(key, answer, low, high, **more)


def choice(key: str, options: Sequence[str], answer: str, **more) -> ChoiceGuess:
    """Ask for one of a few choices before the evidence; see `ChoiceGuess`."""
    return ChoiceGuess(key, options, answer, **more)


def after(evidence: lang.Markup) -> None:
    """Show what tells the answer of the guess above: on the fold that hides it stand plain words, and not its HTML."""
    display({"text/plain": lang.text("guess.after")}, raw=True)
    display(lang.Markup(f'{_AFTER}<div class="campaign-after">{evidence.html}</div>', evidence.plain))
