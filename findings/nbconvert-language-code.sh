#!/usr/bin/env bash
# nbconvert 7.17.2: exporting an Arabic notebook with --HTMLExporter.language_code=ar (or the same for slides).
# A good guess: a page in Arabic is marked lang="ar" and dir="rtl"; slides are told to run right to left.
# What happens: only lang is written. No element has a dir, and the set-up of reveal.js has no word on direction.
# For a course: a screen reader changes its voice, which hides that the page still runs left to right: paragraphs,
# tables and lists start at the wrong side. Set dir in your own template, beside lang.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q nbconvert==7.17.2 nbformat==5.11.1
env/bin/python - <<'PY'
import re
import sys
from importlib.metadata import version
from nbconvert import HTMLExporter, SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook

print("nbconvert", version("nbconvert"))
notebook = new_notebook(cells=[new_markdown_cell("# كلفة الحملة\n\nنص عربي.")])
seen = {}
for exporter in (HTMLExporter, SlidesExporter):
    page, _ = exporter(language_code="ar").from_notebook_node(notebook)
    start, set_up = re.search(r"<html[^>]*>", page)[0], page[page.find("Reveal.initialize") :]
    seen[exporter.__name__] = (start, re.findall(r'<\w[^>]*\bdir="', page), "rtl" in set_up)
print("start of the page, elements with a direction, rtl in the set-up:", seen)
expected = {name: ('<html lang="ar">', [], False) for name in ("HTMLExporter", "SlidesExporter")}
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
