"""JupyterLab on loopback over a copy of the course, and a browser to look at it: nothing is written in the repository."""

import json
import os

import pytest
from course_copy import copy_of_course
from export_pages import find_browser
from local_server import chromium_options, jupyter

# Their assertions tell the values, as those of the tests themselves do.
for helper in "accessibility answering appearance arabic edition exploring from_tables lessons links steps".split():
    pytest.register_assert_rewrite(helper)

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
}


@pytest.fixture(scope="session")
def program():
    """The browser of this machine. Without one the tests are skipped; continuous integration must have one."""
    found, reason = find_browser(), "no Chromium or Chrome found"
    if not found and os.environ.get("CI"):
        pytest.fail(f"{reason}: continuous integration must have one")
    return found or pytest.skip(reason)


@pytest.fixture(scope="session")
def lab(program, tmp_path_factory):
    """JupyterLab with folders, settings and a port of its own."""
    home = tmp_path_factory.mktemp("lab")
    for name, values in SETTINGS.items():
        file = home / "jupyterlab_settings_dir/@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    with jupyter(copy_of_course(home / "course", ("notebooks", "data")), home, "jupyterlab") as server:
        yield server


@pytest.fixture(scope="session")
def browser(program):
    """A browser that finds no host but this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        arguments = [*chromium_options(), "--disable-background-networking"]
        started = play.chromium.launch(executable_path=program, args=arguments)
        try:
            # One context for all pages: what JupyterLab is made of is fetched once.
            yield started.new_context(viewport={"width": 1280, "height": 1000})
        finally:
            started.close()


@pytest.fixture
def watched_page(browser):
    """Open a new page; what it asks for is noted in its list `asked`, what it complains of in `complaints`."""

    def new(patience: int):
        page = browser.new_page()
        page.set_default_timeout(patience)  # milliseconds
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    return new


@pytest.fixture
def sheet(watched_page, lab):
    """A page for JupyterLab. The kernels that it started end with it."""
    page = watched_page(30_000)
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?" when it is loaded again unsaved
    yield page
    page.close()
    lab.end_kernels()
