"""The exercises of 03-strikes. Words: words/exercises_strikes.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules


def _count(observation: str, column: str = "strikes_total") -> int:
    return int(data.row("strikes", observation)[column])


def _date(observation: str):
    return data.row("strikes", observation)["as_of_date"].date()


JULY_2016, JANUARY, FEBRUARY, MARCH = (
    f"strikes-{day}-centcom" for day in ("2016-07-27", "2017-01-31", "2017-02-28", "2017-03-31")
)


def _pace(start: str, end: str) -> measures.Bounded:
    """Strikes a day between two reports; 18,600, printed for the end of February 2017, is rounded to hundreds."""
    counts = (rules.count_of(data.row("strikes", key), "total") for key in (start, end))
    return measures.pace(*counts, _date(start), _date(end))


FEBRUARY_DECLARED, MARCH_DECLARED, TWO_MONTHS_DECLARED = (
    f"declared-{months}-both-airwars" for months in ("2017-02", "2017-03", "2017-02-to-2017-03")
)


def _declared_pace(key: str) -> measures.Bounded:
    """Strikes a day over the days of a period, as its own declarations add up."""
    row = data.row("strikes_declared", key)
    return measures.exact(int(row["strikes_low"])) / measures.inclusive_days(row["period_start"], row["period_end"])


def _per_day(count: int, start, end, more: int = 0) -> measures.Bounded:
    return measures.exact(count) / (measures.elapsed_days(start, end) + more)


PRINTED_LINES = {"A": "E05", "B": "E07", "C": "E06", "D": "E12", "E": "E13"}
"""Lines as they were printed, by the letters of exercise 3: keys of printed_errors.csv."""


def _lines(kind: str) -> set[str]:
    """The letters of the lines whose error is of this kind."""
    return {letter for letter, key in PRINTED_LINES.items() if data.row("printed_errors", key)["kind"] == kind}


def _above_total() -> set[str]:
    """The letters of the lines whose number is above every official total printed up to that day."""
    counted = rules.official(data.load("strikes")).set_index("as_of_date")["strikes_total"]
    errors = {letter: data.row("printed_errors", key) for letter, key in PRINTED_LINES.items()}
    return {
        letter
        for letter, error in errors.items()
        if error["printed_value"] > counted[counted.index <= error["published_date"]].max()
    }


def _april() -> dict[str, object]:
    """What April 2017 had, for the model letter: strikes by the count's rise, and weapons."""
    before, after = (_count(f"strikes-2017-{day}-centcom") for day in ("03-31", "04-30"))
    weapons = data.row("airpower", "airpower-2017-04-afcent")["weapons_released"]
    return {"strikes": after - before, "weapons": measures.written(weapons, 0)}


EXERCISES = (
    Exercise(
        "03-1",
        expected=lambda: measures.share(_count(JULY_2016, "strikes_syria"), _count(JULY_2016)),
        decimals=1,
        units=("percent",),
        mistakes={
            "iraq": lambda: measures.share(_count(JULY_2016, "strikes_iraq"), _count(JULY_2016)),
            "ratio": lambda: measures.share(_count(JULY_2016, "strikes_syria"), _count(JULY_2016, "strikes_iraq")),
            "fraction": lambda: measures.share(_count(JULY_2016, "strikes_syria"), _count(JULY_2016)) / 100,
        },
    ),
    Exercise(
        "03-2",
        code=True,
        expected=lambda: _pace(JULY_2016, JANUARY),
        units=("strike", "per_day"),
        mistakes={
            "whole_total": lambda: _per_day(_count(JANUARY), _date(JULY_2016), _date(JANUARY)),
            "since_start": lambda: _per_day(_count(JANUARY), measures.CAMPAIGN_START, _date(JANUARY)),
            "inclusive": lambda: _per_day(_count(JANUARY) - _count(JULY_2016), _date(JULY_2016), _date(JANUARY), 1),
        },
    ),
    Exercise(
        "03-3",
        for_class=True,
        choices=tuple(PRINTED_LINES),
        expected=lambda: _lines("wrong_quantity"),
        mistakes={
            "owner": lambda: _lines("misattribution"),
            "all": lambda: set(PRINTED_LINES),
            "too_large": _above_total,
            "sorties_for_strikes": lambda: _lines("wrong_quantity") - {"C"},  # its 16,000 are sorties
        },
    ),
    Exercise(
        "03-4",
        expected=lambda: _declared_pace(MARCH_DECLARED),
        decimals=1,
        units=("strike", "per_day"),
        mistakes={
            "across": lambda: _pace(FEBRUARY, MARCH),
            "both_months": lambda: _pace(JANUARY, MARCH),
            "february": lambda: _declared_pace(FEBRUARY_DECLARED),
            "two_months": lambda: _declared_pace(TWO_MONTHS_DECLARED),
            "odd_number": lambda: _count(MARCH),
        },
    ),
    Exercise("03-5", open=True, for_class=True, model=_april),
)
