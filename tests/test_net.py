"""The net holds: one changed number in a stored output or in a table turns the suite red.

Each test works on a copy of the repository, changes one thing there, and runs that copy's own suite on one lesson.
"""

import csv
import json
import os
import subprocess
import sys

import pytest
from course_copy import copy_of_course

LESSON = "notebooks/en/04-cost.ipynb"


@pytest.fixture
def copy(tmp_path):
    """A copy of what these parts of the suite read."""
    return copy_of_course(tmp_path / "course", ("data", "notebooks", "tests", "pyproject.toml"))


def run(folder, *arguments):
    """Run the copy's suite on some files; return (exit code, what it printed)."""
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


def test_an_untouched_copy_is_green(copy):
    code, printed = run(copy, LESSON, "tests/test_prose.py", "tests/test_data.py", "-k", "04-cost or cost or cells")
    assert code == 0, printed


def test_one_number_in_a_stored_output_turns_it_red(copy):
    notebook = copy / LESSON
    text = notebook.read_text(encoding="utf-8")
    old = "Total, billion dollars: 14.7 (14.69 to 14.80)"
    assert text.count(old) == 1
    notebook.write_text(text.replace(old, old.replace("14.80", "14.81")), encoding="utf-8")
    code, printed = run(copy, LESSON)
    assert code == 1 and "1 failed" in printed and "14.81" in printed, printed


def test_one_number_in_a_table_turns_it_red(copy):
    table = copy / "data" / "cost.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index("total_usd_billion")
    row = next(row for row in rows if row[0] == "cost-oir-2017-03-31")
    assert row[column] == "12.5"
    row[column] = "12.6"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    code, printed = run(copy, LESSON)
    assert code == 1 and "failed" in printed, printed
    code, printed = run(copy, "tests/test_prose.py")
    assert code == 1 and "printed 12.5, the tables say 12.6" in printed, printed


def test_a_cell_that_was_never_run_turns_it_red(copy):
    notebook = copy / LESSON
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = next(cell for cell in content["cells"] if cell["id"] == "total")
    cell["execution_count"], cell["outputs"] = None, []
    notebook.write_text(json.dumps(content), encoding="utf-8")
    code, printed = run(copy, "tests/test_notebooks.py", "-k", "04-cost")
    assert code == 1 and "test_every_code_cell_was_run_in_order_and_is_compared[en/04-cost.ipynb]" in printed, printed
