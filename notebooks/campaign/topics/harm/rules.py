"""May two counts of people killed be set side by side? The rule of lesson 05, as arithmetic on two rows.

Two figures may be compared only when they count the same thing (scope), over the same time, in the same unit.
"""

from __future__ import annotations

import pandas as pd

DAYS_APART = 45
"""How far apart two dates may lie and still count as one time: monthly reports come out about a month late."""


def days_between(first, second) -> int | None:
    """Days between two dates, whichever comes first; None when one of them is not known."""
    return None if pd.isna(first) or pd.isna(second) else abs((first - second).days)


def reasons(first: pd.Series, second: pd.Series) -> tuple[str, ...]:
    """Why two rows of civilian_counts.csv may not be compared; empty when they may.

    The reasons, in this order: rate (a share beside a number), killed_by, place, period (different first days),
    scope (something else differs in what is counted), date (different last days).
    """
    found = []
    if pd.isna(first["rate_one_in"]) != pd.isna(second["rate_one_in"]):
        found.append("rate")
    if first["killed_by"] != second["killed_by"]:
        found.append("killed_by")
    if first["theatre"] != second["theatre"]:
        found.append("place")
    starts = days_between(first["period_start"], second["period_start"])
    if starts is not None and starts > DAYS_APART:
        found.append("period")
    if not found and (first["scope_code"], first["incident_code"]) != (second["scope_code"], second["incident_code"]):
        found.append("scope")
    # A single event lies in the past for all who count it: the days of publication may differ.
    ends = days_between(first["as_of_date"], second["as_of_date"])
    if not first["incident_code"] and (ends is None or ends > DAYS_APART):
        found.append("date")
    return tuple(found)
