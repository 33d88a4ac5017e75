"""The exercises of 00-start-here. Words: words/exercises_start.toml."""

from __future__ import annotations

from ... import data
from ...exercise import Exercise

WORDS = {"A": "at_least", "B": "about", "C": "more_than", "D": "up_to"}
"""The words of exercise 2 by letter: at least, about, more than, up to."""

FLOORS = {"at_least", "more_than"}


def _dates():
    return data.load("article_figures")["as_of_date"]


def _floors() -> set[str]:
    return {letter for letter, word in WORDS.items() if word in FLOORS}


EXERCISES = (
    Exercise(
        "00-1",
        expected=lambda: int(_dates().notna().sum()),
        units=("figure",),
        mistakes={
            "without_a_date": lambda: int(_dates().isna().sum()),
            "all_rows": lambda: len(_dates()),
            "different_days": lambda: int(_dates().nunique()),
        },
    ),
    Exercise(
        "00-2",
        for_class=True,
        choices=tuple(WORDS),
        expected=_floors,
        mistakes={
            "only_at_least": lambda: {"A"},
            "with_about": lambda: _floors() | {"B"},
            "upper_limit": lambda: _floors() | {"D"},
        },
    ),
)
