"""The boxes to answer in and to hand in with: what each shows, to the word, what it replies and what is remembered."""

import datetime
import html
import importlib
from types import SimpleNamespace

import pytest
from campaign import check
from campaign import language as lang
from campaign.check import find, judge, work
from campaign.exercise import Exercise
from shown import look, only_its_own_language

ask = importlib.import_module("campaign.check.ask")  # its function has the same name
FIELD, WIDE, ROW = (
    f"layout.max_width=98% | layout.width={width} | style.description_width=initial"
    for width in ("320px", "auto", "360px")
)
BREAKS = "HBox | layout.flex_flow=row wrap"


@pytest.fixture(params=sorted(lang.LANGUAGES))
def say(request, monkeypatch):
    """The words of the checks in a language, in which the boxes are made too; nothing is remembered before and after."""
    only_its_own_language(monkeypatch)
    work.forget()
    voice = lang.Voice(request.param, "check")
    voice.line = lambda words, css_class="campaign-ask-words": lang.paragraph(words, css_class, request.param)
    voice.told = lambda words: f'<div role="status" aria-live="polite">{voice.line(words)}</div>'
    yield voice
    work.forget()


def inside(box) -> list[str]:
    """What stands in a box between its style and what wakes it."""
    first, style, *lines, wake = look(box)
    assert "campaign-ask" in first and "<style>" in style and "<img" in wake
    return [line.removeprefix("  ") for line in lines]


CHOSEN, OPEN = find("08-3"), find("01-5")


def field_of(exercise, say) -> list[str]:
    """The lines of its field as they must be."""
    names = judge.choice_names(exercise, say.language)
    if exercise.open:
        return [f"Textarea | continuous_update=False | description={say('your_text')} | {WIDE}"]
    if exercise is CHOSEN:
        return [f"RadioButtons | options_labels={tuple(names.values())} | description={say('your_choice')} | {WIDE}"]
    if exercise.choices:
        ticks = [f"  Checkbox | description={name} | indent=False | {WIDE}" for name in names.values()]
        asked = say.line(say("your_choices"))
        return [f"Words | value={asked}", f"{BREAKS} | layout.grid_gap=0.2em 1.5em", *ticks]
    text = f"Text | continuous_update=False | description={say('your_number')} | {FIELD}"
    unit = judge.unit_of(exercise, say.language)
    return [BREAKS, f"  {text}", f"  Words | value={say.line(say('in_unit', unit=unit))}"] if unit else [text]


@pytest.mark.parametrize("exercise", [find("04-1"), Exercise("04-1"), find("04-4"), CHOSEN, OPEN], ids=lambda e: e.id)
def test_a_box_has_its_field_its_two_buttons_and_then_a_reply(exercise, say):
    box = ask.Ask(exercise, say.language)
    buttons = [f"Button | button_style=primary | description={say('check')}", f"Button | description={say('hint')}"]
    assert inside(box) == [*field_of(exercise, say), *buttons]
    assert (box.tries, box.feedback, box.value) == (0, None, None)
    box.hint_button.click()
    hint = f"Words | value={say.told(lang.text(f'{exercise.key}.hint', say.language))}"
    assert inside(box) == [*field_of(exercise, say), *buttons, hint]


def test_a_box_replies_counts_tries_and_opens_the_solution_after_two(say):
    box, told = ask.Ask(find("04-1"), say.language), {}
    name = html.escape(say("solution_anchor", number="1"))
    side = f'lang="{say.language}" dir="{lang.direction(say.language)}"'
    click = f'onclick="{html.escape(ask._OPEN_SOLUTION)}"'
    link = f'<p {side}><a href="#" data-exercise="{name}" {click}>{html.escape(say("show_solution"))}</a></p>'
    box.check_button.click()
    assert (box.reply.value, box.feedback.kind) == (say.told(say("answer_first")), "not-answered")
    assert (box.tries, work.of_lesson("04").tries) == (0, {})
    box.hint_button.click()
    assert box.reply.value == say.told(lang.text("exercises_cost.e1.hint", say.language))
    for typed, kind, tries in (
        ("1,7", "open-comma", 0), ("999", "wrong", 1), ("x", "not-a-number", 1), ("57", "slip:hundred_high", 2),
        ("five", "not-a-number", 2), ("0.570", "over-precise", 3), ("0.57", "right", 4),
    ):  # fmt: skip
        box.field.value = typed
        reply = box.check()
        told = reply._repr_html_() + (link if tries == 2 else "")
        assert reply == box.feedback == judge.answer("04-1", typed, say.language)
        assert (reply.kind, box.tries, box.reply.value) == (kind, tries, box.status(told))
        assert work.of_lesson("04").tries == {"04-1": work.Try(typed, kind, reply.words, tries)}


def test_ticks_and_choices_are_read_in_their_order_and_written_in_words(say):
    several, one = ask.Ask(find("06-3"), say.language), ask.Ask(CHOSEN, say.language)
    several.field[2].value = several.field[0].value = True
    names = [judge.choice_names(several.exercise, say.language)[code] for code in ("us", "uk")]
    assert (several.value, several.shown_value) == (["us", "uk"], lang.listed(names, say.language))
    assert several.check().kind == "wrong" and work.of_lesson("06").tries["06-3"].shown == several.shown_value
    several.field[2].value = several.field[0].value = False
    assert (several.value, several.shown_value, several.check().kind) == (None, "", "not-answered")
    assert (one.value, one.shown_value) == (None, "")
    one.field.value = "B"
    assert (one.value, one.shown_value) == (
        "B",
        judge.choice_names(CHOSEN, say.language)["B"],
    ) and one.check().kind == "right"


@pytest.mark.parametrize("exercise", [OPEN, find("05-5"), find("03-5")], ids=lambda e: e.id)
def test_an_open_answer_is_ticked_off_and_then_beside_a_possible_one(exercise, say):
    box, lesson = ask.Ask(exercise, say.language), exercise.id[:2]
    thanks = judge.answer(exercise.id, "three words here", say.language).words
    for typed in ("", "two words"):
        box.field.value = typed
        box.check_button.click()
        assert (box.reply.value, box.feedback.kind) == (say.told(say("write_first")), "not-answered")
    assert (box.tries, box.criteria.children, work.of_lesson(lesson).tries) == (0, (), {})
    box.field.value = "three words here"
    assert box.check() == box.feedback
    criteria = [lang.text(f"{exercise.key}.criterion_{n}", say.language) for n in (1, 2, 3)]
    ticks = [f"  Checkbox | description={words} | indent=False | layout.width=auto" for words in criteria]
    assert look(box.criteria) == ["Column", *ticks]
    model = lang.text(f"{exercise.key}.model", say.language, **exercise.model())
    for ticked in range(4):
        counted = say("criteria_ticked", ticked=ticked, all=3)
        shown = say("tick_off") if not (ticked and exercise.scored) else counted
        assert box.reply.value == say.told(say("one_possible_answer", words=model) if ticked == 3 else shown)
        kind, words = ("criteria-met" if ticked == 3 else "thanks", counted) if exercise.scored else ("thanks", thanks)
        assert (box.feedback.kind, box.feedback.words) == (kind, words)
        assert work.of_lesson(lesson).tries == {exercise.id: work.Try("three words here", kind, words, 1)}
        if ticked < 3:
            box.criteria.children[ticked].value = True
    box.field.value = ""
    box.criteria.children[0].value = False
    assert work.of_lesson(lesson).tries[exercise.id].shown == ""


def test_what_is_no_exercise_for_a_box_gets_a_sentence(say):
    code = next(e.id for e in judge.all_exercises() if e.code)
    for wrong, kind in (("04-99", "unknown-exercise"), (code, "not-answered")):
        told = ask.ask(wrong, say.language)
        assert (told.kind, told.language) == (kind, say.language)
    assert ask.ask("04-1", say.language).exercise.id == "04-1"


def test_the_box_to_hand_in_counts_along_and_names_its_page(say, monkeypatch):
    end, made = ask.progress("04", language=say.language), []
    name = f"  Text | continuous_update=False | description={say('your_name')} | {ROW}"
    button = f"  Button | description={say('make_hand_in')} | layout.width=max-content"
    line = say.line(work.progress_line("04", say.language), "campaign-progress")
    assert (
        inside(end) == [f"Words | value={line}", BREAKS, name, button]
        and end.title == ask.Progress("04", language=say.language).title == ""
    )
    box = ask.Ask(find("04-1"), say.language)
    box.field.value = "0.57"
    box.check()
    assert end.line.value == say.line(say("progress", all=5, tried=1, solved=1), "campaign-progress")
    monkeypatch.setattr(work, "hand_in", lambda *told: made.append(told) or "1 < 2")
    end.name.value = "Rana"
    end.button.click()
    ask.progress("04", "Money", say.language).hand_in()
    assert made == [("04", "", "Rana", say.language), ("04", "Money", "", say.language)]
    assert (
        end.reply.value
        == f'<div role="status" aria-live="polite">{lang.paragraph("1 < 2", language=say.language)}</div>'
    )


def test_a_stored_lesson_keeps_a_line_that_says_how_to_start(say, monkeypatch):
    shown = []
    monkeypatch.setattr(ask, "display", lambda markup: shown.append((markup.html, markup.plain)))
    monkeypatch.setattr(ask.Shell, "show_view", lambda shell: shown.append(shell))
    box, end = ask.Ask(find("04-1"), say.language), ask.progress("04", language=say.language)
    for each, words in ((box, say("ask_plain", id="04-1")), (end, say("progress_plain"))):
        each._ipython_display_()
        assert shown == [(ask._WAITING + say.line(words, "campaign-ask-waiting"), words), each]
        shown.clear()


def test_an_error_is_explained_once_whatever_kind_it_is(monkeypatch):
    calls, said = [], []
    events = SimpleNamespace(
        callbacks={"post_run_cell": calls}, register=lambda name, f: (said.append(name), calls.append(f))
    )
    monkeypatch.setattr(ask, "get_ipython", lambda: SimpleNamespace(events=events, user_ns={"charts": 1, "rules": 2}))
    for before in ([], [print]):
        calls[:] = before
        ask.explain_errors()
        ask.explain_errors()
        assert calls == [*before, ask._explain]
    assert said == ["post_run_cell"] * 2
    monkeypatch.setattr(ask, "display", lambda markup: said.append((markup.html, markup.plain)))
    del said[:]
    for begun in (False, True):  # a kernel may have imported the course for a notebook that has not yet begun
        monkeypatch.setattr(lang, "_begun", begun)
        ask._explain(
            SimpleNamespace(error_before_exec=None, error_in_exec=KeyError(), info=SimpleNamespace(raw_cell="rules.x"))
        )
        assert len(said) == begun
    del said[:]
    for cell in ("rules.x + charts.y", "1 +", None, 'check.answer("04-3", 1 +'):
        cell = SimpleNamespace(raw_cell=cell)
        ask._explain(SimpleNamespace(error_before_exec=SyntaxError(), error_in_exec=None, info=cell))
    hidden = lang.text("check.hidden_name", name=lang.isolate("charts"))
    assert said == [(lang.paragraph(w), w) for w in (hidden, lang.text("check.python_error", kind="SyntaxError"))]


# --- what is remembered, and the page to hand in ------------------------------------------------------------------------
TODAY, NAME = datetime.date(2026, 1, 31), "\"Rana\" <b> & 'co'"


def test_answers_and_guesses_are_counted_lesson_by_lesson_and_told(say, monkeypatch):
    heard = []

    class Ear:
        def hear(self):
            heard.append(self)

    monkeypatch.setattr(work, "_listeners", [])
    ear, gone = Ear(), Ear()
    work.tell(gone.hear)
    work.tell(ear.hear)
    del gone
    work.note("04-1", "1", judge.answer("04-1", "1", say.language), 1)
    work.note_guess("04", "cost.rate", "How much?", "3 dollars")
    assert heard == [ear] * 2
    work.tell(ear.hear)
    assert len(work._listeners) == 2, "who is gone is not kept"
    check._note_guess("cost.total", "And in all?", "4 dollars")
    check._note_guess("weather.rain", "When?", "now")
    for exercise, value, language in (
        ("04-2", 12.6, say.language),
        ("04-2", "12600", say.language),
        ("04-3", None, "en"),
    ):
        assert check.answer(exercise, value, language) == judge.answer(exercise, value, language)
    check.answer("no such", 1, say.language)
    check.answer("05-1", "690", say.language)
    assert {lesson: (list(done.tries), done.guesses) for lesson, done in work._work.items()} == {
        "04": (["04-1", "04-2"], {"cost.rate": ("How much?", "3 dollars"), "cost.total": ("And in all?", "4 dollars")}),
        "05": (["05-1"], {}),
    }  # fmt: skip
    second = work.of_lesson("04").tries["04-2"]
    assert (second.shown, second.kind, second.tries) == ("12600", "mistake:millions", 2)
    counted = say("progress", all=5, tried=2, solved=0), say("progress_guesses", made=2)
    assert work.progress_line("04", say.language) == " ".join(counted)
    assert work.progress_line("05", say.language) == say("progress_unscored", all=5, tried=1)
    assert work.progress_line("06", say.language) == say("progress", all=5, tried=0, solved=0)
    one = work.Work({"04-1": work.Try("", "right", "", 1)})
    assert work.progress_line("04", say.language, one) == say("progress", all=5, tried=1, solved=1)


@pytest.mark.parametrize(("lesson", "title", "name"), [("04", "A < B", f" {NAME} "), ("05", "", " ")])
def test_the_page_to_hand_in_word_for_word(say, lesson, title, name):
    done = work.Work(
        {f"{lesson}-2": work.Try("<1>", "mistake:a<b", "1 < 2", 3)}, {"k": ("Up & down?", "<3>"), "l": ("And?", "4")}
    )
    heading = html.escape(say("hand_in_title", lesson=title or say("lesson", number=lesson)))
    side = f'lang="{say.language}" dir="{lang.direction(say.language)}"'
    named = html.escape(say("hand_in_name", name=NAME))
    heads = "".join(f'<th scope="col">{say(f"hand_in_{part}")}</th>' for part in ("answer", "reply", "tries"))
    rows = ""
    for exercise in (f"{lesson}-{number}" for number in range(1, 6)):
        tried = exercise == f"{lesson}-2"
        kind = "mistake:a&lt;b" if tried and lesson == "04" else ""
        cells = ("&lt;1&gt;", "1 &lt; 2", "3") if tried else (say("hand_in_untried"), "", "")
        cells = "".join(f'<td dir="auto">{cell}</td>' for cell in cells)
        rows += f'<tr data-exercise="{exercise}" data-kind="{kind}"><th scope="row">{exercise}</th>{cells}</tr>'
    assert work.page(lesson, title, name, say.language, TODAY, done).split("\n") == [
        *("<!DOCTYPE html>", f'<html {side} data-lesson="{lesson}">', "<head>", '<meta charset="utf-8">'),
        *(f"<title>{heading}</title>", f"<style>{work._STYLE}</style>", "</head>", "<body>", f"<h1>{heading}</h1>"),
        *([f'<p class="name" data-name="{html.escape(NAME)}">{named}</p>'] if name.strip() else []),
        f"<p>{html.escape(say('hand_in_date', date=say.date(TODAY)))}</p>",
        f"<p>{html.escape(work.progress_line(lesson, say.language, done))}</p>",
        f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>",
        f"<h2>{html.escape(say('hand_in_guesses'))}</h2>",
        '<ul class="guesses"><li>Up &amp; down? <b>&lt;3&gt;</b></li><li>And? <b>4</b></li></ul>',
        *("</body>", "</html>", ""),
    ]


def test_the_page_is_written_whole_or_it_is_said_why_not(say, tmp_path, monkeypatch):
    assert work.hand_in("04", "", language=say.language, folder=tmp_path) == say("hand_in_empty")
    assert list(tmp_path.iterdir()) == []
    work.note("04-1", "\ud800", judge.answer("04-1", "1", say.language), 1)
    monkeypatch.chdir(tmp_path)
    for name, more in (("", {}), ("Rana", {"name": "Rana", "folder": str(tmp_path)})):
        said = work.hand_in("04", "Money", language=say.language, **more)
        assert said == say("hand_in_made", file=lang.isolate("04-cost.html", say.language))
        (file,) = (tmp_path / "my-work").iterdir()
        page = work.page("04", "Money", name, say.language, datetime.date.today())
        assert file.name == "04-cost.html" and file.read_bytes().decode() == page.replace("\ud800", "&#55296;")
    (tmp_path / "a file").touch()
    assert work.hand_in("04", "", "", say.language, tmp_path / "a file") == say("hand_in_failed")
