"""Where the long tools leave what they found: one page each in tests/measured/, with date, machine and command."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "measured"


def system() -> str:
    """The name of the operating system, as its makers write it."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def machine() -> str:
    """One line about this machine: cores, memory in GiB (where it can be asked), system, Python."""
    parts = [f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory")
    return ", ".join([*parts, system(), f"Python {platform.python_version()}"])


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; a cell of several lines becomes one line."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(str(cell).split()) for cell in line)} |" for line in lines)


def write(name: str, title: str, command: str, *paragraphs: str, folder: Path | None = None) -> Path:
    """Write the page `name`.md: title, what was run, when and where, then the paragraphs. Returns its path.

    Folders of this machine, which messages of errors name, are written as ~ and (temporary folder).
    """
    head = f"Made by `{command}` on {time.strftime('%Y-%m-%d')} ({machine()}). Do not edit: run the command again."
    folder = folder or FOLDER
    folder.mkdir(exist_ok=True)
    page = folder / f"{name}.md"
    text = "\n\n".join([f"# {title}", head, *paragraphs]) + "\n"
    for place, words in ((tempfile.gettempdir(), "(temporary folder)"), (str(Path.home()), "~")):
        text = text.replace(place + os.sep, words + "/")
    page.write_text(text, encoding="utf-8")
    return page
