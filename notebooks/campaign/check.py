"""Compare a learner's answer with the data, and answer kindly.

    answer = None                # the learner writes here
    check.answer("04-1", answer)

`answer` never raises for anything a learner can type: a wrong type, an empty answer and an unknown exercise each
get a sentence in the lesson's language, so that "Run All" goes on.
"""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from . import language as lang
from . import topics
from .exercise import LESSONS, Exercise
from .measures import Bounded, exact, round_half_up

_AS_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،\u2212", "01234567890123456789.,,-") | dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
)
"""Arabic-Indic digits and signs as Western ones; the invisible marks of direction that copied text carries go away."""


@dataclass(frozen=True)
class Feedback:
    """What a check answers: `kind` for tests, `words` for the learner, a hint to open on request.

    kind: right | over-precise | within-rounding | mistake:<name> | wrong | not-answered | not-a-number |
    not-a-choice | not-a-chart | no-axis-label | thanks | unknown-exercise.
    """

    kind: str
    words: str
    hint: str
    language: str
    scored: bool = True

    def _repr_html_(self):
        marks = {"right": "✔", "over-precise": "✔", "within-rounding": "✔", "thanks": "✎", "not-answered": "…"}
        mark = marks.get(self.kind, "↻") if self.scored else "•"
        hint = ""
        if self.hint:
            summary = html.escape(lang.text("check.hint", self.language))
            hint = f"<details><summary>{summary}</summary><p>{html.escape(self.hint)}</p></details>"
        return (
            f'<div class="campaign-feedback" lang="{self.language}" dir="{lang.direction(self.language)}">'
            f"<p><strong>{mark}</strong> {html.escape(self.words)}</p>{hint}</div>"
        )

    def __repr__(self):
        return self.words


def find(exercise_id) -> Exercise | None:
    """The exercise with this id, or None."""
    lesson = LESSONS.get(str(exercise_id)[:2])
    if lesson is None:
        return None
    return {exercise.id: exercise for exercise in topics.exercises(lesson)}.get(exercise_id)


def all_exercises() -> list[Exercise]:
    """Every exercise of the course, lesson by lesson."""
    return [exercise for topic in LESSONS.values() for exercise in topics.exercises(topic)]


def answer(exercise_id: str, value=None, language: str | None = None) -> Feedback:
    """Say whether `value` answers the exercise.

    value: a number in any sensible form (int, float, numpy or pandas scalar, text with separators or Arabic-Indic
        digits, a `Bounded`), or one of the choices of the exercise, or a text for an open exercise. None: not yet.
    """
    language = lang.check(language)
    exercise = find(exercise_id)
    if exercise is None:
        known = ", ".join(e.id for e in all_exercises())
        return Feedback(
            "unknown-exercise",
            lang.text("check.unknown_exercise", language, id=_shown(exercise_id), known=known),
            "",
            language,
        )
    kind = _judge(exercise, value)
    return Feedback(
        kind,
        _words(exercise, kind, value, language),
        lang.text(f"{exercise.key}.hint", language),
        language,
        exercise.scored,
    )


def _judge(exercise: Exercise, value) -> str:
    if value is None or value is Ellipsis or (isinstance(value, str) and value.strip() in {"", "..."}):
        return "not-answered"
    if exercise.open:
        return "thanks" if isinstance(value, str) and len(value.split()) >= 3 else "not-answered"
    if exercise.choices:
        return _judge_choice(exercise, value)
    if exercise.chart:
        return _judge_chart(exercise, value)
    number = as_number(value)
    if number is None:
        return "not-a-number"
    return _judge_number(exercise, number, value)


def _judge_choice(exercise: Exercise, value) -> str:
    given = _as_choices(value)
    if not given or not given <= set(exercise.choices):
        return "not-a-choice"
    expected = exercise.expected()
    if given == _as_choices(expected):
        return "right"
    for name, wrong in exercise.mistakes.items():
        if given == _as_choices(wrong()):
            return f"mistake:{name}"
    return "wrong"


def _as_choices(value) -> set[str] | None:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, (list, tuple, set, frozenset)) or not all(isinstance(v, str) for v in values):
        return None
    return {v.strip() for v in values}


def _judge_chart(exercise: Exercise, axes) -> str:
    drawn = _drawn_values(axes)
    if drawn is None:
        return "not-a-chart"
    if drawn == _values(exercise.expected()):
        return "right" if axes.get_xlabel().strip() and axes.get_ylabel().strip() else "no-axis-label"
    for name, wrong in exercise.mistakes.items():
        if drawn == _values(wrong()):
            return f"mistake:{name}"
    return "wrong"


def _drawn_values(axes) -> list | None:
    """The heights of the one line, or of the bars, that an Axes shows; None for anything else."""
    try:
        lines, bars = list(axes.get_lines()), list(axes.patches)
        if len(lines) == 1:
            return _values(lines[0].get_ydata())
        return _values(bar.get_height() for bar in bars) if bars and not lines else None
    except Exception:
        return None  # a learner's object may be anything


def _values(numbers) -> list:
    """Numbers as a list that can be compared: an empty cell is None."""
    return [None if number != number else float(number) for number in numbers]


def _expected(exercise: Exercise) -> Bounded:
    expected = exercise.expected()
    return expected if isinstance(expected, Bounded) else exact(expected)


def _worth(exercise: Exercise, expected: Bounded) -> int:
    """How many decimals an answer is worth."""
    return expected.decimals if exercise.decimals is None else exercise.decimals


def _judge_number(exercise: Exercise, number: Bounded, value) -> str:
    expected = _expected(exercise)
    decimals = _worth(exercise, expected)
    target = round_half_up(expected.best, decimals)
    if _written_decimals(value) <= max(decimals, 0) and number.best == target:
        return "right"
    for name, wrong in exercise.mistakes.items():
        slip = wrong()
        if _same(number.best, slip.best if isinstance(slip, Bounded) else exact(slip).best, decimals):
            return f"mistake:{name}"
    if number.best == expected.best or round_half_up(number.best, decimals) == target:
        # The right number, written with more digits than its inputs allow. Harmless where the answer is exact.
        return "right" if not expected.width and number.best == expected.best else "over-precise"
    if expected.width and number.best in expected:
        return "within-rounding"
    if abs(number.best - expected.best) <= Fraction(str(exercise.tolerance)):
        return "within-rounding"
    return "wrong"


def _same(a: Fraction, b: Fraction, decimals: int) -> bool:
    """Are two numbers the same when both are written with `decimals` decimals?"""
    return round_half_up(a, decimals) == round_half_up(b, decimals)


def _written_decimals(value) -> int:
    """Decimals that the learner wrote: 2 for "14.70", with its closing zero. A plain number has none to spare: 0."""
    if isinstance(value, Bounded):
        return value.decimals
    return len(_bare(value).partition(".")[2]) if isinstance(value, str) else 0


def _bare(text: str) -> str:
    """A typed number without what may stand around it."""
    return text.translate(_AS_WESTERN).strip().strip("%٪$").strip()


def as_number(value) -> Bounded | None:
    """Read a learner's number in any sensible form; None when it is not one finite number.

    Texts may hold separators ("13,221", "13 221", "١٣٬٢٢١"), a percent sign or a leading or trailing dollar sign, and
    the marks of direction that a number copied from an Arabic sentence brings along.
    """
    if isinstance(value, Bounded):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = _bare(value)
        if re.fullmatch(r"-?\d{1,3}([\s_]\d{3})+(\.\d+)?", text):
            text = re.sub(r"[\s_]", "", text)
        if "," in text and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
            return None
        value = text.replace(",", "")
        if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
            return None
        if len(value) > 40:
            return None
        return exact(value)
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        try:
            value = value.item()  # numpy scalars and one-element arrays
        except (TypeError, ValueError):
            return None
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return exact(value) if abs(value) < 10**40 else None
        if isinstance(value, (float, Decimal, Fraction)) and math.isfinite(value):
            return exact(Fraction(value) if isinstance(value, Fraction) else Decimal(str(value)))
    except (ValueError, TypeError, OverflowError, InvalidOperation):
        return None
    return None


def _shown(value) -> str:
    """What the learner gave, short enough for a sentence."""
    try:
        text = str(value)
    except Exception:
        text = type(value).__name__
    return text if len(text) <= 40 else text[:39] + "…"


def _words(exercise: Exercise, kind: str, value, language: str) -> str:
    if kind.startswith("mistake:"):
        return lang.text(f"{exercise.key}.{kind.split(':', 1)[1]}", language)
    if kind == "not-a-choice":
        return lang.text(
            "check.not_a_choice",
            language,
            given=_shown(value),
            choices=lang.listed(exercise.choices, language),
        )
    own = f"{exercise.key}.{kind.replace('-', '_')}"
    if kind in {"right", "wrong", "thanks", "over-precise"} and lang.has(own):
        return lang.text(own, language)
    if kind == "over-precise":
        expected = _expected(exercise)
        return lang.text(
            "check.over_precise", language, number=lang.number(expected, _worth(exercise, expected), language)
        )
    return lang.text(f"check.{kind.replace('-', '_')}", language, given=_shown(value))
