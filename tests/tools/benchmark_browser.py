"""Key presses in a real JupyterLab and Chromium, timed inside the page, for benchmark.py."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import nbformat
from export_pages import find_browser
from local_server import Server, chromium_options, jupyter

ROOT = Path(__file__).resolve().parents[2]
EXPLORER = "TerritoryExplorer"  # its slider is an IntSlider, the plainest of all

CELLS = [
    f"import sys\nsys.path[:0] = [{str(ROOT / 'notebooks')!r}, {str(ROOT / 'tests' / 'tools')!r}]\n"
    "import benchmark_explorers\nimport ipywidgets",
    f'ours, control = benchmark_explorers.made("{EXPLORER}")\nours.add_class("measured-ours")\nipywidgets.VBox([ours])',
    f'common, control = benchmark_explorers.made("{EXPLORER}", common=True)\n'
    "box = ipywidgets.VBox([common.controls[control], common.output(control)])\n"
    'box.add_class("measured-common")\nbox',
]


def key_presses(count: int, seconds: float) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Seconds from key press to changed picture, in turns for our explorer and the common one; layout shifts of each.

    Raises RuntimeError where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if not program:
        raise RuntimeError("no Chromium or Chrome found")
    with tempfile.TemporaryDirectory() as name:
        course = Path(name) / "course"
        course.mkdir()
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
        nbformat.write(notebook, course / "moves.ipynb")
        with (
            jupyter(course, Path(name), "jupyterlab", f"--config={ROOT}/notebooks/make/lab/settings.py") as server,
            sync_playwright() as play,
        ):
            browser = play.chromium.launch(executable_path=program, args=chromium_options())
            try:
                return _press(browser.new_page(viewport={"width": 1280, "height": 2200}), server, count, seconds)
            finally:
                browser.close()


def _press(page, server: Server, count: int, seconds: float):
    page.set_default_timeout(90_000)
    page.goto(f"{server.address}/lab/tree/moves.ipynb?token={server.token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector("#jp-main-statusbar >> text=Idle")
    page.locator(".jp-Notebook .jp-Cell .jp-InputArea-editor").first.click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    taken, shifts = {"ours": [], "common": []}, {"ours": 0.0, "common": 0.0}
    for way in taken:
        page.wait_for_selector(f".measured-{way} img")
    page.evaluate(Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    latest = time.monotonic() + seconds
    for number in range(count):
        for way in taken:
            handle = page.locator(f".measured-{way} .noUi-handle").first
            handle.focus()
            page.wait_for_timeout(200)  # what the last press set off has come to rest
            page.evaluate("way => { window.answer = null; window.watched = document.querySelector('.measured-' + way);"
                          " window.shifts = 0 }", way)  # fmt: skip
            page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
            page.wait_for_function("window.answer !== null", polling=20)
            if number:  # the first one also warms up
                taken[way].append(page.evaluate("window.answer") / 1000)
                page.wait_for_timeout(100)
                shifts[way] += page.evaluate("window.shifts")
        if number and time.monotonic() > latest:
            break
    return taken, shifts
