#!/usr/bin/env bash
# ipywidgets 8.1.9: Layout(direction="rtl") for an Arabic row of controls, or a name with a slip of the pen.
# A good guess: Layout takes the CSS property; and if it does not know the name, it says so with an error.
# What happens: Layout has no direction, and any unknown name is dropped. The only sign is a DeprecationWarning that is
# raised inside the library, which Python and notebooks hide by default. The browser is never told.
# For a course: an author believes the Arabic row is set right to left and sees no error. Put the direction into a
# class and a style sheet, and look at the picture.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q ipywidgets==8.1.9
cat > row.py <<'PY'
import json
from ipywidgets import HBox, IntSlider, Label, Layout

row = HBox([Label("السنة")], layout=Layout(direction="rtl", widht="12em", width="10em"))
slider = IntSlider(vlaue=7)
sent = row.layout.get_state()
print(json.dumps({name: sent.get(name) for name in ("direction", "widht", "width")} | {"slider": slider.value}))
PY
env/bin/python row.py > out 2> err
env/bin/python - <<'PY'
import json
import pathlib
import sys
from importlib.metadata import version

print("ipywidgets", version("ipywidgets"), "traitlets", version("traitlets"))
seen = json.loads(pathlib.Path("out").read_text()) | {"said": pathlib.Path("err").read_text()}
expected = {"direction": None, "widht": None, "width": "10em", "slider": 0, "said": ""}
print("sent to the browser, and said to the author:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
