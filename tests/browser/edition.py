"""A notebook of the built site, running in the browser: what the tests do with it."""

from lessons import wait_until

LONGEST_START = 180  # seconds, on a busy machine
LONGEST_RUN = 240
READY = ".course-run:not([disabled])"
CELLS = ".jp-Notebook .jp-Cell"

OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter(cell => cell.cell_type === "code").map(cell => cell.outputs)"""
COUNTS = """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter(cell => cell.cell_type === "code").map(cell => cell.execution_count)"""
STATE = "() => document.querySelector('.course-state').textContent"


def address(server, inside: str, app: str = "notebooks") -> str:
    """Where a notebook runs. inside: its path inside the course."""
    return f"{server.address}run/{app}/index.html?path={inside}"


def open_notebook(sheet, server, inside: str) -> None:
    """Open a notebook and wait until its cells are there."""
    sheet.goto(address(server, inside))
    sheet.wait_for_selector(CELLS, timeout=LONGEST_START * 1000)


def wait_until_ready(sheet, at: str) -> None:
    """Wait until Python is there and the bar lets one run the cells."""
    wait_until(
        sheet,
        lambda: sheet.locator(READY).count(),
        lambda: f"{at}: after {LONGEST_START} s the bar says {sheet.evaluate(STATE)!r}",
        LONGEST_START,
    )


def run_all(sheet, at: str) -> None:
    """Press the bar's button and wait until every code cell has run."""
    wait_until_ready(sheet, at)
    before = sheet.evaluate(COUNTS)
    sheet.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.widgets.forEach(c => c.model.executionCount = null)"
    )
    sheet.click(READY)
    wait_until(
        sheet,
        lambda: all(sheet.evaluate(COUNTS)) and sheet.locator(READY).count(),
        lambda: f"{at}: after {LONGEST_RUN} s these cells have run: {sheet.evaluate(COUNTS)} of {len(before)}",
        LONGEST_RUN,
    )


def comparable(outputs: list[dict]) -> list:
    """Outputs of a cell without what a stored notebook does not compare: pictures, widget views, counts."""
    kept = []
    for output in outputs:
        if output["output_type"] == "stream":
            kept.append((output["name"], "".join(output["text"])))
        elif output["output_type"] == "error":
            kept.append(("error", output["ename"], output["evalue"]))
        else:
            data = {
                kind: "".join(content) if isinstance(content, (str, list)) else content
                for kind, content in output["data"].items()
                if kind not in {"image/png", "application/vnd.jupyter.widget-view+json"}
            }
            if data:  # the browser's kernel adds an empty result to what displays itself
                kept.append((output["output_type"], data))
    return kept


def differences(sheet, lesson) -> list[str]:
    """The code cells whose texts are not the stored ones, a line each."""
    shown = sheet.evaluate(OUTPUTS)
    cells = [cell for cell in lesson.cells if cell.cell_type == "code"]
    assert len(shown) == len(cells), f"{lesson.name}: {len(shown)} code cells of {len(cells)}"
    found = []
    for cell, outputs in zip(cells, shown, strict=True):
        stored, now = comparable(cell.outputs), comparable(outputs)
        if stored != now:
            found.append(f"{cell.id}: stored {str(stored)[:300]}, now {str(now)[:300]}")
    return found


def type_into(sheet, cell, text: str) -> None:
    """Put a line at the start of a code cell."""
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    sheet.keyboard.press("Control+Home")
    sheet.keyboard.type(text)


def save(sheet, at: str) -> None:
    """Save with Ctrl+S, as a learner does."""
    sheet.keyboard.press("Escape")
    sheet.keyboard.press("Control+s")
    dirty = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
    wait_until(sheet, lambda: not sheet.evaluate(dirty), f"{at}: it stays unsaved")


def text_of(sheet) -> str:
    """The text of all code cells."""
    return sheet.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(c => [].concat(c.source).join('')).join('\\n')"
    )
