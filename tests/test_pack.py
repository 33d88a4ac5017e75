"""The pack of a lesson: slides from right to left, guesses before their evidence, no answer on the worksheet, times that add up."""

import re
import zipfile

import build_pack
import docx
import export_pages
import pptx
import pytest
from campaign import check
from campaign import language as lang
from docx.oxml.ns import qn
from pptx.enum.shapes import MSO_SHAPE_TYPE

LESSONS = [page for page in export_pages.all_pages() if page.kind == "lesson"]
NAMES = [f"{page.language}/{page.inside.stem}" for page in LESSONS]
every_lesson = pytest.mark.parametrize("page", LESSONS, ids=NAMES)
every_language = pytest.mark.parametrize("language", lang.LANGUAGES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pack of lesson 04 in every language."""
    folder = tmp_path_factory.mktemp("pack")
    build_pack.build([page for page in LESSONS if page.inside.stem == "04-cost"], folder)
    return folder


def texts(document):
    """All words of a Word document, cells of tables too."""
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.iter(qn("w:p")))


def is_whole(document, heading):
    """Stands a heading in one row with what follows it, which no page's end cuts and which drags no other along?"""
    row = next(r for table in document.tables for r in table.rows if r.cells[0].text.startswith(f"{heading}\n"))
    loose = row.cells[0].paragraphs[0].paragraph_format.keep_with_next is False
    return loose and row._tr.trPr.find(qn("w:cantSplit")) is not None


@every_lesson
def test_a_deck_has_about_twelve_slides_and_asks_before_it_shows(page):
    lesson = build_pack.read(page)
    slides = build_pack.slides_of(lesson)
    assert 9 <= len(slides) <= build_pack.MOST_SLIDES
    guesses = [place for place, slide in enumerate(slides) if slide.title == lesson.say("guess")]
    assert guesses, "no guess in the deck"
    for place in guesses:
        after = slides[place + 1]
        shown = after.section == slides[place].section and (after.picture or after.title == lesson.say("evidence"))
        assert shown or f"{lesson.say('evidence')}: " in slides[place].notes
        assert not slides[place].picture
    assert {section.number for section in lesson.sections} <= {slide.section for slide in slides}, (
        "left without a slide"
    )
    for slide in slides:
        assert slide.title not in slide.alt, "the picture has this title too"
        assert not slide.picture or len(slide.title) <= 60, "the title runs into the picture"
        assert slide.picture or slide.body.strip(), slide.title
        assert build_pack.largest(slide.body, 5.3, 32) >= 16, "too much for one slide"
        assert slide.section == -1 or "measures." not in slide.body, slide.body


@every_lesson
@pytest.mark.parametrize("minutes", [50, 25])
def test_a_path_lasts_as_long_as_it_says(page, minutes):
    lesson = build_pack.read(page)
    steps = build_pack.path(lesson, minutes)
    assert sum(length for _, length, _ in steps) == minutes and all(length > 0 for _, length, _ in steps)
    if lesson.cautious:
        talk = next(length for step, length, _ in steps if step == lesson.say("talk"))
        assert talk >= build_pack.TALK, "the guide asks for ten minutes of talk at least"
    else:
        assert next(length for step, length, _ in steps if step == lesson.say("exercises")) >= 5


@every_language
def test_slides_say_direction_language_minutes_and_what_a_picture_shows(folder, language):
    deck = pptx.Presentation(folder / language / "04-cost" / "slides.pptx")
    right = lang.is_right_to_left(language)
    assert (deck.element.get("rtl") == "1") == right
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for slide in deck.slides:
        assert re.search(r"\d+ .*50: ", slide.notes_slide.notes_text_frame.text)
        for part in (slide, slide.notes_slide):
            for paragraph in part._element.iter(f"{space}p"):
                if "".join(paragraph.itertext()).strip():
                    properties = paragraph.find(f"{space}pPr")
                    assert (properties.get("rtl") == "1", properties.get("algn")) == (right, "r" if right else "l")
            assert {look.get("lang") for look in part._element.iter(f"{space}rPr")} == {language}
        assert all(look.get("sz") for look in slide._element.iter(f"{space}rPr"))
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                assert len(shape._element.nvPicPr.cNvPr.get("descr")) > 40


@every_language
@pytest.mark.parametrize("kind", ["worksheet", "key", "plan", "cards"])
def test_a_document_runs_in_the_direction_of_its_language(folder, language, kind):
    document = docx.Document(folder / language / "04-cost" / f"{kind}.docx")
    right = lang.is_right_to_left(language)
    for paragraph in document.element.iter(qn("w:p")):
        assert (paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None) == right
    for name, order in build_pack.ORDER.items():
        for properties in document.element.iter(qn(f"w:{name}")):
            places = [order.split().index(child.tag.partition("}")[2]) for child in properties]
            assert places == sorted(places), "Word would call this file damaged"
    for table in document.element.iter(qn("w:tbl")):
        assert (table.tblPr.find(qn("w:bidiVisual")) is not None) == right
    if right:
        for run in document.element.iter(qn("w:r")):
            if export_pages.ARABIC.search("".join(t.text or "" for t in run.iter(qn("w:t")))):
                assert run.rPr is not None and run.rPr.find(qn("w:rtl")) is not None


@every_language
def test_a_worksheet_holds_every_task_and_no_answer_and_no_output(folder, language):
    document = docx.Document(folder / language / "04-cost" / "worksheet.docx")
    words = texts(document)
    page = next(p for p in LESSONS if (p.language, p.inside.stem) == (language, "04-cost"))
    lesson = build_pack.read(page)
    for exercise in lesson.exercises:
        assert lesson.heading(f"exercise-{exercise.id}") in words
    shown = [one for section in lesson.sections for one in section.shown]
    for told in [t for one in shown for t in (one.answer, one.sentence, one.title) if t]:
        assert told not in words
    for exercise in lesson.exercises:
        assert is_whole(document, lesson.heading(f"exercise-{exercise.id}"))
        if not exercise.choices:
            assert not any(line in words for line in build_pack.right_answer(lesson, exercise).splitlines())
    assert not document.inline_shapes and "None" not in words and "Python" not in words and "بايثون" not in words


@every_language
def test_each_picture_of_the_cards_stays_with_its_heading(folder, language):
    document = docx.Document(folder / language / "04-cost" / "cards.docx")
    lesson = build_pack.read(LESSONS[NAMES.index(f"{language}/04-cost")])
    assert all(is_whole(document, heading) for heading in (lesson.say("evidence"), lesson.sections[4].heading))
    pictures = list(document.element.iter(qn("w:drawing")))
    assert pictures and all(any(over.tag == qn("w:tc") for over in p.iterancestors()) for p in pictures)


@every_language
def test_the_key_has_every_answer_and_each_named_mistake(folder, language):
    words = texts(docx.Document(folder / language / "04-cost" / "key.docx"))
    for exercise in (e for e in check.all_exercises() if e.id.startswith("04")):
        if not exercise.open:
            lesson = build_pack.read(LESSONS[NAMES.index(f"{language}/04-cost")])
            assert build_pack.right_answer(lesson, exercise) in words
        for name in exercise.mistakes:
            assert lang.text(f"{exercise.key}.{name}", language) in words


@every_lesson
def test_every_exercise_has_words_for_worksheet_and_key(page):
    lesson = build_pack.read(page)
    for exercise in lesson.exercises:
        assert build_pack.task_of(lesson, exercise) and build_pack.right_answer(lesson, exercise)
        wrong = [
            build_pack.written(exercise, slip(), page.language)
            for slip in exercise.mistakes.values()
            if not exercise.chart
        ]
        assert all(wrong) and build_pack.right_answer(lesson, exercise).split("\n")[0] not in wrong


def test_the_key_shows_the_working_of_every_number():
    asked = {e.id: e for e in check.all_exercises() if not (e.open or e.choices or e.chart)}
    assert asked.keys() == build_pack.WORKING.keys()
    for exercise in asked.values():
        result = lang.number(build_pack.worked(exercise), build_pack.worth(exercise))
        assert result == build_pack.written(exercise, exercise.expected(), "en"), exercise.id


def test_the_key_of_counts_of_people_killed_marks_nothing(tmp_path):
    lesson = build_pack.read(LESSONS[NAMES.index("en/05-civilian-harm")])
    build_pack.write_key(lesson, tmp_path / "key.docx")
    assert lesson.say("key_unscored") in texts(docx.Document(tmp_path / "key.docx"))


@every_language
def test_the_answers_of_the_key_pass_the_checks(language):
    for exercise in check.all_exercises():
        if not exercise.open and not exercise.chart:
            given = build_pack.written(exercise, exercise.expected(), language)
            given = re.split(", |، ", given) if exercise.choices else given
            assert check.judge.answer(exercise.id, given).kind == "right", (exercise.id, given)


@pytest.mark.parametrize("kind", build_pack.KINDS)
def test_the_copy_that_is_printed_differs_in_its_arabic_font_alone(folder, tmp_path, kind):
    file = folder / "ar" / "04-cost" / f"{kind}.{build_pack.KINDS[kind]}"
    copy = build_pack.to_print(file, tmp_path)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy) as new:
        words = [b"".join(archive.read(name) for name in archive.namelist()) for archive in (old, new)]
    own, printed = (f'cs{{}}"{font}"'.encode() for font in (build_pack.FONT, build_pack.FONT_OF_PDFS))
    for way in (b"=", b" typeface="):
        words[0] = words[0].replace(own.replace(b"{}", way), printed.replace(b"{}", way))
    assert words[0] == words[1] and build_pack.FONT_OF_PDFS.encode() in words[1]


@every_language
def test_a_teacher_is_told_in_the_language_of_the_pack(monkeypatch, capsys, tmp_path, language):
    monkeypatch.setattr(build_pack.shutil, "which", lambda name: None)
    monkeypatch.setattr(build_pack, "ROOT", tmp_path)
    file = tmp_path / "pack" / language / "04-cost" / "key.docx"
    monkeypatch.setattr(build_pack, "build", lambda pages: [file])
    monkeypatch.setattr(build_pack, "pick", lambda *words: [])
    build_pack.main([])
    assert capsys.readouterr().out == f"pack/{language}/04-cost/key.docx  {lang.text('pack.key', language)}\n"
    with pytest.raises(SystemExit, match=f"^{re.escape(lang.text('pack.no_libreoffice', language))}$"):
        build_pack.main(["--pdf"])


def test_an_unknown_lesson_ends_with_a_sentence():
    with pytest.raises(SystemExit, match="^no notebook here has a path that contains nowhere$"):
        build_pack.main(["nowhere"])


@every_language
def test_what_a_lesson_compares_can_be_read_without_a_machine(tmp_path, language):
    lesson = build_pack.read(next(p for p in LESSONS if (p.language, p.inside.name[:2]) == (language, "08")))
    sentence, other = "وبدءا من 26 تموز/يوليو 2017", "Au 26 juillet 2017, la coalition avait mené"
    slides = build_pack.slides_of(lesson)
    first = next(place for place, slide in enumerate(slides) if slide.title == lesson.say("guess"))
    assert any(sentence in slide.body for slide in slides[:first]), "the guess is about a sentence that nobody has seen"
    assert any(other in slide.body for slide in slides[first:])
    build_pack.write_worksheet(lesson, tmp_path / "worksheet.docx")
    build_pack.write_cards(lesson, tmp_path / "cards.docx")
    assert sentence in texts(docx.Document(tmp_path / "worksheet.docx"))
    for printed in (sentence, other, "forced into refugee status"):
        assert printed in texts(docx.Document(tmp_path / "cards.docx"))


@every_lesson
def test_the_worksheet_asks_the_guesses_of_the_slides(tmp_path, page):
    lesson = build_pack.read(page)
    build_pack.write_worksheet(lesson, tmp_path / "worksheet.docx")
    words, bodies = texts(docx.Document(tmp_path / "worksheet.docx")), [s.body for s in build_pack.slides_of(lesson)]
    for question in (s.question for section in lesson.sections for s in section.shown if s.question):
        assert question not in words or any(question in body for body in bodies), question


@every_language
def test_options_keep_the_numbers_of_the_steps_that_their_answer_names(language):
    lesson = build_pack.read(next(p for p in LESSONS if (p.language, p.inside.name[:2]) == (language, "07")))
    shown = next(s for section in lesson.sections for s in section.shown if any(o[0].isdigit() for o in s.options))
    told = build_pack.plain("\n".join(f"- {option}" for option in shown.options)).splitlines()
    assert [line[:4] for line in told] == ["• 1.", "• 3.", "• 4.", "• 5."]


@every_language
def test_a_quotation_on_a_slide_keeps_its_direction_and_no_empty_cell_leaves_a_mark(tmp_path, language):
    lesson = build_pack.read(next(p for p in LESSONS if (p.language, p.inside.name[:2]) == (language, "08")))
    build_pack.write_slides(lesson, tmp_path / "slides.pptx")
    slides = pptx.Presentation(tmp_path / "slides.pptx").slides
    words = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert f" · {lang.isolate('IS held about 40,000 square miles (104,000 square kilometers)', language)} · " in words
    assert "·  ·" not in words
