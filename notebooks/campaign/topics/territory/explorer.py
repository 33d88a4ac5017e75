"""The explorers of 02-territory: what do two percentages make of the whole, and what does each body count?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ...explorer import Explorer, NumberField, Unusable, side_by_side
from ...measures import Bounded
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    MARGIN,
    WIDTH_INCHES,
    Frame,
    date_axis,
    frame,
    label,
    line_width,
    number_axis,
    on_bar,
    source_line,
)
from . import rules
from .charts import as_of, drawn_at, percent
from .rules import COUNTRIES

ARTICLE, OWN, COALITION, EQUAL, UNKNOWN = "article", "own", "coalition", "equal", "unknown"
EQUAL_AREA = 50_000  # km2; any other would give the same mean
LARGEST_AREA = 500_000  # km2
WIDE, HALF, THIRD = 500, 370, 235  # pixels
HEIGHT = 4.2  # inches: controls, sentence and picture are seen together on a small laptop


# --- two percentages and their whole -----------------------------------------------------------------------------
@dataclass(frozen=True)
class TerritoryNumbers:
    """What the explorer knows for one state of its controls. Areas in km2, shares in percent.

    iraq, syria: the two shares with the bounds of their rounding. bases: the two areas, or None where they are left
    open. weight: the part of Iraq in the whole; combined: the share of the whole; both None without bases. possible:
    the share of the whole for any two areas.
    """

    iraq: Bounded
    syria: Bounded
    bases: tuple[Bounded, Bounded] | None
    weight: Bounded | None
    combined: Bounded | None
    possible: Bounded
    plain_mean: Bounded


class TerritoryExplorer(Explorer):
    """Two percentages, two bases, the share of the whole with its bounds. Opens with the article's 70 and 50 and with
    the bases that the Coalition's maps imply.
    """

    name, topic = "territory-explorer", "territory"

    def make_controls(self) -> dict[str, widgets.Widget]:
        say, territory = self.say, data.with_sources(data.load("territory"))
        self._maps = rules.coalition_maps(territory)
        self._peaks = rules.common_peaks(self._maps)
        figures = data.with_sources(data.load("article_figures")).set_index("figure_id")
        article = {country: figures.loc[f"a09-retaken-{country}"] for country in COUNTRIES}
        published = rules.percentages_of_one_text(territory)
        self._pairs = {ARTICLE: article, **published}
        percentages = [(say("article_choice", **self._printed(ARTICLE)), ARTICLE), (say("own_choice"), OWN)]
        for key, pair in published.items():
            who, when = say.of(pair["iraq"], "counting_body"), as_of(pair["iraq"], say)
            percentages.append((say("published_choice", body=who, when=when, **self._printed(key)), key))
        roundings = [(say(f"rounding_{step}"), step) for step in ("0", "1", "10")]
        bases = [(say(f"bases_{choice}"), choice) for choice in (COALITION, EQUAL, UNKNOWN, OWN)]
        opening = self._percentages(ARTICLE) | self._bases(COALITION)

        def share(name):
            limits = {"min": 0, "max": 100, "continuous_update": False}
            return self.control(widgets.IntSlider, f"control_{name}", HALF, value=opening[name], **limits)

        def area(name):
            limits = {"min": 0, "max": LARGEST_AREA}
            return self.control(NumberField, f"control_{name}", THIRD, value=opening[name], **limits)

        def choice(name, width, options, value):
            return self.control(widgets.Dropdown, f"control_{name}", width, options=options, value=value)

        return {
            "percentages": choice("percentages", WIDE, percentages, ARTICLE),
            "iraq_percent": share("iraq_percent"),
            "syria_percent": share("syria_percent"),
            "rounding": choice("rounding", THIRD, roundings, opening["rounding"]),
            "bases": choice("bases", 275, bases, COALITION),
            "iraq_base": area("iraq_base"),
            "syria_base": area("syria_base"),
        }

    def link_controls(self) -> None:
        self.when("percentages", fill=self._percentages)
        self.when("bases", fill=self._bases)
        self.when("iraq_percent", "syria_percent", fill=self._own_percent)
        self.when("rounding", fill=lambda _: {"percentages": OWN})
        self.when("iraq_base", "syria_base", fill=lambda _: {"bases": OWN})

    def layout_controls(self):
        c = self.controls
        shares, areas = ([c[f"{t}_{what}"] for t in COUNTRIES] for what in ("percent", "base"))
        rows = [c["percentages"], c["rounding"]], shares, [c["bases"], *areas], [self.reset_button]
        return [side_by_side(*row) for row in rows]

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The top of a bar is dragged: the percentage of the country that lies under the pointer."""
        if not self._mosaic.get_visible():
            return
        first = self._outlines["iraq"].get_width()
        self.controls[f"{COUNTRIES[0 if x < first else 1]}_percent"].value = min(max(round(y), 0), 100)

    def spots(self) -> list[tuple[float, float, str]]:
        """The tops of the two bars."""
        bars = ((self._bars[country], self.controls[f"{country}_percent"].value, country) for country in COUNTRIES)
        named = {c: self._bar_names[c].get_text() for c in COUNTRIES}
        return [
            (bar.get_x() + bar.get_width() / 2, share, f"{named[c]}: {self.say.percent(share, 0)}")
            for bar, share, c in bars
            if share is not None
        ]

    def _percentages(self, choice: str | None) -> dict:
        """The percentages of a text and their rounding; nothing for one's own."""
        if choice in (OWN, None):
            return {}
        pair = self._pairs[choice]
        shares = {f"{country}_percent": int(row["value"]) for country, row in pair.items()}
        return shares | {"rounding": f"{pair['iraq']['step']:g}"}

    def _own_percent(self, percent: int) -> dict:
        """A percentage of one's own; 72 cannot have been rounded to 10."""
        finer = self.controls["rounding"].value == "10" and percent % 10
        return {"percentages": OWN} | ({"rounding": "1"} if finer else {})

    def _bases(self, choice: str | None) -> dict:
        """The two areas of a choice of bases; nothing where it has none."""
        if choice in (OWN, UNKNOWN, None):
            return {}
        # Peaks to thousands of km2: finer would claim more than the maps say.
        areas = {
            c: EQUAL_AREA if choice == EQUAL else measures.round_half_up(self._peaks[c].best, -3) for c in COUNTRIES
        }
        return {f"{country}_base": float(area) for country, area in areas.items()}

    def _printed(self, choice: str) -> dict[str, str]:
        return {country: self.say.percent(row["value"], 0) for country, row in self._pairs[choice].items()}

    def numbers(self) -> TerritoryNumbers:
        v = {name: control.value for name, control in self.controls.items()}
        if None in v.values():
            raise Unusable("common.problem_choice")

        def share(country):
            whole, rounding = v[f"{country}_percent"], v["rounding"]
            if rounding == "0":
                return measures.exact(whole)
            printed = measures.rounded(measures.nearest(whole, rounding), rounding)
            return Bounded(printed.best, max(printed.low, 0), min(printed.high, 100))

        iraq, syria = (share(country) for country in COUNTRIES)
        possible = measures.between(min(iraq.low, syria.low), max(iraq.high, syria.high))
        bases = weight = combined = None
        if v["bases"] != UNKNOWN:
            own = (measures.exact(v[f"{country}_base"]) for country in COUNTRIES)
            bases = tuple(self._peaks.values()) if v["bases"] == COALITION else tuple(own)
            if not any(base.best for base in bases):
                raise Unusable("problem_no_area")
            weight, combined = (measures.weighted_mean(parts, bases) for parts in ((100, 0), (iraq, syria)))
        return TerritoryNumbers(iraq, syria, bases, weight, combined, possible, (iraq + syria) / 2)

    def words(self, n: TerritoryNumbers) -> tuple[str, str, str, str]:
        say, mean = self.say, n.plain_mean.best
        low, high = say.number(n.possible.low, 0), say.number(n.possible.high, 0)
        values = {
            "iraq": say.percent(n.iraq.best, 0),
            "syria": say.percent(n.syria.best, 0),
            "iraq_bounds": percent(n.iraq, self.language),
            "syria_bounds": percent(n.syria, self.language),
            "possible": say("only_percent" if low == high else "between_percent", low=low, high=high),
            "mean": say.percent(mean, 0 if mean.denominator == 1 else 1),
        }
        _, source = self.nothing()
        moved = {self.controls[f"{c}_percent"].value: getattr(n, c).best for c in COUNTRIES}
        printed = {say.percent(typed, 0): say.percent(best, 0) for typed, best in moved.items() if typed != best}
        notes = "".join(" " + say("common.printed_as", given=typed, printed=as_) for typed, as_ in printed.items())
        if n.bases is None:
            title, sentence = (say(f"combined_{part}_unknown", **values) for part in ("title", "sentence"))
            return title, say("combined_subtitle_unknown"), source, sentence + notes
        combined, bounds = say.percent(n.combined.best, 0), percent(n.combined, self.language)
        values |= {
            "combined": combined,
            "range": "" if bounds == combined else say("combined_range", bounds=bounds),
            "weight": say.percent(n.weight.best, 0),
            "iraq_base": self._area(n.bases[0]),
            "syria_base": self._area(n.bases[1]),
        }
        sentence = say("combined_sentence", **values) + " " + say("combined_possible", **values)
        return say("combined_title", **values), say("combined_subtitle"), source, sentence + notes

    def nothing(self) -> tuple[str, str]:
        say, pair, bases = self.say, self._pairs.get(self.controls["percentages"].value), self.controls["bases"].value
        source = say.of(pair["iraq"], "publisher") if pair else ""
        shares = say("percentages_source", source=source) if pair else say("own_source")
        first, last = (as_of(self._maps.iloc[place], say) for place in (0, -1))
        key = {COALITION: "coalition_bases_source", UNKNOWN: "no_bases_source"}.get(bases, "own_bases_source")
        return say("combined_subtitle"), f"{shares} {say(key, first=first, last=last)}"

    def _area(self, base: Bounded) -> str:
        number = self.say.number(base.best, -3 if base.width else 0)
        return self.say("value_about", number=number) if base.width else number

    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=HEIGHT, axes=False)
        axes = self._mosaic = made.axes = made.figure.add_axes((0.085, 0.24, 0.645, 0.505))
        axes.tick_params(length=0)
        axes.set_ylim(0, 100)
        axes.grid(axis="x", visible=False)
        number_axis(axes.yaxis, self.language, suffix="%")
        axes.set_xticks([])
        self._bars, self._doubts, self._outlines, self._bar_words, self._bar_names = {}, {}, {}, {}, {}
        empty = {"color": GROUNDS["empty_bar"], "edgecolor": COLOURS["muted"], "linewidth": 0.8}
        for country, x, side in zip(COUNTRIES, (0, 1), ("left", "right"), strict=True):
            look = LOOKS[country]
            full = look.bar | {"linewidth": 0}
            doubt = {"bottom": 45, "color": "white", "alpha": 0.45, "linewidth": 0}
            (self._outlines[country],) = axes.bar(0, 100, 1, align="edge", **empty)
            (self._bars[country],) = axes.bar(0, 50, 1, align="edge", **full)
            (self._doubts[country],) = axes.bar(0, 10, 1, align="edge", **doubt)
            self._bar_words[country] = on_bar(axes, "", (0, 0), look.colour, size=13)
            below = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "top", "annotation_clip": False}
            words = {"ha": side, "color": look.colour, "weight": "bold"}
            self._bar_names[country] = axes.annotate("", (x, 0), (0, -12), **below, **words)
        thick = {"color": COLOURS["text"], "linewidth": 2.4}
        ends = {"marker": "_", "markersize": 12, "markeredgewidth": 2.4, "clip_on": False}
        (self._level,) = axes.plot([], [], **thick)
        (self._spread,) = axes.plot([], [], **thick, **ends, transform=axes.get_yaxis_transform())
        aside = {"xycoords": ("axes fraction", "data"), "ha": "left", "va": "center", "annotation_clip": False}
        self._level_words = axes.annotate("", (1.05, 50), **aside, weight="bold", size=12)
        return made

    def draw(self, n: TerritoryNumbers | None) -> None:
        self._mosaic.set_visible(n is not None)
        if n is None:
            return
        known = n.bases is not None
        areas = [float(base.best) for base in n.bases] if known else [1.0, 1.0]
        whole, left = sum(areas), 0.0
        self._mosaic.set_xlim(0, whole)
        for country, area, share, base in zip(
            COUNTRIES, areas, (n.iraq, n.syria), n.bases or (None, None), strict=True
        ):
            low, high = float(share.low), float(share.high)
            self._outlines[country].set(x=left, width=area, linestyle="-" if known else "--")
            self._bars[country].set(x=left, width=area, height=high, alpha=1 if known else 0.6)
            self._doubts[country].set(x=left, width=area, y=low, height=high - low)
            words = self._bar_words[country]
            words.set(text=self.say.percent(share.best, 0), position=(left + area / 2, max(low / 2, 4)))
            words.set_visible(area / whole > 0.12)
            self._bar_names[country].set_text(self._bar_name(country, base))
            left += area
        shown = n.combined if known else n.possible
        middle = float(shown.best)
        self._spread.set_data([1.025, 1.025], [float(shown.low), float(shown.high)])
        self._spread.set_visible(bool(shown.width))
        self._level.set_data([0, whole], [middle, middle])
        self._level.set_visible(known)
        bounds, best = percent(shown, self.language), self.say.percent(shown.best, 0)
        words = bounds if not known or bounds == best else f"{best}\n({bounds})"
        self._level_words.set_text(self.say("combined_label", combined=words))
        self._level_words.set(size=12 if known and "\n" not in words else 10, position=(1.05, min(max(middle, 8), 92)))

    def _bar_name(self, country: str, base: Bounded | None) -> str:
        """Under a bar: the country and its area in thousands of km2."""
        place = self.say(f"place_{country}")
        if base is None:
            return self.say("combined_bar_unknown", theatre=place)
        whole = base.width or base.best % 1000 == 0
        return self.say("combined_bar", theatre=place, base=self.say.number(base.best / 1000, 0 if whole else 1))


# --- one body's figures ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class AreaSeriesNumbers:
    """What the explorer knows for one series. groups: the rows of each line that `rules.lines` gives, at most two; unit:
    of all of them."""

    groups: tuple[list[tuple], ...]
    unit: str


def _middle(row) -> float:
    """The middle between the bounds of a figure; where one is missing, the other."""
    return float(np.nanmean([row.low, row.high]))


class AreaSeriesExplorer(Explorer):
    """One body's figures beside its definition, never two bodies on one axis. Opens on IHS."""

    name, topic = "territory-series", "territory"

    def make_controls(self) -> dict[str, widgets.Widget]:
        self._lines_of, self._spots_of = {}, {}
        territory = data.with_sources(data.load("territory"))
        for series in rules.AREA_SERIES:
            # Rows one by one: a frame would be asked for single cells some forty times at each move.
            self._lines_of[series] = tuple(map(data.rows, rules.lines(territory, series)))
        bodies = [(self.say(f"series_{series}"), series) for series in rules.AREA_SERIES]
        return {"body": self.control(widgets.Dropdown, "control_body", WIDE, options=bodies, value=bodies[0][1])}

    def spots(self) -> list[tuple[float, float, str]]:
        body = self.controls["body"].value
        if body not in self._spots_of:
            self._spots_of[body] = [
                (mdates.date2num(drawn_at(row)), _middle(row), self._named(row))
                for rows in self._lines_of.get(body, ())
                for row in rows
            ]
        return self._spots_of[body]

    def _named(self, row) -> str:
        """A figure with its country and its date."""
        return f"{self._place(row)}: {self.value(row)} ({as_of(row, self.say)})"

    def numbers(self) -> AreaSeriesNumbers:
        body = self.controls["body"].value
        if body is None:
            raise Unusable("common.problem_choice")
        groups = self._lines_of[body]
        return AreaSeriesNumbers(groups, groups[0][0].unit)

    def value(self, row, unit: str | None = None) -> str:
        """A figure of territory.csv with its unit and with what it is: exact, a range, a floor, a ceiling."""
        low, high = (None if pd.isna(v) else self.say.number(v, 0) for v in (row.low, row.high))
        spread = row.bound == "range"
        number = self.say("common.range", low=low, high=high) if spread else low or high
        words = self.say(f"in_{unit or row.unit}", number=number)
        return words if spread else self.say(f"value_{row.bound}", number=words)

    def words(self, n: AreaSeriesNumbers) -> tuple[str, str, str, str]:
        say, rows = self.say, sorted(itertools.chain(*n.groups), key=lambda row: row.as_of_date)
        final, body = rows[-1], say.of(rows[0], "counting_body")
        definition = say.listed(list(dict.fromkeys(getattr(row, f"definition_{self.language}") for row in rows)))
        parts = [say("series_what", body=body, definition=definition)]
        parts += [self._group_words(group, "series_line", "series_one") for group in n.groups]
        if n.unit == "square_miles":
            km2 = say.number(measures.square_miles_to_km2(measures.rounded(final.low, 100)))
            parts.append(say("series_converted", km2=say("in_km2", number=km2)))
        if len(n.groups) == 1:
            title = self._group_words(n.groups[0], "series_title_line", "series_title_single", body=body)
        else:
            title = self._title_of_two(n.groups, body)
            if len({group[0].measure for group in n.groups}) > 1:
                parts.append(say("series_not_joined"))
        subtitle = say("series_subtitle", definition=definition, unit=say(f"axis_{n.unit}"))
        names = data.in_order_of_credit([getattr(row, f"publisher_{self.language}") for row in rows], self.language)
        return title, subtitle, source_line(names, as_of(final, say), self.language), " ".join(parts)

    def nothing(self) -> tuple[str, str]:
        first = self._lines_of["ihs_controlled"][0][-1]
        source = source_line(self.say.of(first, "publisher"), as_of(first, self.say), self.language)
        return self.say("control_body"), source

    def _place(self, row) -> str:
        return self.say(f"place_{row.theatre}")

    def _group_words(self, group: list[tuple], several: str, single: str, **values) -> str:
        """The first and the last figure of a line. several, single: keys of the words for a line and for one figure."""
        first, last = group[0], group[-1]
        values |= {"first": self.value(first), "first_when": as_of(first, self.say)}
        values |= {"last": self.value(last), "last_when": as_of(last, self.say)}
        values |= {"value": values["last"], "when": values["last_when"], "theatre": self._place(last)}
        figures = self.say.count(len(group), "figure")
        return self.say(several if len(group) > 1 else single, figures=figures, **values)

    def _title_of_two(self, groups: tuple[list[tuple], ...], body: str) -> str:
        """The title over two lines: the last figure of each, with one date where both have the same."""
        values = {"body": body}
        for place, group in enumerate(groups, 1):
            last = group[-1]
            values |= {f"value_{place}": self.value(last), f"theatre_{place}": self._place(last)}
            values[f"when_{place}"] = as_of(last, self.say)
        same_day = values["when_1"] == values["when_2"]
        return self.say("series_title_same_day" if same_day else "series_title_two", **values)

    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=HEIGHT, axes=False)
        axes = self._plot = made.axes = made.figure.add_axes((0.105, 0.25, 0.645, 0.45))
        axes.tick_params(length=0)
        self._lines, self._spans, self._ends = [], [], []
        for _ in range(2):
            self._lines += axes.plot([], [])
            self._spans.append(axes.vlines([], [], [], linewidth=5, alpha=0.45))
            self._ends.append([label(axes, "", (0, 0), (0, 0), COLOURS["text"], size=10.5) for _ in range(2)])
        rows = [row for groups in self._lines_of.values() for group in groups for row in group]
        days = [row.as_of_date for row in rows]
        # One scale for all areas, so that a change of the body does not change what a height means.
        highest = np.nanmax([(row.low, row.high) for row in rows if row.unit == "km2"])
        self._km2_axis = 20_000 * int(np.ceil(highest * 1.1 / 20_000))
        date_axis(axes, self.language, min(days) - pd.Timedelta(days=61), max(days) + pd.Timedelta(days=51))
        return made

    def draw(self, n: AreaSeriesNumbers | None) -> None:
        axes = self._plot
        axes.set_visible(n is not None)
        if n is None:
            return
        square_mile = float(measures.SQUARE_KILOMETRES_IN_A_SQUARE_MILE)
        top = {"percent": 100, "km2": self._km2_axis, "square_miles": self._km2_axis / square_mile}[n.unit]
        axes.set_ylim(0, top)
        number_axis(axes.yaxis, self.language, suffix="%" if n.unit == "percent" else "")
        ends = [group[-1] for group in n.groups]
        heights = [_middle(row) for row in ends]
        same_day = len({row.as_of_date for row in ends}) == 1
        crowded = len(ends) == 2 and same_day and abs(heights[0] - heights[1]) < 0.11 * top
        for place in range(2):
            shown = place < len(n.groups)
            for artist in (self._lines[place], self._spans[place], *self._ends[place]):
                artist.set_visible(shown)
            if shown:
                self._draw_group(place, n.groups[place], top, (7, -7)[place] if crowded else 0)
        self._widen(n)

    def _widen(self, n: AreaSeriesNumbers) -> None:
        """Let the plot reach as far to the right as the last figures beside its points leave room."""
        left, bottom, _, height = self._plot.get_position().bounds
        low, high = self._plot.get_xlim()
        widest = 1 - 2 * MARGIN - left
        for (_, final), group in zip(self._ends, n.groups, strict=False):
            words = max(line_width(line, 10.5, "bold") for line in final.get_text().split("\n"))
            beside = (words + (final.get_position()[0] + 4) / 72) / WIDTH_INCHES
            share = (mdates.date2num(drawn_at(group[-1])) - low) / (high - low)
            widest = min(widest, (1 - MARGIN - left - beside) / share)
        self._plot.set_position((left, bottom, widest, height))

    def _draw_group(self, place: int, group: list[tuple], top: float, nudge: float) -> None:
        """One line: its points, the spans of its bounds, and its first and last figure in words."""
        look, bound = LOOKS[group[0].theatre], group[0].bound
        one, open_ended = len(group) == 1, bound in ("at_least", "at_most")
        days, middle = mdates.date2num([drawn_at(row) for row in group]), [_middle(row) for row in group]
        low = [row.high if pd.isna(row.low) else row.low for row in group]
        high = [row.low if pd.isna(row.high) else row.high for row in group]
        line, span = self._lines[place], self._spans[place]
        line.set_data(days, middle)
        marker = {"at_least": "^", "at_most": "v"}.get(bound, look.marker)
        line.set(color=look.colour, marker=marker, linestyle="none" if one else look.dashes)
        line.set_markersize(11 if open_ended else 7)
        # A floor is open at the top, a ceiling at the bottom.
        tops = [top] * len(group) if bound == "at_least" else high
        floors = [0] * len(group) if bound == "at_most" else low
        span.set_segments([[(x, a), (x, b)] for x, a, b in zip(days, floors, tops, strict=True)])
        span.set(color=look.colour, linewidth=14 if open_ended else 5, alpha=0.2 if open_ended else 0.45)
        first, final = self._ends[place]
        first.set_visible(not one)
        name = f"{self._place(group[0])}\n{self._bare(group[0])}"
        if one:
            self._write(final, name, (days[0], middle[0]), (18, 0), "left", look.colour)
            return
        # The first figure stands before its point where the line begins late, else above it, clear of the axis.
        left, right = self._plot.get_xlim()
        begins, ends = ((day - left) / (right - left) for day in (days[0], days[-1]))
        beside = ((-12, 0), "right") if begins > 0.5 else ((0, 24), "center") if begins > 0.08 else ((-6, 24), "left")
        if begins <= 0.5 and ends - begins < 0.25 and middle[-1] > middle[0]:
            nudge = -24  # a short line that rises would lift its last figure into the first
        if begins > 0.5:
            name = name.replace("\n", " \u200e")  # the mark keeps the percent sign behind the number in Arabic
        self._write(first, name, (days[0], middle[0]), *beside, look.colour)
        self._write(final, self._bare(group[-1]), (days[-1], middle[-1]), (16, nudge), "left", look.colour)

    def _bare(self, row) -> str:
        """A figure without its unit, which stands above the picture."""
        return self.value(row, "percent" if row.unit == "percent" else "bare")

    def _write(self, text, words: str, point: tuple, place: tuple, side: str, colour: str) -> None:
        text.set(text=words, color=colour, ha=side, position=place, annotation_clip=False)
        text.xy = point
