#!/usr/bin/env bash
# nbconvert 7.17.2: a notebook with the same heading twice ("Two sources disagree" for Iraq and again for Syria).
# A good guess: the second anchor gets a suffix, as GitHub and most Markdown tools give it.
# What happens: both headings get the same id in HTML and in slides, so the page is not valid and each link to the
# second section lands on the first. A heading written as HTML, as Arabic ones often are for their dir, gets no anchor at all.
# For a course: the contents of an exported lesson lead to the wrong section. Make headings of a lesson different, or
# give ids yourself.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q nbconvert==7.17.2 nbformat==5.11.1 mistune==3.4.0
env/bin/python - <<'PY'
import re
import sys
from importlib.metadata import version
from nbconvert import HTMLExporter, SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook

print("nbconvert", version("nbconvert"), "mistune", version("mistune"))
text = "## مصدران\n\nأ\n\n## مصدران\n\nب\n\n<h2 dir='rtl'>عنوان ثالث</h2>"
notebook = new_notebook(cells=[new_markdown_cell(text)])
seen = {}
for exporter in (HTMLExporter, SlidesExporter):
    page, _ = exporter().from_notebook_node(notebook)
    headings = re.findall(r"<h2([^>]*)>", page)
    print(exporter.__name__, headings)
    ids = [re.findall(r'id="([^"]*)"', attributes) for attributes in headings]
    seen[exporter.__name__] = (len(ids), len(ids[0]), ids[0] == ids[1], ids[2])
expected = {"HTMLExporter": (3, 1, True, []), "SlidesExporter": (3, 1, True, [])}
print("headings, ids of the first, second is the same, ids of the third:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
