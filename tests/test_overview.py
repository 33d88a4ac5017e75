"""The teacher's overview of handed-in pages: it reads what the lessons write, and names every file that it cannot read."""

import datetime
import html
import re

import pytest
from campaign import language as lang
from campaign.check import judge, overview, work
from campaign.check.ask import Ask
from shown import only_its_own_language


@pytest.fixture(autouse=True)
def no_other_language(request, monkeypatch):
    if "language" in request.fixturenames:
        only_its_own_language(monkeypatch)


def heads(names, language):
    """The headings of a table, as one line."""
    return " | ".join(lang.column(name, language) for name in names.split())


every_language = pytest.mark.parametrize("language", lang.LANGUAGES)


def hand_in(folder, name, answers, lesson="04", language="en", file=None):
    """Write the page of a learner who gave these answers, by exercise."""
    done = work.Work()
    for exercise, value in answers.items():
        reply = judge.answer(exercise, value, language)
        done.tries[exercise] = work.Try(str(value), reply.kind, reply.words, 2)
    text = work.page(lesson, "", name, language, datetime.date(2026, 1, 1), done)
    (folder / (file or f"{len(list(folder.iterdir()))}.html")).write_text(text, encoding="utf-8")


@every_language
@pytest.mark.parametrize("exercise", [e for e in judge.all_exercises() if e.open], ids=lambda e: e.id)
def test_an_open_exercise_is_solved_when_all_its_criteria_are_ticked_off(exercise, language):
    work.forget()
    box, lesson = Ask(exercise, language), exercise.id[:2]
    box.field.value = "three words here"
    box.check()
    try:
        for ticked in range(4):
            page = work.page(lesson, "", "", language, datetime.date(2026, 1, 1))
            words = lang.text("check.criteria_ticked", language, ticked=ticked, all=3)
            if exercise.scored:
                told = {"all": len(work.exercises_of(lesson)), "tried": 1, "solved": int(ticked == 3)}
                assert lang.text("check.progress", language, **told) in page
                assert f'data-kind="{"criteria-met" if ticked == 3 else "thanks"}"' in page and words in page
                assert (words in box.reply.value) == (ticked in (1, 2))
            else:
                assert words not in page + box.reply.value
            if ticked < 3:
                box.criteria.children[ticked].value = True
        box.criteria.children[0].value = False
        assert work.of_lesson(lesson).tries[exercise.id].kind == "thanks"
        box.check()
        assert work.of_lesson(lesson).tries[exercise.id].tries == 2
    finally:
        work.forget()


@every_language
def test_it_says_who_tried_what_and_which_mistakes_are_common(tmp_path, language):
    hand_in(tmp_path, 'Rana "the first" <b>', {"04-1": "0.57", "04-2": "12600"}, language=language)
    hand_in(tmp_path, "سامي", {"04-2": "12600", "04-4": ["C"]}, language=language)
    slip = -float(judge.find("04-3").expected().best)
    hand_in(tmp_path, "", {"04-1": "999", "04-3": slip}, language=language, file="third (1).html")
    (tmp_path / ".hidden.html").touch()
    sheets = overview.read(tmp_path, language)
    assert sheets.refused == []
    seen = sheets.rows[sheets.rows["tries"] > 0].set_index(["name", "exercise"])["kind"].to_dict()
    assert seen == {
        ('Rana "the first" <b>', "04-1"): "right", ('Rana "the first" <b>', "04-2"): "mistake:millions",
        ("سامي", "04-2"): "mistake:millions", ("سامي", "04-4"): "right", ("third (1).html", "04-1"): "wrong",
        ("third (1).html", "04-3"): "slip:sign",
    }  # fmt: skip
    comma, rana = lang.text("common.comma", language), 'Rana "the first" <b>'
    assert repr(sheets.mistakes()).splitlines() == [
        heads("exercise mistake pages", language),
        f"04-2 | {lang.text('exercises_cost.e2.millions', language)} | 2",
        f"04-1 | {lang.text('check.overview_wrong', language)} | 1",
        f"04-3 | {lang.text('check.slip_sign', language)} | 1",
    ]
    assert repr(sheets.learners()).splitlines() == [
        heads("learner of_lesson tried solved tries", language),
        f"{lang.in_order(rana, language)} | 04 | 04-1{comma}04-2 | 1 | 4", f"سامي | 04 | 04-2{comma}04-4 | 1 | 4",
        f"third (1).html | 04 | 04-1{comma}04-3 | 0 | 4",
    ]  # fmt: skip
    assert "<b>" not in sheets.learners().html.replace("&lt;b&gt;", "")
    told = lang.text("check.overview_read", language, pages=3)
    assert (repr(sheets.told()), sheets.told().html) == (told, lang.paragraph(told, language=language))


def test_people_killed_are_neither_scored_nor_counted_as_mistakes(tmp_path):
    hand_in(tmp_path, "Rana", {"05-1": "690", "05-2": ["B"]}, "05")
    file = next(tmp_path.iterdir())
    file.write_text(file.read_text(encoding="utf-8").replace('data-kind=""', 'data-kind="right"'), encoding="utf-8")
    sheets = overview.read(tmp_path, "en")
    assert set(sheets.rows["kind"]) == {""} and len(repr(sheets.mistakes()).splitlines()) == 1
    assert lang.text("check.overview_unscored", "en") in repr(sheets.learners())


@every_language
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"\xff\xd8\xff\xe0 a photograph",
        lambda text: b"",
        lambda text: b"<html><body>another page</body></html>",
        lambda text: text.replace('data-lesson="04"', 'data-lesson="99"').encode(),
        lambda text: text.replace("04-1", "04-9").encode(),
        lambda text: text.replace('data-kind="right"', 'data-kind="mistake:unheard"').encode(),
        lambda text: text.replace('data-kind="right"', 'data-kind="<script>"').encode(),
        lambda text: text.replace(">2</td>", ">many</td>").encode(),
        lambda text: text.replace('data-kind="right"', 'data-kind="slip:unheard"').encode(),
        lambda text: text.replace('data-kind="right"', 'data-kind="odd"').encode(),
    ],
)
def test_a_foreign_or_broken_file_gets_one_sentence_that_names_it(tmp_path, language, spoil):
    hand_in(tmp_path, "good", {"04-1": "0.57"}, language=language)
    (tmp_path / "class 2").mkdir()
    bad = tmp_path / "class 2" / "bad.html"
    bad.write_bytes(spoil((tmp_path / "0.html").read_text(encoding="utf-8")))
    sheets = overview.read(tmp_path, language)
    bad = lang.isolate("class 2/bad.html", language)
    assert sheets.refused == [lang.text("check.overview_refused", language, file=bad)]
    told = lang.text("check.overview_read", language, pages=1), sheets.refused[0]
    assert set(sheets.rows["file"]) == {"0.html"} and repr(sheets.told()) == "\n".join(told)


@every_language
def test_an_empty_folder_and_none_at_all(tmp_path, language):
    sheets = overview.read(tmp_path, language)
    assert "0" in repr(sheets.told()) and len(repr(sheets.learners()).splitlines()) == 1
    assert len(repr(sheets.mistakes()).splitlines()) == 1
    with pytest.raises(ValueError) as caught:
        overview.read(tmp_path / "nowhere", language)
    folder = lang.isolate(str(tmp_path / "nowhere"), language)
    assert str(caught.value) == lang.text("check.overview_no_folder", language, folder=folder)


SAMPLES = {
    "04": """over-precise mistake:millions mistake:total_over_interval - - 2
mistake:per_working_day mistake:whole_years over-precise mistake:not_exactly_100 - 1
mistake:per_working_day mistake:whole_years over-precise mistake:not_exactly_100 - 2
mistake:times_hours over-precise mistake:average_of_averages mistake:above_100 - 1
mistake:times_hours over-precise mistake:average_of_averages mistake:above_100 - 2""",
    "06": """right - mistake:wrong_country - - 2
mistake:of_members - right mistake:cumulative - 1
mistake:of_members - right mistake:cumulative - 2
mistake:partners_only - mistake:unknown_as_yes mistake:both_countries - 1
mistake:partners_only - mistake:unknown_as_yes mistake:both_countries - 2""",
}
"""What each made-up page of a lesson holds: its exercises, - where one was not answered, and the tries of each."""


@every_language
@pytest.mark.parametrize("lesson", SAMPLES)
def test_made_up_pages_show_right_wrong_and_untouched_answers(lesson, language):
    sample = overview.sample(lesson, language)
    sheets = overview.read(sample, language)
    assert sample["notes.txt"] == "" and f'lang="{language}"' in sample["1.html"]
    first = judge.answer(f"{lesson}-1", judge.find(f"{lesson}-1").expected(), language).words
    assert f'<td dir="auto"></td><td dir="auto">{html.escape(first)}</td><td dir="auto">2</td>' in sample["1.html"]
    notes = lang.isolate("notes.txt", language)
    assert sheets.refused == [lang.text("check.overview_refused", language, file=notes)]
    for number, (page, expected) in enumerate(
        zip(sheets.rows.groupby("file"), SAMPLES[lesson].splitlines(), strict=True), 1
    ):
        file, rows = page
        *kinds, tries = expected.split()
        assert (file, set(rows["name"])) == (
            f"{number}.html",
            {lang.text("check.overview_sample", language, number=number)},
        )
        assert [kind or "-" for kind in rows["kind"]] == kinds
        assert list(rows["tries"]) == [0 if kind == "-" else int(tries) for kind in kinds]
        tried = [f"{lesson}-{place}" for place, kind in enumerate(kinds, 1) if kind != "-"]
        learner = repr(sheets.learners()).splitlines()[number].split(" | ")
        assert learner[2:] == [
            lang.listed(tried, language, "common.comma"),
            "1" if lesson == "04" else learner[3],
            str(rows["tries"].sum()),
        ]
    start = "left" if language == "en" else "right"
    assert set(re.findall("text-align: ([a-z]+)", sheets.learners().html + sheets.mistakes().html)) == {start}


def test_a_sample_is_of_the_lesson_on_money_unless_another_is_named():
    assert list(overview.sample()) == [*(f"{number}.html" for number in range(1, 6)), "notes.txt"]
    assert 'data-exercise="04-1"' in overview.sample()["5.html"]
