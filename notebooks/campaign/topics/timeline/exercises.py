"""The exercises of 01-timeline. Words: words/exercises_timeline.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules

PAIRS = {
    "A": "first_syria_strikes_2014",
    "B": "mosul_2017",
    "C": "ramadi_2015",
    "D": "turkey_first_coalition_strike_2015",
    "E": "kobani_2015",
}
"""The events of exercise 4, as keys of event_dates.csv."""


def _mosul_day() -> int:
    return measures.campaign_day(data.row("timeline", "2017-07-10-mosul-retaken")["start_date"])


def _bomb_pounds() -> measures.Bounded:
    return data.article_figure("a03-bomb-type")


def _bombs() -> measures.Bounded:
    return data.article_figure("a02-aircraft")


def _count(**wanted) -> int:
    """Events of the table with these values in these columns."""
    events = data.load("timeline")
    return int((events[list(wanted)] == list(wanted.values())).all(axis=1).sum())


def _letters(keep) -> set[str]:
    """The letters of the events whose reports `keep` accepts."""
    reports = data.load("event_dates")
    return {letter for letter, key in PAIRS.items() if keep(reports[reports["event_key"] == key])}


EXERCISES = (
    Exercise(
        "01-1",
        expected=_mosul_day,
        units=("day",),
        mistakes={
            "elapsed": lambda: _mosul_day() - 1,
            "from_authorisation": lambda: _mosul_day() + 1,  # strikes were authorised a day before the first
            "misprint": lambda: measures.campaign_day("2017-06-10"),
        },
    ),
    Exercise(
        "01-2",
        decimals=0,
        units=("kilogram",),
        expected=lambda: measures.pounds_to_kilograms(_bomb_pounds()) * _bombs(),
        mistakes={
            "one_bomb": lambda: measures.pounds_to_kilograms(_bomb_pounds()),
            "wrong_way": lambda: measures.exact((_bomb_pounds() * _bombs()).best / measures.KILOGRAMS_IN_A_POUND),
            "still_pounds": lambda: _bomb_pounds() * _bombs(),
        },
    ),
    Exercise(
        "01-3",
        code=True,
        units=("event",),
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
            "far_apart": lambda: _letters(lambda reports: rules.days_apart(reports) > 7),
            "all_differ": lambda: _letters(lambda reports: rules.days_apart(reports) > 0),
            "one_day": lambda: _letters(lambda reports: rules.days_apart(reports) == 1),
            "month_only": lambda: _letters(
                lambda reports: (reports["quality"] == "contradiction").any() and rules.days_apart(reports) > 1
            ),
        },
    ),
    Exercise("01-5", open=True, for_class=True),
)
