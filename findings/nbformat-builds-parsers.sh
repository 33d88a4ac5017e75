#!/usr/bin/env bash
# nbformat 5.11.1 with jsonschema 4.26.0 and rfc3987-syntax 1.1.0, as JupyterLab 4.6 brings them: what importing it costs.
# A good guess: the library that reads a notebook takes a fifth of a second to import, and checks of a kind that nobody
# asks for are made when somebody does.
# What happens: jupyter-events asks for jsonschema with the extra format-nongpl, which from 4.25 on brings a checker of
# international web addresses. That checker builds 39 parsers, one for each part of an address, whenever jsonschema is
# imported, and nbformat imports it: most of the time of the import, in every Jupyter server, converter and test that
# reads a notebook. jsonschema 4.24.1 has no such checker and builds none.
# For a course: JupyterLab answers twice as late as it could, for each learner on each start; on a hub all servers of a
# class build the same parsers at the same moment.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q nbformat==5.11.1 'jsonschema[format-nongpl]==4.26.0' rfc3987-syntax==1.1.0 lark==1.3.1
cat > look.py <<'PY'
import subprocess
import sys
from importlib.metadata import version

COUNT = """
import lark
built, make = [], lark.Lark.__init__
def counted(self, *given, **named):
    built.append(self)
    make(self, *given, **named)
lark.Lark.__init__ = counted
import nbformat
print(len(built))
"""
TIME = """
import sys, time
{first}
start = time.process_time()
import nbformat
print(time.process_time() - start)
"""


def said(program):
    return float(subprocess.check_output([sys.executable, "-c", program], text=True))


def middle(first):
    """Return the processor time of the import, the middle one of five."""
    return sorted(said(TIME.format(first=first)) for _ in range(5))[2]


built = int(said(COUNT))
ratio = middle("") / middle("sys.modules['rfc3987_syntax'] = None")
print(f"nbformat {version('nbformat')}, jsonschema {version('jsonschema')}: {built} parsers built by the import, which takes")
print(f"{ratio:.1f} times the processor time of one that cannot load the checker")
wanted = int(sys.argv[1])
if built != wanted or (ratio > 2) != (wanted > 0):
    sys.exit(f"The behaviour changed: expected {wanted} parsers, and more than twice the time where there are any")
PY
env/bin/python look.py 39
env/bin/pip install -q jsonschema==4.24.1
env/bin/python look.py 0
