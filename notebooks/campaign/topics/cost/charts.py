"""The charts of 04-cost: totals, the rate between reports, categories and services, and two official series."""

from __future__ import annotations

import pandas as pd

from ... import language as lang
from ...measures import Bounded
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


@styled
def published_totals(reports: pd.DataFrame, language: str | None = None) -> Chart:
    """Published cumulative totals by as-of date.

    reports: rows of cost.csv with as_of_date, total_usd_billion, publisher_en and publisher_ar, in date order.
    """
    language = lang.check(language)
    first, last = reports.iloc[0], reports.iloc[-1]
    values = {
        "first": lang.number(first["total_usd_billion"] * 1000, 0, language),
        "last": lang.number(last["total_usd_billion"], 1, language),
        "first_date": lang.date(first["as_of_date"], language),
        "last_date": lang.date(last["as_of_date"], language),
        "last_month": lang.month(last["as_of_date"], language),
        "reports": lang.count(len(reports), "report", language),
    }
    title = lang.text("cost.totals_title", language, **values)
    source = source_line(publishers(reports, language), last["as_of_date"], language)
    made = frame(title, lang.text("cost.totals_subtitle", language), source, language)
    axes = made.axes
    axes.plot(
        reports["as_of_date"], reports["total_usd_billion"], color=COLOURS["united_states"], marker="o", clip_on=False
    )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2017-07-31"))
    axes.set_ylim(0, 14)
    number_axis(axes.yaxis, language)
    label(
        axes,
        lang.text("cost.millions", language, number=values["first"]),
        (first["as_of_date"], first["total_usd_billion"]),
        (-14, 40),
        COLOURS["united_states"],
        "left",
    )
    label(
        axes,
        lang.text("cost.billions", language, number=values["last"]),
        (last["as_of_date"], last["total_usd_billion"]),
        (-12, 8),
        COLOURS["united_states"],
        "right",
    )
    return made.chart("cost-published-totals", lang.text("cost.totals_sentence", language, **values))


@styled
def marginal_rates(rates: pd.DataFrame, language: str | None = None) -> Chart:
    """The daily rate between successive reports, drawn as bands, beside the published average since the start.

    rates: one row an interval, with start_date, end_date, rate (a `Bounded`, millions of US dollars a day),
        average_usd_million_per_day (as published at end_date), publisher_en and publisher_ar.
    """
    language = lang.check(language)
    first, last = rates.iloc[0], rates.iloc[-1]
    values = {
        "first_rate": lang.number(first["rate"], 0, language),
        "last_rate": lang.number(last["rate"], 0, language),
        "first_bounds": lang.bounds(first["rate"], language),
        "last_bounds": lang.bounds(last["rate"], language),
        "first_start": lang.date(first["start_date"], language),
        "first_end": lang.date(first["end_date"], language),
        "last_start": lang.date(last["start_date"], language),
        "last_end": lang.date(last["end_date"], language),
        "first_average": lang.number(first["average_usd_million_per_day"], 1, language),
        "last_average": lang.number(last["average_usd_million_per_day"], 0, language),
    }
    title = lang.text("cost.rates_title", language, **values)
    source = source_line(publishers(rates, language), last["end_date"], language)
    made = frame(title, lang.text("cost.rates_subtitle", language), source, language)
    axes = made.axes
    for row in rates.itertuples():
        span = [row.start_date, row.end_date]
        axes.fill_between(
            span, float(row.rate.low), float(row.rate.high), color=COLOURS["highlight"], alpha=0.35, linewidth=0
        )
        axes.plot(span, [float(row.rate.best)] * 2, color=COLOURS["highlight"])
    axes.plot(
        rates["end_date"],
        rates["average_usd_million_per_day"],
        color=COLOURS["united_states"],
        linestyle="--",
        marker="o",
    )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2017-07-31"))
    axes.set_ylim(0, 20)
    number_axis(axes.yaxis, language)
    label(
        axes,
        lang.text("cost.rate_label", language),
        (last["start_date"], float(last["rate"].high)),
        (-4, 4),
        COLOURS["highlight"],
        "right",
    )
    label(
        axes,
        lang.text("cost.average_label", language),
        (last["end_date"], last["average_usd_million_per_day"]),
        (0, -34),
        COLOURS["united_states"],
        "right",
    )
    return made.chart("cost-rate-between-reports", lang.text("cost.rates_sentence", language, **values))


@styled
def breakdown(parts: pd.DataFrame, language: str | None = None) -> Chart:
    """Millions of US dollars a day by kind of expense and by service, as bars.

    parts: rows of cost_breakdown.csv for one report and the measure usd_million_per_day, with breakdown, item,
        value, as_of_date, publisher_en and publisher_ar.
    """
    language = lang.check(language)
    groups = [
        parts[parts["breakdown"] == name].sort_values("value", ascending=False) for name in ("category", "service")
    ]
    first, as_of = parts.iloc[0], parts.iloc[0]["as_of_date"]
    values = {
        "as_of": lang.date(as_of, language),
        "top_category": lang.code("item", groups[0].iloc[0]["item"], language),
        "top_category_value": lang.number(groups[0].iloc[0]["value"], 1, language),
        "top_service": lang.code("item", groups[1].iloc[0]["item"], language),
        "top_service_value": lang.number(groups[1].iloc[0]["value"], 1, language),
        "category_sum": lang.number(groups[0]["value"].sum(), 1, language),
        "service_sum": lang.number(groups[1]["value"].sum(), 1, language),
    }
    title = lang.text("cost.breakdown_title", language, **values)
    source = source_line(first[f"publisher_{language}"], as_of, language)
    made = frame(
        title,
        lang.text("cost.breakdown_subtitle", language, **values),
        source,
        language,
        height=5.4,
        left=0.36,
        right=0.93,
        bottom_inches=0.55,
    )
    axes, position, ticks, labels = made.axes, 0.0, [], []
    for group, colour, hatch in zip(groups, (COLOURS["united_states"], COLOURS["plain"]), ("", "//"), strict=True):
        for part in group.itertuples():
            axes.barh(position, part.value, height=0.7, color=colour, hatch=hatch, edgecolor="white")
            beside(axes, lang.number(part.value, 1, language), (part.value, position), 5, weight="normal")
            ticks.append(position)
            labels.append(lang.code("item", part.item, language))
            position += 1
        position += 0.7
    axes.set_yticks(ticks, labels)
    axes.set_ylim(position - 1.2, -0.5)
    bars_only(axes)
    return made.chart("cost-breakdown", lang.text("cost.breakdown_sentence", language, **values))


@styled
def two_series(
    reports: pd.DataFrame, obligations: pd.DataFrame, implied: Bounded, implied_date, language: str | None = None
) -> Chart:
    """Two official series for one operation, with the range that the article's average implies.

    reports: the OIR cost reports; obligations: the Cost of War series (both with as_of_date, total_usd_billion and
    publishers); implied: billions of US dollars on `implied_date`, from the average of 13.6 million a day.
    """
    language = lang.check(language)
    same_day = obligations[obligations["as_of_date"] == pd.Timestamp(implied_date)].iloc[0]
    other = same_day["total_usd_billion"]
    values = {
        "date": lang.date(implied_date, language),
        "implied": lang.bounds(implied, language),
        "other": lang.number(other, 1, language),
        "percent": lang.percent((other / float(implied.best) - 1) * 100, 0, language),
    }
    title = lang.text("cost.series_title", language, **values)
    names = [*publishers(obligations, language), *publishers(reports, language)]
    source = source_line(names, implied_date, language)
    made = frame(title, lang.text("cost.series_subtitle", language), source, language)
    axes = made.axes
    shown = obligations[obligations["as_of_date"] <= pd.Timestamp("2017-12-31")]
    axes.plot(
        reports["as_of_date"], reports["total_usd_billion"], color=COLOURS["united_states"], marker="o", markersize=4
    )
    axes.plot(shown["as_of_date"], shown["total_usd_billion"], color=COLOURS["plain"], marker="s", linestyle="--")
    axes.vlines(
        pd.Timestamp(implied_date), float(implied.low), float(implied.high), color=COLOURS["highlight"], linewidth=9
    )
    date_axis(axes, language, pd.Timestamp("2014-08-01"), pd.Timestamp("2018-01-15"))
    axes.set_ylim(0, 24)
    number_axis(axes.yaxis, language)

    end = shown.iloc[-1]
    label(
        axes,
        lang.text("cost.obligations_label", language),
        (end["as_of_date"], end["total_usd_billion"]),
        (-10, 6),
        COLOURS["plain"],
        "right",
    )
    label(
        axes,
        lang.text("cost.reports_label", language),
        (pd.Timestamp("2015-12-01"), 5.5),
        (-8, 24),
        COLOURS["united_states"],
        "right",
    )
    leader = {"arrowstyle": "-", "color": COLOURS["highlight"], "linewidth": 0.8}
    label(
        axes,
        lang.text("cost.implied_label", language),
        (pd.Timestamp(implied_date), float(implied.low)),
        (0, -88),
        COLOURS["highlight"],
        arrowprops=leader,
    )
    return made.chart("cost-two-official-series", lang.text("cost.series_sentence", language, **values))
