"""The explorers of 07-check-the-article: a checker for the article's claims here, the bank of printed errors beside it."""

from __future__ import annotations

import html
from dataclasses import dataclass

import ipywidgets as widgets

from ... import data
from ... import language as lang
from ...explorer import Explorer, Unusable, Words, side_by_side
from ...sheet import COLOURS, Frame
from . import charts, rules
from .explorer_errors import ErrorBank

NOT_GIVEN = ""
WIDTHS = {"claim": 320, "verdict": 285}  # pixels
HEIGHT = 4.2  # inches of the picture: it shares a small screen with the controls
FIRST_CLAIM = "A01"


@dataclass(frozen=True)
class CheckedClaim:
    """What the checker knows for one state of its controls.

    given: the learner's verdict. ours, reason: our verdict and its reasons, empty until then. same: do the two agree;
    None while there is nothing to compare.
    """

    result: rules.Recomputation
    given: str
    ours: str
    reason: str
    same: bool | None
    verdicts_given: int

    @property
    def claim_id(self) -> str:
        """The claim that is chosen."""
        return self.result.claim_id


class ClaimChecker(Explorer):
    """Pick a claim, see it worked out again, give a verdict; then ours appears with its reasons. Nothing is scored.

    given: verdicts so far, claim id -> verdict (for example those that the lesson works out). The learner's own are
    written into the same dictionary, so that the lesson can go on with them.
    """

    name, topic, reset_words = "claim-checker", "claims", "start_again"

    def __init__(self, language: str | None = None, given: dict[str, str] | None = None):
        self.given: dict[str, str] = {} if given is None else given
        self._worked = dict(self.given)
        self._results: dict[str, rules.Recomputation] = {}
        super().__init__(language)

    def make_controls(self) -> dict[str, widgets.Widget]:
        say = self.say
        self._claims = data.load("article_claims").set_index("claim_id")
        self._verdicts = data.load("verdicts").set_index("claim_id")
        self._claim_text, self._scale, self._rows_used = Words(), Words(), Words()
        claims = [
            (say("choice_claim", id=say.isolate(key), name=say(f"name_{key.lower()}")), key) for key in rules.RECOMPUTE
        ]
        scale = [(say("choose_verdict"), NOT_GIVEN), *((say.code("verdict", name), name) for name in rules.VERDICTS)]
        opening = {"options": scale, "value": self._noted(FIRST_CLAIM)}
        return {
            "claim": self.control(
                widgets.Dropdown, "control_claim", WIDTHS["claim"], options=claims, value=FIRST_CLAIM
            ),
            "verdict": self.control(widgets.Dropdown, "control_verdict", WIDTHS["verdict"], **opening),
        }

    def link_controls(self) -> None:
        """Another claim brings back the verdict that was given on it; a verdict is noted for the claim."""
        self.when("verdict", fill=self._note)
        self.when("claim", fill=lambda claim: {"verdict": self._noted(claim)})

    def layout_controls(self) -> list[widgets.Widget]:
        return [side_by_side(*self.controls.values(), self.reset_button), self._claim_text, self._scale]

    def layout_details(self) -> list[widgets.Widget]:
        """The calculation and the rows behind our verdict, below the picture."""
        return [self._rows_used]

    def _noted(self, claim: str | None) -> str:
        """The verdict that was given on a claim, NOT_GIVEN where there is none on the scale."""
        verdict = self.given.get(claim)
        return verdict if verdict in rules.VERDICTS else NOT_GIVEN

    def _note(self, verdict: str | None) -> dict:
        claim = self.controls["claim"].value
        if claim is not None:
            self.given[claim] = verdict
            if verdict not in rules.VERDICTS:
                self.given.pop(claim)
        return {}

    def reset(self) -> None:
        """Start again: forget the learner's verdicts and go back to the first claim shown."""
        self.given.clear()
        self.given.update(self._worked)
        super().reset()

    def numbers(self) -> CheckedClaim:
        claim = self.controls["claim"].value
        if claim is None:
            raise Unusable("problem_no_claim")
        if claim not in self._results:
            self._results[claim] = rules.recompute(claim)
        given, ours, reason, same = self._noted(claim), "", "", None
        if given != NOT_GIVEN:
            verdict = self._verdicts.loc[claim]
            ours, reason = verdict["verdict"], self.say.of(verdict, "reason")
            same = bool(given == ours) if verdict["compared"] else None
        return CheckedClaim(self._results[claim], given, ours, reason, same, len(self.given))

    def words(self, numbers: CheckedClaim) -> tuple[str, str, str, str]:
        say, claim, result = self.say, numbers.claim_id, numbers.result
        # After a verdict ours takes the place of the calculation, which goes below the picture: all fits a small screen.
        if not numbers.ours:
            compared = self._verdicts.loc[claim, "compared"]
            waiting = say("checker_waiting" if compared else "checker_waiting_not_compared")
            parts = [charts.sentence(result, self.language), waiting]
        else:
            key = {True: "same", False: "other", None: "not_compared"}[numbers.same]
            given, ours = (say.code("verdict", verdict) for verdict in (numbers.given, numbers.ours))
            parts = [say(f"checker_{key}", given=given, ours=ours, reason=numbers.reason)]
        given, claims = say.number(numbers.verdicts_given), say.number(len(rules.RECOMPUTE))
        parts.append(say("checker_count", given=given, all=claims))
        title = say("choice_claim", id=say.isolate(claim), name=charts.finding(result, self.language))
        return title, charts.subtitle(result, self.language), charts.source(claim, self.language), " ".join(parts)

    def nothing(self) -> tuple[str, str]:
        return self.say("checker_subtitle_none"), self.say(
            "common.source_table", table=data.title("article_claims", self.language)
        )

    def make_frame(self) -> Frame:
        self._comparison = charts.Comparison(self.language, HEIGHT, bottom_inches=1.12, top_inches=0.88)
        return self._comparison.frame

    def draw(self, numbers: CheckedClaim | None) -> None:
        claim = self.say.of(self._claims.loc[numbers.claim_id], "claim") if numbers else ""
        self._claim_text.value = (
            f'<blockquote lang="{self.language}" dir="{lang.direction(self.language)}" '
            f'style="margin:0.2em 1em;max-width:700px;line-height:1.4">{html.escape(claim)}</blockquote>'
        )
        self._scale.value = self._verdict_scale(numbers) if numbers else ""
        self._rows_used.value = self._evidence(numbers) if numbers and numbers.ours else ""
        self.frame.axes.set_visible(numbers is not None)
        if numbers:
            self._comparison.show(numbers.result)

    def _evidence(self, numbers: CheckedClaim) -> str:
        """The calculation and the rows used, in words."""
        titles = {table: data.title(table, self.language) for table in data.tables()}
        rows = (f"{titles[table]}: {self.say.isolate(key)}" for table, key in rules.evidence(numbers.claim_id))
        told = charts.sentence(numbers.result, self.language), self.say("checker_rows", rows=self.say.listed(rows))
        return "".join(map(self.paragraph, told))

    def _verdict_scale(self, numbers: CheckedClaim) -> str:
        """The scale of verdicts in a row: the learner's framed, ours filled once there is one. Where no verdicts are
        compared, ours alone."""
        cells = []
        for verdict in rules.VERDICTS:
            ours = verdict == numbers.ours
            yours = verdict == numbers.given and numbers.same is not None
            words = self.say.code("verdict", verdict)
            if ours or yours:
                words = self.say(f"scale_{'both' if ours and yours else 'ours' if ours else 'yours'}", verdict=words)
            ink, ground = ("white", COLOURS["official"]) if ours else (COLOURS["text"], "white")
            frame = f"3px solid {COLOURS['highlight']}" if yours else f"1px solid {COLOURS['plain']}"
            weight = "bold" if ours or yours else "normal"
            cells.append(
                f'<span role="listitem" style="border:{frame};background:{ground};color:{ink};font-weight:{weight};'
                f'padding:1px 6px;border-radius:4px">{html.escape(words)}</span>'
            )
        return (
            f'<div class="campaign-scale" role="list" lang="{self.language}" dir="{lang.direction(self.language)}" '
            f'style="display:flex;flex-wrap:wrap;gap:4px;line-height:1.5;max-width:760px">{"".join(cells)}</div>'
        )


__all__ = ["CheckedClaim", "ClaimChecker", "ErrorBank"]
