"""Hand the course out: links for a class, and a zip for a memory stick.

    python notebooks/make/hand_out.py links                                links to each lesson on the web
    python notebooks/make/hand_out.py links --hub https://hub.example.org  and on a hub with nbgitpuller
    python notebooks/make/hand_out.py zip                                  pack/counting-a-campaign-<day>.zip
    python notebooks/make/hand_out.py zip --wheels                         with the packages for machines like this one

A zip unpacks into a folder of its own day: it never overwrites what learners have changed in an older one. A link of
nbgitpuller brings updates into a learner's copy and keeps what they changed (tests/tools/try_nbgitpuller.py).
"""

from __future__ import annotations

import argparse
import datetime
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
for folder in ("notebooks", "notebooks/make"):
    sys.path.insert(0, str(ROOT / folder))

import build_site  # noqa: E402 - the course's own tools are found from the lines above
import export_pages  # noqa: E402
import refresh  # noqa: E402

FOLDERS = ("data", "figures", "notebooks")
FILES = ("README*", "LICENSE", "CITATION.cff", "requirements.txt", "constraints.txt")
"""What a learner's copy holds."""

LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "my-work", ".virtual_documents"}


def hub_link(hub: str, source: str, inside: str, branch: str = "main") -> str:
    """The link with which nbgitpuller copies the course for a learner of a hub, or updates the copy, and opens a notebook.

    hub: the hub's address. source: the address of the course's files. inside: the notebook's place in the course. Raises
    ValueError for an address that is none.
    """
    for name, address in (("hub", hub), ("source", source)):
        if not re.fullmatch(r"(https?|file)://\S+", address):
            raise ValueError(f"{name}: expected an address such as https://example.org, got {address!r}")
    folder = source.rstrip("/").rpartition("/")[2].removesuffix(".git")
    asked = {"repo": source, "branch": branch, "urlpath": f"lab/tree/{folder}/{inside}"}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"


def links(hub: str, source: str, branch: str) -> list[str]:
    """One line a lesson and language, with its link on the hub, where there is one, and on the web."""
    site, lines = build_site.public_address(), []
    for page in export_pages.all_pages():
        if page.kind == "lesson":
            inside = page.notebook.relative_to(ROOT).as_posix()
            lines.append(f"{page.language}  {page.title}")
            lines += [f"    {hub_link(hub, source, inside, branch)}"] if hub else []
            lines += [f"    {build_site.running(inside, site)}"] if site else []
    return lines


def members() -> list[Path]:
    """The files of a learner's copy."""
    files = [file for pattern in FILES for file in ROOT.glob(pattern)]
    files += [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()]
    files = [f for f in files if f.suffix != ".ipynb" or refresh.is_own(f)]
    return sorted(f for f in files if not LEFT_OUT & set(f.parts) and not re.match(r"report.*\.html", f.name))


def write_zip(folder: Path, wheels: bool = False) -> Path:
    """Write the zip into a folder and return it. wheels: with the packages of requirements.txt for machines like this one,
    brought by pip."""
    name = f"counting-a-campaign-{datetime.date.today()}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.zip"
    with (
        tempfile.TemporaryDirectory() as place,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as packed,
    ):
        for member in members():
            packed.write(member, f"{name}/{member.relative_to(ROOT).as_posix()}")
        if wheels:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "-r", ROOT / "requirements.txt", "-d", place]
            subprocess.run([*map(str, command)], check=True)
            for wheel in sorted(Path(place).iterdir()):
                packed.write(wheel, f"{name}/wheels/{wheel.name}", zipfile.ZIP_STORED)
    return file


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = parser.add_subparsers(dest="way", required=True)
    asked = ways.add_parser("links", help="print a link to each lesson")
    asked.add_argument("--hub", default="", help="the address of a JupyterHub that has nbgitpuller")
    asked.add_argument("--source", default=build_site.source_address(), help="the address of the course's files")
    asked.add_argument("--branch", default="main", help="the branch that a class follows")
    packed = ways.add_parser("zip", help="write a zip for a memory stick")
    packed.add_argument("--wheels", action="store_true", help="with the packages, for machines like this one")
    given = parser.parse_args(arguments)
    if given.way == "zip":
        file = write_zip(ROOT / "pack", given.wheels)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.0f} MB")
        return
    if not (given.hub and given.source) and not build_site.public_address():
        raise SystemExit("The course has no public address yet: give --hub and --source, or run set_address.py first.")
    try:
        print("\n".join(links(given.hub, given.source, given.branch)))
    except ValueError as wrong:
        raise SystemExit(str(wrong)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
