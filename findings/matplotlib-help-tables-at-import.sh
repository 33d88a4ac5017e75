#!/usr/bin/env bash
# Matplotlib 3.11.2: what is written into the help texts while pyplot is imported.
# A good guess: help texts are constants of the source, so importing costs nothing for them; who never asks for help pays
# nothing.
# What happens: each class that can be drawn has a method set(), and its help text gets a table of all properties, put
# together by looking through the class; constructors and plotting functions get the same tables once more. That is done
# for a hundred classes at import, whether or not anybody will read it: a good tenth of the import's time or more. Only
# matplotlib.artist.kwdoc makes the tables; with another function in its place the same import is so much shorter.
# For a course: the first cell of every notebook waits for tables that nobody reads.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export MPLCONFIGDIR="$box"
python3 -m venv env; env/bin/pip install -q matplotlib==3.11.2
cat > pyplot.py <<'PY'
import sys
import time

began = time.process_time()
import matplotlib.artist

tables, made = [], matplotlib.artist.kwdoc
matplotlib.artist.kwdoc = {"plain": made, "counted": lambda k: tables.append(made(k)) or tables[-1], "none": str}[sys.argv[1]]
import matplotlib.pyplot

print(time.process_time() - began, len(tables), sum(map(len, tables)))
PY
env OPENBLAS_NUM_THREADS=1 env/bin/python - <<'PY'
import statistics
import subprocess
import sys
from importlib.metadata import version

def run(way):
    """Return seconds, tables and letters of one import in a Python of its own."""
    return [float(part) for part in subprocess.check_output([sys.executable, "pyplot.py", way], text=True).split()]

print("Matplotlib", version("matplotlib"))
run("plain")
_, tables, letters = run("counted")
pairs = [(run("plain")[0], run("none")[0]) for _ in range(7)]
share = statistics.median(1 - without / plain for plain, without in pairs)
print(f"{tables:.0f} tables of {letters:.0f} letters in all; without them the import takes {share:.0%} less")
if not (tables > 100 and letters > 100_000 and share > 0.1):
    sys.exit("The behaviour changed: expected over 100 tables, over 100,000 letters, and a tenth of the time or more")
PY
