"""The official cost reports: which can be used, and the bounds of what they print."""

from __future__ import annotations

import pandas as pd

from ... import data, measures


def reports() -> pd.DataFrame:
    """The reports that can be used, in date order: rows of cost.csv with their publishers, by observation_id.

    Taken are reports on Operation Inherent Resolve that give a date, a total and an average, and that no other row
    contradicts.
    """
    cost = data.with_sources(data.load("cost"))
    oir = cost[(cost["series"] == "oir_report") & (cost["quality"] != "contradiction")]
    whole = oir.dropna(subset=["as_of_date", "total_usd_billion", "average_usd_million_per_day"])
    return whole.sort_values("as_of_date", kind="stable").set_index("observation_id", drop=False)


def total(report) -> measures.Bounded:
    """The cumulative total of a row of cost.csv, in billions of US dollars."""
    return measures.rounded(report["total_usd_billion"], report["total_step_usd_billion"])


def average(report) -> measures.Bounded:
    """The average since the first day of a row of cost.csv, in millions of US dollars a day."""
    return measures.rounded(report["average_usd_million_per_day"], report["average_step_usd_million_per_day"])


def rate_between(first, second) -> measures.Bounded | None:
    """Millions of US dollars a day between two rows of cost.csv; None where the second is not the later one."""
    if first["as_of_date"] >= second["as_of_date"]:
        return None
    return measures.marginal_rate(total(first), total(second), first["as_of_date"], second["as_of_date"])


def odd_one_out(report) -> str | None:
    """Which printed number of a row of cost.csv does not fit its as-of date: "days", where total and average agree with
    the calendar and the printed number of days does not; None where that cannot be said of one of the three alone."""
    day = measures.campaign_day(report["as_of_date"])
    agree = day in measures.implied_days(total(report), average(report))
    return "days" if agree and report["days_printed"] != day else None
