"""Guess, commit, reveal: nothing of the answer before the commit, then the guess beside the answer."""

import datetime
import html
import json
import re

import pytest
import refresh
from campaign import data
from campaign import language as lang
from campaign.explorer import guess
from campaign.measures import between
from campaign.sheet import STYLE, shown_size
from campaign.topics.cost import charts
from matplotlib import dates as mdates
from matplotlib import style
from room import hidden, problems

WORDS = {
    "number": {
        "guess_try_question": "How much had it cost by March 2017?",
        "guess_try_answer": "The report says 12.5 billion.",
        "guess_try_unit": "{number} billion dollars",
        "guess_try_up": "it rose",
        "guess_try_down": "it fell",
    }
}


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Words of a topic made for the test, in every language."""
    known = lang._entry

    def entry(key):
        topic, *rest = key.split(".")
        if topic == "cost" and rest[0] in WORDS["number"]:
            return {code: WORDS["number"][rest[0]] for code in lang.LANGUAGES}
        return known(key)

    monkeypatch.setattr(lang, "_entry", entry)


def reports():
    cost = data.with_sources(data.load("cost"))
    oir = cost[(cost["series"] == "oir_report") & (cost["quality"] != "contradiction")]
    return oir.dropna(subset=["as_of_date", "total_usd_billion", "average_usd_million_per_day"])


def number(language="en", **more):
    chart = charts.published_totals(reports(), language=language)
    return guess.number("cost.try", between("12.45", "12.55"), 0, 14, step=0.5, chart=chart, language=language, **more)


def everything(widget) -> str:
    """All that the page is told of a widget and what is in it."""
    told = [
        json.dumps(widget.get_state(), default=str, ensure_ascii=False).replace('\\"', '"').replace("\\n", "\n")
    ] + [everything(child) for child in getattr(widget, "children", ())]
    return html.unescape(" ".join(told))


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_nothing_of_the_answer_reaches_the_page_before_the_commit(language):
    asked = number(language)
    told = everything(asked)
    assert "How much had it cost" in told
    for secret in ("12.5", asked.chart.title, asked.chart.sentence, asked.answer_words):
        assert secret not in told
    asked.field.value = 3.0
    before = asked.picture.value
    asked.commit()
    assert asked.answer_words in everything(asked) and asked.chart.sentence in everything(asked)
    assert asked.picture.value != before


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (12.5, "You guessed 12.5 billion dollars. That is what the figures say."),
        (12.0, "You guessed 12.0 billion dollars; the figures say 12.5 billion dollars. That is close."),
        (3.0, "the figures say 12.5 billion dollars: your guess was too low by 9.5 billion dollars."),
        (14.0, "too high by 1.5 billion dollars."),
    ],
)
def test_one_sentence_on_the_difference(value, told):
    asked = number()
    asked.field.value = value
    asked.commit()
    assert told in asked.difference() and html.escape(asked.difference()) in asked.reply.value


def test_two_percentages_are_apart_by_percentage_points(monkeypatch):
    monkeypatch.setitem(WORDS["number"], "guess_try_unit", "{number}%")
    monkeypatch.setitem(WORDS["number"], "guess_try_apart", "{number} percentage points")
    asked = number()
    asked.field.value = 3.0
    assert (
        "You guessed 3.0%; the figures say 12.5%: your guess was too low by 9.5 percentage points."
        in asked.difference()
    )


def test_the_chart_is_whole_again_after_the_blank_one_and_keeps_no_guess():
    whole = charts.published_totals(reports(), language="en")
    whole.lower(guess.HIGHEST)
    before = whole.png()
    asked = guess.number("cost.try", 12.5, 0, 14, chart=whole)
    asked.field.value = 4
    asked.commit()
    assert whole.png() == before


@pytest.mark.parametrize("inches", [4.2, 9.0])
def test_a_picture_is_lowered_without_a_word_getting_smaller(inches):
    chart = charts.published_totals(reports(), language="en")
    before, top = chart.figure.get_size_inches(), chart.figure.texts[0].get_position()[1]
    sizes = [text.get_size() for text in chart.figure.texts]
    chart.lower(inches)
    width, height = chart.figure.get_size_inches()
    assert (width, height) == (before[0], min(before[1], inches))
    assert [text.get_size() for text in chart.figure.texts] == sizes
    # As far from the upper edge as before.
    assert abs((1 - chart.figure.texts[0].get_position()[1]) * height - (1 - top) * before[1]) < 1e-9
    assert problems(chart.figure) == []


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [(1, "1 day", "يوم واحد"), (2, "2 days", "يومان"), (5, "5 days", "5 أيام"), (11, "11 days", "11 يوماً")],
)
def test_a_number_and_its_noun_agree(monkeypatch, value, english, arabic):
    monkeypatch.setitem(WORDS["number"], "guess_try_unit", "{day}")
    for language, told in (("en", english), ("ar", arabic)):
        asked = guess.number("cost.try", 3, 0, 14, language=language)
        asked.field.value = value
        assert asked.shown == told
    assert guess.number("cost.try", 3, 0, 14, step=0.5, language="ar").written(2.5, 1) == "2.5 يوم"


def test_millions_strikes_and_claims_agree_with_their_number():
    keys = ("cost.rate", "claims.people", "story.pace", "claims.hold")
    cost, people, pace, hold = (guess.number(key, 3, 0, 14, values={"claims": 17}, language="ar") for key in keys)
    assert [cost.written(n) for n in (8, 17)] == ["8 ملايين دولار في اليوم", "17 مليون دولار في اليوم"]
    assert [people.written(n) for n in (2, 8, 12)] == ["مليونان", "8 ملايين", "12 مليوناً"]
    assert [pace.written(n) for n in (20, 1840)] == ["20 غارة في اليوم", "1,840 غارة في اليوم"]
    assert [hold.written(n) for n in (1, 5, 17)] == ["قول واحد", "5 أقوال", "17 قولاً"]


def test_the_line_can_be_dragged_and_stays_within_the_slider():
    asked = number()
    pointer = next(child for child in asked.children if isinstance(child, guess.Pointer))
    axes = asked.chart.figure.axes[0]
    place = axes.figure.transFigure.inverted().transform(axes.transData.transform((axes.get_xlim()[0], 3.1)))
    pointer.value = f"down {place[0]} {1 - place[1]}"
    assert asked.field.value == 3.0
    pointer.value = "move 0.5 -0.5"
    assert asked.field.value == 14
    asked.commit()
    pointer.value = f"down {place[0]} {1 - place[1]}"
    assert asked.field.value == 14, "after the commit the guess stands"


@pytest.mark.parametrize(
    "junk", ["", "down", "down x y", "down 9 9", "fly 0.5 0.5", "down 0.1 0.2 0.3", "down nan 0.1"]
)
def test_what_is_no_place_moves_nothing(junk):
    asked = number()
    before = asked.field.value
    next(child for child in asked.children if isinstance(child, guess.Pointer)).value = junk
    assert asked.field.value == before


def test_a_value_still_on_its_way_when_the_button_was_pressed_is_the_guess(monkeypatch):
    asked, made = number(), []
    monkeypatch.setattr(guess, "_listeners", [lambda *told: made.append(told[-1])])
    asked.field.value = 3.0
    asked.button.click()
    asked.field.value = 4.0  # a busy kernel hears of it after the button
    assert asked.made and "4.0 billion" in asked.reply.value and made[-1].startswith("4.0")
    monkeypatch.setattr(guess.time, "monotonic", lambda: float("inf"))
    asked.field.value = 12.5
    assert asked.made and "4.0 billion" in asked.reply.value and made[-1].startswith("4.0")


def test_a_second_press_begins_anew():
    asked = number()
    asked.commit()
    asked.commit()
    assert not asked.made and asked.answer_words not in everything(asked)


def test_a_choice_must_be_made_first():
    asked = guess.choice("cost.try", ["up", "down"], "up")
    asked.commit()
    assert not asked.made and asked.common("no_choice") in html.unescape(asked.reply.value)
    asked.field.value = "down"
    asked.commit()
    assert "You chose “it fell”; the figures say “it rose”." in html.unescape(asked.reply.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: guess.number("cost.try", 50, 0, 14),
            "low, high: expected limits around the answer 50.0, got 0 and 14",
        ),
        (lambda: guess.number("cost.try", 5, 0, 14, axis="z"), "axis: expected x or y, got 'z'"),
        (lambda: guess.choice("cost.try", ["a", "b"], "c"), "answer: expected one of a, b, got 'c'"),
    ],
)
def test_a_wrong_argument_gets_one_sentence(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2017-03-31", "You guessed 31 March 2017. That is what the figures say."),
        ("2017-03-25", "You guessed 25 March 2017; the figures say 31 March 2017. That is close."),
        ("2017-03-01", "your guess was too early by 30 days."),
        ("2017-05-01", "your guess was too late by 31 days."),
    ],
)
def test_a_day_is_guessed_as_a_day(day, told):
    chart = charts.published_totals(reports(), language="en")
    asked = guess.date("cost.try", "2017-03-31", "2014-08-08", "2017-12-31", chart=chart, language="en")
    assert asked.axis == "x" and "2014" not in str(asked.field.readout)
    asked.field.value = mdates.date2num(datetime.date.fromisoformat(day))
    asked.commit()
    assert told in asked.difference()


def test_a_long_question_goes_on_below_the_fold_and_a_quotation_stays_whole():
    words = "Of the land that was held, how much was retaken? " * 3
    first, *rest = guess.in_lines(words.strip()).split("\n")
    assert first.endswith(" …") and len(first) <= guess.ON_A_FOLD < len(first) + len("land ") and len(rest) == 1
    assert guess.in_one_line(guess.in_lines(words.strip())) == words.strip() and guess.in_lines("Short?") == "Short?"
    quoted = "م " * 45 + '\u2066"a quotation of five words"\u2069 م؟'
    assert [line.count("\u2066") for line in guess.in_lines(quoted).split("\n")] == [0, 1]


# --- the guesses of the lessons -------------------------------------------------------------------------------------
LESSONS = [
    path
    for path in refresh.notebook_paths()
    if re.match(r"\d\d-", path.name) and path.parent.parent == refresh.NOTEBOOKS
]
MADE = re.compile(r"^guess\.(?:number|choice|date)\(", re.MULTILINE)


def guesses_of(path):
    """Each guess of a lesson by its cell id, made as a reader's Run All makes it: cells after cells, without a kernel."""
    import nbformat

    made, names, language = {}, {"display": lambda *_: None}, path.parent.name
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    last = max((n for n, cell in enumerate(cells) if MADE.search(cell.source)), default=-1)
    for cell in cells[: last + 1]:
        if re.match(r"(?:explorer|check)\.", cell.source):
            continue
        source, _, final = cell.source.rpartition("\n") if MADE.search(cell.source) else (cell.source, "", "")
        exec(source.replace("sys.path += ", "places = "), names)
        if final:
            assert MADE.match(final), f"{cell.id}: the guess stands alone in the last line"
            assert cell.metadata.get("tags") == [refresh.GUESS], f"{cell.id}: the tag keeps its outputs folded"
            made[cell.id] = eval(final, names), cell.source
    return made, language


def stored_folds(path) -> list[str]:
    """What JupyterLab writes on the folds of a stored lesson: the first line of what a folded cell shows."""
    import nbformat

    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.metadata.get("tags") == [refresh.GUESS]]
    return [cell.outputs[0].get("data", {}).get("text/plain", "") for cell in cells if cell.outputs]


def hidden_words(asked: guess.NumberGuess) -> dict[str, list[str]]:
    """Which words of its chart the label of a guess lies on, or how it leaves the picture, from low guesses to high ones."""
    found = {}
    for tenth in range(11) if asked.chart is not None else ():
        place = asked.low + round((asked.high - asked.low) * tenth / 10 / asked.step) * asked.step
        asked.field.value = place
        with style.context(STYLE):
            drawn = asked.draw_guess()
        label = " ".join(drawn[-1].get_text().split())
        wrong = problems(asked.chart.figure) + hidden(asked.chart.figure)
        found[label] = [one for one in wrong if label in one and not one.startswith("on a mark")]
        for artist in drawn:
            artist.remove()
    return {label: wrong for label, wrong in found.items() if wrong}


WITH_GUESSES = [path for path in LESSONS if "guess.number(" in path.read_text() or "guess.choice(" in path.read_text()]


@pytest.mark.parametrize("path", WITH_GUESSES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lesson_asks_three_times_and_shows_no_answer_before(path):
    try:
        made, language = guesses_of(path)
    finally:
        lang.use("en")
    assert len(made) >= 3 and any(asked.chart is not None for asked, _ in made.values())
    folds = [fold for fold in stored_folds(path) if lang.text("guess.plain", language, question="").strip() in fold]
    assert len(folds) == len(made) and [fold for fold in folds if not fold.endswith(("?", "؟"))] == []
    assert [line for fold in folds for line in fold.split("\n") if len(line) > guess.ON_A_FOLD] == []
    assert [fold for fold in folds if guess.in_lines(guess.in_one_line(fold)) != fold] == []
    assert [fold for fold in folds if (" …\n" in fold) != ("\n" in fold)] == []
    for cell, (asked, source) in made.items():
        told = everything(asked)
        secrets = [asked.answer_words] + ([asked.chart.sentence, asked.chart.title] if asked.chart is not None else [])
        for secret in secrets:
            assert secret not in told, f"{cell}: {secret}"
        assert asked.question in told
        if asked.chart is not None:
            assert shown_size(asked.chart.figure)[1] <= guess.HIGHEST * 100, f"{cell}: the picture is too high"
            assert problems(asked.chart.figure) == [], cell
        if isinstance(asked, guess.ChoiceGuess):
            assert f'"{asked.answer}"' not in re.sub(r"\[[^\]]*\]", "", source), f"{cell}: the code names the answer"
            asked.field.value = next(code for code in asked.options if code != asked.answer)
        else:
            assert str(float(asked.answer.best)) not in source, f"{cell}: the code names the answer"
            assert hidden_words(asked) == {}, cell
        asked.commit()
        assert asked.answer_words in everything(asked) and asked.difference() in everything(asked), cell
