"""An environment of its own for a tool that needs more packages: it sees those of this Python, and is gone with its folder."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def make(folder: Path, *packages: str) -> Path:
    """Make an environment in `folder` with these packages ("nbgrader==0.9.6"), beside those of this Python; return the
    folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    where = [programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = subprocess.run([*map(str, where)], capture_output=True, text=True, check=True).stdout.strip()
    (Path(own) / "outer.pth").write_text(sysconfig.get_path("purelib"))
    command = [programs / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", *packages]
    subprocess.run([*map(str, command)], check=True)
    return programs
