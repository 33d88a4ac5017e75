"""What a learner does with a whole lesson: open it, run it, save it, load it again; and what must be true each time."""

import json
import re

import guessing
from campaign import language as lang
from campaign.check.work import FOLDER as OWN_WORK
from course_copy import LEFT_BEHIND
from lessons import ARTEFACTS, CELLS, ROOT, wait_until

LONGEST_RUN = 60  # seconds
TALLEST = 16_000  # pixels: Chromium takes no larger picture
LOOPBACK = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)(:\d+)?/|data:|blob:|about:")
DEAD_WIDGET = ("model not found", "Error displaying widget", "Loading widget...")

PICTURES = """() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output img")]
    .filter(image => image.checkVisibility() && image.complete && image.naturalWidth && image.getBoundingClientRect().width)
    .length"""
RUNNING = """() => [...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")]
    .filter(prompt => prompt.textContent.includes("[*]")).length"""
ERRORS = """() => [...document.querySelectorAll('.jp-Notebook .jp-RenderedText[data-mime-type*="stderr"],' +
    '.jp-Notebook [data-mime-type="application/vnd.jupyter.error"]')].map(output => output.textContent.slice(0, 500))"""
SEEN = """() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output")]
    .filter(output => output.checkVisibility()).map(output => output.textContent)"""
OUTPUTS = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell =>
    [...cell.querySelectorAll(".jp-OutputArea-output")].map(output => output.textContent).join("\\n"))"""
EXPLORERS = ".jp-Notebook .campaign-explorer"


def assert_no_dead_widget(sheet, at):
    """No output that is shown, also further down the page, says that a widget is missing."""
    dead = [text[:100] for text in sheet.evaluate(SEEN) if any(words in text for words in DEAD_WIDGET)]
    assert dead == [], f"{at}: the lesson shows a dead widget"


def complaints(sheet):
    """What the browser's console has against the page."""
    # The kernel of the edition in the browser is installed for the tests alone, beside JupyterLab, and misses its own site.
    return [words for words in sheet.complaints if "@jupyterlite/server" not in words]


def assert_quiet(sheet, at):
    """The page asked nobody but this machine, no icon of the tab for each cell, and the browser's console has no error."""
    elsewhere = [url for url in sheet.asked if not LOOPBACK.match(url)]
    assert elsewhere == [], f"{at}: the page asked another machine"
    blinked = [url for url in sheet.asked if "favicon-busy" in url]
    assert blinked == [], f"{at}: the page fetched an icon for its tab whenever a cell began"
    assert complaints(sheet) == [], f"{at}: the console complains"


def assert_no_error_output(sheet, at):
    """No cell printed an error or a warning."""
    assert sheet.evaluate(ERRORS) == [], f"{at}: a cell printed an error"


def assert_static(sheet, lesson, at):
    """The lesson shows the pictures of its file, and nothing that needs a kernel."""
    stored = lesson.stored_pictures
    assert stored, f"{at}: the committed notebook holds no picture"
    wait_until(
        sheet,
        lambda: sheet.evaluate(PICTURES) >= stored,
        lambda: f"{at}: {sheet.evaluate(PICTURES)} of {stored} pictures are seen",
    )
    assert sheet.locator(EXPLORERS).count() == 0, f"{at}: an explorer is live before anything has run"
    assert_no_dead_widget(sheet, at)


def address(lab, lesson) -> str:
    """Where a lesson opens, in a workspace of its own."""
    workspace = lesson.name.replace("/", "-")
    return f"{lab.address}/lab/workspaces/{workspace}/tree/{lesson.inside}?reset&token={lab.token}"


def open_lesson(sheet, lab, lesson):
    """Before anything has run, the pictures are there, and the answers of guesses are not."""
    sheet.goto(address(lab, lesson))
    sheet.wait_for_selector(CELLS)
    assert_static(sheet, lesson, f"{lesson.name}, before the run")
    guessing.assert_hidden(sheet, lesson.guesses, f"{lesson.name}, before the run")


def start_by_menu(sheet, _):
    """Run All."""
    sheet.locator(CELLS).first.click()
    sheet.click('.lm-MenuBar-itemLabel:text-is("Run")')
    sheet.click('.lm-Menu-itemLabel:text-is("Run All Cells")')


def start_by_keyboard(sheet, lesson):
    """Shift+Enter from the first cell to the last, as the lesson says, without touching the mouse."""
    for _ in lesson.cells[:-1]:
        sheet.keyboard.press("Shift+Enter")
    sheet.keyboard.press("Control+Enter")  # no new cell after the last


def run_all(sheet, lesson, start=start_by_keyboard):
    """All cells run without an error, a complaint in the console or a request to another machine, and no guess is told."""
    at = f"{lesson.name}, the run"
    # Before the kernel is ready a dialog would ask which one to use.
    sheet.wait_for_selector(r"text=/\| Idle$/", state="attached")
    start(sheet, lesson)
    expected = sum(cell.source.startswith("explorer.") for cell in lesson.cells)
    # Every explorer shows itself live, and no cell waits any more.
    wait_until(
        sheet,
        lambda: (
            sheet.evaluate(ERRORS) or (sheet.locator(EXPLORERS).count() == expected and not sheet.evaluate(RUNNING))
        ),
        lambda: (
            f"{at}: after {LONGEST_RUN} s {sheet.evaluate(RUNNING)} cells still wait, and "
            f"{sheet.locator(EXPLORERS).count()} of {expected} explorers live"
        ),
        LONGEST_RUN,
    )
    assert_no_error_output(sheet, at)
    assert_no_dead_widget(sheet, at)
    assert_quiet(sheet, at)
    guessing.assert_hidden(sheet, lesson.guesses, at)


def restart_kernel(sheet):
    """By the menu, as somebody does whose lesson no longer answers."""
    sheet.locator(CELLS).first.click()
    sheet.click('.lm-MenuBar-itemLabel:text-is("Kernel")')
    sheet.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")')
    sheet.click(".jp-Dialog .jp-mod-accept")
    sheet.wait_for_selector(r"text=/\| Idle$/", state="attached")


def assert_lost_controls_say_why(sheet, lesson):
    """Each explorer and each box for an answer tells in one sentence that its kernel is gone, where it can be seen."""
    words = json.dumps(lang.text("common.kernel_lost", lesson.language), ensure_ascii=False)
    lost = sheet.locator(".jp-Notebook :is(.campaign-explorer, .campaign-ask)")
    assert lost.count() > 2, f"{lesson.name}: only {lost.count()} widgets"
    told = f"all => all.filter(one => getComputedStyle(one, '::after').content !== {json.dumps(words)}).length"
    wait_until(sheet, lambda: not lost.evaluate_all(told), f"{lesson.name}, restarted: widgets do not say why")


def reload_unsaved(sheet, lab, lesson):
    """After the page is loaded again the lesson is as it was before the run: nothing was written in its file."""
    at = f"{lesson.name}, loaded again without saving"
    assert sheet.locator(EXPLORERS).count(), f"{at}: it had not run"
    sheet.reload()
    sheet.wait_for_selector(CELLS)
    assert_static(sheet, lesson, at)
    # The kernel of before is still there, and JupyterLab finds it again; the lesson must stay as it is.
    sheet.wait_for_selector(r"text=/\| Idle$/", state="attached")
    assert_static(sheet, lesson, f"{at}, with its kernel")
    assert_untouched(lab, at)


def assert_untouched(lab, at):
    """Each file of the course that JupyterLab serves is as it was committed, and none is new but a learner's own work."""
    own = LEFT_BEHIND | {OWN_WORK}
    found = sorted(path for path in lab.folder.rglob("*") if path.is_file() and not own & set(path.parts))
    committed = {path: ROOT / path.relative_to(lab.folder) for path in found}
    strange = [str(a) for a, b in committed.items() if not b.is_file() or a.read_bytes() != b.read_bytes()]
    assert found and strange == [], f"{at}: files that changed or came"


def save(sheet, lab, lesson):
    """Save with Ctrl+S."""
    file = lab.folder / lesson.inside
    before = file.read_bytes()
    sheet.locator(CELLS).first.click()
    sheet.keyboard.press("Control+s")
    wait_until(sheet, lambda: file.read_bytes() != before, f"{lesson.name}: Ctrl+S saves nothing")
    wait_until(sheet, lambda: not sheet.locator(".jp-mod-dirty").count(), f"{lesson.name}: still marked as unsaved")


def take_picture(sheet, lesson):
    """What a reader sees after the run, from top to bottom, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    tall = "() => Math.max(...[...document.querySelectorAll('.jp-Notebook, .jp-Notebook *')].map(e => e.scrollHeight))"
    size = sheet.viewport_size
    sheet.set_viewport_size({"width": size["width"], "height": min(sheet.evaluate(tall) + 200, TALLEST)})
    sheet.evaluate("() => document.querySelectorAll('.jp-WindowedPanel-outer').forEach(pane => pane.scrollTo(0, 0))")
    sheet.wait_for_timeout(500)  # JupyterLab lays the cells out anew
    sheet.screenshot(path=ARTEFACTS / f"{lesson.name.replace('/', '-')}.png")
    sheet.set_viewport_size(size)
