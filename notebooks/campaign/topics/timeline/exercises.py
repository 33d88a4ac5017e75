"""The exercises of 01-timeline. Words: words/exercises_timeline.toml."""

from __future__ import annotations

import datetime

from ... import data, measures
from ...exercise import Exercise


def _mosul() -> datetime.date:
    return data.row("timeline", "2017-07-10-mosul-retaken")["start_date"].date()


def _weight(bombs) -> measures.Bounded:
    return measures.pounds_to_kilograms(data.article_figure("a03-bomb-type")) * bombs


def _count(**wanted) -> int:
    """Events of the table with these values in these columns."""
    events = data.load("timeline")
    for column, value in wanted.items():
        events = events[events[column] == value]
    return len(events)


PAIRS = {
    "A": "first_syria_strikes_2014",
    "B": "mosul_2017",
    "C": "ramadi_2015",
    "D": "turkey_first_coalition_strike_2015",
    "E": "kobani_2015",
}
"""The events of exercise 4, as keys of event_dates.csv."""


def _letters(keep) -> set[str]:
    """The letters of the events whose reports `keep` accepts."""
    reports = data.load("event_dates")
    return {letter for letter, key in PAIRS.items() if keep(reports[reports["event_key"] == key])}


def _days_apart(reports) -> int:
    return (reports["reported_date"].max() - reports["reported_date"].min()).days


EXERCISES = (
    Exercise(
        "01-1",
        expected=lambda: measures.campaign_day(_mosul()),
        mistakes={
            "elapsed": lambda: measures.elapsed_days(measures.CAMPAIGN_START, _mosul()),
            "from_authorisation": lambda: measures.inclusive_days(
                measures.CAMPAIGN_START - datetime.timedelta(days=1), _mosul()
            ),
            "misprint": lambda: measures.campaign_day("2017-06-10"),
        },
    ),
    Exercise(
        "01-2",
        decimals=0,
        expected=lambda: _weight(data.article_figure("a02-aircraft")),
        mistakes={
            "one_bomb": lambda: _weight(1),
            "wrong_way": lambda: measures.exact(
                2 * data.article_figure("a03-bomb-type").best / measures.KILOGRAMS_IN_A_POUND
            ),
            "still_pounds": lambda: data.article_figure("a03-bomb-type") * data.article_figure("a02-aircraft"),
        },
    ),
    Exercise(
        "01-3",
        expected=lambda: _count(category="territory", theatre="iraq", in_article_window=True),
        mistakes={
            "all_years": lambda: _count(category="territory", theatre="iraq"),
            "all_theatres": lambda: _count(category="territory", in_article_window=True),
            "all_categories": lambda: _count(theatre="iraq", in_article_window=True),
        },
    ),
    Exercise(
        "01-4",
        for_class=True,
        choices=tuple(PAIRS),
        expected=lambda: _letters(lambda reports: (reports["quality"] == "contradiction").any()),
        mistakes={
            "far_apart": lambda: _letters(lambda reports: _days_apart(reports) > 7),
            "all_differ": lambda: _letters(lambda reports: _days_apart(reports) > 0),
            "one_day": lambda: _letters(lambda reports: _days_apart(reports) == 1),
        },
    ),
    Exercise("01-5", open=True, for_class=True),
)
