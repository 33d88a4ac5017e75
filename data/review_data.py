"""What changed in the tables since they were last reviewed, in plain words.

    python data/review_data.py            show each changed cell, row and column
    python data/review_data.py --accept   record the tables as they are now as reviewed

Many figures stand in the tables alone: no sum, no other table and no text repeats them. For these the state that a
person last reviewed is recorded in tests/reviewed.json, as a digest of each table and a two-letter mark of each cell;
tests/test_reviewed.py fails until a change was looked at and accepted. The old value comes from git where it is there.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
RECORD = ROOT / "tests" / "reviewed.json"
ABOUT = "Made by python data/review_data.py --accept after a review of the changes. Do not edit."
EMPTY = "--"


def mark(cell: str) -> str:
    """Two letters for a cell: one wrong cell in 4,096 has the same, and then the digest of the table still differs."""
    return base64.b85encode(hashlib.sha256(cell.encode()).digest())[:2].decode() if cell else EMPTY


def read(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a table, whatever its line endings; the cells as the course loads them."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return header, [[cell.strip() for cell in row] for row in rows]


def state(text: str) -> dict:
    """What is recorded of a table."""
    header, rows = read(text)
    digest = hashlib.sha256(json.dumps([header, rows], ensure_ascii=False).encode()).hexdigest()
    return {"digest": digest, "columns": header, "rows": {row[0]: "".join(map(mark, row)) for row in rows}}


def tables(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}


def from_git(table: str) -> str | None:
    """The table as it was last committed; None without git or without a commit of it."""
    try:
        shown = subprocess.run(
            ["git", "show", f"HEAD:data/{table}.csv"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return None
    return shown.stdout if shown.returncode == 0 else None


def difference(old: str, new: str, around: int = 30) -> tuple[str, str]:
    """Both texts, cut to where they differ if they are long."""
    if max(len(old), len(new)) <= 80:
        return old or "an empty cell", new or "an empty cell"
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, start - around)
    short = [("..." if start else "") + text[start : start + 3 * around] for text in (old, new)]
    return short[0] + ("..." if len(old) > start + 3 * around else ""), short[1] + (
        "..." if len(new) > start + 3 * around else ""
    )


def table_changes(table: str, recorded: dict, text: str, committed: str | None) -> list[str]:
    """The changes of one table since its recorded state, as sentences."""
    now = state(text)
    if now["digest"] == recorded["digest"]:
        return []
    name = f"data/{table}.csv"
    found = [f"{name}: column {c} is new" for c in now["columns"] if c not in recorded["columns"]]
    found += [f"{name}: column {c} is gone" for c in recorded["columns"] if c not in now["columns"]]
    found += [f"{name}: row {key} is new" for key in now["rows"] if key not in recorded["rows"]]
    found += [f"{name}: row {key} is gone" for key in recorded["rows"] if key not in now["rows"]]
    header, rows = read(text)
    before: dict[str, dict[str, str]] = {}
    if committed is not None:
        old_header, old_rows = read(committed)
        before = {row[0]: dict(zip(old_header, row, strict=False)) for row in old_rows}
    seen = set()
    for row in rows:
        key = row[0]
        if key in seen:
            found.append(f"{name}: row {key} stands there twice")
        seen.add(key)
        marks = recorded["rows"].get(key)
        for column, cell in zip(header, row, strict=False):
            if marks is None or column not in recorded["columns"]:
                continue
            place = 2 * recorded["columns"].index(column)
            if marks[place : place + 2] != mark(cell):
                old = before.get(key, {}).get(column)
                if old is not None and mark(old) == marks[place : place + 2]:
                    old, new = difference(old, cell)
                    found.append(f"{name}, row {key}, column {column}: {old} became {new}")
                else:
                    found.append(f"{name}, row {key}, column {column}: was changed, now {cell or 'an empty cell'}")
    kept = [key for key in now["rows"] if key in recorded["rows"]]
    if kept != [key for key in recorded["rows"] if key in now["rows"]]:
        found.append(f"{name}: the rows stand in another order")
    return found or [f"{name}: something changed that the marks of the cells do not tell; compare it with git diff"]


def changes(folder: Path = DATA, record: Path = RECORD, committed: Callable[[str], str | None] = from_git) -> list[str]:
    """Every change of the tables in `folder` since the review recorded in `record`, as sentences."""
    recorded = json.loads(record.read_text(encoding="utf-8"))["tables"] if record.is_file() else {}
    now = tables(folder)
    found = [f"data/{table}.csv: the table is gone" for table in recorded if table not in now]
    for table, text in now.items():
        if table not in recorded:
            found.append(f"data/{table}.csv: the table is new")
        elif state(text)["digest"] != recorded[table]["digest"]:
            found += table_changes(table, recorded[table], text, committed(table))
    return found


def accept(folder: Path = DATA, record: Path = RECORD) -> None:
    """Record the tables in `folder` as reviewed."""
    reviewed = {"about": ABOUT, "tables": {table: state(text) for table, text in tables(folder).items()}}
    record.write_text(json.dumps(reviewed, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--accept", action="store_true", help="record the tables as they are now as reviewed")
    options = parser.parse_args(words)
    found = changes()
    print("\n".join(found) or "The tables are as they were last reviewed.")
    if options.accept:
        accept()
        print(f"{len(found)} changes accepted: recorded in {RECORD.relative_to(ROOT)}.")
    elif found:
        print(f"{len(found)} changes. If they are right: python data/review_data.py --accept")
    return 1 if found and not options.accept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
