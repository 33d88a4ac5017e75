"""One thing has one Arabic name: the list in data/terms.csv, and no other name for it in any Arabic text of the course."""

import re
from pathlib import Path

import nbformat
import pytest
import refresh
from campaign import data
from campaign import language as lang

TERMS = data.load("terms")
PRINTED_IN_ARABIC = {"E46", "E47", "E49", "E52", "E53", "E55", "E56", "E57"}
"""Errors whose words were printed in Arabic: they stand as they were printed, with the names that they use."""


def prose(source: str) -> str:
    """A text without its code and without the addresses of its links."""
    return re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|https?://\S+", " ", source, flags=re.DOTALL)


def entries(entry, key: str):
    for name, inside in entry.items():
        if name == "ar":
            yield from ((key, text) for text in (inside.values() if isinstance(inside, dict) else [inside]))
        elif isinstance(inside, dict):
            yield from entries(inside, f"{key}.{name}")


def texts():
    """(where, text) for each Arabic text that a person reads: lessons, words, tables, the README, the forms for issues."""
    for path in refresh.notebook_paths(refresh.NOTEBOOKS / "ar"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield f"{path.name}: {cell.id}", prose(cell.source)
    for topic in lang.topics():
        if topic != "units":  # the spellings that a typed answer may have
            for key, text in entries(lang._topic(topic), topic):
                yield key, " ".join(text) if isinstance(text, list) else text
    for table in data.tables():
        if table != "terms":
            frame = data.load(table)
            for name in (name for name in frame if name.endswith("_ar")):
                for key, text in zip(frame.iloc[:, 0], frame[name], strict=True):
                    if not (table == "printed_errors" and name == "printed_ar" and key in PRINTED_IN_ARABIC):
                        yield f"{table}.csv, {key}, {name}", text
    top = Path(refresh.NOTEBOOKS).parent
    yield "README.ar.md", prose((top / "README.ar.md").read_text(encoding="utf-8"))
    for path in sorted((top / ".github/ISSUE_TEMPLATE").glob("*.yml")):  # they lead to files, so with paths
        yield path.name, re.sub(r"\bdata/[\w.]+", " ", path.read_text(encoding="utf-8"))
    yield from ((f"{table}.csv, title", data.title(table, "ar")) for table in data.tables())


TEXTS = list(texts())


def pattern(name: str) -> str:
    """The name as a word of its own, with the letters that Arabic joins to its front."""
    return rf"(?<![\w\u064b-\u0652])(?:[وف]?[بلك]?ـ?){re.escape(name)}(?![\w\u064b-\u0652])"


def unquoted(text: str) -> str:
    """The text without what stands in quotation marks, the innermost first."""
    while (shorter := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = shorter
    return text


def variants_in(text: str, variants: list[str]) -> list[str]:
    return [name for name in variants if re.search(pattern(name), text)]


@pytest.mark.parametrize("term", list(TERMS.itertuples()), ids=lambda term: term.term_id)
def test_a_thing_has_no_second_name(term):
    variants = [name.strip() for name in term.variants.split(";") if name.strip()]
    found = [f"{where}: {names}" for where, text in TEXTS if (names := variants_in(text, variants))]
    assert not found, f"{term.name_ar} is the name:\n" + "\n".join(found)


@pytest.mark.parametrize("term", [t for t in TERMS.itertuples() if t.name_ar[0] == "«"], ids=lambda term: term.term_id)
def test_a_foreign_name_stands_in_quotation_marks(term):
    bare = term.name_ar.strip("«»")
    found = [where for where, text in TEXTS if re.search(pattern(bare), unquoted(text))]
    assert not found, f"{term.name_ar} is the name:\n" + "\n".join(found)


@pytest.mark.parametrize("term", list(TERMS.itertuples()), ids=lambda term: term.term_id)
def test_the_name_is_in_use(term):
    # with or without its article, and in a sentence that puts vowels on it
    bare = re.sub(r"[\u064b-\u0652]", "", term.name_ar).removeprefix("ال")
    assert any(bare in re.sub(r"[\u064b-\u0652]", "", text) for _, text in TEXTS)


def test_tables_are_called_by_their_titles():
    names = "|".join(name for name in data.tables() if "_" in name)
    found = [where for where, text in TEXTS if re.search(rf"\b(?:{names})\b|\w\.csv\b", text)]
    assert not found, "data.title has the names of tables:\n" + "\n".join(found)


def test_the_checks_can_fail():
    assert variants_in("وبحسب المقال كان العدد", ["المقال"]) and variants_in("كتبت صحيفة وقائع", ["صحيفة وقائع"])
    assert variants_in("لسلاح الجو", ["سلاح الجو"]) and not variants_in("النصان والمقالات", ["المقال"])
    assert re.search(pattern("راند"), unquoted("تقول راند")) and not re.search(
        pattern("راند"), unquoted("لـ«راند» رقم")
    )
    assert len(TEXTS) > 3_000
