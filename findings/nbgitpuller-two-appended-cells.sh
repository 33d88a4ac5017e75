#!/usr/bin/env bash
# nbgitpuller 1.3.0: a student added a cell at the end of a lesson, and so did the teacher.
# A good guess: after the pull the notebook has both cells, or the student is told of a conflict.
# What happens: the pull succeeds without a word and the teacher's cell is not there, now or after any later pull; a
# cell that the teacher adds after that one does arrive. The merge takes the student's lines where both sides added some.
# For a course: the new exercise reaches those who did nothing with the lesson and misses those who worked. Bring news
# in a new notebook, or in the middle of a lesson, and keep a closing cell that students write above.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export HOME="$box" GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
python3 -m venv env; env/bin/pip install -q nbgitpuller==1.3.0 nbformat==5.11.1
cat > cells.py <<'PY'
"""Make a notebook, add a cell to it, or print its cell ids: cells.py FILE [ID]."""

import pathlib
import sys
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

path = pathlib.Path(sys.argv[1])
notebook = nbformat.read(path, 4) if path.exists() else new_notebook(cells=[new_code_cell("a = 1", id="start")])
for name in sys.argv[2:]:
    notebook.cells.append(new_code_cell(f"print('{name}')", id=name))
nbformat.write(notebook, path)
print(*(cell.id for cell in notebook.cells))
PY
pull() { env/bin/gitpuller "file://$box/teacher" main student > log 2>&1 || { cat log; exit 1; }; }
publish() { git -C teacher add . && git -C teacher commit -qm "$1"; }
git init -q -b main teacher
env/bin/python cells.py teacher/lesson.ipynb > /dev/null; publish first; pull
env/bin/python cells.py student/lesson.ipynb mine > /dev/null
env/bin/python cells.py teacher/lesson.ipynb exercise-1 > /dev/null; publish second; pull
after=$(env/bin/python cells.py student/lesson.ipynb)
env/bin/python cells.py teacher/lesson.ipynb exercise-2 > /dev/null; publish third; pull
later=$(env/bin/python cells.py student/lesson.ipynb)
env/bin/python - "$after" "$later" <<'PY'
import subprocess
import sys
from importlib.metadata import version

git = subprocess.run(["git", "--version"], capture_output=True, text=True).stdout.strip()
print("nbgitpuller", version("nbgitpuller"), git)
seen = sys.argv[1:]
expected = ["start mine", "start mine exercise-2"]
print("the student's cells after the second and the third pull:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
