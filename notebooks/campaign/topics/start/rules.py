"""What is said once of the figures of a claim: their values in words, their bounds, who counted, and as of when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from ... import data, measures
from ... import language as lang
from ...measures import Bounded

_NOUNS = {"aircraft": "aircraft", "strikes": "strike", "countries": "country", "civilians_killed": "civilian_killed"}


@dataclass(frozen=True)
class ClaimFigure:
    """One figure of a claim, as the story prints it.

    value: with the bounds that its rounding leaves. qualifier: exact, rounded, at_least or about, as in
    article_figures.csv. as_of: the last day that it covers, None where none is known. counting_body: its code, or "".
    quantity, as_of_note: what is measured, and what is known of the as-of date, in words.
    """

    figure_id: str
    quantity: str
    value: Bounded
    unit: str
    qualifier: str
    as_of: datetime.date | None
    counting_body: str
    as_of_note: str


def figures_by_claim(language: str) -> dict[str, tuple[ClaimFigure, ...]]:
    """The figures of each claim that has any, in the order of article_figures.csv."""
    figures: dict[str, tuple[ClaimFigure, ...]] = {}
    for _, row in data.load("article_figures").iterrows():
        figure = ClaimFigure(
            figure_id=row["figure_id"],
            quantity=row[f"quantity_{language}"],
            value=data.article_figure(row["figure_id"]),
            unit=row["unit"],
            qualifier=row["qualifier"],
            as_of=None if pd.isna(row["as_of_date"]) else measures.as_date(row["as_of_date"]),
            counting_body=row["counting_body"],
            as_of_note=row[f"as_of_note_{language}"],
        )
        figures[row["claim_id"]] = (*figures.get(row["claim_id"], ()), figure)
    return figures


def value_with_unit(figure: ClaimFigure, say: lang.Voice) -> str:
    """A printed figure as people write it: "13,221 strikes", "13.6 million dollars a day", «طائرتان»."""
    best, unit = figure.value.best, figure.unit
    if unit in _NOUNS:
        return say.count(int(best), _NOUNS[unit])
    number = say.number(best / 1_000_000) if unit == "people" else say.number(best, 1 if best.denominator > 1 else 0)
    return say(f"value_{unit}", number=number)


def bounds_with_unit(figure: ClaimFigure, say: lang.Voice) -> tuple[str, str]:
    """The lowest and the highest value that a rounded figure can stand for, as short labels."""
    scale = 1_000_000 if figure.unit == "people" else 1
    ends = figure.value.low / scale, figure.value.high / scale
    decimals = next(places for places in range(4) if all((end * 10**places).denominator == 1 for end in ends))
    low, high = (say.number(end, decimals) for end in ends)
    key = f"end_{figure.unit}"
    return (say(key, number=low), say(key, number=high)) if say.has(key) else (low, high)
