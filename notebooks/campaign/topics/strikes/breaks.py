"""The break in the official count of strikes: a pace only between two numbers on the same side of it.

The running count steps up between 28 February and 31 March 2017 by about 820 strikes that no month declared
(data/series_breaks.csv). Whatever spans the step gets two answers: as the count was printed, and without the step.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ... import data, measures

OFFICIAL = "strikes-official-2017-03"
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


def official() -> Break:
    """The break in the count of the Coalition's task force."""
    row = data.row("series_breaks", OFFICIAL)
    return Break(row["after_date"], row["before_date"], measures.between(int(row["step_low"]), int(row["step_high"])))


def declared(theatre: str = "both") -> pd.DataFrame:
    """What Airwars added up from the months' own declarations, one row a stretch, in date order, none twice.

    Columns: those of strikes_declared.csv, `pace` (strikes a day, a `Bounded`) and the publishers. Rows that
    contradict others are left out, a stretch of months whose single months are all there, and a month inside any other.
    """
    rows = data.with_sources(data.load("strikes_declared"))
    own = (rows["counting_body"] == "airwars") & (rows["theatre"] == theatre) & (rows["quality"] != "contradiction")
    rows = rows[own & rows["strikes_low"].notna()]
    single, several = (rows[rows["period_type"] == kind] for kind in ("month", "months"))

    def months_of(row):
        return set(pd.period_range(row.period_start, row.period_end, freq="M"))

    found = {month for row in single.itertuples() for month in months_of(row)}
    whole = [months_of(row) for row in several.itertuples() if not months_of(row) <= found]
    told = [
        not (row.period_type == "months" and months_of(row) <= found)
        and not (row.period_type == "month" and any(months_of(row) <= months for months in whole))
        for row in rows.itertuples()
    ]
    rows = rows[told].sort_values("period_start")
    pace = [
        measures.between(int(row.strikes_low), int(row.strikes_high))
        / measures.inclusive_days(row.period_start, row.period_end)
        for row in rows.itertuples()
    ]
    return rows.assign(pace=pace).reset_index(drop=True)
