"""The charts of 04-cost: totals, the rate between reports, categories and services, and two official series."""

from __future__ import annotations

from math import nan

import pandas as pd

from ... import data, measures
from ...measures import Bounded
from ...sheet import LOOKS, Sheet, bars_only, beside, chart, height_of, month_begin, month_end, roof

US, PLAIN, RATE = LOOKS["united_states"], LOOKS["plain"], LOOKS["highlight"]
STEP = 2
"""Number axes end on a multiple of this, in billions of dollars or millions a day."""


def _to_the_article(sheet: Sheet, last) -> None:
    """Dates from the first month of the campaign to that of the article, or of the last point where that is later."""
    article = data.row("article_figures", "a13-strikes-total")["as_of_date"]
    sheet.dates(month_begin(measures.CAMPAIGN_START), month_end(max(article, last)))


def _points(table: pd.DataFrame) -> list[tuple]:
    """The as-of date and the total, in billions of dollars, of each row."""
    return list(zip(table["as_of_date"], table["total_usd_billion"], strict=True))


@chart("cost-published-totals", words="cost.totals")
def published_totals(sheet: Sheet, reports: pd.DataFrame) -> None:
    """Published cumulative totals by as-of date.

    reports: rows of cost.csv with as_of_date, total_usd_billion and publishers, in date order.
    """
    say, points = sheet.say, _points(reports)
    (first_day, first), (last_day, last) = points[0], points[-1]
    sheet.source(reports, last_day)
    sheet.values = {
        "first": say.number(first * 1000, 0),
        "last": say.number(last, 1),
        "first_date": say.date(first_day),
        "last_date": say.date(last_day),
        "last_month": say.month(last_day),
        "reports": say.count(len(points), "report"),
    }
    steps = [
        (total - before) / (day - start).days
        for (start, before), (day, total) in zip(points, points[1:], strict=False)
        if day > start
    ]
    sheet.claim(sentence=len(steps) > 1 and 0 < steps[0] < steps[-1])
    sheet.axes.plot(*zip(*points, strict=True), clip_on=False, **US.line)
    _to_the_article(sheet, last_day)
    sheet.scale(0, roof(last, STEP))
    leader = {"arrowstyle": "-", "color": US.colour, "linewidth": 0.8, "shrinkB": 4}
    sheet.label(
        say("millions", number=sheet.values["first"]), points[0], (-14, 48), "united_states", "left", arrowprops=leader
    )
    sheet.label(say("billions", number=sheet.values["last"]), points[-1], (-12, 8), "united_states", "right")


@chart("cost-rate-between-reports", words="cost.rates")
def marginal_rates(sheet: Sheet, rates: pd.DataFrame) -> None:
    """The daily rate between successive reports, drawn as bands, beside the published average since the start.

    rates: one row an interval, in date order, with start_date, end_date, rate (a `Bounded`, millions of US dollars a
        day), average_usd_million_per_day (as published at end_date) and publishers.
    """
    say, axes, averages = sheet.say, sheet.axes, rates["average_usd_million_per_day"]
    first, last = rates.iloc[0], rates.iloc[-1]
    sheet.source(rates, last["end_date"])
    for name, row, decimals in (("first", first, 1), ("last", last, 0)):
        sheet.values |= {
            f"{name}_rate": say.number(row["rate"], 0),
            f"{name}_bounds": say.bounds(row["rate"]),
            f"{name}_start": say.date(row["start_date"]),
            f"{name}_end": say.date(row["end_date"]),
            f"{name}_average": say.number(row["average_usd_million_per_day"], decimals),
        }
    rise = last["rate"].best / first["rate"].best
    slow = last["average_usd_million_per_day"] / first["average_usd_million_per_day"]
    doubled = measures.round_half_up(rise, 0) == 2 and 2 * (slow - 1) < rise
    sheet.claim(title=doubled, sentence=1 < slow < rise)
    spans = [day for row in data.rows(rates) for day in (row.start_date, row.end_date, row.end_date)]
    low, best, high = (
        [value for rate in rates["rate"] for value in (float(getattr(rate, bound)), float(getattr(rate, bound)), nan)]
        for bound in ("low", "best", "high")
    )
    axes.fill_between(spans, low, high, color=RATE.colour, alpha=0.35, linewidth=0)
    axes.plot(spans, best, color=RATE.colour)
    axes.plot(rates["end_date"], averages, color=US.colour, linestyle="--", marker=US.marker)
    _to_the_article(sheet, last["end_date"])
    sheet.scale(0, roof(max(averages.max(), *(rate.high for rate in rates["rate"])), STEP))
    band, average = (last["start_date"], float(last["rate"].high)), (last["end_date"], averages.iloc[-1])
    sheet.label(say("rate_label"), band, (-4, 4), "highlight", "right")
    sheet.label(say("average_label"), average, (0, -34), "united_states", "right")


@chart("cost-breakdown", words="cost.breakdown", height=5.4, left=0.36, right=0.93, bottom_inches=0.55, bars=True)
def breakdown(sheet: Sheet, parts: pd.DataFrame) -> None:
    """Millions of US dollars a day by kind of expense and by service, as bars.

    parts: rows of cost_breakdown.csv for one report and the measure usd_million_per_day, with breakdown, item,
        value, as_of_date and publishers.
    """
    say, axes, as_of = sheet.say, sheet.axes, parts.iloc[0]["as_of_date"]
    sheet.source(parts.iloc[0], as_of)
    sheet.values = {"as_of": say.date(as_of)}
    position, ticks, names, top = 0.0, [], [], []
    for group, look in (("category", US), ("service", PLAIN)):
        bars = parts[parts["breakdown"] == group].sort_values("value", ascending=False)
        top.append(bars.iloc[0]["item"])
        sheet.values |= {
            f"top_{group}": say.code("item", bars.iloc[0]["item"]),
            f"top_{group}_value": say.number(bars.iloc[0]["value"], 1),
            f"{group}_sum": say.number(bars["value"].sum(), 1),
        }
        axes.barh([position + place for place in range(len(bars))], bars["value"], height=0.7, **look.bar)
        for bar in data.rows(bars):
            beside(axes, say.number(bar.value, 1), (bar.value, position), 5, weight="normal")
            ticks.append(position)
            names.append(say.code("item", bar.item))
            position += 1
        position += 0.7
    sheet.claim(title=top == ["flying", "air_force"])
    axes.set_yticks(ticks, names)
    axes.set_ylim(position - 1.2, -0.5)
    bars_only(axes)


@chart("cost-two-official-series", words="cost.series")
def two_series(sheet: Sheet, reports: pd.DataFrame, obligations: pd.DataFrame, implied: Bounded, implied_date) -> None:
    """Two official series for one operation, with the range that the article's average implies.

    reports: the OIR cost reports; obligations: the Cost of War series (both with as_of_date, total_usd_billion and
    publishers; drawn up to the end of the year of `implied_date`); implied: billions of US dollars on `implied_date`,
    from the average of 13.6 million a day.
    """
    say, axes, day = sheet.say, sheet.axes, pd.Timestamp(implied_date)
    other = obligations.loc[obligations["as_of_date"] == day, "total_usd_billion"].iloc[0]
    sheet.source(pd.concat([obligations, reports]), implied_date)
    sheet.values = {
        "date": say.date(day),
        "implied": say.bounds(implied),
        "other": say.number(other, 1),
        "percent": say.percent(abs(other / float(implied.best) - 1) * 100, 0),
    }
    sheet.claim(sentence=other > float(implied.best))
    printed, promised = (_points(table[table["as_of_date"].dt.year <= day.year]) for table in (reports, obligations))
    axes.plot(*zip(*printed, strict=True), markersize=4, **US.line)
    axes.plot(*zip(*promised, strict=True), **PLAIN.line)
    # A range as narrow as this one is drawn wide, with both its ends: a month around its day.
    wide = [day - pd.Timedelta(days=45), day + pd.Timedelta(days=45)]
    ends = float(implied.low), float(implied.high)
    axes.fill_between(wide, *ends, color=RATE.colour, alpha=0.35, linewidth=0)
    axes.hlines(ends, *wide, color=RATE.colour, linewidth=1.2)
    last = max(printed[-1][0], promised[-1][0], day)
    sheet.dates(month_begin(measures.CAMPAIGN_START), last + pd.Timedelta(days=15))
    sheet.scale(0, roof(max(implied.high, *(total for _, total in (*printed, *promised))), STEP))
    sheet.label(say("obligations_label"), promised[-1], (-10, 6), "plain", "right")
    sheet.label(say("reports_label"), printed[len(printed) // 2], (-13, 24), "united_states", "right")
    # As far below its range as today, but never down on the dates.
    drop = max(-64, 36 - height_of(axes, implied.low))
    leader = {"arrowstyle": "-", "color": RATE.colour, "linewidth": 0.8}
    sheet.label(say("implied_label"), (day, float(implied.low)), (0, drop), "highlight", arrowprops=leader)
