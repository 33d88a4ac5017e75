"""The explorer of 00-start-here: one claim of the story, its figures, who counted them, as of when, and which lesson
takes it up."""

from __future__ import annotations

from dataclasses import dataclass

import ipywidgets as widgets

from ... import data
from ...explorer import Explorer, Unusable, Words, side_by_side
from ...sheet import COLOURS, Frame
from .charts import Cards
from .rules import ClaimFigure, bounds_with_unit, figures_by_claim, value_with_unit

FIRST_CLAIM = "A13"
"""The claim on which the picker opens."""

WIDE = 430  # pixels

_STYLE = (
    "<style>.campaign-claim{line-height:1.4;border-inline-start:4px solid "
    f"{COLOURS['muted']};padding-inline-start:0.9em;margin:0.4em 0}}"
    " .campaign-claim p{margin:0.25em 0;overflow-wrap:anywhere} .campaign-claim .campaign-restated{font-size:1.1em}</style>"
)


@dataclass(frozen=True)
class PickedClaim:
    """What the picker knows of one claim: its figures, and kind and lesson as in article_claims.csv."""

    claim_id: str
    figures: tuple[ClaimFigure, ...]
    kind: str
    lesson: str


class ClaimPicker(Explorer):
    """A claim, chosen from the list or with the slider: its words, how to check it, and a card for each figure."""

    name, topic = "claim-picker", "start"

    def layout_before(self) -> list[widgets.Widget]:
        # The claim is read before the picture of its figures; how to check it stands below.
        return [Words(_STYLE), self._restated]

    def layout_details(self) -> list[widgets.Widget]:
        return [self._how]

    def make_controls(self) -> dict[str, widgets.Widget]:
        say = self.say
        self.claims = data.with_sources(data.load("article_claims")).set_index("claim_id")
        self.figures = figures_by_claim(self.language)
        self._restated, self._how, self.restated = Words(), Words(), ""
        names = {claim: say(f"claims.name_{claim.lower()}") for claim in self.claims.index}
        options = [(say("choice", id=say.isolate(claim), name=name), claim) for claim, name in names.items()]
        steps = {"value": self._step(FIRST_CLAIM), "min": 1, "max": len(self.claims)}
        return {
            "claim": self.control(widgets.Dropdown, "control_claim", WIDE, options=options, value=FIRST_CLAIM),
            "step": self.control(widgets.IntSlider, "control_step", WIDE, **steps),
        }

    def layout_controls(self) -> list[widgets.Widget]:
        return [side_by_side(self.controls["claim"], self.reset_button), self.controls["step"]]

    def link_controls(self) -> None:
        self.when("claim", fill=lambda claim: {} if claim is None else {"step": self._step(claim)})
        self.when("step", fill=lambda step: {"claim": self.claims.index[step - 1]})

    def reset_label(self) -> str:
        return self.say("reset", id=FIRST_CLAIM)

    def _step(self, claim: str) -> int:
        """Where a claim stands in the list, counted from 1."""
        return self.claims.index.get_loc(claim) + 1

    def numbers(self) -> PickedClaim:
        chosen = self.controls["claim"].value
        if chosen is None:
            raise Unusable("problem_no_claim", title="problem_title")
        claim = self.claims.loc[chosen]
        return PickedClaim(chosen, self.figures.get(chosen, ()), claim["kind"], claim["lesson"])

    # --- words -------------------------------------------------------------------------------------------------
    def words(self, numbers: PickedClaim) -> tuple[str, str, str, str]:
        say = self.say
        values = {
            "id": say.isolate(numbers.claim_id),
            "figures": say.count(len(numbers.figures), "figure"),
            "move": self._move(numbers),
            "lesson": say.code("lesson", numbers.lesson),
            "source": say.of(self.claims.loc[numbers.claim_id], "publisher"),
        }
        days = {figure.as_of for figure in numbers.figures}
        if not numbers.figures:
            title = say("title_none", **values)
        elif len(days) == 1 and None not in days:
            title = say("title_dated", day=say.date(days.pop()), **values)
        else:
            title = say("title_undated", **values)
        sentence = self._sentence(numbers, values | {"lesson": say("sentence_lesson", **values)})
        return title, say("subtitle", **values), say("source", **values), sentence

    def _sentence(self, numbers: PickedClaim, values: dict) -> str:
        say = self.say
        if not numbers.figures:
            return say("sentence_none", **values)
        parts, dates, bodies = [], [], []
        for figure in numbers.figures:
            low, high = bounds_with_unit(figure, say)
            reading = say(f"told_{figure.qualifier}", low=low, high=high)
            value = value_with_unit(figure, say)
            parts.append(say("sentence_figure", quantity=figure.quantity, value=value, reading=reading))
            day = {"day": say.date(figure.as_of)} if figure.as_of else {}
            dates.append(say("sentence_dated" if day else "sentence_undated", note=figure.as_of_note, **day))
            body = {"body": say.code("counting_body", figure.counting_body)} if figure.counting_body else {}
            bodies.append(say("sentence_body" if body else "sentence_no_body", **body))
        once = {name: " ".join(dict.fromkeys(told)) for name, told in (("dates", dates), ("bodies", bodies))}
        return say("sentence", list=say.listed(parts), **values, **once)

    def nothing(self) -> tuple[str, str]:
        return self.say("subtitle_problem"), self.say("source_problem")

    def _tell(self, numbers: PickedClaim | None) -> None:
        """Write the claim out in full, with how to check it: `restated` as plain lines, and the same as a page, escaped."""
        lines = {}
        if numbers is not None:
            claim, say = self.claims.loc[numbers.claim_id], self.say
            told = say("detail_claim", id=say.isolate(numbers.claim_id), claim=say.of(claim, "claim"))
            lines = {"restated": told, "how": say("detail_check", check=say.of(claim, "check"))}
        self.restated = "\n".join(lines.values())
        for name, part in (("restated", self._restated), ("how", self._how)):
            paragraph = self.paragraph(lines.get(name, ""), f"campaign-{name}")
            part.value = f'<div class="campaign-claim">{paragraph}</div>'

    def _move(self, numbers: PickedClaim) -> str:
        return self.say(f"move_{numbers.kind}")

    # --- picture -----------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        self.cards = Cards(self.say, most=max(map(len, self.figures.values())))
        return self.cards.frame

    def draw(self, numbers: PickedClaim | None) -> None:
        self._tell(numbers)
        if numbers is None:
            self.cards.show((), self.sentence)
        else:
            self.cards.show(numbers.figures, self.say("notice", move=self._move(numbers)))
