"""Let nbgrader itself make, grade and give back the assignments: right, half right, wrong, empty and broken answers.

    python tests/tools/try_nbgrader.py

nbgrader goes into an environment of its own, which sees the packages of this one. It takes some minutes. Prints the
points of each made-up learner, and ends with an error where they are not those that the answers are worth.
"""

from __future__ import annotations

import argparse
import copy
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import own_environment

ROOT = Path(__file__).resolve().parents[2]
NBGRADER = "nbgrader==0.9.6"
LESSON = "04-cost"
HALF = {"04-1": '"570"', "04-2": '"12.6 million"', "04-3": '"17000"', "04-4": '"C"'}
"""The first three are half right, the last one right."""

EXPECTED = {"right": 4.0, "half": 2.5, "wrong": 0.0, "empty": 0.0, "broken": 1.0, "copied": 4.0, "deleted": 3.0}


def cell(notebook, name: str):
    return next(cell for cell in notebook.cells if cell.id == name)


def hand_in(course: Path, assignment: str) -> None:
    """What seven learners hand in."""
    source = nbformat.read(course / "source" / assignment / f"{LESSON}.ipynb", as_version=4)
    release = nbformat.read(course / "release" / assignment / f"{LESSON}.ipynb", as_version=4)
    answers = [one.id for one in release.cells if one.id.startswith("answer-") and one.cell_type == "code"]
    for learner in EXPECTED:
        notebook = copy.deepcopy(release)
        for name in answers if learner != "empty" else ():
            number = name.rpartition("-")[2]
            right = cell(source, name).source
            cell(notebook, name).source = {
                "half": f"answer_{number} = {HALF[name.removeprefix('answer-')]}",
                "wrong": f'answer_{number} = "A"' if number == "4" else f"answer_{number} = 5",
            }.get(learner, right)
        if learner == "broken":
            cell(notebook, answers[0]).source = "answer_1 = = 1"
            cell(notebook, answers[1]).source = "1 / 0"
            cell(notebook, answers[2]).source = "answer_3 = [object()]"
        if learner == "copied":
            trial = copy.deepcopy(cell(notebook, answers[0]))
            trial.id, trial.source = "trial", "answer_1 = 5"
            notebook.cells.insert(3, trial)
        if learner == "deleted":
            notebook.cells.remove(cell(notebook, answers[0]))
        file = course / "submitted" / learner / assignment / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True)
        nbformat.write(notebook, file)


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    release = [sys.executable, str(ROOT / "notebooks" / "make" / "nbgrader_release.py")]
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        programs, course = own_environment.make(Path(place) / "own", NBGRADER), Path(place) / "course"
        shared = str(Path(sys.prefix) / "share" / "jupyter")  # the kernel, and the template of the feedback
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        surroundings = os.environ | {"HOME": place, "PATH": path, "JUPYTER_PATH": shared}

        def nbgrader(*arguments: str) -> str:
            command = [str(programs / "nbgrader"), *arguments]
            done = subprocess.run(command, cwd=course, env=surroundings, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"nbgrader {' '.join(arguments)}:\n{(done.stdout + done.stderr)[-3000:]}")
            return done.stdout

        subprocess.run([*release, str(course), LESSON, "en/05"], check=True)
        nbgrader("generate_assignment", "05-civilian-harm-en")
        for language in ("en", "ar"):
            assignment = f"{LESSON}-{language}"
            nbgrader("generate_assignment", assignment)
            hand_in(course, assignment)
            subprocess.run([*release, str(course), "--mend"], check=True)
            nbgrader("autograde", assignment)
            nbgrader("generate_feedback", assignment)
            nbgrader("export", "--to", "grades.csv")
            lines = [line.split(",") for line in (course / "grades.csv").read_text(encoding="utf-8").splitlines()]
            table = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
            for row in table:
                if row["assignment"] == assignment:
                    learner, points = row["student_id"], float(row["score"])
                    page = course / "feedback" / learner / assignment / f"{LESSON}.html"
                    good = points == EXPECTED[learner] and page.is_file()
                    failed += not good
                    print(f"{assignment} {learner}: {points} of {row['max_score']} {'' if good else 'NOT AS EXPECTED'}")
            if {row["student_id"] for row in table if row["assignment"] == assignment} != set(EXPECTED):
                raise SystemExit(f"{assignment}: not everybody was graded")
        if any(float(row["max_score"]) for row in table if row["assignment"].startswith("05")):
            raise SystemExit("05-civilian-harm-en: it gives points")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
