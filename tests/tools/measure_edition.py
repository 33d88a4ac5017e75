"""Measure the edition in the browser: what its first opening sends and costs, what a move of an explorer costs.

    python tests/tools/measure_edition.py SITE                  a site that build_site.py made with --pyodide
    python tests/tools/measure_edition.py SITE --against OTHER  another build too, in turns with it, as ratios

Lesson 04 is opened in a browser that has nothing kept, all cells are run, and its explorer is moved by keyboard. Counted
is the CPU time of the whole browser, which a busy machine lengthens less than it lengthens waiting. OTHER may be any
JupyterLite whose notebooks lie in the same folders. What the tests of the running edition left in artefacts/edition is
told too, in every README. Linux only; writes its part of tests/measured.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "notebooks" / "make")]

import measured  # noqa: E402 - the course's own tools are found from the line above
from build_site import README_OF  # noqa: E402
from campaign import language as lang  # noqa: E402
from export_pages import find_browser  # noqa: E402
from local_server import chromium_options  # noqa: E402
from site_server import serving  # noqa: E402

COMMAND = "python tests/tools/measure_edition.py SITE --against OTHER"
LESSON = "notebooks/en/04-cost.ipynb"
MOVES = 20
KERNEL = "DedicatedWorker"
"""The name that Chromium gives the thread in which Python runs."""

PATIENCE = 300_000  # milliseconds
IDLE = """() => { const widget = window.jupyterapp?.shell?.currentWidget;
    return widget?.sessionContext?.session?.kernel?.status === "idle" && widget.sessionContext.isReady; }"""
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
DONE = """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter(c => c.cell_type === "code").every(c => c.execution_count)
    && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle" """
SCROLL = """() => { const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.scrollToItem(notebook.widgets.findIndex(cell => cell.model.sharedModel.source.startsWith("explorer.")), "start"); }"""
CLEAR = "() => window.jupyterapp.shell.currentWidget.content.widgets.forEach(c => { if (c.model.type === 'code') c.model.executionCount = null; })"


def cpu_seconds(root: int, threads: str = "") -> float:
    """CPU time of a process and all that it started, ended children included; or of their threads of that name alone."""
    own, children = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        files = place.glob("task/*/stat") if threads else [place / "stat"]
        with contextlib.suppress(OSError):  # one that ended meanwhile
            pid, spent = int(place.name), 0
            parent = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
            for file in files:
                name, _, numbers = file.read_text().partition("(")[2].rpartition(")")
                if name.startswith(threads):
                    spent += sum(map(int, numbers.split()[11 : 13 if threads else 15]))
            own[pid] = spent / os.sysconf("SC_CLK_TCK")
            children.setdefault(parent, []).append(pid)

    def total(pid: int) -> float:
        return own.get(pid, 0.0) + sum(map(total, children.get(pid, ())))

    return total(root)


def browser_process() -> int:
    """The process of the browser that this program started."""
    parents, names = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = place.read_text()
        except OSError:
            continue
        pid = int(place.parent.name)
        names[pid] = text.split("(", 1)[1].rsplit(")", 1)[0]
        parents[pid] = int(text.rsplit(")", 1)[1].split()[1])

    def mine(pid: int) -> bool:
        while pid in parents:
            if pid == os.getpid():
                return True
            pid = parents[pid]
        return False

    return min(pid for pid, name in names.items() if "chrom" in name and mine(pid))


def measure(site: Path, app: str) -> dict[str, float]:
    """One opening of the lesson in a new browser: bytes sent, CPU seconds, seconds."""
    from playwright.sync_api import sync_playwright

    arguments = [*chromium_options(), "--disable-background-networking"]
    with serving(site, "/") as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=arguments)
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(PATIENCE)
            process, started = browser_process(), time.monotonic()
            before = cpu_seconds(process)
            page.goto(f"{server.address}{app}/index.html?path={LESSON}")
            page.wait_for_function(IDLE, polling=500)
            found = {"ready CPU": cpu_seconds(process) - before, "ready seconds": time.monotonic() - started}
            page.evaluate(CLEAR)
            page.evaluate(RUN)
            page.wait_for_selector(".campaign-explorer img", state="attached")
            found |= {"explorer CPU": cpu_seconds(process) - before, "explorer seconds": time.monotonic() - started}
            page.wait_for_function(DONE, polling=500)
            found["sent"] = sum(server.sent.values())
            moves, kernel = [], []
            control = page.locator(".campaign-explorer select").first
            page.evaluate(SCROLL)  # another build may take cells outside the window out of the page
            control.wait_for()
            control.focus()
            page.keyboard.press("Home")
            page.wait_for_timeout(3000)
            picture = "() => document.querySelector('.campaign-explorer img').src"
            for _ in range(MOVES):
                old, spent, inside = page.evaluate(picture), cpu_seconds(process), cpu_seconds(process, KERNEL)
                page.keyboard.press("ArrowDown")
                page.wait_for_function(f"old => ({picture})() !== old", arg=old, polling=50)
                page.wait_for_timeout(300)
                moves.append(cpu_seconds(process) - spent)
                kernel.append(cpu_seconds(process, KERNEL) - inside)
            found |= {"move CPU": statistics.median(moves), "kernel CPU": statistics.median(kernel)}
            return found
        finally:
            browser.close()


ROWS = (
    ("bytes that the first opening sends, MB", "sent", 1e6),
    ("CPU seconds until Python is ready", "ready CPU", 1),
    ("CPU seconds until the first explorer is alive", "explorer CPU", 1),
    ("seconds until the first explorer is alive", "explorer seconds", 1),
    ("CPU seconds of a move, Python alone", "kernel CPU", 1),
    ("CPU seconds of a move, the whole browser", "move CPU", 1),
)


def tell_lessons(sent: float) -> None:
    """Say in each README what the tests of the running edition found when they ran last. sent: megabytes."""
    files = sorted((ROOT / "artefacts" / "edition").glob("??-*.json"))
    if not files:
        return
    told = [json.loads(file.read_text()) for file in files]
    seconds = [lesson["seconds"] for lesson in told]
    for language, name in README_OF.items():
        words = lang.text(
            "site.measured",
            language,
            date=lang.date(datetime.date.fromtimestamp(min(file.stat().st_mtime for file in files)), language),
            machine=lang.isolate(measured.machine(), language),
            lessons=len(files),
            cells=sum(lesson["cells"] for lesson in told),
            least=round(min(seconds)),
            most=round(max(seconds)),
            median=round(statistics.median(seconds)),
            sent=lang.number(sent, 1, language),
        )
        page = measured.insert((ROOT / name).read_text(encoding="utf-8"), "edition", words)
        (ROOT / name).write_text(page, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--against", type=Path, help="the folder of another JupyterLite")
    parser.add_argument("--app", default="lab", help="the app of the other one that opens notebooks")
    parser.add_argument("--turns", type=int, default=3, help="how often each is opened")
    given = parser.parse_args(arguments)
    ours, other = [], []
    for turn in range(given.turns):
        ours.append(measure(given.site.resolve(), "run/notebooks"))
        print(turn, ours[-1], flush=True)
        if given.against:
            other.append(measure(given.against.resolve(), given.app))
            print(turn, other[-1], flush=True)
    rows = []
    for what, key, unit in ROWS:
        one = statistics.median(x[key] for x in ours) / unit
        row = [what, f"{one:.2f}"]
        if other:
            two = statistics.median(x[key] for x in other) / unit
            row += [f"{two:.2f}", f"{one / two:.2f}"]
        rows.append(row)
    head = ["what", "this edition"] + (["the other build", "ratio"] if other else [])
    text = measured.table(head, rows) + f"\n\nMedian of {given.turns} openings"
    text += " in turns" if other else ""
    text += f", lesson 04, {MOVES} moves each.\n"
    measured.write("edition", COMMAND, text.rstrip())
    tell_lessons(statistics.median(x["sent"] for x in ours) / 1e6)


if __name__ == "__main__":
    main(sys.argv[1:])
