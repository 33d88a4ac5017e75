"""Run the notebooks and store them in canonical form: the one tool after any change to a notebook, table or chart.

    python notebooks/make/refresh.py                 all notebooks
    python notebooks/make/refresh.py 04-cost         those whose path contains a word

Canonical form: every code cell executed, counts 1 to n in order; pictures pressed; no execution times, widget views,
widget state or kernel details that differ between machines; stable cell ids. What can be written once is: notebooks in other languages
take their code cells from the English ones, solutions take the text of each exercise from the lesson, the navigation
lines are made from the notebooks that are there, and an exercise whose task stands in the word files gets its cells.
Code that somebody wrote in another language's notebook and that no commit holds is kept in `my-work` beside it.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))

import bare_python  # noqa: E402, F401 - first: it tells which package is missing

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

ENVIRONMENT = {
    # Outputs must be the same on every machine and in every run.
    "IPYKERNEL_CELL_NAME": "<cell>",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}

GUESS = "guess"
"""The tag of cells whose stored outputs hold an answer that the running lesson asks for first."""

LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.11.7",
}
"""What the kernel says of its language, whole: JupyterLab writes in what differs, and marks the file as changed."""

LANGUAGE_LINE = re.compile(r'^language\.use\("(\w+)"\)$', re.MULTILINE)


def is_own(path: Path) -> bool:
    """Is a notebook one of the course? Copies and leftovers are not: "04-cost (1).ipynb", "04-cost-Copy1.ipynb",
    "Untitled.ipynb", "homework.ipynb"."""
    named = "[a-z-]+" if path.parent.name == "teaching" else r"\d\d-[a-z0-9-]+"
    return not {".ipynb_checkpoints", "my-work"} & set(path.parts) and bool(re.fullmatch(named, path.stem))


def notebook_paths(home: Path = NOTEBOOKS) -> list[Path]:
    """All notebooks of the course, in order."""
    return sorted(filter(is_own, home.rglob("*.ipynb")))


def pick(words: list[str], things: list, path_of=lambda path: path) -> list:
    """The things whose path contains one of the words; without a word, all. A word that no path has ends the run."""
    at = [path_of(thing).relative_to(ROOT).as_posix() for thing in things]
    for word in words:
        if not any(word in path for path in at):
            raise SystemExit(f"no notebook here has a path that contains {word}")
    return [thing for thing, path in zip(things, at, strict=True) if not words or any(word in path for word in words)]


def canonical(notebook):
    """Return the notebook with everything dropped that differs from run to run or machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {**LANGUAGE_INFO},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        if tags and GUESS in tags:
            # JupyterLab folds what is stored until the cell is run, so that nobody reads the answer before guessing.
            cell.metadata["jupyter"] = {"outputs_hidden": True}
        cell.source = cell.source.strip("\n")
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_VIEW, None)
                if "execution_count" in output:
                    output["execution_count"] = cell.execution_count
            # What was only a widget is nothing without its kernel.
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
    return notebook


def pressed(png: bytes, level: int = 4) -> bytes:
    """The same pixels in fewer bytes. Zopfli would save some percent more and take a hundred times as long.

    level: of oxipng; 1 takes a third of the time and half a percent more bytes.
    """
    import oxipng  # of tests/requirements.txt: only what the course stores is pressed

    return oxipng.optimize_from_memory(png, level=level, deflate=oxipng.Deflaters.libdeflater(12))


def press_pictures(notebook) -> None:
    """Press the pictures of a run for keeping: a page that is alive gets them quickly, in four times the bytes."""
    from campaign.sheet import drawing
    from PIL import Image

    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        if picture := output.get("data", {}).get("image/png"):
            with Image.open(io.BytesIO(base64.b64decode(picture))) as found:
                small = pressed(drawing.small(found, level=1), level=1)
            output["data"]["image/png"] = base64.b64encode(small).decode("ascii")


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


def keep_own_code(path: Path, before: str) -> str:
    """Where code of a notebook was changed since it was committed, keep it as it was, in `my-work` beside it; return the
    copy's place, empty where nothing has to be kept. Without git everything counts as changed."""

    def code(text: str) -> list[str]:
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]

    if shutil.which("git"):
        command = ["git", "show", f"HEAD:./{path.name}"]
        committed = subprocess.run(command, cwd=path.parent, capture_output=True, encoding="utf-8", check=False)
        if not committed.returncode and code(committed.stdout) == code(before):
            return ""
    folder, number = path.parent / "my-work", 1
    folder.mkdir(exist_ok=True)
    while (copy := folder / f"{path.stem}-{number}.ipynb").exists():
        if copy.read_text(encoding="utf-8") == before:
            return str(copy.relative_to(ROOT))
        number += 1
    copy.write_text(before, encoding="utf-8", newline="\n")
    return str(copy.relative_to(ROOT))


def take_code_from_english(path: Path, notebook) -> bool:
    """Copy each code cell from the English twin by cell id; what the first cell says and sets is in this notebook's own
    language. A code cell that English has no more goes. Return whether code was replaced or went."""
    import nbformat
    from campaign.language import text as words

    twin = NOTEBOOKS / "en" / path.relative_to(NOTEBOOKS / path.relative_to(NOTEBOOKS).parts[0])
    if not twin.is_file():
        raise SystemExit(f"{path.relative_to(ROOT)}: no English notebook of the same name")
    code = {c.id: c for c in nbformat.read(twin, as_version=4).cells if c.cell_type == "code"}
    language = path.relative_to(NOTEBOOKS).parts[0]
    kept = [cell for cell in notebook.cells if cell.cell_type != "code" or cell.id in code]
    replaced, notebook.cells = len(kept) < len(notebook.cells), kept
    for cell in notebook.cells:
        if cell.cell_type == "code":
            source = LANGUAGE_LINE.sub(f'language.use("{language}")', code[cell.id].source)
            source = source.replace(words("course.alone", "en"), words("course.alone", language))
            replaced |= cell.source.strip("\n") not in ("", source)
            cell.source, cell.metadata = source, code[cell.id].metadata
    return replaced


def add_cells_of_english(path: Path, notebook) -> None:
    """Add each cell that only the English twin has, after the cell that it follows there; texts wait to be translated."""
    import nbformat

    twin = nbformat.read(NOTEBOOKS / "en" / path.relative_to(NOTEBOOKS / path.relative_to(NOTEBOOKS).parts[0]), 4)
    place = 0
    for cell in twin.cells:
        ids = [own.id for own in notebook.cells]
        if cell.id in ids:
            place = ids.index(cell.id) + 1
            continue
        if cell.cell_type == "markdown":
            cell.source = in_direction("", path.relative_to(NOTEBOOKS).parts[0])
        notebook.cells.insert(place, cell)
        place += 1


def tasks(path: Path) -> dict:
    """The exercises of a lesson or its solutions whose task stands in the word files, by their ids."""
    from campaign import language, topics

    topic = topics.LESSONS.get(path.name[:2])
    own = topics.exercises(topic) if topic and "teaching" not in path.parts else ()
    return {exercise.id: exercise for exercise in own if language.has(f"{exercise.key}.task")}


def add_exercises(path: Path, notebook) -> None:
    """Add the cells of each exercise whose task stands in the word files: in a lesson its answer, else its solution."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    solutions, there = "solutions" in path.parts, {cell.id for cell in notebook.cells}
    for name, exercise in tasks(path).items():
        if f"exercise-{name}" not in there:
            number = name.partition("-")[2]
            in_python = f'answer_{number} = None\ncheck.answer("{name}", answer_{number})'
            answer = in_python if exercise.code else f'check.ask("{name}")'
            new = [new_markdown_cell(id=f"exercise-{name}")]
            new += [] if solutions else [new_code_cell(answer, id=f"answer-{name}")]
            new += [new_code_cell(id=f"solution-{name}"), new_markdown_cell(id=f"why-{name}")] if solutions else []
            last = "why-" if solutions else "answer-"
            place = max(n for n, cell in enumerate(notebook.cells) if cell.id.startswith(last)) + 1
            notebook.cells[place:place] = new


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
    lessons = sorted(filter(is_own, home.glob("[0-9]*.ipynb")))
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


def anchor(markdown: str) -> str:
    """Where JupyterLab finds the first heading of a text: its words with dashes, as an address writes them."""
    found = re.search(r"^#+ (.+)$", markdown, flags=re.MULTILINE)
    return quote(re.sub(r"[*_`]", "", found[1]).strip().replace(" ", "-"), safe="") if found else ""


def fill_generated_cells(path: Path, notebook) -> None:
    """Write the cells that are made from others: navigation lines, the exercises in a solution notebook, and what the
    word files say of an exercise."""
    import nbformat
    from campaign.language import text as words

    language, *inside = path.relative_to(NOTEBOOKS).parts
    exercises, told = {}, tasks(path)
    if inside[0] == "solutions":
        lesson = nbformat.read(path.parents[1] / path.name, as_version=4)
        exercises = {c.id: c.source for c in lesson.cells if c.id.startswith("exercise-")}
    for cell in notebook.cells:
        if cell.id.startswith("navigation"):
            cell.source = navigation(path)
        elif cell.cell_type == "markdown" and cell.id.partition("-")[2] in told:
            kind, _, name = cell.id.partition("-")
            source = words(f"{told[name].key}.{'task' if kind == 'exercise' else kind}", language)
            if inside[0] == "solutions":
                source = re.sub(r"^###(?= )", "##", source)
            else:
                source += f"\n\n[{words('course.worked_solution', language)}](solutions/{path.name}#{anchor(source)})"
            cell.source = in_direction(source, language)
        elif cell.id.startswith("exercise-") and inside[0] != "solutions":
            cell.source = re.sub(
                r"\]\((solutions/[^)#]+\.ipynb)(?:#[^)]*)?\)", rf"](\1#{anchor(cell.source)})", cell.source
            )
        elif cell.id in exercises:
            # The text of an exercise is written once, in its lesson. Here it stands one heading higher, and the link
            # to the solution is of no use.
            text = re.sub(r"\n*\[[^\]]*\]\(solutions/[^)]*\)", "", exercises[cell.id])
            cell.source = re.sub(r"^###(?= )", "##", text, flags=re.MULTILINE)


def refuse_doubled_ids(path: Path, text: str) -> None:
    """End the run with a sentence where two cells have one id: nbformat would rename the second one by chance."""
    seen = set()
    for cell in json.loads(text)["cells"]:
        if cell.get("id") in seen:
            raise SystemExit(f"{path.relative_to(ROOT)}: two cells have the id {cell['id']!r}; give the second another")
        seen.add(cell.get("id"))


def refresh(path: Path) -> str:
    """Run one notebook and write it back; return a line that says whether it changed, and where code is kept that it had of
    its own."""
    import nbformat
    from nbclient.exceptions import CellExecutionError

    before = path.read_text(encoding="utf-8")
    refuse_doubled_ids(path, before)
    notebook = nbformat.reads(before, as_version=4)
    add_exercises(path, notebook)
    kept = ""
    if path.relative_to(NOTEBOOKS).parts[0] != "en":
        add_cells_of_english(path, notebook)
        kept = keep_own_code(path, before) if take_code_from_english(path, notebook) else ""
    fill_generated_cells(path, notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        executed = execute(notebook, path.parent)
    except CellExecutionError as failed:
        raise SystemExit(f"{path.relative_to(ROOT)}: {failed}") from None
    press_pictures(executed)
    after = text(executed)
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    told = f"; its own code, written in English lessons alone, is kept in {kept}" if kept else ""
    return f"{'changed' if after != before else 'same   '} {path.relative_to(ROOT)}{told}"


def main(words: list[str]) -> None:
    import oxipng  # noqa: F401 - where it is missing, say so before any notebook runs

    paths = pick(words, notebook_paths())
    english = [path for path in paths if path.relative_to(NOTEBOOKS).parts[0] == "en"]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for wave in (
            english,
            [path for path in paths if path not in english],
        ):  # others take cells from the English ones
            for line in pool.map(refresh, wave):
                print(line, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="only notebooks whose path contains one of the words")
    main(parser.parse_args().words)
