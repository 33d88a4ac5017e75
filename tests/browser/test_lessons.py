"""Every lesson as a learner meets it: opened in JupyterLab, run, and explored by keyboard.

The lessons of QUICK belong to every run of pytest; all of them to `python -m pytest -m browser tests/browser`.
A picture of each lesson after the run goes to artefacts/, which is not committed.
"""

import ast
import re
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import ipywidgets as widgets
import nbformat
import pytest
from campaign import check, explorers
from campaign import language as lang

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS, ARTEFACTS = ROOT / "notebooks", ROOT / "artefacts"
LESSONS = [
    f"{language}/{path.stem}"
    for language in lang.LANGUAGES
    for path in sorted((NOTEBOOKS / language).glob("[0-9][0-9]-*.ipynb"))
]
QUICK = "04-cost"
EXERCISE, WRONG_ANSWER, RIGHT_ANSWER = "04-1", "15.9", "0.57"
LONGEST_RUN = 60  # seconds
TALLEST = 16_000  # pixels: Chromium takes no larger picture
LOOPBACK = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)(:\d+)?/|data:|blob:|about:")


@dataclass
class Lesson:
    """One lesson in one language."""

    name: str

    @property
    def language(self) -> str:
        return self.name.split("/")[0]

    @property
    def path(self) -> Path:
        return NOTEBOOKS / f"{self.name}.ipynb"

    @property
    def cells(self):
        return nbformat.read(self.path, as_version=4).cells

    def explorer(self) -> explorers.Explorer:
        """The first explorer of the lesson, made here with the arguments that the lesson gives it."""
        literals = {}
        for cell in self.cells:
            if cell.cell_type != "code":
                continue
            for line in ast.parse(cell.source).body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Dict) and len(line.targets) == 1:
                    literals[line.targets[0].id] = line.value
            if cell.source.startswith("explorers."):
                call = ast.parse(cell.source, mode="eval").body
                given = {
                    argument.arg: ast.literal_eval(literals.get(getattr(argument.value, "id", None), argument.value))
                    for argument in call.keywords
                }
                return getattr(explorers, call.func.attr)(language=self.language, **given)
        raise AssertionError(f"{self.name}: no code cell starts with 'explorers.'")


def wait_until(sheet, condition, message, seconds=30):
    """Look again and again until `condition()` is true; fail with the message when it stays false."""
    latest = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < latest, message() if callable(message) else message
        sheet.wait_for_timeout(100)


# --- the steps ------------------------------------------------------------------------------------------------------
PICTURES = """() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output img")].map(image =>
    [image.naturalWidth, image.getBoundingClientRect().width, image.alt])"""
RUNNING = """() => [...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")]
    .filter(prompt => prompt.textContent.includes("[*]")).length"""
ERRORS = """() => [...document.querySelectorAll('.jp-Notebook .jp-RenderedText[data-mime-type*="stderr"],' +
    '.jp-Notebook [data-mime-type="application/vnd.jupyter.error"]')].map(output => output.textContent.slice(0, 500))"""
NOT_FOUND = ("model not found", "Error displaying widget", "Loading widget...")


def assert_no_dead_widget(sheet, at):
    for words in NOT_FOUND:
        assert words not in sheet.locator(".jp-Notebook").inner_text(), f"{at}: the lesson shows '{words}'"


def open_lesson(sheet, lab, lesson):
    """Step 1: before anything has run, the pictures are there."""
    at = f"{lesson.name}, step 1 (before the run)"
    place = f"notebooks/{lesson.name}.ipynb"
    sheet.goto(f"{lab.address}/lab/workspaces/{lesson.name.replace('/', '-')}/tree/{place}?token={lab.token}")
    sheet.wait_for_selector(".jp-Notebook .jp-Cell")
    stored = [
        output for cell in lesson.cells for output in cell.get("outputs", ()) if "image/png" in output.get("data", {})
    ]
    assert stored, f"{at}: the committed notebook holds no picture"

    def shown():
        return [natural for natural, width, _ in sheet.evaluate(PICTURES) if natural and width]

    wait_until(
        sheet, lambda: len(shown()) >= len(stored), lambda: f"{at}: {len(shown())} of {len(stored)} pictures are seen"
    )
    assert_no_dead_widget(sheet, at)


def run_all(sheet, lesson):
    """Step 2: Run All ends without an error, a complaint in the console or a request to another machine."""
    at = f"{lesson.name}, step 2 (Run All)"
    # Before the kernel is ready a dialog would ask which one to use.
    sheet.wait_for_selector(r"text=/\| Idle$/", state="attached")
    sheet.locator(".jp-Notebook .jp-Cell").first.click()
    sheet.click('.lm-MenuBar-itemLabel:text-is("Run")')
    sheet.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    codes = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in lesson.cells)
    # Every explorer shows itself live, and no cell waits any more.
    wait_until(
        sheet,
        lambda: (
            sheet.evaluate(ERRORS)
            or (sheet.locator(".jp-Notebook .campaign-explorer").count() and not sheet.evaluate(RUNNING))
        ),
        lambda: (
            f"{at}: after {LONGEST_RUN} s {sheet.evaluate(RUNNING)} of {codes} cells still wait; {sheet.evaluate(ERRORS)}"
        ),
        LONGEST_RUN,
    )
    assert sheet.evaluate(ERRORS) == [], f"{at}: a cell printed an error"
    assert_no_dead_widget(sheet, at)
    assert_quiet(sheet, at)


def assert_quiet(sheet, at):
    elsewhere = [url for url in sheet.asked if not LOOPBACK.match(url)]
    assert elsewhere == [], f"{at}: the page asked another machine"
    assert sheet.complaints == [], f"{at}: the console complains"


STATE = """explorer => { const image = explorer.querySelector("img"), words = explorer.querySelector(".campaign-sentence");
    return image && words && image.complete && image.naturalWidth
        ? {src: image.src, alt: image.alt, sentence: words.textContent} : null; }"""
CONTROL = """control => { const box = control.closest(":has(> .widget-label)");
    return {label: box.querySelector(".widget-label").textContent,
            value: control.tagName === "SELECT" ? control.selectedOptions[0].textContent
                                                : box.querySelector(".widget-readout").textContent}; }"""


def plain(words: str) -> str:
    return " ".join(words.split())


def set_control(explorer, label, value):
    """Set the control with that label to the value that the browser shows."""
    named = [c for c in explorer.controls.values() if plain(c.description) == plain(label)]
    assert len(named) == 1, f"{len(named)} controls are called {label!r}"
    if isinstance(named[0], (widgets.IntSlider, widgets.FloatSlider)):
        named[0].value = type(named[0].value)(value.replace(",", ""))
    else:
        named[0].index = [plain(option) for option in named[0]._options_labels].index(plain(value))


def explore(sheet, lesson):
    """Step 3: the first explorer by keyboard alone; what it says is what the same explorer says in Python."""
    at = f"{lesson.name}, step 3 (explorer by keyboard)"
    live = sheet.locator(".jp-Notebook .campaign-explorer").first
    live.scroll_into_view_if_needed()
    live.locator(".campaign-sentence").wait_for()
    wait_until(sheet, lambda: live.evaluate(STATE), f"{at}: no picture")
    here = lesson.explorer()
    opening = live.evaluate(STATE)
    assert opening["sentence"] == here.sentence, f"{at}: the opening sentence"
    assert opening["alt"] == here.alt, f"{at}: the opening picture's words"

    control = live.locator("select, .noUi-handle").locator("visible=true").first
    control.focus()
    before = control.evaluate(CONTROL)
    for key in ("ArrowDown", "ArrowUp", "ArrowUp"):  # the list may stand at its end
        sheet.keyboard.press(key)
        if control.evaluate(CONTROL) != before:
            break
    shown = control.evaluate(CONTROL)
    assert shown != before, f"{at}: arrow keys leave {before} as it was"
    set_control(here, shown["label"], shown["value"])

    def state():
        return live.evaluate(STATE) or opening

    wait_until(sheet, lambda: state()["src"] != opening["src"], f"{at}: the picture stays after {shown}")
    wait_until(
        sheet,
        lambda: state()["sentence"] == here.sentence,
        lambda: f"{at}: after {shown} it says\n{state()['sentence']}\nand not\n{here.sentence}",
        10,
    )
    assert here.sentence != opening["sentence"], f"{at}: the sentence stays after {shown}"
    wait_until(sheet, lambda: state()["alt"] == here.alt, f"{at}: the picture's words after {shown}", 10)

    live.locator("button", has_text=here.reset_button.description).first.focus()
    sheet.keyboard.press("Enter")
    for part in ("sentence", "alt", "src"):
        wait_until(
            sheet, lambda part=part: state()[part] == opening[part], f"{at}: Reset does not bring back the {part}", 10
        )
    assert control.evaluate(CONTROL) == before, f"{at}: Reset does not bring back the control"
    assert_quiet(sheet, at)


DIRECTIONS = """() => {
    const style = element => getComputedStyle(element);
    const text = [...document.querySelectorAll(".jp-Notebook .jp-MarkdownOutput div[lang=ar]")];
    return {
        text: text.map(box => style(box).direction),
        paragraphs: text.flatMap(box => [...box.querySelectorAll("p")])
            .filter(p => !p.closest("[dir=ltr]")).map(p => style(p).direction + " " + style(p).textAlign),
        code: [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputArea-editor")].map(box => style(box).direction),
    }; }"""


def assert_right_to_left(sheet, lesson):
    """Step 4: Arabic text runs from right to left, code from left to right."""
    at = f"{lesson.name}, step 4 (directions)"
    found = sheet.evaluate(DIRECTIONS)
    assert found["text"] and found["paragraphs"] and found["code"], f"{at}: nothing to look at in {found}"
    assert set(found["text"]) == {"rtl"}, f"{at}: text cells"
    assert set(found["paragraphs"]) <= {"rtl right", "rtl start"}, f"{at}: paragraphs"
    assert set(found["code"]) == {"ltr"}, f"{at}: code cells"


def answer(sheet, lesson, value):
    """Step 5: type an answer into the exercise's cell, run it with Shift+Enter, and read what the course says."""
    at = f"{lesson.name}, step 5 (exercise {EXERCISE}, answer {value})"
    cell = sheet.locator(".jp-Notebook .jp-CodeCell", has_text=f'check.answer("{EXERCISE}"').first
    cell.scroll_into_view_if_needed()
    editor = cell.locator(".cm-content")
    editor.click()
    line = editor.locator(".cm-line").first
    sheet.keyboard.press("Control+Home")
    sheet.keyboard.press("End")
    while not line.inner_text().rstrip().endswith("="):
        assert line.inner_text().startswith("answer_1 ="), f"{at}: the cell reads {editor.inner_text()!r}"
        sheet.keyboard.press("Backspace")
    sheet.keyboard.type(f" {value}")
    assert line.inner_text().split() == ["answer_1", "=", value], f"{at}: typed {line.inner_text()!r}"
    sheet.keyboard.press("Shift+Enter")
    expected = check.answer(EXERCISE, float(value), language=lesson.language)
    output = cell.locator(".jp-OutputArea")
    wait_until(
        sheet,
        lambda: plain(expected.words) in plain(output.inner_text()),
        lambda: f"{at}: the course says {output.inner_text()!r} and not {expected.words!r}",
    )
    return expected.kind


def assert_links_lead_somewhere(sheet, lesson):
    """Step 6: each link to a file of ours leads to one that exists."""
    at = f"{lesson.name}, step 6 (links)"
    hrefs = sheet.evaluate(
        "() => [...document.querySelectorAll('.jp-Notebook .jp-MarkdownOutput a[href]')].map(a => a.href)"
    )
    local = [urlsplit(href) for href in hrefs if LOOPBACK.match(href)]
    files = {unquote(parts.path).split("/files/", 1)[1] for parts in local if "/files/" in parts.path}
    files |= {unquote(p.path).split("/tree/", 1)[1] for p in local if "/tree/" in p.path and not p.fragment}
    missing = sorted(file for file in files if not (ROOT / file).exists())
    assert missing == [], f"{at}: no such files"


def take_picture(sheet, lesson):
    """What a reader sees after the run, from top to bottom, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    tall = "() => Math.max(...[...document.querySelectorAll('.jp-Notebook, .jp-Notebook *')].map(e => e.scrollHeight))"
    sheet.set_viewport_size({"width": 1280, "height": min(sheet.evaluate(tall) + 200, TALLEST)})
    sheet.screenshot(path=ARTEFACTS / f"{lesson.name.replace('/', '-')}.png")
    sheet.set_viewport_size({"width": 1280, "height": 1000})


def walk(sheet, lab, name):
    """Steps 1 to 4 with one lesson."""
    lesson = Lesson(name)
    open_lesson(sheet, lab, lesson)
    run_all(sheet, lesson)
    if lang.is_right_to_left(lesson.language):
        assert_right_to_left(sheet, lesson)
    explore(sheet, lesson)
    return lesson


@pytest.mark.parametrize("name", [name for name in LESSONS if name.endswith(QUICK)])
def test_one_lesson_works_in_the_browser(sheet, lab, name):
    walk(sheet, lab, name)


@pytest.mark.browser
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_works_in_the_browser(sheet, lab, name):
    lesson = walk(sheet, lab, name)
    take_picture(sheet, lesson)
    assert_links_lead_somewhere(sheet, lesson)
    if name.endswith(QUICK):
        assert answer(sheet, lesson, WRONG_ANSWER) != "right"
        assert answer(sheet, lesson, RIGHT_ANSWER) == "right"
