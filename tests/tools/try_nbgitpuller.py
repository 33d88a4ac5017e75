"""Update a course that a learner has changed, with nbgitpuller itself: none of the learner's work may be lost.

    python tests/tools/try_nbgitpuller.py

nbgitpuller goes into an environment of its own; git is needed. A learner edits one lesson, renames another, deletes a
third, answers in a fourth that the teacher changes too, and keeps files of their own; then the teacher's new version is
pulled. Prints what became of each, and ends with an error where anything of the learner is gone or anything of the
teacher did not arrive.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import own_environment

ROOT = Path(__file__).resolve().parents[2]
NBGITPULLER = "nbgitpuller==1.3.0"


def write(file: Path, cell: str, text: str) -> None:
    """Put a text into a cell of a notebook, by the cell's id."""
    notebook = nbformat.read(file, as_version=4)
    next(one for one in notebook.cells if one.id == cell).source = text
    nbformat.write(notebook, file)


def source(file: Path, cell: str) -> str:
    """The text of a cell; empty where the file cannot be read as a notebook."""
    notebook = nbformat.read(file, as_version=4)
    return next((one.source for one in notebook.cells if one.id == cell), "")


def found(course: Path) -> dict[str, bool]:
    """What must be true of the learner's copy after the update."""
    lessons = course / "notebooks" / "en"
    files = [file for folder in (lessons, lessons / "my-work") for file in folder.glob("*.*")]
    read = {file.name: file.read_text(encoding="utf-8") for file in files}
    return {
        "an edited cell of the learner": source(lessons / "04-cost.ipynb", "answer-04-3") == "answer_3 = 17",
        "the teacher's change in the same notebook": "new words" in source(lessons / "04-cost.ipynb", "total-see"),
        "a cell that both changed: the learner's words": "mine" in source(lessons / "03-strikes.ipynb", "question"),
        "a renamed file with the learner's answer": "# my answer" in read.get("my-territory.ipynb", ""),
        "the lesson under its old name again": "02-territory.ipynb" in read,
        "a deleted lesson comes back, with the teacher's change": "new words" in read.get("01-timeline.ipynb", ""),
        "the page to hand in": read.get("04-cost.html") == "handed in",
        "a file of the learner under the name of a new one": any(
            "my own notes" in text for name, text in read.items() if name.startswith("notes")
        ),
        "the teacher's new file": read.get("notes.txt") == "the teacher's",
    }


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        programs = own_environment.make(home / "own", NBGITPULLER)
        who = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "HOME": place}
        who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items() if "AUTHOR" in name}
        surroundings = os.environ | who | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

        def run(*command: str) -> None:
            done = subprocess.run(command, cwd=home, env=surroundings, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"{' '.join(command)}:\n{(done.stdout + done.stderr)[-3000:]}")

        def publish() -> None:
            run("git", "-C", "teacher", "add", "-A")
            run("git", "-C", "teacher", "commit", "-qm", "a version")

        def pull() -> None:
            run("gitpuller", f"file://{home}/teacher", "main", "learner")

        teacher, learner = home / "teacher" / "notebooks" / "en", home / "learner" / "notebooks" / "en"
        shutil.copytree(
            ROOT / "notebooks" / "en", teacher, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "my-work")
        )
        shutil.copy(ROOT / ".gitignore", home / "teacher")
        run("git", "init", "-q", "-b", "main", "teacher")
        publish()
        pull()
        write(learner / "04-cost.ipynb", "answer-04-3", "answer_3 = 17")
        write(learner / "03-strikes.ipynb", "question", "mine")
        write(learner / "02-territory.ipynb", "answer-02-3", "# my answer")
        (learner / "02-territory.ipynb").rename(learner / "my-territory.ipynb")
        (learner / "01-timeline.ipynb").unlink()
        (learner / "my-work").mkdir()
        (learner / "my-work" / "04-cost.html").write_text("handed in")
        (learner / "notes.txt").write_text("my own notes")
        for lesson, cell in (
            ("04-cost", "total-see"),
            ("03-strikes", "question"),
            ("01-timeline", "question"),
            ("02-territory", "question"),
        ):
            write(teacher / f"{lesson}.ipynb", cell, "new words")
        (teacher / "notes.txt").write_text("the teacher's")
        publish()
        pull()
        pull()  # a second click on the link
        seen = found(home / "learner")
    for what, kept in seen.items():
        print(f"{'yes' if kept else 'NO '} {what}")
    return not all(seen.values())


if __name__ == "__main__":
    sys.exit(main())
