#!/usr/bin/env bash
# jupyterlab-language-pack-ar-SA 4.5.post3, the Arabic of JupyterLab's interface, beside the French of that version.
# A good guess: a released pack has most of the interface; at least the menus are Arabic.
# What happens: it has about one message in fifteen of those that the French pack has. File, Edit, View and Run are not
# among them, nor is "Run All Cells".
# For a course: "install the Arabic pack" leaves a reader of Arabic alone with English menus. Say in the lesson which
# key or button to press, with its English name and a picture.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q jupyterlab-language-pack-ar-SA==4.5.post3 jupyterlab-language-pack-fr-FR==4.5.post3
env/bin/python - <<'PY'
import json
import sys
from importlib.metadata import version
from importlib.resources import files


def messages(locale):
    """Return the translated messages of JupyterLab itself, by their English text."""
    pack = files(f"jupyterlab_language_pack_{locale}")
    catalogue = json.loads((pack / "locale" / locale / "LC_MESSAGES" / "jupyterlab.json").read_text(encoding="utf-8"))
    return {text.split("\x04")[-1]: words for text, words in catalogue.items() if text and any(words)}


print(*(f"{name} {version(name)}" for name in ("jupyterlab-language-pack-ar-SA", "jupyterlab-language-pack-fr-FR")))
arabic, french = messages("ar_SA"), messages("fr_FR")
menus = ["File", "Edit", "View", "Run", "Run All Cells"]
print("messages:", len(arabic), "Arabic,", len(french), "French")
seen = {
    "menus in Arabic": [name for name in menus if name in arabic],
    "menus in French": [name for name in menus if name in french],
    "a tenth of the French": len(arabic) > len(french) / 10,
}
expected = {"menus in Arabic": [], "menus in French": menus, "a tenth of the French": False}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
