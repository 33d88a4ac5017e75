"""The running edition of the course on the web, as a learner uses it: from a built site, in Chromium, on loopback.

The site is built before, with Pyodide from a folder, and named in CAMPAIGN_SITE:

    python notebooks/make/build_site.py --pyodide FOLDER && CAMPAIGN_SITE=site python -m pytest -m browser tests/browser
"""

import base64
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import answering
import edition
import exploring
import guessing
import pytest
from lessons import LESSONS, QUICK, ROOT, Lesson, wait_until
from local_server import chromium_options, watched
from site_server import serving
from steps import LOOPBACK, assert_no_dead_widget, assert_no_error_output

pytestmark = pytest.mark.browser

SOME = [name for name in LESSONS if name.endswith(QUICK)]
PATIENCE = 60_000
"""Milliseconds that a page waits for something."""
SENT = 25_000_000
"""Bytes that the first opening of a lesson takes at most, with Python and all packages."""


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    given = os.environ.get("CAMPAIGN_SITE")
    if not given:
        pytest.skip("no built site: CAMPAIGN_SITE names none (see the top of this file)")
    folder = (ROOT / given).resolve()
    assert (folder / "run/packages/pyodide.asm.wasm").is_file(), f"{folder} was not built with --pyodide"
    return folder


@pytest.fixture(scope="session")
def server(site):
    """The site under a path of its own, as a project's pages have it."""
    with serving(site, "/course/") as server:
        yield server


@pytest.fixture
def page(watched_page):
    """A page in the browser that all tests share: what JupyterLite is made of is fetched once."""
    return watched_page(PATIENCE)


@pytest.fixture
def fresh(browser):
    """A browser profile of its own, with nothing stored and nothing kept."""
    context = browser.browser.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


def new_page(context):
    return watched(context.new_page(), PATIENCE)


def in_view(element):
    """Whether a heading stands in the window, below the bar."""
    box, room = element.bounding_box(), element.page.viewport_size["height"]
    return 40 <= box["y"] < room if box else False


def assert_on_loopback(page, at):
    assert [url for url in page.asked if not LOOPBACK.match(url)] == [], f"{at}: another machine was asked"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_in_the_browser_with_the_stored_texts(page, server, name):
    lesson = Lesson(name)
    started = time.monotonic()
    edition.open_notebook(page, server, lesson.inside)
    edition.run_all(page, name)
    seconds = time.monotonic() - started
    assert_no_error_output(page, name)
    assert_no_dead_widget(page, name)
    assert edition.differences(page, lesson) == []
    exploring.explore_all(page, lesson)
    answering.answer_wrong_then_right(page, lesson)
    assert_on_loopback(page, name)
    assert page.complaints == [], name
    cells = sum(cell.cell_type == "code" for cell in lesson.cells)
    folder = ROOT / "artefacts" / "edition"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name.replace('/', '-')}.json").write_text(json.dumps({"cells": cells, "seconds": round(seconds, 1)}))
    page.screenshot(path=folder / f"{name.replace('/', '-')}.png")


def test_the_first_opening_is_light(fresh, site):
    with serving(site, "/course/") as server:
        page = new_page(fresh)
        lesson = Lesson(SOME[0])
        edition.open_notebook(page, server, lesson.inside)
        edition.run_all(page, lesson.name)
        sent = sum(server.sent.values())
        assert server.missing == []
        folder = ROOT / "artefacts" / "edition"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sent.json").write_text(json.dumps({"bytes": sent}))
        assert sent <= SENT, sorted(((size, place) for place, size in server.sent.items()), reverse=True)[:20]


@pytest.mark.parametrize("name", SOME)
def test_a_guess_and_the_page_to_hand_in_work(fresh, server, name):
    lesson, page = Lesson(name), new_page(fresh)
    edition.open_notebook(page, server, lesson.inside)
    edition.run_all(page, name)
    guessing.commit_all(page, lesson)
    answering.answer_wrong_then_right(page, lesson)
    exercise = answering.ANSWERS[lesson.stem][0]
    last = page.locator(edition.CELLS).nth(lesson.progress_place)
    answering.type_into_box(page, last, "Amal أمل")
    wait_until(page, lambda: ".html" in last.inner_text(), lambda: f"{name}: {last.inner_text()!r}")
    written = re.search(r"[\w-]+\.html", last.inner_text())[0]
    place = f"notebooks/{lesson.language}/my-work/{written}"
    content = page.evaluate(
        "async place => (await window.jupyterapp.serviceManager.contents.get(place, {content: true})).content", place
    )
    content = base64.b64decode(content).decode("utf-8")  # as JupyterLite keeps pages
    assert "Amal أمل" in content and f'data-exercise="{exercise}" data-kind="right"' in content
    with page.expect_navigation():
        page.click(".course-files")
    page.locator(".jp-DirListing-item", has_text="my-work").dblclick()
    with page.expect_popup() as opened:
        page.locator(".jp-DirListing-item", has_text=written).dblclick()
    opened.value.locator("h1 ~ .name", has_text="Amal أمل").wait_for()
    assert_on_loopback(page, name)


@pytest.mark.parametrize("name", SOME)
def test_saved_work_survives_and_the_original_comes_back(fresh, server, name):
    lesson, page = Lesson(name), new_page(fresh)
    edition.open_notebook(page, server, lesson.inside)
    edition.wait_until_ready(page, name)
    edition.type_into(page, page.locator(".jp-Notebook .jp-CodeCell").nth(1), "my_own = 42\n")
    edition.save(page, name)
    page.reload()
    page.wait_for_selector(edition.CELLS)  # the first one may be there before the words of all
    kept = f"{name}: what was saved is gone after a reload"
    wait_until(page, lambda: "my_own = 42" in edition.text_of(page), kept)
    edition.wait_until_ready(page, name)
    with page.expect_download() as download:
        page.click(".course-download")
    copy = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert download.value.suggested_filename == Path(lesson.inside).name
    assert any("my_own = 42" in "".join(cell["source"]) for cell in copy["cells"])
    with page.expect_navigation():
        page.click(".course-reset")
    page.wait_for_selector(edition.CELLS)
    assert "my_own" not in edition.text_of(page), f"{name}: the original does not come back"
    assert edition.differences(page, lesson) == []


@pytest.mark.parametrize("name", SOME)
def test_links_of_a_lesson_lead_to_where_the_next_one_runs(fresh, server, name):
    lesson, page = Lesson(name), new_page(fresh)
    edition.open_notebook(page, server, lesson.inside)
    row = [other for other in LESSONS if other.split("/")[0] == lesson.language]
    following = row[row.index(name) + 1]
    other = next(x for x in LESSONS if x.endswith(lesson.stem) and x != name)
    for target in (following, other, f"{lesson.language}/solutions/{lesson.stem}"):
        file = f"{server.address}run/files/notebooks/{target}.ipynb"
        link = page.locator(f".jp-RenderedMarkdown a[href^='{file}']").first
        link.wait_for(state="attached")
        anchor = link.get_attribute("href").removeprefix(file)
        with page.expect_navigation():
            link.click()
        assert page.url == edition.address(server, f"notebooks/{target}.ipynb") + anchor
        page.wait_for_selector(edition.CELLS)
        if anchor:
            heading = page.locator(f'.jp-RenderedMarkdown [id="{urllib.parse.unquote(anchor[1:])}"]')
            wait_until(page, lambda heading=heading: in_view(heading), f"{name}: {target} does not open at {anchor}")
        edition.open_notebook(page, server, lesson.inside)
    with page.expect_navigation():
        page.click(".course-read")
    assert page.url == f"{server.address}{name}.html"
    page.click(".go")
    page.wait_for_selector(edition.CELLS)
    assert len(fresh.pages) == 1, "a new tab was opened"


def test_two_tabs_work_and_say_that_there_are_two(fresh, server):
    name = SOME[0]
    first, second = new_page(fresh), new_page(fresh)
    for page in (first, second):
        edition.open_notebook(page, server, Lesson(name).inside)
    for page in (first, second):
        page.bring_to_front()
        edition.run_all(page, name)
        assert_no_error_output(page, name)
        assert edition.differences(page, Lesson(name)) == []
        assert page.locator("[data-warning=other_tab]").count() == 1


@pytest.mark.parametrize("name", SOME)
def test_a_reload_in_the_middle_of_a_run_starts_afresh(fresh, server, name):
    page = new_page(fresh)
    edition.open_notebook(page, server, Lesson(name).inside)
    edition.wait_until_ready(page, name)
    page.click(edition.READY)
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_selector(edition.CELLS)
    edition.run_all(page, f"{name}, loaded again")
    assert_no_error_output(page, name)
    assert edition.differences(page, Lesson(name)) == []


def test_it_opens_and_runs_without_the_network_once_it_was_loaded(fresh, site):
    name = SOME[-1]
    with serving(site, "/course/") as server:
        page = new_page(fresh)
        page.goto(f"{server.address}{name}.html")
        edition.open_notebook(page, server, Lesson(name).inside)
        edition.run_all(page, name)
        # Only what was asked for while the worker of the page was there is kept: the second opening keeps all.
        page.reload()
        page.wait_for_selector(edition.CELLS)
        edition.run_all(page, name)
        page.wait_for_timeout(2000)
        place = server.address
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(place, timeout=5)
    page.complaints.clear()
    page.reload()
    page.wait_for_selector(edition.CELLS)
    edition.run_all(page, f"{name}, without the network")
    assert_no_error_output(page, name)
    assert edition.differences(page, Lesson(name)) == []


def test_it_runs_from_a_memory_stick_with_one_command(fresh, site):
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    process = subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = re.search(r" port (\d+) ", process.stdout.readline())[1]
        page = new_page(fresh)
        page.goto(f"http://127.0.0.1:{port}/")
        page.click("a[href='ar/index.html']")
        page.click(".go")
        page.wait_for_selector(edition.CELLS)
        edition.run_all(page, "from a memory stick")
        assert_no_error_output(page, "from a memory stick")
        assert edition.differences(page, Lesson(LESSONS[len(LESSONS) // 2])) == []
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_without_storage_one_sentence_says_so(browser, program, server, tmp_path):
    from campaign import language as lang

    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences))
    context = browser.browser.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=program, args=chromium_options()
    )
    try:
        for name in SOME:
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
            page.goto(edition.address(server, Lesson(name).inside))
            said = page.locator(".course-warning")
            said.first.wait_for(timeout=60_000)
            wait_until(page, lambda said=said: said.count() == 1, f"{name}: {said.count()} sentences")
            language = name.split("/")[0]
            assert said.first.inner_text() == lang.text("site.no_storage", language)
            stopped = lang.text("site.bar_stopped", language)
            wait_until(page, lambda page=page, s=stopped: page.evaluate(edition.STATE) == s, f"{name}: not told")
            assert page.locator(".course-run").is_disabled()
            page.click(".course-read")
            page.wait_for_url(f"**/{name}.html")
    finally:
        context.close()


@pytest.mark.parametrize("reached", [True, False], ids=["cut from the host's packages", "whole from the host"])
def test_pyodide_may_come_from_another_host(fresh, tmp_path, monkeypatch, reached):
    """As the published site has it: the folder of Pyodide stands for its public host, on another port of this machine."""
    given = os.environ.get("CAMPAIGN_PYODIDE")
    if not given:
        pytest.skip("no folder of Pyodide: CAMPAIGN_PYODIDE names none")
    import browser_packages
    import build_site

    known = browser_packages.pins()
    with serving((ROOT / given).resolve(), "/full/") as host:
        pins = browser_packages.Pins(**(vars(known) | {"host": host.address}))
        monkeypatch.setattr(browser_packages, "pins", lambda: pins)
        if not reached:

            def not_reached(name, *_):
                raise browser_packages.NotFound(name)

            monkeypatch.setattr(browser_packages, "from_pyodide", not_reached)
        # What came from the registry before is there already; nothing of the other host is.
        kept = tmp_path / "kept"
        kept.mkdir()
        for package in known.packages.values():
            if package.origin == "registry":
                (kept / package.file).write_bytes(browser_packages.from_registry(package, build_site.KEPT))
        monkeypatch.setattr(build_site, "KEPT", kept)
        said = []
        build_site.build(tmp_path / "site", say=said.append)
        assert any("could not be reached" in words for words in said) is not reached
        assert not (tmp_path / "site/run/packages/pyodide.asm.wasm").exists()
        host.sent.clear()
        with serving(tmp_path / "site", "/course/") as server:
            page, name = new_page(fresh), SOME[-1]
            edition.open_notebook(page, server, Lesson(name).inside)
            edition.run_all(page, name)
            assert_no_error_output(page, name)
            assert edition.differences(page, Lesson(name)) == []
            assert server.missing == []
            total = sum(server.sent.values()) + sum(host.sent.values())
        assert "/full/pyodide.asm.wasm" in host.sent
        assert any(place.endswith(".whl") for place in host.sent) is not reached
        assert not reached or total <= SENT
