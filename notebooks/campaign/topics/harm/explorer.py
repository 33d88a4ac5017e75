"""The explorer of 05-civilian-harm: which two counts may be set side by side, and which may not?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

import ipywidgets as widgets
import pandas as pd

from ... import data
from ... import language as lang
from ...explorer import Explorer
from ...sheet import COLOURS, Frame, beside, frame, number_axis, source_line
from . import rules
from .charts import body, colour_of, draw_figure, figure_words, published

SERIES = {
    "coalition": ("coalition_all", "coalition_mosul", "coalition_strike_rate"),
    "airwars": ("airwars_low_high", "airwars_year", "airwars_mosul", "airwars_raqqa"),
    "amnesty_airwars": ("amnesty_airwars_raqqa",),
    "snhr": ("snhr_syria",),
    "sohr": ("sohr_syria_civilians",),
    "un": ("un_mosul_verified", "un_mosul_executions", "un_west_mosul_air_strikes", "unami_iraq_year"),
    "ap": ("ap_mosul_all", "ap_mosul_iraqi_or_coalition"),
    "ibc": ("ibc_iraq_year",),
    "nyt": ("nyt_sample_rate",),
    "dod": ("dod_annual_report",),
}
"""The counts on offer: for each body its series in civilian_counts.csv. Single events are left out on purpose."""

FIRST_MONTH, LAST_MONTH = datetime.date(2014, 10, 1), datetime.date(2020, 12, 1)
ARTICLE_MONTH = datetime.date(2017, 8, 1)
SIDES = ("first", "second")
WIDE, NARROW = 620, 330  # pixels


@dataclass(frozen=True)
class HarmNumbers:
    """What the explorer knows for one state of its controls.

    first, second: rows of civilian_counts.csv, the latest that each body had published by the end of `month`.
    reasons: why the two may not be compared (see rules.reasons); empty when they may.
    gap, ratio: between the lower ends, only where a comparison is offered. problem: a key of the word files.
    """

    first: pd.Series | None
    second: pd.Series | None
    month: datetime.date | None
    reasons: tuple[str, ...]
    days_apart: int | None
    gap: int | None
    ratio: Fraction | None
    problem: str
    problem_body: str = ""

    @property
    def compared(self) -> bool:
        """Is a comparison offered?"""
        return not self.problem and not self.reasons


class HarmExplorer(Explorer):
    """Two counting bodies, what each counted, and a month. The latest figures published by then are set side by side
    where they count the same thing over the same time; elsewhere the explorer says why it offers no comparison.
    Opens at the article's month, August 2017: the Coalition and Airwars on the same strikes.
    """

    name = "harm-explorer"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        counts = data.with_sources(data.load("civilian_counts"))
        counts = counts[counts["as_of_date"].notna()]
        counts = counts.assign(published=published(counts))
        self.counts = counts.sort_values(["published", "as_of_date", "people_killed_low"])
        bodies = [(lang.text(f"harm.body_{name}", language), name) for name in SERIES]
        months = pd.date_range(FIRST_MONTH, LAST_MONTH, freq="MS")
        controls = {}
        for side, opening in zip(SIDES, ("coalition", "airwars"), strict=True):
            # The body stands before its scope: setting it fills in the scopes that it has.
            controls[f"{side}_body"] = self.control(
                widgets.Dropdown, f"harm.control_{side}_body", NARROW, options=bodies, value=opening
            )
            controls[f"{side}_scope"] = self.control(
                widgets.Dropdown, f"harm.control_{side}_scope", WIDE, options=self._scopes(opening)
            )
        controls["month"] = self.control(
            widgets.SelectionSlider,
            "harm.control_month",
            WIDE,
            options=[(lang.month(m, language), m.date()) for m in months],
            value=ARTICLE_MONTH,
            continuous_update=False,
        )
        for side in SIDES:
            controls[f"{side}_body"].observe(
                lambda change, side=side: self._offer_scopes(side, change["new"]), names="value"
            )
        return controls

    def _scopes(self, name) -> list[tuple[str, str]]:
        offered = []
        for series in SERIES.get(name, ()):
            scope = self.counts.loc[self.counts["series"] == series, "scope_code"].iloc[0]
            offered.append((lang.text(f"harm.scope_{scope}", self.language), series))
        return offered

    def _offer_scopes(self, side: str, name) -> None:
        # The change of the body itself redraws the picture afterwards; its scopes need no redraw of their own.
        with self.no_redraw():
            options = self._scopes(name)
            self.controls[f"{side}_scope"].options = options
            self.controls[f"{side}_scope"].value = options[0][1] if options else None

    def numbers(self) -> HarmNumbers:
        month = self.controls["month"].value
        chosen = [self.controls[f"{side}_scope"].value for side in SIDES]
        if month is None or None in chosen:
            return self._unusable("harm.problem_choose", month)
        if chosen[0] == chosen[1]:
            return self._unusable("harm.problem_same", month)
        end = pd.Timestamp(month) + pd.offsets.MonthEnd(1)
        rows = []
        for side, series in zip(SIDES, chosen, strict=True):
            known = self.counts[(self.counts["series"] == series) & (self.counts["published"] <= end)]
            if known.empty:
                return self._unusable("harm.problem_none_yet", month, self.controls[f"{side}_body"].value)
            rows.append(known.iloc[-1])
        first, second = rows
        reasons = rules.reasons(first, second)
        days = rules.days_between(first["as_of_date"], second["as_of_date"])
        gap = ratio = None
        if not reasons and pd.isna(first["rate_one_in"]):
            low, high = sorted(int(row["people_killed_low"]) for row in rows)
            gap, ratio = high - low, Fraction(high, low) if low else None
        return HarmNumbers(first, second, month, reasons, days, gap, ratio, "")

    def _unusable(self, problem: str, month: datetime.date | None, name: str = "") -> HarmNumbers:
        return HarmNumbers(None, None, month, (), None, None, None, problem, name)

    # --- words --------------------------------------------------------------------------------------------------
    def _count_words(self, row: pd.Series) -> str:
        language = self.language
        key, printed = "when_counted", ""
        if row["as_of_basis"] == "report_date":
            key = "when_reported"
        elif row["report_precision"] == "month":
            key, printed = "when_counted_month", lang.month(row["report_date"], language)
        else:
            printed = lang.date(row["report_date"], language)
        # Where only the month is known, no day is shown.
        as_of = (
            lang.month(row["as_of_date"], language)
            if row["as_of_precision"] == "month"
            else lang.date(row["as_of_date"], language)
        )
        when = lang.text(f"harm.{key}", language, as_of=as_of, published=printed)
        return lang.text(
            "harm.count_words",
            language,
            body=body(row, language),
            scope=self._scope(row),
            figure=figure_words(row, language),
            when=when,
        )

    def _scope(self, row: pd.Series) -> str:
        return lang.text(f"harm.scope_{row['scope_code']}", self.language)

    def words(self, numbers: HarmNumbers) -> tuple[str, str, str, str]:
        language = self.language
        month = lang.month(numbers.month, language) if numbers.month else ""
        if numbers.problem:
            name = lang.text(f"harm.body_{numbers.problem_body}", language) if numbers.problem_body else ""
            problem = lang.text(numbers.problem, language, body=name, month=month)
            source = lang.text("common.source_table", language, table="civilian_counts.csv")
            return lang.text("harm.explorer_title_problem", language), problem, source, problem
        days = lang.count(numbers.days_apart, "day", language)
        reasons = [lang.text(f"harm.reason_{name}", language, days=days) for name in numbers.reasons]
        parts = [self._count_words(numbers.first), self._count_words(numbers.second)]
        if not numbers.compared:
            title = lang.text("harm.explorer_title_no", language, reasons=reasons[0])
            subtitle = lang.text("harm.explorer_subtitle_no", language, month=month)
            parts.append(lang.text("harm.comparison_none", language, reasons=lang.listed(reasons, language)))
        else:
            title = lang.text("harm.explorer_title_yes", language)
            subtitle = lang.text("harm.explorer_subtitle_yes", language, month=month)
            parts.append(self._comparison(numbers))
        rows = (numbers.first, numbers.second)
        last = max(row["published"] for row in rows)
        source = source_line([row[f"publisher_{language}"] for row in rows], last, language)
        return title, subtitle, source, " ".join(parts)

    def _comparison(self, numbers: HarmNumbers) -> str:
        language = self.language
        if numbers.gap == 0:
            return lang.text("harm.comparison_equal", language)
        lows = sorted(int(row["people_killed_low"]) for row in (numbers.first, numbers.second))
        return lang.text(
            "harm.comparison_floors",
            language,
            low=lang.number(lows[0], 0, language),
            high=lang.number(lows[1], 0, language),
            gap=lang.count(numbers.gap, "person", language),
            ratio=lang.number(numbers.ratio, 1, language),
        )

    # --- picture -------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=4.5, left=0.04, right=0.96, bottom_inches=0.95, top_inches=0.95)
        axes = made.axes
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        right_to_left = lang.is_right_to_left(self.language)
        x, side = (1.0, "right") if right_to_left else (0.0, "left")
        across = {
            "transform": axes.get_yaxis_transform(),
            "ha": side,
            "va": "center",
            "bbox": {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        }
        tops = (-0.36, 0.98)
        self._bodies = [axes.text(x, y, "", weight="bold", **across) for y in tops]
        self._scopes_shown = [axes.text(x, y + 0.22, "", **across) for y in tops]
        self._figures = [axes.text(x, y + 0.64, "", size=20, weight="bold", **across) for y in tops]
        self._at_bars = [beside(axes, "", (0, y), 7) for y in (0.23, 1.57)]
        self._divider = axes.axhline(0.66, color=COLOURS["muted"], linestyle=(0, (2, 3)), linewidth=1.2)
        self._no_scale = axes.text(
            0.5,
            0.66,
            lang.text("harm.no_scale", self.language),
            transform=axes.get_yaxis_transform(),
            ha="center",
            va="center",
            color=COLOURS["note"],
            bbox={"facecolor": "white", "edgecolor": "none"},
        )
        self._bars = []
        return made

    def draw(self, numbers: HarmNumbers) -> None:
        axes, language = self.frame.axes, self.language
        for artist in self._bars:
            artist.remove()
        self._bars = []
        rows = () if numbers.problem else (numbers.first, numbers.second)
        scaled = numbers.compared and numbers.gap is not None
        shown = bool(rows)
        for text in (*self._bodies, *self._scopes_shown, *self._figures, *self._at_bars):
            text.set_visible(shown)
        for text in self._figures:
            text.set_visible(shown and not scaled)
        for text in self._at_bars:
            text.set_visible(scaled)
        for artist in (self._divider, self._no_scale):
            artist.set_visible(shown and not scaled)
        for name, scope, figure, row in zip(self._bodies, self._scopes_shown, self._figures, rows, strict=False):
            name.set_text(body(row, language))
            scope.set_text(self._scope(row))
            figure.set_text(figure_words(row, language))
            name.set_color(colour_of(row["counting_body"]))
            figure.set_color(colour_of(row["counting_body"]))
        top = 1.0
        if scaled:
            most = max(
                row[f"people_killed_{end}"]
                for row in rows
                for end in ("low", "high")
                if pd.notna(row[f"people_killed_{end}"])
            )
            top = most * 1.5
            for y, row, words in zip((0.23, 1.57), rows, self._at_bars, strict=True):
                end, artists = draw_figure(axes, y, row, reach=top * 0.08, height=0.42)
                self._bars += artists
                words.xy = (end, y)
                words.set_text(figure_words(row, language))
                words.set_color(colour_of(row["counting_body"]))
        number_axis(axes.xaxis, language)
        axes.xaxis.set_visible(scaled)
        axes.spines["bottom"].set_visible(scaled)
        axes.set_xlim(0, top)
        axes.set_ylim(1.95, -0.5)
