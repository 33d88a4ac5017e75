"""The explorer of 02-territory: what do two percentages make of the whole, and what does each body count?"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer, side_by_side
from ...sheet import COLOURS, Frame, date_axis, frame, label, number_axis, on_bar, publishers, source_line
from . import charts

COMBINED, SERIES_VIEW = "combined", "series"
ARTICLE, OWN, COALITION, EQUAL, UNKNOWN = "article", "own", "coalition", "equal", "unknown"

SERIES = {
    # What may be chosen: a series of territory.csv, and its quantities that are areas or shares of them.
    "ihs_controlled": ("area_controlled",),
    "coalition_net_loss": ("net_area_lost_since_aug_2014",),
    "coalition_share_lost": ("share_of_peak_lost",),
    "sohr": ("area_controlled",),
    "dod_square_miles": ("area_controlled",),
    "rand": ("area_at_peak", "area_controlled"),
    "iraqi_military": ("area_controlled",),
}
PUBLISHED = ("coalition_share_lost", "state_envoy")
EQUAL_AREA = 50_000  # km2; any other would give the same mean
LARGEST_AREA = 500_000  # km2
KM2_AXIS = 120_000
WIDE, NARROW = 560, 290  # pixels


@dataclass(frozen=True)
class TerritoryNumbers:
    """What the explorer knows for one state of its controls. Areas in km2, shares in percent.

    view: "combined" or "series". bases: the two areas, or None where they are left open. combined: the share of the
    whole, None without bases. possible: the share of the whole for any two areas. groups: for the view "series",
    one table for each quantity and country, the only rows that may be joined. problem: a key of the word files.
    """

    view: str
    iraq: measures.Bounded
    syria: measures.Bounded
    bases: tuple[measures.Bounded, measures.Bounded] | None
    weight: measures.Bounded | None  # the part of Iraq in the whole
    combined: measures.Bounded | None
    possible: measures.Bounded
    plain_mean: measures.Bounded
    groups: tuple[pd.DataFrame, ...]
    problem: str


class TerritoryExplorer(Explorer):
    """Two views. "combined": two percentages, two bases, the share of the whole with its bounds; opens with the
    article's 70 and 50 and with the bases that the Coalition's maps imply. "series": one body's figures beside its
    definition, never two bodies on one axis.

    view: which of the two it opens with.
    """

    name = "territory-explorer"

    def __init__(self, language: str | None = None, view: str = COMBINED):
        if view not in (COMBINED, SERIES_VIEW):
            raise ValueError(f"view: expected {COMBINED!r} or {SERIES_VIEW!r}, got {view!r}")
        self._view = view
        if view == SERIES_VIEW:
            self.name = "territory-series"  # another picture when it is exported
        super().__init__(language)

    # --- controls ----------------------------------------------------------------------------------------------------
    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        self.territory = data.with_sources(data.load("territory"))
        self.maps = charts.coalition_maps(self.territory)
        self._common = {theatre: charts.common_peak(self.maps, theatre) for theatre in charts.BOTH}
        figures = data.with_sources(data.load("article_figures")).set_index("figure_id")
        self._article = {theatre: figures.loc[f"a09-retaken-{theatre}"] for theatre in charts.BOTH}
        self._published = self._published_pairs()

        def say(key, **values):
            return lang.text(f"territory.{key}", language, **values)

        article = {theatre: lang.percent(row["value"], 0, language) for theatre, row in self._article.items()}
        percentages = [(say("article_choice", **article), ARTICLE), (say("own_choice"), OWN)]
        percentages += [(self._pair_choice(pair), key) for key, pair in self._published.items()]
        roundings = [(say(f"rounding_{step}"), step) for step in ("0", "1", "10")]
        bases = [(say(f"bases_{choice}"), choice) for choice in (COALITION, EQUAL, UNKNOWN, OWN)]
        bodies = [(say(f"series_{key}"), key) for key in SERIES]

        def share(theatre):
            return self.control(
                widgets.IntSlider,
                f"territory.control_{theatre}_percent",
                370,
                value=int(self._article[theatre]["value"]),
                min=0,
                max=100,
                continuous_update=False,
            )

        def area(theatre):
            return self.control(
                widgets.BoundedFloatText,
                f"territory.control_{theatre}_base",
                NARROW,
                value=self._common_rounded(theatre),
                min=0,
                max=LARGEST_AREA,
                step=1000,
            )

        controls = {
            "view": self.control(
                widgets.ToggleButtons,
                "territory.control_view",
                options=[(say("view_combined"), COMBINED), (say("view_series"), SERIES_VIEW)],
                value=self._view,
                style={"button_width": "max-content"},
            ),
            "percentages": self.control(
                widgets.Dropdown, "territory.control_percentages", WIDE, options=percentages, value=ARTICLE
            ),
            "iraq_percent": share("iraq"),
            "syria_percent": share("syria"),
            "rounding": self.control(
                widgets.Dropdown,
                "territory.control_rounding",
                NARROW,
                options=roundings,
                value=f"{self._article['iraq']['step']:g}",
            ),
            "bases": self.control(widgets.Dropdown, "territory.control_bases", WIDE, options=bases, value=COALITION),
            "iraq_base": area("iraq"),
            "syria_base": area("syria"),
            "body": self.control(
                widgets.Dropdown, "territory.control_body", WIDE, options=bodies, value="ihs_controlled"
            ),
        }
        controls["percentages"].observe(self._take_percentages, names="value")
        controls["bases"].observe(self._take_bases, names="value")
        for name in ("iraq_percent", "syria_percent", "rounding"):
            controls[name].observe(self._own("percentages"), names="value")
        for name in ("iraq_base", "syria_base"):
            controls[name].observe(self._own("bases"), names="value")
        return controls

    def _published_pairs(self) -> dict[str, dict[str, pd.Series]]:
        """Percentages for both countries from one text: key -> {"iraq": row, "syria": row}."""
        rows = self.territory[
            self.territory["series"].isin(PUBLISHED) & (self.territory["measure"] == "share_of_peak_lost")
        ]
        pairs = {}
        for (day, series), group in rows.groupby(["as_of_date", "series"]):
            if set(group["theatre"]) == set(charts.BOTH):
                pairs[f"{series} {day:%Y-%m-%d}"] = {row["theatre"]: row for _, row in group.iterrows()}
        return pairs

    def _pair_choice(self, pair: dict[str, pd.Series]) -> str:
        """How two published percentages are offered: who printed them, when, and both."""
        return lang.text(
            "territory.published_choice",
            self.language,
            body=pair["iraq"][f"counting_body_{self.language}"],
            when=charts.when(pair["iraq"], self.language),
            **{theatre: lang.percent(row["low"], 0, self.language) for theatre, row in pair.items()},
        )

    def layout_controls(self):
        c = self.controls
        self._boxes = {
            COMBINED: widgets.VBox(
                [
                    c["percentages"],
                    side_by_side(c["iraq_percent"], c["syria_percent"]),
                    c["rounding"],
                    c["bases"],
                    side_by_side(c["iraq_base"], c["syria_base"]),
                ]
            ),
            SERIES_VIEW: widgets.VBox([c["body"]]),
        }
        return [c["view"], *self._boxes.values()]

    def _fill_in(self, values: dict) -> None:
        """Set other controls than the one that was just changed; the picture is drawn after that, once."""
        with self.no_redraw():
            for name, value in values.items():
                self.controls[name].value = value

    def _take_percentages(self, change):
        """A published pair was chosen: fill in its percentages and their rounding."""
        if self._drawing or change["new"] in (OWN, None):
            return
        if change["new"] == ARTICLE:
            self._fill_in(
                {
                    **{f"{t}_percent": int(row["value"]) for t, row in self._article.items()},
                    "rounding": f"{self._article['iraq']['step']:g}",
                }
            )
        else:
            self._fill_in(
                {
                    **{f"{t}_percent": int(row["low"]) for t, row in self._published[change["new"]].items()},
                    "rounding": "1",
                }
            )

    def _common_rounded(self, theatre: str) -> float:
        """The peak in one country that fits all maps, to thousands of km2: finer would claim more than the maps say."""
        return float(measures.round_half_up(self._common[theatre].best, -3))

    def _take_bases(self, change):
        """A choice of bases was made: fill in its two areas."""
        if self._drawing or change["new"] in (OWN, UNKNOWN, None):
            return
        areas = {t: EQUAL_AREA if change["new"] == EQUAL else self._common_rounded(t) for t in charts.BOTH}
        self._fill_in({f"{t}_base": area for t, area in areas.items()})

    def _own(self, choice: str):
        """A figure was changed by hand: it is no longer the published one."""

        def changed(_change):
            if not self._drawing:
                self._fill_in({choice: OWN})

        return changed

    # --- numbers -------------------------------------------------------------------------------------------------------
    def numbers(self) -> TerritoryNumbers:
        values = {name: control.value for name, control in self.controls.items()}
        if None in values.values():
            nothing = dict.fromkeys(field.name for field in dataclasses.fields(TerritoryNumbers))
            view = values["view"] or COMBINED
            return TerritoryNumbers(**nothing | {"view": view, "groups": (), "problem": "common.problem_choice"})

        def share(percent):
            printed = (
                measures.exact(percent) if values["rounding"] == "0" else measures.rounded(percent, values["rounding"])
            )
            return measures.Bounded(printed.best, max(printed.low, 0), min(printed.high, 100))

        iraq, syria = share(values["iraq_percent"]), share(values["syria_percent"])
        possible = measures.between(min(iraq.low, syria.low), max(iraq.high, syria.high))
        plain_mean = (iraq + syria) / 2
        bases, problem = None, ""
        if values["bases"] == COALITION:
            bases = (self._common["iraq"], self._common["syria"])
        elif values["bases"] != UNKNOWN:
            bases = (measures.exact(values["iraq_base"]), measures.exact(values["syria_base"]))
            if bases[0].best + bases[1].best == 0:
                bases, problem = None, "territory.problem_no_area"
        weight = combined = None
        if bases:
            combined = measures.weighted_mean((iraq, syria), bases)
            weight = measures.weighted_mean((100, 0), bases)
        rows = self.territory[
            (self.territory["series"] == values["body"]) & self.territory["measure"].isin(SERIES[values["body"]])
        ]
        groups = tuple(group.sort_values("as_of_date") for _, group in rows.groupby(["measure", "theatre"]))
        if values["view"] == SERIES_VIEW:
            problem = ""
        return TerritoryNumbers(
            values["view"], iraq, syria, bases, weight, combined, possible, plain_mean, groups, problem
        )

    # --- words ---------------------------------------------------------------------------------------------------------
    def words(self, numbers: TerritoryNumbers) -> tuple[str, str, str, str]:
        if numbers.view == SERIES_VIEW and not numbers.problem:
            return self._series_words(numbers)
        if numbers.problem:
            problem = lang.text(numbers.problem, self.language)
            return problem, lang.text("territory.combined_subtitle", self.language), self._combined_source(), problem
        return self._combined_words(numbers)

    def _combined_words(self, numbers: TerritoryNumbers) -> tuple[str, str, str, str]:
        language = self.language

        def between(value):
            low, high = lang.number(value.low, 0, language), lang.number(value.high, 0, language)
            return lang.text(
                "territory.only_percent" if low == high else "territory.between_percent", language, low=low, high=high
            )

        values = {
            "iraq": lang.percent(numbers.iraq.best, 0, language),
            "syria": lang.percent(numbers.syria.best, 0, language),
            "iraq_bounds": charts.percent(numbers.iraq, language),
            "syria_bounds": charts.percent(numbers.syria, language),
            "possible": between(numbers.possible),
            "mean": lang.percent(
                numbers.plain_mean.best, 0 if numbers.plain_mean.best.denominator == 1 else 1, language
            ),
        }
        if numbers.bases is None:
            title = lang.text("territory.combined_title_unknown", language, **values)
            sentence = lang.text("territory.combined_sentence_unknown", language, **values)
            return title, lang.text("territory.combined_subtitle_unknown", language), self._combined_source(), sentence
        values["combined"] = lang.percent(numbers.combined.best, 0, language)
        bounds = charts.percent(numbers.combined, language)
        values |= {
            "range": ""
            if bounds == values["combined"]
            else lang.text("territory.combined_range", language, bounds=bounds),
            "weight": lang.percent(numbers.weight.best, 0, language),
            "iraq_base": self._area(numbers.bases[0]),
            "syria_base": self._area(numbers.bases[1]),
        }
        parts = [
            lang.text("territory.combined_sentence", language, **values),
            lang.text("territory.combined_possible", language, **values),
        ]
        return (
            lang.text("territory.combined_title", language, **values),
            lang.text("territory.combined_subtitle", language),
            self._combined_source(),
            " ".join(parts),
        )

    def _area(self, base: measures.Bounded) -> str:
        if base.width:
            return lang.text("territory.value_about", self.language, number=lang.number(base.best, -3, self.language))
        return lang.number(base.best, 0, self.language)

    def _combined_source(self) -> str:
        language, chosen = self.language, self.controls["percentages"].value
        if chosen in (OWN, None):
            first = lang.text("territory.own_source", language)
        else:
            row = (self._article if chosen == ARTICLE else self._published[chosen])["iraq"]
            first = lang.text("territory.percentages_source", language, source=row[f"publisher_{language}"])
        bases = self.controls["bases"].value
        if bases == COALITION:
            second = lang.text(
                "territory.coalition_bases_source",
                language,
                first=charts.when(self.maps.iloc[0], language),
                last=charts.when(self.maps.iloc[-1], language),
            )
        else:
            second = lang.text(
                "territory.no_bases_source" if bases == UNKNOWN else "territory.own_bases_source", language
            )
        return f"{first} {second}"

    def value(self, row) -> str:
        """A figure of territory.csv with its unit and with what it is: exact, a range, a floor, a ceiling."""
        language = self.language
        low, high = (None if pd.isna(v) else lang.number(v, 0, language) for v in (row["low"], row["high"]))
        spread = row["bound"] == "range"
        number = lang.text("common.range", language, low=low, high=high) if spread else low or high
        words = lang.text(f"territory.in_{row['unit']}", language, number=number)
        return words if spread else lang.text(f"territory.value_{row['bound']}", language, number=words)

    def _place(self, group: pd.DataFrame) -> str:
        return lang.text(f"territory.place_{group['theatre'].iloc[0]}", self.language)

    def _series_words(self, numbers: TerritoryNumbers) -> tuple[str, str, str, str]:
        language, groups = self.language, numbers.groups
        rows = pd.concat(groups).sort_values("as_of_date")
        final = rows.iloc[-1]
        body = rows[f"counting_body_{language}"].iloc[0]
        definition = lang.listed(list(dict.fromkeys(rows[f"definition_{language}"])), language)
        parts = [lang.text("territory.series_what", language, body=body, definition=definition)]
        parts += [self._group_words(group, "series_line", "series_one") for group in groups]
        if final["unit"] == "square_miles":
            km2 = measures.square_miles_to_km2(measures.rounded(final["low"], 100))
            number = lang.text("territory.in_km2", language, number=lang.number(km2, language=language))
            parts.append(lang.text("territory.series_converted", language, km2=number))
        if len(groups) == 1:
            title = self._group_words(groups[0], "series_title_line", "series_title_single", body=body)
        else:
            title = self._pair_title(groups, body)
            if len({group["measure"].iloc[0] for group in groups}) > 1:
                parts.append(lang.text("territory.series_not_joined", language))
        unit = lang.text(f"territory.axis_{final['unit']}", language)
        subtitle = lang.text("territory.series_subtitle", language, definition=definition, unit=unit)
        source = source_line(publishers(rows, language), charts.when(final, language), language)
        return title, subtitle, source, " ".join(parts)

    def _group_words(self, group: pd.DataFrame, several: str, single: str, **values) -> str:
        """The first and the last figure of a line. several, single: keys of the words for a line and for one figure."""
        first, last = group.iloc[0], group.iloc[-1]
        return lang.text(
            f"territory.{several if len(group) > 1 else single}",
            self.language,
            theatre=self._place(group),
            figures=lang.count(len(group), "figure", self.language),
            value=self.value(last),
            when=charts.when(last, self.language),
            first=self.value(first),
            first_when=charts.when(first, self.language),
            last=self.value(last),
            last_when=charts.when(last, self.language),
            **values,
        )

    def _pair_title(self, groups: tuple[pd.DataFrame, ...], body: str) -> str:
        """The title over two lines: the last figure of each, with one date where both have the same."""
        values = {"body": body}
        for place, group in enumerate(groups, 1):
            last = group.iloc[-1]
            values[f"value_{place}"], values[f"theatre_{place}"] = self.value(last), self._place(group)
            values[f"when_{place}"] = charts.when(last, self.language)
        same_day = values["when_1"] == values["when_2"]
        return lang.text(
            "territory.series_title_same_day" if same_day else "territory.series_title_two", self.language, **values
        )

    # --- picture -------------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=5.7, axes=False)
        figure = made.figure
        self._mosaic = figure.add_axes((0.085, 0.195, 0.645, 0.59))
        self._plot = figure.add_axes((0.105, 0.185, 0.645, 0.555))
        self._make_mosaic()
        self._make_series()
        return made

    def _make_mosaic(self) -> None:
        axes = self._mosaic
        axes.tick_params(length=0)
        axes.set_ylim(0, 100)
        axes.grid(axis="x", visible=False)
        number_axis(axes.yaxis, self.language, suffix="%")
        axes.set_xticks([])
        self._bars, self._doubts, self._outlines, self._bar_words, self._bar_names = {}, {}, {}, {}, {}
        for theatre in charts.BOTH:
            colour = COLOURS[theatre]
            (self._outlines[theatre],) = axes.bar(
                0, 100, 1, align="edge", color="#F1F3F5", edgecolor=COLOURS["muted"], linewidth=0.8
            )
            (self._bars[theatre],) = axes.bar(
                0, 50, 1, align="edge", color=colour, hatch=charts.HATCHES[theatre], edgecolor="white", linewidth=0
            )
            (self._doubts[theatre],) = axes.bar(
                0, 10, 1, bottom=45, align="edge", color="white", alpha=0.45, linewidth=0
            )
            self._bar_words[theatre] = on_bar(axes, "", (0, 0), colour, size=13)
            left = theatre == "iraq"
            self._bar_names[theatre] = axes.annotate(
                "",
                (0 if left else 1, 0),
                (0, -12),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="left" if left else "right",
                va="top",
                color=colour,
                weight="bold",
                annotation_clip=False,
            )
        (self._level,) = axes.plot([], [], color=COLOURS["text"], linewidth=2.4)
        (self._spread,) = axes.plot(
            [],
            [],
            color=COLOURS["text"],
            linewidth=2.4,
            marker="_",
            markersize=12,
            markeredgewidth=2.4,
            transform=axes.get_yaxis_transform(),
            clip_on=False,
        )
        self._level_words = axes.annotate(
            "",
            (1.05, 50),
            xycoords=("axes fraction", "data"),
            ha="left",
            va="center",
            weight="bold",
            size=12,
            linespacing=1.3,
            annotation_clip=False,
        )

    def _make_series(self) -> None:
        axes = self._plot
        axes.tick_params(length=0)
        self._lines, self._spans, self._ends = [], [], []
        for _ in range(2):
            (line,) = axes.plot([], [])
            self._lines.append(line)
            self._spans.append(axes.vlines([], [], [], linewidth=5, alpha=0.45))
            self._ends.append([label(axes, "", (0, 0), (0, 0), COLOURS["text"], size=10.5) for _ in range(2)])
        date_axis(axes, self.language, pd.Timestamp("2014-08-01"), pd.Timestamp("2018-02-10"))

    def draw(self, numbers: TerritoryNumbers) -> None:
        combined = numbers.view == COMBINED
        for view, box in self._boxes.items():
            box.layout.display = None if view == numbers.view else "none"
        self._mosaic.set_visible(combined and not numbers.problem)
        self._plot.set_visible(not combined and not numbers.problem)
        if numbers.problem:
            return
        if combined:
            self._draw_mosaic(numbers)
        else:
            self._draw_series(numbers)

    def _draw_mosaic(self, numbers: TerritoryNumbers) -> None:
        known = numbers.bases is not None
        areas = [float(base.best) for base in numbers.bases] if known else [1.0, 1.0]
        whole = sum(areas) or 1.0
        self._mosaic.set_xlim(0, whole)
        left = 0.0
        for theatre, area, share, base in zip(
            charts.BOTH, areas, (numbers.iraq, numbers.syria), numbers.bases or (None, None), strict=True
        ):
            low, best, high = (float(v) for v in (share.low, share.best, share.high))
            self._outlines[theatre].set(x=left, width=area)
            self._outlines[theatre].set_linestyle("-" if known else "--")
            self._bars[theatre].set(x=left, width=area, height=high)
            self._doubts[theatre].set(x=left, width=area, y=low, height=high - low)
            self._bars[theatre].set_alpha(1 if known else 0.6)
            words = self._bar_words[theatre]
            words.set_text(lang.percent(best, 0, self.language))
            words.set_position((left + area / 2, max(low / 2, 4)))
            words.set_visible(area / whole > 0.12)
            key = "territory.combined_bar" if known else "territory.combined_bar_unknown"
            number = (
                ""
                if base is None
                else lang.number(base.best / 1000, 0 if base.width or base.best % 1000 == 0 else 1, self.language)
            )
            self._bar_names[theatre].set_text(
                lang.text(
                    key, self.language, theatre=lang.text(f"territory.place_{theatre}", self.language), base=number
                )
            )
            left += area
        shown = numbers.combined if known else numbers.possible
        self._spread.set_data([1.025, 1.025], [float(shown.low), float(shown.high)])
        self._spread.set_visible(bool(shown.width))
        self._level.set_data([0, whole], [float(shown.best)] * 2)
        self._level.set_visible(known)
        bounds = charts.percent(shown, self.language)
        best = lang.percent(shown.best, 0, self.language)
        words = best if not known or bounds == best else f"{best}\n({bounds})"
        words = bounds if not known else words
        self._level_words.set_text(lang.text("territory.combined_label", self.language, combined=words))
        self._level_words.set_size(12 if "\n" not in words and known else 10)
        self._level_words.set_position((1.05, min(max(float(shown.best), 8), 92)))

    def _draw_series(self, numbers: TerritoryNumbers) -> None:
        axes = self._plot
        unit = numbers.groups[0]["unit"].iloc[0]
        top = {
            "percent": 100,
            "km2": KM2_AXIS,
            "square_miles": KM2_AXIS / float(measures.SQUARE_KILOMETRES_IN_A_SQUARE_MILE),
        }[unit]
        axes.set_ylim(0, top)
        last = [group.iloc[-1] for group in numbers.groups]
        middles = [np.nanmean([row["low"], row["high"]]) for row in last]
        self._crowded = (
            len(last) == 2
            and last[0]["as_of_date"] == last[1]["as_of_date"]
            and abs(middles[0] - middles[1]) < 0.07 * top
        )
        number_axis(axes.yaxis, self.language, suffix="%" if unit == "percent" else "")
        for i in range(2):
            group = numbers.groups[i] if i < len(numbers.groups) else None
            for artist in (self._lines[i], self._spans[i], *self._ends[i]):
                artist.set_visible(group is not None)
            if group is not None:
                self._draw_group(i, group, top)

    def _draw_group(self, i: int, group: pd.DataFrame, top: float) -> None:
        theatre = group["theatre"].iloc[0]
        look = charts.LOOKS[theatre]
        # A figure for a month stands in the middle of it.
        days = [
            row.as_of_date + pd.Timedelta(days=14 if row.as_of_precision == "month" else 0)
            for row in group.itertuples()
        ]
        low, high = group["low"].fillna(group["high"]), group["high"].fillna(group["low"])
        middle = list((low + high) / 2)
        bound = group["bound"].iloc[0]
        marker = {"at_least": "^", "at_most": "v"}.get(bound, look["marker"])
        line = self._lines[i]
        line.set_data(days, middle)
        line.set(
            color=look["color"],
            marker=marker,
            linestyle=look["linestyle"] if len(group) > 1 else "none",
            markersize=11 if bound in ("at_least", "at_most") else 7,
        )
        # A floor is open at the top, a ceiling at the bottom.
        tops = [top] * len(group) if bound == "at_least" else high
        floors = [0] * len(group) if bound == "at_most" else low
        span = self._spans[i]
        span.set_segments([[(x, a), (x, b)] for x, a, b in zip(mdates.date2num(days), floors, tops, strict=True)])
        span.set(color=look["color"], linewidth=14 if bound in ("at_least", "at_most") else 5)
        span.set_alpha(0.2 if bound in ("at_least", "at_most") else 0.45)
        first, final = self._ends[i]
        late = days[0] > pd.Timestamp("2016-06-01")
        name = self._place(group)
        if len(group) == 1:
            first.set_visible(False)
            self._say(final, f"{name}\n{self._bare(group.iloc[0])}", days[0], middle[0], (18, 0), "left", look["color"])
        else:
            # The first figure stands before its point where the line begins late, else above it.
            place, side = ((-12, 0), "right") if late else ((0, 24), "center")
            self._say(first, f"{name}\n{self._bare(group.iloc[0])}", days[0], middle[0], place, side, look["color"])
            nudge = (7 if i == 0 else -7) if self._crowded else 0
            self._say(final, self._bare(group.iloc[-1]), days[-1], middle[-1], (16, nudge), "left", look["color"])

    def _bare(self, row) -> str:
        """A figure without its unit, which stands above the picture."""
        percent = row["unit"] == "percent"
        return self.value(row if percent else row.to_dict() | {"unit": "bare"})

    def _say(self, text, words: str, day, value: float, place: tuple, side: str, colour: str) -> None:
        text.set_text(words)
        text.set(color=colour, ha=side, position=place, annotation_clip=False)
        text.xy = (mdates.date2num(day), float(value))
