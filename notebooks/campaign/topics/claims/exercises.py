"""The exercises of 07-check-the-article. Words: words/exercises_claims.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise

PRINTED = {"A": "E21", "B": "E26", "C": "E29", "D": "E19"}
"""Four rows of printed_errors.csv, by the letters of exercise 1."""

TO_TEST = ("A07", "A10", "A12", "A13", "A17")
"""The claims of exercise 4."""

SUMMER_2016 = "strikes-2016-07-27-centcom"


def _times_too_large(error_id: str) -> float:
    error = data.row("printed_errors", error_id)
    return error["printed_value"] / error["correct_value"]


def _letters(too_large) -> set[str]:
    return {letter for letter, error_id in PRINTED.items() if too_large(_times_too_large(error_id))}


def _strikes_in_iraq(column: str) -> int:
    return int(data.row("strikes", SUMMER_2016)[column])


def _total_of_early_june() -> measures.Bounded:
    """Millions of US dollars."""
    report = data.row("cost", "cost-oir-early-june-2015")
    return measures.rounded(report["total_usd_billion"], report["total_step_usd_billion"]) * 1000


def _special_operations_percent() -> measures.Bounded:
    return measures.rounded(
        int(data.row("cost_breakdown", "cost-oir-early-june-2015-special-operations-share")["value"]), 1
    )


def _untestable() -> set[str]:
    verdicts = data.load("verdicts").set_index("claim_id")["verdict"]
    return {claim for claim in TO_TEST if verdicts[claim] == "cannot_be_tested"}


EXERCISES = (
    Exercise(
        "07-1",
        choices=tuple(PRINTED),
        expected=lambda: _letters(lambda times: 999 < times < 1001),
        mistakes={
            "tenfold": lambda: _letters(lambda times: times > 9),
            "all_too_large": lambda: set(PRINTED),
        },
    ),
    Exercise(
        "07-2",
        code=True,
        units=("strike",),
        expected=lambda: _strikes_in_iraq("strikes_iraq") - _strikes_in_iraq("partners_iraq"),
        mistakes={
            "whole_coalition": lambda: _strikes_in_iraq("strikes_iraq"),
            "added": lambda: _strikes_in_iraq("strikes_iraq") + _strikes_in_iraq("partners_iraq"),
            "as_printed": lambda: int(data.row("printed_errors", "E16")["printed_value"]),
        },
    ),
    Exercise(
        "07-3",
        for_class=True,
        units=("usd",),
        scale=10**6,
        expected=lambda: _total_of_early_june() * _special_operations_percent() / 100,
        mistakes={
            "as_printed": lambda: data.row("printed_errors", "E25")["printed_value"],
            "not_percent": lambda: _total_of_early_june() * _special_operations_percent(),
            "remainder": lambda: _total_of_early_june() * (100 - _special_operations_percent()) / 100,
        },
    ),
    Exercise(
        "07-4",
        choices=TO_TEST,
        expected=_untestable,
        mistakes={
            "definition": lambda: _untestable() | {"A10"},
            "untested_here": lambda: _untestable() | {"A07"},
            "forecast": lambda: _untestable() - {"A12"},
            "superlative": lambda: _untestable() - {"A17"},
        },
    ),
    Exercise("07-5", open=True, for_class=True),
)
