"""The charts of 01-timeline: lanes of events, a map of events, and the dates that several reports give for one event."""

from __future__ import annotations

import pandas as pd
from matplotlib.transforms import blended_transform_factory

from ... import data
from ... import language as lang
from ...sheet import COLOURS, GROUNDS, WIDTH_INCHES, Sheet, beside, chart, wrap
from . import rules
from .charts_lanes import Lanes, short_name
from .charts_map import EventMap, map_note

_HEIGHTS = dict(zip(rules.CATEGORIES, (1.5, 1.75, 1.7, 1.6, 0.7, 0.9), strict=True))
"""Heights of the lanes: those where events are named need more room."""


def _lanes_of(events: pd.DataFrame) -> dict[str, float]:
    """The lanes that the events need, with their heights."""
    return {name: height for name, height in _HEIGHTS.items() if name in set(events["category"])}


def _beside_lane_names(language: str, events: pd.DataFrame) -> dict:
    left, right = (0.03, 0.80) if lang.is_right_to_left(language) else (0.185, 0.98)
    return {"left": left, "right": right, "height": 1.93 + 0.634 * sum(_lanes_of(events).values())}


def _source(sheet: Sheet, rows: pd.DataFrame) -> dict[str, str]:
    """Name who printed the dates, and from when to when they reach; return the first and the last of them."""
    first, last = rules.ends(rows, sheet.language)
    sheet.source(rows, sheet.say("common.range", low=first, high=last), key="common.source_line_period")
    return {"first": first, "last": last}


@chart("timeline-lanes", "timeline.lanes", _beside_lane_names, top_inches=0.95, bottom_inches=0.98)
def lanes(sheet: Sheet, events: pd.DataFrame) -> None:
    """The events as lanes, one for each of their categories: spans as bars, single days as markers, months as pale bars.

    events: rows of timeline.csv with publisher_en and publisher_ar. The title tells of the longest span of the ground
        campaign, if there is one.
    """
    say, events = sheet.say, events.sort_values("start_date", kind="stable")
    groups = events["category"].value_counts()
    sheet.values = _source(sheet, events) | {
        "events": say.count(len(events), "event"),
        "top": say.code("category", groups.index[0]),
        "top_count": say.number(int(groups.iloc[0])),
    }
    parts = [say("lanes_sentence", **sheet.values)]
    spans = [e for e in data.rows(events) if e.category == "ground_campaign" and rules.duration(e)]
    longest = max(spans, key=rules.duration, default=None)
    if longest is None:
        sheet.title = say("plain_title", **sheet.values)
    else:
        sheet.values |= {
            "place": short_name(longest, say),
            "days": say.count(rules.duration(longest), "day"),
            "start": say.date(longest.start_date),
            "end": say.date(longest.end_date),
        }
        parts.append(say("lanes_longest", **sheet.values))
    if (events["date_precision"] == "month").any():
        parts.append(say("lanes_month"))
    sheet.sentence = " ".join(parts)
    drawn, last = Lanes(sheet.axes, events, say, _lanes_of(events)), rules.last_day(events)
    drawn.show(events["event_id"], rules.whole_years(events)[0], last)
    drawn.name_events(longest)
    drawn.name_years(last)


@chart("timeline-places", "timeline.places", height=5.4, axes=False)
def places(sheet: Sheet, events: pd.DataFrame) -> None:
    """The events that have a point in Iraq or Syria, on a map. Harm to civilians is never on it.

    events: rows of timeline.csv with publisher_en and publisher_ar.
    """
    say, events = sheet.say, events.sort_values("start_date", kind="stable")
    sheet.note = map_note(say.language)
    shown = rules.on_map(events)
    groups = shown.groupby(["longitude", "latitude"]).size()
    sheet.values = _source(sheet, events) | {
        "events": say.count(len(events), "event"),
        "on_map": say.number(len(shown)),
        "harm": say.number(int((events["category"] == rules.NEVER_ON_A_MAP).sum())),
        "places": say.count(len(groups), "place"),
    }
    parts = [say("places_sentence", **sheet.values)]
    if len(groups) and groups.max() > 1:
        top = shown.set_index(["longitude", "latitude"]).loc[[groups.idxmax()]].iloc[0]
        sheet.values |= {"place": rules.place(top, say.language), "count": say.count(int(groups.max()), "event")}
        parts.append(say("places_top", **sheet.values))
    else:
        sheet.title = say("plain_title", **sheet.values)
    sheet.sentence = " ".join([*parts, say("places_left_out", **sheet.values), sheet.note])
    map_left, key_left = (2.1, 0.12) if lang.is_right_to_left(say.language) else (0.12, WIDTH_INCHES - 2.07)
    drawn = EventMap(sheet.frame.figure, map_left, 1.12, 3.6, events, say, widest=5.4)
    drawn.show(shown["event_id"])
    drawn.write_key(sheet.frame.figure, key_left, 4.55)


# --- dates in print ---------------------------------------------------------------------------------------------------
_ROW, _LINE, _BEFORE_GROUP = 0.47, 0.17, 0.38
"""Inches of a report whose second line fits the width, of each line more, and above the reports of an event."""


def _what_happened(reports: pd.DataFrame, language: str) -> dict[str, str]:
    """The second line of each report, as wide as the column of words."""
    room = WIDTH_INCHES * 0.58 - 0.1
    words = dict(zip(reports["report_id"], reports[f"what_happened_{language}"], strict=True))
    return {report: wrap(text, 10, width_inches=room) for report, text in words.items()}


def _row_inches(words: str) -> float:
    return _ROW + _LINE * words.count("\n")


def _inches(reports: pd.DataFrame, language: str) -> float:
    """What all reports need, one below the other."""
    rows = sum(map(_row_inches, _what_happened(reports, language).values()))
    return rows + _BEFORE_GROUP * reports["event_key"].nunique()


def _beside_words(language: str, reports: pd.DataFrame) -> dict:
    left, right = (0.03, 0.40) if lang.is_right_to_left(language) else (0.60, 0.97)
    return {"left": left, "right": right, "height": _inches(reports, language) + 0.92 + 0.75}


@chart("timeline-reported-dates", "timeline.dates", _beside_words, bottom_inches=0.92, top_inches=0.75)
def reported_dates(sheet: Sheet, reports: pd.DataFrame) -> None:
    """The dates that several reports give for one event: days after the earliest of them, one line a report.

    reports: rows of event_dates.csv for some events, with publisher_en and publisher_ar.
    """
    say, axes = sheet.say, sheet.axes
    _source(sheet, reports)
    groups = [group.sort_values("reported_date") for _, group in reports.groupby("event_key")]
    groups.sort(key=lambda group: group["reported_date"].min())
    most, least = max(groups, key=rules.days_apart), min(groups, key=rules.days_apart)
    furthest = rules.days_apart(most)
    sheet.values = {
        "reports": say.count(len(reports), "report"),
        "most": say.count(furthest, "day"),
        "least": say.count(rules.days_apart(least), "day"),
        "most_event": say.of(most.iloc[0], "event"),
        "least_event": say.of(least.iloc[0], "event"),
        "wrong": say.number(int((reports["quality"] == "contradiction").sum())),
        "events": say.count(len(groups), "event"),
    }
    month = [say("dates_month")] if reports["date_precision"].eq("month").any() else []
    sheet.sentence = " ".join([say("dates_sentence", **sheet.values), *month])
    axes.set_ylim(_inches(reports, say.language), 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(True, axis="x")
    side, edge = ("right", 1 - 0.012) if lang.is_right_to_left(say.language) else ("left", 0.012)
    across = blended_transform_factory(sheet.frame.figure.transFigure, axes.transData)
    column = {"transform": across, "ha": side, "va": "center", "size": 10}
    what, y = _what_happened(reports, say.language), 0.0
    for group in groups:
        y += _BEFORE_GROUP
        axes.text(edge, y - 0.16, say.of(group.iloc[0], "event"), **column | {"weight": "bold", "size": 11})
        for report in data.rows(group):
            who = say("date_row", date=rules.when(report, say.language), who=say.of(report, "reported_by"))
            axes.text(edge, y + 0.14, who, **column)
            axes.text(edge, y + 0.25, what[report.report_id], **column | {"color": COLOURS["note"], "va": "top"})
            x = (report.reported_date - group["reported_date"].min()).days
            _draw_report(sheet, report, x, y + _ROW / 2, at_the_edge=x > 0.75 * furthest)
            y += _row_inches(what[report.report_id])
    axes.set_xlim(-2, furthest + 3)
    axes.set_xlabel(say("dates_axis"), size=10.5)


def _draw_report(sheet: Sheet, report, x: float, y: float, at_the_edge: bool) -> None:
    """One report of `reported_dates`: a dot on its day, a pale bar for a month, a named cross where it is wrong.

    x: days after the earliest report. at_the_edge: the name of the cross has no room on its right.
    """
    axes, wrong = sheet.axes, report.quality == "contradiction"
    colour = COLOURS["highlight" if wrong else "official"]
    axes.axhline(y, color=GROUNDS["rule"], linewidth=0.8, zorder=0)
    if report.date_precision == "month":
        days = (rules.last_possible_day(report) - report.reported_date).days
        axes.barh(y, days, left=x, height=0.16, color=colour, alpha=0.4)
    else:
        axes.plot([x], [y], "X" if wrong else "o", color=colour, markersize=9 if wrong else 8, clip_on=False)
    if wrong:
        offset, side = (-9, "right") if at_the_edge else (9, "left")
        beside(axes, sheet.say("wrong_label"), (x, y), offset, weight="normal", ha=side, size=10, color=colour)
