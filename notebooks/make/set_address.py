"""Set the public address of the course, wherever it stands, in one go.

    python notebooks/make/set_address.py OWNER/REPOSITORY

The marked place is the line `repository-code` in CITATION.cff; the Binder links in the README files and in the
first notebooks follow it, and the READMEs get the link to the course on the web, which build_site.py finds by itself.
Until the address is set, a reader would land nowhere: those links stand in comments, which begin with "with the address:"
and are opened here.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "notebooks"))

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
from campaign import language as lang  # noqa: E402 - the course's own package is found from the line above

SITE = re.compile(r"(<!-- site (\w+) -->\n).*?(\n<!-- /site -->)", flags=re.DOTALL)
"""The place in a README for the link to the course on the web, with the language of the README."""

WAITING = re.compile(r"<!-- with the address: (.*?) -->")
"""A link that waits for the address, on one line."""


def site_of(address: str) -> str:
    """The address of the pages that belong to OWNER/REPOSITORY."""
    owner, repository = address.lower().split("/")[0], address.split("/")[1]
    return f"https://{owner}.github.io/" + ("" if repository.lower() == f"{owner}.github.io" else f"{repository}/")


def with_site(text: str, address: str) -> str:
    """A README with the link to the course on the web in its place."""

    def link(place: re.Match) -> str:
        start = f"{site_of(address)}{place[2]}/index.html"
        return place[1] + lang.text("site.readme_open", place[2], address=start) + place[3]

    return SITE.sub(link, text)


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
        new = with_site(text, address) if file.suffix == ".md" else text
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
