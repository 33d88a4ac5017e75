"""The charts of 07-check-the-article: a claim worked out again, the claims by verdict, and the error bank by kind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from ... import data
from ... import language as lang
from ...measures import Bounded, exact
from ...sheet import COLOURS, Chart, bars_only, beside, date_axis, frame, number_axis, source_line, styled, wrap
from . import rules

MOST_ROWS = 7
"""The longest comparison has so many lines."""

STORY = datetime.date(2017, 8, 1)
"""The story is of the first week of this month."""

_LEFT, _LABEL_INCHES = 0.37, 2.55


# --- words of a claim worked out again -----------------------------------------------------------------------------
def _written(name: str, value, language: str) -> str:
    """A value of a `Recomputation` as people write it; a name that ends in _best gets the figure without its bounds."""
    if isinstance(value, rules.Counted):
        return lang.count(value.amount, value.noun, language)
    if isinstance(value, rules.Month):
        return lang.month(value.day, language)
    if isinstance(value, datetime.date):
        return lang.date(value, language)
    if isinstance(value, Fraction):
        value = exact(value)
    if isinstance(value, Bounded):
        return (
            lang.number(value, language=language)
            if name.endswith("_best") or not value.width
            else lang.bounds(value, language)
        )
    return lang.number(value, language=language)


def finding(result: rules.Recomputation, language: str | None = None) -> str:
    """The finding in a few words, for a title."""
    return _fill(result, "finding", language)


def sentence(result: rules.Recomputation, language: str | None = None) -> str:
    """The claim worked out again, in words."""
    return _fill(result, "sentence", language)


def _fill(result, part: str, language: str | None) -> str:
    language = lang.check(language)
    values = {name: _written(name, value, language) for name, value in result.values.items()}
    return lang.text(f"claims.{result.key}_{part}", language, **values)


def subtitle(result: rules.Recomputation, language: str | None = None) -> str:
    """What the axis measures."""
    unit = lang.text(f"claims.unit_{result.unit or 'none'}", language)
    return lang.text("claims.diamond", language, unit=unit) if any(row.claimed for row in result.rows) else unit


def evidence(claim_id: str) -> list[tuple[str, str]]:
    """The rows behind our verdict on a claim: (table, key); the key "*" stands for a whole table."""
    return [tuple(item.split(":", 1)) for item in data.row("verdicts", claim_id)["evidence"].split(";")]


def source(claim_id: str, language: str | None = None) -> str:
    """The source line: who printed the rows behind a claim, and the months from the first of them to the last."""
    language = lang.check(language)
    rows = [data.row(table, key) for table, key in evidence(claim_id) if key != "*"]
    names = data.load("sources").set_index("source_id")[f"publisher_{language}"][[row["source_id"] for row in rows]]
    days = [
        row[name]
        for row in rows
        for name in ("as_of_date", "start_date", "published_date")
        if name in row and not pd.isna(row[name])
    ]
    if any(row.get("as_of_precision") == "year" for row in rows):
        years = list(dict.fromkeys(str(day.year) for day in (min(days), max(days))))
        period = years[0] if len(years) == 1 else lang.text("common.range", language, low=years[0], high=years[1])
        return source_line(names, period, language, "common.source_line_period")
    months = (
        list(dict.fromkeys(lang.month(day, language) for day in (min(days), max(days)))) if days else [_story(language)]
    )
    if len(months) == 1:
        return source_line(names, months[0], language)
    return source_line(
        names, lang.text("common.range", language, low=months[0], high=months[1]), language, "common.source_line_period"
    )


def _story(language: str) -> str:
    """The month of the story."""
    return lang.month(STORY, language)


# --- a comparison, line by line ------------------------------------------------------------------------------------
class Comparison:
    """The lines of a claim worked out again, on one axes. Its artists are made once and then changed."""

    def __init__(self, axes, language: str):
        self.axes, self.language = axes, language
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        self._spans = [axes.plot([], [], linewidth=7, solid_capstyle="butt", alpha=0.45)[0] for _ in range(MOST_ROWS)]
        self._floors = [
            axes.plot([], [], linewidth=6, marker=">", markevery=[1], markersize=13, alpha=0.35)[0]
            for _ in range(MOST_ROWS)
        ]
        self._points = [axes.plot([], [], linestyle="none", markersize=9, zorder=4)[0] for _ in range(MOST_ROWS)]
        self._values = [beside(axes, "", (0, 0), 9, zorder=5) for _ in range(MOST_ROWS)]
        self._labels = [
            axes.text(
                -0.02, 0, "", transform=axes.get_yaxis_transform(), ha="right", va="center", size=10.5, linespacing=1.2
            )
            for _ in range(MOST_ROWS)
        ]
        self._note = axes.text(
            0.5, 0.5, "", transform=axes.transAxes, ha="center", va="center", size=13, linespacing=1.5
        )
        axes.set_yticks([])

    def show(self, result: rules.Recomputation) -> None:
        """Set the artists to the lines of a claim; to its sentence where it has none."""
        rows, axes = result.rows, self.axes
        for artists in (self._spans, self._floors, self._points, self._values, self._labels):
            for artist in artists:
                artist.set_visible(False)
        axes.set_axis_on() if rows else axes.set_axis_off()
        left, frame_of_axes = _LEFT if rows else 0.03, axes.get_position()
        axes.set_position((left, frame_of_axes.y0, 0.97 - left, frame_of_axes.height))
        self._note.set_visible(not rows)
        if not rows:
            self._note.set_text(wrap(sentence(result, self.language), 13, width_inches=6.2))
            return
        self._scale(result)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        for place, row in enumerate(rows):
            self._line(place, row, result.unit)

    def _scale(self, result: rules.Recomputation) -> None:
        axes = self.axes
        values = [row.value for row in result.rows if row.value is not None]
        if result.unit == "date":
            first, last = min(v[0] for v in values), max(v[1] for v in values)
            days = max((last - first).days, 14)
            start, end = (
                day + datetime.timedelta(days=sign * (days * 0.08 + 1)) for day, sign in ((first, -1), (last, 1))
            )
            axes.set_xlim(mdates.date2num(start), mdates.date2num(end))
            if days > 60:
                date_axis(
                    axes,
                    self.language,
                    pd.Timestamp(start),
                    pd.Timestamp(end),
                    12 if days > 900 else 6 if days > 300 else 2,
                )
            else:
                axes.set_xticks([])
            axes.spines["bottom"].set_visible(days > 60)
        else:
            top = max(float(v.high) for v in values)
            axes.set_xlim(0, top * (1.45 if any(row.floor for row in result.rows) else 1.08))
            number_axis(axes.xaxis, self.language)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
            axes.spines["bottom"].set_visible(True)

    def _line(self, place: int, row: rules.Row, unit: str) -> None:
        language, colour = self.language, COLOURS[row.tone]
        words = {name: _written(name, value, language) for name, value in row.words.items()}
        label = (
            lang.text(f"claims.{row.label}", language, **words) if isinstance(row.label, str) else row.label[language]
        )
        weight = "bold" if row.claimed else "normal"
        self._labels[place].set_text(wrap(label, 10.5, weight, width_inches=_LABEL_INCHES, balanced=True))
        self._labels[place].set_y(place)
        self._labels[place].set_weight(weight)
        value, point, span = self._values[place], self._points[place], self._spans[place]
        self._labels[place].set_visible(True)
        value.set_visible(True)
        value.set_color(colour)
        value.set_position((9, 0))
        value.set_ha("left")
        if row.value is None:
            value.xy = (self.axes.get_xlim()[0], place)
            value.set_text(lang.text("claims.value_unknown", language))
            value.set_color(COLOURS["note"])
            return
        if unit == "date":
            low, high = (mdates.date2num(day) for day in row.value)
            best, written = (low + high) / 2, lang.date(row.value[0], language)
            if row.value[0] != row.value[1]:
                written = lang.month(row.value[0], language)
        else:
            low, best, high = (float(v) for v in (row.value.low, row.value.best, row.value.high))
            whole = unit == "million_people" or (row.claimed and unit == "km2")
            written = lang.number(row.value, language=language) if whole else lang.bounds(row.value, language)
        value.xy = (high, place)
        start, end = self.axes.get_xlim()
        if row.floor:
            written = lang.text("claims.value_at_least", language, number=written)
            self._floor(place, best, colour)
            value.set_position((9, 16))
        elif (high - start) / (end - start) > 0.55:
            # No room on the right: the value stands on the left of its mark.
            value.xy = (low, place)
            value.set_position((-9, 0))
            value.set_ha("right")
        if high > low:
            span.set_data([low, high], [place, place])
            span.set_color(colour)
            span.set_visible(True)
        point.set_data([best], [place])
        point.set_marker("D" if row.claimed else "o")
        point.set_color(colour)
        point.set_visible(unit != "date" or low == high)  # a day that is not known is no point
        value.set_text(written)

    def _floor(self, place: int, best: float, colour: str) -> None:
        """A band that starts at the lowest number and leads out of the chart: there is no upper end."""
        open_end = self._floors[place]
        open_end.set_data([best, self.axes.get_xlim()[1] * 0.97], [place, place])
        open_end.set_color(colour)
        open_end.set_visible(True)


@styled
def recomputation(result: rules.Recomputation, language: str | None = None) -> Chart:
    """A claim worked out again: the story's figure (a diamond) beside the figures that test it.

    result: from rules.recompute("A06"), for example.
    """
    language = lang.check(language)
    title, line = finding(result, language), source(result.claim_id, language)
    made = frame(title, subtitle(result, language), line, language, left=_LEFT, right=0.97)
    Comparison(made.axes, language).show(result)
    return made.chart(f"claims-{result.claim_id.lower()}", sentence(result, language))


# --- the claims by verdict -----------------------------------------------------------------------------------------
def _by_verdict(verdicts: Mapping[str, str]) -> dict[str, list[str]]:
    """Verdict -> claim ids, in the order of the scale, with "" for the claims that have none."""
    groups = {name: [c for c in rules.RECOMPUTE if verdicts.get(c) == name] for name in rules.VERDICTS}
    placed = {c for group in groups.values() for c in group}
    groups[""] = [c for c in rules.RECOMPUTE if c not in placed]
    return groups


@styled
def claims_by_verdict(
    verdicts: Mapping[str, str] | pd.DataFrame, ours: bool = False, language: str | None = None
) -> Chart:
    """The seventeen claims as tiles, a line for each verdict, and one for the claims that have none yet.

    verdicts: claim id -> verdict, or the table verdicts.csv. ours: they are the course's own verdicts.
    """
    language = lang.check(language)
    if isinstance(verdicts, pd.DataFrame):
        verdicts, ours = dict(zip(verdicts["claim_id"], verdicts["verdict"], strict=True)), True
    groups = _by_verdict(verdicts)
    total = len(rules.RECOMPUTE)
    open_claims = len(groups[""])
    values = {
        "claims": lang.count(total, "claim", language),
        "given": lang.number(total - open_claims, language=language),
        "open": lang.number(open_claims, language=language),
        "correct": lang.number(len(groups["correct"]), language=language),
        "untested": lang.number(len(groups["cannot_be_tested"]), language=language),
    }
    if not open_claims:
        groups.pop("")
    title = lang.text("claims.strip_title_some" if open_claims else "claims.strip_title_all", language, **values)
    line = source_line(
        lang.text("claims.strip_source_ours" if ours else "claims.strip_source_own", language),
        _story(language),
        language,
    )
    names = {
        name: lang.code("verdict", name, language) if name else lang.text("claims.no_verdict", language)
        for name in groups
    }
    made = frame(
        title,
        lang.text("claims.strip_subtitle", language),
        line,
        language,
        left=0.30,
        right=0.985,
        height=4.6,
        bottom_inches=0.5,
    )
    _tiles(made.axes, groups, names)
    parts = [
        lang.text(
            "claims.strip_part",
            language,
            verdict=names[name],
            claims=lang.listed((lang.isolate(claim, language) for claim in group), language, "common.comma"),
        )
        for name, group in groups.items()
        if group
    ]
    words = lang.text("claims.strip_sentence", language, parts=lang.listed(parts, language))
    return made.chart("claims-by-verdict", words)


def _tiles(axes, groups: Mapping[str, list[str]], names: Mapping[str, str]) -> None:
    across = 9
    place, ticks = 0.0, []
    for name, group in groups.items():
        lines = max(1, -(-len(group) // across))
        ticks.append(place + (lines - 1) / 2)
        for i, claim in enumerate(group):
            x, y = i % across, place + i // across
            given = bool(name)
            axes.add_patch(
                FancyBboxPatch(
                    (x + 0.08, y - 0.33),
                    0.84,
                    0.66,
                    boxstyle="round,pad=0,rounding_size=0.1",
                    linewidth=1.2,
                    facecolor=COLOURS["official"] if given else "white",
                    edgecolor=COLOURS["official"] if given else COLOURS["plain"],
                    linestyle="-" if given else "--",
                )
            )
            axes.text(
                x + 0.5,
                y,
                claim,
                ha="center",
                va="center",
                size=11,
                weight="bold",
                color="white" if given else COLOURS["text"],
            )
        axes.axhline(place + lines - 0.5, color="#E3E3E3", linewidth=0.8)
        place += lines
    axes.set_xlim(0, across)
    axes.set_ylim(place - 0.5, -0.5)
    axes.set_yticks(ticks, [wrap(words, 11, width_inches=2.1) for words in names.values()], size=11)
    bars_only(axes)


# --- the error bank ------------------------------------------------------------------------------------------------
@styled
def errors_by_kind(errors: pd.DataFrame, practice: pd.DataFrame, language: str | None = None) -> Chart:
    """The printed errors by kind; those that are left to lesson 05 hatched.

    errors: printed_errors.csv; practice: the rows of it that are for practice here (rules.practice_errors()).
    """
    language = lang.check(language)
    kinds = (
        errors["kind"]
        .value_counts()
        .rename_axis("kind")
        .reset_index(name="all")
        .sort_values(["all", "kind"], ascending=[False, True])
    )
    shown = practice["kind"].value_counts()
    names = {kind: lang.text(f"claims.kind_{kind}", language) for kind in kinds["kind"]}
    top = kinds.iloc[0]
    title = lang.text(
        "claims.bank_title",
        language,
        kind=names[top["kind"]],
        most=lang.number(int(top["all"]), language=language),
        all=lang.count(len(errors), "printed_error", language),
    )
    years = errors["published_date"].dropna().dt.year
    period = lang.text("common.range", language, low=str(years.min()), high=str(years.max()))
    line = source_line(lang.text("claims.bank_source", language), period, language, "common.source_line_period")
    made = frame(
        title,
        lang.text("claims.bank_subtitle", language),
        line,
        language,
        height=5.1,
        left=0.36,
        right=0.93,
        bottom_inches=0.62,
    )
    axes = made.axes
    for place, kind in enumerate(kinds.itertuples()):
        here = int(shown.get(kind.kind, 0))
        axes.barh(place, here, height=0.68, color=COLOURS["official"])
        axes.barh(
            place,
            kind.all - here,
            left=here,
            height=0.68,
            color="white",
            edgecolor=COLOURS["official"],
            hatch="////",
            linewidth=0.8,
        )
        beside(axes, lang.number(int(kind.all), language=language), (kind.all, place), 6)
    axes.set_yticks(range(len(kinds)), list(names.values()), size=11)
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    bars_only(axes)
    parts = [
        lang.text(
            "claims.bank_part", language, kind=names[kind.kind], number=lang.number(int(kind.all), language=language)
        )
        for kind in kinds.itertuples()
    ]
    words = lang.text(
        "claims.bank_sentence",
        language,
        all=lang.count(len(errors), "printed_error", language),
        parts=lang.listed(parts, language),
        practice=lang.number(len(practice), language=language),
    )
    return made.chart("claims-errors-by-kind", words)
