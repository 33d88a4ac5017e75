#!/usr/bin/env bash
# nbclient 0.11.0 with ipywidgets 8.1.9: which widgets a run writes into the notebook's metadata.
# A good guess: those that an output shows, with their parts; one that was never shown, or was closed, is not there.
# What happens: every widget that the kernel ever opened is written, with its text: never displayed, overwritten by the
# next turn of a loop, even one that close() removed.
# For a course: hints and solutions that wait in a hidden widget travel to every learner in plain text. Make the text on
# the click, and drop metadata.widgets before a notebook is handed out.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0 ipywidgets==8.1.9
env/bin/python - 2> log <<'PY' || { cat log; exit 1; }
import sys
from importlib.metadata import version
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

print(*(f"{name} {version(name)}" for name in ("nbclient", "ipywidgets", "ipykernel")))
source = """from ipywidgets import HTML, Label
never_shown = HTML("SOLUTION-A")
for text in ("SOLUTION-B", "none"):
    overwritten = HTML(text)
closed = HTML("SOLUTION-C")
closed.close()
Label("Your answer?")"""
notebook = NotebookClient(new_notebook(cells=[new_code_cell(source)]), kernel_name="python3").execute()
stored = str(notebook.metadata["widgets"])
shown = str(notebook.cells[0].outputs)
names = ("SOLUTION-A", "SOLUTION-B", "SOLUTION-C")
seen = {"stored": [name in stored for name in names], "shown": [name in shown for name in names]}
expected = {"stored": [True, True, True], "shown": [False, False, False]}
print("never shown, overwritten, closed:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
