#!/usr/bin/env bash
# nbval 0.11.0: a cell with the tag skip-execution, which nbclient and nbconvert leave out of a run.
# A good guess: all tools that run notebooks know the tag, so nbval leaves the cell out too.
# What happens: nbval runs it and compares its output; its own tag is nbval-skip. nbclient leaves the cell alone and
# keeps what was stored, so a refresh never mends what nbval then complains about.
# For a course: a cell that must not run in class (one that asks the network, one that waits for typing) is run by the
# tests all the same. A lesson that both tools run needs both tags, or no such cell.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q nbval==0.11.0 pytest==9.2.0 nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0
cat > make.py <<'PY'
import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output

for name, tags in (("skip", ["skip-execution"]), ("both", ["skip-execution", "nbval-skip"])):
    stored = new_output("stream", name="stdout", text="as stored\n")
    source = f"open('{name}.ran', 'w').close()\nprint('as run')"
    cell = new_code_cell(source, metadata={"tags": tags}, outputs=[stored], execution_count=1)
    notebook = NotebookClient(new_notebook(cells=[cell]), kernel_name="python3").execute()
    nbformat.write(notebook, f"{name}.ipynb")
    print(name, "after nbclient:", repr(notebook.cells[0].outputs[0]["text"]))
PY
env/bin/python make.py 2> log || { cat log; exit 1; }
env/bin/python - <<'PY'
import pathlib
import subprocess
import sys
from importlib.metadata import version

print("nbval", version("nbval"), "nbclient", version("nbclient"))
seen = {}
for name in ("skip", "both"):
    before = pathlib.Path(f"{name}.ran").exists()
    run = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", f"{name}.ipynb"]
    code = subprocess.run(run, capture_output=True, text=True).returncode
    seen[name] = (before, pathlib.Path(f"{name}.ran").exists(), code)
expected = {"skip": (False, True, 1), "both": (False, False, 0)}
print("ran under nbclient, ran under nbval, exit code of nbval:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
