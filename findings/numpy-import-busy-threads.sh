#!/usr/bin/env bash
# NumPy 2.4.6 from its wheel, on Linux with two cores or more: what importing it costs.
# A good guess: an import runs in one thread, so it takes as much processor time as it takes time.
# What happens: the wheel brings OpenBLAS, which starts a thread on every further core at import, and each of them looks
# for work without a rest for a while. On a quiet machine with two cores the other thread takes half as much processor
# time again as the import itself, before any matrix is multiplied. With OPENBLAS_NUM_THREADS=1 there is none.
# For a course: thirty kernels on one server that only import pandas keep each other waiting; the variable has to be set
# before the first import, in the kernel or for the whole server.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q numpy==2.4.6
env/bin/python - <<'PY'
import os
import statistics
import subprocess
import sys
from importlib.metadata import version

PROGRAM = """
import time
whole, own = time.process_time(), time.thread_time()
import numpy
whole, own = time.process_time() - whole, time.thread_time() - own
print((whole - own) / own)
"""


def busy(threads):
    """Return the processor time of all other threads over that of the importing one, the median of nine imports."""
    own = os.environ | ({"OPENBLAS_NUM_THREADS": threads} if threads else {})
    own = own if threads else {name: value for name, value in own.items() if name != "OPENBLAS_NUM_THREADS"}
    runs = [float(subprocess.check_output([sys.executable, "-c", PROGRAM], env=own, text=True)) for _ in range(10)]
    return statistics.median(runs[1:])


cores = len(os.sched_getaffinity(0))
if cores < 2:
    sys.exit("This needs two cores: with one there is no thread to wait")
alone, free = busy("1"), busy("")
print(f"NumPy {version('numpy')}, {cores} cores: other threads over the importing one {free:.2f}; one thread {alone:.2f}")
if not (free > 0.1 and alone < 0.02):
    sys.exit("The behaviour changed: expected over 0.1, and under 0.02 with one thread")
PY
