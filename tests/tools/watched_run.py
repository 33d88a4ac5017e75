"""Run the code cells of notebooks in one process and write down what they touch and what they show.

    python tests/tools/watched_run.py COURSE ANSWER NOTEBOOK...

COURSE is a copy of the course, NOTEBOOKs are paths inside it. Python's audit hooks report each file opened for
writing, each socket and program started, and each text that is compiled, from the first import of the course on. ANSWER
is what a learner types: it is put into every answer and every part of a report; then every list and button of the
explorers is tried. One JSON object goes to standard output; what the cells would show is stored in the notebooks of
COURSE, so that pages can be exported from them. Made for tests/test_safety.py.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import sys
from pathlib import Path

import nbformat
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

PASSED = {
    # Seen all the time, and none of them leaves the process: imports, loading of compiled modules, introspection.
    *("import", "exec", "object.__getattr__", "object.__setattr__", "object.__delattr__", "sys._getframe"),
    *("code.__new__", "marshal.loads", "marshal.load", "gc.get_objects", "os.listdir", "os.scandir"),
    *("builtins.id", "cpython.run_file", "sys.addaudithook", "function.__new__", "glob.glob", "os.fspath"),
}
CHANGES = (
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown"),
    *("os.truncate", "os.utime", "shutil.", "tempfile.", "sqlite3.connect"),
)
"""Events that change files or folders beside `open`; a name with a dot at its end stands for all that begin so."""
STARTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.")
STARTS += ("urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "os.startfile")

seen: dict[str, list[str]] = {"written": [], "changed": [], "started": [], "compiled": []}
watching = False


def hook(event: str, arguments: tuple) -> None:
    """Note what leaves the process or turns a text into code."""
    if not watching or event in PASSED:
        return
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(mode, str) and set(mode) & set("wax+")
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            seen["written"].append(str(path))
    elif event == "compile":
        source, name = arguments
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
        if not str(name).endswith(".py"):
            seen["compiled"].append(text)
    elif event.startswith(STARTS):
        seen["started"].append(f"{event} {arguments!r}"[:200])
    elif event.startswith(CHANGES):
        seen["changed"].append(f"{event} {arguments!r}"[:200])


def with_answer(cell, answer: str) -> str:
    """The code of a cell with the learner's text in place of each empty answer."""
    if cell.id.startswith("answer-") or cell.id == "report-form":
        return re.sub(r"(?<=[=:] )None\b", lambda _: repr(answer), cell.source)
    return cell.source


def texts_of(widget) -> list[str]:
    """The HTML in a widget and in all that it holds."""
    import ipywidgets

    found = [widget.value] if isinstance(widget, ipywidgets.HTML) else []
    if isinstance(widget, ipywidgets.DOMWidget) and getattr(widget, "description_allow_html", False):
        found.append(widget.description)
    return found + [text for child in getattr(widget, "children", ()) for text in texts_of(child)]


def try_controls(explorer, answer: str) -> list[str]:
    """Choose each value of each list of an explorer, type the text into its number fields; return all HTML shown."""
    found = texts_of(explorer)
    for name, control in explorer.controls.items():
        if hasattr(control, "options"):
            offered = [option[1] if isinstance(option, tuple) else option for option in control.options]
            for value in [*offered[:2], *offered[-1:]]:
                explorer.controls[name].value = (value,) if isinstance(control.value, tuple) else value
                found += texts_of(explorer)
        else:
            with contextlib.suppress(Exception):  # ipywidgets may refuse it in any way
                control.set_state({"value": answer})  # as a message from the browser does
            found += texts_of(explorer)
        with explorer.no_redraw():
            explorer._put(explorer._opening)
    return found


def run(course: Path, answer: str, notebooks: list[str]) -> dict:
    """Run the notebooks; return the events, the errors, the HTML of widgets."""
    global watching
    configuration = Config()
    configuration.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=configuration)
    # On its first start on a machine matplotlib asks fc-list for the fonts and writes a list of them into its cache.
    import matplotlib.font_manager  # noqa: F401

    sys.addaudithook(hook)
    errors, pages, cells_run = [], [], 0
    for name in notebooks:
        path = course / name
        notebook = nbformat.read(path, as_version=4)
        os.chdir(path.parent)
        shell.reset(new_session=True)
        watching = True
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            shell.display_pub = publisher = CapturingDisplayPublisher()
            shell.display_trap.hook = CapturingDisplayHook(shell, publisher.outputs)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                result = shell.run_cell(with_answer(cell, answer), store_history=False)
            cells_run += 1
            if not result.success:
                errors.append(f"{name}, {cell.id}: {result.error_before_exec or result.error_in_exec!r}")
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=shown["data"], metadata=shown["metadata"] or {})
                for shown in publisher.outputs
            ]
        watching = False
        nbformat.write(notebook, path)
    explorers = sys.modules["campaign.explorer"].Explorer
    alive = [one for one in gc.get_objects() if isinstance(one, explorers)]
    watching = True
    for explorer in alive:
        pages += try_controls(explorer, answer)
    watching = False
    return seen | {"errors": errors, "widgets": pages, "cells": cells_run, "explorers": len(alive)}


if __name__ == "__main__":
    answer = run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
    json.dump(answer, sys.stdout)
