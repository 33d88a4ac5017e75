#!/usr/bin/env bash
# nbgrader 0.9.6: a student copies the answer cell to try something beside it; the copy has the same grade id.
# A good guess: the first cell is graded, with a warning; the other students are graded in any case.
# What happens: autograde stops for the whole class. It says that a notebook uses an old metadata format and advises
# `nbgrader update`, which is not what is wrong: the cure for the doubled id left one cell without a schema version.
# For a course: one copied cell leaves a class without marks, and the message sends the teacher the wrong way. Look for
# doubled grade ids before autograde, and grade student by student.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export HOME="$box"
python3 -m venv env; env/bin/pip install -q nbgrader==0.9.6 nbformat==5.11.1 ipykernel==7.4.0
export PATH="$box/env/bin:$PATH"
cat > class.py <<'PY'
"""class.py source: write the assignment; class.py submitted: write what two students hand in."""

import copy
import pathlib
import sys
import nbformat
from nbformat.v4 import new_code_cell, new_notebook


def cell(source, **facts):
    basics = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return new_code_cell(source, metadata={"nbgrader": basics | facts})


def write(notebook, *folders):
    path = pathlib.Path(*folders, "lesson.ipynb")
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


if sys.argv[1] == "source":
    answer = cell("### BEGIN SOLUTION\nx = 13.6\n### END SOLUTION", grade_id="answer", solution=True)
    test = cell("assert x == 13.6", grade_id="test", grade=True, locked=True, points=2, cell_type="code")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    facts = {"kernelspec": kernel, "language_info": {"name": "python"}}
    write(new_notebook(cells=[answer, test], metadata=facts), "source", "ps1")
else:
    for student in ("amal", "basil"):
        notebook = nbformat.read("release/ps1/lesson.ipynb", as_version=4)
        notebook.cells[0].source = "x = 13.6"
        if student == "amal":
            trial = copy.deepcopy(notebook.cells[0])
            trial.id = "trial"
            notebook.cells.insert(1, trial)
        write(notebook, "submitted", student, "ps1")
PY
python class.py source; nbgrader generate_assignment ps1 > log 2>&1 || { cat log; exit 1; }
python class.py submitted
code=0; nbgrader autograde ps1 > log 2>&1 || code=$?
grep -E "exists multiple times|old version" log || true
alone=0; nbgrader autograde ps1 --student=basil > log2 2>&1 || alone=$?
python - "$code" "$alone" <<'PY'
import pathlib
import sys
from importlib.metadata import version

print("nbgrader", version("nbgrader"), "nbformat", version("nbformat"))
log = pathlib.Path("log").read_text()
seen = {
    "the class": int(sys.argv[1]),
    "blamed": "use an old version" in " ".join(log.split()),
    "the other student was reached": "basil" in log,
    "the other student alone": int(sys.argv[2]),
}
expected = {"the class": 1, "blamed": True, "the other student was reached": False, "the other student alone": 0}
print(seen)
if seen != expected:
    print(log)
    sys.exit(f"The behaviour changed: expected {expected}")
PY
