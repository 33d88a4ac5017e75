"""The explorer of 08-one-story-three-languages: one part of the story in three languages, side by side."""

from __future__ import annotations

import html
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from ... import language as lang
from ...explorer import Explorer, Unusable, Words
from ...sheet import COLOURS, GROUNDS, Frame, bars_only, frame, publishers, source_line
from . import rules
from .charts import MARKS, draw_mark

_STYLE = (
    "<style>.campaign-versions {display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.8em; max-width: 760px}"
    " .campaign-versions > div {border-top: 3px solid #5B6770; padding-top: 0.3em; line-height: 1.5}"
    " .campaign-versions blockquote {margin: 0.3em 0; padding: 0; border: 0; font-size: 1.05em}"
    " @container (max-width: 560px) {.campaign-versions {grid-template-columns: 1fr}}</style>"
)


@dataclass(frozen=True)
class PartVersions:
    """One part of the story.

    rows: of story_versions.csv, indexed by language. statement: the Pentagon's own text, or None. asked: may a learner
    be asked about it (not where people killed are counted)?
    """

    part: str
    rows: pd.DataFrame
    statement: pd.Series | None
    asked: bool


class StoryExplorer(Explorer):
    """Choose a part of the story: the words of each version as they are printed, and whether each kept number, unit,
    date, base and "about". Opens on the date of the strike count."""

    name, topic = "story-explorer", "story"
    tables = ("story_versions",)

    def make_controls(self) -> dict[str, widgets.Widget]:
        self._all = rules.versions()
        names = {row["part"]: self.say.of(row, "part") for _, row in self._all.iterrows()}
        options = [(names[part], part) for part in rules.parts(practice=False)]
        self._words_table = Words()
        return {"part": self.control(widgets.Dropdown, "story.control_part", 520, options=options, value=options[0][1])}

    def layout_details(self) -> list[widgets.Widget]:
        return [Words(_STYLE), self._words_table]

    def numbers(self) -> PartVersions:
        part = self.controls["part"].value
        if part is None:
            raise Unusable("problem_no_part")
        rows = rules.side_by_side(part)
        return PartVersions(part, rows, rules.statement(part), bool(rows["practice"].all()))

    def words(self, n: PartVersions) -> tuple[str, str, str, str]:
        say = self.say
        name = say.of(n.rows.iloc[0], "part")
        told = []
        for code, row in n.rows.iterrows():
            values = {"version": say(f"in_{code}"), "changes": self._changes(row)}
            key = (
                row["reading"]
                if row["reading"] in ("absent", "not_read")
                else "kept"
                if not rules.changes(row)
                else "told"
            )
            told.append(say(f"sentence_{key}", **values))
        if n.statement is not None:
            told.append(say("sentence_statement", meaning=say.of(n.statement, "meaning")))
        title = say("explorer_title", part=name)
        return title, say("explorer_subtitle"), self._source(n.rows), " ".join(told)

    def _source(self, rows: pd.DataFrame) -> str:
        return source_line(publishers(rows, self.language), self.say.month(rules.PRINTED), self.language)

    def _changes(self, row) -> str:
        return self.say.listed([self.say.code("change", code) for code in rules.changes(row)], key="common.comma")

    def nothing(self) -> tuple[str, str]:
        """Subtitle and source line while no part is chosen."""
        return self.say("explorer_subtitle"), self._source(self._all)

    # --- the words side by side ------------------------------------------------------------------------------------
    def versions_as_html(self, rows: pd.DataFrame) -> str:
        """The three versions in columns, each quotation in its own language and direction."""
        say, cells = self.say, []
        for code, row in rows.iterrows():
            side = f'lang="{code}" dir="{"rtl" if code in lang.RIGHT_TO_LEFT else "ltr"}"'
            quoted = f"<blockquote {side}>{html.escape(row['words'])}</blockquote>" if row["words"] else ""
            meaning = say.of(row, "meaning")
            told = f"<p>{html.escape(say('meaning', words=meaning))}</p>" if meaning and code != say.language else ""
            note = f"<p>{html.escape(say.of(row, 'note'))}</p>"
            printed = f"<p><small>{html.escape(say('printed_by', publisher=say.of(row, 'publisher')))}</small></p>"
            cells.append(
                f"<div><strong>{html.escape(say(f'version_{code}'))}</strong>{quoted}{told}{note}{printed}</div>"
            )
        page = f'lang="{say.language}" dir="{lang.direction(say.language)}"'
        return f'<div class="campaign-versions" {page}>{"".join(cells)}</div>'

    # --- the picture ---------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=3.9, left=0.04, right=0.96, bottom_inches=0.55, top_inches=1.15)
        axes = made.axes
        right_to_left = lang.is_right_to_left(self.language)
        self._places = {name: (-1 if right_to_left else 1) * (place + 1) for place, name in enumerate(rules.ASPECTS)}
        edges = sorted((0, self._places[rules.ASPECTS[-1]]))
        axes.set_xlim(edges[0] - 0.6, edges[1] + 0.6)
        axes.set_ylim(len(rules.VERSIONS) - 0.4, -0.9)
        bars_only(axes)
        axes.set_yticks([])
        self._marks, self._states = {}, {}
        for row, code in enumerate(rules.VERSIONS):
            axes.text(0, row, self.say(f"version_{code}"), weight="bold", ha="center", va="center")
            if row:
                axes.axhline(row - 0.5, color=GROUNDS["rule"], linewidth=0.8, zorder=0)
            for name, place in self._places.items():
                self._marks[code, name] = {state: draw_mark(axes, (place, row - 0.12), state, 13) for state in MARKS}
                self._states[code, name] = axes.text(place, row + 0.28, "", ha="center", va="center", size=10)
        for name, place in self._places.items():
            axes.text(place, -0.72, self.say(f"aspect_{name}"), ha="center", va="center", color=COLOURS["note"])
        return made

    def draw(self, n: PartVersions | None) -> None:
        self._words_table.value = "" if n is None else self.versions_as_html(n.rows)
        for (code, name), marks in self._marks.items():
            state = "" if n is None else n.rows.loc[code, name]
            for which, mark in marks.items():
                mark.set_visible(which == state)
            words = self.say("not_read") if n is not None and not state else self.say(f"state_{state}") if state else ""
            self._states[code, name].set_text(words)
