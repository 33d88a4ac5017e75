#!/usr/bin/env bash
# @fontsource/noto-sans-arabic and @fontsource/ibm-plex-sans-arabic 5.3.0: the file "arabic" of a web font.
# A good guess: the file for Arabic holds what an Arabic sentence needs, "13.6 %" and "(2014)" included.
# What happens: it holds letters, Arabic digits and Arabic signs; Western digits, full stop, per cent and brackets stand
# in the file "latin". A page that carries only the Arabic file takes its figures from another typeface, and a program
# that draws with this one file has no glyphs for them.
# For a course: offline pages in Arabic with Western digits need both files, or a font cut to the course's own text.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q fonttools==4.68.0 brotli==1.2.1
fonts=(@fontsource/noto-sans-arabic@5.3.0 @fontsource/ibm-plex-sans-arabic@5.3.0)
npm install --silent --no-audit --no-fund --prefix "$box" "${fonts[@]}"
env/bin/python - <<'PY'
import json
import pathlib
import sys
from importlib.metadata import version
from fontTools.ttLib import TTFont

print("fonttools", version("fonttools"))
SENTENCE = "كلفة اليوم 13.6 مليون دولار (2014)، أي 10%"
seen = {}
for name in ("noto-sans-arabic", "ibm-plex-sans-arabic"):
    package = pathlib.Path("node_modules/@fontsource", name)
    print(name, json.loads((package / "package.json").read_text())["version"])
    for part in ("arabic", "latin"):
        glyphs = TTFont(package / "files" / f"{name}-{part}-400-normal.woff2").getBestCmap()
        seen[name, part] = "".join(sorted({sign for sign in SENTENCE if sign.isascii() and ord(sign) not in glyphs}))
        print(name, part, "lacks:", repr(seen[name, part]))
expected = {
    ("noto-sans-arabic", "arabic"): "%().012346",
    ("noto-sans-arabic", "latin"): "",
    ("ibm-plex-sans-arabic", "arabic"): "%().012346",
    ("ibm-plex-sans-arabic", "latin"): "",
}
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
