"""The running count of strikes: which reports can be set beside the article's, with which bounds, and where it breaks.

The official count steps up between 28 February and 31 March 2017 by about 820 strikes that no month declared
(data/series_breaks.csv). A pace is worked out only between two numbers on the same side of the step; whatever spans it
gets two answers, as the count was printed and without the step.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

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
    """The rows of strikes.csv that the Coalition itself counted and that no other row contradicts, in date order."""
    own = strikes[(strikes["counting_body"] == "cjtf_oir") & (strikes["quality"] != "contradiction")]
    return own.sort_values("as_of_date", kind="stable")


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
    for report in taken.to_dict("records"):
        counts = {column: count_of(report, column) for column in COLUMN_OF.values()}
        rows[report["observation_id"]] = {name: report[name] for name in names} | counts
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("date", kind="stable")


def pace(start, end, column: str) -> measures.Bounded:
    """Strikes a day between two rows of `reports`. A running count does not fall, so rounding cannot take it below
    zero."""
    return measures.not_below_zero(measures.pace(start[column], end[column], start["date"], end["date"]))


def paces(reports: pd.DataFrame, country: str) -> pd.DataFrame:
    """Strikes a day in one country from each report to the next: start_date, end_date, pace (a `Bounded`), spans.

    reports: exact ones of `reports()` that count the country, in date order. spans: does the stretch hold the break in
    the count? Then the pace runs from the answer without the step to the one as printed: which part of the step lies in
    the country is not known.
    """
    step, rows = official_break(), []
    for start, end in itertools.pairwise(reports.to_dict("records")):
        found, spans = pace(start, end, country), step.spanned(start["date"], end["date"])
        if spans:
            rest = measures.not_below_zero(end[country] - start[country] - step.within(country))
            found = measures.between(measures.pace(0, rest, start["date"], end["date"]).low, found.high)
        rows.append((start["date"], end["date"], found, spans))
    return pd.DataFrame(rows, columns=["start_date", "end_date", "pace", "spans"])


# --- what the guesses ask -----------------------------------------------------------------------------------------------
WRONG = ["misattribution", "sum", "wrong_quantity"]
"""Kinds of printed errors to choose from."""

PARTS = {"tenth": 10, "third": 3, "half": 2}
"""Parts of a whole to choose from: one part in so many."""


def four_counts(reports: pd.DataFrame, airpower: pd.DataFrame) -> pd.Series:
    """How many of each were counted last; the tables as `charts.four_counts` takes them."""
    reports, airpower = reports.sort_values("as_of_date"), airpower.sort_values("period_end")
    columns = {
        "strike": reports["strikes_total"],
        "target": reports["targets_damaged_or_destroyed"],
        "weapon": airpower["weapons_released"],
        "sortie": reports["sorties_total"],
    }
    return pd.Series({name: int(column.dropna().iloc[-1]) for name, column in columns.items()})


def busiest_month() -> measures.Bounded:
    """Strikes a day in the month that declared most of them, up to the break in the official count."""
    months = declared()
    known = (months["period_type"] == "month") & (months["period_end"] <= official_break().before)
    return max(months.loc[known, "pace"], key=lambda pace: pace.best)


def partners_part(report: pd.Series) -> str:
    """Which of PARTS is nearest to the partners' share of the strikes in Iraq, in a row of strikes.csv."""
    share = measures.share(report["partners_iraq"], report["partners_iraq"] + report["us_iraq"]).best
    return min(PARTS, key=lambda name: abs(100 / measures.exact(PARTS[name]).best - share))


# --- the break in the count, and what the months declared ---------------------------------------------------------------
BREAK = "strikes-official-2017-03"
"""The row of series_breaks.csv on the official count."""


@dataclass(frozen=True)
class Break:
    """A step in a running count: it lies after the day `after` and on or before the day `before`.

    step: the strikes that it adds beyond what was declared, in both countries together (a `Bounded`).
    """

    after: pd.Timestamp
    before: pd.Timestamp
    step: measures.Bounded

    def spanned(self, start, end) -> bool:
        """Does the interval between two as-of dates hold the step, or a part of it?"""
        return pd.Timestamp(start) < self.before and pd.Timestamp(end) > self.after

    def within(self, theatre: str) -> measures.Bounded:
        """The part of the step that lies in `theatre` ("both", "iraq" or "syria"), in strikes.

        No text says how it divides between the countries: of one country it may be all or nothing.
        """
        return self.step if theatre == "both" else measures.between(0, self.step.high)


def official_break() -> Break:
    """The break in the count of the Coalition's task force."""
    row = data.row("series_breaks", BREAK)
    return Break(row["after_date"], row["before_date"], measures.between(int(row["step_low"]), int(row["step_high"])))


def _months(start: pd.Timestamp, end: pd.Timestamp) -> set[int]:
    """The months from the first day's to the last day's, numbered from the year 0."""
    return set(range(start.year * 12 + start.month, end.year * 12 + end.month + 1))


def declared(theatre: str = "both") -> pd.DataFrame:
    """What Airwars added up from the months' own declarations, one row a stretch, in date order, none twice.

    Columns: those of strikes_declared.csv, `pace` (strikes a day, a `Bounded`) and the publishers. Rows that
    contradict others are left out, a stretch of months whose single months are all there, and a month inside any other.
    """
    rows = data.with_sources(data.load("strikes_declared"))
    own = (rows["counting_body"] == "airwars") & (rows["theatre"] == theatre) & (rows["quality"] != "contradiction")
    rows = rows[own & rows["strikes_low"].notna()]
    spans = [(row.period_type, _months(row.period_start, row.period_end)) for row in data.rows(rows)]
    found = {month for kind, months in spans if kind == "month" for month in months}
    whole = [months for kind, months in spans if kind == "months" and not months <= found]
    told = [
        not (kind == "months" and months <= found)
        and not (kind == "month" and any(months <= others for others in whole))
        for kind, months in spans
    ]
    rows = rows[told].sort_values("period_start")
    pace = [
        measures.between(int(row.strikes_low), int(row.strikes_high))
        / measures.inclusive_days(row.period_start, row.period_end)
        for row in data.rows(rows)
    ]
    return rows.assign(pace=pace).reset_index(drop=True)
