"""The running count of strikes: which reports can be set beside the article's, and with which bounds."""

from __future__ import annotations

import pandas as pd

from ... import data, measures
from ... import language as lang

COUNTRIES = ("iraq", "syria")
FIRST, ARTICLE = "first", "article"
"""The rows of `reports` that are no row of strikes.csv: the first day, and the article's own count."""

COLUMN_OF = {"both": "total", "iraq": "iraq", "syria": "syria"}
"""For each theatre the column of `reports` that counts it."""

LAST_REPORT = pd.Timestamp("2018-01-31")
"""Half a year after the article: later reports tell of another phase."""


def article_day() -> pd.Timestamp:
    """The day up to which the article counts strikes."""
    return data.row("article_figures", "a13-strikes-total")["as_of_date"]


def official(strikes: pd.DataFrame) -> pd.DataFrame:
    """The rows of strikes.csv that the Coalition itself counted and that no other row contradicts."""
    return strikes[(strikes["counting_body"] == "cjtf_oir") & (strikes["quality"] != "contradiction")]


def is_weak(rows) -> pd.Series | bool:
    """Does a report come from a weaker source? Of one row or of each row of a table."""
    return rows["quality"] == "weak-source"


def rounding_step(count: float) -> int:
    """The unit of the last digit that is not zero: 18,600 was rounded to 100 or finer."""
    digits = str(int(count))
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def count_of(report, column: str) -> measures.Bounded | None:
    """A running count of a row of strikes.csv, with bounds where it is a round number; None where it is not stated."""
    value = report[f"strikes_{column}"]
    if pd.isna(value):
        return None
    return measures.rounded(value, rounding_step(value)) if report["quality"] == "rounded" else measures.exact(value)


def reports() -> pd.DataFrame:
    """The reports to choose from, in date order: date, total, iraq and syria (each a `Bounded`, None where the report
    does not say), quality and publishers. The first row is the first day, without strikes; one row is the article's.

    Taken are official totals whose day is known; the article's row stands in place of the same total in another copy.
    """
    names = ["date", "quality", *(f"publisher_{code}" for code in lang.LANGUAGES)]
    strikes = official(data.with_sources(data.load("strikes"))).rename(columns={"as_of_date": "date"})
    dated = strikes["as_of_precision"].isin(["day", "inferred_day"]) & (strikes["date"] <= LAST_REPORT)
    taken = strikes[dated & strikes["strikes_total"].notna() & (strikes["date"] != article_day())]
    figures = data.with_sources(data.load("article_figures")).set_index("figure_id")
    total = figures.rename(columns={"as_of_date": "date"}).loc["a13-strikes-total"]
    rows = {
        FIRST: dict.fromkeys(names, "")
        | {"date": pd.Timestamp(measures.CAMPAIGN_START), "quality": "use"}
        | dict.fromkeys(COLUMN_OF.values(), measures.exact(0)),
        ARTICLE: dict(total.reindex(names))
        | {"quality": "use"}
        | {column: data.article_figure(f"a13-strikes-{column}") for column in COLUMN_OF.values()},
    }
    for _, report in taken.iterrows():
        counts = {column: count_of(report, column) for column in COLUMN_OF.values()}
        rows[report["observation_id"]] = dict(report[names]) | counts
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("date", kind="stable")


def pace(start, end, column: str) -> measures.Bounded:
    """Strikes a day between two rows of `reports`. A running count does not fall, so rounding cannot take it below
    zero."""
    return measures.not_below_zero(measures.pace(start[column], end[column], start["date"], end["date"]))
