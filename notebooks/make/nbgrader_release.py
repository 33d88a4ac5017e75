"""Write the exercises as assignments for nbgrader: into the folder `source` of a course of a school.

    python notebooks/make/nbgrader_release.py COURSE                   every lesson in every language
    python notebooks/make/nbgrader_release.py COURSE ar/04-cost        those whose path contains a word
    python notebooks/make/nbgrader_release.py COURSE --mend            before `nbgrader autograde`: see below

An assignment carries the course's package and tables with it, so that learners need no more than requirements.txt. A
right answer is worth a point, a half right one half a point, an open answer up to three, which the teacher gives; counts
of people killed are worth none. nbgrader grades nobody of a class in which one learner has copied an answer's cell;
--mend takes the copies' marks away in `submitted` and names the files.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in ("notebooks", "notebooks/make"):
    sys.path.insert(0, str(ROOT / folder))

import export_pages  # noqa: E402 - the course's own tools are found from the lines above
import nbformat  # noqa: E402
from campaign import check  # noqa: E402
from campaign import language as lang  # noqa: E402
from campaign.exercise import Exercise  # noqa: E402
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook  # noqa: E402
from refresh import pick  # noqa: E402

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CONFIG = """c = get_config()
# A learner's cell begins with `answer_1 = None`; nothing has to be said in place of the solution.
c.ClearSolutions.code_stub = {"python": ""}
c.ClearSolutions.text_stub = ""
"""


def marked(cell, grade_id: str, points: int | None = None, solution: bool = False):
    """A cell with nbgrader's metadata. points: None for a cell that is not graded. One that is no solution is locked."""
    cell.metadata["nbgrader"] = {
        "schema_version": 3, "grade_id": grade_id, "solution": solution, "grade": points is not None, "task": False,
        "locked": not solution, "cell_type": cell.cell_type,
    } | ({} if points is None else {"points": points})  # fmt: skip
    return cell


def solved(exercise: Exercise, source: str) -> str:
    """The solution of an exercise as an answer: its lines, and then what its notebook gives to `check.answer`."""
    *lines, last = ast.parse(source).body
    call = next(
        node for node in ast.walk(last)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "check.answer" and node.args[0].value == exercise.id
    )  # fmt: skip
    return "\n".join([*map(ast.unparse, lines), f"{name_of(exercise)} = {ast.unparse(call.args[1])}"])


def name_of(exercise: Exercise) -> str:
    return f"answer_{exercise.id.partition('-')[2]}"


def cells_of(exercise: Exercise, task: str, solution: str, language: str):
    """The cells of an exercise: its task, the learner's cell, and the one that judges it."""
    yield marked(new_markdown_cell(task, id=f"exercise-{exercise.id}"), f"exercise-{exercise.id}")
    begin, end, name = "### BEGIN SOLUTION", "### END SOLUTION", name_of(exercise)
    if exercise.open:
        name = f"answer-{exercise.id}"
        if exercise.scored:
            told = f"{begin}\n{lang.text(f'{exercise.key}.hint', language)}\n{end}"
            yield marked(new_markdown_cell(told, id=name), name, 3, solution=True)
        else:  # nbgrader knows no text without points
            yield new_markdown_cell("…", id=name)
        return
    source = f"{name} = None\n{begin}\n{solved(exercise, solution)}\n{end}"
    yield marked(new_code_cell(source, id=f"answer-{exercise.id}"), f"answer-{exercise.id}", solution=True)
    reply = f'display(check.answer("{exercise.id}", {name}))'
    judge = f'{reply}\ncheck.points("{exercise.id}", {name})' if exercise.scored else reply
    yield marked(
        new_code_cell(judge, id=f"points-{exercise.id}"), f"points-{exercise.id}", 1 if exercise.scored else None
    )


def assignment(page: export_pages.Page):
    """The notebook of an assignment, with its solutions."""
    lesson = {cell.id: cell.source for cell in export_pages.read(page.notebook).cells}
    solutions = {
        cell.id: cell.source for cell in export_pages.read(page.notebook.parent / "solutions" / page.inside).cells
    }
    about = f"# {page.title}\n\n{lang.text('pack.nbgrader', page.language)}"
    if lang.is_right_to_left(page.language):
        about = f'<div dir="rtl" lang="{page.language}">\n\n{about}\n\n</div>'
    setup = solutions["setup"].replace("{folder}/notebooks", "{folder}/course/notebooks")
    cells = [marked(new_markdown_cell(about, id="title"), "title"), marked(new_code_cell(setup, id="setup"), "setup")]
    for exercise in check.all_exercises():
        if exercise.id.startswith(page.inside.name[:2]):
            task = re.sub(r"\n*\[[^\]]*\]\(solutions/[^)]*\)", "", lesson[f"exercise-{exercise.id}"])
            cells += cells_of(exercise, task, solutions.get(f"solution-{exercise.id}", ""), page.language)
    return new_notebook(cells=cells, metadata=KERNEL)


def write(course: Path, words: list[str]) -> list[str]:
    """Write the assignments into `course`/source, with the package and the tables, and return their names."""
    names = []
    lessons = [page for page in export_pages.all_pages() if page.kind == "lesson"]
    for page in pick(words, lessons, lambda page: page.notebook):
        names.append(f"{page.inside.stem}-{page.language}")
        place = course / "source" / names[-1]
        shutil.rmtree(place / "course", ignore_errors=True)
        leave = shutil.ignore_patterns("__pycache__", "*.md", "dictionary.py", "review_data.py")
        shutil.copytree(ROOT / "notebooks" / "campaign", place / "course" / "notebooks" / "campaign", ignore=leave)
        shutil.copytree(ROOT / "data", place / "course" / "data", ignore=leave)
        nbformat.write(assignment(page), place / f"{page.inside.stem}.ipynb")
    if not (course / "nbgrader_config.py").exists():
        (course / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8", newline="\n")
    return names


def mend(course: Path) -> list[str]:
    """Take nbgrader's marks from each cell in `course`/submitted whose grade id stands before it, and return a sentence
    for each notebook that was mended, and for each that cannot be read."""
    told = []
    for file in sorted((course / "submitted").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in file.parts:
            continue
        try:
            notebook = nbformat.read(file, as_version=4)
        except Exception as broken:  # a learner's file may hold anything
            told.append(f"{file}: not a notebook ({type(broken).__name__}); ask for it again, or take it away.")
            continue
        seen: set[str] = set()
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in seen:
                del cell.metadata["nbgrader"]
                told.append(f"{file}: a copy of the cell {grade_id} is not graded; the first one is.")
            seen |= {grade_id} - {None}
        if seen and any(sentence.startswith(f"{file}: a copy") for sentence in told):
            nbformat.write(notebook, file)
    return told


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("course", type=Path, metavar="COURSE", help="the folder of the course in nbgrader")
    parser.add_argument("words", nargs="*", help="lessons whose path contains one of these")
    parser.add_argument("--mend", action="store_true", help="make copied cells harmless in what was handed in")
    given = parser.parse_args(arguments)
    for line in mend(given.course) if given.mend else write(given.course, given.words):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
