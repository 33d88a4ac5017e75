"""JupyterLab on loopback over a copy of the course, and a browser to look at it: nothing is written in the repository."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from course_copy import copy_of_course
from export_pages import find_browser
from local_server import free_port, running

# Their assertions tell the values, as those of the tests themselves do.
for helper in (
    "accessibility",
    "answering",
    "appearance",
    "arabic",
    "exploring",
    "from_tables",
    "lessons",
    "links",
    "steps",
):
    pytest.register_assert_rewrite(helper)

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("notebooks", "data")
TOKEN = "loopback-only"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
}
SECONDS_TO_START = 60
LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


@dataclass
class Server:
    """A running JupyterLab: the folder that it serves and its address."""

    folder: Path
    address: str
    token: str = TOKEN

    def ask(self, path: str, method: str = "GET"):
        """Its answer to a request: parsed JSON, or None where there is none."""
        request = urllib.request.Request(
            self.address + path, method=method, headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def end_kernels(self) -> None:
        for kernel in self.ask("/api/kernels"):
            self.ask(f"/api/kernels/{kernel['id']}", "DELETE")


def require(found: str | None, continuous_integration: bool) -> str:
    """The browser's program. Without one the tests are skipped; continuous integration must have one."""
    if found:
        return found
    reason = "no Chromium or Chrome found"
    if continuous_integration:
        pytest.fail(f"{reason}: continuous integration must have one")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def program():
    """The browser of this machine."""
    return require(find_browser(), bool(os.environ.get("CI")))


@pytest.fixture(scope="session")
def lab(program, tmp_path_factory):
    """JupyterLab with folders, settings and a port of its own."""
    home = tmp_path_factory.mktemp("lab")
    folder = copy_of_course(home / "course", COPIED)
    for name, values in SETTINGS.items():
        file = home / "jupyterlab_settings_dir/@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"]
    command += [f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    log = home / "lab.log"
    server = Server(folder, f"http://127.0.0.1:{port}")
    with running(command, log, home, cwd=folder) as process:
        latest = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                server.ask("/api/status")
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() > latest:
                    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
                time.sleep(0.2)
        yield server


@pytest.fixture(scope="session")
def browser(program):
    """A browser that finds no host but this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        arguments = [LOOPBACK_ONLY, "--disable-gpu", "--disable-background-networking"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium refuses to start for root without this
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
