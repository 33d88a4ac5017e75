"""The exercises of 08-one-story-three-languages. Words: words/exercises_story.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules


def _kept_about() -> set[str]:
    """The versions that kept "about" before the area in square miles or its conversion."""
    letters = {"en": "A", "fr": "B", "ar": "C"}
    rows = rules.versions()
    area = rows[
        (rows["version"] == "story") & rows["part"].isin(["area_miles", "area_km2"]) & (rows["about"] == "kept")
    ]
    return {letters[code] for code in area["language"]}


def _printed_bombs() -> str:
    """What became of the bombs in the Arabic copy, as a letter of the exercise."""
    kinds = {"as_of_to_from": "A", "type_to_total": "B", "about_dropped": "C", "misread_word": "D"}
    return kinds[rules.side_by_side("bombs").loc["ar", "change"]]


def _two_weeks() -> measures.Bounded:
    return data.article_figure("a13-strikes-total") / rules.LAST_PUBLICATION


EXERCISES = (
    Exercise(
        "08-1",
        expected=_two_weeks,
        decimals=0,
        units=("strike", "per_day"),
        mistakes={
            "iraq_only": lambda: data.article_figure("a13-strikes-iraq") / rules.LAST_PUBLICATION,
            "since_2014": lambda: rules.as_counted(),
            "times": lambda: data.article_figure("a13-strikes-total") * rules.LAST_PUBLICATION,
        },
    ),
    Exercise(
        "08-2",
        choices=("A", "B", "C"),
        expected=_kept_about,
        mistakes={
            "all_three": lambda: {"A", "B", "C"},
            "arabic": lambda: {"C"},
            "arabic_too": lambda: _kept_about() | {"C"},
            "french_too": lambda: _kept_about() | {"B"},
        },
    ),
    Exercise(
        "08-3",
        for_class=True,
        choices=("A", "B", "C", "D"),
        expected=_printed_bombs,
        mistakes={"misread": lambda: "D", "about": lambda: "C", "dates": lambda: "A"},
    ),
    Exercise("08-4", open=True, for_class=True),
)
