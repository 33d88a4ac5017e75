"""The exercises of 06-coalition. Words: words/exercises_coalition.toml."""

from __future__ import annotations

from ... import data, measures
from ...exercise import Exercise
from . import rules

OCTOBER = "members-2017-10-17"
FIRST, SECOND = "strikes-2016-06-28-centcom", "strikes-2016-09-13-centcom"
NEW_YEAR = "2016-01-01"


def _striking_states(theatre: str | None = None) -> list[str]:
    """The codes of the states on record with strikes at any time, in one theatre or in any."""
    spans = data.load("coalition_spans")
    return list(spans[(spans["theatre"] == theatre) | (theatre is None)]["state_code"].unique())


def _states_on_record() -> int:
    return len(_striking_states())


def _states_of_the_coalition() -> int:
    return int(data.row("coalition_members", OCTOBER)["states"])


def _members(column: str) -> list:
    """A column of the table of members, in date order."""
    return list(data.load("coalition_members").sort_values("as_of_date")[column])


def grown(column: str) -> int:
    """How much a cumulative count grew between the two reports of 2016."""
    return int(data.row("strikes", SECOND)[column] - data.row("strikes", FIRST)[column])


def _standing(status: str, theatre: str = "syria", day: str = NEW_YEAR) -> set[str]:
    standing = rules.standing(rules.stretches(), day)
    return set(standing[(standing["status"] == status) & (standing["theatre"] == theatre)]["state_code"])


EXERCISES = (
    Exercise(
        "06-1",
        units=("percent",),
        expected=lambda: measures.share(_states_on_record(), _states_of_the_coalition()),
        decimals=1,
        mistakes={
            "of_members": lambda: measures.share(
                _states_on_record(), data.row("coalition_members", OCTOBER)["members_total"]
            ),
            "partners_only": lambda: measures.share(_states_on_record() - 1, _states_of_the_coalition()),
            "with_support": lambda: measures.share(
                _states_on_record() + len(rules.support_only()), _states_of_the_coalition()
            ),
        },
    ),
    Exercise(
        "06-2",
        chart=True,
        code=True,
        expected=lambda: _members("members_total"),
        mistakes={"states": lambda: _members("states"), "organisations": lambda: _members("organisations")},
    ),
    Exercise(
        "06-3",
        for_class=True,
        choices=tuple(_striking_states()),
        expected=lambda: _standing("striking"),
        mistakes={
            "unknown_as_yes": lambda: _standing("striking") | _standing("unclear"),
            "wrong_country": lambda: _standing("striking", "iraq"),
            "any_time": lambda: set(_striking_states("syria")),
        },
    ),
    Exercise(
        "06-4",
        units=("percent",),
        expected=lambda: measures.share(grown("partners_syria"), grown("strikes_syria")),
        decimals=1,
        mistakes={
            "cumulative": lambda: measures.share(
                *(data.row("strikes", SECOND)[f"{who}_syria"] for who in ("partners", "strikes"))
            ),
            "both_countries": lambda: measures.share(grown("partners_total"), grown("strikes_total")),
            "iraq": lambda: measures.share(grown("partners_iraq"), grown("strikes_iraq")),
        },
    ),
    Exercise("06-5", open=True, for_class=True),
)
