"""One exercise of each lesson, answered wrong and then right by typing, and the page to hand in made of it."""

import re

from campaign.exercise import LESSONS
from lessons import CELLS, plain, wait_until
from steps import OUTPUTS, OWN_WORK, assert_untouched

ANSWERS = {
    "00-start-here": ("00-1", "7", "6"),
    "01-timeline": ("01-1", "1067", "1068"),
    "02-territory": ("02-1", "28.2", "45.3"),
    "03-strikes": ("03-1", "66.8", "33.2"),
    "04-cost": ("04-1", "1.7", "0.57"),
    "05-civilian-harm": ("05-1", "690", "522"),
    "06-coalition": ("06-1", "17.8", "18.8"),
    "07-check-the-article": ("07-2", "9411", "6393"),
    "08-one-story-three-languages": ("08-1", "22", "1709"),
}
"""Lesson -> its exercise, an answer with a mistake that the course knows by name, and the right answer."""


def answer_wrong_then_right(sheet, lesson):
    """Both replies are what the course says to such an answer, and all other outputs stay as they are."""
    exercise, wrong, right = ANSWERS[lesson.stem]
    at = f"{lesson.name}, exercise {exercise}"
    cell = sheet.locator(".jp-Notebook .jp-CodeCell", has_text=re.compile(rf'check\.(answer|ask)\("{exercise}"'))
    assert cell.count() == 1, f"{at}: {cell.count()} cells ask for its answer"
    place = sheet.evaluate(
        "cell => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].indexOf(cell)", cell.element_handle()
    )
    before = sheet.evaluate(OUTPUTS)
    for value, kind in ((wrong, "mistake"), (right, "right")):
        if cell.locator(".campaign-ask").count():
            type_into_box(sheet, cell, value)
        else:
            type_answer(sheet, cell, value, f"{at}, answer {value}")
        reply = lesson.reply(exercise, float(value))
        assert reply.kind.split(":")[0] == kind, f"{at}: {value} counts as {reply.kind}"
        assert_reply(sheet, cell, reply.words, f"{at}, answer {value}")
    assert_only_changed(place, before, sheet.evaluate(OUTPUTS), at, lesson.progress_place)


def answer_with_dollar_signs(sheet, lesson):
    """The reply shows them as they were typed: where two stand in a row JupyterLab would make a formula of them."""
    exercise, value = "04-3", "'$0.57or$57'"
    at = f"{lesson.name}, exercise {exercise}, answer {value}"
    cell = sheet.locator(".jp-Notebook .jp-CodeCell", has_text=f'check.answer("{exercise}"')
    type_answer(sheet, cell, value, at)
    assert_reply(sheet, cell, lesson.reply(exercise, value.strip("'")).words, at)
    sheet.wait_for_timeout(2000)  # a formula would be made after the words are shown
    assert cell.locator("mjx-container").count() == 0, f"{at}: a formula"
    assert_reply(sheet, cell, lesson.reply(exercise, value.strip("'")).words, at)


def type_into_box(sheet, part, value):
    """By keyboard: type into the box of an exercise, or that at a lesson's end, and press the button after it."""
    part.locator(".campaign-ask input[type=text]").focus()
    sheet.keyboard.press("Control+a")
    sheet.keyboard.type(value)
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Enter")


def hand_in(sheet, lab, lesson):
    """Make the page to hand in: it holds the name and the answer, and no file of the course has changed."""
    at, name = f"{lesson.name}, the page to hand in", "Amal أمل"
    folder = (lab.folder / lesson.inside).parent / OWN_WORK
    cell = sheet.locator(CELLS).nth(lesson.progress_place)
    type_into_box(sheet, cell, name)
    number = lesson.stem[:2]
    file = folder / f"{number}-{LESSONS[number]}.html"
    wait_until(sheet, file.exists, lambda: f"{at}: no {file.name}; the lesson says {cell.inner_text()!r}")
    wait_until(sheet, lambda: file.name in cell.inner_text(), f"{at}: the lesson does not say where it is")
    exercise, _, right = ANSWERS[lesson.stem]
    page = file.read_text(encoding="utf-8")
    for expected in (name, f'data-exercise="{exercise}"', f">{right}</td>"):
        assert expected in page, f"{at}: {expected!r} is not in it"
    assert_untouched(lab, at)


def assert_only_changed(place, before, after, at, progress=None):
    """Of the outputs of all cells, before and after, those of one cell alone differ, and the line of progress."""
    changed = [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert [number for number in changed if number != progress] == [place], (
        f"{at}: the answer in cell {place} changed the outputs of cells {changed}"
    )


def type_answer(sheet, cell, value, at):
    """Type over what stands behind the equals sign of the first line, and run the cell with Shift+Enter."""
    cell.scroll_into_view_if_needed()
    editor = cell.locator(".cm-content")
    editor.click()
    line = editor.locator(".cm-line").first
    name = line.inner_text().split()[0]
    sheet.keyboard.press("Control+Home")
    sheet.keyboard.press("End")
    while not line.inner_text().rstrip().endswith("="):
        assert line.inner_text().startswith(f"{name} ="), f"{at}: the cell reads {editor.inner_text()!r}"
        sheet.keyboard.press("Backspace")
    sheet.keyboard.type(f" {value}")
    assert line.inner_text().split() == [name, "=", value], f"{at}: typed {line.inner_text()!r}"
    sheet.keyboard.press("Shift+Enter")


def assert_reply(sheet, cell, words, at, seconds=30):
    """The cell shows the reply."""
    output = cell.locator(".jp-OutputArea")
    wait_until(
        sheet,
        lambda: plain(words) in plain(output.inner_text()),
        lambda: f"{at}: the course says {output.inner_text()!r} and not {words!r}",
        seconds,
    )
