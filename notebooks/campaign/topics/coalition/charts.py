"""The charts of 06-coalition: members, who struck from when to when, shares of strikes, and what each word counts."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from ... import data, measures
from ... import language as lang
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    bars_only,
    beside,
    chart,
    date_axis,
    names_at_right,
    set_reach,
    tables_of,
    wrap,
)
from . import rules
from .rules import COUNTRIES

LANES = {"height": 7.3, "left": 0.235, "right": 0.922, "top_inches": 1.25}
"""The frame that `Lanes` are drawn in."""

_LANE = {"iraq": -0.21, "syria": 0.21}  # where a theatre's lane lies in the row of a state
_HALF = 0.17  # half the height of a lane
_MARK_DAYS = 55  # how near to a mark no other has room, in a small picture
_FADE_DAYS = 230  # how long a stretch without known end takes to fade; a way of drawing, not a finding
_LONG_GAP = pd.Timedelta(days=365)  # between two reports: nothing is known of the way from one to the other


def _up(value: float, step: float) -> float:
    """The limit of an axis: the first multiple of a step that is not below a value."""
    return math.ceil(value / step) * step


# --- members -----------------------------------------------------------------------------------------------------
@chart("coalition-members", "coalition.members")
def members(sheet, counts: pd.DataFrame) -> None:
    """Members of the Coalition as printed by date, with the states among them where a text counts them apart.

    counts: coalition_members.csv with publisher_en and publisher_ar. A count that another contradicts is left out of
    the line and stands as a hollow mark.
    """
    say, axes = sheet.say, sheet.axes
    line, dates = rules.uncontradicted(counts), counts["as_of_date"]
    others = counts[~counts.index.isin(line.index)]
    split, misnamed = line[line["states"].notna()], line[line["misnamed"]]
    first, last, latest = line.iloc[0], line.iloc[-1], split.iloc[-1]
    sheet.source(line, say.month(last["as_of_date"]))
    sheet.values = {
        "first": say.number(first["members_total"]),
        "last": say.count(last["members_total"], "member"),
        "first_month": say.month(first["as_of_date"]),
        "last_month": say.month(last["as_of_date"]),
        "texts": say.count(len(misnamed), "text"),
        "splits": say.count(len(split), "text"),
        "states": say.number(latest["states"]),
        "organisations": say.count(latest["organisations"], "organisation"),
        "total": say.number(latest["members_total"]),
        "date": say.known_date(latest["as_of_date"], latest["as_of_precision"]),
    }
    grew = first["members_total"] < last["members_total"]
    sheet.claim(title=grew, sentence=grew)
    points, hollow = {"linestyle": "none", "zorder": 4}, {"markerfacecolor": "white", "markeredgewidth": 2}
    official, states = {"color": COLOURS["official"], "marker": "o", "clip_on": False}, {"color": COLOURS["plain"]}
    wrong = {"color": COLOURS["highlight"], "marker": "D", "markersize": 9, "clip_on": False}
    axes.plot(line["as_of_date"], line["members_total"], zorder=3, **official)
    axes.plot(others["as_of_date"], others["members_total"], **official, **points, **hollow)
    axes.plot(misnamed["as_of_date"], misnamed["members_total"], **wrong, **points, **hollow)
    axes.plot(split["as_of_date"], split["states"], marker="s", markersize=7, **states, **points)
    _label_members(sheet, line, split, misnamed)
    if len(others):
        # A number that grows leaves the lower right corner empty.
        corner = {"transform": axes.transAxes, "ha": "right", "weight": "bold", "color": COLOURS["official"]}
        axes.text(0.985, 0.05, say("contradicted_label"), **corner)
    sheet.dates(dates.min() - pd.Timedelta(days=214), dates.max() + pd.Timedelta(days=121), 12)
    lowest = min(split["states"].min(), counts["members_total"].min()) - 3  # under it stands its label
    sheet.scale(math.floor(lowest / 10) * 10, counts["members_total"].max() + 5)


def _label_members(sheet, line: pd.DataFrame, split: pd.DataFrame, misnamed: pd.DataFrame) -> None:
    """Name the three sets of markers of `members`, and write the first and last count and every count of states."""
    say, at = sheet.say, "as_of_date"
    corner = line[at].min() + (line[at].max() - line[at].min()) / 2 < split[at].iloc[-1]  # the last stands far right
    close = list(split[at].diff() < pd.Timedelta(days=180))  # to the one before: one number below, one to the right
    for place, count in enumerate(data.rows(split)):
        beside_it = close[place] or (place + 1 == len(split) and not corner)
        offset = (17, 0) if beside_it else (-3, -16) if close[place + 1 : place + 2] == [True] else (0, -15)
        sheet.label(say.number(count.states), (count.as_of_date, count.states), offset, "plain")
    for count, offset in ((line.iloc[0], (-17, 0)), (line.iloc[-1], (-2, 18))):
        sheet.label(say.number(count["members_total"]), (count[at], count["members_total"]), offset, "official")
    middle = line[at].min() + 0.55 * (line[at].max() - line[at].min())
    height = np.interp(mdates.date2num(middle), mdates.date2num(line[at]), line["members_total"])
    sheet.label(say("members_label"), (middle, height), (-6, 22), "official", "right")
    place, side = ((-14, -15), "right") if corner else ((30, -1), "left")
    sheet.label(say("states_label"), (split[at].iloc[-1], split["states"].iloc[-1]), place, "plain", side)
    words, last = wrap(say("misnamed_label"), 11, "bold", 2.2), misnamed.iloc[-1]
    if corner:  # a number that grows leaves the lower right of the picture empty
        quiet = {"ha": "right", "weight": "bold", "color": COLOURS["highlight"]}
        sheet.axes.text(0.985, 0.17, words, transform=sheet.axes.transAxes, **quiet)
    else:
        sheet.label(words, (last[at], last["members_total"]), (4, -42), "highlight", "right")


# --- lanes -------------------------------------------------------------------------------------------------------
def _pieces(span) -> list[tuple[float, float, float]]:
    """A stretch cut into pieces (from, to, strength): fading in and out where a date is not firm."""
    maybe_from, sure_from, sure_to = mdates.date2num([span.maybe_from, span.sure_from, span.sure_to])
    no_end = pd.isna(span.maybe_to)
    maybe_to = sure_to + _FADE_DAYS if no_end else mdates.date2num(span.maybe_to)

    def fading(start: float, end: float, strengths) -> list[tuple[float, float, float]]:
        edges = np.linspace(start, end, len(strengths) + 1)
        return list(zip(edges[:-1], edges[1:], strengths, strict=True))

    pieces = fading(maybe_from, sure_from, np.linspace(0.2, 0.9, 6)) if sure_from > maybe_from else []
    pieces.append((sure_from, sure_to, 1.0))
    return pieces + (
        fading(sure_to, maybe_to, np.linspace(0.9, 0.08, 24 if no_end else 6)) if maybe_to > sure_to else []
    )


class Lanes:
    """The lane chart's artists: a row for each state, in it a lane for Iraq and one for Syria.

    Made once, from the table of rules.stretches(); an explorer draws its date line over them and dims a theatre.
    """

    def __init__(self, axes, table: pd.DataFrame, say: lang.Voice, size: float = 10.5):
        """size: of the names of the states, in points; what else is drawn shrinks with it."""
        self.axes, self._say, self._scale = axes, say, size / 10.5
        order = table.sort_values("start_date", kind="stable").drop_duplicates("state_code")
        self.rows = {code: position for position, code in enumerate(order["state_code"])}
        support = rules.support_only()
        names = [say.of(row, "state") for rows in (order, support) for row in data.rows(rows)]
        self._lanes = {theatre: self._draw(table[table["theatre"] == theatre], theatre) for theatre in COUNTRIES}
        self._unknown = self._mark_unknown(table[table["maybe_to"].isna()])
        ground = {"boxstyle": "square,pad=0", "facecolor": "white", "edgecolor": "none"}
        quiet = {"weight": "normal", "size": 10 * self._scale, "color": COLOURS["note"], "zorder": 7, "bbox": ground}
        square = {"marker": "s", "markersize": 6 * self._scale, "color": COLOURS["note"], "markerfacecolor": "white"}
        for number, record in enumerate(data.rows(support), start=len(self.rows)):
            beside(axes, say("support_label"), (mdates.date2num(record.event_date), number), 9, **quiet)
            axes.plot([record.event_date], [number], **square)
        axes.set_yticks(range(len(names)), names)
        self._right = lang.is_right_to_left(say.language)
        if self._right:
            place = axes.get_position()
            axes.set_position((1 - place.x1, place.y0, place.width, place.height))
            names_at_right(axes)
        axes.tick_params(axis="y", labelsize=size)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.grid(False, axis="y")
        for position in range(1, len(names)):
            axes.axhline(position - 0.5, color=GROUNDS["rule"], linewidth=0.8, zorder=0)
        first, last = rules.days_shown(table)
        faded = table.loc[table["maybe_to"].isna(), "sure_to"].max() + pd.Timedelta(days=_FADE_DAYS)
        last = last if pd.isna(faded) else max(last, faded.date())
        date_axis(axes, say.language, first - datetime.timedelta(days=20), last + datetime.timedelta(days=30))
        axes.spines[["left", "right"]].set_visible(False)
        self._name_theatres()

    def _draw(self, own: pd.DataFrame, theatre: str) -> list:
        """All artists of one theatre."""
        look = LOOKS[theatre]
        colour, grey, white = np.array(to_rgb(look.colour)), np.array(to_rgb(COLOURS["muted"])), np.ones(3)
        boxes, colours, solid = [], [], []
        for span in data.rows(own):
            middle = self.height(span.state_code, theatre)
            for start, end, strength in _pieces(span):
                box = [(start, middle - _HALF), (end, middle - _HALF), (end, middle + _HALF), (start, middle + _HALF)]
                boxes.append(box)
                unknown = pd.isna(span.maybe_to) and start >= mdates.date2num(span.sure_to)
                colours.append(tuple(white + ((grey if unknown else colour) - white) * strength))
                if strength == 1 and end > start:
                    solid.append(box)
        plain = PolyCollection(boxes, facecolors=colours, linewidths=0, antialiased=False, zorder=2)
        artists = [self.axes.add_collection(plain)]
        if look.hatch:
            lines = {"facecolors": "none", "edgecolors": GROUNDS["hatch"], "hatch": look.hatch * 2, "linewidths": 0}
            artists.append(self.axes.add_collection(PolyCollection(solid, **lines, zorder=2.1)))
        dot = {
            "linestyle": "none",
            "marker": look.marker,
            "markersize": 5.5 * self._scale,
            "markeredgewidth": 1.4,
            "color": look.colour,
        }
        for doubtful in (False, True):
            spans = own[own["doubtful_start"] == doubtful]
            heights = [self.height(code, theatre) for code in spans["state_code"]]
            face = "white" if doubtful else look.colour
            artists += self.axes.plot(spans["start_date"], heights, **dot, markerfacecolor=face, zorder=3)
        return artists

    def _mark_unknown(self, no_end: pd.DataFrame) -> list[tuple[set[str], object]]:
        """The marks where nobody knows how long a stretch went on, with their theatres.

        One stands in each lane; in low rows, whose lanes have no room for two, one for both where they end on one day.
        """
        mark = {"textcoords": "offset points", "ha": "left", "va": "center", "size": 10 * self._scale, "weight": "bold"}
        latest = no_end.groupby(["state_code", "theatre"], as_index=False)["sure_to"].max()  # one mark in a lane
        marks = []
        apart = "sure_to" if self._scale < 1 else "theatre"
        for (code, _), same in latest.groupby(["state_code", apart]):
            middle = sum(self.height(code, theatre) for theatre in same["theatre"]) / len(same)
            end = mdates.date2num(same["sure_to"].max()) + _FADE_DAYS, middle
            artist = self.axes.annotate(self._say("unknown_mark"), end, (1, 0), color=COLOURS["note"], **mark)
            marks.append((set(same["theatre"]), artist))
        return marks

    def make_way(self, marks: dict[float, float]) -> None:
        """Hide the marks of unknown ends that other marks would cover. marks: their days by the rows that they stand in."""
        for _, artist in self._unknown:
            end, height = artist.xy
            near = (abs(day - end) < _MARK_DAYS for row, day in marks.items() if abs(row - height) < 0.5)
            artist.set_visible(not any(near))

    def height(self, state_code: str, theatre: str) -> float:
        """The y of a state's lane."""
        return self.rows[state_code] + _LANE[theatre]

    def _name_theatres(self) -> None:
        """Write Iraq and Syria beside the lanes of the first row, outside the axes, on the side without names."""
        outside = {"xycoords": self.axes.get_yaxis_transform(), "annotation_clip": False}
        words = {"textcoords": "offset points", "va": "center", "size": 10 * self._scale, "weight": "bold"}
        x, offset, words["ha"] = (0.0, -4, "right") if self._right else (1.0, 4, "left")
        for theatre in COUNTRIES:
            name, point = self._say.code("theatre", theatre), (x, _LANE[theatre])
            apart = 5 * (1 if theatre == COUNTRIES[0] else -1) if self._scale < 1 else 0  # low rows are near each other
            self.axes.annotate(name, point, (offset, apart), color=COLOURS[theatre], **outside, **words)

    def dim(self, shown: tuple[str, ...]) -> None:
        """Draw the theatres that are not in `shown` faintly."""
        for theatre, artists in self._lanes.items():
            for artist in artists:
                artist.set_alpha(1.0 if theatre in shown else 0.13)
        for theatres, artist in self._unknown:
            artist.set_alpha(1.0 if theatres & set(shown) else 0.13)


def who_printed(table: pd.DataFrame, say: lang.Voice) -> list[str]:
    """Who printed the starts and ends of stretches, for the source line."""
    names = (name for column in ("publisher", "end_publisher") for name in table[f"{column}_{say.language}"] if name)
    return data.in_order_of_credit(names, say.language)


@chart("coalition-strike-lanes", "coalition.lanes", dated=False, **LANES)
def strike_lanes(sheet, table: pd.DataFrame) -> None:
    """Who carried out strikes from when to when, in Iraq and in Syria; unknown ends fade.

    table: the result of rules.stretches().
    """
    say = sheet.say
    iraq, syria = (set(table[table["theatre"] == theatre]["state_code"]) for theatre in COUNTRIES)
    open_ended = table[table["maybe_to"].isna()]
    names = dict.fromkeys(open_ended[f"state_{say.language}"])
    sheet.source(who_printed(table, say), say.month(rules.days_shown(table)[1]))
    sheet.tables = tables_of(table)
    sheet.values = {
        "states": say.count(len(iraq | syria), "state"),
        "iraq": say.number(len(iraq)),
        "syria": say.number(len(syria)),
        "first": say.date(table["start_date"].min()),
        "open": say.count(len(names), "state"),
        "open_names": say.listed(names, key="common.comma"),
        "doubtful": say.number(int(table["doubtful_start"].sum())),
        "stretches": say.number(len(table)),
    }
    sheet.claim(sentence=len(open_ended))
    Lanes(sheet.axes, table, say)


# --- shares ------------------------------------------------------------------------------------------------------
@chart("coalition-strike-shares", "coalition.shares", height=4.2, left=0.12, right=0.96, bottom_inches=0.75, bars=True)
def strike_shares(sheet, report: pd.Series) -> None:
    """Strikes by the United States and by its partners in each theatre, on one date.

    report: a row of strikes.csv with us_iraq, partners_iraq, us_syria, partners_syria and publishers.
    """
    say, axes = sheet.say, sheet.axes
    sheet.source(report, report["as_of_date"])
    sheet.values = {"date": say.date(report["as_of_date"])}
    room = 300  # strikes to the right of the longest bar
    limit = _up(max(report[f"strikes_{theatre}"] for theatre in COUNTRIES) + room, 500)
    for position, theatre in enumerate(COUNTRIES):
        us, partners, whole = (report[f"{who}_{theatre}"] for who in ("us", "partners", "strikes"))
        share = say.percent(measures.share(partners, whole).best, 1)
        sheet.values |= {theatre: share, f"partners_{theatre}": say.number(partners)}
        sheet.values[f"all_{theatre}"] = say.count(whole, "strike")
        bar = {"height": 0.5, "edgecolor": "white"}
        axes.barh(position, us, color=COLOURS["united_states"], **bar)
        words = say("share_us", number=say.number(us), share=say.percent(100 * us / whole, 1))
        ground = {"boxstyle": "square,pad=0.25", "facecolor": "white", "edgecolor": "none"}
        sheet.label(words, (0, position), (8, 0), "united_states", "left", bbox=ground)
        axes.barh(position, partners, left=us, color=COLOURS["partners"], hatch=LOOKS["partners"].hatch + "/", **bar)
        words = say("share_partners", number=say.number(partners), share=say.percent(100 * partners / whole, 1))
        near_the_end = us + partners > 0.8 * limit
        sheet.label(words, (us + partners, position), (0, 39), "partners", "right" if near_the_end else "center")
    axes.set_yticks([0, 1], [say.code("theatre", theatre) for theatre in COUNTRIES])
    axes.tick_params(axis="y", labelsize=12)
    axes.set_ylim(1.5, -0.62)
    sheet.scale(0, limit, "x")
    axes.grid(False, axis="y")
    axes.spines["left"].set_visible(False)


@chart("coalition-partners-share", "coalition.trend")
def share_over_time(sheet, reports: pd.DataFrame) -> None:
    """The partners' share of the cumulative strikes in each theatre, by date.

    reports: rows of strikes.csv with strikes_* and partners_* for both theatres, in date order, with publishers. In
        a row of quality "rounded" the number of strikes in Iraq is a floor ("more than"), so its share is a ceiling.
    """
    say, days = sheet.say, reports["as_of_date"]
    sheet.source(reports, days.iloc[-1])
    sheet.values = {"first_date": say.month(days.iloc[0]), "last_date": say.month(days.iloc[-1])}
    highest, below, change = 0.0, [], {}
    for theatre in COUNTRIES:
        share = 100 * reports[f"partners_{theatre}"] / reports[f"strikes_{theatre}"]
        highest = max(highest, share.max())
        first, last = (say.percent(share.iloc[place], 1) for place in (0, -1))
        change[theatre] = share.iloc[-1] - share.iloc[0]
        sheet.values |= {f"first_{theatre}": first, f"last_{theatre}": last}
        ceilings = (reports["quality"] == "rounded") & (theatre == "iraq")
        _draw_share(sheet, list(zip(days, share, ceilings, strict=True)), theatre)
        words, above = (say("at_most", number=first), 30) if ceilings.iloc[0] else (first, -17)
        sheet.label(words, (days.iloc[0], share.iloc[0]), (-6, above), theatre, "left")
        sheet.label(last, (days.iloc[-1], share.iloc[-1]), (0, 16), theatre)
        middle = (len(reports) - 1) // 2
        sheet.label(say.code("theatre", theatre), (days.iloc[middle], share.iloc[middle]), (0, 17), theatre)
        below += [(day, at_most, theatre) for day, at_most in zip(days[ceilings], share[ceilings], strict=True)]
    for day, at_most, theatre in below:  # above the labels: the true share is this or lower
        x, arrow = mdates.date2num(day) - 14, {"arrowstyle": "->", "color": COLOURS[theatre], "linewidth": 1.6}
        sheet.axes.annotate("", (x, at_most - 3.4), (x, at_most), arrowprops=arrow)
    sheet.claim(
        title=change["iraq"] > 0 > change["syria"], sentence=bool((reports["quality"].iloc[:1] == "rounded").all())
    )
    sheet.dates(measures.CAMPAIGN_START.replace(day=1), days.iloc[-1] + pd.Timedelta(days=71))
    sheet.scale(0, _up(highest + 3, 10), suffix="%")  # above the highest point stands its label


def _draw_share(sheet, points: list[tuple], theatre: str) -> None:
    """One line of `share_over_time`. points: (day, share, is a ceiling). Dashed where there was long no report."""
    axes, look, runs = sheet.axes, LOOKS[theatre], [points[:1]]
    for before, point in zip(points, points[1:], strict=False):
        if point[0] - before[0] > _LONG_GAP:
            ends = [before[0], point[0]], [before[1], point[1]]
            axes.plot(*ends, color=look.colour, linestyle=(0, (2, 3)), linewidth=1.4)
            runs.append([])
        runs[-1].append(point)
    for run in runs:
        if len(run) > 1:
            axes.plot([day for day, _, _ in run], [share for _, share, _ in run], color=look.colour, marker=look.marker)
    alone = [run[0] for run in runs if len(run) == 1]
    for day, share, ceiling in [*alone, *(point for point in points if point[2] and point not in alone)]:
        face = "white" if ceiling else look.colour
        point = {"color": look.colour, "marker": look.marker, "markerfacecolor": face, "markeredgewidth": 1.8}
        axes.plot(day, share, **point)


# --- what each word counts ---------------------------------------------------------------------------------------
@chart(
    "coalition-what-is-counted", "coalition.counted", height=4.5, left=0.43, right=0.95, bottom_inches=0.6, bars=True
)
def what_is_counted(sheet, count: pd.Series, table: pd.DataFrame, day) -> None:
    """Members, states, states on record with strikes, and states known to strike on `day`: a bar each.

    count: a row of coalition_members.csv with members_total, states and publishers; table: rules.stretches().
    """
    say, axes = sheet.say, sheet.axes
    groups, unclear = rules.states_by_status(rules.standing(table, day))
    striking = sum(map(len, groups.values()))
    steps = {
        "members": int(count["members_total"]),
        "states": int(count["states"]),
        "ever": table["state_code"].nunique(),
        "day": striking,
    }
    sheet.source([count, table], pd.Timestamp(day))
    sheet.values = {
        "members": say.count(steps["members"], "member"),
        "states": say.count(steps["states"], "state"),
        "ever": say.number(steps["ever"]),
        "striking": say.number(striking),
        "unclear": say.number(len(unclear)),
        "count_date": say.date(count["as_of_date"]),
        "date": say.date(day),
    }
    sheet.values["doubt"] = say("counted_doubt", **sheet.values) if unclear else ""
    names = []
    for position, (name, number) in enumerate(steps.items()):
        colour = COLOURS["plain" if name in ("members", "states") else "official"]
        axes.barh(position, number, height=0.56, color=colour)
        names.append(wrap(say(f"counted_{name}", **sheet.values), 11, width_inches=2.9, balanced=True))
        if name == "day" and unclear:  # words stand in place of the number
            _draw_unclear(axes, position, striking, len(unclear), say("counted_open", **sheet.values))
        else:
            beside(axes, say.number(number), (number, position), 6, size=14, color=colour)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.45, -0.5)
    set_reach(axes, 0, _up(max(steps.values()) * 1.05, 10))
    bars_only(axes)


def _draw_unclear(axes, y: float, known: int, unclear: int, words: str) -> None:
    """The states whose end is not known: fading slices to the right of the bar, with words instead of a sum."""
    edges = np.linspace(0, unclear, 13)
    for start, end, strength in zip(edges[:-1], edges[1:], np.linspace(0.7, 0.1, 12), strict=True):
        look = {"color": COLOURS["muted"], "alpha": strength, "linewidth": 0}
        axes.barh(y, end - start, left=known + start, height=0.56, **look)
    beside(axes, words, (known + unclear, y), 6, size=12, color=COLOURS["official"])
