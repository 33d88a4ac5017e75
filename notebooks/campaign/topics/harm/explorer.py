"""The explorer of 05-civilian-harm: which two counts may be set side by side, and which may not?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

import ipywidgets as widgets
import pandas as pd

from ... import data
from ... import language as lang
from ...explorer import Explorer, Unusable, side_by_side
from ...sheet import COLOURS, Frame, beside, frame, number_axis, set_reach, source_line
from . import rules
from .charts import body, colour_of, draw_figure, figure_words

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

ARTICLE_MONTH = datetime.date(2017, 8, 1)
SIDES = ("first", "second")
WIDE, NARROW = 440, 310  # pixels


@dataclass(frozen=True)
class HarmNumbers:
    """What the explorer knows for one state of its controls.

    first, second: rows of rules.published_counts, the latest that each body had published by the end of the month.
    reasons: why the two may not be compared (see rules.reasons); empty when they may.
    gap, ratio: between the lower ends, only where a comparison of numbers is offered.
    """

    first: pd.Series
    second: pd.Series
    reasons: tuple[str, ...]
    days_apart: int | None
    gap: int | None
    ratio: Fraction | None

    @property
    def rows(self) -> tuple[pd.Series, pd.Series]:
        """Both counts."""
        return self.first, self.second

    @property
    def compared(self) -> bool:
        """Is a comparison offered?"""
        return not self.reasons


class HarmExplorer(Explorer):
    """Two counting bodies, what each counted, and a month. The latest figures published by then are set side by side
    where they count the same thing over the same time; elsewhere the explorer says why it offers no comparison.
    Opens at the article's month, August 2017: the Coalition and Airwars on the same strikes.
    """

    name, topic = "harm-explorer", "harm"

    def make_controls(self) -> dict[str, widgets.Widget]:
        self.counts = rules.published_counts()
        bodies = [(self.say(f"body_{name}"), name) for name in SERIES]
        controls = {}
        for side, opening in zip(SIDES, ("coalition", "airwars"), strict=True):
            # The body stands before its scope: setting it fills in the scopes that it has.
            choose_body = {"options": bodies, "value": opening}
            controls[f"{side}_body"] = self.control(widgets.Dropdown, f"control_{side}_body", NARROW, **choose_body)
            controls[f"{side}_scope"] = self.control(
                widgets.Dropdown, f"control_{side}_scope", WIDE, options=self._scopes(opening)
            )
        offered = [series for names in SERIES.values() for series in names]
        days = self.counts.loc[self.counts["series"].isin(offered), "published"]
        # From the month of the first figure to the one after the last.
        months = pd.period_range(days.min(), days.max() + pd.DateOffset(months=1), freq="M").to_timestamp()
        chosen = {"options": [(self.say.month(m), m.date()) for m in months], "value": ARTICLE_MONTH}
        controls["month"] = self.control(
            widgets.SelectionSlider, "control_month", WIDE + NARROW // 2, **chosen, continuous_update=False
        )
        return controls

    def layout_controls(self) -> list[widgets.Widget]:
        """A row for each count, and one for the month."""
        rows = [side_by_side(self.controls[f"{side}_body"], self.controls[f"{side}_scope"]) for side in SIDES]
        return [*rows, side_by_side(self.controls["month"], self.reset_button)]

    def link_controls(self) -> None:
        """Another body brings its own scopes."""
        for side in SIDES:
            self.when(f"{side}_body", fill=lambda name, side=side: self._offered(side, name), always=True)

    def _offered(self, side: str, name: str | None) -> dict:
        scopes = self._scopes(name)
        return {f"{side}_scope.options": scopes, f"{side}_scope": scopes[0][1] if scopes else None}

    def _scopes(self, name: str | None) -> list[tuple[str, str]]:
        """What a body counted, in words, with the series that holds it."""
        by_series = self.counts.drop_duplicates("series").set_index("series")
        return [(self._scope(by_series.loc[series]), series) for series in SERIES.get(name, ())]

    def _scope(self, row: pd.Series) -> str:
        return self.say(f"scope_{row['scope_code']}")

    def numbers(self) -> HarmNumbers:
        month = self.controls["month"].value
        chosen = [self.controls[f"{side}_scope"].value for side in SIDES]
        if month is None or None in chosen:
            raise Unusable("problem_choose", title="explorer_title_problem")
        if chosen[0] == chosen[1]:
            raise Unusable("problem_same", title="explorer_title_problem")
        rows, end = [], pd.Timestamp(month) + pd.offsets.MonthEnd(1)
        for side, series in zip(SIDES, chosen, strict=True):
            known = self.counts[(self.counts["series"] == series) & (self.counts["published"] <= end)]
            if known.empty:
                counting_body = self.say(f"body_{self.controls[f'{side}_body'].value}")
                told = {"body": counting_body, "month": self.say.month(month)}
                raise Unusable("problem_none_yet", title="explorer_title_problem", **told)
            rows.append(known.iloc[-1])
        first, second = rows
        reasons, gap, ratio = rules.reasons(first, second), None, None
        days = rules.days_between(first["as_of_date"], second["as_of_date"])
        if not reasons and pd.isna(first["rate_one_in"]):
            low, high = sorted(int(row["people_killed_low"]) for row in rows)
            gap, ratio = high - low, Fraction(high, low) if low else None
        return HarmNumbers(first, second, reasons, days, gap, ratio)

    # --- words --------------------------------------------------------------------------------------------------
    def _count_words(self, row: pd.Series) -> str:
        say = self.say
        key = "when_counted"
        if row["as_of_basis"] == "report_date":
            key = "when_reported"
        elif row["report_precision"] == "month":
            key = "when_counted_month"
        # Where only the month is known, no day is shown.
        as_of = say.known_date(row["as_of_date"], row["as_of_precision"])
        when = say(key, as_of=as_of, published=say.known_date(row["report_date"], row["report_precision"]))
        words = {"body": body(row, self.language), "figure": figure_words(row, self.language)}
        return say("count_words", scope=self._scope(row), when=when, **words)

    def words(self, numbers: HarmNumbers) -> tuple[str, str, str, str]:
        say, answer = self.say, "yes" if numbers.compared else "no"
        reasons = [say(f"reason_{name}", days=say.count(numbers.days_apart, "day")) for name in numbers.reasons]
        title = say(f"explorer_title_{answer}", reasons=reasons[0] if reasons else "")
        subtitle = say(f"explorer_subtitle_{answer}", month=say.month(self.controls["month"].value))
        source = source_line(
            [say.of(row, "publisher") for row in numbers.rows],
            max(row["published"] for row in numbers.rows),
            say.language,
        )
        counts = (self._count_words(row) for row in numbers.rows)
        return title, subtitle, source, " ".join([*counts, self._comparison(numbers, reasons)])

    def _comparison(self, numbers: HarmNumbers, reasons: list[str]) -> str:
        say = self.say
        if reasons:
            return say("comparison_none", reasons=say.listed(reasons))
        if numbers.gap == 0:
            return say("comparison_equal")
        low, high = sorted(row["people_killed_low"] for row in numbers.rows)
        ends = {"low": say.number(low), "high": say.number(high)}
        return say(
            "comparison_floors", gap=say.count(numbers.gap, "person"), ratio=say.number(numbers.ratio, 1), **ends
        )

    def nothing(self) -> tuple[str, str]:
        return self.say("explorer_subtitle_problem"), self.say(
            "common.source_table", table=data.title("civilian_counts", self.language)
        )

    # --- picture -------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=4.2, left=0.04, right=0.96, top_inches=0.95, bars=True)
        axes = made.axes
        axes.set_yticks([])
        axes.spines[["left", "right"]].set_visible(False)
        axes.grid(axis="y", visible=False)
        x, side = (1.0, "right") if lang.is_right_to_left(self.language) else (0.0, "left")
        ground = {"facecolor": "white", "edgecolor": "none"}
        by_axes = {"transform": axes.get_yaxis_transform(), "va": "center"}
        across = by_axes | {"ha": side, "bbox": ground | {"boxstyle": "square,pad=0"}}
        tops = (-0.36, 0.98)
        self._bodies = [axes.text(x, y, "", weight="bold", **across) for y in tops]
        self._scopes_shown = [axes.text(x, y + 0.25, "", **across) for y in tops]
        self._figures = [axes.text(x, y + 0.64, "", size=20, weight="bold", **across) for y in tops]
        self._at_bars = [beside(axes, "", (0, y + 0.59), 7) for y in tops]
        self._divider = axes.axhline(0.66, color=COLOURS["muted"], linestyle=(0, (2, 3)), linewidth=1.2)
        no_scale = {"ha": "center", "color": COLOURS["note"], "bbox": ground}
        self._no_scale = axes.text(0.5, 0.66, self.say("no_scale"), **by_axes, **no_scale)
        self._bars = []
        return made

    def draw(self, numbers: HarmNumbers | None) -> None:
        axes, rows = self.frame.axes, numbers.rows if numbers else ()
        scaled = numbers is not None and numbers.gap is not None
        unscaled = numbers is not None and not scaled
        for artist in self._bars:
            artist.remove()
        self._bars = []
        for text in (*self._bodies, *self._scopes_shown):
            text.set_visible(numbers is not None)
        for artist in (*self._figures, self._divider, self._no_scale):
            artist.set_visible(unscaled)
        for text in self._at_bars:
            text.set_visible(scaled)
        ends = [row[f"people_killed_{end}"] for row in rows for end in ("low", "high")]
        top = max(end for end in ends if pd.notna(end)) * 1.5 if scaled else 1.0
        artists = (self._bodies, self._scopes_shown, self._figures, self._at_bars, rows)
        for name, scope, figure, at_bar, row in zip(*artists, strict=False):
            colour, words = colour_of(row["counting_body"]), figure_words(row, self.language)
            name.set(text=body(row, self.language), color=colour)
            scope.set_text(self._scope(row))
            figure.set(text=words, color=colour)
            if scaled:
                y = at_bar.xy[1]
                end, made = draw_figure(axes, y, row, reach=top * 0.05, height=0.42)
                self._bars += made
                at_bar.xy = (end, y)
                at_bar.set(text=words, color=colour)
        number_axis(axes.xaxis, self.language)
        axes.xaxis.set_visible(scaled)
        axes.spines["bottom"].set_visible(scaled)
        set_reach(axes, 0, top)
        axes.set_ylim(1.95, -0.5)
