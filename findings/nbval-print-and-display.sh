#!/usr/bin/env bash
# nbval 0.11.0: a cell that prints a sentence and displays a table, where the order is turned round later.
# A good guess: strict nbval compares the outputs in the order in which the notebook stores them, so it fails.
# What happens: it sorts outputs by kind first (all that was printed, all that was displayed) and compares each kind
# with its like. A sentence that moved from above the table to below it passes; two displays exchanged do fail.
# For a course: "the first number below" can come to point at the wrong thing in a suite that is green. Compare the
# stored order in a test of its own, or print nothing beside a display.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q nbval==0.11.0 pytest==9.2.0 nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0
cat > make.py <<'PY'
import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

A, B, SENTENCE = "display('count A')\n", "display('count B')\n", "print('A is the smaller one')\n"
for name, before, after in (("kinds", SENTENCE + A, A + SENTENCE), ("like", A + B, B + A)):
    notebook = new_notebook(cells=[new_code_cell(before)])
    NotebookClient(notebook, kernel_name="python3").execute()
    notebook.cells[0].source = after
    nbformat.write(notebook, f"{name}.ipynb")
PY
env/bin/python make.py 2> log || { cat log; exit 1; }
env/bin/python - <<'PY'
import subprocess
import sys
from importlib.metadata import version

print("nbval", version("nbval"), "pytest", version("pytest"))
seen = {}
for name in ("kinds", "like"):
    run = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", f"{name}.ipynb"]
    seen[name] = subprocess.run(run, capture_output=True, text=True).returncode
expected = {"kinds": 0, "like": 1}
print("exit codes after the exchange of print and display, and of two displays:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
