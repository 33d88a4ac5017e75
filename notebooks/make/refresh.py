"""Run the notebooks and store them in canonical form: the one tool after any change to a notebook, table or chart.

    python notebooks/make/refresh.py                 all notebooks
    python notebooks/make/refresh.py 04-cost         those whose path contains a word

Canonical form: every code cell executed, counts 1 to n in order; no execution times, widget views, widget state or
kernel details that differ between machines; stable cell ids. What can be written once is: notebooks in other languages
take their code cells from the English ones, solutions take the text of each exercise from the lesson, and the navigation
lines are made from the notebooks that are there.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

ENVIRONMENT = {
    # Outputs must be the same on every machine and in every run.
    "IPYKERNEL_CELL_NAME": "<cell>",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}

LANGUAGE_LINE = re.compile(r'^language\.use\("(\w+)"\)$', re.MULTILINE)


def notebook_paths() -> list[Path]:
    """All notebooks of the course, in order."""
    return sorted(p for p in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def canonical(notebook):
    """Return the notebook with everything dropped that differs from run to run or machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        cell.source = cell.source.strip("\n")
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_VIEW, None)
                if "execution_count" in output:
                    output["execution_count"] = cell.execution_count
            # What was only a widget is nothing without its kernel.
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
    return notebook


def text(notebook) -> str:
    """The canonical file of a notebook."""
    import nbformat

    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def execute(notebook, folder: Path):
    """Run a notebook in its own folder with a fresh kernel, and return it in canonical form.

    Raises nbclient's CellExecutionError for a cell that fails and has no tag `raises-exception`.
    """
    from nbclient import NotebookClient

    os.environ.update(ENVIRONMENT)
    for last in (False, True):
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
            extra_arguments=["--log-level=ERROR"],  # the kernel warns of its own ports, on this machine alone
        )
        try:
            client.execute()
            break
        except RuntimeError as died:
            # Kernels that start at the same moment may pick the same free port; then one of them ends at once.
            if last or "before replying to kernel_info" not in str(died):
                raise
    return canonical(notebook)


def take_code_from_english(path: Path, notebook) -> None:
    """Copy each code cell from the English twin by cell id, keeping this notebook's language line."""
    import nbformat

    twin = NOTEBOOKS / "en" / path.relative_to(NOTEBOOKS / path.relative_to(NOTEBOOKS).parts[0])
    if not twin.is_file():
        raise SystemExit(f"{path.relative_to(ROOT)}: no English notebook of the same name")
    code = {c.id: c for c in nbformat.read(twin, as_version=4).cells if c.cell_type == "code"}
    language = path.relative_to(NOTEBOOKS).parts[0]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if cell.id not in code:
                raise SystemExit(f"{path.relative_to(ROOT)}: code cell {cell.id!r} is not in the English notebook")
            cell.source = LANGUAGE_LINE.sub(f'language.use("{language}")', code[cell.id].source)
            cell.metadata = code[cell.id].metadata


def heading(path: Path) -> str:
    """The title of a notebook: its first line that starts with "# "."""
    import nbformat

    for cell in nbformat.read(path, as_version=4).cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("# "):
                return line[2:].strip()
    raise SystemExit(f"{path.relative_to(ROOT)}: no line that starts with '# '")


def in_direction(markdown: str, language: str) -> str:
    """Wrap Markdown for a right-to-left language."""
    from campaign.language import direction

    if direction(language) == "ltr":
        return markdown
    return f'<div dir="rtl" lang="{language}">\n\n{markdown}\n\n</div>'


def navigation(path: Path) -> str:
    """The line of links at the top and bottom of a notebook, made from the notebooks that are there."""
    from campaign.language import LANGUAGES, text

    language, *inside = path.relative_to(NOTEBOOKS).parts
    home = NOTEBOOKS / language
    lessons = sorted(home.glob("[0-9]*.ipynb"))
    start = home / "00-start-here.ipynb"
    up = "../" * (len(inside) - 1)
    links = []

    def link(key: str, target: str, **values) -> None:
        links.append(f"[{text(f'course.{key}', language, **values)}]({target})")

    if inside[0] == "solutions":
        link("nav_lesson", f"../{path.name}", title=heading(home / path.name))
    elif path in lessons:
        place = lessons.index(path)
        if place:
            link("nav_previous", lessons[place - 1].name, title=heading(lessons[place - 1]))
    if path != start:
        readme = "README.md" if language == "en" else f"README.{language}.md"
        link("nav_contents", f"{up}{start.name}" if start.is_file() else f"{up}../../{readme}")
    if path in lessons and path != lessons[-1]:
        following = lessons[lessons.index(path) + 1]
        link("nav_next", following.name, title=heading(following))
    for other, name in LANGUAGES.items():
        twin = NOTEBOOKS / other / Path(*inside)
        if other != language and twin.is_file():
            links.append(f"[{name}]({up}../{other}/{'/'.join(inside)})")
    return in_direction(" · ".join(links), language)


def fill_generated_cells(path: Path, notebook) -> None:
    """Write the cells that are made from others: navigation lines, and the exercises in a solution notebook."""
    import nbformat

    language, *inside = path.relative_to(NOTEBOOKS).parts
    exercises = {}
    if inside[0] == "solutions":
        lesson = nbformat.read(path.parents[1] / path.name, as_version=4)
        exercises = {c.id: c.source for c in lesson.cells if c.id.startswith("exercise-")}
    for cell in notebook.cells:
        if cell.id.startswith("navigation"):
            cell.source = navigation(path)
        elif cell.id in exercises:
            # The text of an exercise is written once, in its lesson. Here it stands one heading higher, and the link
            # to the solution is of no use.
            text = re.sub(r"\n*\[[^\]]*\]\(solutions/[^)]*\)", "", exercises[cell.id])
            cell.source = re.sub(r"^###(?= )", "##", text, flags=re.MULTILINE)


def refresh(path: Path) -> str:
    """Run one notebook and write it back; return a line that says whether it changed."""
    import nbformat
    from nbclient.exceptions import CellExecutionError

    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    fill_generated_cells(path, notebook)
    if path.relative_to(NOTEBOOKS).parts[0] != "en":
        take_code_from_english(path, notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        after = text(execute(notebook, path.parent))
    except CellExecutionError as failed:
        raise SystemExit(f"{path.relative_to(ROOT)}: {failed}") from None
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return f"{'changed' if after != before else 'same   '} {path.relative_to(ROOT)}"


def main(words: list[str]) -> None:
    paths = [p for p in notebook_paths() if not words or any(word in str(p.relative_to(ROOT)) for word in words)]
    if not paths:
        raise SystemExit(f"no notebook's path contains {' or '.join(words)}")
    with ProcessPoolExecutor(max_workers=2) as pool:
        for line in pool.map(refresh, paths):
            print(line, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="only notebooks whose path contains one of the words")
    main(parser.parse_args().words)
