"""The charts of 02-territory: area by three definitions, shares and their bases, people, displacement and return."""

from __future__ import annotations

import math
import re

import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...measures import Bounded
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    WIDTH_INCHES,
    bars_only,
    beside,
    chart,
    date_axis,
    label,
    number_axis,
    on_bar,
    open_end,
    set_reach,
    start_of_reading,
    wrap,
)
from .rules import COUNTRIES, STORY_DAY, common_peaks, in_country

ROOM_FOR_WORDS = 73 / 60
"""How much longer than its longest bar an axis is, where words stand at the ends of the bars."""


# --- what charts and explorers share -----------------------------------------------------------------------------
def as_of(row, say: lang.Voice) -> str:
    """The as-of date of a row with as_of_date and as_of_precision, no finer than the table states it."""
    return say.known_date(row.as_of_date, row.as_of_precision)


def drawn_at(row) -> pd.Timestamp:
    """The day at which a figure is drawn: one for a month stands in the middle of it."""
    return row.as_of_date + pd.Timedelta(days=14 if row.as_of_precision == "month" else 0)


def percent(value: Bounded, language: str | None = None) -> str:
    """A percentage, or its bounds where it has any: "70%", "65% to 75%", "77.5% to 78.5%"."""
    say = lang.Voice(language, "territory")
    decimals = min(max(value.decimals_of_bounds, 0), 1) if value.width else 0
    low, high = say.number(value.low, decimals), say.number(value.high, decimals)
    return say.percent(value.best, decimals) if low == high else say("percent_range", low=low, high=high)


def _thousands(say: lang.Voice, value, decimals: int = 1) -> str:
    return say.number(measures.round_half_up(value, -3 + decimals) / 1000, decimals)


def _range(say: lang.Voice, low: str, high: str) -> str:
    return say("common.range", low=low, high=high)


def _down(value, step: float) -> float:
    """The limit of an axis: the last multiple of a step that is not above a value."""
    return math.floor(value / step) * step


def _up(value, step: float) -> float:
    return math.ceil(value / step) * step


# --- area --------------------------------------------------------------------------------------------------------
@chart("territory-implied-peaks", "territory.peaks", height=5.1, right=0.79, top_inches=1.35, bottom_inches=1.0)
def implied_peaks(sheet, pairs: pd.DataFrame) -> None:
    """The peak that each of the Coalition's maps implies, for Iraq and for Syria, and what fits them all.

    pairs: as `rules.coalition_maps` gives it, with publisher_en and publisher_ar.
    """
    say, axes = sheet.say, sheet.axes
    peaks, maps = common_peaks(pairs), pairs.drop_duplicates("as_of_date")
    sheet.source(pairs, as_of(maps.iloc[-1], say))
    sheet.values = {
        "maps": say.count(len(maps), "map"),
        **{country: say.number(peak, -3) for country, peak in peaks.items()},
        **{f"{country}_bounds": say.bounds(peak, decimals=-2) for country, peak in peaks.items()},
        "both_bounds": say.bounds(peaks["iraq"] + peaks["syria"], decimals=-2),
    }
    for country, common in peaks.items():
        look = LOOKS[country]
        axes.axhspan(float(common.low), float(common.high), color=look.colour, alpha=0.2, linewidth=0)
        point = {"marker": look.marker, "color": look.colour, "markersize": 8, "markeredgecolor": "white"}
        for x, peak in enumerate(pairs.loc[pairs["theatre"] == country, "peak"]):
            axes.vlines(x, float(peak.low), float(peak.high), color=look.colour, linewidth=3)
            axes.plot(x, float(peak.best), **point)
        bounds = _range(say, _thousands(say, common.low), _thousands(say, common.high))
        beside_axes = {"xycoords": ("axes fraction", "data"), "va": "center", "annotation_clip": False}
        words = say("peaks_band", theatre=say(f"place_{country}"), bounds=bounds)
        style = {"color": look.colour, "weight": "bold", "size": 10.5}
        axes.annotate(words, (1.02, float(common.best)), **beside_axes, **style)
    room = 1.1 * WIDTH_INCHES * axes.get_position().width / len(maps)  # a little into that of the neighbours
    dates = [re.sub(r" (\d{4})$", r"\n\1", as_of(row, say)) for row in data.rows(maps)]
    axes.set_xticks(range(len(maps)), [wrap(date, 10.5, width_inches=room) for date in dates])
    axes.set_xlim(-0.5, len(maps) - 0.5)
    low, high = _down(min(peak.low for peak in pairs["peak"]), 5_000), _up(max(p.high for p in pairs["peak"]), 5_000)
    axes.set_ylim(low, high)
    sheet.axis_starts(low / 1000)
    ticks = range(low, high + 1, 5_000)
    axes.set_yticks(ticks, [say.number(tick // 1000) for tick in ticks])
    axes.grid(axis="x", visible=False)


@chart("territory-shares-lost", "territory.shares", height=5.5, top_inches=1.55, right=0.93, bottom_inches=1.0)
def shares_lost(sheet, maps: pd.DataFrame, envoy: pd.DataFrame, article: pd.DataFrame) -> None:
    """The share of the peak lost on the Coalition's maps, beside the percentages of the story and of the envoy.

    maps: rows of territory.csv, series coalition_share_lost; envoy: the series state_envoy, share_of_peak_lost
    (both with publishers); article: the rows a09-retaken-iraq and a09-retaken-syria of article_figures.csv.
    """
    say, axes = sheet.say, sheet.axes
    before = maps[maps["as_of_date"] < STORY_DAY.replace(day=1)]
    first, last = (
        before[before["as_of_date"] == day] for day in (before["as_of_date"].min(), before["as_of_date"].max())
    )
    same_month = envoy[envoy["as_of_date"].dt.to_period("M") == STORY_DAY.to_period("M")]
    article = article.assign(theatre=article["figure_id"].str.removeprefix("a09-retaken-"))
    sheet.source(pd.concat([maps, envoy]), as_of(maps.iloc[-1], say))
    sheet.values = {"month": as_of(last.iloc[0], say), "first_month": as_of(first.iloc[0], say)}
    by_map, by_envoy = ([drawn_at(row) for row in data.rows(rows)] for rows in (maps, envoy))
    end = max(max(by_map) + pd.Timedelta(days=17), max(by_envoy) + pd.Timedelta(days=102))  # with room for labels
    sheet.dates(min(by_map + by_envoy) - pd.Timedelta(days=26), end, 2)
    lowest = min(maps["low"].min(), envoy["low"].min()) - 5  # under it stands its label
    sheet.scale(_down(lowest, 10), 100, suffix="%")
    behind = [in_country(article, country, "value") < in_country(last, country) for country in COUNTRIES]
    sheet.claim(title=all(behind))
    for country in COUNTRIES:
        printed = in_country(article, country, "value")
        sheet.values |= {
            f"first_{country}": say.percent(in_country(first, country), 0),
            f"map_{country}": say.percent(in_country(last, country), 0),
            f"article_{country}": say.percent(printed, 0),
            f"envoy_{country}": say.percent(in_country(same_month, country), 0),
        }
        _draw_share_line(sheet, maps[maps["theatre"] == country], country)
        upper = country == "iraq"
        edge = {"color": "white", "linestyle": "none", "markeredgecolor": COLOURS[country], "markeredgewidth": 2}
        axes.plot(STORY_DAY, printed, marker="D", markersize=9, zorder=5, **edge)
        words = say("shares_article", percent=sheet.values[f"article_{country}"])
        place = ((16, -9) if upper else (11, -11)), country, "left"  # below the line of Syria, which rises past it
        leader = {"arrowprops": {"arrowstyle": "-", "color": COLOURS[country], "linewidth": 0.8, "shrinkB": 6}}
        sheet.label(words, (STORY_DAY, printed), *place, size=10.5, **(leader if upper else {}))
        for row in data.rows(envoy[envoy["theatre"] == country]):
            point, words = (drawn_at(row), row.low), say("shares_envoy", percent=say.percent(row.low, 0))
            axes.plot(*point, marker="x", linestyle="none", markersize=9, markeredgewidth=2.5, color=COLOURS[country])
            if upper:  # above the line of the maps, with a leader
                leader = {"arrowstyle": "-", "color": COLOURS[country], "linewidth": 0.8, "shrinkB": 5}
                sheet.label(words, point, (-37, 32), country, size=10.5, arrowprops=leader)
            else:
                sheet.label(words, point, (10, -5), country, "left", size=10.5)


def _draw_share_line(sheet, rows: pd.DataFrame, country: str) -> None:
    """One country's line of `shares_lost`, each point with its percentage: above the line of Iraq, below that of Syria."""
    say, look, upper = sheet.say, LOOKS[country], country == "iraq"
    points = [(drawn_at(row), row.low) for row in data.rows(rows)]
    days, shares = zip(*points, strict=True)
    sheet.axes.plot(days, shares, clip_on=False, **look.line)
    for number, point in enumerate(points):  # the lowest point has no room below it
        place = ((-9, 0), country, "right") if number == 0 and not upper else ((0, 12 if upper else -13), country)
        sheet.label(say.percent(point[1], 0), point, *place, size=10.5)
    words = say("shares_line", theatre=say(f"place_{country}"))
    left, right = sheet.axes.get_xlim()
    near = (mdates.date2num(days[2]) - mdates.date2num(days[1])) / (right - left) < 0.33  # the next point's label
    sheet.label(words, points[1], (36, (54 if near else 38) if upper else -8), country, "left")


@chart(
    "territory-three-definitions", "territory.definitions",
    height=6.1, left=0.03, right=0.97, top_inches=1.05, bottom_inches=0.95,
)  # fmt: skip
def three_definitions(sheet, ihs, sohr, pairs: pd.DataFrame, article: Bounded) -> None:
    """The story's area and three bodies' areas, each beside its definition; a floor is drawn with an open end.

    ihs, sohr: rows of territory.csv (area_controlled); pairs: as `rules.coalition_maps` gives it; all with publishers.
    article: the story's area. All in km2.
    """
    say, axes = sheet.say, sheet.axes
    peaks = common_peaks(pairs)
    both = peaks["iraq"] + peaks["syria"]
    period = _range(say, say.month(measures.CAMPAIGN_START), as_of(sohr, say))
    sheet.source([ihs, pairs.iloc[-1], sohr], period, key="common.source_line_period")
    sheet.values = {
        "ihs": say.number(ihs["low"]),
        "ihs_when": as_of(ihs, say),
        "coalition": say.bounds(both, decimals=-3),
        "syria": say.bounds(peaks["syria"], decimals=-3),
        "sohr": say.number(sohr["low"]),
        "sohr_when": as_of(sohr, say),
        "article": say.number(article.best),
    }

    def body(row, number: str) -> tuple[str, str]:
        name = say("definitions_body", body=say.of(row, "counting_body"), number=number, when=as_of(row, say))
        return name, say.of(row, "definition")

    implied = _range(say, _thousands(say, both.low, 0), _thousands(say, both.high, 0))
    rows = [
        (say("definitions_article", number=_thousands(say, article.best, 0)), say("definitions_article_what")),
        body(ihs, say("definitions_area", number=_thousands(say, ihs["low"]))),
        (say("definitions_coalition", number=implied), say("definitions_coalition_what")),
        body(sohr, say("value_at_least", number=say("definitions_area", number=_thousands(say, sohr["low"], 0)))),
    ]
    room = 4_000  # km2 beyond the longest bar
    end = _up(max(float(article.best), ihs["low"], float(both.high), sohr["low"] + _TAIL) + room, 5_000)
    start = start_of_reading(axes, say.language)
    set_reach(axes, 0, end)
    for y, (name, what) in enumerate(rows):
        _write_row(axes, name, what, y - 0.52, y - 0.3, start, 0.93)
    _draw_areas(sheet, float(article.best), ihs["low"], peaks, sohr["low"])
    axes.set_ylim(3.32, -0.75)
    axes.set_yticks([])
    ticks = range(0, end + 1, 20_000)
    axes.set_xticks(ticks, [say.number(tick // 1000) for tick in ticks])
    axes.grid(False)
    axes.spines[["left", "right"]].set_visible(False)


_TAIL = 4_500  # km2 that the arrow of a floor is long: it goes on, nobody says how far


def _write_row(axes, name: str, what: str, name_y: float, what_y: float, side: str, room: float) -> None:
    """Above a bar: a name, and under it what is counted. side: where reading starts; room: a share of the width."""
    axes.text(0, name_y, name, ha=side, va="center", weight="bold")
    words = wrap(what, 10, width_inches=WIDTH_INCHES * room)
    axes.text(0, what_y, words, ha=side, va="center", size=10, color=COLOURS["note"])


def _draw_areas(sheet, article: float, ihs: float, peaks: dict[str, Bounded], sohr: float) -> None:
    """The four bars of `three_definitions`, km2. peaks: of Iraq and of Syria, with the bounds that fit all maps."""
    say, axes = sheet.say, sheet.axes

    def part(y, left, width, thing, words):
        look = LOOKS[thing]
        axes.barh(y, width, left=left, height=0.34, linewidth=0.8, **look.bar)
        on_bar(axes, words, (left + width / 2, y), look.colour, pad=0.15, size=10.5)

    axes.barh(0, article, height=0.34, color="white", edgecolor=COLOURS["text"], linewidth=1.5, hatch="..")
    part(1, 0, ihs, "both", say("place_both"))
    left = 0.0
    for country, peak in peaks.items():
        words = say("definitions_part", theatre=say(f"place_{country}"), number=_thousands(say, peak.best, 0))
        part(2, left, float(peak.best), country, words)
        left += float(peak.best)
    both = peaks["iraq"] + peaks["syria"]
    ends = [float(both.low), float(both.high)]
    axes.hlines(2, *ends, color=COLOURS["text"], linewidth=2.5)
    axes.vlines(ends, 1.92, 2.08, color=COLOURS["text"], linewidth=2)
    part(3, 0, sohr, "syria", say("place_syria"))
    axes.vlines(sohr, 2.83, 3.17, color=COLOURS["syria"], linewidth=3)
    open_end(axes, (sohr, 3), (sohr + _TAIL, 3), COLOURS["syria"])


# --- people ------------------------------------------------------------------------------------------------------
@chart(
    "territory-people-and-area", "territory.people", height=3.5, left=0.19, right=0.96, bottom_inches=0.45, bars=True
)
def people_and_area(sheet, rand: pd.DataFrame) -> None:
    """RAND's shares lost: land of both countries, people in each.

    rand: rows of territory.csv, series rand and unit percent, with publishers.
    """
    say, axes = sheet.say, sheet.axes
    rand = rand[rand["as_of_date"] == rand["as_of_date"].max()]
    if set(rand["as_of_date"].dt.year) != {2017}:
        raise ValueError("rand: expected the figures of early 2017")
    shares = {theatre: in_country(rand, theatre) for theatre in ("both", *COUNTRIES)}
    sheet.source(rand, as_of(rand.iloc[0], say))
    sheet.values = {("area" if t == "both" else t): say.percent(share, 0) for t, share in shares.items()}
    for y, (theatre, share) in enumerate(shares.items()):
        look, whole = LOOKS[theatre], {"color": GROUNDS["empty_bar"], "edgecolor": COLOURS["muted"], "linewidth": 0.8}
        axes.barh(y, 100, height=0.62, **whole)
        axes.barh(y, share, height=0.62, linewidth=0, **look.bar)
        on_bar(axes, say.percent(share, 0), (share - 1.5, y), look.colour, ha="right", size=13)
    set_reach(axes, 0, 100)
    axes.set_yticks(range(len(shares)), [say(f"people_row_{theatre}") for theatre in shares], size=11)
    axes.set_ylim(len(shares) - 0.5, -0.5)
    bars_only(axes)


def _a_row_for_each(_language: str, claims: pd.DataFrame, _article: Bounded) -> dict:
    return {"height": 1.9 + 0.74 * len(claims)}


@chart(
    "territory-population-claims", "territory.population", _a_row_for_each, left=0.03, right=0.97, bottom_inches=0.85
)
def population_claims(sheet, claims: pd.DataFrame, article: Bounded) -> None:
    """The published figures for the people under Daesh at its peak, each with who said it and whom it counts.

    claims: rows of territory.csv, measure population_at_peak, with publishers; article: the story's figure, people.
    """
    say, axes = sheet.say, sheet.axes
    claims = claims.sort_values("low", ignore_index=True)

    def millions(people) -> str:
        printed = say.number(people / 1_000_000, 0 if people % 1_000_000 == 0 else 1)
        return say.count(measures.round_half_up(people / 1_000_000), "million", printed=printed)

    items = [
        say("population_item", number=millions(row["low"]), body=say.of(row, "counting_body"))
        for _, row in claims.iterrows()
    ]
    sheet.source(claims, str(claims["as_of_date"].min().year))
    sheet.values = {
        "count": say.count(len(claims), "figure"),
        "low_spelled": millions(claims["low"].min()),
        "high_spelled": millions(claims["low"].max()),
        "list": say.listed(items),
        "article": millions(float(article.best)),
    }
    same = claims[claims["low"] == float(article.best)]
    sheet.claim(sentence="cjtf_oir" in set(same["counting_body"]))
    start = start_of_reading(axes, say.language)
    set_reach(axes, 0, claims["low"].max() / 1_000_000 * ROOM_FOR_WORDS)
    for y, row in claims.iterrows():
        end, same = (row["low"] / 1_000_000, y + 0.06), row["low"] == float(article.best)
        colour = COLOURS["official" if same else "plain"]
        _write_row(axes, say.of(row, "counting_body"), say.of(row, "definition"), y - 0.5, y - 0.24, start, 0.9)
        axes.plot([0, end[0]], [end[1]] * 2, color=colour, linewidth=3 if same else 2)
        axes.plot(*end, marker="D" if same else "o", color=colour, markersize=11)
        words = millions(row["low"])
        if same:
            words = say.listed([words, say("population_article")], key="common.comma")
        beside(axes, words, end, 12, color=colour)
    axes.set_ylim(len(claims) - 0.6, -0.75)
    axes.set_yticks([])
    number_axis(axes.xaxis, say.language)
    axes.grid(axis="y", visible=False)
    axes.spines[["left", "right"]].set_visible(False)


# --- displacement ------------------------------------------------------------------------------------------------
@chart("territory-stock-and-flow", "territory.flow", height=6.2, axes=False)
def stock_and_flow(sheet, monthly: pd.DataFrame) -> None:
    """People displaced inside Iraq at each monthly count, and the net change from one count to the next.

    monthly: rows of displacement.csv, population idps_iraq, one a month, with publishers.
    """
    say, iraq = sheet.say, COLOURS["iraq"]
    monthly = monthly.assign(change=monthly["people"].diff())
    first, last = monthly.iloc[0], monthly.iloc[-1]
    top, jump = monthly.loc[monthly["people"].idxmax()], monthly.loc[monthly["change"].idxmax()]
    changes = monthly["change"].dropna()
    rises = changes > 0
    in_months = say.count(len(changes), "month")
    sheet.source(monthly, as_of(last, say))
    sheet.values = {
        "top": say.number(top["people"] / 1_000_000, 2),
        "top_month": as_of(top, say),
        "first": say.number(first["people"] / 1_000_000, 2),
        "first_month": as_of(first, say),
        "peak": _thousands(say, jump["change"], 0),
        "peak_month": as_of(jump, say),
        "falls": say.count(int((changes < 0).sum()), "tally"),
        "growth": say("flow_growth", rises=say.number(int(rises.sum())), months=in_months),
        "start": as_of(first, say),
        "end": as_of(last, say),
    }
    monthly_gap = (monthly["as_of_date"].dt.to_period("M").astype("int64").diff() == 1)[monthly["change"].idxmax()]
    sheet.claim(sentence=top["people"] > first["people"] and jump["change"] > 0 and monthly_gap)
    figure = sheet.frame.figure
    stock, change = figure.add_axes((0.085, 0.49, 0.89, 0.29)), figure.add_axes((0.085, 0.145, 0.89, 0.235))
    x, side = (1, "right") if lang.is_right_to_left(say.language) else (0, "left")
    days = monthly["as_of_date"]
    for axes, key in ((stock, "flow_stock"), (change, "flow_change")):
        axes.tick_params(length=0)
        axes.set_title(say(key), loc=side, size=11, weight="bold", x=x)
        date_axis(axes, say.language, days.min() - pd.Timedelta(days=25), days.max() + pd.Timedelta(days=40), 3)
    stock.plot(days, monthly["people"] / 1_000_000, markersize=4.5, **LOOKS["iraq"].line)
    stock.tick_params(labelbottom=False)
    highest = _up(top["people"] / 1_000_000 + 0.4, 1)  # with room for the label above the top
    stock.set_ylim(0, highest)
    stock.set_yticks(range(highest + 1))
    label(stock, sheet.values["top"], (top["as_of_date"], top["people"] / 1_000_000), (0, 12), iraq)
    colours = [iraq if rise else COLOURS["plain"] for rise in rises]
    bars = change.bar(days[changes.index], changes / 1_000, width=22, color=colours, linewidth=0)
    for bar, rise in zip(bars, rises, strict=True):
        bar.set_hatch("" if rise else "xx")
        bar.set_edgecolor("white")
    change.axhline(0, color=GROUNDS["axis"], linewidth=0.8)
    change.set_ylim(_down(min(changes.min() / 1_000, -1), 150), _up(changes.max() / 1_000 + 50, 150))
    number_axis(change.yaxis, say.language)
    words = say("flow_peak_label", number=sheet.values["peak"])
    late = jump["as_of_date"] > days.min() + (days.max() - days.min()) / 2
    place, side = ((-14, -4), "right") if late else ((14, -4), "left")
    label(change, words, (jump["as_of_date"], jump["change"] / 1000), place, iraq, side)


@chart("territory-displaced-and-returned", "territory.returns")
def displaced_and_returned(sheet, idps: pd.DataFrame, returnees: pd.DataFrame) -> None:
    """Two stocks: people displaced inside Iraq, and displaced people who had returned.

    idps, returnees: rows of displacement.csv, with publishers; the first date where returnees are more, and the last
    one before it, are told in the sentence.
    """
    say, axes = sheet.say, sheet.axes
    pairs = idps.merge(returnees, on="as_of_date", suffixes=("_idps", "_returnees"))
    crossed = pairs["people_returnees"] > pairs["people_idps"]
    after = pairs[crossed].iloc[0]
    before = pairs[~crossed & (pairs["as_of_date"] < after["as_of_date"])].iloc[-1]
    both = pd.concat([idps, returnees])
    sheet.source(both, idps["as_of_date"].iloc[-1])
    sheet.values = {
        "before": say.date(before["as_of_date"]),
        "after": say.date(after["as_of_date"]),
        "month": say.month(after["as_of_date"]),
        "idps_before": say.number(before["people_idps"] / 1_000_000, 2),
        "idps_after": say.number(after["people_idps"] / 1_000_000, 2),
        "returnees_before": say.number(before["people_returnees"] / 1_000_000, 2),
        "returnees_after": say.number(after["people_returnees"] / 1_000_000, 2),
    }
    for name, rows, thing, marker, offset in (
        ("idps", idps, "iraq", "iraq", (-4, -14)),
        ("returnees", returnees, "both", "syria", (-4, 12)),
    ):
        points = list(zip(rows["as_of_date"], rows["people"] / 1_000_000, strict=True))
        for start, end in zip(points, points[1:], strict=False):
            gap = (end[0] - start[0]).days > 62
            drawn = {"linestyle": (0, (4, 3)), "linewidth": 1.6} if gap else {"linestyle": "-", "linewidth": 2.2}
            axes.plot(*zip(start, end, strict=True), color=COLOURS[thing], **drawn)
        alone = {"color": COLOURS[thing], "linestyle": "none", "marker": LOOKS[marker].marker, "markersize": 5}
        axes.plot(*zip(*points, strict=True), **alone)
        sheet.label(f"{say(f'returns_{name}')} {say.number(points[-1][1], 2)}", points[-1], offset, thing, "right")
    axes.axvline(STORY_DAY, color=COLOURS["muted"], linewidth=1, linestyle=":")
    story = {"textcoords": "offset points", "ha": "right", "color": COLOURS["note"], "size": 10.5}
    axes.annotate(say("returns_story"), (STORY_DAY, 0.12), (-5, 0), **story)
    days = both["as_of_date"]
    sheet.dates(days.min() - pd.Timedelta(days=17), days.max() + pd.Timedelta(days=20))
    highest = math.ceil(both["people"].max() / 100_000 + 4) / 10  # with room for the label above the last point
    axes.set_ylim(0, highest)
    axes.set_yticks(range(math.floor(highest) + 1))
