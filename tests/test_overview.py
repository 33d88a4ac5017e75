"""The teacher's overview of handed-in pages: it reads what the lessons write, and names every file that it cannot read."""

import datetime

import pytest
from campaign import language as lang
from campaign.check import judge, overview, work
from campaign.check.ask import Ask

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
    hand_in(tmp_path, "", {"04-1": "999"}, language=language, file="third (1).html")
    sheets = overview.read(tmp_path, language)
    assert sheets.refused == []
    seen = sheets.rows[sheets.rows["tries"] > 0].set_index(["name", "exercise"])["kind"].to_dict()
    assert seen == {
        ('Rana "the first" <b>', "04-1"): "right", ('Rana "the first" <b>', "04-2"): "mistake:millions",
        ("سامي", "04-2"): "mistake:millions", ("سامي", "04-4"): "right", ("third (1).html", "04-1"): "wrong",
    }  # fmt: skip
    first, second = repr(sheets.mistakes()).splitlines()[1:]
    assert first == f"04-2 | {lang.text('exercises_cost.e2.millions', language)} | 2"
    assert second == f"04-1 | {lang.text('check.overview_wrong', language)} | 1"
    rows = repr(sheets.learners()).splitlines()[1:]
    assert [row.split(" | ")[3:] for row in rows] == [["1", "4"], ["1", "4"], ["0", "2"]]
    assert "<b>" not in sheets.learners().html.replace("&lt;b&gt;", "")


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
    ],
)
def test_a_foreign_or_broken_file_gets_one_sentence_that_names_it(tmp_path, language, spoil):
    hand_in(tmp_path, "good", {"04-1": "0.57"}, language=language)
    (tmp_path / "class 2").mkdir()
    bad = tmp_path / "class 2" / "bad.html"
    bad.write_bytes(spoil((tmp_path / "0.html").read_text(encoding="utf-8")))
    sheets = overview.read(tmp_path, language)
    assert len(sheets.refused) == 1 and "class 2/bad.html" in sheets.refused[0]
    assert set(sheets.rows["file"]) == {"0.html"} and sheets.refused[0] in repr(sheets.told())


@every_language
def test_an_empty_folder_and_none_at_all(tmp_path, language):
    sheets = overview.read(tmp_path, language)
    assert "0" in repr(sheets.told()) and len(repr(sheets.learners()).splitlines()) == 1
    assert len(repr(sheets.mistakes()).splitlines()) == 1
    with pytest.raises(ValueError, match="nowhere"):
        overview.read(tmp_path / "nowhere", language)
