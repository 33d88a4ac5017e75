"""What an exercise is, and which topic's exercises belong to which lesson. `check` compares answers with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

LESSONS = {
    "00": "start",
    "01": "timeline",
    "02": "territory",
    "03": "strikes",
    "04": "cost",
    "05": "harm",
    "06": "coalition",
    "07": "claims",
    "08": "story",
}
"""The topic of each lesson, by the number that the lesson and its exercises begin with."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: how its right answer is computed, and the mistakes that it knows by name.

    id: "04-1" (lesson, number). expected: returns the right answer, a `Bounded`, a text choice or a set of choices.
    mistakes: name -> a function that returns the wrong answer which that mistake leads to. The hint, and the words
    for each mistake, stand in words/exercises_<lesson>.toml under the same names.
    decimals: how many decimals the answer is worth; None lets the bounds of the expected answer decide.
    tolerance: how far from the best value still counts as right, for a number without bounds of its own.
    units: the codes of words/units.toml that may stand with the number ("usd", "per_hour"); others are refused. scale: in
        what the answer is counted, 1,000,000 where it is millions; "12.6 billion" is then read as 12,600.
    code: the answer is worked out in Python, in a code cell of its own; all other answers are typed or chosen in a box.
    chart: the answer is a drawing (what a pandas or matplotlib plot returns); `expected` and `mistakes` return the
        values that it must show, in order, or shows when the wrong ones were drawn.
    choices: the allowed texts, where the answer is one of them (or several).
    scored: False where a tick would be out of place (counts of people killed): the reply is the same, without a mark.
    open: there is no one right answer: the learner ticks off what was written against three criteria, and then reads
        one possible answer.
    model: values for the placeholders of the possible answer, which stands under the exercise's key as "model".
    for_class: the teaching guide names it for class; tests compare the two, nothing else asks.
    """

    id: str
    expected: Callable[[], object] = lambda: None
    mistakes: dict[str, Callable[[], object]] = field(default_factory=dict)
    decimals: int | None = None
    units: tuple[str, ...] = ()
    scale: int = 1
    code: bool = False
    tolerance: float = 0
    chart: bool = False
    choices: tuple[str, ...] = ()
    open: bool = False
    scored: bool = True
    for_class: bool = False
    model: Callable[[], dict[str, object]] = dict

    @property
    def key(self) -> str:
        """Where the words of the exercise stand in the word files."""
        lesson, number = self.id.split("-")
        return f"exercises_{LESSONS[lesson]}.e{number}"
