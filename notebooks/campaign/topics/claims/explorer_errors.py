"""The bank of printed errors of 07-check-the-article: what is wrong with a figure, and how could a reader find out?"""

from __future__ import annotations

import re
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from ... import data
from ... import language as lang
from ...explorer import Explorer, Unusable, side_by_side
from ...sheet import COLOURS, Frame, beside, frame, set_reach, start_of_reading, wrap
from . import rules

ALL_LESSONS, NO_KIND, FIRST_ERROR = "all", "", "E17"
PRINTED, CHECK, WRONG = 0, 1, 2
WIDE, MIDDLE, NARROW = 640, 460, 270  # pixels
SIZES = (26, 16), (21, 14), (16, 12.5)
"""Points of the figure as printed and of the better one: the first pair for which the card has room."""


@dataclass(frozen=True)
class BankNumbers:
    """What the bank knows for one state of its controls.

    error: the row of printed_errors.csv with its publishers. stage: how much is open. harm: is it about people killed?
    printed, better: the two values of the bars, None where there are none (never for figures of people killed).
    given: the kind of error that the learner named, empty until then. waits: the last part was asked for before a kind
    was named, and stays closed. same: is it the bank's kind; None while closed, and for figures of people killed.
    """

    error: pd.Series
    stage: int
    harm: bool
    printed: float | None
    better: float | None
    given: str
    waits: bool
    same: bool | None


class ErrorBank(Explorer):
    """Choose an error, see it as printed, then how to check it; name its kind, and then see what is wrong."""

    name, topic, reset_words = "error-bank", "claims", "start_again"

    def make_controls(self) -> dict[str, widgets.Widget]:
        say, errors = self.say, rules.practice_errors()
        publishers, better = (
            sources.set_index("source_id")[f"publisher_{self.language}"]
            for sources in (data.load("sources"), data.credits())
        )
        self._errors = errors.assign(
            publisher=errors["source_id"].map(publishers),
            better_publisher=errors["better_source_id"].map(better).fillna(""),
        ).set_index("error_id", drop=False)
        counts = {ALL_LESSONS: len(errors)} | errors["lesson"].value_counts(sort=False).sort_index().to_dict()
        lessons = [
            (say("choice_lesson", lesson=self._lesson_name(name), number=say.number(number)), name)
            for name, number in counts.items()
        ]
        kinds = [(say("kind_not_given"), NO_KIND)]
        kinds += [(say(f"kind_{kind}"), kind) for kind in rules.by_number(data.load("printed_errors")["kind"])]
        stages = [(say(f"stage_{name}"), stage) for stage, name in enumerate(("printed", "check", "wrong"))]
        buttons = {"options": stages, "value": PRINTED, "style": {"button_width": "max-content"}}
        listed = {"options": self._options(ALL_LESSONS), "value": FIRST_ERROR}
        return {
            "lesson": self.control(widgets.Dropdown, "control_lesson", NARROW, options=lessons, value=ALL_LESSONS),
            "error": self.control(widgets.Dropdown, "control_error", MIDDLE, **listed),
            "kind": self.control(widgets.Dropdown, "control_kind", NARROW, options=kinds, value=NO_KIND),
            "stage": self.control(widgets.ToggleButtons, "control_stage", **buttons),
        }

    def link_controls(self) -> None:
        """Another lesson offers its errors; another error starts closed, without a kind."""
        self.when("error", fill=lambda error: {"kind": NO_KIND, "stage": PRINTED}, always=True)
        self.when("lesson", fill=self._errors_of_lesson, always=True)

    def layout_controls(self) -> list[widgets.Widget]:
        lesson, error, kind, stage = self.controls.values()
        return [side_by_side(lesson, error), side_by_side(kind, stage, self.reset_button)]

    def _lesson_name(self, lesson: str) -> str:
        return self.say("lesson_all") if lesson == ALL_LESSONS else self.say.code("lesson", lesson)

    def _options(self, lesson: str) -> list[tuple[str, str]]:
        chosen = self._errors if lesson == ALL_LESSONS else self._errors[self._errors["lesson"] == lesson]
        say = self.say
        return [
            (say("choice_error", id=say.isolate(key), name=_short(say.of(row, "printed"))), key)
            for key, row in chosen.iterrows()
        ]

    def _errors_of_lesson(self, lesson: str | None) -> dict:
        """The errors to choose from, and the chosen one if it is among them."""
        if lesson is None:
            return {}
        options, chosen = self._options(lesson), self.controls["error"].value
        keys = [key for _, key in options]
        return {"error.options": options, "error": chosen if chosen in keys else keys[0]}

    def numbers(self) -> BankNumbers:
        lesson, key, given, asked = (control.value for control in self.controls.values())
        if lesson is None or key is None:
            raise Unusable("problem_no_lesson" if lesson is None else "problem_no_error")
        error, asked, given = self._errors.loc[key], PRINTED if asked is None else asked, given or NO_KIND
        # What is wrong opens only after the learner has named a kind: a guess before the answer.
        stage = CHECK if asked == WRONG and not given else asked
        harm, values = bool(error["lesson"] == rules.HARM_LESSON), error[["printed_value", "correct_value"]]
        shown = stage == WRONG and not harm and values.notna().all()
        printed, better = map(float, values) if shown else (None, None)
        same = None if harm or stage < WRONG else bool(given == error["kind"])
        return BankNumbers(error, stage, harm, printed, better, given, asked > stage, same)

    # --- words --------------------------------------------------------------------------------------------------
    def _parts(self, numbers: BankNumbers) -> list[tuple[str, str]]:
        """The parts of the card: (heading, words); empty words for a part that is still closed."""
        say, error = self.say, numbers.error
        heading, printed = say("heading_printed" if error["quoted"] else "heading_restated"), say.of(error, "printed")
        if error["quoted"] and error["printed_language"] != self.language:
            heading = say("translated", heading=heading, origin=say(f"language_{error['printed_language']}"))
        if error["quoted"] and not printed.startswith(("“", "«", '"')):
            printed = say("quoted", words=printed)
        later = (
            (CHECK, "check", "how_to_check"),
            (WRONG, "wrong", "what_is_wrong"),
            (WRONG, "better", "better_figure"),
        )
        return [
            (heading, printed),
            *(
                (say(f"heading_{part}"), say.of(error, column) if numbers.stage >= stage else "")
                for stage, part, column in later
            ),
        ]

    def _source(self, numbers: BankNumbers) -> str:
        say, error = self.say, numbers.error
        publisher, day, precision = (error[name] for name in ("publisher", "published_date", "published_precision"))
        if not error["printed_page_found"]:
            return say("page_not_found", publisher=publisher)
        if precision == "not_stated" or pd.isna(day):
            words = say("published_by_undated", publisher=publisher)
        else:
            words = say("published_by", publisher=publisher, date=say.known_date(day, precision))
        if numbers.stage == WRONG and error["better_publisher"]:
            words += " " + say("better_source", publisher=error["better_publisher"])
        return words

    def words(self, numbers: BankNumbers) -> tuple[str, str, str, str]:
        say, error, source = self.say, numbers.error, self._source(numbers)
        kind = say(f"kind_{error['kind']}")
        title = say("card_title_open" if numbers.stage == WRONG else "card_title", id=error["error_id"], kind=kind)
        said = [say("part", heading=part, words=_ended(words)) for part, words in self._parts(numbers) if words]
        if numbers.waits:
            said.append(say("name_a_kind_first"))
        elif numbers.stage == WRONG:
            answer = {True: "kind_same", False: "kind_other", None: "kind_told"}[numbers.same]
            given = say(f"kind_{numbers.given}")
            said.insert(0, say(answer, given=say("quoted", words=given), kind=say("quoted", words=kind)))
        if numbers.harm:
            said.append(say("harm_note"))
        return title, say("card_subtitle"), source, " ".join([*said, source])

    def nothing(self) -> tuple[str, str]:
        return self.say("card_subtitle"), self.say(
            "common.source_table", table=data.title("printed_errors", self.language)
        )

    # --- picture ------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=4.2, axes=False)
        figure, (side, edge) = (
            made.figure,
            ("right", 0.985) if lang.is_right_to_left(self.language) else ("left", 0.015),
        )
        begins = {"ha": side, "va": "top"}
        heads = {"size": 10.5, "weight": "bold", "color": COLOURS["official"]}
        # The sentence above has all the parts; the picture has the two to set side by side: as printed, and better.
        self._headings = [figure.text(edge, 0, "", **begins, **heads) for _ in range(2)]
        self._texts = [figure.text(edge, 0, "", **begins) for _ in range(2)]
        self._bars = axes = figure.add_axes((0.14, 0.14, 0.62, 0.14))
        start = start_of_reading(axes, self.language)
        axes.set_axis_off()
        axes.set_ylim(1.5, -0.5)
        things = ("highlight", "official")
        self._two = axes.barh([0, 1], [0, 0], height=0.62, color=[COLOURS[thing] for thing in things])
        self._two[0].set_hatch("//")
        self._two[0].set_edgecolor("white")
        x, names = (-0.02, "right") if start == "left" else (1.02, "left")
        at_start = {"transform": axes.get_yaxis_transform(), "ha": names, "va": "center", "size": 10.5}
        for y, name in enumerate(("printed", "better")):
            axes.text(x, y, self.say(f"bar_{name}"), **at_start)
        self._values = [beside(axes, "", (0, y), 6, size=10.5) for y in range(2)]
        self._unit = figure.text(edge, 0.315, "", ha=side, va="center", **heads)
        return made

    def draw(self, numbers: BankNumbers | None) -> None:
        with_bars = numbers is not None and numbers.printed is not None
        for artist in (*self._headings, *self._texts):
            artist.set_visible(numbers is not None)
        for artist in (self._bars, self._unit):
            artist.set_visible(with_bars)
        if numbers:
            self._draw_card(numbers, bottom=1.5 if with_bars else 0.75)
        if with_bars:
            self._draw_bars(numbers)

    def _draw_card(self, numbers: BankNumbers, bottom: float) -> None:
        """The two parts of the card from the top down. bottom: inches that stay free below them."""
        height, parts = self.frame.figure.get_size_inches()[1], self._parts(numbers)
        top = height - 0.92
        for sizes in SIZES:
            inches = []
            shown = zip((parts[0], parts[-1]), self._headings, self._texts, sizes, strict=True)
            for (heading, words), title, text, size in shown:
                text.set_text(wrap(words, size, width_inches=7.3, balanced=True) if words else self.say("closed"))
                text.set(color=COLOURS["text" if words else "plain"], size=size)
                title.set_text(heading)
                inches.append(0.22 + (text.get_text().count("\n") + 1) * size * 1.4 / 72)
            if (gap := (top - bottom - sum(inches)) / len(inches)) > 0.2:
                break
        gap = min(max(gap, 0.1), 0.7)
        for title, text, tall in zip(self._headings, self._texts, inches, strict=True):
            title.set_y(top / height)
            text.set_y((top - 0.22) / height)
            top -= tall + gap

    def _draw_bars(self, numbers: BankNumbers) -> None:
        values = (numbers.printed, numbers.better)
        unit = re.sub(r"\W+", "_", numbers.error["unit"].lower())
        self._unit.set_text(self.say("bar_unit", unit=self.say(f"bar_unit_{unit}")))
        set_reach(self._bars, 0, max(values) * 1.02)
        for bar, note, value in zip(self._two, self._values, values, strict=True):
            bar.set_width(value)
            note.xy = (value, note.xy[1])
            note.set_text(self.say.number(value, len(f"{value:.10g}".partition(".")[2])))


def _short(words: str) -> str:
    """The beginning of a text, for a list."""
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _ended(words: str) -> str:
    """A text with a full stop at its end."""
    return words if words.rstrip('”»"').endswith((".", "?", "!", "؟", "…")) else words + "."
