"""The charts of 05-civilian-harm: reports on their way to a number, two running totals, and counts side by side.

How a number is drawn says what kind of number it is: a floor fades out at its open end, a range is a hatched band,
an exact count ends in a line, and a highest claim fades out towards its unknown low end. No middle of a range is
drawn anywhere. All counting bodies are drawn with the same weight, in the order of scope or of publication and
never by size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.colors import to_rgb
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ... import language as lang
from ...sheet import COLOURS, Chart, beside, date_axis, frame, label, number_axis, publishers, source_line, styled

OFFICIAL_BODIES = {"coalition", "adf", "dod"}
NEUTRAL_BODIES = {"un", "iraqi_civil_defence"}

MOSUL_SCOPES = (
    "all_parties_mosul",
    "daesh_mosul",
    "air_strikes_west_mosul",
    "recovered_mosul",
    "iraqi_or_coalition_mosul",
    "coalition_mosul",
)
"""From any party to a single one: the order of the groups, whatever their numbers."""

_SOLID, _BAND = 0.8, 0.32  # how opaque
_GROUND = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}  # keeps grid lines out of words
_STEPS = 9  # a fade is drawn in this many steps, which a picture with few colours keeps clean


# --- words for figures -----------------------------------------------------------------------------------------------
def figure_words(row: pd.Series, language: str | None = None) -> str:
    """A count with the kind of number it is: "at least 624", "6 to 18", "up to 230", "1 strike in 5".

    row: one row of civilian_counts.csv.
    """
    language = lang.check(language)
    if pd.notna(row["rate_one_in"]):
        return lang.text("harm.figure_rate", language, n=lang.number(row["rate_one_in"], 0, language))
    if row["bound"] == "range":
        ends = {end: lang.number(row[f"people_killed_{end}"], 0, language) for end in ("low", "high")}
        return lang.text("common.range", language, **ends)
    value = row["people_killed_high"] if row["bound"] == "up_to" else row["people_killed_low"]
    return lang.text(f"harm.figure_{row['bound']}", language, n=lang.number(value, 0, language))


def body(row: pd.Series, language: str | None = None) -> str:
    """The short name of the body that counted."""
    return lang.text(f"harm.body_{row['counting_body']}", language)


def published(table: pd.DataFrame) -> pd.Series:
    """The day on which each figure was published; where only the month is known, the day up to which it counts."""
    return table["report_date"].where(table["report_precision"] != "month", table["as_of_date"])


def colour_of(counting_body: str) -> str:
    """The colour of a counting body: official, independent, or neither of the two."""
    kind = (
        "official"
        if counting_body in OFFICIAL_BODIES
        else "plain"
        if counting_body in NEUTRAL_BODIES
        else "independent"
    )
    return COLOURS[kind]


# --- drawing a number as what it is -----------------------------------------------------------------------------------
def _fade(axes, left: float, right: float, bottom: float, top: float, colour: str, start: float, end: float):
    """A rectangle whose opacity goes from `start` at its left edge to `end` at its right edge."""
    shades = np.ones((1, _STEPS, 4))
    shades[..., :3] = to_rgb(colour)
    shades[..., 3] = np.linspace(start, end, _STEPS + 2)[1:-1]
    return axes.imshow(shades, extent=(left, right, bottom, top), aspect="auto", interpolation="nearest", zorder=2)


def draw_figure(axes, y: float, row: pd.Series, reach: float, height: float = 0.56) -> tuple[float, list]:
    """Draw one count as a horizontal bar at `y`; return where it ends and its artists.

    reach: how far an open end fades, in the units of the axis; set the limits of the axes afterwards.
    """
    colour, bottom, top = colour_of(row["counting_body"]), y - height / 2, y + height / 2
    low, high, bound = row["people_killed_low"], row["people_killed_high"], row["bound"]
    artists = []

    def box(left, right, alpha, **more):
        patch = Rectangle((left, bottom), right - left, height, facecolor=colour, alpha=alpha, linewidth=0, **more)
        artists.append(axes.add_patch(patch))

    def edge(x):
        artists.extend(axes.plot([x, x], [bottom, top], color=colour, linewidth=2.4, solid_capstyle="butt"))

    if bound == "up_to":
        artists.append(_fade(axes, 0, high, bottom, top, colour, 0.0, _BAND * 1.6))
        edge(high)
        return high, artists
    if bound == "range":
        box(0, low, _SOLID)
        box(low, high, _BAND)
        artists.append(
            axes.add_patch(
                Rectangle(
                    (low, bottom), high - low, height, facecolor="none", edgecolor=colour, hatch="////", linewidth=0
                )
            )
        )
        edge(high)
        return high, artists
    if bound == "exact":
        box(0, low, _SOLID)
        edge(low)
        return low, artists
    if bound == "about":
        reach = min(reach, low)
        box(0, low - reach / 2, _SOLID)
        artists.append(_fade(axes, low - reach / 2, low + reach / 2, bottom, top, colour, _SOLID, 0.0))
        return low + reach / 2, artists
    box(0, low, _SOLID)
    artists.append(_fade(axes, low, low + reach, bottom, top, colour, _SOLID, 0.0))
    return low + reach, artists


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def _group_sentence(heading: str, rows: pd.DataFrame, language: str) -> str:
    """The figures of one group in words, body by body, as `_grouped` draws them."""
    figures = [
        lang.text("harm.body_figure", language, body=body(row, language), figure=figure_words(row, language))
        for _, row in rows.iterrows()
    ]
    return lang.text("harm.incident_sentence", language, incident=heading, figures=lang.listed(figures, language))


def _grouped(made, groups: list[tuple[str, pd.DataFrame]], top: float, language: str) -> None:
    """Groups of bars with a heading each; every bar named at its left and written out at its right."""
    axes, y, ticks, names = made.axes, 0.0, [], []
    for heading, rows in groups:
        side, x = ("right", 1.0) if lang.is_right_to_left(language) else ("left", 0.012)
        figure_x = {"left": x, "right": 0.988}[side]
        axes.annotate(
            heading,
            (figure_x, y),
            xycoords=("figure fraction", "data"),
            ha=side,
            va="center",
            weight="bold",
            color=COLOURS["text"],
            annotation_clip=False,
            bbox=_GROUND,
        )
        y += 0.92
        for _, row in rows.iterrows():
            end, _artists = draw_figure(axes, y, row, reach=top * 0.06)
            beside(axes, figure_words(row, language), (end, y), 6, color=colour_of(row["counting_body"]))
            ticks.append(y)
            names.append(body(row, language))
            y += 0.86
        y += 0.34
    axes.set_yticks(ticks, names)
    axes.set_xlim(0, top)
    axes.set_ylim(y - 0.75, -0.45)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    number_axis(axes.xaxis, language)


# --- the charts -------------------------------------------------------------------------------------------------------
@styled
def flow(report: pd.Series, language: str | None = None) -> Chart:
    """What became of the reports that one official release had to judge: a flow from the desk to three outcomes.

    report: a row of civilian_counts.csv with reports_completed_in_month, credible_in_month, reports_open,
        people_killed_added, people_killed_low, as_of_date, publisher_en and publisher_ar.
    """
    language = lang.check(language)
    assessed, credible, open_ = (
        int(report[name]) for name in ("reports_completed_in_month", "credible_in_month", "reports_open")
    )
    desk, other = assessed + open_, assessed - credible
    added, total = int(report["people_killed_added"]), int(report["people_killed_low"])
    values = {
        "month": lang.month(report["as_of_date"], language),
        "desk": lang.count(desk, "allegation", language),
        "assessed": lang.count(assessed, "allegation", language),
        **{
            f"{name}_number": lang.number(size, 0, language)
            for name, size in {"open": open_, "credible": credible, "other": other}.items()
        },
        "added": lang.count(added, "civilian_killed", language),
        "total": lang.number(total, 0, language),
        "before": lang.number(total - added, 0, language),
        "added_number": lang.number(added, 0, language),
        "as_of": lang.date(report["as_of_date"], language),
    }
    title = lang.text("harm.flow_title", language, **values)
    source = source_line(report[f"publisher_{language}"], report["as_of_date"], language)
    made = frame(
        title,
        lang.text("harm.flow_subtitle", language),
        source,
        language,
        height=4.7,
        left=0.02,
        right=0.98,
        bottom_inches=0.45,
        top_inches=1.2,
    )
    sizes = {"credible": credible, "other": other, "open": open_}
    text_x, ends = _draw_flow(made.axes, sizes, language)

    def words(key, x, y, **more):
        side = "right" if lang.is_right_to_left(language) else "left"
        made.axes.text(
            x, y, lang.text(f"harm.{key}", language, **values), ha=side, va="center", linespacing=1.35, **more
        )

    words("flow_desk", _FLOW_COLUMNS[0], -desk * 0.15, weight="bold")
    words("flow_assessed", _FLOW_COLUMNS[1], -desk * 0.15, weight="bold")
    words("flow_credible", text_x, ends["credible"] + credible / 2, weight="bold", color=COLOURS["official"])
    words("flow_other", text_x, ends["other"] + other / 2, weight="bold", color=COLOURS["plain"])
    words("flow_open", text_x + 0.04, ends["open"] + open_ / 2, weight="bold", color=COLOURS["note"])
    return made.chart("harm-reports-flow", lang.text("harm.flow_sentence", language, **values))


_FLOW_COLUMNS, _FLOW_WIDTH = (0.03, 0.30, 0.56), 0.018  # shares of the axes: where the three bars stand, their width


def _draw_flow(axes, sizes: dict[str, int], language: str) -> tuple[float, dict[str, float]]:
    """Draw the bars and the bands between them; return where words to the last bars begin, and the bars' upper edges.

    sizes: reports by outcome: credible, other, open. Heights on the axes are numbers of reports.
    """
    credible, other, open_ = (sizes[name] for name in ("credible", "other", "open"))
    assessed, desk = credible + other, credible + other + open_
    axes.set_axis_off()
    axes.set_xlim((1, 0) if lang.is_right_to_left(language) else (0, 1))
    axes.set_ylim(desk * 1.32, -desk * 0.27)
    gap = desk * 0.16
    # From top to bottom: credible, other outcomes, open. The gaps spread them out so that each can be read.
    starts = {"credible": 0, "other": credible, "open": assessed}
    middles = {"credible": 0, "other": credible, "open": assessed + gap}
    ends = {"credible": -gap * 0.35, "other": credible + gap * 0.75, "open": assessed + gap * 1.75}
    colours = {"credible": COLOURS["official"], "other": COLOURS["plain"], "open": COLOURS["muted"]}
    columns, width = _FLOW_COLUMNS, _FLOW_WIDTH

    def band(x0, x1, y0, y1, size, colour):
        middle = (x0 + x1) / 2
        points = [
            (x0, y0),
            (middle, y0),
            (middle, y1),
            (x1, y1),
            (x1, y1 + size),
            (middle, y1 + size),
            (middle, y0 + size),
            (x0, y0 + size),
            (x0, y0),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.38, linewidth=0))

    for name, size in sizes.items():
        band(columns[0] + width, columns[1], starts[name], middles[name], size, colours[name])
        band(columns[1] + width, columns[2], middles[name], ends[name], size, colours[name])
    axes.add_patch(Rectangle((columns[0], 0), width, desk, facecolor=COLOURS["text"], linewidth=0))
    axes.add_patch(Rectangle((columns[1], 0), width, assessed, facecolor=COLOURS["text"], linewidth=0))
    axes.add_patch(Rectangle((columns[1], assessed + gap), width, open_, facecolor=COLOURS["muted"], linewidth=0))
    for name in ("credible", "other"):
        axes.add_patch(
            Rectangle(
                (columns[2], ends[name]),
                width,
                sizes[name],
                facecolor=colours[name],
                linewidth=0.8,
                edgecolor=colours[name],
            )
        )
    # An open report has no outcome yet: its end fades.
    steps = np.linspace(0, 1, 24)
    for k in steps[:-1]:
        axes.add_patch(
            Rectangle(
                (columns[2] + k * 0.05, ends["open"]),
                0.05 / 23,
                open_,
                facecolor=COLOURS["muted"],
                alpha=0.38 * (1 - k),
                linewidth=0,
            )
        )
    return columns[2] + width + 0.02, ends


@styled
def two_counts(official: pd.DataFrame, independent: pd.DataFrame, language: str | None = None) -> Chart:
    """Two running totals of the same strikes, each as published: floors with open tops, ranges as bands.

    official, independent: rows of civilian_counts.csv of one series each, with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    tables = {"official": official, "independent": independent}
    tables = {
        name: table.assign(day=published(table))
        .dropna(subset=["day", "as_of_date"])
        .sort_values(["day", "people_killed_low"])
        for name, table in tables.items()
    }
    first = tables["official"].iloc[0]
    pairs = {
        "early": (first, tables["independent"].iloc[0]),
        "near": tuple(table[table["day"] <= pd.Timestamp("2017-07-31")].iloc[-1] for table in tables.values()),
        "late": tuple(table[table["day"] <= pd.Timestamp("2019-08-31")].iloc[-1] for table in tables.values()),
    }
    values = {}
    for name, (one, other) in pairs.items():
        values |= {
            f"{name}_day": lang.date(max(one["day"], other["day"]), language),
            f"{name}_month": lang.month(max(one["day"], other["day"]), language),
            f"{name}_official": lang.number(one["people_killed_low"], 0, language),
            f"{name}_independent": figure_words(other, language),
        }
    days = [day for table in tables.values() for day in table["day"]]
    period = lang.text(
        "common.range", language, low=lang.date(min(days), language), high=lang.date(max(days), language)
    )
    title = lang.text("harm.two_counts_title", language, **values)
    near = [row[f"publisher_{language}"] for row in pairs["near"]]
    source = source_line(
        [*near, *publishers(official, language), *publishers(independent, language)],
        period,
        language,
        "common.source_line_period",
    )
    made = frame(
        title,
        lang.text("harm.two_counts_subtitle", language),
        source,
        language,
        height=5.4,
        right=0.97,
        bottom_inches=1.2,
        top_inches=1.25,
    )
    axes = made.axes
    start, end, top = pd.Timestamp("2015-07-01"), pd.Timestamp("2021-02-01"), 14_000
    for name, marker in (("official", "s"), ("independent", "o")):
        _draw_running_total(axes, tables[name], COLOURS[name], marker, (start, end), top)
    date_axis(axes, language, start, end, 12)
    axes.set_ylim(0, top)
    number_axis(axes.yaxis, language)
    article = official[official["report_date"] == pd.Timestamp("2017-08-04")].iloc[0]
    leader = {"arrowstyle": "-", "color": COLOURS["official"], "linewidth": 0.8, "shrinkB": 3}
    label(
        axes,
        lang.text("harm.article_label", language, n=lang.number(article["people_killed_low"], 0, language)),
        (article["report_date"], article["people_killed_low"]),
        (46, 34),
        COLOURS["official"],
        arrowprops=leader,
    )
    for key, day, height, offset, name, side in (
        ("official_label", "2019-12-15", 1335, (0, 34), "official", "center"),
        ("independent_label", "2017-10-26", 5637, (-12, 44), "independent", "right"),
        ("range_label", "2019-08-07", 12980, (-14, 2), "independent", "right"),
    ):
        label(axes, lang.text(f"harm.{key}", language), (pd.Timestamp(day), height), offset, COLOURS[name], side)
    return made.chart("harm-two-counts", lang.text("harm.two_counts_sentence", language, **values))


def _draw_running_total(axes, table: pd.DataFrame, colour: str, marker: str, days_shown: tuple, top: float) -> None:
    """A running total as a staircase of floors with fading tops, and its published ranges as bands.

    table: rows of civilian_counts.csv with a column `day`, in its order. days_shown, top: what the axes will show.
    """
    days, lows = mdates.date2num(table["day"]), table["people_killed_low"].to_numpy()
    axes.step([*days, days[-1]], [*lows, lows[-1]], where="post", color=colour, linewidth=2)
    axes.plot(days, lows, color=colour, marker=marker, markersize=4, linestyle="none")
    # The open top: above the floor of each day the colour fades out.
    x, y = np.linspace(*mdates.date2num(days_shown), 700), np.linspace(0, top, 420)
    floor = lows[np.clip(np.searchsorted(days, x, side="right") - 1, 0, None)]
    share = (y[:, None] - floor[None, :]) / (top * 0.075)
    image = np.empty((len(y), len(x), 4), np.uint8)  # as bytes: the chart keeps it, and drawing makes copies of it
    image[..., :3] = [255 * part for part in to_rgb(colour)]
    image[..., 3] = 255 * np.where(
        (share >= 0) & (share < 1) & (x >= days[0])[None, :] & (x <= days[-1])[None, :],
        0.45 * (1 - np.floor(share * _STEPS) / _STEPS),
        0,
    )
    axes.imshow(image, extent=(x[0], x[-1], 0, top), origin="lower", aspect="auto", interpolation="nearest", zorder=1.5)
    for row in table[table["bound"] == "range"].itertuples():
        axes.vlines(row.day, row.people_killed_low, row.people_killed_high, color=colour, linewidth=7, alpha=_BAND)
        edge = [row.day + pd.Timedelta(days=days) for days in (-14, 14)]
        axes.hlines(row.people_killed_high, *edge, color=colour, linewidth=2)


@styled
def incidents(rows: pd.DataFrame, language: str | None = None) -> Chart:
    """Single events that several bodies counted: their published figures side by side, in the order of publication.

    rows: the rows of civilian_counts.csv with the scope code single_incident, with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    order = rows.groupby("incident_code")["period_start"].min().sort_values().index
    groups, parts = [], []
    for code in order:
        chosen = rows[rows["incident_code"] == code].sort_values(["report_date", "people_killed_low"])
        heading = lang.text(f"harm.incident_{code}", language)
        groups.append((heading, chosen))
        parts.append(_group_sentence(heading, chosen, language))
    title = lang.text("harm.incidents_title", language)
    source = source_line(publishers(rows, language), rows["report_date"].max(), language)
    made = frame(
        title,
        lang.text("harm.incidents_subtitle", language),
        source,
        language,
        height=6.2,
        left=0.3,
        right=0.97,
        bottom_inches=0.95,
        top_inches=1.0,
    )
    _grouped(made, groups, 365, language)
    return made.chart("harm-single-events", " ".join(parts))


@styled
def mosul(rows: pd.DataFrame, language: str | None = None) -> Chart:
    """The counts of one battle, grouped by who is held to have killed, from the widest scope to a single party.

    rows: rows of civilian_counts.csv about Mosul, with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    rows = rows[rows["scope_code"].isin(MOSUL_SCOPES)]
    groups, parts = [], []
    for scope in MOSUL_SCOPES:
        chosen = rows[rows["scope_code"] == scope].sort_values("report_date")
        if chosen.empty:
            continue
        heading = _sentence_case(lang.text(f"harm.scope_{scope}", language))
        groups.append((heading, chosen))
        parts.append(_group_sentence(heading, chosen, language))
    title = lang.text("harm.mosul_title", language)
    whole = rows[rows["scope_code"] == MOSUL_SCOPES[0]]
    period = lang.text(
        "common.range",
        language,
        low=lang.month(whole["period_start"].min(), language),
        high=lang.month(whole["as_of_date"].max(), language),
    )
    source = source_line(publishers(rows, language), period, language, "common.source_line_period")
    made = frame(
        title,
        lang.text("harm.mosul_subtitle", language),
        source,
        language,
        height=6.6,
        left=0.24,
        right=0.97,
        bottom_inches=0.95,
        top_inches=1.0,
    )
    _grouped(made, groups, 16_500, language)
    sentence = lang.text("harm.mosul_sentence", language, parts=" ".join(parts))
    return made.chart("harm-mosul", sentence)
