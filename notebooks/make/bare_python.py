"""One sentence in place of a traceback where a tool runs in a Python without the packages. Imported before any of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from campaign.problems import in_every_language

WINDOWS = sys.platform == "win32"
PYTHON = r".venv\Scripts\python" if WINDOWS else ".venv/bin/python"
INSTALL = ("py -m venv .venv; " if WINDOWS else "python3 -m venv .venv && ") + (
    f"{PYTHON} -m pip install -q -r requirements.txt -r tests/requirements.txt"
)
"""As in README."""


def tell(kind, error, trace) -> None:
    """Stands for `sys.excepthook`: name a missing package and the command that installs it, or show the traceback."""
    if not isinstance(error, ModuleNotFoundError) or str(error.name).startswith("campaign"):
        return sys.__excepthook__(kind, error, trace)
    told = in_every_language("no_package", package=error.name, command=INSTALL, python=PYTHON)
    print(*told, sep="\n", file=sys.stderr)


sys.excepthook = tell
