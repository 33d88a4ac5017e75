"""The charts of 03-strikes: four counts, the running count by country, the pace between reports, and in each country."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    WIDTH_INCHES,
    Sheet,
    along,
    band,
    chart,
    month_begin,
    month_end,
    open_end,
    roof,
    settle,
    wrap,
)
from .rules import COUNTRIES, FIRST, article_day, is_weak, official_break, paces

OFFICIAL, PLAIN, INDEPENDENT = (LOOKS[name] for name in ("official", "plain", "independent"))
CALM = pd.Timestamp("2014-12-01")
"""After the first months of the campaign, whose reports lie days apart."""


@chart("strikes-four-counts", words="strikes.four", height=5.4, right=0.66)
def four_counts(sheet: Sheet, reports: pd.DataFrame, airpower: pd.DataFrame) -> None:
    """Strikes, targets, weapons and sorties of the same months on one scale, each named at the end of its line.

    reports: rows of strikes.csv with as_of_date, strikes_total, targets_damaged_or_destroyed, sorties_total and
        publishers; airpower: cumulative rows of airpower.csv with period_end, weapons_released and publishers.
        The last row of each quantity is the one that is told.
    """
    say, axes = sheet.say, sheet.axes
    weapons = airpower.rename(columns={"period_end": "as_of_date"})
    columns = {
        "strikes": (reports, "strikes_total"),
        "targets": (reports, "targets_damaged_or_destroyed"),
        "weapons": (weapons, "weapons_released"),
        "sorties": (reports, "sorties_total"),
    }
    series = {
        name: table.dropna(subset=[column]).sort_values("as_of_date").rename(columns={column: "count"})
        for name, (table, column) in columns.items()
    }
    last = {name: rows.iloc[-1] for name, rows in series.items()}
    sheet.values = {name: say.count(row["count"], name.removesuffix("s")) for name, row in last.items()}
    sheet.values |= {f"{name}_date": say.date(row["as_of_date"]) for name, row in last.items()}
    sheet.claim(sentence=all("2015-06" <= f"{row['as_of_date']:%Y-%m}" <= "2015-09" for row in last.values()))
    sheet.source([*last.values()], last["strikes"]["as_of_date"])
    sheet.dates(month_begin(measures.CAMPAIGN_START), month_end(max(row["as_of_date"] for row in last.values())), 3)
    top = roof(max(row["count"] for row in last.values()), 10_000)
    sheet.scale(0, top)
    markers, edge = dict(zip(series, "osD^", strict=True)), axes.get_xlim()[1]
    heights = _apart([row["count"] / top for row in last.values()], 0.62 / (axes.bbox.height / axes.figure.dpi))
    for (name, rows), height in zip(series.items(), heights, strict=True):
        day, count = last[name][["as_of_date", "count"]]
        axes.plot(rows["as_of_date"], rows["count"], marker=markers[name], color=OFFICIAL.colour, clip_on=False)
        words = say.number(count, 0)
        if name == "sorties":  # a floor: the true number may lie above
            words = say("at_least", number=words)
            open_end(axes, (mdates.date2num(day), count), (mdates.date2num(day), count + top * 0.06), OFFICIAL.colour)
        axes.plot(
            [mdates.date2num(day), edge],
            [count, height * top],
            color=GROUNDS["rail"],
            linewidth=0.8,
            clip_on=False,
            zorder=1,
        )
        place = {
            "xycoords": axes.get_yaxis_transform(),
            "textcoords": "offset points",
            "annotation_clip": False,
            "ha": "left",
        }
        bold = place | {"weight": "bold", "color": OFFICIAL.colour, "va": "bottom"}
        axes.annotate(f"{say(f'panel_{name}')}: {words}", (1.0, height * top), (8, 0), **bold)
        quiet = place | {"size": 10, "color": COLOURS["note"], "va": "top"}
        note = wrap(say(f"panel_{name}_note"), 10, width_inches=WIDTH_INCHES * 0.33)
        axes.annotate(note, (1.0, height * top), (8, 2), **quiet)


def _apart(heights: list[float], least: float) -> list[float]:
    """Heights of labels, as shares of the axes: in their order, each at least so far from the one below it."""
    placed, order = list(heights), sorted(range(len(heights)), key=heights.__getitem__)
    placed[order[0]] = max(placed[order[0]], least / 2)
    for one, two in zip(order, order[1:], strict=False):
        placed[two] = max(placed[two], placed[one] + least)
    return placed


@chart("strikes-by-country", words="strikes.theatre")
def by_theatre(sheet: Sheet, reports: pd.DataFrame, article: pd.DataFrame) -> None:
    """The running count in Iraq and in Syria, with the article's own figures.

    reports: rows of strikes.csv with as_of_date, strikes_iraq, strikes_syria, quality and publishers, in date order;
    article: rows of article_figures.csv with figure_id, value, as_of_date and publishers.
    """
    say, figures = sheet.say, article.set_index("figure_id")
    points = {country: figures.loc[f"a13-strikes-{country}"] for country in COUNTRIES}
    day, days = points["iraq"]["as_of_date"], reports["as_of_date"]
    before = reports[(days < day) & (days.dt.year == day.year)].iloc[0]
    gains = {country: points[country]["value"] - before[f"strikes_{country}"] for country in COUNTRIES}
    sheet.source([reports, points["iraq"]], days.max())
    sheet.values = {country: say.count(points[country]["value"], "strike") for country in COUNTRIES}
    sheet.values |= {f"{country}_gain": say.number(gain, 0) for country, gain in gains.items()}
    sheet.values |= {
        "date": say.date(day),
        "before": say.date(before["as_of_date"]),
        "before_month": say.month(before["as_of_date"]),
        **_step(say),
    }
    with_nouns = {f"{country}_gain": say.count(gain, "strike") for country, gain in gains.items()}
    weak, growth = is_weak(reports), {country: gains[country] / before[f"strikes_{country}"] for country in COUNTRIES}
    more = points["iraq"]["value"] > points["syria"]["value"]
    sheet.claim(title=more and 0 < growth["iraq"] < growth["syria"], sentence=weak.any())
    sheet.sentence = say(f"theatre_sentence{'_plain' * ('sentence' in sheet.plain)}", **sheet.values | with_nouns)
    for country, offset, side in (("iraq", (-14, 12), "right"), ("syria", (12, -22), "left")):
        value, column = points[country]["value"], f"strikes_{country}"
        _draw_running_count(sheet.axes, reports, country, day, value)
        words = say("the_article", number=say.number(value, 0))
        words = words.replace(": ", ":\n") if side == "left" else words  # no room for one line
        sheet.label(words, (day, value), offset, country, side)
        middle = reports[~weak].iloc[(len(reports[~weak]) - 1) // 2]
        sheet.label(say(country), (middle["as_of_date"], middle[column]), (-14, 10), country, "right", size=13)
    # Half a year of room for the label of the last report.
    sheet.dates(month_begin(measures.CAMPAIGN_START), month_begin(max(day, days.max()), 7))
    sheet.scale(0, roof(reports[["strikes_iraq", "strikes_syria"]].max(axis=None), 1000))
    for hollow in data.rows(reports[weak].tail(1)):
        point, plain = (hollow.as_of_date, hollow.strikes_iraq), {"weight": "normal", "size": 10}
        made = sheet.label(say("weaker_source"), point, (8, 0), "iraq", "left", **plain)
        drawn = [*along(*sheet.axes.lines)]  # a later report can stand beside it
        settle(made, [((8, 0), "left"), ((8, -17), "left"), ((0, 36), "center")], drawn)


def _step(say: lang.Voice) -> dict[str, str]:
    """The step in the official count, for the words that warn of it."""
    step = official_break()
    return {"step": say.bounds(step.step, decimals=0), "step_month": say.month(step.before)}


def _draw_running_count(axes, reports: pd.DataFrame, country: str, day: pd.Timestamp, value: float) -> None:
    """The count of one country: a line through reports and article, outlined markers for reports of weaker sources."""
    column, weak, look = f"strikes_{country}", is_weak(reports), LOOKS[country]
    path = pd.concat([reports.set_index("as_of_date")[column], pd.Series({day: value})]).sort_index()
    marks = {"color": look.colour, "linestyle": "none"}
    axes.plot(path.index, path, color=look.colour, linestyle=look.dashes)
    for rows, filling in ((reports[~weak], {}), (reports[weak], {"markerfacecolor": "white", "markeredgewidth": 1.6})):
        axes.plot(rows["as_of_date"], rows[column], marker=look.marker, **marks, **filling)
    axes.plot([day], [value], marker="D", markersize=9, **marks)


@chart("strikes-pace-between-reports", words="strikes.pace")
def pace(sheet: Sheet, intervals: pd.DataFrame, declared: pd.DataFrame) -> None:
    """Strikes a day between successive official reports, as bands over time, and as the months declared them.

    intervals: one row an interval, in date order, with start_date, end_date, strikes, pace (a `Bounded`, None where
        the interval spans the break in the count), weak (does one of its two reports come from a weaker source?) and
        publishers. declared: see `rules.declared`.
    """
    say, article = sheet.say, article_day()
    broken = intervals[intervals["pace"].isna()].iloc[0]
    intervals = intervals[intervals["pace"].notna()]
    intervals = intervals.assign(best=[pace.best for pace in intervals["pace"]])
    start, end = intervals["start_date"], intervals["end_date"]
    calm = intervals[(start >= CALM) & (end <= broken["start_date"])]
    later = intervals[(start >= broken["end_date"]) & (end <= article)]
    months = declared[(declared["period_type"] == "month") & (declared["period_end"] <= broken["end_date"])]
    inside = declared[declared["period_start"] > broken["start_date"]]
    days = measures.elapsed_days(broken["start_date"], broken["end_date"])
    last, weak = intervals.iloc[-1], intervals[intervals["weak"]]
    low, high = ({"calm": extreme(calm["best"]), "later": extreme(later["best"])} for extreme in (min, max))
    monthly = [pace.best for pace in months["pace"]]

    def whole(pace) -> str:
        return say.number(pace, 0)

    def strikes(pace) -> str:
        return say.count(measures.round_half_up(pace), "strike")

    sheet.source([declared.tail(1), intervals], end.iloc[-1])
    sheet.values = {
        "calm_start": say.month(calm.iloc[0]["start_date"]),
        "calm_end": say.month(calm.iloc[-1]["end_date"]),
        "calm_low": whole(low["calm"]),
        "calm_high": strikes(high["calm"]),
        "month_low": whole(min(monthly)),
        "month_high": whole(max(monthly)),
        "declared": whole(measures.exact(int(inside["strikes_low"].sum())) / days),
        "printed": whole(measures.exact(int(broken["strikes"])) / days),
        "later_low": whole(low["later"]),
        "later_high": strikes(high["later"]),
        "peak": strikes(intervals["best"].max()),
        "last": strikes(last["best"]),
        "article_date": say.date(article),
        "last_month": say.month(end.iloc[-1]),
        **_step(say),
    }
    highest = intervals.sort_values("best").tail(2)
    in_summer = highest["end_date"].between("2017-08-01", "2017-10-15") & highest["weak"]
    sheet.claim(sentence=len(highest) == 2 and in_summer.all() and last["best"] < highest["best"].min())
    top = roof(max(pace.high for pace in intervals["pace"]), 2)
    sheet.axes.axvspan(broken["start_date"], broken["end_date"], facecolor=PLAIN.colour, alpha=0.2, linewidth=0)
    _draw_paces(sheet.axes, intervals)
    for row in data.rows(declared):
        span, height = [row.period_start, row.period_end], float(row.pace.best)
        sheet.axes.plot(span, [height, height], color=INDEPENDENT.colour, linewidth=3, solid_capstyle="butt")
    sheet.dates(month_begin(measures.CAMPAIGN_START), month_begin(end.iloc[-1], 2))
    sheet.scale(0, top)
    sheet.axes.axvline(article, color=PLAIN.colour, linewidth=1, linestyle=":")

    middle = calm.iloc[0]["start_date"] + (calm.iloc[-1]["end_date"] - calm.iloc[0]["start_date"]) / 2
    calm_words = say("pace_calm", low=whole(low["calm"]), high=whole(high["calm"]))
    later_words = say("common.range", low=whole(low["later"]), high=whole(high["later"]))
    last_words = say("a_day", number=whole(last["best"]))
    large, unbold, taken = {"size": 12}, {"weight": "normal", "bbox": None}, []
    labels = [
        # Right of its line and below the highest bands: left of it a ground would cut through the band of the step.
        (say("article_day"), article, top / 2, (6, 0), "plain", "left", {"weight": "normal"}),
        (say("pace_step"), broken["start_date"], top * 0.7, (-6, 0), "plain", "right", unbold),
        (calm_words, middle, low["calm"], (0, -30), "official", "center", large),
        (say("pace_declared"), middle, max(monthly), (0, 14), "independent", "center", {}),
        (later_words, later.iloc[0]["start_date"], low["later"], (0, -40), "official", "left", large),
        (last_words, last["end_date"], last["best"], (0, -14), "official", "right", {}),
    ]
    if len(weak):
        first, words, tail = weak.iloc[0], say("weaker_source"), weak["best"].iloc[-2:]
        labels += [
            (words, first["end_date"], first["best"], (0, -20), "plain", "center", {}),
            (words.replace(" ", "\n"), weak.iloc[-1]["end_date"], sum(tail) / len(tail), (4, 0), "plain", "left", {}),
        ]
    for words, day, height, offset, thing, side, more in labels:
        made = sheet.label(words, (day, float(height)), offset, thing, side, **more)
        # These can lie so low, or so near to another, that they must stand elsewhere.
        others = {last_words: (14, 40), calm_words: (-18, 62), say("weaker_source"): (22, 44)}.get(words, ())
        others = [((0, up), side) for up in others]
        settle(made, [(offset, side), *others], taken)


def _draw_paces(axes, intervals: pd.DataFrame) -> None:
    """Each interval as a band between its bounds with a line at its pace; hatched and dashed for a weaker source."""
    for row in data.rows(intervals):
        span, low, high = [row.start_date, row.end_date], float(row.pace.low), float(row.pace.high)
        colour, dashes, ground = OFFICIAL.colour, OFFICIAL.dashes, {"facecolor": OFFICIAL.colour, "alpha": 0.3}
        if row.weak:
            colour, dashes = PLAIN.colour, PLAIN.dashes
            ground = {"facecolor": "none", "edgecolor": colour, "hatch": "////"}
        band(axes, *span, low, high, linewidth=0, **ground)
        axes.plot(span, [float(row.best)] * 2, color=colour, linestyle=dashes, solid_capstyle="butt")


@chart("strikes-pace-by-country", words="strikes.countries", height=4.4, axes=False)
def pace_by_country(sheet: Sheet, reports: pd.DataFrame, declared: pd.DataFrame) -> None:
    """Strikes a day in Iraq and in Syria side by side on one scale: bands between reports, lines as months declared them.

    reports: as `rules.reports` gives them; taken are exact ones up to the article's that count both countries and come
    from no weaker source. declared: rows of `rules.declared` of both countries. Where the break in the count lies inside
    a stretch, its band runs from the pace without the step to the pace as printed.
    """
    say, article = sheet.say, article_day()
    taken = reports[~is_weak(reports) & (reports["quality"] != "rounded") & (reports["date"] <= article)]
    taken = taken.dropna(subset=list(COUNTRIES)).drop(FIRST).sort_values("date", kind="stable")
    sheet.source([taken, declared], article)
    sheet.tables = ["strikes", "article_figures", *sheet.tables]  # of which `rules.reports` is made
    own = {country: paces(taken, country) for country in COUNTRIES}
    busiest = max(data.rows(own["iraq"][~own["iraq"]["spans"]]), key=lambda row: row.pace.best)
    before = {country: rows.loc[busiest.Index, "pace"] for country, rows in own.items()}
    last = {country: rows.iloc[-1] for country, rows in own.items()}
    sheet.values = {f"{country}_before": say.number(pace, 0) for country, pace in before.items()}
    for country, row in last.items():
        sheet.values |= {f"{country}_{end}": say.number(getattr(row["pace"], end), 0) for end in ("low", "high")}
        sheet.values[f"{country}_last"] = say.bounds(row["pace"], decimals=0)
    sheet.values |= {"start": say.date(busiest.start_date), "end": say.date(busiest.end_date)}
    sheet.values |= {"last_start": say.date(last["iraq"]["start_date"]), "last_end": say.date(article), **_step(say)}
    fell, rose = (float((last[c]["pace"] - before[c]).best) for c in COUNTRIES)
    passed = last["syria"]["pace"].low > last["iraq"]["pace"].high
    sheet.claim(title=fell < 0 < rose and passed, sentence=passed and bool(last["iraq"]["spans"]))
    top = roof(max(pace.high for rows in own.values() for pace in rows["pace"]), 5)
    order = COUNTRIES[::-1] if lang.is_right_to_left(say.language) else COUNTRIES
    for place, country in enumerate(order):
        left, across, look = (0.07, 0.53)[place], 0.43, LOOKS[country]
        axes = sheet.frame.axes = sheet.frame.figure.add_axes((left, 0.22, across, 0.53))
        axes.tick_params(length=0)
        for row in data.rows(own[country]):
            span, low, high = [row.start_date, row.end_date], float(row.pace.low), float(row.pace.high)
            ground = {"facecolor": "none", "edgecolor": look.colour, "hatch": "////"} if row.spans else {}
            band(axes, *span, low, high, linewidth=0, **{"facecolor": look.colour, "alpha": 0.3} | ground)
            if not row.spans:
                axes.plot(span, [float(row.pace.best)] * 2, color=look.colour, solid_capstyle="butt")
        for row in data.rows(declared[declared["theatre"] == country]):
            span, height = [row.period_start, row.period_end], float(row.pace.best)
            axes.plot(span, [height, height], color=INDEPENDENT.colour, linewidth=3, solid_capstyle="butt")
        sheet.dates(month_begin(measures.CAMPAIGN_START), month_begin(article, 2), 12)
        sheet.scale(0, top)
        axes.text(
            0.02, 0.99, say(country), size=13, weight="bold", color=look.colour, va="top", transform=axes.transAxes
        )
        at_first = busiest.start_date + (busiest.end_date - busiest.start_date) / 2, float(before[country].best)
        sheet.label(sheet.values[f"{country}_before"], at_first, (0, 22), country)
        beside_edge = article, float(last[country]["pace"].high)
        sheet.label(sheet.values[f"{country}_last"], beside_edge, (6, 10), country, "right")
