"""Each check of the browser tests turns red: small pages with one thing broken go through the checks themselves.

For every check there is a whole page that it lets pass and a broken one that it names.
"""

from contextlib import nullcontext
from types import SimpleNamespace

import answering
import arabic
import exploring
import from_tables
import guessing
import lessons
import links
import pytest
import steps

pytestmark = pytest.mark.browser

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
LESSON = SimpleNamespace(name="en/small", stored_pictures=1)


def notebook(outputs="", text="", cells=""):
    """As much of JupyterLab's page as the checks look at."""
    return (
        f'<div class="lm-DockPanel"><div class="jp-NotebookPanel"><div class="jp-Notebook"><div class="jp-Cell">'
        f'<div class="jp-MarkdownOutput">{text}</div><div class="jp-OutputArea">'
        f'<div class="jp-OutputArea-output">{outputs}</div></div></div>{cells}</div></div></div>'
    )


@pytest.fixture
def page(watched_page):
    """A page without a server; what it asks for and complains of is noted as in the lessons."""
    return watched_page(5_000)


def red(words):
    """The check must fail, and say these words."""
    return pytest.raises(AssertionError, match=words)


# --- whole lessons --------------------------------------------------------------------------------------------------
def test_a_dead_widget_is_seen(page):
    page.set_content(notebook("A picture"))
    steps.assert_no_dead_widget(page, "here")
    page.set_content(notebook('<p style="display:none">Loading widget...</p>Error displaying widget: model not found'))
    with red("shows a dead widget"):
        steps.assert_no_dead_widget(page, "here")


def test_a_missing_picture_and_an_early_explorer_are_seen(page, monkeypatch):
    whole = f'<img width="9" height="9" src="{PIXEL}">'
    page.set_content(notebook(whole))
    steps.assert_static(page, LESSON, "here")
    page.set_content(notebook(whole + '<div class="campaign-explorer">live</div>'))
    with red("live before anything has run"):
        steps.assert_static(page, LESSON, "here")
    monkeypatch.setattr(steps, "wait_until", lambda *a: hurried(*a))
    for broken in ("", whole.replace(PIXEL, "data:image/gif;base64,AAAA"), whole.replace("<img", "<img hidden")):
        page.set_content(notebook(broken))
        with red("0 of 1 pictures are seen"):
            steps.assert_static(page, LESSON, "here")


def hurried(sheet, condition, message, seconds=1):
    """`wait_until` that gives up after half a second."""
    sheet.wait_for_timeout(500)
    assert condition(), message() if callable(message) else message


def test_an_error_of_a_cell_is_seen(page):
    page.set_content(notebook())
    steps.assert_no_error_output(page, "here")
    for broken in (
        '<div class="jp-RenderedText" data-mime-type="application/vnd.jupyter.stderr">a warning</div>',
        '<div data-mime-type="application/vnd.jupyter.error">NameError</div>',
    ):
        page.set_content(notebook(broken))
        with red("printed an error"):
            steps.assert_no_error_output(page, "here")


def test_a_complaint_of_the_console_is_seen(page):
    page.set_content("<script>console.log('all is well')</script>")
    steps.assert_quiet(page, "here")
    page.set_content("<script>console.error('broken')</script>")
    with red("the console complains"):
        steps.assert_quiet(page, "here")
    page.complaints.clear()
    page.set_content("<script>nobody.knows()</script>")
    page.wait_for_timeout(200)
    with red("the console complains"):
        steps.assert_quiet(page, "here")


def test_a_request_to_another_machine_is_seen(page):
    page.set_content(f'<img src="{PIXEL}">')
    steps.assert_quiet(page, "here")
    page.set_content('<img src="http://example.invalid/counter.gif">')
    page.wait_for_timeout(200)
    with red("asked another machine"):
        steps.assert_quiet(page, "here")


# --- explorers ------------------------------------------------------------------------------------------------------
EXPLORER = f"""<style>:focus-visible {{outline: 2px solid blue}}</style>
<div class="campaign-explorer"><div><label class="widget-label">Year</label>
<select><option>2014</option><option>2015</option></select></div>
<button onclick="reset()">Reset</button><img width="9" height="9" alt="In 2014: 10" src="{PIXEL}">
<p class="campaign-sentence">In 2014: 10</p></div>
<script>
const list = document.querySelector("select"), words = document.querySelector("p"), image = document.querySelector("img");
function say(text) {{ words.textContent = text; image.alt = text; image.src = "{PIXEL}".slice(0, -1) + (list.selectedIndex ? "4" : "7"); }}
list.onchange = () => say(list.selectedIndex ? "In 2015: 20" : "In 2014: 10");
function reset() {{ list.selectedIndex = 0; say("In 2014: 10"); }}
</script>"""


class Small:
    """The same explorer in Python."""

    name = "small"
    reset_button = SimpleNamespace(description="Reset")

    def __init__(self):
        self.year = SimpleNamespace(description="Year", _options_labels=("2014", "2015"), index=0)
        self.controls = {"year": self.year}

    @property
    def sentence(self):
        return ("In 2014: 10", "In 2015: 20")[self.year.index]

    alt = sentence

    def reset(self):
        self.year.index = 0


def explore(page, content, monkeypatch):
    monkeypatch.setattr(exploring, "wait_until", hurried)
    page.set_content(content)
    exploring.explore(page, page.locator(".campaign-explorer"), Small(), "here")


def test_a_whole_explorer_passes(page, monkeypatch):
    explore(page, EXPLORER, monkeypatch)


@pytest.mark.parametrize(
    "whole, broken, words",
    [
        ('say(list.selectedIndex ? "In 2015: 20"', 'say(list.selectedIndex ? "In 2015: 21"', "the sentence is"),
        ("image.alt = text;", "", "the alt is"),
        ('(list.selectedIndex ? "4" : "7")', '"7"', "the picture stays"),
        (
            '<p class="campaign-sentence">In 2014: 10',
            '<p class="campaign-sentence">In 2014: 11',
            "as it opens: the sentence",
        ),
        ("<select>", '<select onkeydown="event.preventDefault()">', "arrow keys leave"),
        ("list.selectedIndex = 0; say", "say", "Reset does not bring back the"),
        ('say("In 2014: 10"); }', "}", "Reset does not bring back the sentence"),
        (":focus-visible {outline: 2px solid blue}", "* {outline: none !important}", "nothing shows it"),
        ("<button", '<button tabindex="-1"', "Tab never comes to the button"),
        ("<select>", "<select onkeydown=\"if (event.key === 'Tab') event.preventDefault()\">", "do not lead out"),
        ("<p class", '<a href="#" tabindex="0" onfocus="list.focus()">more</a><p class', "do not lead out|passes over"),
        ("() => say", "() => console.error('broken') || say", "the console complains"),
        (
            "<button",
            '<a href="#" style="position: absolute; top: 300px">more</a><button',
            "another order than one reads",
        ),
        (
            "<button",
            '<input aria-label="place" style="opacity: 0"><button',
            "comes to 'input place', which nobody sees",
        ),
    ],
)
def test_a_broken_explorer_is_seen(page, monkeypatch, whole, broken, words):
    assert whole in EXPLORER
    with red(words):
        explore(page, EXPLORER.replace(whole, broken), monkeypatch)


def test_an_explorer_too_tall_for_the_window_is_seen(page):
    page.set_viewport_size({"width": 1366, "height": 768})
    parts = (
        EXPLORER.split("<script>")[0]
        .replace("<select", '<div class="campaign-controls"><select')
        .replace("</select>", "</select></div>")
    )
    for height, message in ((500, ""), (640, "not seen together")):
        pane = f'<div class="jp-WindowedPanel-outer" style="height: 647px; overflow: auto">{parts}</div>'
        page.set_content(notebook(pane.replace('height="9"', f'height="{height}"')))
        with red(message) if message else nullcontext():
            exploring.assert_together(page, "here")


def test_a_number_that_is_not_in_the_sentence_is_seen(page):
    page.set_content('<div class="campaign-explorer"><p class="campaign-sentence">From 2014: 23,922 strikes.</p></div>')
    live = page.locator(".campaign-explorer")
    from_tables.assert_numbers(page, live, ["23,922", "2014"], "here", seconds=0)
    with red("'3,922'"):
        from_tables.assert_numbers(page, live, ["3,922"], "here", seconds=0)


# --- guesses ----------------------------------------------------------------------------------------------------------
GUESS = notebook(
    cells=f"""<div class="jp-Cell"><p class="campaign-kept" hidden>It was 624.</p><img hidden class="kept" src="{PIXEL}" width="9">
<div class="campaign-guess"><label><input type="radio" name="g">a</label><label><input type="radio" name="g">b</label>
<button>Commit</button><p id="reply"></p><img id="picture" alt="Only the axes" width="9" height="9" src="{PIXEL}"></div></div>
<script>const [a, b] = document.querySelectorAll("input");
document.querySelector("button").onclick = () => {{ if (!a.checked && !b.checked) return;
    document.querySelector("#reply").textContent = "It was 624."; document.querySelector("#picture").alt = "Chart: 624."; }};
</script>"""
)


def guess(page, content):
    page.set_content(content)
    lesson = SimpleNamespace(name="here", guesses=[lessons.Guess(1, ["It was 624."], "Chart: 624")])
    guessing.assert_hidden(page, lesson.guesses, "here")
    guessing.commit(page, lesson.guesses[0], "here", 1)


def test_a_whole_guess_passes(page):
    guess(page, GUESS)


@pytest.mark.parametrize(
    "whole, broken, words",
    [
        ('kept" hidden', 'kept"', "can be read before the guess"),
        ('kept" hidden', 'kept" style="display: none; display: block"', "can be read before the guess"),
        ('id="reply">', 'id="reply">It was 624.', "can be read before the guess"),
        ("<img hidden", "<img", "picture before the guess"),
        ("Only the axes", "Chart: 624, and the guess", "picture before the guess"),
        ('textContent = "It was 624."', 'textContent = "Wrong."', "no \\['It was 624.'\\]"),
        ('alt = "Chart: 624."', 'alt = "Only the axes"', "no \\['its picture'\\]"),
        ("<button", '<button tabindex="-1"', "Tab does not come to its button"),
        (
            '<div class="campaign-guess">',
            '<div class="campaign-guess" onkeydown="event.key === \'Tab\' || event.preventDefault()">',
            "there is no",
        ),
    ],
)
def test_a_guess_that_tells_too_early_or_never_is_seen(page, whole, broken, words):
    assert whole in GUESS
    with red(words):
        guess(page, GUESS.replace(whole, broken))


def test_a_lesson_with_too_few_guesses_is_seen(page):
    with red("it asks for 1 guesses"):
        guessing.commit_all(page, SimpleNamespace(name="here", guesses=[None]))


# --- the run and the page to hand in --------------------------------------------------------------------------------
def test_a_lesson_that_the_keyboard_does_not_start_is_seen(page, monkeypatch):
    monkeypatch.setattr(steps, "LONGEST_RUN", 1)
    cells = [SimpleNamespace(source="words"), SimpleNamespace(source="explorer.Small()")]
    lesson = SimpleNamespace(name="here", cells=cells, guesses=[])
    listening = """<p>Python 3 | Idle</p><script>let keys = ""; onkeydown = event => {
        keys += event.key === "Enter" ? (event.shiftKey ? "S" : "") + (event.ctrlKey ? "C" : "") : "";
        if (keys === "SC") document.querySelector(".jp-Cell").innerHTML += '<p class="campaign-explorer">live</p>'; }</script>"""
    page.set_content(notebook() + listening)
    steps.run_all(page, lesson)
    page.set_content(notebook() + listening.replace("event.shiftKey", "event.altKey"))
    with red("0 of 1 explorers live"):
        steps.run_all(page, lesson)


@pytest.mark.parametrize(
    "fault, words",
    [
        (lambda file, page: file.write_text(page), ""),
        (lambda file, page: None, "no 04-cost.html; the lesson says"),
        (lambda file, page: file.write_text(page.replace("Amal", "")), "'Amal أمل' is not in it"),
        (lambda file, page: file.write_text(page.replace("0.57", "1.7")), "'>0.57</td>' is not in it"),
        (
            lambda file, page: file.write_text(page) and file.parent.with_name("04-cost.ipynb").write_text("{}"),
            "changed or came",
        ),
    ],
    ids=["whole", "no file", "no name", "another answer", "over a lesson"],
)
def test_a_broken_page_to_hand_in_is_seen(page, tmp_path, monkeypatch, fault, words):
    monkeypatch.setattr(answering, "wait_until", hurried)
    lesson = lessons.Lesson("en/04-cost")
    lesson.progress_place = 0
    folder = (tmp_path / lesson.inside).parent
    (folder / "my-work").mkdir(parents=True)
    (folder / "04-cost.ipynb").write_bytes((lessons.ROOT / lesson.inside).read_bytes())
    made = '<h1>{}</h1><td data-exercise="04-1">0.57</td>'
    page.expose_function("make", lambda name: fault(folder / "my-work" / "04-cost.html", made.format(name)))
    page.set_content(notebook('<div class="campaign-ask"><input type="text"><button>Make</button><p></p></div>'))
    page.evaluate("""() => { document.querySelector("button").onclick = async () => {
        await make(document.querySelector("input").value); document.querySelector("p").textContent = "04-cost.html"; } }""")
    with red(words) if words else nullcontext():
        answering.hand_in(page, SimpleNamespace(folder=tmp_path), lesson)


# --- exercises and links ----------------------------------------------------------------------------------------------
def test_another_reply_is_seen(page):
    page.set_content('<div class="jp-CodeCell"><div class="jp-OutputArea">Well  done.</div></div>')
    cell = page.locator(".jp-CodeCell")
    answering.assert_reply(page, cell, "Well done.", "here", 0)
    with red("and not 'Try again.'"):
        answering.assert_reply(page, cell, "Try again.", "here", 0)


def test_an_answer_that_touches_another_cell_is_seen():
    answering.assert_only_changed(1, ["a", "b", "c"], ["a", "x", "c"], "here")
    with red(r"the answer in cell 1 changed the outputs of cells \[0, 1\]"):
        answering.assert_only_changed(1, ["a", "b", "c"], ["y", "x", "c"], "here")


def test_a_written_file_is_seen(tmp_path):
    lesson, served = lessons.Lesson("en/00-start-here"), SimpleNamespace(folder=tmp_path)
    file = tmp_path / lesson.inside
    file.parent.mkdir(parents=True)
    file.write_bytes((lessons.ROOT / lesson.inside).read_bytes())
    own = file.parent / "my-work" / "00-start-here.html"
    own.parent.mkdir()
    own.write_text("mine")
    steps.assert_untouched(served, "here")
    file.write_bytes(file.read_bytes() + b" ")
    with red("here: files that changed or came"):
        steps.assert_untouched(served, "here")
    own.rename(file)
    with red("00-start-here.ipynb"):
        steps.assert_untouched(served, "here")


def test_a_dead_link_is_seen():
    links.assert_links_lead_somewhere(["http://127.0.0.1:1/files/README.md", "https://example.org/"], "here")
    with red("no such files"):
        links.assert_links_lead_somewhere(["http://127.0.0.1:1/files/notebooks/en/09-missing.ipynb"], "here")


def test_the_wrong_title_is_seen(page):
    page.set_content(notebook(text="<h1>The cost<a>¶</a></h1>"))
    links.assert_title(page, "The cost", "here", 0)
    with red("opened 'The cost' and not 'The strikes'"):
        links.assert_title(page, "The strikes", "here", 0)


# --- Arabic -----------------------------------------------------------------------------------------------------------
ARABIC = notebook(
    text='<div dir="rtl" lang="ar"><style>p {text-align: right}</style>'
    "<p>نُفّذت 23,922 غارة حتى 26 تموز/يوليو 2017 (بحسب CJTF-OIR) أي 70% منها.</p></div>",
    cells='<div class="jp-CodeCell"><div class="jp-InputArea-editor" dir="ltr">x</div></div>',
)
PART = ".jp-MarkdownOutput div[lang=ar]"


def test_whole_arabic_passes(page):
    page.set_content(ARABIC)
    arabic.assert_right_to_left(page, "here")
    arabic.assert_order(page, PART, "here", 1)


@pytest.mark.parametrize(
    "whole, broken, words",
    [
        ('<div dir="rtl"', "<div", "text cells"),
        ("text-align: right", "text-align: left", "paragraphs"),
        ("text-align: right", "text-align: right; padding-right: 0; text-indent: 90px; overflow: auto", "right edge"),
        ('dir="ltr"', 'dir="rtl"', "code cells"),
    ],
)
def test_the_wrong_direction_is_seen(page, whole, broken, words):
    assert whole in ARABIC
    page.set_content(ARABIC.replace(whole, broken))
    with red(words):
        arabic.assert_right_to_left(page, "here")


def forced(direction, words):
    """Words that the browser must write in one direction, whatever they are."""
    return f'<span style="unicode-bidi: bidi-override; direction: {direction}">{words}</span>'


@pytest.mark.parametrize(
    "whole, broken, words",
    [
        ("نُفّذت 23,922 غارة", forced("ltr", "نُفّذت 23,922 غارة"), "does not stand left of"),
        ("23,922", forced("rtl", "23,922"), "does not run from left to right"),
        ("CJTF", forced("rtl", "CJTF"), "does not run from left to right"),
        ("(بحسب CJTF-OIR)", forced("ltr", "(بحسب CJTF-OIR)"), "brackets do not stand around"),
        ("2017 (", "2017 " + forced("ltr", "يوم A وحين") + " (", "does not stand between"),
    ],
)
def test_the_wrong_order_of_a_mixed_line_is_seen(page, whole, broken, words):
    assert whole in ARABIC
    page.set_content(ARABIC.replace(whole, broken))
    with red(words):
        arabic.assert_order(page, PART, "here", 1)


def test_a_lesson_without_mixed_lines_is_seen(page):
    page.set_content(ARABIC)
    with red("only 1 paragraphs mix"):
        arabic.assert_order(page, PART, "here", 2)


def test_a_label_on_the_wrong_side_is_seen(page):
    row = '<div style="display: flex"><label class="widget-label">السنة</label><select><option>2014</option></select></div>'
    page.set_content(notebook(f'<div class="campaign-explorer" dir="rtl">{row}</div>'))
    arabic.assert_labels_right(page, "here")
    page.set_content(notebook(f'<div class="campaign-explorer" dir="ltr">{row}</div>'))
    with red("right of their control"):
        arabic.assert_labels_right(page, "here")
