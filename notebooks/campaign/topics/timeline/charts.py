"""The charts of 01-timeline: lanes of events, a map of events, and the dates that several reports give for one event.

`Lanes` and `EventMap` hold the artists of an axes, made once for all events; `show` chooses what is seen. The charts
of the lesson show them once, the explorer again and again.
"""

from __future__ import annotations

import datetime
import math
from itertools import pairwise

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import blended_transform_factory

from ... import data, measures
from ... import language as lang
from ...sheet import (
    COLOURS,
    WIDTH_INCHES,
    Chart,
    beside,
    date_axis,
    frame,
    line_width,
    publishers,
    source_line,
    styled,
    wrap,
)

CATEGORIES = ("territory", "ground_campaign", "air_campaign", "politics", "attack_abroad", "civilian_harm")
"""The lanes, from top to bottom."""

MARKERS = {
    "territory": "s",
    "ground_campaign": "^",
    "air_campaign": "o",
    "politics": "D",
    "attack_abroad": "X",
    "civilian_harm": "p",
}

NEVER_ON_A_MAP = {"civilian_harm"}
"""A rule of the course: harm to civilians is told in words, with its counts and sources, and never as a point."""

_ROWS = {"iraq": -0.2, "syria": 0.2}  # upper and lower row of a lane; everything else runs along its middle
_BAR_SHARE = 0.011  # a span shorter than this part of the window is too thin for a bar: a marker stands for it
_YEAR_SHADE = "#EAF0F5"
_LAND, _NEIGHBOURS, _BORDER = "#E4EAEE", "#F6F6F4", "#A9B1B8"


def when(event, language: str | None = None) -> str:
    """The date of an event as far as it is known: a day, a month, or the first and last day.

    event: a row of timeline.csv (or of event_dates.csv), as itertuples() or iterrows() give it.
    """
    language = lang.check(language)
    end = getattr(event, "end_date", None)
    if event.date_precision == "month" or end is None or pd.isna(end):
        return _start(event, language)
    return lang.text("common.range", language, low=_start(event, language), high=lang.date(end, language))


def _start(event, language: str) -> str:
    """The first day of an event, or its month where only that is known."""
    start = event.start_date if hasattr(event, "start_date") else event.reported_date
    return lang.month(start, language) if event.date_precision == "month" else lang.date(start, language)


def duration(event) -> int | None:
    """Days from the first to the last day of an event, both counted; None for one day, or where only a month is known."""
    if pd.isna(event.end_date) or event.date_precision == "month":
        return None
    return measures.inclusive_days(event.start_date, event.end_date)


def place(event, language: str | None = None) -> str:
    """The name of the place without what stands in brackets after it."""
    return getattr(event, f"place_{lang.check(language)}").split(" (")[0]


def on_map(events: pd.DataFrame) -> pd.DataFrame:
    """The events that a map of Iraq and Syria may show: those with a point inside it, and none of harm to civilians."""
    left, right, low, high = EventMap.EXTENT
    inside = events["longitude"].between(left, right) & events["latitude"].between(low, high)
    here = events["theatre"].isin(["iraq", "syria", "both"])
    return events[inside & here & ~events["category"].isin(NEVER_ON_A_MAP)]


def _look(theatre: str) -> dict:
    """Colour and filling of a theatre's markers: Iraq filled, Syria outlined, the rest grey."""
    colour = COLOURS.get(theatre, COLOURS["plain"]) if theatre in _ROWS else COLOURS["plain"]
    outlined = theatre == "syria"
    # A filled marker has a white rim, so that it can be seen on a bar and beside its neighbours.
    return {
        "color": colour,
        "markerfacecolor": "white" if outlined else colour,
        "markeredgecolor": colour if outlined else "white",
        "markeredgewidth": 1.5 if outlined else 1.0,
    }


def _size(category: str, theatre: str) -> float:
    """Marker sizes at which all shapes look about equally large; a white rim takes something away."""
    return (8 if MARKERS[category] == "^" else 7) + (0 if theatre == "syria" else 2.5)


def _ring(axes, size: float, width: float):
    """A ring around the marker of the chosen event; `size` and `width` in points."""
    look = {"markerfacecolor": "none", "markeredgecolor": COLOURS["text"], "markeredgewidth": width}
    return axes.plot([], [], "o", markersize=size, zorder=6, **look)[0]


def _number(day) -> float:
    """A day as a number on a date axis."""
    return mdates.date2num(pd.Timestamp(day))


class Lanes:
    """Lanes of events, one for each category, with Iraq in the upper row of each lane and Syria in the lower."""

    def __init__(self, axes, events: pd.DataFrame, language: str, heights: dict[str, float] | None = None):
        self.axes, self.language, self.artists, self.heights = axes, language, {}, {}
        heights = heights or {}
        edge = 0.0
        for name in CATEGORIES:
            self.heights[name] = (edge + heights.get(name, 1.0) / 2, heights.get(name, 1.0))
            edge += heights.get(name, 1.0)
            if name != CATEGORIES[-1]:
                axes.axhline(edge, color="#D5D9DD", linewidth=0.8, zorder=1)
        axes.set_ylim(edge, 0)
        axes.set_yticks(
            [self.heights[name][0] for name in CATEGORIES],
            [lang.code("category", name, language) for name in CATEGORIES],
        )
        axes.grid(False)
        axes.spines["left"].set_visible(False)
        if lang.is_right_to_left(language):
            axes.yaxis.tick_right()
            axes.tick_params(length=0)
        self._years()
        for event in events.itertuples():
            self.artists[event.event_id] = self._draw(event)
        self._pointer = axes.axvline(0, color=COLOURS["text"], linewidth=1, zorder=2, visible=False)
        self._ring = _ring(axes, 14, 1.6)

    def _years(self):
        """Shade the years of the campaign; year 1 begins with the first strike."""
        for year in range(1, 6):
            first, after = (measures.CAMPAIGN_START.replace(year=2013 + year + step) for step in (0, 1))
            if year % 2:
                self.axes.axvspan(_number(first), _number(after), color=_YEAR_SHADE, zorder=0, linewidth=0)

    def height(self, event) -> float:
        """Where an event stands between the top and the bottom."""
        middle, size = self.heights[event.category]
        return middle + _ROWS.get(event.theatre, 0.0) * size

    def _draw(self, event) -> tuple[list, list, float]:
        """The bar and the marker of an event, and its days; `show` chooses between bar and marker."""
        height, look = self.height(event), _look(event.theatre)
        start, bars, points = _number(event.start_date), [], []
        month = event.date_precision == "month"
        if month or duration(event):
            length = _number(event.end_date) - start + 1
            if month:  # the day is not known: a pale bar, no point
                style = {"color": look["color"], "alpha": 0.4, "linewidth": 0}
            else:
                style = {
                    "facecolor": look["markerfacecolor"],
                    "edgecolor": look["color"],
                    "linewidth": 1.2,
                    "hatch": "////" if event.theatre == "syria" else "",
                }
            bars = self.axes.barh(height, length, left=start, height=0.24, zorder=3, **style).patches
        if not month:
            points = self.axes.plot(
                [start],
                [height],
                MARKERS[event.category],
                markersize=_size(event.category, event.theatre),
                zorder=4,
                linestyle="none",
                **look,
            )
        return bars, points, math.inf if month else duration(event) or 0

    def show(self, event_ids, first, last, selected=None) -> None:
        """Show these events between two dates, and point at one of them (a row of timeline.csv)."""
        shown = set(event_ids)
        days = measures.elapsed_days(first, last)
        for key, (bars, points, length) in self.artists.items():
            bar = length >= max(_BAR_SHARE * days, 1)
            for artist in bars:
                artist.set_visible(key in shown and bar)
            for artist in points:
                artist.set_visible(key in shown and not bar)
        edge = max(days * 0.016, 0.6)
        left, right = pd.Timestamp(first) - pd.Timedelta(days=edge), pd.Timestamp(last) + pd.Timedelta(days=edge)
        if days > 70:
            date_axis(
                self.axes,
                self.language,
                left,
                right - pd.Timedelta(days=days * 0.02),
                next(step for step, most in ((1, 200), (2, 400), (3, 640), (6, 1500), (12, 10**6)) if days <= most),
            )
            self.axes.set_xlim(_number(left), _number(right))
        else:
            self.axes.set_xlim(_number(left), _number(right))
            ends = [first] if days < 3 else [first, last]
            self.axes.set_xticks(
                [_number(day) for day in ends], [lang.date(day, self.language, "short") for day in ends]
            )
        self._pointer.set_visible(selected is not None)
        self._ring.set_visible(selected is not None)
        if selected is not None:
            start = _number(selected.start_date)
            self._pointer.set_xdata([start, start])
            self._ring.set_data([start], [self.height(selected)])


class EventMap:
    """A map of Iraq and Syria with the places of events. Neighbours are drawn without a name."""

    EXTENT = (35.2, 49.1, 28.75, 37.75)
    """Degrees: west, east, south, north."""

    ASPECT = 1 / math.cos(math.radians(34))
    """A degree of longitude is shorter than one of latitude: at 34 degrees north, near the middle of the map, by this factor."""

    _NAMES = {"iraq": (43.6, 31.1), "syria": (38.6, 33.75)}

    def __init__(
        self,
        figure,
        left_inches: float,
        bottom_inches: float,
        height_inches: float,
        events: pd.DataFrame,
        language: str,
    ):
        west, east, south, north = self.EXTENT
        self.language = language
        self.scale = height_inches / (north - south) / self.ASPECT  # inches for a degree of longitude
        self.width_inches = (east - west) * self.scale
        total = figure.get_size_inches()[1]
        self.axes = axes = figure.add_axes(
            (left_inches / WIDTH_INCHES, bottom_inches / total, self.width_inches / WIDTH_INCHES, height_inches / total)
        )
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.grid(False)
        axes.spines[["left", "bottom"]].set_visible(False)
        for country in sorted(data.outlines()["features"], key=lambda c: c["properties"]["labelled"]):
            self._country(country)
        for theatre, (x, y) in self._NAMES.items():
            axes.text(
                x,
                y,
                lang.code("theatre", theatre, language),
                size=13,
                color=COLOURS["plain"],
                ha="center",
                va="center",
                zorder=2,
            )
        self.events = on_map(events)
        self._points = {}
        for key, group in self.events.groupby(["longitude", "latitude", "category", "theatre"]):
            (point,) = axes.plot(
                [], [], MARKERS[key[2]], markersize=_size(key[2], key[3]), zorder=4, linestyle="none", **_look(key[3])
            )
            self._points[key] = (point, set(group["event_id"]))
        places = self.events.drop_duplicates(["longitude", "latitude"])
        self._labels = {
            (e.longitude, e.latitude): axes.text(0, 0, "", size=10, color=COLOURS["text"], zorder=5)
            for e in places.itertuples()
        }
        self._ring = _ring(axes, 16, 1.8)

    def _country(self, country: dict) -> None:
        geometry = country["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [Outline(ring, closed=True) for polygon in polygons for ring in polygon]
        labelled = country["properties"]["labelled"]
        self.axes.add_patch(
            PathPatch(
                Outline.make_compound_path(*rings),
                facecolor=_LAND if labelled else _NEIGHBOURS,
                edgecolor=COLOURS["plain"] if labelled else _BORDER,
                linewidth=1.1 if labelled else 0.6,
                zorder=1 if labelled else 0,
            )
        )

    def show(self, event_ids, selected=None) -> None:
        """Show the places of these events; ring the place of one of them, if it is on the map."""
        shown = set(event_ids)
        seen = {}
        for key, (point, ids) in self._points.items():
            point.set_visible(bool(ids & shown))
            if ids & shown:
                seen.setdefault(key[:2], []).append((point, len(ids & shown)))
        gap = 0.115 / self.scale  # markers of one place stand side by side
        for (x, y), points in seen.items():
            for i, (point, _) in enumerate(points):
                point.set_data([x + (i - (len(points) - 1) / 2) * gap], [y])
        row = None if selected is None else self.events[self.events["event_id"] == selected.event_id]
        ringed = None if row is None or row.empty else (row["longitude"].iloc[0], row["latitude"].iloc[0])
        self._ring.set_visible(ringed is not None)
        if ringed:
            self._ring.set_data([ringed[0]], [ringed[1]])
        self._write_labels({where: (len(points), sum(n for _, n in points)) for where, points in seen.items()}, ringed)

    def _write_labels(self, seen: dict, ringed) -> None:
        """Name the places, those with most events first, where there is room."""
        west, _, south, _ = self.EXTENT
        names = {(e.longitude, e.latitude): e for e in self.events.itertuples()}

        def inches(where):
            return (where[0] - west) * self.scale, (where[1] - south) * self.scale * self.ASPECT

        taken = []
        for where, (markers, _) in seen.items():
            x, y = inches(where)
            half = 0.0575 * markers + 0.01
            taken.append((x - half, y - 0.065, x + half, y + 0.065))
        for theatre, where in self._NAMES.items():
            x, y = inches(where)
            half = line_width(lang.code("theatre", theatre, self.language), 13, "normal") / 2
            taken.append((x - half, y - 0.1, x + half, y + 0.1))
        for label in self._labels.values():
            label.set_visible(False)
        for where, (markers, count) in sorted(seen.items(), key=lambda item: (-item[1][1], item[0])):
            event = names[where]
            words = place(event, self.language)
            if count > 1:
                words = lang.text(
                    "timeline.place_count", self.language, place=words, count=lang.number(count, language=self.language)
                )
            width, height = line_width(words, 10, "normal"), 0.15
            x, y = inches(where)
            half = max(0.0575 * markers + 0.04, 0.14 if where == ringed else 0)
            corners = [(x + half, y - height / 2), (x - half - width, y - height / 2)]
            # Above or below the markers: in the middle, or in line with the left or the right one.
            starts = (x - width / 2, x - half, x + half - width)
            corners += [(start, y + side) for start in starts for side in (0.08, -0.08 - height)]
            for a, b in corners:
                box = (a, b, a + width, b + height)
                fits = 0 <= a and box[2] <= self.width_inches
                if fits and not any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
                    taken.append(box)
                    label = self._labels[where]
                    label.set(
                        text=words,
                        visible=True,
                        ha="left",
                        va="center",
                        position=(west + a / self.scale, south + (b + height / 2) / self.scale / self.ASPECT),
                    )
                    break


def key_column(figure, left_inches: float, top_inches: float, language: str, categories) -> float:
    """Write what fillings and shapes mean, in a column from a point down; return where it ends (inches from below)."""
    total = figure.get_size_inches()[1]
    right_to_left = lang.is_right_to_left(language)
    column = 1.95
    y = top_inches
    entries = [("o", _look(t), lang.code("theatre", t, language)) for t in ("iraq", "syria")]
    entries.append(("o", _look("coalition"), lang.code("theatre", "both", language)))
    shape = {"color": COLOURS["text"], "markerfacecolor": "none", "markeredgewidth": 1.5}
    entries.extend((MARKERS[c], shape, lang.code("category", c, language)) for c in categories)
    for i, (marker, look, words) in enumerate(entries):
        if i == 3:
            y -= 0.08
        mark = left_inches + (column - 0.08 if right_to_left else 0.08)
        figure.add_artist(
            Line2D(
                [mark / WIDTH_INCHES],
                [y / total],
                marker=marker,
                markersize=7 if look["markerfacecolor"] in ("white", "none") else 9,
                linestyle="none",
                **look,
            )
        )
        figure.text(
            (mark + (-0.17 if right_to_left else 0.17)) / WIDTH_INCHES,
            y / total,
            words,
            size=10,
            va="center",
            ha="right" if right_to_left else "left",
        )
        y -= 0.215
    return y


def map_note(language: str | None = None) -> str:
    """The note that stands under every map: whose lines these are, and what they do not show."""
    return data.outlines()[f"note_{lang.check(language)}"]


# --- charts -----------------------------------------------------------------------------------------------------
_POINTS = (
    "2014-06-10-mosul-falls",
    "2015-05-17-ramadi-falls",
    "2017-07-10-mosul-retaken",
    "2014-08-08-first-strike",
    "2014-09-23-first-syria-strikes",
    "2014-06-29-caliphate-declared",
    "2017-12-09-iraq-declares-war-over",
    "2017-10-17-raqqa-falls",
)


def _source(rows: pd.DataFrame, first, last, language: str) -> str:
    """The source line: who printed the dates, and from when to when they reach."""
    period = lang.text("common.range", language, low=_start(first, language), high=_start(last, language))
    return source_line(publishers(rows, language), period, language, "common.source_line_period")


@styled
def lanes(events: pd.DataFrame, language: str | None = None) -> Chart:
    """The events as lanes, one a category: spans as bars, single days as markers, months as pale bars.

    events: rows of timeline.csv with publisher_en and publisher_ar. The title tells of the longest span of the ground
        campaign, if there is one.
    """
    language = lang.check(language)
    events = events.sort_values("start_date", kind="stable")
    spans = {
        event.event_id: duration(event)
        for event in events[events["category"] == "ground_campaign"].itertuples()
        if duration(event)
    }
    groups = events["category"].value_counts()
    values = {
        "events": lang.count(len(events), "event", language),
        "top": lang.code("category", groups.index[0], language),
        "top_count": lang.number(int(groups.iloc[0]), language=language),
        "first": _start(events.iloc[0], language),
        "last": _start(events.iloc[-1], language),
    }
    title, longest = lang.text("timeline.plain_title", language, **values), ""
    sentence = lang.text("timeline.lanes_sentence", language, **values)
    if spans:
        longest = max(spans, key=spans.get)
        row = next(event for event in events.itertuples() if event.event_id == longest)
        values |= {
            "place": _name(row, language),
            "days": lang.count(spans[longest], "day", language),
            "start": lang.date(row.start_date, language),
            "end": lang.date(row.end_date, language),
        }
        title = lang.text("timeline.lanes_title", language, **values)
        sentence += " " + lang.text("timeline.lanes_longest", language, **values)
    if (events["date_precision"] == "month").any():
        sentence += " " + lang.text("timeline.lanes_month", language)
    source = _source(events, events.iloc[0], events.iloc[-1], language)
    edges = (0.03, 0.80) if lang.is_right_to_left(language) else (0.185, 0.98)
    made = frame(
        title,
        lang.text("timeline.lanes_subtitle", language),
        source,
        language,
        height=6.6,
        left=edges[0],
        right=edges[1],
        top_inches=0.95,
        bottom_inches=0.98,
    )
    drawn = Lanes(
        made.axes,
        events,
        language,
        {
            "territory": 1.45,
            "ground_campaign": 1.5,
            "air_campaign": 1.45,
            "politics": 1.5,
            "attack_abroad": 0.7,
            "civilian_harm": 0.9,
        },
    )
    drawn.show(events["event_id"], datetime.date(2014, 1, 1), events["start_date"].max().date())
    _label(drawn, events, longest, language)
    for year in (1, 2, 3):
        middle = _number(measures.CAMPAIGN_START.replace(year=2013 + year)) + 182
        made.axes.annotate(
            lang.text("timeline.year_label", language, number=year),
            (middle, 1),
            (0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            size=10,
            color=COLOURS["note"],
        )
    return made.chart("timeline-lanes", sentence)


def _name(event, language: str) -> str:
    """A short name for an event: its own where the word file has one, else its place."""
    key = f"timeline.label.{event.event_id.replace('-', '_')}"
    return lang.text(key, language) if lang.has(key) else place(event, language)


def _label(drawn: Lanes, events: pd.DataFrame, longest: str, language: str) -> None:
    """Name the bars and a few of the markers: Iraq's above the row, the others below it, none over another."""
    axes = drawn.axes
    inch = axes.get_position().width * WIDTH_INCHES / (axes.get_xlim()[1] - axes.get_xlim()[0])
    left, right = 0.02, axes.get_position().width * WIDTH_INCHES - 0.02
    rows = {}
    for event in events.sort_values("start_date").itertuples():
        days = duration(event) or 0
        if days < 20 and event.event_id not in _POINTS:
            continue
        words, weight = _name(event, language), "normal"
        if event.event_id == longest:
            words, weight = (
                lang.text("timeline.bar_days", language, place=words, days=lang.count(days, "day", language)),
                "bold",
            )
        width = line_width(words, 10, weight)
        start = (_number(event.start_date) + days / 2 - axes.get_xlim()[0]) * inch - width / 2
        rows.setdefault(drawn.height(event), []).append([start, width, words, weight, event.theatre])
    for height, labels in rows.items():
        for _ in range(12):  # push neighbours apart until none touch
            for one, two in pairwise(labels):
                push = max(one[0] + one[1] + 0.13 - two[0], 0) / 2
                one[0], two[0] = one[0] - push, two[0] + push
        for start, width, words, weight, theatre in labels:
            above = theatre == "iraq"
            axes.annotate(
                words,
                (axes.get_xlim()[0] + max(min(start, right - width), left) / inch, height),
                (0, 9 if above else -9),
                textcoords="offset points",
                ha="left",
                va="bottom" if above else "top",
                size=10,
                color=_look(theatre)["color"],
                weight=weight,
            )


@styled
def places(events: pd.DataFrame, language: str | None = None) -> Chart:
    """The events that have a point in Iraq or Syria, on a map. Harm to civilians is never on it.

    events: rows of timeline.csv with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    events = events.sort_values("start_date", kind="stable")
    shown = on_map(events)
    groups = shown.groupby(["longitude", "latitude"]).size()
    values = {
        "events": lang.count(len(events), "event", language),
        "on_map": lang.number(len(shown), language=language),
        "harm": lang.number(int(events["category"].isin(NEVER_ON_A_MAP).sum()), language=language),
        "places": lang.count(len(groups), "place", language),
        "first": _start(events.iloc[0], language),
        "last": _start(events.iloc[-1], language),
    }
    title = lang.text("timeline.plain_title", language, **values)
    parts = [lang.text("timeline.places_sentence", language, **values)]
    if len(groups) and groups.max() > 1:
        x, y = groups.idxmax()
        top = next(event for event in shown.itertuples() if (event.longitude, event.latitude) == (x, y))
        values |= {"place": place(top, language), "count": lang.count(int(groups.max()), "event", language)}
        title = lang.text("timeline.places_title", language, **values)
        parts.append(lang.text("timeline.places_top", language, **values))
    note = map_note(language)
    parts += [lang.text("timeline.places_left_out", language, **values), note]
    source = _source(events, events.iloc[0], events.iloc[-1], language)
    made = frame(
        title, lang.text("timeline.places_subtitle", language), f"{source}\n{note}", language, height=6.0, axes=False
    )
    column_left = lang.is_right_to_left(language)
    drawn = EventMap(made.figure, 2.1 if column_left else 0.12, 1.12, 4.2, events, language)
    drawn.show(shown["event_id"])
    shapes = [c for c in CATEGORIES if c in set(shown["category"])]
    key_column(made.figure, 0.12 if column_left else WIDTH_INCHES - 2.07, 5.0, language, shapes)
    return made.chart("timeline-places", " ".join(parts), source=source)


_DATE_ROW = 0.47
"""Inches of a row of `reported_dates` whose second line fits the width."""


def _last_day(report) -> pd.Timestamp:
    """A report that gives only a month can mean any day of it."""
    return report.reported_date + pd.offsets.MonthEnd(0) if report.date_precision == "month" else report.reported_date


def _draw_report(axes, report, x: float, y: float, at_the_edge: bool, language: str) -> None:
    """One report of `reported_dates`: a dot on its day, a pale bar for a month, a named cross where it is wrong.

    x: days after the earliest report. at_the_edge: the name of the cross has no room on its right.
    """
    wrong = report.quality == "contradiction"
    colour = COLOURS["highlight"] if wrong else COLOURS["official"]
    axes.axhline(y, color="#E3E3E3", linewidth=0.8, zorder=0)
    if report.date_precision == "month":
        days = (_last_day(report) - report.reported_date).days
        axes.barh(y, days, left=x, height=0.16, color=colour, alpha=0.4)
    else:
        axes.plot([x], [y], "X" if wrong else "o", color=colour, markersize=9 if wrong else 8, clip_on=False)
    if wrong:
        offset, side = (-9, "right") if at_the_edge else (9, "left")
        words = lang.text("timeline.wrong_label", language)
        beside(axes, words, (x, y), offset, weight="normal", ha=side, size=10, color=colour)


@styled
def reported_dates(reports: pd.DataFrame, language: str | None = None) -> Chart:
    """The dates that several reports give for one event: days after the earliest of them, one line a report.

    reports: rows of event_dates.csv for some events, with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    groups = [
        group.sort_values("reported_date")
        for _, group in sorted(reports.groupby("event_key"), key=lambda item: item[1]["reported_date"].min())
    ]

    apart = {
        g["event_key"].iloc[0]: max((_last_day(r) - g["reported_date"].min()).days for r in g.itertuples())
        for g in groups
    }
    names = {g["event_key"].iloc[0]: g[f"event_{language}"].iloc[0] for g in groups}
    most, least = max(apart, key=apart.get), min(apart, key=apart.get)
    months = reports["date_precision"].eq("month").any()
    values = {
        "reports": lang.count(len(reports), "report", language),
        "most": lang.count(apart[most], "day", language),
        "least": lang.count(apart[least], "day", language),
        "most_event": names[most],
        "least_event": names[least],
        "wrong": lang.number(int((reports["quality"] == "contradiction").sum()), language=language),
        "events": lang.count(len(groups), "event", language),
    }
    title = lang.text("timeline.dates_title", language, **values)
    ends = reports.sort_values("reported_date")
    source = _source(reports, ends.iloc[0], ends.iloc[-1], language)
    right_to_left = lang.is_right_to_left(language)
    edges = (0.03, 0.40) if right_to_left else (0.60, 0.97)
    room = WIDTH_INCHES * 0.58 - 0.1
    what = {
        r.report_id: wrap(getattr(r, f"what_happened_{language}"), 10, width_inches=room) for r in reports.itertuples()
    }
    gap, rows = 0.38, {key: _DATE_ROW + 0.17 * words.count("\n") for key, words in what.items()}
    inside = sum(rows.values()) + gap * len(groups)
    height = inside + 0.92 + 0.75
    made = frame(
        title,
        lang.text("timeline.dates_subtitle", language),
        source,
        language,
        height=height,
        left=edges[0],
        right=edges[1],
        bottom_inches=0.92,
        top_inches=0.75,
    )
    axes = made.axes
    axes.set_ylim(inside, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(True, axis="x")
    side, edge = ("right", 1 - 0.012) if right_to_left else ("left", 0.012)
    across = blended_transform_factory(made.figure.transFigure, axes.transData)
    y = 0.0

    def write(words, y, below=False, **more):
        axes.text(edge, y, words, transform=across, ha=side, va="top" if below else "center", linespacing=1.15, **more)

    for group in groups:
        y += gap
        write(group[f"event_{language}"].iloc[0], y - 0.16, weight="bold", size=11)
        for report in group.itertuples():
            words = lang.text(
                "timeline.date_row",
                language,
                date=when(report, language),
                who=getattr(report, f"reported_by_{language}"),
            )
            write(words, y + 0.14, size=10)
            write(what[report.report_id], y + 0.25, size=10, color=COLOURS["note"], below=True)
            x = (report.reported_date - group["reported_date"].min()).days
            _draw_report(axes, report, x, y + _DATE_ROW / 2, x > 0.75 * max(apart.values()), language)
            y += rows[report.report_id]
    axes.set_xlim(-2, max(apart.values()) + 3)
    axes.set_xlabel(lang.text("timeline.dates_axis", language), size=10.5)
    sentence = lang.text("timeline.dates_sentence", language, **values)
    if months:
        sentence += " " + lang.text("timeline.dates_month", language)
    return made.chart("timeline-reported-dates", sentence)
