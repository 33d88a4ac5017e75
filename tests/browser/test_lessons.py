"""Every lesson as a learner meets it: opened in JupyterLab, run, explored by keyboard, answered, and loaded again.

A lesson of QUICK belongs to every run of pytest; all of them to `python -m pytest -m browser --dist=load tests/browser`.
A picture of each lesson after the run goes to artefacts/, which is not committed.
"""

import accessibility
import answering
import appearance
import arabic
import exploring
import guessing
import links
import pytest
import steps
from lessons import CELLS, LESSONS, QUICK, ROOT, Lesson
from steps import assert_no_dead_widget, assert_quiet


def walk(sheet, lab, name):
    """Open a lesson, run it, make its guesses, look at its Arabic, and use its explorers."""
    lesson = Lesson(name)
    steps.open_lesson(sheet, lab, lesson)
    steps.run_all(sheet, lesson)
    exploring.assert_together(sheet, name)
    guessing.commit_all(sheet, lesson)
    if lesson.right_to_left:
        arabic.check(sheet, lesson)
    exploring.explore_all(sheet, lesson)
    return lesson


@pytest.mark.parametrize("name", [name for name in LESSONS if name.endswith(QUICK) and Lesson(name).right_to_left])
def test_one_lesson_works_in_the_browser(sheet, lab, name):
    # From right to left, of which more is asked; the walk through all lessons has it in every language.
    walk(sheet, lab, name)


@pytest.mark.browser
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_works_in_the_browser(sheet, lab, name):
    lesson = walk(sheet, lab, name)
    answering.answer_wrong_then_right(sheet, lesson)
    answering.hand_in(sheet, lab, lesson)
    appearance.check(sheet, name)
    accessibility.check_explorers(sheet, name)
    steps.take_picture(sheet, lesson)
    steps.reload_unsaved(sheet, lab, lesson)
    assert_quiet(sheet, name)


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in LESSONS if name.endswith(QUICK)])
def test_dollar_signs_make_no_formula_and_lost_controls_say_why(sheet, lab, name):
    lesson = Lesson(name)
    steps.open_lesson(sheet, lab, lesson)
    steps.run_all(sheet, lesson, steps.start_by_menu)
    answering.answer_with_dollar_signs(sheet, lesson)
    steps.restart_kernel(sheet)
    steps.assert_lost_controls_say_why(sheet, lesson)


@pytest.mark.browser
@pytest.mark.parametrize("name", LESSONS)
def test_the_links_of_a_lesson_open_its_neighbours(sheet, lab, name):
    lesson = Lesson(name)
    steps.open_lesson(sheet, lab, lesson)
    links.assert_links_lead_somewhere(sheet.evaluate(links.HREFS), name)
    links.follow(sheet, lesson)
    assert_quiet(sheet, name)


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in LESSONS if name.endswith(QUICK)])
def test_a_saved_lesson_shows_its_pictures_without_its_kernel(sheet, lab, name):
    lesson = Lesson(name)
    at = f"{name}, saved after the run and opened without its kernel"
    file = lab.folder / lesson.inside
    try:
        steps.open_lesson(sheet, lab, lesson)
        guessing.assert_questions_whole(sheet, name)
        steps.run_all(sheet, lesson, steps.start_by_menu)
        steps.save(sheet, lab, lesson)
        lab.end_kernels()
        sheet.reload()
        sheet.wait_for_selector(CELLS)
        # The widget manager gives up after it has asked the new kernel, and says so in the console.
        steps.wait_until(sheet, lambda: steps.complaints(sheet), f"{at}: the saved widget was never looked for")
        steps.assert_static(sheet, lesson, at)
        own = steps.complaints(sheet)
        assert all("widget model not found" in complaint for complaint in own), f"{at}: {own}"
        assert_no_dead_widget(sheet, at)
    finally:
        file.write_bytes((ROOT / lesson.inside).read_bytes())


def living(sheet, lab, name: str, part: str):
    """The first explorer with such a part in it (a selector), in a lesson that has run."""
    lesson = Lesson(name)
    steps.open_lesson(sheet, lab, lesson)
    steps.run_all(sheet, lesson)
    return sheet.locator(f".campaign-explorer:has({part})").first


@pytest.mark.browser
def test_a_drag_is_followed_also_where_it_begins_at_the_end_of_the_line(sheet, lab):
    """A place that changes nothing brings no picture: the page must not wait for one."""
    live = living(sheet, lab, "en/04-cost", ".campaign-pointer")
    picture = live.locator(".campaign-picture img")

    def told() -> str:
        return live.locator(".campaign-sentence").first.text_content()

    def middle() -> tuple[float, float]:
        box = picture.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    live.locator("select").first.focus()  # JupyterLab scrolls to a cell when it is entered
    picture.scroll_into_view_if_needed()
    sheet.wait_for_timeout(1000)
    opening = told()
    sheet.mouse.click(*middle())
    steps.wait_until(sheet, lambda: told() != opening, "the line does not come to where the picture was pressed")
    sheet.wait_for_timeout(1000)
    here, (x, y) = told(), middle()
    sheet.mouse.move(x, y)
    sheet.mouse.down()  # on the very day where the line ends now
    for step in range(1, 9):
        sheet.mouse.move(x - 10 * step, y)
        sheet.wait_for_timeout(50)
    steps.wait_until(sheet, lambda: told() != here, "the line does not follow the pointer")
    sheet.wait_for_timeout(500)
    before = told()
    sheet.mouse.up()
    sheet.wait_for_timeout(500)
    assert told() == before, "the last place of the pointer was skipped until it was let go"


@pytest.mark.browser
def test_quick_keys_queue_up_no_more_than_one_picture(sheet, lab):
    """ipywidgets sends a control's newest value once the kernel is done with the one before; what is outdated is skipped."""
    live = living(sheet, lab, "en/02-territory", ".noUi-handle")
    live.scroll_into_view_if_needed()
    live.locator(".noUi-handle").first.focus()
    live.evaluate("""explorer => {
        window.shown = [];
        const picture = node => node.tagName === 'IMG' || node.querySelector?.('img');  // not the tip that follows it
        new MutationObserver(records => {
            if (records.some(record => [...record.addedNodes].some(picture))) window.shown.push(performance.now());
        }).observe(explorer.querySelector('.campaign-picture'), {childList: true, subtree: true});
    }""")
    for _ in range(50):
        sheet.keyboard.press("ArrowLeft")
    pressed = sheet.evaluate("performance.now()")
    readout = live.locator(".widget-readout").first.text_content()
    steps.wait_until(
        sheet,
        lambda: f"{readout}%" in live.locator(".campaign-sentence").first.text_content(),
        "the last key is not drawn",
    )
    sheet.wait_for_timeout(1000)
    after = sheet.evaluate("from => window.shown.filter(at => at > from).length", pressed)
    assert int(readout) == 20 and after <= 2, (readout, after)  # the one under way, and the newest
