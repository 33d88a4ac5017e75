"""The explorer of 00-start-here: one claim of the story, its figures, who counted them, as of when, and which lesson
takes it up."""

from __future__ import annotations

import html
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer
from ...sheet import Frame
from .charts import CardFigure, Cards, bounds_with_unit, value_with_unit

FIRST_CLAIM = "A13"
"""The claim on which the picker opens."""

WIDE = 430  # pixels

_STYLE = (
    "<style>.campaign-claim{line-height:1.5;min-height:8em;border-inline-start:4px solid #8C96A0;padding-inline-start:0.9em;margin:0.4em 0}"
    " .campaign-claim p{margin:0.25em 0;overflow-wrap:anywhere} .campaign-claim .campaign-restated{font-size:1.1em}</style>"
)


@dataclass(frozen=True)
class PickedClaim:
    """What the picker knows of one claim.

    figures: those of article_figures.csv, in the table's order; lesson, kind: as in article_claims.csv.
    problem: a key of the word files when no claim is chosen, else empty.
    """

    claim_id: str
    figures: tuple[CardFigure, ...]
    kind: str
    lesson: str
    problem: str = ""


class ClaimPicker(Explorer):
    """A claim, chosen from the list or with the slider: its words, how to check it, and a card for each figure."""

    name = "claim-picker"

    def __init__(self, language: str | None = None):
        super().__init__(language)
        # The claim is read before the picture of its figures.
        self.children = (*self.children[:-2], widgets.HTML(_STYLE), self._restated, *self.children[-2:])

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        self.claims = data.with_sources(data.load("article_claims")).set_index("claim_id", drop=False)
        self.figures = data.load("article_figures")
        self._restated = widgets.HTML()
        self.restated = ""
        options = [
            (
                lang.text(
                    "start.choice",
                    language,
                    id=lang.isolate(claim, language),
                    name=lang.text(f"claims.name_{claim.lower()}", language),
                ),
                claim,
            )
            for claim in self.claims.index
        ]
        controls = {
            "claim": self.control(widgets.Dropdown, "start.control_claim", WIDE, options=options, value=FIRST_CLAIM),
            "step": self.control(
                widgets.IntSlider,
                "start.control_step",
                WIDE,
                value=self._place(FIRST_CLAIM),
                min=1,
                max=len(self.claims),
            ),
        }
        controls["claim"].observe(self._take_claim, names="value")
        controls["step"].observe(self._take_step, names="value")
        return controls

    def reset_label(self) -> str:
        return self._say("reset", id=FIRST_CLAIM)

    def _place(self, claim: str) -> int:
        """Where a claim stands in the list, counted from 1."""
        return self.claims.index.get_loc(claim) + 1

    def _take_claim(self, change) -> None:
        """The list was used: the slider follows."""
        if change["new"] is not None:
            self._follow("step", self._place(change["new"]))

    def _take_step(self, change) -> None:
        """The slider was moved: the list follows."""
        self._follow("claim", self.claims.index[change["new"] - 1])

    def _follow(self, name: str, value) -> None:
        # Without a redraw of its own: the control that was moved redraws once, after this.
        with self.no_redraw():
            self.controls[name].value = value

    def numbers(self) -> PickedClaim:
        chosen = self.controls["claim"].value
        if chosen is None:
            return PickedClaim("", (), "", "", "start.problem_no_claim")
        claim = self.claims.loc[chosen]
        figures = tuple(self._figure(row) for _, row in self.figures[self.figures["claim_id"] == chosen].iterrows())
        return PickedClaim(chosen, figures, claim["kind"], claim["lesson"])

    def _figure(self, row: pd.Series) -> CardFigure:
        value = data.article_figure(row["figure_id"])
        as_of = None if pd.isna(row["as_of_date"]) else measures.as_date(row["as_of_date"])
        return CardFigure(
            row["figure_id"],
            row[f"quantity_{self.language}"],
            value,
            row["unit"],
            row["qualifier"],
            as_of,
            row["counting_body"],
        )

    # --- words -------------------------------------------------------------------------------------------------
    def words(self, numbers: PickedClaim) -> tuple[str, str, str, str]:
        self._tell(numbers)
        if numbers.problem:
            title, subtitle, source = (
                self._say(key) for key in ("problem_title", "subtitle_problem", "source_problem")
            )
            return title, subtitle, source, lang.text(numbers.problem, self.language)
        values = {
            "id": lang.isolate(numbers.claim_id, self.language),
            "figures": lang.count(len(numbers.figures), "figure", self.language),
            "move": self._move(numbers),
            "lesson": lang.code("lesson", numbers.lesson, self.language),
        }
        days = {figure.as_of for figure in numbers.figures}
        if not numbers.figures:
            title = self._say("title_none", **values)
        elif len(days) == 1 and None not in days:
            title = self._say("title_dated", day=lang.date(days.pop(), self.language), **values)
        else:
            title = self._say("title_undated", **values)
        source = self._say("source", source=self.claims.loc[numbers.claim_id, f"publisher_{self.language}"], **values)
        return title, self._say("subtitle", **values), source, self._sentence(numbers, values)

    def _sentence(self, numbers: PickedClaim, values: dict) -> str:
        lesson = self._say("sentence_lesson", **values)
        if not numbers.figures:
            return self._say("sentence_none", **(values | {"lesson": lesson}))
        parts = []
        for figure in numbers.figures:
            low, high = bounds_with_unit(figure.value, figure.unit, self.language)
            reading = self._say(f"told_{figure.qualifier}", low=low, high=high)
            value = value_with_unit(figure.value, figure.unit, self.language)
            parts.append(self._say("sentence_figure", quantity=figure.quantity, value=value, reading=reading))
        notes = self.figures.set_index("figure_id")[f"as_of_note_{self.language}"]
        told = {(figure.as_of, notes[figure.figure_id]): None for figure in numbers.figures}  # each once, in order
        dates = [
            self._say("sentence_dated", day=lang.date(day, self.language), note=note)
            if day
            else self._say("sentence_undated", note=note)
            for day, note in told
        ]
        bodies = {figure.counting_body: None for figure in numbers.figures}
        counted = [
            self._say("sentence_body", body=lang.code("counting_body", body, self.language))
            if body
            else self._say("sentence_no_body")
            for body in bodies
        ]
        return self._say(
            "sentence",
            **(
                values
                | {
                    "list": lang.listed(parts, self.language),
                    "dates": " ".join(dates),
                    "bodies": " ".join(counted),
                    "lesson": lesson,
                }
            ),
        )

    def _tell(self, numbers: PickedClaim) -> None:
        """Write the claim out in full, with how to check it: `restated` as plain lines, and the same as a page, escaped."""
        lines = []
        if not numbers.problem:
            claim = self.claims.loc[numbers.claim_id]
            lines = [
                self._say(
                    "detail_claim",
                    id=lang.isolate(numbers.claim_id, self.language),
                    claim=claim[f"claim_{self.language}"],
                ),
                self._say("detail_check", check=claim[f"check_{self.language}"]),
            ]
        self.restated = "\n".join(lines)
        paragraphs = "".join(
            f'<p class="{name}">{html.escape(line)}</p>'
            for name, line in zip(("campaign-restated", "campaign-how"), lines, strict=False)
        )
        self._restated.value = f'<div class="campaign-claim" lang="{self.language}" dir="{lang.direction(self.language)}">{paragraphs}</div>'

    def _move(self, numbers: PickedClaim) -> str:
        return self._say(f"move_{numbers.kind}")

    def _say(self, key: str, **values) -> str:
        return lang.text(f"start.{key}", self.language, **values)

    # --- picture -----------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        self.cards = Cards(self.language, most=int(self.figures["claim_id"].value_counts().max()))
        return self.cards.frame

    def draw(self, numbers: PickedClaim) -> None:
        notice = (
            lang.text(numbers.problem, self.language)
            if numbers.problem
            else ""
            if numbers.figures
            else self._say("notice", move=self._move(numbers))
        )
        self.cards.show(numbers.figures, notice)
