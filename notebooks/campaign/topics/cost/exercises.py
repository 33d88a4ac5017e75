"""The exercises of 04-cost. Words: words/exercises_cost.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules


def _rate() -> measures.Bounded:
    return data.article_figure("a14-cost-per-day")


def _per_strike() -> measures.Bounded:
    """The classic mistake: the American daily cost over the whole Coalition's strikes a day, in millions."""
    strikes = data.article_figure("a13-strikes-total")
    day = measures.campaign_day(data.row("article_figures", "a13-strikes-total")["as_of_date"])
    return _rate() / (strikes / day)


def _ends() -> list:
    """The last two reports, of December 2016 and March 2017, as rows of cost.csv."""
    return [data.row("cost", f"cost-oir-{day}") for day in ("2016-12-15", "2017-03-31")]


def _march_total(days: int | None = None) -> measures.Bounded:
    march = _ends()[1]
    return measures.total_cost(rules.average(march), days or measures.campaign_day(march["as_of_date"]))


def _winter_days() -> int:
    return measures.elapsed_days(*(report["as_of_date"] for report in _ends()))


def _winter() -> measures.Bounded:
    return rules.rate_between(*_ends())


# Shares of one whole, in percent, as four texts print them: A and D are in cost_breakdown.csv (reports of 15 July
# 2015 and 31 July 2016), B and C in printed_errors.csv ("two thirds" counted as 67).
PRINTED_SHARES = {"A": (53, 23, 23), "B": (70, 13, 11, 8), "C": (67, 17, 12, 8), "D": (65, 16, 11, 8)}


def _shares_off(allowed) -> set[str]:
    """The texts whose shares, each rounded to a whole percent, cannot add up to 100 as `allowed` says."""
    sums = {letter: sum(measures.rounded(s, 1) for s in shares) for letter, shares in PRINTED_SHARES.items()}
    return {letter for letter, total in sums.items() if not allowed(total)}


EXERCISES = (
    Exercise(
        "04-1",
        expected=lambda: _rate() / measures.HOURS_IN_A_DAY,
        decimals=2,
        units=("usd", "per_hour"),
        scale=10**6,
        mistakes={
            "per_working_day": lambda: _rate() / 8,
            "times_hours": lambda: _rate() * measures.HOURS_IN_A_DAY,
            "per_minute": lambda: _rate() / (measures.HOURS_IN_A_DAY * 60),
            "per_strike": _per_strike,
        },
    ),
    Exercise(
        "04-2",
        expected=_march_total,
        units=("usd",),
        scale=10**9,
        mistakes={
            "millions": lambda: _march_total() * 1000,
            "whole_years": lambda: _march_total(3 * 365),
        },
    ),
    Exercise(
        "04-3",
        for_class=True,
        code=True,
        expected=_winter,
        units=("usd", "per_day"),
        scale=10**6,
        mistakes={
            "average_of_averages": lambda: sum(rules.average(report) for report in _ends()) / 2,
            "total_over_interval": lambda: rules.total(_ends()[1]) * 1000 / _winter_days(),
            "billions": lambda: _winter() / 1000,
        },
    ),
    Exercise(
        "04-4",
        choices=("A", "B", "C", "D"),
        expected=lambda: _shares_off(lambda total: 100 in total),
        mistakes={
            "not_exactly_100": lambda: _shares_off(lambda total: total.best == 100),
            "above_100": lambda: _shares_off(lambda total: total.best <= 100),
            "below_100": lambda: _shares_off(lambda total: 100 in total and total.best >= 100),
        },
    ),
    Exercise("04-5", open=True, for_class=True),
)
