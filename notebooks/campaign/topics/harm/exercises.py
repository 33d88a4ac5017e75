"""The exercises of 05-civilian-harm: on records, dates and methods, never on guessing how many people were killed.

Words: words/exercises_harm.toml. Their feedback says what the record shows.
"""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules

FEBRUARY, ARTICLE, AUTUMN = "coalition-2018-02-28", "coalition-2017-06-30", "coalition-2017-09-30"


def _count(observation: str, column: str) -> measures.Bounded:
    return measures.exact(data.row("civilian_counts", observation)[column])


def _share(part: str, whole: str) -> measures.Bounded:
    """A count of the autumn report in percent of another."""
    return measures.share(_count(AUTUMN, part), _count(AUTUMN, whole))


def _balance() -> measures.Bounded:
    return (
        _count(FEBRUARY, "reports_carried_over")
        + _count(FEBRUARY, "reports_new_in_month")
        - _count(FEBRUARY, "reports_completed_in_month")
    )


def _strike_bases() -> dict[str, measures.Bounded | None]:
    """The strikes from which the 624 might come; C and D have no published number."""
    return {"A": data.article_figure("a13-strikes-total"), "B": _count(ARTICLE, "strikes_total"), "C": None, "D": None}


def _base_of_the_release() -> set[str]:
    printed = _count(ARTICLE, "strikes_total")
    return {letter for letter, strikes in _strike_bases().items() if strikes == printed}


PAIRS = {
    "A": ("coalition-2017-05-31", "airwars-2017-07-07"),
    "B": ("airwars-2017-09-29", "snhr-syria-2017-09-23"),
    "C": ("airwars-raqqa-2017-10", "amnesty-airwars-raqqa-2017-10"),
    "D": ("un-mosul-verified-2017-07-10", "coalition-mosul-2017-12-20"),
    "E": ("unami-iraq-year-2016", "ibc-iraq-year-2016"),
    "F": ("nyt-sample-rate-2017-11-16", "coalition-2017-10-31"),
}
"""Pairs of rows of civilian_counts.csv, as exercise 4 shows them."""


def _pairs(allowed) -> set[str]:
    rows = {letter: [data.row("civilian_counts", key) for key in keys] for letter, keys in PAIRS.items()}
    return {letter for letter, (first, second) in rows.items() if allowed(first, second)}


def _close_in_time(first, second) -> bool:
    days = rules.days_between(first["as_of_date"], second["as_of_date"])
    return days is not None and days <= rules.DAYS_APART


EXERCISES = (
    Exercise(
        "05-1",
        scored=False,
        units=("report",),
        expected=_balance,
        mistakes={
            "added_all": lambda: _balance() + _count(FEBRUARY, "reports_completed_in_month") * 2,
            "credible_only": lambda: (
                _balance() + _count(FEBRUARY, "reports_completed_in_month") - _count(FEBRUARY, "credible_in_month")
            ),
            "without_new": lambda: _balance() - _count(FEBRUARY, "reports_new_in_month"),
        },
    ),
    Exercise(
        "05-2",
        scored=False,
        choices=("A", "B", "C", "D"),
        expected=_base_of_the_release,
        mistakes={"same_story": lambda: {"A"}, "one_month": lambda: {"C"}, "report_day": lambda: {"D"}},
    ),
    Exercise(
        "05-3",
        scored=False,
        decimals=2,
        units=("percent",),
        expected=lambda: _share("reports_credible_total", "strikes_total"),
        mistakes={
            "of_engagements": lambda: _share("reports_credible_total", "engagements_total"),
            "all_reports": lambda: _share("reports_received_total", "strikes_total"),
            "as_printed": lambda: _share("reports_received_total", "engagements_total"),
            "people": lambda: _share("people_killed_low", "strikes_total"),
        },
    ),
    Exercise(
        "05-4",
        scored=False,
        for_class=True,
        choices=tuple(PAIRS),
        expected=lambda: _pairs(lambda first, second: not rules.reasons(first, second)),
        mistakes={
            "date_only": lambda: _pairs(_close_in_time),
            "place_only": lambda: _pairs(lambda first, second: first["theatre"] == second["theatre"]),
        },
    ),
    Exercise("05-5", scored=False, open=True, for_class=True),
)
