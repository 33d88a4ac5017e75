"""The net holds: one changed number in a stored output or in a table turns the suite red.

Each copy of the course has one thing changed, and its own suite runs on one lesson: what was not changed stays green.
"""

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest
from course_copy import ROOT, copy_of_course

LESSON = "notebooks/en/04-cost.ipynb"
OLD, NEW = "Total, billion dollars: 14.7 (14.69 to 14.80)", "Total, billion dollars: 14.7 (14.69 to 14.81)"


def change_an_output(course):
    notebook = course / LESSON
    text = notebook.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    notebook.write_text(text.replace(OLD, NEW), encoding="utf-8")


def change_a_table(course):
    table = course / "data" / "cost.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index("total_usd_billion")
    row = next(row for row in rows if row[0] == "cost-oir-2017-03-31")
    assert row[column] == "12.5"
    row[column] = "12.6"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def forget_a_run(course):
    notebook = course / LESSON
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = next(cell for cell in content["cells"] if cell["id"] == "total")
    cell["execution_count"], cell["outputs"] = None, []
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """The folder of two copies: one with another stored output, one with another figure in a table."""
    folder = tmp_path_factory.mktemp("copies")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for name, change in {"output": change_an_output, "table": change_a_table}.items():
        change(copy_of_course(folder / name, ("data", "notebooks", "tests", "pyproject.toml")))
    return folder


def run(folder, *arguments):
    """Run the suite of a folder on some files; return (exit code, what it printed)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--numprocesses=0", "-p", "no:cacheprovider", "-q", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def lessons(copies):
    """What was printed of the lesson in each copy: all run in one program, each by a kernel of its own."""
    code, printed = run(copies, *(f"{name}/{LESSON}" for name in ("output", "table")))
    assert code == 1, printed
    return printed


def failed(printed, name):
    """The lines that tell of failures in a copy."""
    return [line for line in printed.splitlines() if line.startswith("FAILED") and f" {name}/" in line]


def test_one_number_in_a_stored_output_turns_it_red(lessons):
    # This cell and no other: what was not changed is green in the copy too.
    assert len(failed(lessons, "output")) == 1 and "14.81" in lessons, lessons


def test_one_number_in_a_table_turns_it_red_and_so_does_a_cell_that_was_never_run(copies, lessons):
    assert failed(lessons, "table"), lessons
    forget_a_run(copies / "table")
    code, printed = run(copies / "table", "tests/test_prose.py", "tests/test_notebooks.py", "-k", "prose or 04-cost")
    assert code == 1 and "printed 12.5, the tables say 12.6" in printed, printed
    # A cell that was never run has nothing to be compared with: the rules of notebooks tell.
    assert "test_every_code_cell_was_run_in_order_and_is_compared[en/04-cost.ipynb]" in printed, printed
