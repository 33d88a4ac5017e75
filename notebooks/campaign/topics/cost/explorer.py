"""The explorer of 04-cost: what does an average a day amount to, and how sure is the total?"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures, sheet
from ...explorer import Explorer, NumberField, Unusable, side_by_side
from .rules import average, rate_between, reports, total

FIRST_DAY, LAST_DAY = measures.CAMPAIGN_START, datetime.date(2020, 12, 31)
ARTICLE, OWN = "article", "own"
WIDE, DAY, RATE, STEP, REPORT = 440, 180, 210, 150, 375  # pixels
GRASP = 30  # pixels around an end of the interval in which it is taken hold of


@dataclass(frozen=True)
class CostNumbers:
    """What the calculator knows for one state of its controls. Money is in US dollars.

    rate: millions a day. days: both ends counted. total: billions. per_hour: millions. between_reports: millions a day
    between the two chosen reports, None where the second is not the later one.
    """

    start: datetime.date
    end: datetime.date
    rate: measures.Bounded
    days: int
    total: measures.Bounded
    per_hour: measures.Bounded
    between_reports: measures.Bounded | None
    assumed_end: bool


class CostCalculator(Explorer):
    """Start and end date, a daily rate with its rounding (or a published one), the total with its bounds, the cost
    an hour, and the rate between two published reports. Opens at the article's value: 8 August 2014 to 26 July 2017.
    """

    name, topic = "cost-calculator", "cost"
    _dragged = "end"

    def make_controls(self) -> dict[str, widgets.Widget]:
        figures = data.with_sources(data.load("article_figures")).set_index("figure_id")
        self._article = figures.loc["a14-cost-per-day"]
        self._article_end = figures.at["a13-strikes-total", "as_of_date"]
        self.reports = reports()
        published = [(self._choice(report), key) for key, report in self.reports.iterrows()]
        sources = [(self.say("article_choice"), ARTICLE), (self.say("own_choice"), OWN), *published]
        roundings = [
            (self.say("rounding_choice_one" if step == "1" else "rounding_choice", step=step), step)
            for step in ("1", "0.1", "0.01")
        ]
        rate = {"value": self._article["value"], "min": 0, "max": 1000}

        def choose(name: str, width: int, options: list, value: str) -> widgets.Widget:
            return self.control(widgets.Dropdown, f"cost.control_{name}", width, options=options, value=value)

        return {
            "figures": choose("figures", WIDE, sources, ARTICLE),
            "start": self.control(widgets.DatePicker, "cost.control_start", DAY, value=FIRST_DAY),
            "end": self.control(widgets.DatePicker, "cost.control_end", DAY, value=self._article_end.date()),
            "rate": self.control(NumberField, "cost.control_rate", RATE, **rate),
            "rounding": choose("rounding", STEP, roundings, "0.1"),
            "first": choose("first", REPORT, published, "cost-oir-2016-12-15"),
            "second": choose("second", REPORT, published, "cost-oir-2017-03-31"),
        }

    def _choice(self, report: pd.Series) -> str:
        """How a report is offered: its date, its total and its average a day, with the digits that it printed."""
        figures = {"total": self.say.number(total(report)), "average": self.say.number(average(report))}
        return self.say("report_choice", date=self.say.date(report["as_of_date"]), **figures)

    def layout_controls(self) -> list[widgets.Widget]:
        figures, start, end, rate, rounding, first, second = self.controls.values()
        rows = (figures, self.reset_button), (start, end, rate, rounding), (first, second)
        return [side_by_side(*row) for row in rows]

    def spots(self) -> list[tuple[float, float, str]]:
        days, totals = mdates.date2num(self.reports["as_of_date"]), self.reports["total_usd_billion"]
        return list(zip(days, totals, [words for words, _ in self.controls["first"].options], strict=True))

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The end of the line is dragged along the dates, or an end of the interval from report to report: what is
        nearest where the picture was pressed."""
        days = dict(zip(self.reports.index, mdates.date2num(self.reports["as_of_date"]), strict=True))
        chosen = {name: self.controls[name].value for name in ("first", "second")}
        if phase == "down":
            self._dragged = "end"
            if None not in chosen.values():
                near = self.frame.axes.transData.transform
                places = {name: (days[key], self.reports.at[key, "total_usd_billion"]) for name, key in chosen.items()}
                name = min(places, key=lambda name: math.dist(near(places[name]), near((x, y))))
                reach = GRASP * self.frame.figure.dpi / sheet.PIXELS_PER_INCH
                self._dragged = name if math.dist(near(places[name]), near((x, y))) <= reach else "end"
        if self._dragged == "end":
            start = self.controls["start"].value or FIRST_DAY
            self.controls["end"].value = min(max(mdates.num2date(x).date(), start), LAST_DAY)
            return
        first, second = (days.get(chosen[name]) for name in ("first", "second"))
        free = [key for key, day in days.items() if (day < second if self._dragged == "first" else day > first)]
        if free:
            self.controls[self._dragged].value = min(free, key=lambda key: abs(days[key] - x))

    def link_controls(self) -> None:
        self.when("figures", fill=self._published)
        # A figure that was changed by hand is no longer the published one.
        self.when("start", "end", "rate", "rounding", fill=lambda _: {"figures": OWN})

    def _published(self, chosen: str | None) -> dict[str, object]:
        """The first and last day, the average and the rounding that a published text gives."""
        if chosen in (OWN, None):
            return {}
        if chosen == ARTICLE:
            end, rate, step = self._article_end, self._article["value"], self._article["step"]
        else:
            names = ["as_of_date", "average_usd_million_per_day", "average_step_usd_million_per_day"]
            end, rate, step = self.reports.loc[chosen, names]
        return {"start": FIRST_DAY, "end": end.date(), "rate": rate, "rounding": f"{step:g}"}

    def _chosen_reports(self) -> list[pd.Series] | None:
        """The two reports that a rate between them is asked for; None where a list is empty."""
        keys = [self.controls[name].value for name in ("first", "second")]
        return None if None in keys else [self.reports.loc[key] for key in keys]

    def numbers(self) -> CostNumbers:
        figures, start, end, rate, rounding, *_ = (control.value for control in self.controls.values())
        chosen = self._chosen_reports()
        if None in (figures, rounding) or chosen is None:
            raise Unusable("common.problem_choice")
        if None in (start, end):
            raise Unusable("problem_no_date")
        if not all(FIRST_DAY <= day <= LAST_DAY for day in (start, end)):
            raise Unusable("problem_range", first=self.say.date(FIRST_DAY), last=self.say.date(LAST_DAY))
        if end < start:
            raise Unusable("problem_order")
        # As a paper prints it that rounds so: 13.64 is 13.6 or 14 there, never 13.64 give or take.
        printed = measures.rounded(measures.nearest(rate, rounding), rounding)
        rate, days = measures.not_below_zero(printed), measures.inclusive_days(start, end)
        total_cost, per_hour = measures.total_cost(rate, days), rate / measures.HOURS_IN_A_DAY
        return CostNumbers(start, end, rate, days, total_cost, per_hour, rate_between(*chosen), figures == ARTICLE)

    def words(self, numbers: CostNumbers) -> tuple[str, str, str, str]:
        say = self.say
        values = {
            "rate": say.number(numbers.rate, len(self.controls["rounding"].value.partition(".")[2])),
            "rate_bounds": say.bounds(numbers.rate),
            "days": say.count(numbers.days, "day"),
            "start": say.date(numbers.start),
            "end": say.date(numbers.end),
            "total": say.number(numbers.total),
            "total_bounds": say.bounds(numbers.total),
            "hour": say.bounds(numbers.per_hour),
        }
        parts = [say("calculator_sentence", **values)]
        typed = measures.exact(self.controls["rate"].value)
        if typed.best != numbers.rate.best:
            parts.append(say("common.printed_as", given=say.number(typed), printed=values["rate"]))
        if numbers.assumed_end:
            parts.append(say("calculator_assumption"))
        between = numbers.between_reports
        if between is None:
            parts.append(say("calculator_no_interval"))
        else:
            first, second = (say.date(report["as_of_date"]) for report in self._chosen_reports())
            figures = {"between": say.number(between), "between_bounds": say.bounds(between)}
            parts.append(say("calculator_interval", first=first, second=second, **figures))
        return say("calculator_title", **values), *self.nothing(), " ".join(parts)

    def nothing(self) -> tuple[str, str]:
        """Subtitle and source line, which do not depend on the numbers."""
        chosen = self.controls["figures"].value
        if chosen in (OWN, None):
            source = self.say("own_source")
        elif chosen == ARTICLE:
            source = self.say("article_source", source=self.say.of(self._article, "publisher"))
        else:
            report = self.reports.loc[chosen]
            source = sheet.source_line(self.say.of(report, "publisher"), report["as_of_date"], self.language)
        return self.say("calculator_subtitle"), source

    def make_frame(self) -> sheet.Frame:
        made = sheet.frame("", "", "", self.language, height=4.2)
        axes, days, totals = made.axes, self.reports["as_of_date"], self.reports["total_usd_billion"]
        dots = {"color": sheet.COLOURS["plain"], "marker": "o", "markersize": 4.5, "linestyle": "none"}
        (self._dots,) = axes.plot(days, totals, **dots)
        (self._wedge,) = axes.fill([0, 1, 1], [0, 1, 1], color=sheet.COLOURS["united_states"], alpha=0.3, linewidth=0)
        (self._line,) = axes.plot([], [], color=sheet.COLOURS["united_states"])
        (self._interval,) = axes.plot([], [], color=sheet.COLOURS["highlight"], linewidth=4, solid_capstyle="round")
        self._end_label, self._interval_label = (
            sheet.label(
                axes, "", (0, 0), (0, 0), colour, arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8}
            )
            for colour in (sheet.COLOURS["united_states"], sheet.COLOURS["highlight"])
        )
        # Beside the first report of the campaign's second year.
        later = days > pd.Timestamp(measures.campaign_date(365))
        point = days[later].iloc[0], totals[later].iloc[0]
        self._dots_label = sheet.label(axes, self.say("dots_label"), point, (0, 0), sheet.COLOURS["plain"])
        sheet.number_axis(axes.yaxis, self.language)
        return made

    def draw(self, numbers: CostNumbers | None) -> None:
        days, totals, axes = self.reports["as_of_date"], self.reports["total_usd_billion"], self.frame.axes
        top, last = sheet.roof(totals.max(), 4), max(sheet.month_end(self._article_end), days.max())
        scale = top
        if numbers is not None:
            top, last = max(top, float(numbers.total.high) * 1.15), max(last, pd.Timestamp(numbers.end))
        scale /= top  # so much smaller is everything where the total is large
        axes.set_ylim(0, top)
        # A date every half year, up to seven of them; on a longer axis one a year.
        months = 6 if last < sheet.month_begin(FIRST_DAY, 46) else 12
        sheet.date_axis(axes, self.language, sheet.month_begin(FIRST_DAY), last + pd.Timedelta(days=20), months)
        self._draw_total(numbers)
        # Labels keep clear of each other, and of the dots and the line.
        taken, lines = [], [line for line in (self._dots, self._line) if line.get_visible()]
        drawn = sheet.along(*lines)
        if numbers is not None:
            self._draw_end_label(numbers, taken, drawn)
        self._draw_interval(days.min() + (days.max() - days.min()) / 2, scale, taken, drawn)
        above = [((right, up), "left") for up in (14, 20) for right in (0, 60, 120)]
        above += [((0, up), side) for side in ("right", "left") for up in (40, 70, 100, 130)]
        sheet.settle(self._dots_label, [((26, -18), "left"), *above], taken, drawn)

    def _draw_total(self, numbers: CostNumbers | None) -> None:
        """The total as a line from nothing, in a wedge between its bounds."""
        for artist in (self._wedge, self._line, self._end_label):
            artist.set_visible(numbers is not None)
        if numbers is None:
            return
        x, total = mdates.date2num([numbers.start, numbers.end]), numbers.total
        low, best, high = (float(value) for value in (total.low, total.best, total.high))
        self._wedge.set_xy([(x[0], 0), (x[1], low), (x[1], high)])
        self._line.set_data(x, [0, best])

    def _draw_end_label(self, numbers: CostNumbers, taken: list, drawn) -> None:
        """The label at the end of the total's line."""
        high = float(numbers.total.high)
        self._end_label.set_text(self.say("billions", number=self.say.bounds(numbers.total)))
        self._end_label.xy = (mdates.date2num(numbers.end), high)
        # Left of an early end there is no room: then the label stands above the dots, with a line to its end.
        axes = self.frame.axes
        above = max(10, sheet.height_of(axes, 0.65 * axes.get_ylim()[1]) - sheet.height_of(axes, high))
        places = [((-10, up), "right") for up in (10, 30, -46)] + [((0, up), "left") for up in (above, above + 30)]
        at_its_end = sheet.settle(self._end_label, places, taken, drawn)
        self._end_label.arrow_patch.set_visible(not at_its_end)

    def _draw_interval(self, middle: pd.Timestamp, scale: float, taken: list, drawn) -> None:
        """The rate between the two chosen reports, where there is one. middle: of the reports' dates."""
        chosen = self._chosen_reports()
        between = chosen and rate_between(*chosen)
        for artist in (self._interval, self._interval_label):
            artist.set_visible(between is not None)
        if between is None:
            return
        x = mdates.date2num([report["as_of_date"] for report in chosen])
        y = [report["total_usd_billion"] for report in chosen]
        self._interval.set_data(x, y)
        self._interval_label.set_text(self.say("a_day", number=self.say.bounds(between)))
        self._interval_label.xy = (x.mean(), sum(y) / 2)
        # A late interval has its label below, an early one above: there the chart is empty.
        places = [((66, -74 * scale), "right"), ((-10, 95), "left")]
        if x.mean() <= mdates.date2num(middle):
            places.reverse()
        others = [((-10, up), side) for up in (26, 40, 70, 100, 130) for side in ("right", "left")]
        others += [((right, -down * scale), "right") for right in (66, 20) for down in (74, 40, 55, 110, 150)]
        sheet.settle(self._interval_label, [*places, *others], taken, drawn)
