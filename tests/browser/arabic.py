"""Does Arabic run from right to left on the screen, with its numbers and Latin words in their places?

Beside the computed style, each line is measured: the place of a letter is where the browser has put it.
"""

from lessons import script
from steps import EXPLORERS

LEAST_MIXED_LINES = 5
"""So many lines of a lesson, at least, hold Arabic together with a number or a Latin word."""


def assert_right_to_left(sheet, at):
    """Text cells run from right to left and stand at the right edge; code runs from left to right."""
    found = sheet.evaluate(script("directions"))
    assert found["text"] and found["paragraphs"] and found["code"], f"{at}: nothing to look at in {found}"
    assert set(found["text"]) == {"rtl"}, f"{at}: text cells"
    assert set(found["paragraphs"]) <= {"rtl right", "rtl start"}, f"{at}: paragraphs"
    assert set(found["code"]) == {"ltr"}, f"{at}: code cells"
    boxes = sheet.locator(".jp-Notebook .jp-MarkdownOutput div[lang=ar]")
    away = boxes.evaluate_all(script("edges"))
    assert away == [], f"{at}: paragraphs that do not begin at the right edge"


def assert_order(sheet, selector, at, least=LEAST_MIXED_LINES):
    """Words, numbers, signs and brackets of every line stand in the order in which Arabic is read.

    selector: the parts of the page to look at. least: how many paragraphs, at least, mix Arabic with something else.
    """
    found = sheet.locator(selector).evaluate_all(script("order"))
    assert found["wrong"] == [], f"{at}: order on the screen"
    assert found["mixed"] >= least, f"{at}: only {found['mixed']} paragraphs mix Arabic with numbers or Latin words"


def assert_labels_right(sheet, at):
    """In each explorer the label stands right of its control."""
    seen = 0
    for live in sheet.locator(EXPLORERS).all():
        found = live.evaluate(script("labels"))
        assert found["wrong"] == [], f"{at}: labels that do not stand right of their control"
        seen += found["right"]
    assert seen, f"{at}: no label stands beside a control"


def check(sheet, lesson):
    """All of the above for a lesson that has run."""
    assert_right_to_left(sheet, f"{lesson.name}, directions")
    assert_order(sheet, ".jp-Notebook .jp-MarkdownOutput div[lang=ar]", f"{lesson.name}, text")
    assert_order(
        sheet, ".jp-Notebook .campaign-sentence, .jp-Notebook .campaign-feedback", f"{lesson.name}, sentences", 1
    )
    assert_labels_right(sheet, f"{lesson.name}, labels")
