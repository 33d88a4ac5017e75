"""What is said once of events: which there are, when they happened as far as it is known, and what a map may show."""

from __future__ import annotations

import datetime

import pandas as pd

from ... import data, measures
from ... import language as lang
from ...problems import problem, some

CATEGORIES = ("territory", "ground_campaign", "air_campaign", "politics", "attack_abroad", "civilian_harm")
"""The lanes, from top to bottom."""

ON_PEOPLE_KILLED = ("civilian_harm", "attack_abroad")
"""What the way round leaves out."""

NEVER_ON_A_MAP = "civilian_harm"
"""A rule of the course: harm to civilians is told in words, with its counts and sources, and never as a point."""

MAP_EXTENT = (36.4, 45.4, 32.5, 37.5)
"""Degrees west, east, south, north: the part of Iraq and Syria where the events of the table happened, with a margin."""

ARTICLE_YEARS = (measures.CAMPAIGN_START, datetime.date(2017, 8, 7))
"""First and last day of the article's three years, counted from the first strike."""


def events() -> pd.DataFrame:
    """The rows of timeline.csv in order of their first day, with publisher_en, publisher_ar and url."""
    return data.with_sources(data.load("timeline")).sort_values("start_date", kind="stable")


def reports() -> pd.DataFrame:
    """The rows of event_dates.csv, a printed date each, with publisher_en, publisher_ar and url."""
    return data.with_sources(data.load("event_dates"))


def whole_years(events: pd.DataFrame) -> tuple[datetime.date, datetime.date]:
    """First and last day of the calendar years that events lie in."""
    some(events, "events")
    return datetime.date(events["start_date"].min().year, 1, 1), datetime.date(last_day(events).year, 12, 31)


def last_day(events: pd.DataFrame) -> datetime.date:
    """The last day of all events."""
    return some(events, "events")[["start_date", "end_date"]].max().max().date()


def campaign_years(until: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """The years of the campaign that begin by a day: the first day of each, and the first day after it."""
    start = measures.CAMPAIGN_START
    years = range(start.year, until.year + (start.replace(year=until.year) <= until))
    return [(start.replace(year=y), start.replace(year=y + 1)) for y in years]


def when(event, language: str | None = None) -> str:
    """The date of an event or of a report as far as it is known: a day, a month, or the first and last day.

    event: a row of timeline.csv or of event_dates.csv, as data.rows() or iterrows() give it.
    """
    return lang.known_date(_day(event), event.date_precision, language, getattr(event, "end_date", None))


def ends(rows: pd.DataFrame, language: str | None = None) -> tuple[str, str]:
    """The first and the last date of some events or reports, each as far as it is known."""
    ordered = some(rows, "rows").sort_values("start_date" if "start_date" in rows else "reported_date", kind="stable")
    first, last = (
        lang.known_date(_day(row), row.date_precision, language) for _, row in ordered.iloc[[0, -1]].iterrows()
    )
    return first, last


def _day(row) -> pd.Timestamp:
    return row.start_date if hasattr(row, "start_date") else row.reported_date


def duration(event) -> int | None:
    """Days from the first to the last day of an event, both counted; None for one day, or where only a month is known."""
    if pd.isna(event.end_date) or event.date_precision == "month":
        return None
    return measures.inclusive_days(event.start_date, event.end_date)


def last_possible_day(report) -> pd.Timestamp:
    """A report that gives only a month can mean any day of it."""
    return report.reported_date + pd.offsets.MonthEnd(0) if report.date_precision == "month" else report.reported_date


def days_apart(reports: pd.DataFrame) -> int:
    """Days from the earliest of some printed dates to the latest that they can mean."""
    some(reports, "reports")
    return (max(map(last_possible_day, data.rows(reports))) - reports["reported_date"].min()).days


def place(event, language: str | None = None) -> str:
    """The name of the place without what stands in brackets after it."""
    return getattr(event, f"place_{lang.check(language)}").split(" (")[0]


def on_map(events: pd.DataFrame) -> pd.DataFrame:
    """The events that a map of Iraq and Syria may show: those with a point inside it, and none of harm to civilians."""
    west, east, south, north = MAP_EXTENT
    inside = events["longitude"].between(west, east) & events["latitude"].between(south, north)
    here = events["theatre"].isin(["iraq", "syria", "both"])
    return events[inside & here & (events["category"] != NEVER_ON_A_MAP)]


EARLY = {
    "raqqa": "2014-01-01-daesh-takes-raqqa",
    "mosul": "2014-06-10-mosul-falls",
    "strike": "2014-08-08-first-strike",
    "syria": "2014-09-23-first-syria-strikes",
}
"""Four events of the story's first sentences, by a word for each; as keys of timeline.csv."""


def earliest(events: pd.DataFrame) -> str:
    """Which of the four events of `EARLY` came first: its word. events: as `events` gives them."""
    return min(EARLY, key=lambda word: _first_day(events, EARLY[word]))


def _first_day(events: pd.DataFrame, event_id: str) -> pd.Timestamp:
    """The first day of one event. Raises ValueError where it is not among the rows."""
    found = events.loc[events["event_id"] == event_id, "start_date"]
    if found.empty:
        raise ValueError(problem("no_row", table="timeline", column="event_id", value=repr(event_id)))
    return found.iloc[0]


def first_strikes(events: pd.DataFrame, theatre: str) -> pd.Timestamp:
    """The first day of the Coalition's strikes in a theatre: "iraq" or "syria"."""
    word = {"iraq": "strike", "syria": "syria"}[theatre]
    return _first_day(events, EARLY[word])


def misprinted_part(event_key: str) -> str:
    """Where the first contradicted date of an event in event_dates.csv departs from the last one that can be used: "day",
    "month" or "year", the largest part that differs; "none" where there is no contradicted one."""
    found = reports().query("event_key == @event_key").sort_values("reported_date")
    wrong, usable = (
        found.loc[rows, "reported_date"] for rows in (found["quality"] == "contradiction", found["quality"] == "use")
    )
    parts = ("year", "month", "day")
    return next(
        (p for p in parts if not wrong.empty and getattr(wrong.iloc[0], p) != getattr(usable.iloc[-1], p)), "none"
    )
