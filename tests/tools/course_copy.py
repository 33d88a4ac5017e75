"""A copy of the course for tools and tests that try things on it."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = {
    *(".git", ".venv", ".hypothesis", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints"),
    *("__pycache__", "artefacts", "pages", "site", "pack", ".site-cache"),
}
"""What tests, tools and Jupyter leave in the folder, and what git keeps there."""


def copy_of_course(target: Path, parts: tuple[str, ...] = ()) -> Path:
    """Copy the course, or only the named folders and files at its top, to `target`; return `target`."""
    for place in ROOT.iterdir():
        if place.name in LEFT_BEHIND or (parts and place.name not in parts):
            continue
        if place.is_dir():
            copy_of_folder(place, target / place.name)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, target / place.name)
    return target


def copy_of_folder(source: Path, target: Path) -> Path:
    """Copy a folder without what is left behind; the copy can be written even where the original cannot."""
    shutil.copytree(source, target, ignore=lambda _, names: LEFT_BEHIND & set(names))
    for place in [target, *target.rglob("*")]:
        place.chmod(place.stat().st_mode | stat.S_IWUSR)
    return target
