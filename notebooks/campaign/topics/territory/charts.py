"""The charts of 02-territory: area by three definitions, shares and their bases, people, displacement and return."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates

from ... import language as lang
from ... import measures
from ...measures import Bounded
from ...sheet import (
    COLOURS,
    WIDTH_INCHES,
    Chart,
    bars_only,
    beside,
    date_axis,
    frame,
    label,
    number_axis,
    on_bar,
    publishers,
    source_line,
    styled,
    wrap,
)

BOTH = ("iraq", "syria")

LOOKS = {
    # A second cue beside the colour: marker and line for points, hatch for bars.
    "iraq": {"color": COLOURS["iraq"], "marker": "o", "linestyle": "-"},
    "syria": {"color": COLOURS["syria"], "marker": "s", "linestyle": "--"},
    "both": {"color": COLOURS["both"], "marker": "D", "linestyle": "-"},
    "world": {"color": COLOURS["plain"], "marker": "^", "linestyle": ":"},
}
HATCHES = {"iraq": "", "syria": "//", "both": ""}

_STORY_DAY = pd.Timestamp("2017-08-04")  # stands for the first week of August 2017, when the story was printed


# --- what the lesson, the explorer and the exercises share ---------------------------------------------------------
def when(row, language: str | None = None) -> str:
    """The as-of date of a row, no finer than the table states it: a day, a month, a year, or about a month.

    row: a row of territory.csv, displacement.csv or another table with as_of_date and as_of_precision.
    """
    language = lang.check(language)
    date = row.as_of_date
    if row.as_of_precision == "year":
        return str(date.year)
    if row.as_of_precision == "month":
        return lang.month(date, language)
    if row.as_of_precision == "approximate":
        return lang.text("common.about_month", language, month=lang.month(date, language))
    return lang.date(date, language)


def coalition_maps(territory: pd.DataFrame) -> pd.DataFrame:
    """The Coalition's maps that give both a net loss (km2) and the share lost (%), and the peak that each implies.

    territory: territory.csv. One row a map and country, with a column `peak`: a `Bounded`, km2.
    """
    maps = territory[territory["counting_body"] == "global_coalition"]
    loss, share = maps[maps["unit"] == "km2"], maps[maps["unit"] == "percent"]
    pairs = loss.merge(
        share[["as_of_date", "theatre", "low"]],
        on=["as_of_date", "theatre"],
        suffixes=("", "_share"),
        validate="one_to_one",
    )
    pairs["peak"] = [
        measures.between(p.low, p.high) / measures.rounded(p.low_share, 1) * 100 for p in pairs.itertuples()
    ]
    return pairs


def common_peak(pairs: pd.DataFrame, theatre: str) -> Bounded:
    """The peak (km2) in one country that fits every map in `coalition_maps`."""
    return measures.overlap(pairs.loc[pairs["theatre"] == theatre, "peak"])


def percent(value: Bounded, language: str) -> str:
    """A percentage, or its bounds where it has any: "70%", "65% to 75%", "77.5% to 78.5%"."""
    decimals = min(max(value.decimals_of_bounds, 0), 1) if value.width else 0
    low, high = lang.number(value.low, decimals, language), lang.number(value.high, decimals, language)
    if low == high:
        return lang.percent(value.best, decimals, language)
    return lang.text("territory.percent_range", language, low=low, high=high)


def _thousands(value, language: str, decimals: int = 1) -> str:
    return lang.number(measures.round_half_up(value, -3 + decimals) / 1000, decimals, language)


def _share(table: pd.DataFrame, theatre: str, column: str = "low"):
    return table.loc[table["theatre"] == theatre, column].iloc[0]


def _mirror(axes, language: str) -> str:
    """Let bars grow from the right in a right-to-left language; return the side at which they start."""
    if lang.is_right_to_left(language):
        axes.invert_xaxis()
        return "right"
    return "left"


# --- area ----------------------------------------------------------------------------------------------------------
@styled
def implied_peaks(pairs: pd.DataFrame, language: str | None = None) -> Chart:
    """The peak that each of the Coalition's maps implies, for Iraq and for Syria, and what fits them all.

    pairs: as `coalition_maps` gives it, with publisher_en and publisher_ar.
    """
    language = lang.check(language)
    peaks = {theatre: common_peak(pairs, theatre) for theatre in BOTH}
    maps = pairs.drop_duplicates("as_of_date")
    values = {
        "maps": lang.count(len(maps), "map", language),
        "iraq": lang.number(peaks["iraq"], -3, language),
        "syria": lang.number(peaks["syria"], -3, language),
        "iraq_bounds": lang.bounds(peaks["iraq"], language, -2),
        "syria_bounds": lang.bounds(peaks["syria"], language, -2),
        "both_bounds": lang.bounds(peaks["iraq"] + peaks["syria"], language, -2),
    }
    title = lang.text("territory.peaks_title", language, **values)
    source = source_line(publishers(pairs, language), when(maps.iloc[-1], language), language)
    made = frame(
        title,
        lang.text("territory.peaks_subtitle", language),
        source,
        language,
        height=5.1,
        right=0.79,
        top_inches=1.35,
        bottom_inches=1.0,
    )
    axes = made.axes
    for theatre in BOTH:
        look, common = LOOKS[theatre], peaks[theatre]
        axes.axhspan(float(common.low), float(common.high), color=look["color"], alpha=0.2, linewidth=0)
        for x, row in enumerate(pairs[pairs["theatre"] == theatre].itertuples()):
            axes.vlines(x, float(row.peak.low), float(row.peak.high), color=look["color"], linewidth=3)
            axes.plot(
                x,
                float(row.peak.best),
                marker=look["marker"],
                color=look["color"],
                markersize=8,
                markeredgecolor="white",
            )
        words = lang.text(
            "territory.peaks_band",
            language,
            theatre=lang.text(f"territory.place_{theatre}", language),
            bounds=lang.text(
                "common.range", language, low=_thousands(common.low, language), high=_thousands(common.high, language)
            ),
        )
        axes.annotate(
            words,
            (1.02, float(common.best)),
            xycoords=("axes fraction", "data"),
            color=look["color"],
            weight="bold",
            va="center",
            size=10.5,
            linespacing=1.3,
            annotation_clip=False,
        )
    axes.set_xticks(range(len(maps)), [when(row, language).replace(" 2017", "\n2017") for row in maps.itertuples()])
    axes.set_xlim(-0.5, len(maps) - 0.5)
    axes.set_ylim(40_000, 60_000)
    axes.set_yticks(range(40_000, 60_001, 5_000), [lang.number(t, language=language) for t in range(40, 61, 5)])
    axes.grid(axis="x", visible=False)
    return made.chart("territory-implied-peaks", lang.text("territory.peaks_sentence", language, **values))


@styled
def shares_lost(maps: pd.DataFrame, envoy: pd.DataFrame, article: pd.DataFrame, language: str | None = None) -> Chart:
    """The share of the peak lost on the Coalition's maps, beside the percentages of the story and of the envoy.

    maps: rows of territory.csv, series coalition_share_lost; envoy: the series state_envoy, share_of_peak_lost
    (both with publishers); article: the rows a09-retaken-iraq and a09-retaken-syria of article_figures.csv.
    """
    language = lang.check(language)
    before = maps[maps["as_of_date"] < "2017-08-01"]
    first, last = (
        before[before["as_of_date"] == day] for day in (before["as_of_date"].min(), before["as_of_date"].max())
    )
    article = article.assign(theatre=article["figure_id"].str.removeprefix("a09-retaken-"))
    values = {"month": when(last.iloc[0], language), "first_month": when(first.iloc[0], language)}
    for theatre in BOTH:
        values[f"first_{theatre}"] = lang.percent(_share(first, theatre), 0, language)
        values[f"map_{theatre}"] = lang.percent(_share(last, theatre), 0, language)
        values[f"article_{theatre}"] = lang.percent(_share(article, theatre, "value"), 0, language)
        values[f"envoy_{theatre}"] = lang.percent(_share(envoy, theatre), 0, language)
    title = lang.text("territory.shares_title", language, **values)
    source = source_line(
        [*publishers(maps, language), *publishers(envoy, language)], when(maps.iloc[-1], language), language
    )
    made = frame(
        title,
        lang.text("territory.shares_subtitle", language),
        source,
        language,
        height=5.5,
        top_inches=1.55,
        right=0.93,
        bottom_inches=1.0,
    )
    axes = made.axes
    for theatre in BOTH:
        look, rows = LOOKS[theatre], maps[maps["theatre"] == theatre]
        # A figure for a month stands in the middle of it.
        days = [r.as_of_date + pd.Timedelta(days=14 if r.as_of_precision == "month" else 0) for r in rows.itertuples()]
        axes.plot(days, rows["low"], **look, clip_on=False)
        for day, value in zip(days, rows["low"], strict=True):
            label(
                axes,
                lang.percent(value, 0, language),
                (day, value),
                (0, 12 if theatre == "iraq" else -13),
                look["color"],
                size=10.5,
            )
        words = lang.text("territory.shares_line", language, theatre=lang.text(f"territory.place_{theatre}", language))
        label(axes, words, (days[1], rows["low"].iloc[1]), (36, 38 if theatre == "iraq" else -8), look["color"], "left")
        value = _share(article, theatre, "value")
        axes.plot(
            _STORY_DAY,
            value,
            marker="D",
            markersize=9,
            color="white",
            markeredgecolor=COLOURS["text"],
            markeredgewidth=2,
        )
        label(
            axes,
            lang.text("territory.shares_article", language, percent=lang.percent(value, 0, language)),
            (_STORY_DAY, value),
            (13, -17 if theatre == "iraq" else 0),
            COLOURS["text"],
            "left",
            size=10.5,
        )
        value = _share(envoy, theatre)
        middle = pd.Timestamp("2017-08-15")
        axes.plot(middle, value, marker="x", markersize=9, markeredgewidth=2.5, color=COLOURS["plain"])
        words = lang.text("territory.shares_envoy", language, percent=lang.percent(value, 0, language))
        if theatre == "iraq":  # above the line of the maps, with a leader
            leader = {"arrowstyle": "-", "color": COLOURS["plain"], "linewidth": 0.8, "shrinkB": 5}
            label(axes, words, (middle, value), (-34, 30), COLOURS["plain"], "center", size=10.5, arrowprops=leader)
        else:
            label(axes, words, (middle, value), (10, -1), COLOURS["plain"], "left", size=10.5)
    date_axis(axes, language, pd.Timestamp("2016-12-20"), pd.Timestamp("2017-11-25"), 2)
    axes.set_ylim(20, 100)
    number_axis(axes.yaxis, language, suffix="%")
    return made.chart("territory-shares-lost", lang.text("territory.shares_sentence", language, **values))


@styled
def three_definitions(ihs, sohr, pairs: pd.DataFrame, article: Bounded, language: str | None = None) -> Chart:
    """The story's area and three bodies' areas, each beside its definition; a floor is drawn with an open end.

    ihs, sohr: rows of territory.csv (area_controlled); pairs: as `coalition_maps` gives it; all with publishers.
    article: the story's area. All in km2.
    """
    language = lang.check(language)
    iraq, syria = (common_peak(pairs, theatre) for theatre in BOTH)
    both = iraq + syria
    values = {
        "ihs": lang.number(ihs["low"], language=language),
        "ihs_when": when(ihs, language),
        "coalition": lang.bounds(both, language, -3),
        "syria": lang.bounds(syria, language, -3),
        "sohr": lang.number(sohr["low"], language=language),
        "sohr_when": when(sohr, language),
        "article": lang.number(article.best, language=language),
    }
    title = lang.text("territory.definitions_title", language)
    source = source_line(
        [ihs[f"publisher_{language}"], pairs.iloc[-1][f"publisher_{language}"], sohr[f"publisher_{language}"]],
        lang.text(
            "common.range", language, low=lang.month(measures.CAMPAIGN_START, language), high=when(sohr, language)
        ),
        language,
        "common.source_line_period",
    )
    made = frame(
        title,
        lang.text("territory.definitions_subtitle", language),
        source,
        language,
        height=6.1,
        left=0.03,
        right=0.97,
        top_inches=1.05,
        bottom_inches=0.95,
    )
    axes = made.axes
    axes.set_xlim(0, 125_000)
    start = _mirror(axes, language)

    def body(row, number):
        return lang.text(
            "territory.definitions_body",
            language,
            body=row[f"counting_body_{language}"],
            number=number,
            when=when(row, language),
        )

    floor = lang.text("territory.value_at_least", language, number=_thousands(sohr["low"], language, 0))
    rows = [
        (
            lang.text("territory.definitions_article", language, number=_thousands(article.best, language, 0)),
            lang.text("territory.definitions_article_what", language),
        ),
        (body(ihs, _thousands(ihs["low"], language)), ihs[f"definition_{language}"]),
        (
            lang.text(
                "territory.definitions_coalition",
                language,
                number=lang.text(
                    "common.range",
                    language,
                    low=_thousands(both.low, language, 0),
                    high=_thousands(both.high, language, 0),
                ),
            ),
            lang.text("territory.definitions_coalition_what", language),
        ),
        (body(sohr, floor), sohr[f"definition_{language}"]),
    ]
    for y, (name, what) in enumerate(rows):
        _write_row(axes, name, what, y - 0.52, y - 0.3, start, 0.93)
    _draw_areas(axes, float(article.best), ihs["low"], (iraq, syria), sohr["low"], language)
    axes.set_ylim(3.32, -0.75)
    axes.set_yticks([])
    axes.set_xticks(range(0, 120_001, 20_000), [lang.number(t, language=language) for t in range(0, 121, 20)])
    axes.grid(False)
    axes.spines["left"].set_visible(False)
    return made.chart("territory-three-definitions", lang.text("territory.definitions_sentence", language, **values))


def _write_row(axes, name: str, what: str, name_y: float, what_y: float, side: str, room: float) -> None:
    """Above a bar: a name, and under it what is counted. side: where reading starts; room: a share of the width."""
    axes.text(0, name_y, name, ha=side, va="center", weight="bold")
    words = wrap(what, 10, width_inches=WIDTH_INCHES * room)
    axes.text(0, what_y, words, ha=side, va="center", size=10, color=COLOURS["note"])


def _draw_areas(axes, article: float, ihs: float, peaks: tuple[Bounded, Bounded], sohr: float, language: str) -> None:
    """The four bars of `three_definitions`, km2. peaks: of Iraq and of Syria, with the bounds that fit all maps."""

    def part(y, left, width, theatre, words):
        look = {"color": COLOURS[theatre], "hatch": HATCHES[theatre], "edgecolor": "white", "linewidth": 0.8}
        axes.barh(y, width, left=left, height=0.34, **look)
        on_bar(axes, words, (left + width / 2, y), COLOURS[theatre], pad=0.15, size=10.5)

    axes.barh(0, article, height=0.34, color="white", edgecolor=COLOURS["text"], linewidth=1.5, hatch="..")
    part(1, 0, ihs, "both", lang.text("territory.place_both", language))
    left = 0.0
    for theatre, peak in zip(BOTH, peaks, strict=True):
        name, number = lang.text(f"territory.place_{theatre}", language), _thousands(peak.best, language, 0)
        words = lang.text("territory.definitions_part", language, theatre=name, number=number)
        part(2, left, float(peak.best), theatre, words)
        left += float(peak.best)
    low, high = (float(end) for end in (peaks[0].low + peaks[1].low, peaks[0].high + peaks[1].high))
    axes.hlines(2, low, high, color=COLOURS["text"], linewidth=2.5)
    axes.vlines([low, high], 1.92, 2.08, color=COLOURS["text"], linewidth=2)
    part(3, 0, sohr, "syria", lang.text("territory.place_syria", language))
    for step in range(10):  # a floor: it goes on, nobody says how far
        look = {"color": COLOURS["syria"], "alpha": 0.5 * (1 - step / 10), "linewidth": 0}
        axes.barh(3, 1_500, left=sohr + 1_500 * step, height=0.34, **look)


# --- people ----------------------------------------------------------------------------------------------------------
@styled
def people_and_area(rand: pd.DataFrame, language: str | None = None) -> Chart:
    """RAND's shares lost: land of both countries, people in each.

    rand: rows of territory.csv, series rand and unit percent, with publishers.
    """
    language = lang.check(language)
    values = {
        key: lang.percent(_share(rand, theatre), 0, language)
        for key, theatre in (("area", "both"), ("iraq", "iraq"), ("syria", "syria"))
    }
    title = lang.text("territory.people_title", language, **values)
    source = source_line(publishers(rand, language), when(rand.iloc[0], language), language)
    made = frame(
        title,
        lang.text("territory.people_subtitle", language),
        source,
        language,
        height=3.5,
        left=0.19,
        right=0.96,
        bottom_inches=0.45,
    )
    axes, ticks = made.axes, []
    for y, theatre in enumerate(("both", "iraq", "syria")):
        value = _share(rand, theatre)
        axes.barh(y, 100, height=0.62, color="#F1F3F5", edgecolor=COLOURS["muted"], linewidth=0.8)
        axes.barh(y, value, height=0.62, color=COLOURS[theatre], hatch=HATCHES[theatre], edgecolor="white", linewidth=0)
        end = "left" if lang.is_right_to_left(language) else "right"
        on_bar(axes, lang.percent(value, 0, language), (value - 1.5, y), COLOURS[theatre], ha=end, size=13)
        ticks.append(lang.text(f"territory.people_row_{theatre}", language))
    axes.set_xlim(0, 100)
    _mirror(axes, language)
    if lang.is_right_to_left(language):
        made.axes.set_position((0.04, *made.axes.get_position().bounds[1:]))
        axes.yaxis.tick_right()
    axes.set_yticks(range(3), ticks, size=11)
    axes.set_ylim(2.5, -0.5)
    bars_only(axes)
    return made.chart("territory-people-and-area", lang.text("territory.people_sentence", language, **values))


@styled
def population_claims(claims: pd.DataFrame, article: Bounded, language: str | None = None) -> Chart:
    """The published figures for the people under Daesh at its peak, each with who said it and whom it counts.

    claims: rows of territory.csv, measure population_at_peak, with publishers; article: the story's figure, people.
    """
    language = lang.check(language)
    claims = claims.sort_values("low", ignore_index=True)

    def millions(value):
        return lang.number(value / 1_000_000, 0, language)

    def spelled(value):
        key = "territory.in_millions" if value <= 10_000_000 else "territory.in_millions_many"
        return lang.text(key, language, number=millions(value))

    items = [
        lang.text("territory.population_item", language, number=spelled(r["low"]), body=r[f"counting_body_{language}"])
        for _, r in claims.iterrows()
    ]
    values = {
        "count": lang.count(len(claims), "figure", language),
        "low_spelled": spelled(claims["low"].min()),
        "high_spelled": spelled(claims["low"].max()),
        "list": lang.listed(items, language),
        "article": spelled(float(article.best)),
    }
    title = lang.text("territory.population_title", language, **values)
    source = source_line(publishers(claims, language), str(claims["as_of_date"].min().year), language)
    made = frame(
        title,
        lang.text("territory.population_subtitle", language),
        source,
        language,
        height=5.6,
        left=0.03,
        right=0.97,
        bottom_inches=0.85,
    )
    axes = made.axes
    axes.set_xlim(0, 14.6)
    start = _mirror(axes, language)
    for y, row in claims.iterrows():
        value, same = row["low"] / 1_000_000, row["low"] == float(article.best)
        colour = COLOURS["official"] if same else COLOURS["plain"]
        body, definition = row[f"counting_body_{language}"], row[f"definition_{language}"]
        _write_row(axes, body, definition, y - 0.5, y - 0.24, start, 0.9)
        axes.plot([0, value], [y + 0.06, y + 0.06], color=colour, linewidth=3 if same else 2)
        axes.plot(value, y + 0.06, marker="D" if same else "o", color=colour, markersize=11)
        words = spelled(row["low"])
        if same:
            words = lang.listed([words, lang.text("territory.population_article", language)], language, "common.comma")
        beside(
            axes,
            words,
            (value, y + 0.06),
            -12 if start == "right" else 12,
            ha=start,
            color=colour,
            linespacing=1.25,
        )
    axes.set_ylim(len(claims) - 0.6, -0.75)
    axes.set_yticks([])
    number_axis(axes.xaxis, language)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    return made.chart("territory-population-claims", lang.text("territory.population_sentence", language, **values))


# --- displacement ------------------------------------------------------------------------------------------------------
@styled
def stock_and_flow(monthly: pd.DataFrame, language: str | None = None) -> Chart:
    """People displaced inside Iraq at each monthly count, and the net change from one count to the next.

    monthly: rows of displacement.csv, population idps_iraq, one a month, in order, with publishers and a column
        `change` (people; empty in the first row).
    """
    language = lang.check(language)
    first, last = monthly.iloc[0], monthly.iloc[-1]
    top, jump = monthly.loc[monthly["people"].idxmax()], monthly.loc[monthly["change"].idxmax()]
    changes = monthly["change"].dropna()
    values = {
        "top": lang.number(top["people"] / 1_000_000, 2, language),
        "top_month": when(top, language),
        "first": lang.number(first["people"] / 1_000_000, 2, language),
        "first_month": when(first, language),
        "peak": _thousands(jump["change"], language, 0),
        "peak_month": when(jump, language),
        "falls": lang.count(int((changes < 0).sum()), "tally", language),
        "growth": lang.text(
            "territory.flow_growth",
            language,
            rises=lang.number(int((changes > 0).sum()), language=language),
            months=lang.count(len(changes), "month", language),
        ),
        "start": when(first, language),
        "end": when(last, language),
    }
    title = lang.text("territory.flow_title", language, **values)
    source = source_line(publishers(monthly, language), when(last, language), language)
    made = frame(
        title, lang.text("territory.flow_subtitle", language, **values), source, language, height=6.2, axes=False
    )
    figure = made.figure
    stock = figure.add_axes((0.085, 0.49, 0.89, 0.29))
    change = figure.add_axes((0.085, 0.145, 0.89, 0.235))
    x, side = (1, "right") if lang.is_right_to_left(language) else (0, "left")
    for axes, key in ((stock, "flow_stock"), (change, "flow_change")):
        axes.tick_params(length=0)
        axes.set_title(lang.text(f"territory.{key}", language), loc=side, size=11, weight="bold", x=x)
    stock.plot(monthly["as_of_date"], monthly["people"] / 1_000_000, color=COLOURS["iraq"], marker="o", markersize=4.5)
    stock.set_ylim(0, 4)
    stock.set_yticks(range(5))
    rises = changes > 0
    bars = change.bar(
        monthly.loc[changes.index, "as_of_date"],
        changes / 1_000,
        width=22,
        color=[COLOURS["iraq"] if r else COLOURS["plain"] for r in rises],
        linewidth=0,
    )
    for bar, rise in zip(bars, rises, strict=True):
        bar.set_hatch("" if rise else "xx")
        bar.set_edgecolor("white")
    change.axhline(0, color="#767676", linewidth=0.8)
    change.set_ylim(-150, 750)
    number_axis(change.yaxis, language)
    start, end = first["as_of_date"] - pd.Timedelta(days=25), last["as_of_date"] + pd.Timedelta(days=40)
    for axes in (stock, change):
        date_axis(axes, language, start, end, 3)
    stock.tick_params(labelbottom=False)
    label(stock, values["top"], (top["as_of_date"], top["people"] / 1_000_000), (0, 12), COLOURS["iraq"])
    label(
        change,
        lang.text("territory.flow_peak_label", language, number=_thousands(jump["change"], language, 0)),
        (jump["as_of_date"], jump["change"] / 1000),
        (14, -4),
        COLOURS["iraq"],
        "left",
    )
    return made.chart("territory-stock-and-flow", lang.text("territory.flow_sentence", language, **values))


@styled
def displaced_and_returned(idps: pd.DataFrame, returnees: pd.DataFrame, language: str | None = None) -> Chart:
    """Two stocks: people displaced inside Iraq, and displaced people who had returned.

    idps, returnees: rows of displacement.csv in date order, with publishers; the last dates where returnees are
    fewer and where they are more are told in the sentence.
    """
    language = lang.check(language)
    pairs = idps.merge(returnees, on="as_of_date", suffixes=("_idps", "_returnees"))
    crossed = pairs["people_returnees"] > pairs["people_idps"]
    after, before = pairs[crossed].iloc[0], pairs[~crossed].iloc[-1]
    values = {
        "before": lang.date(before["as_of_date"], language),
        "after": lang.date(after["as_of_date"], language),
        "month": lang.month(after["as_of_date"], language),
    }
    for key, row in (("before", before), ("after", after)):
        for name in ("idps", "returnees"):
            values[f"{name}_{key}"] = lang.number(row[f"people_{name}"] / 1_000_000, 2, language)
    title = lang.text("territory.returns_title", language, **values)
    source = source_line(
        [*publishers(idps, language), *publishers(returnees, language)], idps["as_of_date"].iloc[-1], language
    )
    made = frame(title, lang.text("territory.returns_subtitle", language), source, language)
    axes = made.axes
    ends = {}
    for name, rows, theatre, colour in (
        ("idps", idps, "iraq", COLOURS["iraq"]),
        ("returnees", returnees, "syria", COLOURS["both"]),
    ):
        days, people = list(rows["as_of_date"]), list(rows["people"] / 1_000_000)
        for i in range(len(days) - 1):
            gap = (days[i + 1] - days[i]).days > 62
            axes.plot(
                days[i : i + 2],
                people[i : i + 2],
                color=colour,
                linestyle=(0, (4, 3)) if gap else "-",
                linewidth=1.6 if gap else 2.2,
            )
        axes.plot(days, people, color=colour, linestyle="none", marker=LOOKS[theatre]["marker"], markersize=5)
        ends[name] = (days[-1], people[-1], colour)
    for name, offset in (("idps", (-4, -14)), ("returnees", (-4, 12))):
        day, value, colour = ends[name]
        label(
            axes,
            f"{lang.text(f'territory.returns_{name}', language)} {lang.number(value, 2, language)}",
            (day, value),
            offset,
            colour,
            "right",
        )
    story = mdates.date2num(_STORY_DAY)
    axes.axvline(story, color=COLOURS["muted"], linewidth=1, linestyle=":")
    axes.annotate(
        lang.text("territory.returns_story", language),
        (story, 0.12),
        (-5, 0),
        textcoords="offset points",
        ha="right",
        color=COLOURS["note"],
        size=10.5,
    )
    date_axis(axes, language, pd.Timestamp("2014-03-15"), pd.Timestamp("2019-05-20"))
    axes.set_ylim(0, 4.7)
    axes.set_yticks(range(5))
    return made.chart("territory-displaced-and-returned", lang.text("territory.returns_sentence", language, **values))
