"""One story in three languages: the versions of each part side by side, and what each kept."""

from __future__ import annotations

import pandas as pd

from ... import data, measures
from ... import language as lang
from ...language import Piece

VERSIONS = ("en", "fr", "ar")
"""The languages in which the agency sent the story; the story was written in the first one."""

ASPECTS = ("number", "unit", "date", "base", "about")
"""What a number can lose on its way into another language."""

PRINTED = "2017-08-01"
"""The month in which the story was printed; its day is not known for every version."""

FIRST_PUBLICATION, LAST_PUBLICATION = 12, 14
"""Days from 26 July 2017 to the week of the story: it is dated to the first week of August, and the agency's French
version stood on a page of 7 August. Fourteen days at the most are read into "starting from 26 July"."""


def versions() -> pd.DataFrame:
    """story_versions.csv with its sources, one row a part and version, in the order of the story."""
    return data.with_sources(data.load("story_versions"))


def parts(practice: bool = True) -> list[str]:
    """The codes of the parts that were sent in the story, in order; without practice, those on people killed too."""
    rows = versions()
    rows = rows[rows["version"] == "story"]
    return list(dict.fromkeys(rows.loc[rows["practice"] | (not practice), "part"]))


def side_by_side(part: str) -> pd.DataFrame:
    """The rows of one part of the story, indexed by language in the order of VERSIONS.

    Raises ValueError for a part that is not in the table.
    """
    rows = versions()
    rows = rows[(rows["version"] == "story") & (rows["part"] == part)]
    if rows.empty:
        raise ValueError(f"part: expected one of {', '.join(parts(practice=False))}, got {part!r}")
    return rows.set_index("language").reindex(list(VERSIONS))


def quotations(part: str, language: str | None = None) -> pd.DataFrame:
    """The words of each version of a part, in their own language and direction, and what they say: columns story_version,
    as_printed and meaning. The Pentagon's own text comes first where there is one."""
    language = lang.check(language)
    first = statement(part)
    rows = ([] if first is None else [("statement", first)]) + [
        (code, row) for code, row in side_by_side(part).iterrows()
    ]
    return pd.DataFrame(
        {
            "story_version": [lang.text(f"story.version_{code}", language) for code, _ in rows],
            "as_printed": [Piece(row["words"], row["language"] if code == "statement" else code) for code, row in rows],
            "meaning": [_meaning(row, language) for _, row in rows],
        }
    )


def _meaning(row, language: str) -> str:
    if row["reading"] in ("absent", "not_read"):
        return lang.text(f"story.meaning_{row['reading']}", language)
    return row[f"meaning_{language}"]


def statement(part: str) -> pd.Series | None:
    """The Pentagon's own text of a part, where the story took it from there; None where none was found."""
    rows = versions()
    rows = rows[(rows["version"] == "statement") & (rows["part"] == part)]
    return None if rows.empty else rows.iloc[0]


def changes(row) -> list[str]:
    """The codes of what happened to a part in one version, "kept" left out; empty where it was not read."""
    return [code for code in row["change"].split(";") if code and code != "kept"]


def what_changed(part: str, version: str = "ar") -> str:
    """What a learner may say of a part in one version: total (a type became a total), number or nothing."""
    row = side_by_side(part).loc[version]
    if "type_to_total" in changes(row):
        return "total"
    return "number" if row["number"] == "changed" else "nothing"


def whose_change(part: str) -> str:
    """Who changed a part on its way: both (the agency, then the translation), agency, translator, or spokesman."""
    rows = side_by_side(part)
    agency, translation = (bool(changes(rows.loc[version])) for version in ("en", "ar"))
    by = {(True, True): "both", (True, False): "agency", (False, True): "translator", (False, False): "spokesman"}
    return by[agency, translation]


def left_out_most() -> str:
    """The version in which most of the aspects of a number were left out."""
    rows = versions()
    rows = rows[(rows["version"] == "story") & rows["practice"]]
    counts = (rows[list(ASPECTS)] == "left_out").sum(axis=1).groupby(rows["language"]).sum()
    return str(counts.idxmax())


def read_as_from() -> measures.Bounded:
    """Strikes a day, if the sentence of the Arabic copy were true as it stands: all 23,922 from 26 July 2017 on."""
    total = data.article_figure("a13-strikes-total")
    days = measures.between(FIRST_PUBLICATION, LAST_PUBLICATION)
    return total / days


def as_counted() -> measures.Bounded:
    """Strikes a day from 8 August 2014 to 26 July 2017, as the count was meant."""
    row = data.row("article_figures", "a13-strikes-total")
    return measures.pace(0, row["value"], measures.CAMPAIGN_START, row["as_of_date"])
