"""The charts of 03-strikes: four counts, the running count by country, the pace between reports, and who made the strikes."""

from __future__ import annotations

import pandas as pd

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
)
from . import breaks

THEATRES = ("iraq", "syria")
_MARKERS = {"iraq": "o", "syria": "s"}
_ARTICLE_DAY = pd.Timestamp("2017-07-26")  # up to which the article counts strikes


@styled
def four_counts(reports: pd.DataFrame, airpower: pd.DataFrame, language: str | None = None) -> Chart:
    """Strikes, targets, weapons and sorties of the same months, each in a panel with its own scale.

    reports: rows of strikes.csv with as_of_date, strikes_total, targets_damaged_or_destroyed, sorties_total and
        publishers; airpower: cumulative rows of airpower.csv with period_end, weapons_released and publishers.
        Both in date order; the last row of each quantity is the one that is told.
    """
    language = lang.check(language)
    weapons = airpower.rename(columns={"period_end": "as_of_date"})
    panels = {
        "strikes": (reports, "strikes_total"),
        "targets": (reports, "targets_damaged_or_destroyed"),
        "weapons": (weapons, "weapons_released"),
        "sorties": (reports, "sorties_total"),
    }
    series = {name: table.dropna(subset=[column]).sort_values("as_of_date") for name, (table, column) in panels.items()}
    last = {name: rows.iloc[-1] for name, rows in series.items()}
    plain = {name: lang.number(last[name][panels[name][1]], 0, language) for name in panels}
    values = {name: lang.count(last[name][panels[name][1]], name.removesuffix("s"), language) for name in panels}
    values |= {f"{name}_date": lang.date(last[name]["as_of_date"], language) for name in panels}
    title = lang.text("strikes.four_title", language, **values)
    source = source_line(
        [row[f"publisher_{language}"] for row in last.values()], last["strikes"]["as_of_date"], language
    )
    made = frame(title, lang.text("strikes.four_subtitle", language), source, language, height=6.6, axes=False)
    right_to_left = lang.is_right_to_left(language)
    for place, (name, (_, column)) in enumerate(panels.items()):
        down, along = divmod(place, 2)
        if right_to_left:
            along = 1 - along  # the first panel stands where reading begins
        axes = made.figure.add_axes((0.085 + 0.5 * along, 0.555 - 0.39 * down, 0.385, 0.2))
        axes.tick_params(length=0, labelsize=10)
        rows, top = series[name], last[name][column]
        axes.plot(rows["as_of_date"], rows[column], color=COLOURS["official"], marker="o", markersize=5, clip_on=False)
        date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2015-08-31"), months=3)
        axes.set_ylim(0, top * 1.25)
        number_axis(axes.yaxis, language)
        axes.yaxis.get_major_locator().set_params(nbins=4)
        words = plain[name] if name != "sorties" else lang.text("strikes.at_least", language, number=plain[name])
        if name == "sorties":
            # A floor: the true number may lie above.
            axes.plot(
                [last[name]["as_of_date"]], [top], color=COLOURS["official"], marker="^", markersize=10, clip_on=False
            )
        label(axes, words, (last[name]["as_of_date"], top), (-12, 8), COLOURS["official"], "right", size=12)
        x, side = (1.0, "right") if right_to_left else (-0.15, "left")
        heading = {"transform": axes.transAxes, "ha": side, "va": "bottom"}
        axes.text(x, 1.23, lang.text(f"strikes.panel_{name}", language), weight="bold", size=12, **heading)
        axes.text(x, 1.07, lang.text(f"strikes.panel_{name}_note", language), size=10, color=COLOURS["note"], **heading)
    return made.chart("strikes-four-counts", lang.text("strikes.four_sentence", language, **values))


@styled
def by_theatre(reports: pd.DataFrame, article: pd.DataFrame, language: str | None = None) -> Chart:
    """The running count in Iraq and in Syria, with the article's own figures.

    reports: rows of strikes.csv with as_of_date, strikes_iraq, strikes_syria, quality and publishers, in date order;
    article: rows of article_figures.csv with figure_id, value, as_of_date and publishers.
    """
    language = lang.check(language)
    figures = article.set_index("figure_id")
    points = {theatre: figures.loc[f"a13-strikes-{theatre}"] for theatre in THEATRES}
    day = points["iraq"]["as_of_date"]
    before = reports[(reports["as_of_date"] < day) & (reports["as_of_date"].dt.year == day.year)].iloc[0]
    gains = {theatre: points[theatre]["value"] - before[f"strikes_{theatre}"] for theatre in THEATRES}
    values = {theatre: lang.count(points[theatre]["value"], "strike", language) for theatre in THEATRES}
    values |= {f"{theatre}_gain": lang.number(gains[theatre], 0, language) for theatre in THEATRES}
    sentence_gains = {f"{theatre}_gain": lang.count(gains[theatre], "strike", language) for theatre in THEATRES}
    values |= {
        "date": lang.date(day, language),
        "before": lang.date(before["as_of_date"], language),
        "before_month": lang.month(before["as_of_date"], language),
        "step": lang.bounds(breaks.official().step, language, 0),
        "step_month": lang.month(breaks.official().before, language),
    }
    title = lang.text("strikes.theatre_title", language, **values)
    names = [points["iraq"][f"publisher_{language}"], *publishers(reports, language)]
    source = source_line(names, reports["as_of_date"].max(), language)
    made = frame(title, lang.text("strikes.theatre_subtitle", language), source, language)
    axes = made.axes
    weak = reports["quality"] == "weak-source"
    for theatre, offset in zip(THEATRES, ((-14, 12), (26, -40)), strict=True):
        colour, column, value = COLOURS[theatre], f"strikes_{theatre}", points[theatre]["value"]
        _draw_running_count(axes, reports, theatre, day, value)
        label(
            axes,
            lang.text("strikes.the_article", language, number=lang.number(value, 0, language)),
            (day, value),
            offset,
            colour,
            "right" if offset[0] < 0 else "center",
        )
        middle = reports[(reports["as_of_date"] > "2016-04-01") & ~weak].iloc[0]
        label(
            axes,
            lang.text(f"strikes.{theatre}", language),
            (middle["as_of_date"], middle[column]),
            (-14, 10),
            colour,
            "right",
            size=13,
        )
    hollow = reports[weak].iloc[-1]
    label(
        axes,
        lang.text("strikes.weaker_source", language),
        (hollow["as_of_date"], hollow["strikes_iraq"]),
        (8, 0),
        COLOURS["iraq"],
        "left",
        weight="normal",
        size=10,
    )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2018-03-01"))
    axes.set_ylim(0, 15000)
    number_axis(axes.yaxis, language)
    return made.chart("strikes-by-country", lang.text("strikes.theatre_sentence", language, **values | sentence_gains))


def _draw_running_count(axes, reports: pd.DataFrame, theatre: str, day: pd.Timestamp, value: float) -> None:
    """The count of one theatre: a line through reports and article, outlined markers for reports of weaker sources."""
    column, weak = f"strikes_{theatre}", reports["quality"] == "weak-source"
    path = pd.concat([reports.set_index("as_of_date")[column], pd.Series({day: value})]).sort_index()
    look = {"color": COLOURS[theatre], "linestyle": "none"}
    axes.plot(path.index, path, color=COLOURS[theatre])
    for rows, filling in ((reports[~weak], {}), (reports[weak], {"markerfacecolor": "white", "markeredgewidth": 1.6})):
        axes.plot(rows["as_of_date"], rows[column], marker=_MARKERS[theatre], **look, **filling)
    axes.plot([day], [value], marker="D", markersize=9, **look)


@styled
def pace(intervals: pd.DataFrame, declared: pd.DataFrame, language: str | None = None) -> Chart:
    """Strikes a day between successive official reports, as bands over time, and as the months declared them.

    intervals: one row an interval, in date order, with start_date, end_date, strikes, pace (a `Bounded`, None where
        the interval spans the break in the count), weak (does one of its two reports come from a weaker source?) and
        publishers. declared: see `breaks.declared`.
    """
    language = lang.check(language)
    broken = intervals[intervals["pace"].isna()].iloc[0]
    whole_ones = intervals[intervals["pace"].notna()]
    start, end = whole_ones["start_date"], whole_ones["end_date"]
    calm = whole_ones[(start >= "2014-12-01") & (end <= broken["start_date"])]
    later = whole_ones[(start >= broken["end_date"]) & (end <= _ARTICLE_DAY)]
    months = declared[(declared["period_type"] == "month") & (declared["period_end"] <= broken["end_date"])]
    inside = declared[declared["period_start"] > broken["start_date"]]
    own = measures.exact(int(inside["strikes_low"].sum())) / measures.elapsed_days(
        broken["start_date"], broken["end_date"]
    )
    best = {
        name: [row.best for row in rows["pace"]]
        for name, rows in (("calm", calm), ("later", later), ("all", whole_ones), ("months", months))
    }

    def whole(value):
        return lang.number(value, 0, language)

    def strikes(value):
        return lang.count(measures.round_half_up(value), "strike", language)

    values = {
        "calm_start": lang.month(calm.iloc[0]["start_date"], language),
        "calm_end": lang.month(calm.iloc[-1]["end_date"], language),
        "calm_low": whole(min(best["calm"])),
        "calm_high": strikes(max(best["calm"])),
        "month_low": whole(min(best["months"])),
        "month_high": whole(max(best["months"])),
        "declared": whole(own),
        "printed": whole(measures.pace(0, int(broken["strikes"]), broken["start_date"], broken["end_date"]).best),
        "step": lang.bounds(breaks.official().step, language, 0),
        "step_month": lang.month(breaks.official().before, language),
        "later_low": whole(min(best["later"])),
        "later_high": strikes(max(best["later"])),
        "peak": strikes(max(best["all"])),
        "last": strikes(best["all"][-1]),
        "article_date": lang.date(_ARTICLE_DAY, language),
        "last_month": lang.month(end.iloc[-1], language),
    }
    title = lang.text("strikes.pace_title", language, **values)
    names = [*publishers(declared.tail(1), language), *publishers(intervals, language)]
    source = source_line(names, end.iloc[-1], language)
    made = frame(title, lang.text("strikes.pace_subtitle", language), source, language)
    _draw_paces(made.axes, whole_ones, language)
    _draw_declared(made.axes, declared, broken)

    def a_day(pace):
        return lang.text("strikes.a_day", language, number=whole(pace))

    last, weak = whole_ones.iloc[-1], whole_ones[whole_ones["weak"]]
    middle = calm.iloc[0]["start_date"] + (calm.iloc[-1]["end_date"] - calm.iloc[0]["start_date"]) / 2
    calm_words = lang.text("strikes.pace_calm", language, low=values["calm_low"], high=whole(max(best["calm"])))
    later_words = lang.text("common.range", language, low=values["later_low"], high=whole(max(best["later"])))
    weak_words = lang.text("strikes.weaker_source", language)
    weak_middle = sum(row.best for row in weak["pace"].iloc[-2:]) / 2
    official, plain, independent = COLOURS["official"], COLOURS["plain"], COLOURS["independent"]
    step_words = lang.text("strikes.pace_step", language, **values)
    for words, day, pace, offset, colour, side, more in (
        (lang.text("strikes.article_day", language), _ARTICLE_DAY, 62, (-6, 0), plain, "right", {"weight": "normal"}),
        (calm_words, middle, min(best["calm"]), (0, -30), official, "center", {"size": 12}),
        (lang.text("strikes.pace_declared", language), middle, max(best["months"]), (0, 14), independent, "center", {}),
        (step_words, broken["start_date"], 46, (-6, 0), plain, "right", {"weight": "normal"}),
        (a_day(best["all"][-1]), last["end_date"], best["all"][-1], (0, -14), official, "right", {}),
        (later_words, later.iloc[0]["end_date"], min(best["later"]), (18, -17), official, "center", {"size": 12}),
        (weak_words, weak.iloc[0]["end_date"], weak.iloc[0]["pace"].best, (0, -20), plain, "center", {}),
        (weak_words.replace(" ", "\n"), weak.iloc[-1]["end_date"], weak_middle, (4, 0), plain, "left", {}),
    ):
        label(made.axes, words, (day, float(pace)), offset, colour, side, **more)
    return made.chart("strikes-pace-between-reports", lang.text("strikes.pace_sentence", language, **values))


def _draw_declared(axes, declared: pd.DataFrame, broken: pd.Series) -> None:
    """What the months declared, as lines; behind them the stretch in which the official count makes its step."""
    axes.axvspan(broken["start_date"], broken["end_date"], facecolor=COLOURS["plain"], alpha=0.2, linewidth=0)
    for row in declared.itertuples():
        span = [row.period_start, row.period_end]
        axes.plot(span, [float(row.pace.best)] * 2, color=COLOURS["independent"], linewidth=3, solid_capstyle="butt")


def _draw_paces(axes, intervals: pd.DataFrame, language: str) -> None:
    """Each interval as a band between its bounds with a line at its pace; hatched and dashed for a weaker source."""
    for row in intervals.itertuples():
        span, low, high = [row.start_date, row.end_date], float(row.pace.low), float(row.pace.high)
        colour = COLOURS["plain"] if row.weak else COLOURS["official"]
        ground = (
            {"facecolor": "none", "edgecolor": colour, "hatch": "////"}
            if row.weak
            else {"facecolor": colour, "alpha": 0.3}
        )
        axes.fill_between(span, low, high, linewidth=0, **ground)
        axes.plot(
            span, [float(row.pace.best)] * 2, color=colour, linestyle="--" if row.weak else "-", solid_capstyle="butt"
        )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2018-03-01"))
    axes.set_ylim(0, 66)
    number_axis(axes.yaxis, language)
    axes.axvline(_ARTICLE_DAY, color=COLOURS["plain"], linewidth=1, linestyle=":")


@styled
def us_and_partners(reports: pd.DataFrame, language: str | None = None) -> Chart:
    """Strikes by the United States and by its partners, in each country, in two reports.

    reports: two rows of strikes.csv, the official one first, with as_of_date, us_iraq, partners_iraq, us_syria,
        partners_syria and publishers.
    """
    language = lang.check(language)
    rows = {"first": reports.iloc[0], "last": reports.iloc[-1]}
    values, shares = {}, {}
    for name, row in rows.items():
        values[f"{name}_date"] = lang.date(row["as_of_date"], language)
        for theatre in THEATRES:
            partners, everyone = row[f"partners_{theatre}"], row[f"partners_{theatre}"] + row[f"us_{theatre}"]
            shares[name, theatre] = lang.percent(measures.share(partners, everyone), 0, language)
            values |= {
                f"{name}_{theatre}": lang.number(partners, 0, language),
                f"{name}_{theatre}_all": lang.count(everyone, "strike", language),
                f"{name}_{theatre}_share": shares[name, theatre],
            }
    title = lang.text("strikes.partners_title", language, iraq=shares["first", "iraq"], syria=shares["first", "syria"])
    source = source_line(publishers(reports, language), rows["last"]["as_of_date"], language)
    made = frame(
        title,
        lang.text("strikes.partners_subtitle", language),
        source,
        language,
        height=4.6,
        left=0.19,
        bottom_inches=0.6,
    )
    axes, ticks, names = made.axes, [], []
    for place, (theatre, name) in enumerate((t, n) for t in THEATRES for n in rows):
        row, position = rows[name], place + (0.45 if place > 1 else 0)
        us, partners = row[f"us_{theatre}"], row[f"partners_{theatre}"]
        axes.barh(position, us, height=0.72, color=COLOURS["united_states"])
        axes.barh(position, partners, left=us, height=0.72, color=COLOURS["partners"], hatch="//", edgecolor="white")
        us_words = lang.number(us, 0, language)
        if position == 0:
            us_words = f"{lang.text('strikes.united_states', language)} {us_words}"
        beside(axes, us_words, (0, position), 8, color="white")
        label(
            axes,
            lang.text(
                "strikes.partners_bar", language, number=lang.number(partners, 0, language), share=shares[name, theatre]
            ),
            (us + partners, position),
            (8, 0),
            COLOURS["partners"],
            "left",
        )
        ticks.append(position)
        names.append(
            lang.text(
                "strikes.partners_tick",
                language,
                theatre=lang.text(f"strikes.{theatre}", language),
                date=lang.date(row["as_of_date"], language, "short"),
            )
        )
    axes.set_yticks(ticks, names)
    axes.invert_yaxis()
    axes.set_xlim(0, 19500)
    bars_only(axes)
    return made.chart("strikes-us-and-partners", lang.text("strikes.partners_sentence", language, **values))
