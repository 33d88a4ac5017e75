"""The charts of 05-civilian-harm: reports on their way to a number, two running totals, and counts side by side.

How a number is drawn says what kind of number it is: a floor ends in a mark with a short open arrow, a range is a hatched band,
an exact count ends in a line, and a highest claim fades out towards its unknown low end. No middle of a range is
drawn anywhere. All counting bodies are drawn with the same weight, in the order of scope or of publication and
never by size.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.colors import to_rgb
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ... import data
from ... import language as lang
from ...language import Voice
from ...sheet import COLOURS, LOOKS, WIDTH_INCHES, Sheet, beside, chart, line_width, open_end
from . import rules

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
_REACH, _GAP = 0.04, 6  # how far an open end leads, as a share of the axis; points between a bar and its words
_STEPS = 9  # a fade is drawn in this many steps, which a picture with few colours keeps clean


# --- words for figures -----------------------------------------------------------------------------------------------
def figure_words(row: pd.Series, language: str | None = None) -> str:
    """A count with the kind of number it is: "at least 624", "6 to 18", "up to 230", "1 strike in 5".

    row: one row of civilian_counts.csv.
    """
    say = Voice(language, "harm")
    if pd.notna(row["rate_one_in"]):
        return say("figure_rate", n=say.number(row["rate_one_in"], 0))
    ends = row["people_killed_low"], row["people_killed_high"]
    low, high = (say.number(n, 0) if pd.notna(n) else "" for n in ends)
    if row["bound"] == "range":
        return say("common.range", low=low, high=high)
    return say(f"figure_{row['bound']}", n=high if row["bound"] == "up_to" else low)


def body(row: pd.Series, language: str | None = None) -> str:
    """The short name of the body that counted."""
    return Voice(language, "harm")(f"body_{row['counting_body']}")


def colour_of(counting_body: str) -> str:
    """The colour of a counting body: official, independent, or neither of the two."""
    return COLOURS[{"neither": "plain"}.get(kind := rules.kind(counting_body), kind)]


# --- drawing a number as what it is -----------------------------------------------------------------------------------
def draw_figure(axes, y: float, row: pd.Series, reach: float, height: float = 0.56) -> tuple[float, list]:
    """Draw one count as a horizontal bar at `y`; return where it ends and its artists.

    reach: how far an open end leads out, in the units of the axis; set the limits of the axes afterwards.
    """
    colour, bottom, top = colour_of(row["counting_body"]), y - height / 2, y + height / 2
    low, high, bound = row["people_killed_low"], row["people_killed_high"], row["bound"]
    artists = []

    def box(left, right, **look):
        look = {"facecolor": colour, "alpha": _SOLID} | look
        artists.append(axes.add_artist(Rectangle((left, bottom), right - left, height, linewidth=0, **look)))

    def fade(left, right, start, end):
        shades = np.ones((1, _STEPS, 4))
        shades[..., :3] = to_rgb(colour)
        shades[..., 3] = np.linspace(start, end, _STEPS + 2)[1:-1]
        place = {"extent": (left, right, bottom, top), "aspect": "auto", "interpolation": "nearest", "zorder": 2}
        from_the_right = axes.xaxis_inverted()
        artists.append(axes.imshow(shades, **place))
        if from_the_right and not axes.xaxis_inverted():  # a picture sets limits of its own
            axes.invert_xaxis()
        return right

    if bound == "up_to":
        end = fade(0, high, 0.0, _BAND * 1.6)
    elif bound == "range":
        box(0, low)
        box(low, high, alpha=_BAND)
        box(low, high, facecolor="none", alpha=None, edgecolor=colour, hatch="////")
        end = high
    elif bound == "exact":
        box(0, low)
        end = low
    elif bound == "about":  # begins to fade before its number
        reach = min(reach, low)
        box(0, low - reach / 2)
        return fade(low - reach / 2, low + reach / 2, _SOLID, 0.0), artists
    else:
        # A floor is solid up to its number, which is marked; the arrow says that it goes on, not how far.
        box(0, low)
        artists += axes.plot([low, low], [bottom, top], color=colour, linewidth=2.4, solid_capstyle="butt")
        artists.append(open_end(axes, (low, y), (low + reach, y), colour))
        return low + reach, artists
    artists += axes.plot([end, end], [bottom, top], color=colour, linewidth=2.4, solid_capstyle="butt")
    return end, artists


def _group_sentence(say: Voice, heading: str, rows: pd.DataFrame) -> str:
    """The figures of one group in words, body by body, as `_grouped` draws them."""
    figures = [
        say("body_figure", body=body(row, say.language), figure=figure_words(row, say.language))
        for _, row in rows.iterrows()
    ]
    return say("incident_sentence", incident=heading, figures=say.listed(figures))


def _width(axes) -> float:
    """How wide the axes are, in inches."""
    return WIDTH_INCHES * axes.get_position().width


def _room(groups: list[tuple[str, pd.DataFrame]], width: float) -> float:
    """How far an axis `width` inches wide must reach so that each figure, written out in any language, ends on it."""
    least = 0.0
    for row in (row for _, rows in groups for _, row in rows.iterrows()):
        words = max(line_width(figure_words(row, code), 11, "bold") for code in lang.LANGUAGES) + (_GAP + 1) / 72
        fade = 0 if row["bound"] in ("up_to", "range", "exact") else _REACH
        ends = row["people_killed_low"], row["people_killed_high"]
        highest = max((n for n in ends if pd.notna(n)), default=math.nan)
        least = max(least, highest / (1 - fade - words / width))
    step = 5 * 10 ** (len(str(int(least))) - 3)
    return math.ceil(least / step) * step


def _grouped(sheet: Sheet, groups: list[tuple[str, pd.DataFrame]]) -> None:
    """Groups of bars with a heading each; every bar named at its left and written out at its right."""
    axes, language, y, ticks, names = sheet.axes, sheet.language, 0.0, [], []
    top = _room(groups, _width(axes))
    side, x = ("right", 0.988) if lang.is_right_to_left(language) else ("left", 0.012)
    across = {"xycoords": ("figure fraction", "data"), "ha": side, "va": "center", "annotation_clip": False}
    for heading, rows in groups:
        axes.annotate(heading, (x, y), weight="bold", color=COLOURS["text"], bbox=_GROUND, **across)
        y += 0.92
        for _, row in rows.iterrows():
            end, _ = draw_figure(axes, y, row, reach=top * _REACH)
            beside(axes, figure_words(row, language), (end, y), _GAP, color=colour_of(row["counting_body"]))
            ticks.append(y)
            names.append(body(row, language))
            y += 0.86
        y += 0.34
    axes.set_yticks(ticks, names)
    axes.set_ylim(y - 0.75, -0.45)
    axes.grid(axis="y", visible=False)
    axes.spines[["left", "right"]].set_visible(False)
    sheet.scale(0, top, axis="x")


# --- the charts -------------------------------------------------------------------------------------------------------
_FLOW_LAYOUT = {"height": 4.7, "left": 0.02, "right": 0.98, "bottom_inches": 0.45, "top_inches": 1.2}
_FLOW_COLUMNS, _FLOW_WIDTH = (0.03, 0.30, 0.56), 0.018  # shares of the axes: where the three bars stand, their width


@chart("harm-reports-flow", words="harm.flow", **_FLOW_LAYOUT)
def flow(sheet: Sheet, report: pd.Series) -> None:
    """What became of the reports that one official release had to judge: a flow from the desk to three outcomes.

    report: a row of civilian_counts.csv with reports_completed_in_month, credible_in_month, reports_open,
        people_killed_added, people_killed_low, as_of_date, publisher_en and publisher_ar.
    """
    say = sheet.say
    names = (
        "reports_completed_in_month",
        "credible_in_month",
        "reports_open",
        "people_killed_added",
        "people_killed_low",
    )
    assessed, credible, open_, added, total = (int(report[name]) for name in names)
    sizes = {"credible": credible, "other": assessed - credible, "open": open_}
    desk = sum(sizes.values())
    sheet.source(report, report["as_of_date"])
    sheet.values = {
        "month": say.month(report["as_of_date"]),
        "as_of": say.date(report["as_of_date"]),
        "desk": say.count(desk, "allegation"),
        "assessed": say.count(assessed, "allegation"),
        "added": say.count(added, "civilian_killed"),
        **{f"{name}_number": say.number(size) for name, size in sizes.items()},
        "added_number": say.number(added),
        "before": say.number(total - added),
        "total": say.number(total),
    }
    text_x, ends = _draw_flow(sheet.axes, sizes, sheet.language)
    look = {"va": "center", "weight": "bold"}
    look["ha"] = "right" if lang.is_right_to_left(sheet.language) else "left"
    for key, x, y, colour in (
        ("desk", _FLOW_COLUMNS[0], -desk * 0.15, "text"),
        ("assessed", _FLOW_COLUMNS[1], -desk * 0.15, "text"),
        ("credible", text_x, ends["credible"] + sizes["credible"] / 2 - desk * 0.06, "official"),
        ("other", text_x, ends["other"] + sizes["other"] / 2 + desk * 0.02, "plain"),
        ("open", text_x + 0.04, ends["open"] + sizes["open"] / 2, "note"),
    ):
        sheet.axes.text(x, y, say(f"flow_{key}", **sheet.values), color=COLOURS[colour], **look)


def _draw_flow(axes, sizes: dict[str, int], language: str) -> tuple[float, dict[str, float]]:
    """Draw the bars and the bands between them; return where words to the last bars begin, and the bars' upper edges.

    sizes: reports by outcome: credible, other, open. Heights on the axes are numbers of reports.
    """
    credible, assessed, desk = sizes["credible"], sizes["credible"] + sizes["other"], sum(sizes.values())
    axes.set_axis_off()
    axes.set_xlim((1, 0) if lang.is_right_to_left(language) else (0, 1))
    axes.set_ylim(desk * 1.32, -desk * 0.27)
    gap = desk * 0.16
    # From top to bottom: credible, other outcomes, open. The gaps spread them out so that each can be read.
    starts = {"credible": 0, "other": credible, "open": assessed}
    middles = {"credible": 0, "other": credible, "open": assessed + gap}
    ends = {"credible": -gap * 0.35, "other": credible + gap * 0.75, "open": assessed + gap * 1.75}
    colours = {"credible": COLOURS["official"], "other": COLOURS["plain"], "open": COLOURS["muted"]}
    (first, second, third), width = _FLOW_COLUMNS, _FLOW_WIDTH

    def bar(x, y, size, colour, **look):
        look = {"linewidth": 0, "facecolor": colour} | look
        axes.add_artist(Rectangle((x, y), look.pop("width", width), size, **look))

    def band(x0, x1, y0, y1, size, colour):
        middle = (x0 + x1) / 2
        there = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
        back = [(x, y + size) for x, y in reversed(there)]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        axes.add_artist(PathPatch(Path([*there, *back, there[0]], codes), facecolor=colour, alpha=0.38, linewidth=0))

    for name, size in sizes.items():
        band(first + width, second, starts[name], middles[name], size, colours[name])
        band(second + width, third, middles[name], ends[name], size, colours[name])
    bar(first, 0, desk, COLOURS["text"])
    bar(second, 0, assessed, COLOURS["text"])
    bar(second, middles["open"], sizes["open"], colours["open"])
    for name in ("credible", "other"):
        bar(third, ends[name], sizes[name], colours[name], linewidth=0.8, edgecolor=colours[name])
    # An open report has no outcome yet: its end fades.
    for k in np.linspace(0, 1, 24)[:-1]:
        bar(third + k * 0.05, ends["open"], sizes["open"], colours["open"], width=0.05 / 23, alpha=0.38 * (1 - k))
    return third + width + 0.02, ends


@chart("harm-delays", words="harm.delay", height=4.2, bottom_inches=1.2)
def delays(sheet: Sheet, releases: pd.DataFrame) -> None:
    """How many days lie between the last day of each release's data and its publication.

    releases: rows of rules.delays(), with publisher_en and publisher_ar.
    """
    say, axes, look = sheet.say, sheet.axes, LOOKS["official"]
    releases = releases.sort_values("report_date")
    days, middle = releases["days"], float(releases["days"].median())
    first, last = releases["report_date"].min(), releases["report_date"].max()
    sheet.source(
        releases, say("common.range", low=say.month(first), high=say.month(last)), key="common.source_line_period"
    )
    sheet.values = {
        "typical": say.count(math.floor(middle), "day"),
        "least": say.count(int(days.min()), "day"),
        "most": say.count(int(days.max()), "day"),
        "reports": say.number(len(releases)),
    }
    axes.plot(releases["report_date"], days, color=look.colour, marker=look.marker, markersize=6, linestyle="none")
    axes.axhline(middle, color=look.colour, linewidth=1.4, linestyle=(0, (5, 3)), alpha=0.7)
    sheet.dates(first - pd.offsets.MonthBegin(2), last + pd.offsets.MonthBegin(2), 6)
    sheet.scale(0, max(60, math.ceil(days.max() * 1.15 / 20) * 20))
    if rules.ARTICLE in releases.index:
        article = releases.loc[rules.ARTICLE]
        words = say("delay_article", days=say.count(int(article["days"]), "day"))
        leader = {"arrowstyle": "-", "color": look.colour, "linewidth": 0.8, "shrinkB": 4}
        sheet.label(words, (article["report_date"], article["days"]), (46, 26), "official", arrowprops=leader)


NEAR, LATE = pd.Timestamp("2017-07-31"), pd.Timestamp("2019-08-31")
"""The days by which the sentence of `two_counts` reads both counts: the month before the article's, and the month of the
last pair in civilian_pairs.csv."""


@chart("harm-two-counts", words="harm.two_counts", height=5.4, right=0.97, bottom_inches=1.2, top_inches=1.25)
def two_counts(sheet: Sheet, official: pd.DataFrame, independent: pd.DataFrame) -> None:
    """Two running totals of the same strikes, each as published: floors with open tops, ranges as bands.

    official, independent: rows of civilian_counts.csv of one series each, with publisher_en and publisher_ar.
    """
    say, axes = sheet.say, sheet.axes
    official, independent = rules.in_order(official), rules.in_order(independent)
    tables = {"official": official, "independent": independent}
    pairs = {"early": [table.iloc[0] for table in tables.values()]}
    for name, day in (("near", NEAR), ("late", LATE)):
        pairs[name] = [table[table["published"] <= day].iloc[-1] for table in tables.values()]
    for name, (one, other) in pairs.items():
        day = max(one["published"], other["published"])
        sheet.values |= {
            f"{name}_day": say.date(day),
            f"{name}_month": say.month(day),
            f"{name}_official": say.number(one["people_killed_low"], 0),
            f"{name}_independent": figure_words(other, sheet.language),
        }
    grew = all(table["people_killed_low"].iloc[-1] > table["people_killed_low"].iloc[0] for table in tables.values())
    apart = all(other["people_killed_low"] > one["people_killed_low"] for one, other in pairs.values())
    sheet.claim(title=grew and apart)
    rows = pd.concat(tables.values())
    first, last = rows["published"].min(), rows["published"].max()
    period = say("common.range", low=say.date(first), high=say.date(last))
    sheet.source([official, independent], period, key="common.source_line_period")

    start, end = first - pd.offsets.MonthBegin(2), last + pd.offsets.MonthBegin(3)
    top = math.ceil(rows[["people_killed_low", "people_killed_high"]].max().max() * 1.02 / 2000) * 2000
    for name, table in tables.items():
        _draw_running_total(axes, table, name, top)
    sheet.dates(start, end, 12)
    sheet.scale(0, top)

    article = official.loc[rules.ARTICLE]
    words = say("official_label")
    half = (end - start) * (line_width(words, 11, "bold") / 2 / _width(axes))
    over_line = min(
        official["published"].iloc[-1] - pd.Timedelta(days=101), end - half
    )  # where all of the label has room
    below = official[official["published"] <= over_line].iloc[-1]["people_killed_low"]
    middle = independent[independent["people_killed_low"] >= 0.4 * top]
    middle = (independent if middle.empty else middle).iloc[0]
    ranges = independent[(independent["bound"] == "range") & (independent["published"] <= LATE)].iloc[-1]
    leader = {"arrowstyle": "-", "color": COLOURS["official"], "linewidth": 0.8, "shrinkB": 3}
    of_article = say("article_label", n=say.number(article["people_killed_low"], 0))
    sheet.label(of_article, _floor(article), (46, 34), "official", arrowprops=leader)
    sheet.label(words, (over_line, below), (0, 34), "official")
    sheet.label(say("independent_label"), _floor(middle), (-12, 44), "independent", "right")
    sheet.label(
        say("range_label"), (ranges["published"], ranges["people_killed_high"]), (-14, 2), "independent", "right"
    )


def _floor(row: pd.Series) -> tuple:
    """Where a row of a running total stands: its day of publication and its floor."""
    return row["published"], row["people_killed_low"]


def _draw_running_total(axes, table: pd.DataFrame, thing: str, top: float) -> None:
    """A running total as a staircase of floors, the last one open to the top, and its published ranges as bands.

    table: rows of rules.running_total. thing: official or independent. top: of the axes.
    """
    days, lows, look = mdates.date2num(table["published"]), table["people_killed_low"].to_numpy(), LOOKS[thing]
    axes.step([*days, days[-1]], [*lows, lows[-1]], where="post", color=look.colour, linewidth=2)
    axes.plot(days, lows, markersize=4, **look.line | {"linestyle": "none"})
    # A floor has no upper end: the last one leads up, by a little.
    open_end(axes, (days[-1], lows[-1]), (days[-1], lows[-1] + top * 0.07), look.colour)
    for row in data.rows(table[table["bound"] == "range"]):
        ends = row.people_killed_low, row.people_killed_high
        axes.vlines(row.published, *ends, color=look.colour, linewidth=7, alpha=_BAND)
        edge = [row.published + pd.Timedelta(days=days) for days in (-14, 14)]
        axes.hlines(row.people_killed_high, *edge, color=look.colour, linewidth=2)


@chart(
    "harm-single-events",
    words="harm.incidents",
    dated=False,
    height=6.2,
    left=0.3,
    right=0.97,
    top_inches=1.0,
    bars=True,
)
def incidents(sheet: Sheet, rows: pd.DataFrame) -> None:
    """Single events that several bodies counted: their published figures side by side, in the order of publication.

    rows: the rows of civilian_counts.csv with the scope code single_incident, with publisher_en and publisher_ar.
    """
    events = rows.sort_values(["report_date", "people_killed_low"]).groupby("incident_code")
    order = events["period_start"].min().sort_values().index
    groups = [(sheet.say(f"incident_{code}"), events.get_group(code)) for code in order]
    sheet.source(rows, rows["report_date"].max())
    sheet.sentence = " ".join(_group_sentence(sheet.say, *group) for group in groups)
    told = [[figure_words(row, sheet.language) for _, row in counts.iterrows()] for _, counts in groups]
    sheet.claim(title=all(len(set(figures)) == len(figures) > 1 for figures in told))
    _grouped(sheet, groups)


@chart("harm-mosul", words="harm.mosul", dated=False, height=6.6, left=0.24, right=0.965, top_inches=1.0, bars=True)
def mosul(sheet: Sheet, rows: pd.DataFrame) -> None:
    """The counts of one battle, grouped by who is held to have killed, from the widest scope to a single party.

    rows: rows of civilian_counts.csv about Mosul, with publisher_en and publisher_ar.
    """
    say = sheet.say
    rows = rows[rows["scope_code"].isin(MOSUL_SCOPES)]
    groups = []
    for scope in MOSUL_SCOPES:
        heading, chosen = say(f"scope_{scope}"), rows[rows["scope_code"] == scope].sort_values("report_date")
        if not chosen.empty:
            groups.append((heading[:1].upper() + heading[1:], chosen))
    whole = rows[rows["scope_code"] == MOSUL_SCOPES[0]]
    ends = {"low": say.month(whole["period_start"].min()), "high": say.month(whole["as_of_date"].max())}
    sheet.source(rows, say("common.range", **ends), key="common.source_line_period")
    sheet.values = {"parts": " ".join(_group_sentence(say, *group) for group in groups)}
    _grouped(sheet, groups)


@chart("harm-two-floors", words="harm.floors", height=4.6, left=0.17, right=0.97, top_inches=1.0, bars=True)
def two_floors(sheet: Sheet, pairs: pd.DataFrame, counts: pd.DataFrame) -> None:
    """The floors of two bodies on several days, one group a day on one scale, with their difference and their ratio.

    pairs: rows of civilian_pairs.csv with `gap` and `ratio` (second minus and divided by first); counts: the rows of
    civilian_counts.csv that they name, with publisher_en and publisher_ar.
    """
    say, counts = sheet.say, counts.set_index("observation_id", drop=False)
    told = [{"gap": say.number(row.gap, 0), "ratio": say.number(row.ratio, 1)} for row in data.rows(pairs)]
    groups = [
        (
            say("floors_heading", date=say.date(row.as_of_date), **values),
            counts.loc[[row.official_observation_id, row.airwars_observation_id]],
        )
        for row, values in zip(data.rows(pairs), told, strict=True)
    ]
    sheet.source([rows.iloc[place] for place in (0, 1) for _, rows in groups], pairs["as_of_date"].max())
    sheet.values = {"parts": " ".join(_group_sentence(say, *group) for group in groups)}
    sheet.values |= {
        f"{end}_{name}": values[name]
        for end, values in zip(("first", "last"), (told[0], told[-1]), strict=True)
        for name in values
    }
    sheet.claim(
        title=pairs["gap"].is_monotonic_increasing and pairs["ratio"].is_monotonic_decreasing and len(pairs) > 1
    )
    _grouped(sheet, groups)
