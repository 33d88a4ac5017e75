#!/usr/bin/env bash
# pandoc 3.9 (pypandoc-binary 1.17): an Arabic handout with a table, as docx and odt, with -M dir=rtl -M lang=ar.
# A good guess: the whole document runs right to left, tables with it, in both formats.
# What happens: in docx every paragraph is marked right to left, also inside the cells, but the table is not: the first
# column stands at the left. In odt nothing is marked at all.
# For a course: a printed Arabic table has its row headings at the wrong end, beside text that is right. Add bidiVisual
# to the tables after pandoc, or print from HTML.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q pypandoc-binary==1.17
env/bin/python - <<'PY'
import sys
import zipfile
from importlib.metadata import version
import pypandoc

print("pypandoc-binary", version("pypandoc-binary"), "pandoc", pypandoc.get_pandoc_version())
HANDOUT = """نص عربي قبل الجدول.

| البلد | الضربات |
|-------|--------:|
| العراق | 13 |
"""


def xml(kind, *parts):
    """Return the XML of the parts of the handout in one kind of document."""
    name = f"handout.{kind}"
    arabic = ["-s", "-M", "dir=rtl", "-M", "lang=ar"]
    pypandoc.convert_text(HANDOUT, kind, format="md", outputfile=name, extra_args=arabic)
    with zipfile.ZipFile(name) as document:
        return "".join(document.read(part).decode() for part in parts)


docx, odt = xml("docx", "word/document.xml"), xml("odt", "content.xml", "styles.xml")
seen = {
    "docx paragraphs": docx.count("<w:p>"),
    "docx right to left": docx.count("<w:bidi />"),
    "docx tables": docx.count("<w:tbl>"),
    "docx tables right to left": docx.count("bidiVisual"),
    "odt right to left": odt.count("rl-tb"),
}
expected = {
    "docx paragraphs": 5,
    "docx right to left": 5,
    "docx tables": 1,
    "docx tables right to left": 0,
    "odt right to left": 0,
}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
