"""Lanes of events: the artists of an axes, made once for all events; `show` chooses what is seen."""

from __future__ import annotations

import datetime
import math
from itertools import pairwise

import pandas as pd

from ... import data, measures
from ... import language as lang
from ...sheet import COLOURS, GROUNDS, LOOKS, WIDTH_INCHES, date_axis, line_width, names_at_right
from . import rules
from .charts_marks import look, marker, number, ring

_ROWS = {"iraq": -0.2, "syria": 0.2}  # upper and lower row of a lane; everything else runs along its middle
_BAR_SHARE = 0.011  # a span shorter than this part of the window is too thin for a bar: a marker stands for it
_NAMED_DAYS = 20  # a span of so many days gets its name, and so does every event with a name in the word file
_MONTHS_BETWEEN_TICKS = ((1, 200), (2, 400), (3, 640), (6, 1500), (12, math.inf))  # up to so many days
_GAP, _LEAST_GAP, _SIDE = 0.13, 0.05, 0.02  # inches between names, and from a name to the edge


class Lanes:
    """Lanes of events, one for each category, with Iraq in the upper row of each lane and Syria in the lower.

    say: the voice of the topic. heights: of the lanes by category, from the top down; all of one height unless given.
    """

    def __init__(self, axes, events: pd.DataFrame, say: lang.Voice, heights: dict[str, float] | None = None):
        self.axes, self.events, self.say, self._lanes, edge = axes, events, say, {}, 0.0
        for name, size in (heights or dict.fromkeys(rules.CATEGORIES, 1.0)).items():
            if edge:
                axes.axhline(edge, color=GROUNDS["lane"], linewidth=0.8, zorder=1)
            self._lanes[name] = edge + size / 2, size
            edge += size
        axes.set_ylim(edge, 0)
        axes.set_yticks([middle for middle, _ in self._lanes.values()], [say.code("category", c) for c in self._lanes])
        axes.grid(False)
        axes.spines["left"].set_visible(False)
        if lang.is_right_to_left(say.language):
            names_at_right(axes)
        self.years = rules.campaign_years(rules.whole_years(events)[1])
        for first, after in self.years[::2]:
            axes.axvspan(number(first), number(after), color=GROUNDS["year"], zorder=0, linewidth=0)
        self._artists = {event.event_id: self._draw(event) for event in data.rows(events)}
        self._pointer = axes.axvline(0, color=COLOURS["text"], linewidth=1, zorder=2, visible=False)
        self._ring = ring(axes, 14, 1.6)

    def height(self, event) -> float:
        """Where an event stands between the top and the bottom."""
        middle, size = self._lanes[event.category]
        return middle + _ROWS.get(event.theatre, 0.0) * size

    def _draw(self, event) -> tuple[list, list, float]:
        """The bar and the marker of an event, and its days; `show` chooses between bar and marker."""
        height, start, days = self.height(event), number(event.start_date), rules.duration(event)
        bars, points, of_theatre = [], [], look(event.theatre)
        month = event.date_precision == "month"
        if month:  # the day is not known: a pale bar, no point
            style = {"color": of_theatre["color"], "alpha": 0.4, "linewidth": 0}
        else:
            hatch = 2 * LOOKS[event.theatre].hatch if event.theatre in _ROWS else ""
            style = {"facecolor": of_theatre["markerfacecolor"], "edgecolor": of_theatre["color"], "hatch": hatch}
            style["linewidth"] = 1.2
            points = [marker(self.axes, event.category, event.theatre, [start], [height])]
        if month or days:
            length = number(event.end_date) - start + 1
            bars = self.axes.barh(height, length, left=start, height=0.24, zorder=3, **style).patches
        return bars, points, math.inf if month else days or 0

    def show(self, event_ids, first, last, selected=None) -> None:
        """Show these events between two dates, and point at one of them (a row of timeline.csv)."""
        shown, days = set(event_ids), measures.elapsed_days(first, last)
        for key, (bars, points, length) in self._artists.items():
            bar = length >= max(_BAR_SHARE * days, 1)
            for artists, seen in ((bars, bar), (points, not bar)):
                for artist in artists:
                    artist.set_visible(key in shown and seen)
        self._label_dates(first, last, days)
        for artist in (self._pointer, self._ring):
            artist.set_visible(selected is not None)
        if selected is not None:
            start = number(selected.start_date)
            self._pointer.set_xdata([start, start])
            self._ring.set_data([start], [self.height(selected)])

    def _label_dates(self, first, last, days: int) -> None:
        edge = max(days * 0.016, 0.6)
        left, right = pd.Timestamp(first) - pd.Timedelta(days=edge), pd.Timestamp(last) + pd.Timedelta(days=edge)
        if days > 70:
            months = next(step for step, most in _MONTHS_BETWEEN_TICKS if days <= most)
            date_axis(self.axes, self.say.language, left, right - pd.Timedelta(days=days * 0.02), months)
        else:
            ends = [first] if days < 3 else [first, last]
            self.axes.set_xticks([number(day) for day in ends], [self.say.date(day, form="short") for day in ends])
        self.axes.set_xlim(number(left), number(right))

    # --- names, for a chart that stays as it is ------------------------------------------------------------------------
    def name_years(self, last: datetime.date) -> None:
        """Write a number above each year of the campaign that is over by the last day shown."""
        for year, (first, after) in enumerate(self.years, start=1):
            if after <= last:
                place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
                words = self.say("year_label", number=year)
                self.axes.annotate(words, (number(first) + 182, 1), (0, 3), size=10, color=COLOURS["note"], **place)

    def name_events(self, longest=None) -> None:
        """Name the long bars and some markers: Iraq's above the row, the others below it, none over another.

        longest: the event whose days are told with its name.
        """
        axes, rows = self.axes, {}
        low, high = axes.get_xlim()
        width_inches = axes.get_position().width * WIDTH_INCHES
        inch = width_inches / (high - low)
        for event in data.rows(self.events.sort_values("start_date")):
            days = rules.duration(event) or 0
            if days < _NAMED_DAYS and not self.say.has(own_name(event)):
                continue
            words, weight = short_name(event, self.say), "normal"
            if longest is not None and event.event_id == longest.event_id:
                words, weight = self.say("bar_days", place=words, days=self.say.count(days, "day")), "bold"
            width = line_width(words, 10, weight)
            start = (number(event.start_date) + days / 2 - low) * inch - width / 2
            rows.setdefault(self.height(event), []).append([start, width, words, weight, event.theatre])
        for height, names in rows.items():
            _spread(names, _SIDE, width_inches - _SIDE)
            for start, _, words, weight, theatre in names:
                above = theatre == "iraq"
                style = {"color": look(theatre)["color"], "weight": weight, "size": 10, "ha": "left"}
                style |= {"textcoords": "offset points", "va": "bottom" if above else "top"}
                axes.annotate(words, (low + start / inch, height), (0, 9 if above else -9), **style)


def _spread(names: list[list], left: float, right: float) -> None:
    """Move names of one row, each beginning with its start and its width, until none touch and all lie inside."""
    for _ in range(12):  # push neighbours apart, both by the same way
        for one, two in pairwise(names):
            push = max(one[0] + one[1] + _GAP - two[0], 0) / 2
            one[0], two[0] = one[0] - push, two[0] + push
    for name in names:
        name[0] = max(min(name[0], right - name[1]), left)
    for one, two in reversed(list(pairwise(names))):  # those that an edge has pushed back
        one[0] = min(one[0], two[0] - one[1] - _LEAST_GAP)
    for one, two in pairwise(names):
        one[0] = max(one[0], left)
        two[0] = max(two[0], one[0] + one[1] + _LEAST_GAP)


def own_name(event) -> str:
    """Where the word file has the short name of an event, if it has one."""
    return f"timeline.label.{event.event_id.replace('-', '_')}"


def short_name(event, say: lang.Voice) -> str:
    """A short name for an event: its own where the word file has one, else its place."""
    key = own_name(event)
    return say(key) if say.has(key) else rules.place(event, say.language)
