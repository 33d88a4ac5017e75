"""Judge a learner's answer by the data, and answer kindly.

`answer` never raises for anything a learner can type: a wrong type, an empty answer and an unknown exercise each
get a sentence in the lesson's language, so that "Run All" goes on.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from fractions import Fraction

from .. import language as lang
from .. import topics
from ..exercise import LESSONS, Exercise
from ..measures import Bounded, exact, round_half_up
from . import typed


@dataclass(frozen=True)
class Feedback:
    """What a check answers: `kind` for tests, `words` for the learner, a hint to open on request.

    kind: right | over-precise | rounded-too-far | within-rounding | mistake:<name> | slip:<name> | wrong | not-answered | not-a-number |
    open-comma | unknown-word | wrong-unit | not-a-choice | not-a-chart | no-axis-label | thanks | criteria-met |
    unknown-exercise. An open answer gets thanks here; its box says when all criteria are ticked off.
    """

    kind: str
    words: str
    hint: str
    language: str
    scored: bool = True

    def _repr_html_(self):
        marks = {"thanks": "✎", "not-answered": "…"} | dict.fromkeys(SOLVED, "✔") | dict.fromkeys(ASKS_BACK, "?")
        mark = marks.get(self.kind, "↻") if self.scored else "•"
        hint = ""
        if self.hint:
            summary = html.escape(lang.text("check.hint", self.language))
            hint = f"<details><summary>{summary}</summary><p>{html.escape(self.hint)}</p></details>"
        page = (
            f'<div class="campaign-feedback" lang="{self.language}" dir="{lang.direction(self.language)}">'
            f"<p><strong>{mark}</strong> {html.escape(self.words)}</p>{hint}</div>"
        )
        return lang.no_formula(page, self.words + self.hint)

    def __repr__(self):
        return self.words


def find(exercise_id) -> Exercise | None:
    """The exercise with this id, or None."""
    lesson = LESSONS.get(exercise_id[:2]) if isinstance(exercise_id, str) else None
    if lesson is None:
        return None
    return {exercise.id: exercise for exercise in topics.exercises(lesson)}.get(exercise_id)


def all_exercises() -> list[Exercise]:
    """Every exercise of the course, lesson by lesson."""
    return [exercise for topic in LESSONS.values() for exercise in topics.exercises(topic)]


SOLVED = {"right", "over-precise", "within-rounding", "criteria-met"}
"""The kinds of feedback after which an exercise counts as solved."""

ASKS_BACK = {"not-a-number", "open-comma", "unknown-word", "wrong-unit", "not-a-choice"}
"""The kinds that ask what was meant: they are no try."""


def answer(exercise_id: str, value=None, language: str | None = None) -> Feedback:
    """Say whether `value` answers the exercise.

    value: a number in any sensible form (see `typed.number`), one or several of the choices (see `typed.choices`), a
        chart, or a text for an open exercise. None: not yet.
    """
    language, value = lang.check(language), _plain(value)
    exercise = find(exercise_id)
    if exercise is None:
        known = ", ".join(e.id for e in all_exercises())
        return Feedback(
            "unknown-exercise",
            lang.text("check.unknown_exercise", language, id=_shown(exercise_id), known=known),
            "",
            language,
        )
    kind, said = _judge(exercise, value, language)
    return Feedback(
        kind,
        _words(exercise, kind, value, said, language),
        lang.text(f"{exercise.key}.hint", language),
        language,
        exercise.scored,
    )


HALF_RIGHT = {"rounded-too-far", "no-axis-label"}
"""The kinds that are worth half a point, beside right digits in a wrong size."""


def points(exercise_id: str, value=None) -> float:
    """What an answer is worth where a school gives points: 1 when it is right, 0.5 when it is half right, else 0.

    Half right is a number with the right digits (rounded too far, or a hundredfold or thousandfold), a chart without names
    at its axes, or some of the right choices and no wrong one. Raises ValueError for an exercise that has no points: open
    ones, and counts of people killed.
    """
    exercise = find(exercise_id)
    if exercise is None or exercise.open or not exercise.scored:
        raise ValueError(f"exercise_id: expected an exercise with points, got {exercise_id!r}")
    kind = answer(exercise_id, value).kind
    if kind in SOLVED:
        return 1.0
    if exercise.choices and kind not in {"not-answered", "not-a-choice"}:
        names = {name: code for known in lang.LANGUAGES for code, name in choice_names(exercise, known).items()}
        return 0.5 if typed.choices(value, exercise.choices, names) < as_choices(exercise.expected()) else 0.0
    return 0.5 if kind in HALF_RIGHT or kind.startswith(("slip:hundred", "slip:thousand")) else 0.0


def _plain(value):
    """What the learner gave; a text as a plain one, and an object that cannot even be asked what it is as nothing known."""
    try:
        return str.__str__(value) if isinstance(value, str) else value
    except Exception:
        return object()


def choice_names(exercise: Exercise, language: str) -> dict[str, str]:
    """The words of an exercise's choices in a language, by their codes; a choice without words names itself.

    Letters are written as the language counts in lists: A, B, C and أ، ب، ج.
    """
    names = {}
    for code in exercise.choices:
        key = f"{exercise.key}.choice_{code}"
        letter = f"check.letter_{code.lower()}"
        if lang.has(key):
            names[code] = lang.text(key, language)
        elif len(code) == 1 and lang.has(letter):
            names[code] = lang.text(letter, language)
        else:
            names[code] = code
    return names


def _judge(exercise: Exercise, value, language: str) -> tuple[str, dict]:
    """The kind of the answer, and what its reply needs to know."""
    if value is None or value is Ellipsis or (isinstance(value, str) and value.strip() in {"", "..."}):
        return "not-answered", {}
    if exercise.open:
        return ("thanks" if isinstance(value, str) and len(value.split()) >= 3 else "not-answered"), {}
    if exercise.choices:
        return _judge_choice(exercise, value, language)
    if exercise.chart:
        return _judge_chart(exercise, value), {}
    try:
        found = typed.number(value)
    except typed.OpenComma as comma:
        return "open-comma", {"point": comma.readings[0], "whole": comma.readings[1]}
    except typed.UnknownWord as unknown:
        return "unknown-word", {"word": unknown.word}
    except typed.NotANumber:
        return "not-a-number", {}
    strange = sorted(found.units - set(exercise.units))
    if strange and exercise.units:
        return "wrong-unit", {
            "given": lang.listed([typed.unit_name(code, language) for code in strange], language),
            "expected": unit_of(exercise, language),
        }
    scale = Fraction(found.scale or exercise.scale, exercise.scale)
    number = found.value * scale
    decimals = found.decimals if scale == 1 else _decimals(number.best)
    kind = _judge_number(exercise, number, decimals)
    said = {}
    if kind == "wrong":
        said["side"] = "high" if number.best > _expected(exercise).best else "low"
    return kind, said


def unit_of(exercise: Exercise, language: str) -> str:
    """In what a number is asked for: "million dollars an hour"."""
    key = f"{exercise.key}.unit"
    if lang.has(key):
        return lang.text(key, language)
    size = next(
        (typed.unit_name(name, language) for name, scale in typed.SCALES.items() if scale == exercise.scale), ""
    )
    return " ".join(filter(None, [size, *(typed.unit_name(code, language) for code in exercise.units)]))


def _judge_choice(exercise: Exercise, value, language: str) -> tuple[str, dict]:
    names = {name: code for known in lang.LANGUAGES for code, name in choice_names(exercise, known).items()}
    given = typed.choices(value, exercise.choices, names)
    if given is None:
        return "not-a-choice", {}
    expected = as_choices(exercise.expected())
    if given == expected:
        return "right", {}
    for name, wrong in exercise.mistakes.items():
        if given == as_choices(wrong()):
            return f"mistake:{name}", {}
    return "wrong", {"given": len(given), "fit": len(given & expected), "all": len(expected)}


def as_choices(value) -> frozenset[str]:
    """The choices of an expected answer: one text, or several."""
    return frozenset([value] if isinstance(value, str) else value)


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
    """The heights of the one line, of the bars or of the dots that an Axes shows, in the order of their places from left
    to right. Empty where they cannot be seen or stand at one place; None for anything that is no such chart."""
    try:
        lines, bars = list(axes.get_lines()), list(axes.patches)
        dots = [drawn for drawn in axes.collections if len(drawn.get_offsets()) > 1]
        if len(lines) == 1:
            (line,) = lines
            drawn, places, heights = lines, line.get_xdata(orig=False), line.get_ydata(orig=False)
        elif bars and not lines:
            drawn, places = bars, [bar.get_x() + bar.get_width() / 2 for bar in bars]
            heights = [bar.get_height() for bar in bars]
        elif len(dots) == 1 and not lines:
            drawn, (places, heights) = dots, zip(*dots[0].get_offsets(), strict=True)
        else:
            return None
        places, heights = [float(place) for place in places], _values(heights)
        if not axes.get_visible() or not all(_seen(artist, axes) for artist in drawn):
            return []
        if len(set(places)) < len(places):
            return []
        return [height for _, height in sorted(zip(places, heights, strict=True), key=lambda point: point[0])]
    except Exception:
        return None  # a learner's object may be anything


def _seen(artist, axes) -> bool:
    """Can a line, a bar or a set of dots be seen on the ground of its axes?"""
    import numpy as np
    from matplotlib.colors import to_rgba, to_rgba_array

    if not artist.get_visible() or artist.get_alpha() == 0:
        return False
    if hasattr(artist, "get_linestyle") and hasattr(artist, "get_marker"):  # a line
        stroke = artist.get_linestyle() != "None" and artist.get_linewidth() > 0
        marks = artist.get_marker() not in (None, "None", "none", " ", "") and artist.get_markersize() > 0
        colours = [artist.get_color()] * stroke + [artist.get_markerfacecolor(), artist.get_markeredgecolor()] * marks
    elif hasattr(artist, "get_sizes"):  # dots
        colours = [*artist.get_facecolor(), *artist.get_edgecolor()] if np.any(artist.get_sizes() > 0) else []
    else:  # a bar
        colours = [artist.get_facecolor(), artist.get_edgecolor()] if artist.get_width() else []
    ground = to_rgba(axes.get_facecolor())[:3]
    return any(shade[3] > 0 and tuple(shade[:3]) != ground for colour in colours for shade in to_rgba_array(colour))


def _values(numbers) -> list:
    """Numbers as a list that can be compared: an empty cell is None."""
    return [None if number != number else float(number) for number in numbers]


def _expected(exercise: Exercise) -> Bounded:
    expected = exercise.expected()
    return expected if isinstance(expected, Bounded) else exact(expected)


def _worth(exercise: Exercise, expected: Bounded) -> int:
    """How many decimals an answer is worth."""
    return expected.decimals if exercise.decimals is None else exercise.decimals


def _judge_number(exercise: Exercise, number: Bounded, written: int) -> str:
    """written: decimals that stood in the answer."""
    expected = _expected(exercise)
    decimals = _worth(exercise, expected)
    target = round_half_up(expected.best, decimals)
    if written <= max(decimals, 0) and number.best == target:
        return "right"
    named = [(name, wrong()) for name, wrong in exercise.mistakes.items()]
    named = [(name, slip.best if isinstance(slip, Bounded) else exact(slip).best) for name, slip in named]
    meant = [(abs(number.best - slip), name) for name, slip in named if _meant(number.best, slip, written, decimals)]
    if meant:
        return f"mistake:{min(meant)[1]}"
    if number.best == expected.best or round_half_up(number.best, decimals) == target:
        # The right number, written with more digits than its inputs allow. Harmless where the answer is exact.
        return "right" if not expected.width and number.best == expected.best else "over-precise"
    if expected.width and number.best in expected:
        return "within-rounding"
    if abs(number.best - expected.best) <= Fraction(str(exercise.tolerance)):
        return "within-rounding"
    # A number of days is right or not.
    if (
        exercise.scored
        and "day" not in exercise.units
        and _rounded_too_far(number.best, expected.best, written, decimals)
    ):
        return "rounded-too-far"
    for name, slip in _slips(exercise, expected.best):
        if _meant(number.best, slip, written, decimals, rounded=True):
            return f"slip:{name}"
    return "wrong"


def _rounded_too_far(number: Fraction, right: Fraction, written: int, worth: int) -> bool:
    """Is this the right number with fewer digits than it is worth? A whole number may have one digit, a rounder one two."""
    digits, places = _digits(number, written)
    return 1 <= digits and places < worth and (digits >= 2 or places == 0) and number == round_half_up(right, places)


def _slips(exercise: Exercise, right: Fraction):
    """What a right number becomes by a slip that anybody makes."""
    yield from (("hundred_high", right * 100), ("hundred_low", right / 100))
    for power in (1000, 10**6, 10**9):
        yield from (("thousand_high", right * power), ("thousand_low", right / power))
    yield "sign", -right
    if "day" in exercise.units:
        yield from (("one_day", right + 1), ("one_day", right - 1))
    if right and not set(exercise.units) & {"day", "person"}:
        yield "swapped", 1 / right
        yield "swapped", 100 / right if "percent" not in exercise.units else 10_000 / right


def _meant(number: Fraction, slip: Fraction, written: int, worth: int, rounded: bool = False) -> bool:
    """Was this number meant to be `slip`? Yes where it is the slip as far as its own digits go, with two of them at least,
    or as far as the answer is worth (`worth` decimals) and nearer than half a percent; so 0 is not a slip of 0.4, and 5
    none of 0.7. written: decimals that stood in the answer. rounded: one zero at its end may stand for a digit too."""
    apart = abs(number - slip)
    if apart * 10**5 <= abs(slip) or (apart * 200 <= abs(slip) and _same(number, slip, worth)):
        return True
    digits, places = _digits(number, written)
    if not rounded and places == -1:
        places = 0  # one zero at the end is rather a digit: 1,070 days is no slip of 1,069
    return digits >= 2 and number == round_half_up(slip, places)


def _digits(number: Fraction, written: int) -> tuple[int, int]:
    """How many digits an answer gives, and down to which decimal place: (3, 1) for 18.8, (3, -2) for 45,300, whose zeros
    may stand for digits that were rounded away."""
    places = max(written, _decimals(number))
    digits = str(abs(int(number * 10**places)))
    if places == 0 and len(digits.rstrip("0")) >= 2:
        places = len(digits.rstrip("0")) - len(digits)
        digits = digits.rstrip("0")
    return len(digits.lstrip("0")), places


def _same(a: Fraction, b: Fraction, decimals: int) -> bool:
    """Are two numbers the same when both are written with `decimals` decimals?"""
    return round_half_up(a, decimals) == round_half_up(b, decimals)


def _decimals(number: Fraction) -> int:
    """Decimals that a number needs, at most 9."""
    return next((places for places in range(9) if (number * 10**places).denominator == 1), 9)


def _shown(value) -> str:
    """What the learner gave, short enough for a sentence."""
    try:
        text = str(value)
        text = text if len(text) <= 40 else text[:39] + "…"
        text.encode("utf-8")
    except Exception:  # a learner's object may be anything
        text = type(value).__name__
    return text


def _words(exercise: Exercise, kind: str, value, said: dict, language: str) -> str:
    if kind.startswith("mistake:"):
        return lang.text(f"{exercise.key}.{kind.split(':', 1)[1]}", language)
    if kind.startswith("slip:"):
        return lang.text(f"check.slip_{kind.split(':', 1)[1]}", language)
    if kind == "not-a-choice":
        names = lang.listed(choice_names(exercise, language).values(), language)
        return lang.text("check.not_a_choice", language, given=_shown(value), choices=names)
    own = f"{exercise.key}.{kind.replace('-', '_')}"
    if kind in {"right", "wrong", "thanks", "over-precise"} and lang.has(own):
        return lang.text(own, language)
    if kind == "over-precise":
        expected = _expected(exercise)
        return lang.text(
            "check.over_precise", language, number=lang.number(expected, _worth(exercise, expected), language)
        )
    if kind == "wrong" and exercise.choices:
        counts = {name: lang.count(number, "choice", language) for name, number in said.items()}
        return lang.text(
            "check.wrong_one" if said["all"] == said["given"] == 1 else "check.wrong_choices", language, **counts
        )
    if kind == "wrong" and exercise.chart:
        return lang.text("check.wrong_chart", language)
    if kind == "wrong":
        return lang.text(f"check.wrong_{said['side']}" if exercise.scored else "check.wrong_unscored", language)
    return lang.text(f"check.{kind.replace('-', '_')}", language, **({"given": _shown(value)} | said))
