"""The charts of 06-coalition: members, who struck from when to when, shares of strikes, and what each word counts."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from ... import language as lang
from ... import measures
from ...sheet import (
    COLOURS,
    Chart,
    bars_only,
    beside,
    date_axis,
    frame,
    label,
    number_axis,
    publishers,
    source_line,
    styled,
    wrap,
)
from . import rules

THEATRES = ("iraq", "syria")
FIRST_DAY, LAST_DAY = datetime.date(2014, 8, 1), datetime.date(2018, 12, 31)
"""The days that the lane chart shows."""

MISNAMED = ("nations", "countries")
"""What a text calls the members when it takes all of them for states (column called_en)."""

_LANE = {"iraq": -0.21, "syria": 0.21}  # where a theatre's lane lies in the row of a state
_HALF = 0.17  # half the height of a lane
_FADE_DAYS = 230  # how long a stretch without known end takes to fade; a way of drawing, not a finding


# --- members ----------------------------------------------------------------------------------------------------
@styled
def members(counts: pd.DataFrame, language: str | None = None) -> Chart:
    """Members of the Coalition as printed by date, with the states among them where a text counts them apart.

    counts: coalition_members.csv with publisher_en and publisher_ar, in date order.
    """
    language = lang.check(language)
    first, last = counts.iloc[0], counts.iloc[-1]
    split = counts[counts["states"].notna()]
    misnamed = counts[counts["called_en"].isin(MISNAMED)]
    values = {
        "first": lang.number(first["members_total"], language=language),
        "last": lang.count(last["members_total"], "member", language),
        "first_month": lang.month(first["as_of_date"], language),
        "last_month": lang.month(last["as_of_date"], language),
        "texts": lang.count(len(misnamed), "text", language),
        "splits": lang.count(len(split), "text", language),
        "states": lang.number(split.iloc[-1]["states"], language=language),
        "organisations": lang.count(split.iloc[-1]["organisations"], "organisation", language),
        "total": lang.number(split.iloc[-1]["members_total"], language=language),
        "date": lang.date(split.iloc[-1]["as_of_date"], language),
    }
    title = lang.text("coalition.members_title", language, **values)
    source = source_line(publishers(counts, language), lang.month(last["as_of_date"], language), language)
    made = frame(title, lang.text("coalition.members_subtitle", language), source, language)
    axes = made.axes
    axes.plot(
        counts["as_of_date"], counts["members_total"], color=COLOURS["official"], marker="o", clip_on=False, zorder=3
    )
    axes.plot(
        misnamed["as_of_date"],
        misnamed["members_total"],
        color=COLOURS["highlight"],
        marker="D",
        markersize=9,
        markerfacecolor="white",
        markeredgewidth=2,
        linestyle="none",
        clip_on=False,
        zorder=4,
    )
    axes.plot(
        split["as_of_date"],
        split["states"],
        color=COLOURS["plain"],
        marker="s",
        linestyle="none",
        markersize=7,
        zorder=4,
    )
    _label_members(axes, counts, split, misnamed, language)
    date_axis(axes, language, pd.Timestamp("2014-03-01"), pd.Timestamp("2024-12-31"), 12)
    axes.set_ylim(50, 92)
    number_axis(axes.yaxis, language)
    return made.chart("coalition-members", lang.text("coalition.members_sentence", language, **values))


def _label_members(axes, counts: pd.DataFrame, split: pd.DataFrame, misnamed: pd.DataFrame, language: str) -> None:
    """Name the three sets of markers of `members`, and write the first and last count and every count of states."""
    for count, offset in zip(split.itertuples(), ((0, -15), (-3, -16), (17, 0)), strict=True):
        label(
            axes,
            lang.number(count.states, language=language),
            (count.as_of_date, count.states),
            offset,
            COLOURS["plain"],
        )
    for count, offset in ((counts.iloc[0], (-17, 0)), (counts.iloc[-1], (-2, 18))):
        label(
            axes,
            lang.number(count["members_total"], language=language),
            (count["as_of_date"], count["members_total"]),
            offset,
            COLOURS["official"],
        )
    label(
        axes,
        lang.text("coalition.members_label", language),
        (pd.Timestamp("2020-06-01"), 82),
        (-6, 22),
        COLOURS["official"],
        "right",
    )
    label(
        axes,
        lang.text("coalition.states_label", language),
        (split.iloc[-1]["as_of_date"], split.iloc[-1]["states"]),
        (30, -1),
        COLOURS["plain"],
        "left",
    )
    label(
        axes,
        wrap(lang.text("coalition.misnamed_label", language), 11, "bold", 2.2),
        (misnamed.iloc[-1]["as_of_date"], misnamed.iloc[-1]["members_total"]),
        (4, -42),
        COLOURS["highlight"],
        "right",
    )


# --- lanes ------------------------------------------------------------------------------------------------------
def _pieces(span) -> list[tuple[float, float, float]]:
    """A stretch cut into pieces (from, to, strength): fading in and out where a date is not firm."""
    maybe_from, sure_from, sure_to = mdates.date2num([span.maybe_from, span.sure_from, span.sure_to])
    maybe_to = sure_to + _FADE_DAYS if pd.isna(span.maybe_to) else mdates.date2num(span.maybe_to)
    pieces = []
    if sure_from > maybe_from:
        edges = np.linspace(maybe_from, sure_from, 7)
        pieces += list(zip(edges[:-1], edges[1:], np.linspace(0.2, 0.9, 6), strict=True))
    pieces.append((sure_from, sure_to, 1.0))
    if maybe_to > sure_to:
        steps = 24 if pd.isna(span.maybe_to) else 6
        edges = np.linspace(sure_to, maybe_to, steps + 1)
        pieces += list(zip(edges[:-1], edges[1:], np.linspace(0.9, 0.08, steps), strict=True))
    return pieces


class Lanes:
    """The lane chart's artists: a row for each state, in it a lane for Iraq and one for Syria.

    Made once, from the table of rules.stretches(); an explorer draws its date line over them and dims a theatre.
    """

    def __init__(self, axes, table: pd.DataFrame, language: str):
        self.axes, self.language = axes, language
        order = table.sort_values("start_date", kind="stable").drop_duplicates("state_code")
        self.rows = {code: position for position, code in enumerate(order["state_code"])}
        support = rules.support_only()
        names = [*order[f"state_{language}"], *support[f"state_{language}"]]
        self._lanes = {theatre: self._draw(table[table["theatre"] == theatre], theatre) for theatre in THEATRES}
        for number, record in enumerate(support.itertuples(), start=len(self.rows)):
            beside(
                axes,
                lang.text("coalition.support_label", language),
                (mdates.date2num(record.event_date), number),
                9,
                weight="normal",
                size=10,
                color=COLOURS["note"],
                zorder=7,
                bbox={"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"},
            )
            axes.plot(
                [record.event_date], [number], marker="s", markersize=6, color=COLOURS["note"], markerfacecolor="white"
            )
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", labelsize=10.5)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.grid(False, axis="y")
        for position in range(1, len(names)):
            axes.axhline(position - 0.5, color="#E3E3E3", linewidth=0.8, zorder=0)
        date_axis(axes, language, FIRST_DAY - datetime.timedelta(days=20), LAST_DAY + datetime.timedelta(days=30))
        axes.spines["left"].set_visible(False)

    def _draw(self, own: pd.DataFrame, theatre: str) -> list:
        colour, white = np.array(to_rgb(COLOURS[theatre])), np.ones(3)
        boxes, colours, solid = [], [], []
        for span in own.itertuples():
            middle = self.height(span.state_code, theatre)
            for start, end, strength in _pieces(span):
                box = [(start, middle - _HALF), (end, middle - _HALF), (end, middle + _HALF), (start, middle + _HALF)]
                boxes.append(box)
                colours.append(tuple(white + (colour - white) * strength))
                if strength == 1 and end > start:
                    solid.append(box)
        artists = [
            self.axes.add_collection(
                PolyCollection(boxes, facecolors=colours, linewidths=0, antialiased=False, zorder=2)
            )
        ]
        if theatre == "syria":
            artists.append(
                self.axes.add_collection(
                    PolyCollection(
                        solid, facecolors="none", edgecolors="#FFFFFF90", hatch="////", linewidths=0, zorder=2.1
                    )
                )
            )
        for doubtful in (False, True):
            spans = own[own["doubtful_start"] == doubtful]
            heights = [self.height(code, theatre) for code in spans["state_code"]]
            artists += self.axes.plot(
                spans["start_date"],
                heights,
                linestyle="none",
                marker="o",
                markersize=5.5,
                zorder=3,
                markeredgewidth=1.4,
                color=COLOURS[theatre],
                markerfacecolor="white" if doubtful else COLOURS[theatre],
            )
        for span in own[own["maybe_to"].isna()].itertuples():
            middle = self.height(span.state_code, theatre)
            artists.append(
                self.axes.annotate(
                    lang.text("coalition.unknown_mark", self.language),
                    (mdates.date2num(span.sure_to) + _FADE_DAYS, middle),
                    (1, 0),
                    textcoords="offset points",
                    ha="left",
                    va="center",
                    size=10,
                    weight="bold",
                    color=COLOURS[theatre],
                )
            )
        return artists

    def height(self, state_code: str, theatre: str) -> float:
        """The y of a state's lane."""
        return self.rows[state_code] + _LANE[theatre]

    def name_theatres(self) -> None:
        """Write Iraq and Syria to the right of the lanes of the first row, outside the axes."""
        for theatre in THEATRES:
            self.axes.annotate(
                lang.code("theatre", theatre, self.language),
                (1.0, _LANE[theatre]),
                (4, 0),
                xycoords=self.axes.get_yaxis_transform(),
                textcoords="offset points",
                ha="left",
                va="center",
                size=10,
                weight="bold",
                color=COLOURS[theatre],
                annotation_clip=False,
            )

    def dim(self, shown: tuple[str, ...]) -> None:
        """Draw the theatres that are not in `shown` faintly."""
        for theatre, artists in self._lanes.items():
            for artist in artists:
                artist.set_alpha(1.0 if theatre in shown else 0.13)


def lanes_source(table: pd.DataFrame, as_of, language: str) -> str:
    """The source line of the lanes: who printed the starts and ends."""
    names = [name for column in ("publisher", "end_publisher") for name in table[f"{column}_{language}"] if name]
    return source_line(names, as_of, language)


@styled
def strike_lanes(table: pd.DataFrame, language: str | None = None) -> Chart:
    """Who carried out strikes from when to when, in Iraq and in Syria; unknown ends fade.

    table: the result of rules.stretches().
    """
    language = lang.check(language)
    iraq, syria = (set(table[table["theatre"] == theatre]["state_code"]) for theatre in THEATRES)
    open_ended = table[table["maybe_to"].isna()]
    values = {
        "states": lang.count(len(iraq | syria), "state", language),
        "iraq": lang.number(len(iraq), language=language),
        "syria": lang.number(len(syria), language=language),
        "first": lang.date(table["start_date"].min(), language),
        "open": lang.count(open_ended["state_code"].nunique(), "state", language),
        "open_names": lang.listed(dict.fromkeys(open_ended[f"state_{language}"]), language, "common.comma"),
        "doubtful": lang.number(int(table["doubtful_start"].sum()), language=language),
        "stretches": lang.number(len(table), language=language),
    }
    title = lang.text("coalition.lanes_title", language, **values)
    source = lanes_source(table, lang.month(LAST_DAY, language), language)
    made = frame(
        title,
        lang.text("coalition.lanes_subtitle", language),
        source,
        language,
        height=7.3,
        left=0.235,
        right=0.922,
        top_inches=1.25,
    )
    Lanes(made.axes, table, language).name_theatres()
    return made.chart("coalition-strike-lanes", lang.text("coalition.lanes_sentence", language, **values))


# --- shares -----------------------------------------------------------------------------------------------------
@styled
def strike_shares(report: pd.Series, language: str | None = None) -> Chart:
    """Strikes by the United States and by its partners in each theatre, on one date.

    report: a row of strikes.csv with us_iraq, partners_iraq, us_syria, partners_syria and publishers.
    """
    language = lang.check(language)
    percent = {t: float(measures.share(report[f"partners_{t}"], report[f"strikes_{t}"]).best) for t in THEATRES}
    values = {
        "iraq": lang.percent(percent["iraq"], 1, language),
        "syria": lang.percent(percent["syria"], 1, language),
        "date": lang.date(report["as_of_date"], language),
    }
    for theatre in THEATRES:
        values[f"partners_{theatre}"] = lang.number(report[f"partners_{theatre}"], language=language)
        values[f"all_{theatre}"] = lang.count(report[f"strikes_{theatre}"], "strike", language)
    title = lang.text("coalition.shares_title", language, **values)
    source = source_line(report[f"publisher_{language}"], report["as_of_date"], language)
    made = frame(
        title,
        lang.text("coalition.shares_subtitle", language, **values),
        source,
        language,
        height=4.2,
        left=0.12,
        right=0.96,
        bottom_inches=0.75,
    )
    axes = made.axes
    for position, theatre in enumerate(THEATRES):
        left = 0
        for who, colour, hatch in (("us", "united_states", ""), ("partners", "partners", "///")):
            value = report[f"{who}_{theatre}"]
            axes.barh(position, value, left=left, height=0.5, color=COLOURS[colour], hatch=hatch, edgecolor="white")
            share = lang.percent(100 * value / report[f"strikes_{theatre}"], 1, language)
            words = lang.text(
                f"coalition.share_{who}", language, number=lang.number(value, language=language), share=share
            )
            if who == "us":
                label(
                    axes,
                    words,
                    (left, position),
                    (8, 0),
                    COLOURS[colour],
                    "left",
                    bbox={"boxstyle": "square,pad=0.25", "facecolor": "white", "edgecolor": "none"},
                )
            else:
                label(
                    axes,
                    words,
                    (left + value, position),
                    (0, 39),
                    COLOURS[colour],
                    "right" if theatre == "iraq" else "center",
                )
            left += value
    axes.set_yticks([0, 1], [lang.code("theatre", t, language) for t in THEATRES])
    axes.tick_params(axis="y", labelsize=12)
    axes.set_ylim(1.5, -0.62)
    axes.set_xlim(0, 13500)
    number_axis(axes.xaxis, language)
    axes.grid(False, axis="y")
    axes.spines["left"].set_visible(False)
    return made.chart("coalition-strike-shares", lang.text("coalition.shares_sentence", language, **values))


@styled
def share_over_time(reports: pd.DataFrame, language: str | None = None) -> Chart:
    """The partners' share of the cumulative strikes in each theatre, by date.

    reports: rows of strikes.csv with strikes_* and partners_* for both theatres, in date order, with publishers. In
        a row of quality "rounded" the number of strikes in Iraq is a floor ("more than"), so its share is a ceiling.
    """
    language = lang.check(language)
    share = {t: 100 * reports[f"partners_{t}"] / reports[f"strikes_{t}"] for t in THEATRES}
    first, last = reports.iloc[0], reports.iloc[-1]
    values = {
        f"{name}_{t}": lang.percent(share[t].iloc[i], 1, language)
        for t in THEATRES
        for name, i in (("first", 0), ("last", -1))
    }
    values |= {
        "first_date": lang.month(first["as_of_date"], language),
        "last_date": lang.month(last["as_of_date"], language),
    }
    title = lang.text("coalition.trend_title", language, **values)
    source = source_line(publishers(reports, language), last["as_of_date"], language)
    made = frame(title, lang.text("coalition.trend_subtitle", language), source, language)
    axes = made.axes
    for theatre, marker in (("iraq", "o"), ("syria", "s")):
        colour = COLOURS[theatre]
        # Between the first two reports lie 18 months without one: a dashed line, since nothing is known of the way.
        axes.plot(
            reports["as_of_date"].iloc[:2], share[theatre].iloc[:2], color=colour, linestyle=(0, (2, 3)), linewidth=1.4
        )
        axes.plot(reports["as_of_date"].iloc[1:], share[theatre].iloc[1:], color=colour, marker=marker)
        ceiling = theatre == "iraq" and first["quality"] == "rounded"
        axes.plot(
            first["as_of_date"],
            share[theatre].iloc[0],
            color=colour,
            marker=marker,
            markerfacecolor="white" if ceiling else colour,
            markeredgewidth=1.8,
        )
        words = (
            lang.text("coalition.at_most", language, number=values[f"first_{theatre}"])
            if ceiling
            else values[f"first_{theatre}"]
        )
        label(axes, words, (first["as_of_date"], share[theatre].iloc[0]), (-6, 30 if ceiling else -17), colour, "left")
        label(axes, values[f"last_{theatre}"], (last["as_of_date"], share[theatre].iloc[-1]), (0, 16), colour)
        label(
            axes,
            lang.code("theatre", theatre, language),
            (reports.iloc[2]["as_of_date"], share[theatre].iloc[2]),
            (0, 17),
            colour,
        )
    ceiling = share["iraq"].iloc[0]
    if first["quality"] == "rounded":
        axes.annotate(
            "",
            (mdates.date2num(first["as_of_date"]) - 14, ceiling - 3.4),
            (mdates.date2num(first["as_of_date"]) - 14, ceiling),
            arrowprops={"arrowstyle": "->", "color": COLOURS["iraq"], "linewidth": 1.6},
        )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2017-08-15"))
    axes.set_ylim(0, 40)
    number_axis(axes.yaxis, language, suffix="%")
    return made.chart("coalition-partners-share", lang.text("coalition.trend_sentence", language, **values))


# --- what each word counts --------------------------------------------------------------------------------------
def _draw_unclear(axes, y: float, known: int, unclear: int, words: str) -> None:
    """The states whose end is not known: fading slices to the right of the bar, with words instead of a sum."""
    edges = np.linspace(0, unclear, 13)
    for start, end, strength in zip(edges[:-1], edges[1:], np.linspace(0.7, 0.1, 12), strict=True):
        look = {"color": COLOURS["official"], "alpha": strength, "linewidth": 0}
        axes.barh(y, end - start, left=known + start, height=0.56, **look)
    beside(axes, words, (known + unclear, y), 6, size=12, color=COLOURS["official"])


@styled
def what_is_counted(count: pd.Series, table: pd.DataFrame, day, language: str | None = None) -> Chart:
    """Members, states, states on record with strikes, and states known to strike on `day`: a bar each.

    count: a row of coalition_members.csv with members_total, states and publishers; table: rules.stretches().
    """
    language = lang.check(language)
    standing = rules.standing(table, day)
    striking = set(standing[standing["status"] == "striking"]["state_code"])
    unclear = set(standing[standing["status"] == "unclear"]["state_code"]) - striking
    steps = [
        ("members", int(count["members_total"])),
        ("states", int(count["states"])),
        ("ever", table["state_code"].nunique()),
        ("day", len(striking)),
    ]
    values = {
        "members": lang.count(steps[0][1], "member", language),
        "states": lang.count(steps[1][1], "state", language),
        "ever": lang.number(steps[2][1], language=language),
        "striking": lang.number(steps[3][1], language=language),
        "unclear": lang.number(len(unclear), language=language),
        "count_date": lang.date(count["as_of_date"], language),
        "date": lang.date(day, language),
    }
    values["doubt"] = lang.text("coalition.counted_doubt", language, **values) if unclear else ""
    title = lang.text("coalition.counted_title", language, **values)
    source = source_line([count[f"publisher_{language}"], *publishers(table, language)], pd.Timestamp(day), language)
    made = frame(
        title,
        lang.text("coalition.counted_subtitle", language),
        source,
        language,
        height=4.5,
        left=0.43,
        right=0.95,
        bottom_inches=0.6,
    )
    axes = made.axes
    colours = [COLOURS["plain"], COLOURS["plain"], COLOURS["official"], COLOURS["official"]]
    for position, ((name, number), colour) in enumerate(zip(steps, colours, strict=True)):
        axes.barh(position, number, height=0.56, color=colour)
        if name != "day" or not unclear:
            beside(axes, lang.number(number, language=language), (number, position), 6, size=14, color=colour)
    if unclear:  # words stand in place of the last number
        _draw_unclear(axes, 3, len(striking), len(unclear), lang.text("coalition.counted_open", language, **values))
    names = [
        wrap(lang.text(f"coalition.counted_{name}", language, **values), 11, width_inches=2.9, balanced=True)
        for name, _ in steps
    ]
    axes.set_yticks(range(4), names)
    axes.set_ylim(3.55, -0.5)
    axes.set_xlim(0, 80)
    bars_only(axes)
    return made.chart("coalition-what-is-counted", lang.text("coalition.counted_sentence", language, **values))
