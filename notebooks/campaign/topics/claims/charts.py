"""The charts of 07-check-the-article: a claim worked out again, the claims by verdict, and the error bank by kind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from ... import data
from ... import language as lang
from ...language import Voice
from ...measures import Bounded
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    Chart,
    Frame,
    Sheet,
    bars_only,
    beside,
    chart,
    date_axis,
    frame,
    number_axis,
    outward,
    set_reach,
    source_line,
    styled,
    wrap,
)
from . import rules
from .rules import Counted, Days, Recomputation, Row

STORY = datetime.date(2017, 8, 1)
"""The story is of the first week of this month."""

_CLAIMED = "D"  # marker of the story's own figure
_LEFT, _LABEL_INCHES = 0.37, 2.55


# --- words of a claim worked out again -----------------------------------------------------------------------------
def _filled(say: Voice, key: str, values: Mapping[str, object]) -> str:
    """A text with the values of a claim; a name that ends in _best gets the figure without its bounds."""
    words = {}
    for name, value in values.items():
        if isinstance(value, Counted):
            words[name] = say.count(value.amount, value.noun)
        elif isinstance(value, Days):
            words[name] = say.known_date(value.first, value.precision)
        elif isinstance(value, datetime.date):
            words[name] = say.date(value)
        elif isinstance(value, Bounded) and value.width and not name.endswith("_best"):
            words[name] = say.bounds(value)
        else:
            words[name] = say.number(value)
    return say(key, **words)


def finding(result: Recomputation, language: str | None = None) -> str:
    """The finding in a few words, for a title."""
    return _filled(Voice(language, "claims"), f"{result.claim_id.lower()}_finding", result.values)


def sentence(result: Recomputation, language: str | None = None) -> str:
    """The claim worked out again, in words."""
    return _filled(Voice(language, "claims"), f"{result.claim_id.lower()}_sentence", result.values)


def subtitle(result: Recomputation, language: str | None = None) -> str:
    """What the axis measures."""
    say = Voice(language, "claims")
    unit = say(f"unit_{result.unit}")
    return say("diamond", unit=unit) if any(row.claimed for row in result.rows) else unit


def source(claim_id: str, language: str | None = None) -> str:
    """The source line: who printed the rows behind a claim, and the months from the first of them to the last."""
    say = Voice(language, "claims")
    rows = [data.row(table, key) for table, key in rules.evidence(claim_id) if key != "*"]
    credited = data.credits()
    printed_by = dict(
        zip(credited["source_id"].to_list(), credited[f"publisher_{say.language}"].to_list(), strict=True)
    )
    dates = (row.get(name) for row in rows for name in ("as_of_date", "start_date", "published_date"))
    days = [day for day in dates if pd.notna(day)] or [STORY]
    by_year = any(row.get("as_of_precision") == "year" for row in rows)
    ends = [say.known_date(day, "year" if by_year else "month") for day in (min(days), max(days))]
    one = ends[0] == ends[1]
    when = ends[0] if one else say("common.range", low=ends[0], high=ends[1])
    key = "common.source_line" if one and not by_year else "common.source_line_period"
    names = data.in_order_of_credit([printed_by[row["source_id"]] for row in rows], say.language)
    return source_line(names, when, say.language, key)


# --- a comparison, line by line ------------------------------------------------------------------------------------
class Comparison:
    """The lines of a claim worked out again, in a frame of their own. Artists are made where a claim has more lines than
    any before it, and then changed. layout: what `frame` takes."""

    def __init__(self, language: str, height: float = 4.9, **layout):
        self.say = Voice(language, "claims")
        self.frame: Frame = frame("", "", "", language, height, left=_LEFT, right=0.97, **layout)
        self.axes = axes = self.frame.axes
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.set_yticks([])
        middle = {"transform": axes.transAxes, "ha": "center", "va": "center"}
        self._note = axes.text(0.5, 0.5, "", size=13, **middle)
        self._lines: list[_Line] = []

    def show(self, result: Recomputation) -> None:
        """Set the artists to the lines of a claim; to its sentence where it has none."""
        rows, axes = result.rows, self.axes
        axes.set_axis_on() if rows else axes.set_axis_off()
        left, place = _LEFT if rows else 0.03, axes.get_position()
        right_to_left = lang.is_right_to_left(self.say.language)
        axes.set_position((0.03 if right_to_left else left, place.y0, 0.97 - left, place.height))
        self._note.set_visible(not rows)
        self._note.set_text("" if rows else wrap(sentence(result, self.say.language), 13, width_inches=6.2))
        self._lines += [_Line(axes, self.say) for _ in range(len(rows) - len(self._lines))]
        for line in self._lines:
            line.hide()
        if rows:
            (self._date_scale if result.unit == "date" else self._number_scale)(rows)
            axes.set_ylim(len(rows) - 0.5, -0.5)
        for y, (line, row) in enumerate(zip(self._lines, rows, strict=False)):
            line.show(y, row, result.unit)

    def _date_scale(self, rows: tuple[Row, ...]) -> None:
        first, last = min(row.value.first for row in rows), max(row.value.last for row in rows)
        days = max((last - first).days, 14)
        start, end = (
            pd.Timestamp(day + datetime.timedelta(days=side * (days * 0.08 + 1)))
            for day, side in ((first, -1), (last, 1))
        )
        date_axis(self.axes, self.say.language, start, end, 12 if days > 900 else 6 if days > 300 else 2)
        if days <= 60:
            self.axes.set_xticks([])
        self.axes.spines["bottom"].set_visible(days > 60)

    def _number_scale(self, rows: tuple[Row, ...]) -> None:
        axes, top = self.axes, max(float(row.value.high) for row in rows if row.value is not None)
        ends = 0, top * (1.3 if any(row.floor for row in rows) else 1.08)
        axes.set_xlim(ends[::-1] if lang.is_right_to_left(self.say.language) else ends)
        number_axis(axes.xaxis, self.say.language)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        axes.spines["bottom"].set_visible(True)


class _Line:
    """One line of a comparison: its name where reading starts, a point or a span, a floor with an arrow, and the value."""

    def __init__(self, axes, say: Voice):
        self.axes, self.say = axes, say
        x, side = (1.02, "left") if lang.is_right_to_left(say.language) else (-0.02, "right")
        at_start = {"transform": axes.get_yaxis_transform(), "ha": side, "va": "center"}
        (self._span,) = axes.plot([], [], linewidth=7, solid_capstyle="butt", alpha=0.45)
        (self._floor,) = axes.plot([], [], linewidth=1.8, marker=">", markevery=[1], markersize=7)
        (self._point,) = axes.plot([], [], linestyle="none", markersize=9, zorder=4)
        self._value = beside(axes, "", (0, 0), 9, zorder=5)
        self._label = axes.text(x, 0, "", size=10.5, **at_start)
        self._artists = (self._span, self._floor, self._point, self._value, self._label)

    def hide(self) -> None:
        """Show nothing of the line."""
        for artist in self._artists:
            artist.set_visible(False)

    def show(self, y: float, row: Row, unit: str) -> None:
        """Set the artists to a row of a claim; call it after the limits of the axes are set."""
        self._name(y, row)
        if row.value is None:
            self._write(self.say("value_unknown"), (min(self.axes.get_xlim()), y), "note")
            return
        if unit == "date":
            low, high = (mdates.date2num(day) for day in (row.value.first, row.value.last))
            best, printed = low, self.say.known_date(row.value.first, row.value.precision)
        else:
            low, best, high = (float(end) for end in (row.value.low, row.value.best, row.value.high))
            whole = unit == "million_people" or (row.claimed and unit == "km2")
            printed = self.say.number(row.value) if whole else self.say.bounds(row.value)
        start, end = sorted(self.axes.get_xlim())
        if row.floor:
            # A short open arrow from the lowest number: there is no upper end.
            self._floor.set_marker("<" if self.axes.xaxis_inverted() else ">")
            self._draw(self._floor, [best, best + (end - start) * 0.06], y, row.tone)
            self._write(self.say("value_at_least", number=printed), (high, y), row.tone, (0, 16))
        elif (high - start) / (end - start) > 0.55:  # no room on the right
            self._write(printed, (low, y), row.tone, (-9, 0), "right")
        else:
            self._write(printed, (high, y), row.tone)
        if high > low:
            self._draw(self._span, [low, high], y, row.tone)
        if unit != "date" or low == high:  # a day that is not known is no point
            own = LOOKS[row.tone].marker  # the diamond is kept for the story
            self._point.set_marker(_CLAIMED if row.claimed else "o" if own == _CLAIMED else own)
            self._draw(self._point, [best], y, row.tone)

    def _name(self, y: float, row: Row) -> None:
        label, weight = row.label, "bold" if row.claimed else "normal"
        name = _filled(self.say, label, row.words) if isinstance(label, str) else label[self.say.language]
        self._label.set_text(wrap(name, 10.5, weight, width_inches=_LABEL_INCHES, balanced=True))
        self._label.set(y=y, weight=weight, visible=True)

    def _write(self, words: str, point, tone: str, offset=(9, 0), side: str = "left") -> None:
        right, side = outward(self.axes, offset[0], side)
        self._value.xy = point
        self._value.set(text=words, color=COLOURS[tone], position=(right, offset[1]), ha=side, visible=True)

    def _draw(self, artist, xs: list[float], y: float, tone: str) -> None:
        artist.set(data=(xs, [y] * len(xs)), color=COLOURS[tone], visible=True)


@styled()
def recomputation(result: Recomputation, language: str | None = None) -> Chart:
    """A claim worked out again: the story's figure (a diamond) beside the figures that test it.

    result: from rules.recompute("A06"), for example.
    """
    comparison = Comparison(Voice(language).language)
    language, made = comparison.say.language, comparison.frame
    made.set(finding(result, language), subtitle(result, language), source(result.claim_id, language))
    comparison.show(result)
    if result.rows:
        made.fit()
    tables = list(dict.fromkeys(table for table, _ in rules.evidence(result.claim_id)))
    return made.chart(f"claims-{result.claim_id.lower()}", sentence(result, language), tables=tables)


# --- the claims by verdict -----------------------------------------------------------------------------------------
def _by_verdict(verdicts: Mapping[str, str]) -> dict[str, list[str]]:
    """Verdict -> claim ids, in the order of the scale; under "" the claims that have none on it, if any."""
    groups = {name: [] for name in (*rules.VERDICTS, "")}
    for claim in rules.RECOMPUTE:
        verdict = verdicts.get(claim)
        groups[verdict if verdict in rules.VERDICTS else ""].append(claim)
    if not groups[""]:
        groups.pop("")
    return groups


@chart("claims-by-verdict", words="claims.strip", left=0.30, right=0.985, height=4.6, bottom_inches=0.5, bars=True)
def claims_by_verdict(sheet: Sheet, verdicts: Mapping[str, str] | pd.DataFrame, ours: bool = False) -> None:
    """The seventeen claims as tiles, a line for each verdict, and one for the claims that have none yet.

    verdicts: claim id -> verdict, or the table verdicts.csv. ours: they are the course's own verdicts.
    """
    say = sheet.say
    if isinstance(verdicts, pd.DataFrame):
        verdicts, ours = dict(zip(verdicts["claim_id"], verdicts["verdict"], strict=True)), True
    groups = _by_verdict(verdicts)
    names = {name: say.code("verdict", name) if name else say("no_verdict") for name in groups}
    open_claims = len(groups.get("", ()))
    sheet.source(say("strip_source_ours" if ours else "strip_source_own"), say.month(STORY))
    given = (
        say("strip_part", verdict=names[name], claims=say.listed(map(say.isolate, group), key="common.comma"))
        for name, group in groups.items()
        if group
    )
    sheet.values = {
        "claims": say.count(len(rules.RECOMPUTE), "claim"),
        "given": say.number(len(rules.RECOMPUTE) - open_claims),
        "open": say.number(open_claims),
        "correct": say.number(len(groups["correct"])),
        "wrong": say.number(len(groups["wrong"])),
        "untested": say.number(len(groups["cannot_be_tested"]) + len(groups["not_tested_here"])),
        "parts": say.listed(given),
    }
    sheet.title = say("strip_title_some" if open_claims else "strip_title_all", **sheet.values)
    _tiles(sheet.axes, groups, names)


def _tiles(axes, groups: Mapping[str, list[str]], names: Mapping[str, str]) -> None:
    across, y, ticks = 9, 0, []
    for name, group in groups.items():
        lines = max(1, -(-len(group) // across))
        ticks.append(y + (lines - 1) / 2)
        ground, edge, dashes, ink = (
            (COLOURS["official"], COLOURS["official"], "-", "white")
            if name
            else ("white", COLOURS["plain"], "--", COLOURS["text"])
        )
        tile = {"boxstyle": "round,pad=0,rounding_size=0.1", "linewidth": 1.2, "linestyle": dashes}
        for i, claim in enumerate(group):
            column, line = i % across, y + i // across
            box = FancyBboxPatch((column + 0.08, line - 0.33), 0.84, 0.66, facecolor=ground, edgecolor=edge, **tile)
            axes.add_artist(box)
            axes.text(column + 0.5, line, claim, ha="center", va="center", size=11, weight="bold", color=ink)
        y += lines
        axes.axhline(y - 0.5, color=GROUNDS["rule"], linewidth=0.8)
    set_reach(axes, 0, across)
    axes.set_ylim(y - 0.5, -0.5)
    axes.set_yticks(ticks, [wrap(words, 11, width_inches=2.1) for words in names.values()], size=11)
    bars_only(axes)


# --- the error bank ------------------------------------------------------------------------------------------------
def _room_for_kinds(language: str, errors: pd.DataFrame, practice: pd.DataFrame) -> dict:
    """As high as there are kinds."""
    return {"height": 1.7 + 0.33 * errors["kind"].nunique()}


@chart(
    "claims-errors-by-kind",
    "claims.bank",
    arrange=_room_for_kinds,
    left=0.42,
    right=0.93,
    bottom_inches=0.62,
    bars=True,
)
def errors_by_kind(sheet: Sheet, errors: pd.DataFrame, practice: pd.DataFrame) -> None:
    """The printed errors by kind; those that are left to lesson 05 hatched.

    errors: printed_errors.csv; practice: the rows of it that are for practice here (rules.practice_errors()).
    """
    say, axes, colour = sheet.say, sheet.axes, COLOURS["official"]
    counts = rules.by_number(errors["kind"])
    names = {kind: say(f"kind_{kind}") for kind in counts}
    years = errors["published_date"].dropna().dt.year
    period = say("common.range", low=str(years.min()), high=str(years.max()))
    sheet.source(say("bank_source"), period, key="common.source_line_period")
    parts = (say("bank_part", kind=names[kind], number=say.number(number)) for kind, number in counts.items())
    top = next(iter(counts))
    sheet.values = {
        "kind": names[top],
        "most": say.number(counts[top]),
        "all": say.count(len(errors), "printed_error"),
        "parts": say.listed(parts),
        "practice": say.number(len(practice)),
    }
    for y, (kind, number) in enumerate(counts.items()):
        here = int((practice["kind"] == kind).sum())
        elsewhere = {"color": "white", "edgecolor": colour, "hatch": "////", "linewidth": 0.8}
        axes.barh(y, here, height=0.68, color=colour)
        axes.barh(y, number - here, left=here, height=0.68, **elsewhere)
        beside(axes, say.number(number), (number, y), 6)
    axes.set_yticks(range(len(counts)), list(names.values()), size=10)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    bars_only(axes)
