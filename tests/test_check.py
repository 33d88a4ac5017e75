"""Checks on answers: kind, exact, and never an exception, whatever a learner types."""

import datetime
import decimal
from fractions import Fraction

import ipywidgets
import numpy as np
import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.check import all_exercises, find
from campaign.check import judge as check
from campaign.check import typed as typing
from campaign.exercise import Exercise
from campaign.measures import Bounded, exact, round_half_up
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure


def as_number(value):
    """The number that a learner typed; None where it is not one finite number."""
    try:
        return typing.number(value).value
    except typing.NotANumber:
        return None


EXERCISES = all_exercises()
NUMERIC = [e for e in EXERCISES if not e.open and not e.choices and not e.chart]
IDS = [e.id for e in EXERCISES]


def drawing(values, x_label="date", y_label="members"):
    """A chart of some values, as a learner might draw it."""
    axes = Figure().subplots()
    axes.plot(range(len(values)), values)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    return axes


def best_answer(exercise):
    """The right answer as a careful learner would write it: a text with just the digits that are known."""
    expected = exercise.expected()
    if exercise.choices:
        return expected
    if exercise.chart:
        return drawing(expected)
    expected = expected if isinstance(expected, Bounded) else exact(expected)
    decimals = expected.decimals if exercise.decimals is None else exercise.decimals
    return f"{float(round_half_up(expected.best, decimals)):.{max(decimals, 0)}f}"


# --- every exercise of the course ---------------------------------------------------------------------------------
def test_every_exercise_has_a_hint_and_words_for_its_mistakes_in_both_languages():
    assert len(set(IDS)) == len(IDS)
    for exercise in EXERCISES:
        for language in lang.LANGUAGES:
            assert lang.text(f"{exercise.key}.hint", language)
            for name in exercise.mistakes:
                assert lang.text(f"{exercise.key}.{name}", language)


def test_every_closed_exercise_outside_lesson_05_knows_two_mistakes():
    for exercise in EXERCISES:
        if not exercise.open and not exercise.id.startswith("05"):
            assert len(exercise.mistakes) >= 2, exercise.id


@pytest.mark.parametrize("exercise", [e for e in EXERCISES if not e.open], ids=lambda e: e.id)
def test_the_right_answer_is_right_and_every_named_mistake_is_recognised(exercise):
    assert check.answer(exercise.id, best_answer(exercise)).kind == "right"
    for name, wrong in exercise.mistakes.items():
        value = drawing(wrong()) if exercise.chart else wrong()
        if isinstance(value, Bounded):
            value = float(value.best)
        for language in lang.LANGUAGES:
            feedback = check.answer(exercise.id, value, language)
            assert feedback.kind == f"mistake:{name}", (exercise.id, value)
            assert feedback.words == lang.text(f"{exercise.key}.{name}", language)


@pytest.mark.parametrize("exercise", NUMERIC, ids=lambda e: e.id)
def test_right_values_within_rounding_are_accepted(exercise):
    expected = exercise.expected()
    expected = expected if isinstance(expected, Bounded) else exact(expected)
    assert check.answer(exercise.id, float(expected.best)).kind in {"right", "over-precise", "within-rounding"}
    assert check.answer(exercise.id, expected).kind in {"right", "over-precise", "within-rounding"}
    far = float(expected.high) * 7 + 1000.5
    assert check.answer(exercise.id, far).kind == "wrong"


ODD = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.integers(min_value=10**50), st.floats(), st.text(), st.binary()),
    *(st.decimals(), st.fractions(), st.lists(st.integers()), st.lists(st.text()), st.tuples(st.text(), st.none())),
    *(st.dictionaries(st.text(), st.integers()), st.dates(), st.complex_numbers()),
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EXERCISES), ODD, st.sampled_from(sorted(lang.LANGUAGES)))
def test_nothing_a_learner_types_raises_and_no_wrong_value_is_called_right(exercise, value, language):
    feedback = check.answer(exercise.id, value, language)
    assert feedback.words and "<script" not in feedback._repr_html_()
    if feedback.kind in {"right", "over-precise", "within-rounding"}:
        if exercise.choices:
            assert typing.choices(value, exercise.choices) == check.as_choices(exercise.expected())
        else:
            expected = exercise.expected()
            expected = expected if isinstance(expected, Bounded) else exact(expected)
            decimals = expected.decimals if exercise.decimals is None else exercise.decimals
            given_number = as_number(value).best
            near = abs(given_number - expected.best) <= max(float(exercise.tolerance), 10.0**-decimals)
            assert given_number in expected or near


class Unprintable:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


NO_NUMBERS = [[], [1, 2], {}, float("nan"), float("inf"), True, b"3", 10**400, Unprintable(), ipywidgets.IntSlider()]
NO_NUMBERS += [pd.NaT, pd.NA, np.array([1, 2]), datetime.date(2017, 7, 26)]
NO_NUMBERS += ["about fourteen", "1e5", "1 to 5", "--3", "3 4"]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: type(value).__name__)
def test_what_is_not_a_number_gets_a_sentence_in_the_lesson_s_language(value):
    assert check.answer("04-2", value).kind == "not-a-number"
    arabic = check.answer("04-2", value, "ar")
    assert "المطلوب هنا رقم" in arabic.words and "<b>" not in arabic._repr_html_()


@pytest.mark.parametrize("value", [None, ..., "", "   ", "..."])
def test_an_empty_answer_is_not_answered_yet(value):
    for exercise_id in IDS:
        assert check.answer(exercise_id, value).kind == "not-answered"


# --- the rules, on an exercise made for them -----------------------------------------------------------------------
@pytest.fixture
def sample(monkeypatch):
    """A total of 14.7 [14.69, 14.80]; counting elapsed days is its known mistake."""
    exercise = Exercise(
        "04-1",
        expected=lambda: measures.total_cost(measures.rounded("13.6"), 1084),
        mistakes={"times_hours": lambda: 326.4},
    )
    monkeypatch.setattr(check, "find", lambda _: exercise)
    return exercise


JUDGED = {
    "right": [14.7, "14.7", np.float64(14.7), pd.Series([14.7]).iloc[0], decimal.Decimal("14.7"), "١٤٫٧", "14.7 "],
    "over-precise": [14.7424, "14.70", 14.74],
    "within-rounding": [14.79],
    "rounded-too-far": [15, "15", "about 15"],
    "wrong": [14.6, 14, 16, 10, 20],
    "slip:thousand_high": [14742.4, 14700, "15,000"],
    "slip:sign": [-14.7],
    "mistake:times_hours": [326.4, "326.40"],
}


@pytest.mark.parametrize("kind", JUDGED)
def test_right_over_precise_within_rounding_wrong(sample, kind):
    assert {check.answer("04-1", value).kind for value in JUDGED[kind]} == {kind}


def test_hundreds_are_right_where_the_figure_supports_only_hundreds(monkeypatch):
    monkeypatch.setattr(check, "find", lambda _: Exercise("04-1", expected=lambda: measures.between(45200, 45450)))
    assert [check.answer("04-1", value).kind for value in (45300, "45,300")] == ["right"] * 2
    assert [check.answer("04-1", value).kind for value in (45325, 45260)] == ["over-precise"] * 2


def test_a_rounder_answer_is_told_so_unless_it_is_a_mark_that_would_be_out_of_place(monkeypatch):
    for scored, kind in ((True, "rounded-too-far"), (False, "wrong")):
        exercise = Exercise("04-1", expected=lambda: 532_350, scored=scored)
        assert kinds(monkeypatch, exercise, [532_000, "530,000", "0.53 million"]) == [kind] * 3
        assert kinds(monkeypatch, exercise, [500_000, 533_000, 0]) == ["wrong"] * 3


def test_names_of_several_words_are_told_apart_by_what_stands_between_them():
    asked = find("06-3")
    for typed in (
        "France, United Kingdom",
        "France and United Kingdom",
        "فرنسا، المملكة المتحدة",
        "فرنسا والمملكة المتحدة",
    ):
        names = {name: code for known in lang.LANGUAGES for code, name in check.choice_names(asked, known).items()}
        assert typing.choices(typed, asked.choices, names) == {"france", "uk"}, typed
    assert typing.choices("France, Peru", asked.choices, names) is None


def test_over_precise_names_the_digits_that_hold(sample):
    assert check.answer("04-1", 14.7424).words.endswith("They support 14.7.")
    assert check.answer("04-1", 14.7424, "ar").words == lang.text("check.over_precise", "ar", number="14.7")


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_over_precise_names_no_more_digits_than_the_exercise_asks_for(monkeypatch, language):
    exercise = Exercise("04-1", expected=lambda: measures.between(-1.26, -1.24), decimals=1)
    monkeypatch.setattr(check, "find", lambda _: exercise)
    told = check.answer("04-1", -1.254, language)
    # In Arabic a mark keeps the minus sign on the left of its number.
    number = {"ar": "\u200e\u22121.3"}.get(language, "\u22121.3")
    assert (told.kind, told.words) == ("over-precise", lang.text("check.over_precise", language, number=number))


def test_feedback_folds_its_hint_and_escapes_what_was_typed():
    page = check.answer("04-1", "<script>alert(1)</script>")._repr_html_()
    assert "<details><summary>Hint</summary>" in page and "<script>" not in page and "&lt;script&gt;" in page


def test_exercises_on_people_killed_get_no_tick():
    harm = [e for e in EXERCISES if e.id.startswith("05")]
    assert harm and not any(e.scored for e in harm)
    for exercise in harm:
        answer = "a sentence of words" if exercise.open else best_answer(exercise)
        assert not set("✔↻") & set(check.answer(exercise.id, answer)._repr_html_())


def test_a_drawn_answer_shows_the_right_values_and_names_its_axes():
    values = find("06-2").expected()
    assert len(values) > 10
    assert check.answer("06-2", drawing(values)).kind == "right"
    assert check.answer("06-2", drawing(values, y_label="")).kind == "no-axis-label"
    assert check.answer("06-2", drawing(values, x_label=" ")).kind == "no-axis-label"
    assert check.answer("06-2", drawing(values[::-1])).kind == "wrong"
    assert check.answer("06-2", drawing(values[:-1])).kind == "wrong"
    bars = Figure().subplots()
    bars.bar(range(len(values)), values)
    bars.set(xlabel="date", ylabel="members")
    assert check.answer("06-2", bars).kind == "right"
    for other in (Figure(), Figure().subplots(), 73, "a chart", values, Unprintable()):
        assert check.answer("06-2", other).kind == "not-a-chart"


def test_a_drawn_answer_must_be_seen_and_stand_in_the_order_of_its_dates():
    values = find("06-2").expected()
    days = pd.date_range("2014-10-01", periods=len(values), freq="MS")

    def drawn(kind, x, y=values, **look):
        axes = Figure().subplots()
        getattr(axes, kind)(x, y, **look)
        axes.set(xlabel="date", ylabel="members")
        return axes

    for kind in ("plot", "bar", "scatter"):
        assert check.answer("06-2", drawn(kind, days)).kind == "right", kind
        assert check.answer("06-2", drawn(kind, days[::-1], values[::-1])).kind == "right", kind
        assert check.answer("06-2", drawn(kind, days[::-1])).kind == "wrong", kind
        assert check.answer("06-2", drawn(kind, [days[0]] * len(days))).kind == "wrong", kind
        assert check.answer("06-2", drawn(kind, days, color="white")).kind == "wrong", kind
    table = data.load("coalition_members")
    plotted = table.plot(x="as_of_date", y="members_total", ax=Figure().subplots(), ylabel="members")
    dotted = table.plot.scatter(x="as_of_date", y="members_total", ax=Figure().subplots())
    turned = table.assign(as_of_date=list(table["as_of_date"])[::-1])
    turned = turned.plot(x="as_of_date", y="members_total", ax=Figure().subplots(), ylabel="members")
    assert [check.answer("06-2", chart).kind for chart in (plotted, dotted, turned)] == ["right", "right", "wrong"]


SEEN = {
    "plot": [
        {},
        {"lw": 0.5},
        {"ls": "", "marker": "o"},
        {"lw": 0, "marker": ".", "ms": 0.5},
        {"color": (0, 0, 0, 0.01)},
    ]
    + [
        {"ls": "none", "marker": "o", "mfc": "none"},
        {"ls": " ", "marker": "o", "mec": "none"},
        {"color": "white", "ground": "black"},
    ],
    "scatter": [
        {},
        {"s": 0.5},
        {"s": [0, 1]},
        {"facecolors": "none", "edgecolors": "red"},
        {"facecolors": ["none", "red"]},
    ],
    "bar": [{}, {"width": 0.01}, {"color": "none", "edgecolor": "red"}, {"color": "white", "edgecolor": "red"}],
}
UNSEEN = {
    "plot": [
        {"lw": 0},
        *({"ls": ls} for ls in ("none", "", " ")),
        {"ls": "", "marker": "o", "ms": 0},
        {"color": "black", "ground": "black"},
    ]
    + [{"ls": "", "marker": marker} for marker in (None, "", " ", "none")]
    + [
        {"ls": "", "marker": "o", "mfc": "none", "mec": "none"},
        {"ls": "", "marker": "o", "mfc": "white", "mec": "white"},
    ],
    "scatter": [{"s": 0}, {"facecolors": "none", "edgecolors": "none"}, {"color": "white"}],
    "bar": [{"width": 0}, {"color": "none"}, {"color": "white", "edgecolor": "white"}],
}
for never in UNSEEN.values():
    never += [{"visible": False}, {"alpha": 0}, {"color": (1, 0, 0, 0)}]


@pytest.mark.parametrize("kind", SEEN)
def test_what_can_be_seen_of_a_chart_is_what_stands_out_from_its_ground(kind):
    for looks, seen in ((SEEN, [1.0, 2.0]), (UNSEEN, [])):
        for look in looks[kind]:
            axes, look = Figure().subplots(), dict(look)
            axes.set_facecolor(look.pop("ground", "white"))
            getattr(axes, kind)([0, 1], [1, 2], **look)
            assert check._drawn_values(axes) == seen, look
            axes.set_visible(False)
            assert check._drawn_values(axes) == []


def test_values_are_taken_from_left_to_right_whatever_draws_them():
    def values(*drawn):
        axes = Figure().subplots()
        for kind, *places, look in drawn:
            getattr(axes, kind)(*places, **look)
        return check._drawn_values(axes)

    middles = ("bar", [0, 2.2, 3.1], [1, 2, 3], {"width": [6, 0.6, 0.4], "align": "edge"})  # 3, 2.5 and 3.3
    dots, one_dot, line = ("scatter", [2, 1], [5, 6], {}), ("scatter", [1], [9], {}), ("plot", [2, 1, 3], [5, 6, 7], {})
    assert (
        values(middles) == [2, 1, 3] and values(dots) == values(dots, one_dot) == [6, 5] and values(line) == [6, 5, 7]
    )
    assert values(line, middles) == values(line, dots) == [6, 5, 7] and values(middles, dots) == [2, 1, 3]
    for strange in ((), (one_dot,), (dots, dots), (line, line), (line, line, dots), (line, line, middles)):
        assert values(*strange) is None
    assert values(("plot", [1, 1, 2], [5, 6, 7], {})) == values(("bar", [1, 1], [5, 6], {})) == []


def test_digits_decimals_and_slips_are_told_by_what_stands_there():
    def each(function, *rows):
        for *asked, expected in rows:
            asked = [Fraction(value) if isinstance(value, str) else value for value in asked]
            assert function(*asked) == expected, asked

    each(
        check._digits,
        *(("45300", 0, (3, -2)), ("45300", 1, (6, 1)), ("-45300", 0, (3, -2)), ("110", 0, (2, -1)), ("500", 0, (3, 0))),
        *(
            ("10", 0, (2, 0)),
            ("0", 0, (0, 0)),
            ("0.05", 2, (1, 2)),
            ("18.8", 0, (3, 1)),
            ("18.8", 2, (4, 2)),
            ("5", 0, (1, 0)),
            ("9.99", 0, (3, 2)),
        ),
    )
    each(check._decimals, ("500", 0), ("0.5", 1), ("0.00000001", 8), ("0.000000001", 9), ("1/3", 9))
    each(
        check._meant,
        *(("100001", "100000", 0, 0, True), ("100002", "100000", 0, 0, False), ("-100001", "-100000", 0, 0, True)),
        *(
            ("201", "200", 0, -1, True),
            ("202", "200", 0, -1, False),
            ("201", "200", 0, 0, False),
            ("-201", "-200", 0, -1, True),
        ),
        *(("1070", "1069", 0, 0, False), ("1070", "1069", 0, 0, True, True), ("1100", "1069", 0, 0, False, True)),
        *(
            ("1100", "1069", 0, 0, True, True),
            ("5", "5.2", 0, 1, False),
            ("52", "52.3", 0, 1, True),
            ("0", "0.4", 0, 1, False),
        ),
    )
    each(
        check._rounded_too_far,
        *(("15", "14.7", 0, 1, True), ("14", "14.7", 0, 1, False), ("1", "1.4", 0, 1, True), ("0", "0.4", 0, 1, False)),
        *(
            ("0.4", "0.42", 1, 2, False),
            ("4.2", "4.23", 1, 2, True),
            ("4.23", "4.23", 2, 2, False),
            ("4.2", "4.23", 2, 2, False),
        ),
    )


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_a_reply_names_the_unit_the_size_and_the_choices(monkeypatch, language):
    known = lang.text
    monkeypatch.setattr(lang, "text", lambda key, *_, **v: key if ".e9." in key else known(key, *_, **v))

    def told(value, **more):
        monkeypatch.setattr(check, "find", lambda _: Exercise("04-9", **more))
        reply = check.answer("04-9", value, language)
        return reply.kind, reply.words

    def say(key, **values):
        return lang.text(f"check.{key}", language, **values)

    names = {
        code: typing.unit_name(code, language) for code in ("usd", "per_hour", "million", "thousand", "day", "strike")
    }
    asked = f"{names['million']} {names['usd']} {names['per_hour']}"
    rate = {"expected": lambda: Fraction("0.57"), "units": ("usd", "per_hour"), "scale": 10**6, "decimals": 2}
    strange = lang.listed([names["day"], names["strike"]], language)
    assert told("5 strikes days", **rate) == ("wrong-unit", say("wrong_unit", given=strange, expected=asked))
    for value in ("0.57", "$0.57 million an hour", "570 thousand", "0.00057 billion", "٠٫٥٧ مليون دولار", 0.57):
        assert told(value, **rate)[0] == "right", value
    for value, kind in (("570,000", "slip:thousand_high"), ("576 thousand", "wrong"), ("565 thousand", "over-precise")):
        assert told(value, **rate)[0] == kind
    assert told("5 days", expected=lambda: 5) == ("right", say("right"))
    assert told("7 days", expected=lambda: 5, units=("day",)) == ("wrong", say("wrong_high"))
    assert told("3", expected=lambda: 5, units=("day",)) == ("wrong", say("wrong_low"))
    assert told("3", expected=lambda: 5, scored=False) == ("wrong", say("wrong_unscored"))
    total = {"expected": lambda: measures.between("14.69", "14.80")}
    assert told("14.79", **total) == ("within-rounding", say("within_rounding"))
    assert told("14.74", **total) == ("over-precise", say("over_precise", number="14.7"))
    assert told("5,5", expected=lambda: 5) == ("open-comma", say("open_comma", point="5.5", whole="55"))
    assert told("5 x", expected=lambda: 5) == ("unknown-word", say("unknown_word", word="x"))
    assert told("x", expected=lambda: 5) == ("not-a-number", say("not_a_number", given="x"))
    letters = {"choices": ("A", "b", "uk", "Z"), "expected": lambda: {"A", "b"}}
    named = lang.listed([say("letter_a"), say("letter_b"), "uk", "Z"], language)
    assert told("Q", **letters) == ("not-a-choice", say("not_a_choice", choices=named, given="Q"))
    counts = [lang.count(number, "choice", language) for number in (3, 2, 1)]
    assert told(["A", "b", "uk"], **letters)[1] == say("wrong_choices", given=counts[0], fit=counts[1], all=counts[1])
    assert told(["Z"], **letters)[1] == say(
        "wrong_choices", given=counts[2], fit=lang.count(0, "choice", language), all=counts[1]
    )
    assert told(["Z"], **letters | {"expected": lambda: "A"})[1] == say("wrong_one")
    few = say("wrong_choices", given=counts[1], fit=lang.count(0, "choice", language), all=counts[2])
    assert told(["Z", "b"], **letters | {"expected": lambda: "A"})[1] == few
    chart = {"chart": True, "expected": lambda: [1, 2], "mistakes": {"turned": lambda: [2, 1]}}
    assert told(drawing([1, 3]), **chart) == ("wrong", say("wrong_chart"))
    assert told(drawing([1, 2], ""), **chart) == ("no-axis-label", say("no_axis_label"))
    assert told(drawing([2, 1]), **chart) == ("mistake:turned", "exercises_cost.e9.turned")
    assert told("chart", **chart) == ("not-a-chart", say("not_a_chart", given="chart"))
    assert told("-5", expected=lambda: 5) == ("slip:sign", say("slip_sign"))


def test_find():
    assert find("04-1").id == "04-1" and find("04-99") is None and find("nonsense") is None


# --- the rules in detail, on exercises made for them ----------------------------------------------------------------
def kinds(monkeypatch, exercise, values):
    """What each value is judged to be, in the place of exercise 04-1."""
    monkeypatch.setattr(check, "find", lambda _: exercise)
    return [check.answer("04-1", value).kind for value in values]


def test_a_slip_is_known_by_its_name(monkeypatch):
    slips = {
        "slip:hundred_high": ["12,300"], "slip:hundred_low": ["1.23"], "slip:sign": ["-123"],
        "slip:thousand_high": ["123000", "123 million", 123 * 10**9], "slip:thousand_low": ["0.123", "0.000123", 123e-9],
        "slip:swapped": ["0.00813", "0.813"], "wrong": ["124", "122", "81.3", "123" + "0" * 12, 123e-12, 0],
    }  # fmt: skip
    changed = {
        ("percent",): {"slip:swapped": ["0.00813", "81.3"], "wrong": ["0.813"]},
        ("day",): {"slip:one_day": ["124", "122"], "wrong": ["125", "121", "0.00813", "0.813"]},
        ("person",): {"wrong": ["0.00813", "0.813"]},
    }
    for units in ((), *changed):
        exercise = Exercise("04-1", expected=lambda: 123, units=units)
        for kind, values in (slips if not units else slips | {"slip:swapped": []} | changed[units]).items():
            assert kinds(monkeypatch, exercise, values) == [kind] * len(values), (units, kind)
    assert kinds(monkeypatch, Exercise("04-1", expected=lambda: 0, mistakes={}), ["5"]) == ["wrong"]


def test_one_choice_of_several_letters_is_no_list_of_letters(monkeypatch):
    exercise = Exercise("04-1", choices=("iraq", "syria"), expected=lambda: "iraq", mistakes={"other": lambda: "syria"})
    monkeypatch.setattr(check, "_words", lambda exercise, kind, value, said, language: kind)
    assert kinds(monkeypatch, exercise, ["iraq", ["Syria"], "iraq, syria"]) == ["right", "mistake:other", "wrong"]


CHOSEN = {
    "right": [("a", "b"), ["b", " a "], {"a", "b"}],
    "mistake:only_one": ["a"],
    "wrong": ["c", ["a", "c"]],
    "not-a-choice": ["d", ["a", "d"], ["a", 3], [], {"a": "b"}, 7],
}


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_choice_is_judged_as_a_set(monkeypatch, kind):
    mistakes = {"only_one": lambda: ("a",)}
    exercise = Exercise("04-1", choices=("a", "b", "c"), expected=lambda: ("a", "b"), mistakes=mistakes)
    monkeypatch.setattr(check, "_words", lambda exercise, kind, value, said, language: kind)
    assert set(kinds(monkeypatch, exercise, CHOSEN[kind])) == {kind}


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_what_is_not_a_choice_is_named_with_the_choices(monkeypatch, language):
    monkeypatch.setattr(check, "find", lambda _: Exercise("04-1", choices=("iraq", "syria"), expected=lambda: "iraq"))
    choices = lang.text("common.list_separator", language).join(["iraq", "syria"])
    words = lang.text("check.not_a_choice", language, choices=choices, given="both")
    assert check.answer("04-1", "both", language).words == words


def test_an_open_answer_needs_three_words(monkeypatch):
    exercise = Exercise("04-1", open=True)
    assert kinds(monkeypatch, exercise, ["one two three"]) == ["thanks"]
    assert set(kinds(monkeypatch, exercise, ["one two", " one  two ", 7, ["a", "b", "c"]])) == {"not-answered"}


def test_a_tolerance_reaches_to_its_own_end(monkeypatch):
    exercise = Exercise("04-1", expected=lambda: 10, tolerance=0.5)
    # 9.5 is 10 in whole numbers, 10.5 is 11 and only within the tolerance.
    assert kinds(monkeypatch, exercise, [10, 9.5, 10.5]) == ["right", "over-precise", "within-rounding"]
    assert kinds(monkeypatch, exercise, [10.51, 9.49]) == ["wrong"] * 2


def test_bounds_reach_to_their_own_ends(monkeypatch):
    exercise = Exercise("04-1", expected=lambda: measures.between("14.2", "15.9", best="15"))
    assert kinds(monkeypatch, exercise, ["15", "14.2", "15.9"]) == ["right", "within-rounding", "within-rounding"]
    assert kinds(monkeypatch, exercise, ["14.1", "16"]) == ["wrong"] * 2


def test_digits_of_an_exact_answer_do_no_harm_and_digits_of_a_near_one_are_too_many(monkeypatch):
    exercise = Exercise("04-1", expected=lambda: exact("29.6"), decimals=0)
    assert kinds(monkeypatch, exercise, ["30", 30.0, 29.6]) == ["right"] * 3
    assert kinds(monkeypatch, exercise, ["30.0", "29.7", "30.4"]) == ["over-precise"] * 3
    assert kinds(monkeypatch, exercise, ["30.6"]) == ["wrong"]


def test_closing_zeros_of_a_text_and_of_a_figure_are_too_many(monkeypatch):
    exercise = Exercise("04-1", expected=lambda: measures.between("14.6882", "14.7966"))  # 14.7
    given = ["14.7", "14.70", 14.7, 14.70, measures.rounded("14.7"), measures.rounded("14.70"), "$14.7", "14.7%"]
    assert kinds(monkeypatch, exercise, given) == [
        *("right", "over-precise", "right", "right", "right", "over-precise", "right", "right")
    ]
    whole = Exercise("04-1", expected=lambda: measures.between(1080, 1088))  # 1,084, known to one day
    assert kinds(monkeypatch, whole, ["1084", "1,084", 1084, 1084.0, "1084.0"]) == [
        *("right", "right", "right", "right", "over-precise")
    ]


def test_a_mistake_is_known_by_the_decimals_that_the_answer_is_worth(monkeypatch):
    doubled = {"doubled": lambda: measures.between("39.9", "40.3")}
    exercise = Exercise("04-1", expected=lambda: exact(20), decimals=1, mistakes=doubled)
    monkeypatch.setattr(check, "_words", lambda exercise, kind, value, said, language: kind)
    assert kinds(monkeypatch, exercise, [40.1, "40.14"]) == ["mistake:doubled"] * 2
    assert kinds(monkeypatch, exercise, [40.2, 20]) == ["wrong", "right"]


def test_a_chart_is_judged_by_its_values_and_knows_its_mistakes(monkeypatch):
    nan = float("nan")
    mistakes = {"other_way": lambda: [3.5, nan, 1]}
    exercise = Exercise("04-1", chart=True, expected=lambda: [1, nan, 3.5], mistakes=mistakes)
    monkeypatch.setattr(check, "_words", lambda exercise, kind, value, said, language: kind)
    two_lines, line_and_bars = drawing([1, nan, 3.5]), drawing([1, nan, 3.5])
    two_lines.plot([1, 2], [1, 2])
    line_and_bars.bar([1, 2], [1, 2])
    two_lines_and_bars = drawing([1, nan, 3.5])
    two_lines_and_bars.plot([1, 2], [1, 2])
    two_lines_and_bars.bar([0, 1, 2], [1, 2, 3.5])
    given = [drawing([1, nan, 3.5]), drawing([3.5, nan, 1]), drawing([1, 2, 3.5])]
    assert kinds(monkeypatch, exercise, given) == ["right", "mistake:other_way", "wrong"]
    assert kinds(monkeypatch, exercise, [two_lines, two_lines_and_bars]) == ["not-a-chart"] * 2
    assert kinds(monkeypatch, exercise, [line_and_bars]) == ["right"]


NUMBERS = {
    "13,221": 13221, "13 221": 13221, "13\u202f221": 13221, "1 234 567.5": "1234567.5", "-1,234.5": "-1234.5",
    "1,234,567": 1234567, "1_000": 1000, "\u22125": -5, " 7 ": 7, "١٣٬٢٢١": 13221, "۱۳۲۲۱": 13221,
    "55.3%": "55.3", "٪55": 55, "$13.6": "13.6", "13.6$": "13.6", "$ 5 %": 5, "1.": 1, ".5": "0.5", "+5": 5, "9" * 40: "9" * 40,
}  # fmt: skip
NO_NUMBER = ["9" * 41, "1,23", "1234,567", "1 23", "12 3456", "five", "X5", "५"]
"""The digits of other scripts are read by nobody here."""
OTHER_KINDS = [
    *((10**40 - 1, str(10**40 - 1)), (10**40, None), (-(10**40), None), (0.1, "0.1"), (complex(1, 0), None)),
    *((decimal.Decimal("2.50"), "2.5"), (decimal.Decimal("NaN"), None), (Fraction(1, 3), Fraction(1, 3))),
    *((np.array([3]), 3), (np.array([[3.5]]), "3.5"), (np.array([1, 2]), None), (pd.Series([4]), 4)),
    *((np.bool_(True), None), (False, None)),
]


@pytest.mark.parametrize(
    ("typed", "value"),
    [*NUMBERS.items(), *((text, None) for text in NO_NUMBER), *OTHER_KINDS],
    ids=lambda value: str(value)[:20],
)
def test_a_number_is_read_whole_or_not_at_all(typed, value):
    number = as_number(typed)
    assert number is None if value is None else (number.best, number.width) == (exact(value).best, 0)


def test_a_long_answer_is_shortened_in_the_reply():
    assert check.answer("04-2", "x" * 40).words.endswith(": " + "x" * 40)
    assert check.answer("04-2", "x" * 41).words.endswith(": " + "x" * 39 + "…")
    assert check.answer("04-2", Unprintable()).words.endswith(": Unprintable")


def test_an_unknown_exercise_lists_all_that_exist_in_order():
    for wrong in ("99-1", "04-77", None, 7, ""):
        for language in lang.LANGUAGES:
            feedback = check.answer(wrong, 1, language)
            assert (feedback.kind, feedback.hint, feedback.language) == ("unknown-exercise", "", language)
            assert feedback.words == lang.text("check.unknown_exercise", language, id=wrong, known=", ".join(IDS))
    assert sorted(IDS) == IDS and {exercise_id[:2] for exercise_id in IDS} == set(check.LESSONS)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_every_reply_brings_the_exercise_s_own_hint(exercise, language):
    feedback = check.answer(exercise.id, None, language)
    assert feedback.hint == lang.text(f"{exercise.key}.hint", language)
    assert (feedback.language, feedback.scored) == (language, exercise.scored)
    assert feedback.words == repr(feedback) == lang.text("check.not_answered", language)


MARKS = {"right": "✔", "over-precise": "✔", "within-rounding": "✔", "thanks": "✎", "not-answered": "…", "wrong": "↻"}
MARKS |= {"mistake:times_hours": "↻", "criteria-met": "✔"} | dict.fromkeys(check.ASKS_BACK, "?")
NO_MARKS = [("right", False, "•"), ("wrong", False, "•")]


@pytest.mark.parametrize(("kind", "scored", "mark"), [*((kind, True, mark) for kind, mark in MARKS.items()), *NO_MARKS])
@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_a_reply_is_one_block_with_its_mark_its_words_and_its_folded_hint(kind, scored, mark, language):
    around = f'<div class="campaign-feedback" lang="{language}" dir="{lang.direction(language)}">'
    feedback = check.Feedback(kind, "5 < 6", "", language, scored)
    assert feedback._repr_html_() == f"{around}<p><strong>{mark}</strong> 5 &lt; 6</p></div>"
    hint = f"<details><summary>{lang.text('check.hint', language)}</summary><p>6 &gt; 5</p></details>"
    feedback = check.Feedback(kind, "5", "6 > 5", language, scored)
    assert feedback._repr_html_() == f"{around}<p><strong>{mark}</strong> 5</p>{hint}</div>"


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", ["right", "wrong", "thanks", "over-precise"])
def test_an_exercise_s_own_words_go_before_the_common_ones(kind, language):
    key = kind.replace("-", "_")
    with_own = [e for e in EXERCISES if lang.has(f"{e.key}.{key}")]
    assert with_own
    for exercise in with_own:
        assert check._words(exercise, kind, "given", {}, language) == lang.text(f"{exercise.key}.{key}", language)
    if kind in ("right", "thanks"):
        without = next(e for e in EXERCISES if not lang.has(f"{e.key}.{key}"))
        assert check._words(without, kind, "given", {}, language) == lang.text(f"check.{key}", language)
