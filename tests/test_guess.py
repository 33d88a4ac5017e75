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
from campaign.sheet import COLOURS, STYLE, Chart, drawing, shown_size
from campaign.topics.cost import charts
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from room import hidden, laid_out, problems
from shown import digest, look, only_its_own_language

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
    before = asked.picture
    asked.commit()
    assert asked.answer_words in everything(asked) and asked.chart.sentence in everything(asked)
    assert asked.picture != before


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
    before = digest(whole.png())
    asked = guess.number("cost.try", 12.5, 0, 14, chart=whole)
    asked.field.value = 4
    asked.commit()
    assert digest(whole.png()) == before


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
    assert asked.made and "4.0 billion" in asked.reply and made[-1].startswith("4.0")
    monkeypatch.setattr(guess.time, "monotonic", lambda: float("inf"))
    asked.field.value = 12.5
    assert asked.made and "4.0 billion" in asked.reply and made[-1].startswith("4.0")


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


# --- each part of a guess, on a chart made for it -------------------------------------------------------------------------
LANGUAGES = sorted(lang.LANGUAGES)


def small(language="en", **limits):
    """A chart of one line, one bar, dots, words and a picture, with its title."""
    figure = Figure(figsize=(4, 3))
    drawing.Canvas(figure)
    figure.text(0, 0.99, "It rose")
    figure.text(0, 0.9, "Dollars")
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.7), **{"xlim": (0, 10), "ylim": (0, 14)} | limits)
    axes.plot([1, 2], [2, 12], scalex=False, scaley=False)
    axes.add_patch(Rectangle((8, 0), 1, 1))
    axes.scatter([5], [13])
    axes.imshow([[0]], extent=(7, 8, 7, 8), aspect="auto")
    axes.text(6, 1, "12 in all")
    axes.text(6, 2, "never shown", visible=False)
    axes.set(**{"xlim": (0, 10), "ylim": (0, 14)} | limits)
    return Chart("small", figure, "It rose", "From 2 to 12.", "Source", language)


@pytest.fixture(params=LANGUAGES)
def told(request, monkeypatch):
    """What guesses say in a language; an image is its words and the texts and lines that are seen, a guess is written down."""
    only_its_own_language(monkeypatch)
    said = lang.Voice(request.param, "guess")
    said.made, said.styled = [], []

    def picture(figure, alt):
        axes = figure.axes[0]
        shown = [text.get_text() for text in (*figure.texts, *axes.texts) if text.get_visible()]
        shown += [list(map(float, line.get_ydata())) for line in axes.lines if line.get_visible()]
        shown += [type(a).__name__ for a in (*axes.patches, *axes.collections, *axes.images) if a.get_visible()]
        return f"{alt} {shown}"

    monkeypatch.setattr(guess, "image", picture)
    monkeypatch.setattr(guess, "_listeners", [lambda *guessed: said.made.append(guessed)])
    said.line = lambda words, css_class="campaign-sentence": lang.paragraph(words, css_class, request.param)
    return said


def parts_of(asked, told) -> list[str]:
    """Its lines between style and wake, each part at its left."""
    first, _, *lines, _ = look(asked)
    assert "'campaign-guess'" in first
    return [line.removeprefix("  ") for line in lines]


QUESTION, ANSWER = "How much had it cost by March 2017?", "The report says 12.5 billion."
OWN = "layout.max_width=98% | layout.width={} | "
STYLED = "style.description_width=initial"


def test_every_kind_of_guess_asks_from_the_top_down(told):
    language, asked = told.language, f"Words | value={told.line(QUESTION, 'campaign-question')}"
    button = f"Button | button_style=primary | description={told('commit')} | layout.width=max-content"
    around = [asked, button]
    slider = f"FloatSlider | description={told('number')} | {OWN.format('420px')}"
    number = guess.number("cost.try", 12.5, 1, 14, step=0.5, language=language)
    lines = parts_of(number, told)
    assert lines.pop(1) == f"{slider}max=14.0 | min=1.0 | readout_format=,.1f | step=0.5 | {STYLED} | value=7.5"
    assert lines == around and not number.made and (number.places, number.axis) == (1, "y")
    started = guess.number("cost.try", 12.5, 0, 14, start=3, language=language)
    assert parts_of(started, told)[1] == f"{slider}max=14.0 | readout_format=,.0f | step=1.0 | {STYLED} | value=3.0"
    days = guess.date("cost.try", "2017-03-03", "2017-03-01", "2017-03-04", language=language)
    names = tuple(told.date(datetime.date(2017, 3, n)) for n in (1, 2, 3, 4))
    lines, made = parts_of(days, told), [days.made, days.axis, days.values, days.chart]
    day = f"SelectionSlider | options_labels={names} | description={told('number')} | index=2 | {OWN.format('420px')}{STYLED}"
    assert lines.pop(1) == day and lines == around and made == [False, "x", {}, None]
    late = guess.date("cost.try", "2017-03-03", "2017-03-01", "2017-03-04", start=days.low, step=3, language=language)
    assert [value for _, value in late.field.options] == [days.low, days.low + 3] and late.field.value == days.low
    one = guess.choice("cost.try", ["up", "down"], "up", language=language)
    lines = parts_of(one, told)
    radio = f"RadioButtons | options_labels=('it rose', 'it fell') | description={told('choice')} | {OWN.format('auto')}{STYLED}"
    assert lines.pop(1) == radio and lines == around and (one.shown, one.field.value) == ("", None)
    drawn = guess.number("cost.try", 12.5, 0, 14, chart=small(language))
    lines = parts_of(drawn, told)
    assert (
        lines.pop() == "Pointer | dom_classes=('campaign-pointer',)" and len(lines) == 4 and drawn.language == language
    )


def test_a_guess_is_told_beside_the_answer_and_taken_back(told):
    asked, unit = (
        guess.number("cost.try", between("12.45", "12.55"), 0, 14, step=0.5, language=told.language),
        "{} billion dollars",
    )
    for value, words in (
        (12.5, told("right", guess=unit.format("12.5"))), (12, told("near", guess=unit.format("12.0"), answer=unit.format("12.5"))),
        (3, told("too_low", guess=unit.format("3.0"), answer=unit.format("12.5"), difference=unit.format("9.5"))),
        (14, told("too_high", guess=unit.format("14.0"), answer=unit.format("12.5"), difference=unit.format("1.5"))),
    ):  # fmt: skip
        asked.field.value = value
        asked.button.click()
        assert asked.made and asked.difference() == words and asked.button.description == told("again")
        assert asked.reply == asked.status(told.line(words), told.line(ANSWER)) and asked.picture == ""
        assert told.made.pop() == ("cost.try", QUESTION, unit.format(f"{value:.1f}"))
        asked.show(picture="old")
        asked.button.click()
        assert not asked.made and (asked.reply, asked.button.description) == ("", told("commit"))
        assert asked.picture == asked._view.value == "" and not told.made


def test_how_near_is_near_and_how_exact_a_difference(told):
    def apart(answer, value, **more):
        asked = guess.number("cost.try", answer, 0, 1000, language=told.language, **more)
        asked.field.value = value
        return asked.difference()

    def said(key, value, answer, difference=None):
        given = {"guess": value, "answer": answer} | ({"difference": difference} if difference else {})
        return told(key, **{name: f"{number} billion dollars" for name, number in given.items()})

    assert apart(100, 105) == said("near", 105, 100) and apart(100, 95) == said("near", 95, 100)
    assert apart(100, 106) == said("too_high", 106, 100, 6) and apart(100, 94) == said("too_low", 94, 100, 6)
    assert apart(between(80, 120, best=100), 80) == said("near", 80, 100)
    assert apart(between(80, 120, best=100), 79) == said("too_low", 79, 100, 21)
    assert apart(between("99.6", "100.4", best="100.25"), 200) == said("too_high", 200, 100, 100)
    assert apart("100.25", 200, step=0.1) == said("too_high", "200.0", "100.3", "99.8")
    assert apart("100.25", 200.5, step=0.25) == said("too_high", "200.50", "100.25", "100.25")
    assert apart(0, 1) == said("too_high", 1, 0, 1) and apart(1000, 1000) == said("right", "1,000", "1,000")


def test_a_day_is_told_apart_by_days(told):
    right, day = datetime.date(2017, 3, 31), lambda n: told.date(datetime.date(2017, 3, 31) + datetime.timedelta(n))
    asked = guess.date("cost.try", right, "2017-03-01", "2017-04-30", language=told.language)
    for apart, key in ((0, "right"), (10, "near"), (-10, "near"), (11, "too_late"), (-11, "too_early")):
        asked.field.value = asked.answer.best + apart
        days = {"difference": told.count(11, "day")} if key.startswith("too") else {}
        assert (asked.shown, asked.difference()) == (day(apart), told(key, guess=day(apart), answer=day(0), **days))


def test_one_of_two_is_chosen_or_asked_for(told):
    asked = guess.choice("cost.try", ["up", "down"], "up", language=told.language)
    asked.button.click()
    assert (asked.made, asked.reply, told.made) == (False, asked.status(told.line(told("no_choice"))), [])
    for value, words in (
        ("up", told("right", guess="it rose")),
        ("down", told("other", guess="it fell", answer="it rose")),
    ):
        asked.field.value = value
        asked.button.click()
        assert asked.made and asked.reply == asked.status(told.line(words), told.line(ANSWER))
        assert told.made.pop() == ("cost.try", QUESTION, {"up": "it rose", "down": "it fell"}[value])
    whole = guess.choice("cost.try", ["up", "down"], "up", chart=small(told.language))
    assert whole.picture == ""
    whole.field.value = "down"
    whole.commit()
    assert whole.picture.startswith(
        f"{whole.chart.alt} {whole.difference()} ['It rose', 'Dollars', '12 in all', [2.0, 12.0]"
    )


WHOLE = ["It rose", "Dollars", "12 in all", [2.0, 12.0], "Rectangle", "PathCollection", "AxesImage"]


def test_the_chart_is_blank_before_the_guess_and_whole_with_it_after(told):
    chart = small(told.language)
    asked = guess.number("cost.try", 12.5, 0, 14, chart=chart)
    label = lambda value: told("drawn", guess=f"{value} billion dollars")  # noqa: E731
    alt = told("blank", question=QUESTION)
    assert asked.picture == f"{alt} {['Dollars', label(7), [7.0, 7.0]]}"
    asked.field.value = 3
    assert asked.picture == f"{alt} {['Dollars', label(3), [3.0, 3.0]]}"
    asked.commit()
    seen = [*WHOLE[:3], label(3), WHOLE[3], [3.0, 3.0], *WHOLE[4:]]
    assert asked.picture == f"{chart.alt} {asked.difference()} {seen}"
    assert guess.image(chart.figure, "") == f" {WHOLE}", "nothing of a guess stays on the chart"
    asked.moved()
    assert asked.picture == f"{chart.alt} {asked.difference()} {seen}"
    asked.commit()
    assert asked.picture == f"{alt} {['Dollars', label(3), [3.0, 3.0]]}"
    with pytest.raises(RuntimeError), guess.blank(chart):
        assert guess.image(chart.figure, "") == " ['Dollars']"
        raise RuntimeError
    assert guess.image(chart.figure, "") == f" {WHOLE}"


@pytest.mark.parametrize(
    ("more", "line", "place", "limits"),
    [
        ({}, ([0, 1], [3, 3]), (5, 3), ((0, 10), (0, 14))),
        ({"ends": (-2, 20)}, ([0, 1], [3, 3]), (5, 3), ((0, 10), (-2, 20))),
        ({"ends": (1, 2)}, ([0, 1], [3, 3]), (5, 3), ((0, 10), (0, 14))),
        ({"low": -1, "high": 15}, ([0, 1], [3, 3]), (5, 3), ((0, 10), (-1, 15))),
        ({"axis": "x"}, ([3, 3], [0, 1]), (3, 14), ((0, 14), (0, 14))),
        ({"axis": "x", "xlim": (-5, 20)}, ([3, 3], [0, 1]), (3, 14), ((-5, 20), (0, 14))),
        ({"axis": "x", "xlim": (10, 0)}, ([3, 3], [0, 1]), (3, 14), ((14, 0), (0, 14))),
        ({"line": ((1, 2), 9)}, ([1, 9], [2, 3]), (9, 3), ((0, 10), (0, 14))),
    ],
)
def test_a_guess_is_a_dashed_line_with_its_label_on_axes_that_reach_every_guess(more, line, place, limits):
    chart = small(**{name: more.pop(name) for name in ("xlim",) if name in more})
    asked = guess.number("cost.try", 12.5, **{"low": 0, "high": 14} | more, chart=chart)
    axes = chart.figure.axes[0]
    assert (axes.get_xlim(), axes.get_ylim()) == limits
    asked.field.value = 3
    drawn, words = asked.draw_guess()
    assert (list(drawn.get_xdata()), list(drawn.get_ydata())) == line and (axes.get_xlim(), axes.get_ylim()) == limits
    look = drawn.get_color(), drawn.get_linewidth(), drawn.get_zorder(), drawn.get_marker(), drawn.is_dashed()
    assert look == (COLOURS["text"], 2, 2.9, "o" if "line" in more else "None", True)
    assert drawn._unscaled_dash_pattern == (0, (4, 2))
    assert (words.get_text(), words.xy, words.get_color()) == ("your guess: 3 billion dollars", place, COLOURS["text"])
    box = words.get_bbox_patch()
    look = words.get_weight(), words.get_va(), words.get_zorder(), words.get_annotation_clip(), words.anncoords
    assert look == ("bold", "center", 10, False, "offset points")
    assert (box.get_boxstyle().pad, box.get_alpha(), box.get_facecolor()) == (0.15, 0.9, (1, 1, 1, 0.9))
    assert (
        type(box.get_boxstyle()).__name__ == "Square"
        and box.get_edgecolor()[3] == 0
        or box.get_edgecolor() == (0, 0, 0, 0)
    )


def test_question_and_answer_take_their_values(monkeypatch):
    for part in ("question", "answer", "up"):
        monkeypatch.setitem(WORDS["number"], f"guess_try_{part}", "{n} figures")
    for asked in (
        guess.number("cost.try", 5, 0, 14, values={"n": 3}),
        guess.choice("cost.try", ["up"], "up", values={"n": 3}),
    ):
        assert asked.question == asked.answer_words == "3 figures"
    assert asked.field.options == (("3 figures", "up"),)


def test_a_line_is_dragged_by_steps_and_stays_in_reach():
    assert guess.number("cost.try", 12.5, 2, 13).language == lang.current() == "en"
    asked = {axis: guess.number("cost.try", 12.5, 2, 13, step=0.5, axis=axis, chart=small()) for axis in "xy"}
    for x, y, across, up in ((3.2, 8.8, 3, 9), (1, 14, 2, 13), (20, -3, 13, 2)):
        for axis, value in (("x", across), ("y", up)):
            asked[axis].pointed("down", x, y)
            assert asked[axis].field.value == value


def test_words_after_a_guess_stand_on_the_fold(monkeypatch):
    shown = []
    monkeypatch.setattr(guess, "display", lambda *told, **more: shown.append((*told, more)))
    guess.after(lang.Markup("<b>x</b>", "x"))
    (fold, raw), (words, _) = shown
    assert (fold, raw) == ({"text/plain": lang.text("guess.after")}, {"raw": True})
    assert (words.html, words.plain) == (f'{guess._AFTER}<div class="campaign-after"><b>x</b></div>', "x")


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
        texts = laid_out(asked.chart.figure)
        wrong = problems(asked.chart.figure, texts) + hidden(asked.chart.figure, texts)
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
