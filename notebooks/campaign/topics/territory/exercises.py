"""The exercises of 02-territory. Words: words/exercises_territory.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from .rules import ALIKE, COUNTRIES, KILOMETRES_IN_A_MILE, coalition_maps, common_peaks


# --- 02-1: square miles ----------------------------------------------------------------------------------------------
def _held_january() -> measures.Bounded:
    """Thousands of square miles that Daesh held on 20 January 2017 (US Defense Department), rounded to 0.1."""
    return measures.rounded(data.row("territory", "2017-01-20-both-area-controlled-dod")["low"] / 1000, "0.1")


# --- 02-2: displaced and returned --------------------------------------------------------------------------------------
def _people(population: str, day: str) -> int:
    return int(data.row("displacement", f"{day}-{population}-iraq-stock-iom")["people"])


def _change(population: str) -> int:
    return _people(population, "2017-12-31") - _people(population, "2017-06-30")


# --- 02-3: the envoy's percentages -------------------------------------------------------------------------------------
def _envoy(theatre: str) -> measures.Bounded:
    return measures.rounded(data.row("territory", f"2017-08-04-{theatre}-share-of-peak-lost-state-dept")["low"], 1)


def _bases() -> list[measures.Bounded]:
    return list(common_peaks(coalition_maps(data.load("territory"))).values())


def _whole(bases: list[measures.Bounded]) -> measures.Bounded:
    return measures.weighted_mean([_envoy(country) for country in COUNTRIES], bases)


# --- 02-4: which two figures may be joined by a line -----------------------------------------------------------------------
PAIRS = {
    "A": ("2015-01-05-both-area-controlled-ihs", "2015-12-14-both-area-controlled-ihs"),
    "B": ("2015-01-05-both-area-controlled-ihs", "2017-03-both-area-controlled-rand"),
    "C": (
        "2017-06-iraq-net-area-lost-since-aug-2014-global-coalition",
        "2017-11-08-iraq-net-area-lost-since-aug-2014-global-coalition",
    ),
    "D": (
        "2017-06-syria-net-area-lost-since-aug-2014-global-coalition",
        "2017-11-08-iraq-net-area-lost-since-aug-2014-global-coalition",
    ),
}


def _alike(*columns: str) -> set[str]:
    """The pairs whose two rows agree in these columns of territory.csv."""
    rows = data.load("territory").set_index("observation_id")
    return {
        letter
        for letter, pair in PAIRS.items()
        if all(rows.loc[list(pair), column].nunique() == 1 for column in columns)
    }


EXERCISES = (
    Exercise(
        "02-1",
        units=("km2",),
        scale=1000,
        expected=lambda: measures.square_miles_to_km2(_held_january()),
        mistakes={
            "length_factor": lambda: _held_january() * KILOMETRES_IN_A_MILE,
            "divided": lambda: _held_january() / measures.SQUARE_KILOMETRES_IN_A_SQUARE_MILE,
            "not_thousands": lambda: measures.square_miles_to_km2(_held_january()) * 1000,
        },
    ),
    Exercise(
        "02-2",
        units=("person",),
        expected=lambda: _change("returnees") + _change("idps"),
        mistakes={
            "returns_only": lambda: _change("returnees"),
            "fall_only": lambda: -_change("idps"),
            "signs_lost": lambda: _change("returnees") - _change("idps"),
        },
    ),
    Exercise(
        "02-3",
        units=("percent",),
        for_class=True,
        expected=lambda: _whole(_bases()),
        mistakes={
            "plain_mean": lambda: (_envoy("iraq") + _envoy("syria")) / 2,
            "weights_swapped": lambda: _whole(_bases()[::-1]),
            "added": lambda: _envoy("iraq") + _envoy("syria"),
        },
    ),
    Exercise(
        "02-4",
        choices=tuple(PAIRS),
        expected=lambda: _alike(*ALIKE),
        mistakes={
            "same_words": lambda: _alike("measure", "theatre"),
            "same_body": lambda: _alike("series", "measure"),
        },
    ),
    Exercise("02-5", open=True, for_class=True),
)
