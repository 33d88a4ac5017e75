"""The glossary and the list of sources, made from the tables as pages to read.

language.table(pages.glossary("counting"))     the terms of one field, in every language
language.table(pages.sources("official"))      the sources of one kind, with the tables that use them
"""

from __future__ import annotations

import functools
import re
from urllib.parse import unquote, urlsplit

import pandas as pd

from . import data
from . import language as lang
from .language import Piece

HEADINGS = {"en": "english", "ar": "arabic"}
"""The heading over the terms of each language, an entry of words/columns.toml."""

LONGEST_ADDRESS = 72
"""Characters of an address that are shown; the link itself leads to the whole address."""


def fields() -> list[str]:
    """The fields of the glossary, in the order of the data dictionary."""
    return _codes("glossary", "field")


def kinds() -> list[str]:
    """The kinds of sources, in the order of the data dictionary."""
    return _codes("sources", "kind")


def _codes(table: str, column: str) -> list[str]:
    field = next(field for field in data.description(table)["schema"]["fields"] if field["name"] == column)
    return field["constraints"]["enum"]


def glossary(field: str, language: str | None = None) -> pd.DataFrame:
    """The terms of one field in the alphabetical order of the language, its own word first, then those of the other
    languages, the meaning, and the lesson of the first use.

    Raises ValueError for an unknown field.
    """
    language = lang.check(language)
    if field not in fields():
        raise ValueError(f"field: expected one of {', '.join(fields())}, got {field!r}")
    terms = data.load("glossary")
    terms = terms[terms["field"] == field].sort_values(f"term_{language}", key=lambda names: names.map(_place))
    names = {
        HEADINGS[code]: [Piece(words, code) for words in terms[f"term_{code}"]]
        for code in dict.fromkeys((language, *lang.LANGUAGES))
    }
    return pd.DataFrame(
        {
            **names,
            "meaning": terms[f"definition_{language}"],
            "first_used_in": [lang.code("lesson", lesson, language) for lesson in terms["first_lesson"]],
        }
    )


def _place(words: str) -> str:
    """What a term is sorted by: small letters; in Arabic without the article, the marks on vowels and the forms of alif."""
    plain = re.sub(r"[\u064b-\u0652«»]", "", words.lower())
    return re.sub("[أإآ]", "ا", plain).removeprefix("ال")


def sources(kind: str, language: str | None = None) -> pd.DataFrame:
    """The sources of one kind by publisher: who printed, whom it quotes, a link to the page, and the tables that use it.

    Raises ValueError for an unknown kind.
    """
    language = lang.check(language)
    if kind not in kinds():
        raise ValueError(f"kind: expected one of {', '.join(kinds())}, got {kind!r}")
    listed = data.load("sources")
    name = f"publisher_{language}"
    listed = listed[listed["kind"] == kind].sort_values(
        [name, "url"], key=lambda words: words.str.lower().str.strip("«")
    )
    using = users()
    return pd.DataFrame(
        {
            "publisher": listed[name],
            "counter": listed[f"counter_{language}"],
            "address": [Piece(short_address(url), "en", url) for url in listed["url"]],
            "used_in": [
                lang.listed((data.title(table, language) for table in using.get(key, ())), language)
                for key in listed["source_id"]
            ],
        }
    )


def users() -> dict[str, tuple[str, ...]]:
    """The tables that name each source, by its key."""
    return dict(_users(data.state()))


@functools.lru_cache(maxsize=2)
def _users(_state: tuple) -> dict[str, tuple[str, ...]]:
    """`users` for one state of the tables."""
    found: dict[str, dict[str, None]] = {}
    for table in data.tables():
        if table == "sources":
            continue
        frame = data.load(table)
        for column in frame.columns:
            if column.endswith("source_id") or column.endswith("source_ids"):
                for cell in frame[column]:
                    for key in filter(None, cell.split(";")):
                        found.setdefault(key, {})[table] = None
    return {key: tuple(tables) for key, tables in found.items()}


def short_address(url: str) -> str:
    """An address as people read it: without https:// and www., its letters decoded; where it is long, the host and
    the end, which tells pages of one host apart."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    rest = unquote(parts.path, errors="replace").rstrip("/") + (f"?{parts.query}" if parts.query else "")
    rest = " ".join(rest.split())
    room = LONGEST_ADDRESS - len(host) - 2
    return host + rest if len(rest) <= room + 2 else f"{host}/…{rest[-room:]}"
