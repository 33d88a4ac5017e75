"""The explorers of 07-check-the-article: a checker for the article's claims, and a bank of printed errors."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from ... import data
from ... import language as lang
from ...explorer import Explorer
from ...sheet import COLOURS, Frame, beside, frame, wrap
from . import charts as drawings
from . import rules

NOT_GIVEN = ""
FIRST_CLAIM = "A01"
ALL_KINDS, FIRST_ERROR = "all", "E17"
PRINTED, CHECK, WRONG = 0, 1, 2
WIDE = 640  # pixels


@dataclass(frozen=True)
class CheckedClaim:
    """What the checker knows for one state of its controls.

    ours, reason: our verdict and its reasons, empty until the learner has given a verdict. same: do the two agree;
    None while there is nothing to compare. problem: a key of the word files when no claim is chosen, else empty.
    """

    claim_id: str
    result: rules.Recomputation | None
    given: str
    ours: str
    reason: str
    same: bool | None
    verdicts_given: int
    problem: str


class ClaimChecker(Explorer):
    """Pick a claim, see it worked out again, give a verdict; then ours appears with its reasons. Nothing is scored.

    given: verdicts so far, claim id -> verdict (for example those that the lesson works out). The learner's own are
    written into the same dictionary, so that the lesson can go on with them.
    """

    name = "claim-checker"

    def __init__(self, language: str | None = None, given: dict[str, str] | None = None):
        self.given: dict[str, str] = {} if given is None else given
        self._worked = dict(self.given)
        self._moving = False
        self._results: dict[str, rules.Recomputation] = {}
        super().__init__(language)

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        self._claims = data.load("article_claims").set_index("claim_id")
        self._verdicts = data.load("verdicts").set_index("claim_id")
        options = [
            (
                lang.text(
                    "claims.choice_claim", language, id=claim, name=lang.text(f"claims.name_{claim.lower()}", language)
                ),
                claim,
            )
            for claim in rules.RECOMPUTE
        ]
        scale = [
            (lang.text("claims.choose_verdict", language), NOT_GIVEN),
            *((lang.code("verdict", name, language), name) for name in rules.VERDICTS),
        ]
        controls = {
            "claim": self.control(widgets.Dropdown, "claims.control_claim", WIDE, options=options, value=FIRST_CLAIM),
            "verdict": self.control(
                widgets.Dropdown, "claims.control_verdict", WIDE, options=scale, value=self._noted(FIRST_CLAIM)
            ),
        }
        controls["claim"].observe(self._claim_chosen, names="value")
        controls["verdict"].observe(self._verdict_chosen, names="value")
        self._claim_text = widgets.HTML()
        return controls

    def layout_controls(self):
        return [self.controls["claim"], self._claim_text, self.controls["verdict"]]

    def reset_label(self) -> str:
        return lang.text("claims.start_again", self.language)

    def _noted(self, claim: str | None) -> str:
        """The verdict that was given on a claim, NOT_GIVEN where there is none on the scale."""
        verdict = self.given.get(claim)
        return verdict if verdict in rules.VERDICTS else NOT_GIVEN

    def _claim_chosen(self, change):
        """Another claim: bring back the verdict that the learner has given on it, if any."""
        self._moving = True
        with self.no_redraw():
            self.controls["verdict"].value = self._noted(change["new"])
        self._moving = False

    def _verdict_chosen(self, change):
        claim = self.controls["claim"].value
        if self._moving or claim is None:
            return
        if change["new"] in rules.VERDICTS:
            self.given[claim] = change["new"]
        else:
            self.given.pop(claim, None)

    def reset(self) -> None:
        """Start again: forget the learner's verdicts and go back to the first claim shown."""
        self.given.clear()
        self.given.update(self._worked)
        super().reset()

    def numbers(self) -> CheckedClaim:
        claim = self.controls["claim"].value
        if claim is None:
            return CheckedClaim("", None, NOT_GIVEN, "", "", None, len(self.given), "claims.problem_no_claim")
        if claim not in self._results:
            self._results[claim] = rules.recompute(claim)
        result = self._results[claim]
        given = self._noted(claim)
        if given == NOT_GIVEN:
            return CheckedClaim(claim, result, NOT_GIVEN, "", "", None, len(self.given), "")
        ours = self._verdicts.loc[claim]
        same = bool(given == ours["verdict"]) if ours["compared"] else None
        return CheckedClaim(
            claim, result, given, ours["verdict"], ours[f"reason_{self.language}"], same, len(self.given), ""
        )

    def words(self, numbers: CheckedClaim) -> tuple[str, str, str, str]:
        language = self.language
        if numbers.problem:
            return _problem_words(numbers.problem, "claims.checker_subtitle_none", "article_claims.csv", language)
        result = numbers.result
        parts = [drawings.sentence(result, language)]
        if not numbers.ours:
            compared = self._verdicts.loc[numbers.claim_id, "compared"]
            parts.append(
                lang.text("claims.checker_waiting" if compared else "claims.checker_waiting_not_compared", language)
            )
        else:
            key = {True: "same", False: "other", None: "not_compared"}[numbers.same]
            parts.append(
                lang.text(
                    f"claims.checker_{key}",
                    language,
                    given=lang.code("verdict", numbers.given, language),
                    ours=lang.code("verdict", numbers.ours, language),
                    reason=numbers.reason,
                )
            )
            rows = [lang.isolate(f"{table}: {row}", language) for table, row in drawings.evidence(numbers.claim_id)]
            parts.append(lang.text("claims.checker_rows", language, rows=lang.listed(rows, language)))
        parts.append(
            lang.text(
                "claims.checker_count",
                language,
                given=lang.number(numbers.verdicts_given, language=language),
                all=lang.number(len(rules.RECOMPUTE), language=language),
            )
        )
        title = lang.text("claims.choice_claim", language, id=numbers.claim_id, name=drawings.finding(result, language))
        return title, drawings.subtitle(result, language), drawings.source(numbers.claim_id, language), " ".join(parts)

    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, left=0.37, right=0.97)
        self._comparison = drawings.Comparison(made.axes, self.language)
        return made

    def draw(self, numbers: CheckedClaim) -> None:
        claim = "" if numbers.problem else self._claims.loc[numbers.claim_id][f"claim_{self.language}"]
        self._claim_text.value = (
            f'<blockquote lang="{self.language}" dir="{lang.direction(self.language)}" '
            f'style="margin:0.4em 1em;max-width:700px;line-height:1.5">{html.escape(claim)}</blockquote>'
        )
        self.frame.axes.set_visible(not numbers.problem)
        if not numbers.problem:
            self._comparison.show(numbers.result)


@dataclass(frozen=True)
class BankNumbers:
    """What the bank knows for one state of its controls.

    error: the row of printed_errors.csv with its publishers, None when none is chosen. stage: how much is open.
    printed, better: the two values of the bars, None where there are none (never for figures of people killed).
    """

    error: pd.Series | None
    stage: int
    shown: int
    printed: float | None
    better: float | None
    harm: bool
    problem: str


class ErrorBank(Explorer):
    """Choose a kind of error and an error; see it as printed, then how to check it, then what is wrong."""

    name = "error-bank"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        sources = data.load("sources").set_index("source_id")[f"publisher_{language}"]
        errors = rules.practice_errors()
        self._errors = errors.assign(
            publisher=errors["source_id"].map(sources),
            better_publisher=errors["better_source_id"].map(sources).fillna(""),
        ).set_index("error_id", drop=False)
        counts = self._errors["kind"].value_counts()
        kinds = sorted(counts.index, key=lambda kind: (-counts[kind], kind))
        kind_options = [
            (
                lang.text(
                    "claims.choice_kind",
                    language,
                    kind=lang.text(f"claims.kind_{kind}", language),
                    number=lang.number(int(number), language=language),
                ),
                kind,
            )
            for kind, number in [(ALL_KINDS, len(self._errors)), *((kind, counts[kind]) for kind in kinds)]
        ]
        stages = [
            (lang.text(f"claims.stage_{name}", language), stage)
            for name, stage in (("printed", PRINTED), ("check", CHECK), ("wrong", WRONG))
        ]
        controls = {
            "kind": self.control(widgets.Dropdown, "claims.control_kind", WIDE, options=kind_options, value=ALL_KINDS),
            "error": self.control(
                widgets.Dropdown, "claims.control_error", WIDE, options=self._options(ALL_KINDS), value=FIRST_ERROR
            ),
            "stage": self.control(
                widgets.ToggleButtons,
                "claims.control_stage",
                options=stages,
                value=PRINTED,
                style={"button_width": "max-content"},
            ),
        }
        controls["kind"].observe(self._kind_chosen, names="value")
        controls["error"].observe(self._error_chosen, names="value")
        return controls

    def reset_label(self) -> str:
        return lang.text("claims.start_again", self.language)

    def _options(self, kind: str) -> list[tuple[str, str]]:
        chosen = self._errors if kind == ALL_KINDS else self._errors[self._errors["kind"] == kind]
        return [
            (lang.text("claims.choice_error", self.language, id=key, name=_short(row[f"printed_{self.language}"])), key)
            for key, row in chosen.iterrows()
        ]

    def _kind_chosen(self, change):
        """Another kind: offer its errors, and keep the chosen one if it is among them."""
        if change["new"] is None:
            return
        options = self._options(change["new"])
        keys = [key for _, key in options]
        error = self.controls["error"]
        kept = error.value if error.value in keys else keys[0]
        with self.no_redraw():
            error.options = options
            error.value = kept

    def _error_chosen(self, _change):
        """Another error starts closed."""
        with self.no_redraw():
            self.controls["stage"].value = PRINTED

    def numbers(self) -> BankNumbers:
        kind, key, stage = (self.controls[name].value for name in ("kind", "error", "stage"))
        problem = "claims.problem_no_kind" if kind is None else "claims.problem_no_error" if key is None else ""
        shown = len(self.controls["error"].options)
        stage = PRINTED if stage is None else stage
        if problem:
            return BankNumbers(None, stage, shown, None, None, False, problem)
        error = self._errors.loc[key]
        harm = error["lesson"] == rules.HARM_LESSON
        values = pd.notna(error["printed_value"]) and pd.notna(error["correct_value"]) and not harm and stage == WRONG
        printed, better = (float(error["printed_value"]), float(error["correct_value"])) if values else (None, None)
        return BankNumbers(error, stage, shown, printed, better, bool(harm), "")

    # --- words --------------------------------------------------------------------------------------------------
    def _parts(self, numbers: BankNumbers) -> list[tuple[str, str]]:
        """The parts of the card: (heading, words); empty words for a part that is still closed."""
        language, error = self.language, numbers.error
        heading = lang.text("claims.heading_printed" if error["quoted"] else "claims.heading_restated", language)
        if error["quoted"] and error["printed_language"] != language:
            heading = lang.text(
                "claims.translated",
                language,
                heading=heading,
                origin=lang.text(f"claims.language_{error['printed_language']}", language),
            )
        words = error[f"printed_{language}"]
        if error["quoted"] and not words.startswith(("“", "«", '"')):
            words = lang.text("claims.quoted", language, words=words)
        parts = [(heading, words)]
        for stage, part, column in (
            (CHECK, "check", "how_to_check"),
            (WRONG, "wrong", "what_is_wrong"),
            (WRONG, "better", "better_figure"),
        ):
            parts.append(
                (
                    lang.text(f"claims.heading_{part}", language),
                    error[f"{column}_{language}"] if numbers.stage >= stage else "",
                )
            )
        return parts

    def _source(self, numbers: BankNumbers) -> str:
        language, error = self.language, numbers.error
        if not error["printed_page_found"]:
            return lang.text("claims.page_not_found", language, publisher=error["publisher"])
        day, precision = error["published_date"], error["published_precision"]
        if precision == "not_stated" or pd.isna(day):
            words = lang.text("claims.published_by_undated", language, publisher=error["publisher"])
        else:
            written = {"day": lang.date(day, language), "month": lang.month(day, language), "year": str(day.year)}[
                precision
            ]
            words = lang.text("claims.published_by", language, publisher=error["publisher"], date=written)
        if numbers.stage == WRONG and error["better_publisher"]:
            words += " " + lang.text("claims.better_source", language, publisher=error["better_publisher"])
        return words

    def words(self, numbers: BankNumbers) -> tuple[str, str, str, str]:
        language = self.language
        if numbers.problem:
            return _problem_words(numbers.problem, "claims.card_subtitle", "printed_errors.csv", language)
        error = numbers.error
        title_key = "claims.card_title_open" if numbers.stage == WRONG else "claims.card_title"
        title = lang.text(
            title_key, language, id=error["error_id"], kind=lang.text(f"claims.kind_{error['kind']}", language)
        )
        source = self._source(numbers)
        said = [
            lang.text("claims.part", language, heading=heading, words=_ended(words))
            for heading, words in self._parts(numbers)
            if words
        ]
        if numbers.harm:
            said.append(lang.text("claims.harm_note", language))
        return title, lang.text("claims.card_subtitle", language), source, " ".join([*said, source])

    # --- picture ------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=5.7, axes=False)
        rtl = lang.is_right_to_left(self.language)
        side, self._edge = ("right", 0.985) if rtl else ("left", 0.015)
        figure = made.figure
        self._headings = [
            figure.text(self._edge, 0, "", ha=side, va="top", size=10.5, weight="bold", color=COLOURS["official"])
            for _ in range(4)
        ]
        self._texts = [figure.text(self._edge, 0, "", ha=side, va="top", size=12.5, linespacing=1.35) for _ in range(4)]
        self._texts[0].set_size(17)
        self._bars = figure.add_axes((0.14, 0.105, 0.62, 0.105))
        self._bars.set_axis_off()
        self._two = self._bars.barh([0, 1], [0, 0], height=0.62, color=[COLOURS["highlight"], COLOURS["official"]])
        self._two[0].set_hatch("//")
        self._two[0].set_edgecolor("white")
        self._bars.set_ylim(1.5, -0.5)
        self._names = [
            self._bars.text(
                -0.02,
                i,
                lang.text(f"claims.bar_{name}", self.language),
                transform=self._bars.get_yaxis_transform(),
                ha="right",
                va="center",
                size=10.5,
            )
            for i, name in enumerate(("printed", "better"))
        ]
        self._values = [beside(self._bars, "", (0, i), 6, size=10.5) for i in range(2)]
        self._unit = figure.text(
            self._edge, 0.232, "", ha=side, va="center", size=10.5, weight="bold", color=COLOURS["official"]
        )
        return made

    def draw(self, numbers: BankNumbers) -> None:
        artists = [*self._headings, *self._texts]
        for artist in artists:
            artist.set_visible(not numbers.problem)
        for artist in (self._bars, self._unit):
            artist.set_visible(numbers.printed is not None)
        if numbers.problem:
            return
        height = self.frame.figure.get_size_inches()[1]
        tall = []
        for (heading, words), title, text in zip(self._parts(numbers), self._headings, self._texts, strict=True):
            size = text.get_size()
            text.set_text(wrap(words, size, width_inches=7.3) if words else lang.text("claims.closed", self.language))
            text.set_color(COLOURS["text"] if words else COLOURS["plain"])
            title.set_text(heading)
            tall.append(0.22 + (text.get_text().count("\n") + 1) * size * 1.4 / 72)
        top, bottom = height - 0.92, 1.45 if numbers.printed is not None else 0.75
        gap = min(max((top - bottom - sum(tall)) / len(tall), 0.16), 0.45)
        for title, text, inches in zip(self._headings, self._texts, tall, strict=True):
            title.set_y(top / height)
            text.set_y((top - 0.22) / height)
            top -= inches + gap
        if numbers.printed is not None:
            self._draw_bars(numbers)

    def _draw_bars(self, numbers: BankNumbers) -> None:
        values = (numbers.printed, numbers.better)
        unit = re.sub(r"\W+", "_", numbers.error["unit"].lower())
        self._unit.set_text(
            lang.text("claims.bar_unit", self.language, unit=lang.text(f"claims.bar_unit_{unit}", self.language))
        )
        self._bars.set_xlim(0, max(values) * 1.02)
        for bar, note, value in zip(self._two, self._values, values, strict=True):
            bar.set_width(value)
            note.xy = (value, note.xy[1])
            note.set_text(lang.number(value, len(f"{value:.10g}".partition(".")[2]), self.language))


def _problem_words(problem: str, subtitle: str, table: str, language: str) -> tuple[str, str, str, str]:
    """Title, subtitle, source line and sentence while nothing is chosen. problem, subtitle: keys of the word files."""
    told = lang.text(problem, language)
    return told, lang.text(subtitle, language), lang.text("common.source_table", language, table=table), told


def _short(words: str) -> str:
    """The beginning of a text, for a list."""
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _ended(words: str) -> str:
    """A text with a full stop at its end."""
    return words if words.rstrip('”»"').endswith((".", "?", "!", "؟", "…")) else words + "."
