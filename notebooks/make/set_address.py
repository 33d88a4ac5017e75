"""Set the public address of the course, wherever it stands, in one go.

    python notebooks/make/set_address.py OWNER/REPOSITORY

The marked place is the line `repository-code` in CITATION.cff; the Binder links in the README files and in the
first notebooks follow it. Until the address is set, a reader would land nowhere: those links stand in comments, which
begin with "with the address:" and are opened here.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WAITING = re.compile(r"<!-- with the address: (.*?) -->")
"""A link that waits for the address, on one line."""


def main(address: str) -> None:
    """Write `address` (OWNER/REPOSITORY) wherever the old one stands. Ends the run with a sentence for any other form."""
    if not re.fullmatch(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", address):
        raise SystemExit(f"address: expected OWNER/REPOSITORY, got {address!r}")
    citation = ROOT / "CITATION.cff"
    old = re.search(
        r'^repository-code: "https://github.com/([^"]+)"', citation.read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1]
    for file in [citation, *ROOT.glob("*.md"), *(ROOT / "notebooks").rglob("*.ipynb")]:
        text = file.read_text(encoding="utf-8")
        new = text
        for before in ("github.com/", "mybinder.org/v2/gh/", "github.com%2F"):  # the last one inside nbgitpuller links
            slash = "%2F" if before.endswith("%2F") else "/"
            new = new.replace(before + old.replace("/", slash), before + address.replace("/", slash))
        new = WAITING.sub(r"\1", new)
        if new != text:
            file.write_text(new, encoding="utf-8", newline="\n")
            print(f"changed {file.relative_to(ROOT)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", metavar="OWNER/REPOSITORY")
    main(parser.parse_args().address)
