"""Write data/README.md, the data dictionary, from data/datapackage.json, and into that how many rows each table has, in
which order, and the hash of its file.

python data/dictionary.py
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
sys.path[:0] = [str(DATA.parent / "notebooks"), str(DATA.parent / "notebooks" / "make")]

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
from campaign.data import order_of  # noqa: E402 - the course's own package is found from the line above

HEAD = """# Data dictionary

This page is made from `datapackage.json` by `python data/dictionary.py`; change the descriptions there.

Every table is UTF-8 CSV, one observation a row. Empty means *not stated*. Dates are ISO dates. Text that a reader
sees comes once in each language, in columns ending in its code (`_en`, `_ar`). `source_id` leads to `sources.csv`,
which holds publisher and address. Contradicting figures are kept and labelled, not cleaned away: they are what the course is about.

**Quality**, one vocabulary for all tables:

| label | meaning |
|---|---|
| `use` | printed as it stands here, by a source that fits the others |
| `derived` | at least one number of the row is a sum or difference of printed ones |
| `rounded` | printed as a round number, or as "more than" or "about" |
| `second-hand` | printed by somebody who quotes a body whose own text was not found |
| `weak-source` | printed by an encyclopedia copy, a partisan outlet or a text of unclear scope |
| `contradiction` | cannot be right beside the rows named in `contradicts`, or was replaced by them |

**Rules that a row breaks** (`breaks_rule`, checked by the tests where arithmetic can): `sum` (parts do not add to the
total), `order` (a cumulative count lies above a later or below an earlier one), `day_count` (total, average and
calendar do not agree), `share` (percentages do not add to about 100), `revision` (another number was published for
the same thing), `definition` (the words do not allow the number).

**In a spreadsheet**: open a copy, never the file itself. Import it as text (Excel: Data > From Text/CSV, origin 65001
UTF-8; LibreOffice: character set UTF-8, comma alone, "Detect special numbers" off) and turn every column to text, or dates
and long numbers are rewritten. The course names a table that came back cut off, re-sorted or in another encoding.

**Licence**: CC BY 4.0 for the tables as compiled here. The figures are facts printed by others; each row names where.
Points of places (`timeline.csv`): GeoNames, CC BY 4.0, https://www.geonames.org, unless `location_precision`
says otherwise; who passes them on names GeoNames. Consumer prices: the index CPI-U of the US Bureau of Labor Statistics, in the public domain.
Country outlines (`outlines.geojson`): Natural Earth, public domain, by way of the package world-atlas 2.0.2 (ISC).
They are de facto lines, not a statement on any border: a map made with them shows the Golan inside Israel's outline.
"""


def package() -> str:
    """datapackage.json with the rows, the order of keys, the size and the hash of each file as it is now."""
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        resource["bytes"], resource["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "schema" in resource:
            keys = [row[0] for row in csv.reader(content.decode("utf-8").splitlines(keepends=True))][1:]
            resource["rows"], resource["order"] = len(keys), order_of(keys)
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def with_words() -> list[str]:
    """How many rows of each table that names sources are held to words that print them, as lines of a table."""
    tables = {path.stem: list(csv.DictReader(io.StringIO(path.read_text("utf-8")))) for path in DATA.glob("*.csv")}
    held = {(row["table"], row["key"]) for row in tables.pop("evidence")}
    lines = []
    for name, rows in sorted(tables.items()):
        key = next(iter(rows[0]))
        words = sum((name, r[key]) in held or bool(r.get("words")) or r.get("quoted") == "true" for r in rows)
        if "source_id" in rows[0] and name not in ("sources", "glossary"):
            lines.append(f"| {name}.csv | {len(rows)} | {words} | {len(rows) - words} |")
    return lines


def page() -> str:
    """The whole page as Markdown."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    parts = [HEAD, "## Tables\n", "| table | rows | what |", "|---|---|---|"]
    tables = [resource for resource in package["resources"] if "schema" in resource]
    for table in tables:
        parts.append(f"| [{table['path']}](#{table['name']}csv) | {table['rows']} | {table['description']} |")
    parts += ["\n## Rows and the words that print them\n"]
    parts += [
        "Held by the tests to printed words in `evidence.csv` or in a column of their own; the others rest on sums,"
    ]
    parts += ["neighbours and other tables, and on the last review.\n"]
    parts += ["| table | rows | with words | without |", "|---|---|---|---|", *with_words()]
    for table in tables:
        title, *others = (words for name, words in table.items() if name.startswith("title_"))
        key = table["schema"].get("primaryKey", "")
        key = key if isinstance(key, str) else " + ".join(key)
        parts += [
            f"\n## {table['path']}\n",
            f"{title} ({', '.join(others)}). {table['description']} Key: `{key}`.\n",
        ]
        parts += ["| column | meaning | type | unit | values |", "|---|---|---|---|---|"]
        for field in table["schema"]["fields"]:
            constraints = field.get("constraints", {})
            allowed = ", ".join(f"`{v}`" for v in constraints.get("enum", []))
            parts.append(
                f"| `{field['name']}` | {field['description']} | {field['type']} | {field.get('unit', '')} | {allowed} |"
            )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    (DATA / "datapackage.json").write_text(package(), encoding="utf-8", newline="\n")
    (DATA / "README.md").write_text(page(), encoding="utf-8", newline="\n")
