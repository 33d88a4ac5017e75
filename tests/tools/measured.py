"""What the long tools found: each writes its part of one page, tests/measured.md, with the day, the machine, the command."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "measured.md"


def as_a_learner() -> None:
    """From here on the programs that are started keep what Python compiles, as on a learner's machine, whatever this one
    is set to: else the package is compiled anew in every kernel."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def machine() -> str:
    """One line about this machine: cores, memory in GiB (where it can be asked), system, Python."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform(terse=True)
    parts = [f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory")
    return ", ".join([*parts, system, f"Python {platform.python_version()}"])


def table(head: list[str], rows: list[list]) -> str:
    """A Markdown table; a cell of several lines becomes one line."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(str(cell).split()) for cell in line)} |" for line in lines)


def insert(page: str, part: str, content: str) -> str:
    """The page with `content` between the marks <!-- part --> and <!-- /part -->. Raises ValueError without them."""
    before, found, rest = page.partition(f"<!-- {part} -->")
    _, end, after = rest.partition(f"<!-- /{part} -->")
    if not (found and end):
        raise ValueError(f"expected the marks <!-- {part} --> and <!-- /{part} -->, in this order")
    return f"{before}{found}\n{content}\n{end}{after}"


def write(part: str, command: str, *paragraphs: str, page: Path = PAGE) -> None:
    """Put what a tool found between the marks of its part: what was run, when and where, then the paragraphs.

    Folders of this machine, which messages of errors name, are written as ~ and (temporary folder).
    """
    head = f"Made by `{command}` on {time.strftime('%Y-%m-%d')} ({machine()}). Do not edit: run the command again."
    content = "\n\n".join([head, *paragraphs])
    for place, words in ((tempfile.gettempdir(), "(temporary folder)"), (str(Path.home()), "~")):
        content = content.replace(place + os.sep, words + "/")
    page.write_text(insert(page.read_text(encoding="utf-8"), part, content), encoding="utf-8", newline="\n")
    print(f"wrote {page.name}, {part}")
