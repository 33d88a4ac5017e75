"""The checks of looks and accessibility find what they are there for: small pages, each with one fault put in."""

from contextlib import nullcontext

import accessibility
import appearance
import pytest

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
SOUND = f"""<!DOCTYPE html><html lang="en"><head><title>A lesson</title><style>
@media (prefers-reduced-motion: no-preference) {{.campaign-explorer {{transition: opacity 1s}}}}</style></head>
<body style="background: #fff; color: #111"><main class="jp-Notebook">
<h1>A lesson</h1><h2>Its question</h2>
<div class="jp-OutputArea-output"><div class="campaign-explorer" style="width: 500px">
<div style="display: flex; width: 400px"><label class="widget-label" for="rate">Rate</label>
<select id="rate" style="width: 300px; height: 28px"><option>13.6 million a day</option></select></div>
<div style="display: flex; width: 400px"><span class="widget-label">Month</span>
<div role="slider" tabindex="0" aria-label="Month" aria-valuetext="July" aria-valuenow="7" style="width: 200px; height: 28px"></div>
<span class="widget-readout" style="overflow: hidden">July</span></div>
<div class="widget-toggle-buttons" role="group" aria-label="Strikes in"><span class="widget-label">Strikes in</span>
<button aria-pressed="true">Iraq</button> <button aria-pressed="false">Syria</button></div>
<img alt="Chart: a line rises." width="400" height="100" src="{DOT}">
<p class="campaign-sentence" role="status" lang="en" style="margin: 0">The line rises.</p></div></div>
<div class="jp-OutputArea-output" style="width: 500px; overflow: auto" tabindex="0"><table><tr><th scope="col">Body</th></tr>
<tr><td>Airwars</td></tr></table></div>
</main></body></html>"""

FAULTS_OF_LOOKS = {
    "a label in too small a box": (
        'for="rate">Rate',
        'for="rate" style="width: 9px; overflow: hidden">Rate',
        "is too narrow",
    ),
    "a choice wider than its list": ("13.6 million a day", "13.6 million dollars a day, every day " * 3, "is cut"),
    "a value in too small a box": (
        'style="overflow: hidden">July',
        'style="overflow: hidden; width: 8px">July',
        "too narrow",
    ),
    "words under the edge of a box": (
        'lang="en" style="',
        'lang="en" style="height: 5px; overflow: hidden; ',
        "is cut by",
    ),
    "words over the picture": ('lang="en" style="', 'lang="en" style="position: relative; top: -40px; ', "lies over"),
    "a picture wider than its cell": ('width="400" height', 'width="3000" height', "is wider than its cell"),
    "an explorer wider than its cell": ("width: 400px", "width: 900px", "is wider than its room"),
    "a table cut without a way to scroll": (
        "width: 500px; overflow: auto",
        "width: 20px; overflow: hidden",
        "'Airwars' is cut by",
    ),
    "a lesson that scrolls sideways": ("<h2>", '<h2 style="width: 4000px">', "scrolls sideways"),
}
FAULTS_OF_ACCESS = {
    "a picture without words": ('alt="Chart: a line rises."', "", "image-alt"),
    "a picture with empty words": ('alt="Chart: a line rises."', 'alt=""', "no words"),
    "a list without a name": (' for="rate"', "", "select-name"),
    "a slider without a name": (' aria-label="Month"', "", "aria-input-field-name"),
    "a slider with another's name": (' aria-label="Month"', ' aria-label="Year"', "is told as 'Year,July'"),
    "a slider that tells its place in the row": ('aria-valuetext="July"', 'aria-valuetext="7"', "is told as 'Month,7'"),
    "a button that does not tell that it is down": ('aria-pressed="true"', "", "which button is down"),
    "a sentence that is not told": (' role="status"', "", "no sentence that is told"),
    "faint words": ("color: #111", "color: #999", "color-contrast"),
    "a field without a name": ("<img", '<input placeholder="&#8203;"><img', "a textbox has no name"),
    "choices without their question": (
        "<img",
        '<div class="widget-radio"><label class="widget-label">Which?</label><label><input type="radio">one</label></div><img',
        "'Which\\?' is told without its name",
    ),
    "a change that takes its time": (": no-preference", "", "changes gradually"),
    "something that moves": (
        "<h2>",
        "<h2><style>@keyframes k {to {opacity: 0}} .campaign-explorer {animation: k 1s}</style>",
        "is animated",
    ),
    "scrolling that takes its time": (
        'style="width: 500px">',
        'style="width: 500px; scroll-behavior: smooth">',
        "scrolls smoothly",
    ),
}
FAULTS_OF_PAGES = {
    "a heading too deep": (
        "<h2>Its question</h2>",
        "<h4>Its question</h4>",
        "a heading of level 4 follows one of level 1",
    ),
    "two titles": ("<h2>Its question</h2>", "<h1>Its question</h1>", "2 headings of level 1"),
    "no title": ("<h1>A lesson</h1>", "", "0 headings of level 1"),
    "no language": ('<html lang="en">', "<html>", "html-has-lang"),
    "a picture without words": ('alt="Chart: a line rises."', "", "image-alt"),
    "a table that only a mouse can scroll": (
        '500px; overflow: auto" tabindex="0"><table>',
        '30px; overflow: auto"><table>',
        "scrollable-region-focusable",
    ),
}


@pytest.fixture(scope="module")
def screen(browser):
    screen = browser.new_page()
    screen.set_viewport_size({"width": 1280, "height": 1000})
    yield screen
    screen.close()


def looks(screen):
    appearance.assert_in_place(screen, "here")
    appearance.assert_readable(screen, "here")


def access(screen):
    accessibility.check_explorers(screen, "here")


def page(screen):
    accessibility.check_page(screen, "here")


def test_a_sound_page_passes_all_checks(screen):
    screen.set_content(SOUND)
    looks(screen)
    access(screen)
    page(screen)


@pytest.mark.parametrize(
    "check, whole, broken, message",
    [
        pytest.param(check, *fault, id=f"{check.__name__}: {name}")
        for check, faults in ((looks, FAULTS_OF_LOOKS), (access, FAULTS_OF_ACCESS), (page, FAULTS_OF_PAGES))
        for name, fault in faults.items()
    ],
)
def test_a_fault_is_found(screen, check, whole, broken, message):
    assert whole in SOUND, "the page to break has changed"
    screen.set_content(SOUND.replace(whole, broken))
    with pytest.raises(AssertionError, match=message):
        check(screen)


def test_a_picture_that_comes_late_in_a_narrow_window_is_found(screen):
    for order, message in (("-1", ""), ("0", "explorers whose picture does not come first")):
        screen.set_content(
            '<div class="campaign-explorer" style="display: flex; flex-direction: column"><div>Year</div>'
            f'<div class="campaign-picture" style="order: {order}"><img width="9" height="9" src="{DOT}"></div></div>'
        )
        with pytest.raises(AssertionError, match=message) if message else nullcontext():
            appearance.assert_picture_first(screen, "here")


def test_faint_words_are_found_in_either_theme(screen):
    for ground, words in (("#fff", "#aaa"), ("#111", "#444")):
        screen.set_content(SOUND.replace("background: #fff; color: #111", f"background: {ground}; color: {words}"))
        with pytest.raises(AssertionError, match="color-contrast"):
            appearance.assert_readable(screen, "here")
