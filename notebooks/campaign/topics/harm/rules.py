"""What is said once of counts of people killed: who counted, in which order, and may two counts be set side by side?

Two figures may be compared only when they count the same thing (scope), over the same time, in the same unit.
"""

from __future__ import annotations

import datetime

import pandas as pd

from ... import data

_INDEPENDENT = ("airwars", "airwars_relatives", "amnesty", "amnesty_airwars", "ap", "ibc", "nyt", "snhr", "sohr")
BODIES = (
    dict.fromkeys(("coalition", "dod"), "official")
    | dict.fromkeys(("un", "iraqi_civil_defence", "organisations_not_named"), "neither")
    | dict.fromkeys(_INDEPENDENT, "independent")
)
"""The counting bodies: official (a party to the war counts its own strikes), independent, or neither of the two."""

ARTICLE = "coalition-2017-06-30"
"""The release that the article's number comes from: a row of civilian_counts.csv."""

LAST_DAY = "counted"
"""The one of `days_of_the_story` up to which the article's number counts."""

PRINTED_AS_KILLED = ("E50", "coalition-2017-11-30")
"""A number that was printed as people killed, and the release that it comes from."""

DAYS_APART = 45
"""How far apart two dates may lie and still count as one time: monthly reports come out about a month late."""


def kind(counting_body: str) -> str:
    """What kind of body counted: official, independent or neither. Raises ValueError for an unknown one."""
    if counting_body not in BODIES:
        raise ValueError(f"counting_body: expected one of {', '.join(BODIES)}, got {counting_body!r}")
    return BODIES[counting_body]


def in_order(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows of civilian_counts.csv whose dates are known, in the order of publication, by their observation_id.

    counts: rows of the table. Adds `published`, the day on which each figure was published; where only the month is
    known, the day up to which it counts.
    """
    published = counts["report_date"].where(counts["report_precision"] != "month", counts["as_of_date"])
    dated = counts.assign(published=published).dropna(subset=["as_of_date", "published"])
    ordered = dated.sort_values(["published", "as_of_date", "people_killed_low"])
    return ordered.set_index("observation_id", drop=False).rename_axis(None)


def published_counts() -> pd.DataFrame:
    """All counts `in_order`, with their publishers (publisher_en, publisher_ar, url)."""
    return in_order(data.with_sources(data.load("civilian_counts")))


def running_total(series: str) -> pd.DataFrame:
    """The figures of one series of `published_counts`, such as coalition_all or airwars_low_high."""
    counts = published_counts()
    return counts[counts["series"] == series]


def delays(series: str = "coalition_all") -> pd.DataFrame:
    """The figures of a series whose two days are both known: the last day counted and the day of publication.

    Adds `days`, from the one to the other.
    """
    counts = running_total(series)
    known = (counts["as_of_precision"] == "day") & (counts["report_precision"] == "day")
    counts = counts[known & (counts["as_of_basis"] == "stated")]
    return counts.assign(days=(counts["report_date"] - counts["as_of_date"]).dt.days)


def days_of_the_story() -> dict[str, datetime.date]:
    """The days up to which the article's number of people killed might count, one of them right: `counted`, the last day
    of the data; `published`, the day of the release; `strikes`, the last day of the article's strikes; `before`, the last
    day of the release before."""
    article = data.row("civilian_counts", ARTICLE)
    earlier = running_total("coalition_all")["as_of_date"]
    days = {
        "counted": article["as_of_date"],
        "published": article["report_date"],
        "strikes": data.row("article_figures", "a13-strikes-total")["as_of_date"],
        "before": earlier[earlier < article["as_of_date"]].max(),
    }
    return {name: day.date() for name, day in days.items()}


def counted_as_killed() -> str:
    """What the number that was printed as people killed counts: received (all reports), credible, or strikes.

    Raises ValueError where the release has no such number.
    """
    error, release = PRINTED_AS_KILLED
    printed, row = data.row("printed_errors", error)["printed_value"], data.row("civilian_counts", release)
    columns = {"received": "reports_received_total", "credible": "reports_credible_total", "strikes": "strikes_total"}
    for name, column in columns.items():
        if row[column] == printed:
            return name
    raise ValueError(f"{release}: expected a number of reports or strikes that is {printed:g}")


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
