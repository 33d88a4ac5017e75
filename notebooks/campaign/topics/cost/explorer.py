"""The explorer of 04-cost: what does an average a day amount to, and how sure is the total?"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer, side_by_side
from ...sheet import COLOURS, Frame, date_axis, frame, label, number_axis, source_line

FIRST_DAY, LAST_DAY = measures.CAMPAIGN_START, datetime.date(2020, 12, 31)
ARTICLE, OWN = "article", "own"
WIDE, NARROW = 590, 290  # pixels


@dataclass(frozen=True)
class CostNumbers:
    """What the calculator knows for one state of its controls. Money is in US dollars.

    problem: a key of the word files when the dates cannot be used or a list is empty, else empty; then the figures
    are None.
    """

    start: datetime.date | None
    end: datetime.date | None
    rate: measures.Bounded | None  # millions a day
    days: int | None  # both ends counted
    total: measures.Bounded | None  # billions
    per_hour: measures.Bounded | None  # millions
    first: pd.Series | None
    second: pd.Series | None
    between_reports: measures.Bounded | None  # millions a day
    assumed_end: bool
    problem: str


class CostCalculator(Explorer):
    """Start and end date, a daily rate with its rounding (or a published one), the total with its bounds, the cost
    an hour, and the rate between two published reports. Opens at the article's value: 8 August 2014 to 26 July 2017.
    """

    name = "cost-calculator"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        figures = data.with_sources(data.load("article_figures")).set_index("figure_id")
        self._article = figures.loc["a14-cost-per-day"]
        cost = data.with_sources(data.load("cost"))
        pairs = (
            cost["total_usd_billion"].notna() & cost["average_usd_million_per_day"].notna() & cost["as_of_date"].notna()
        )
        self.reports = cost[(cost["series"] == "oir_report") & pairs & (cost["quality"] != "contradiction")].set_index(
            "observation_id"
        )
        self._article_end = figures.loc["a13-strikes-total", "as_of_date"].date()
        published = [(self._report_choice(report), key) for key, report in self.reports.iterrows()]
        options = [
            (lang.text("cost.article_choice", language), ARTICLE),
            (lang.text("cost.own_choice", language), OWN),
            *published,
        ]
        roundings = [(lang.text("cost.rounding_choice", language, step=step), step) for step in ("1", "0.1", "0.01")]
        controls = {
            "figures": self.control(widgets.Dropdown, "cost.control_figures", WIDE, options=options, value=ARTICLE),
            "start": self.control(widgets.DatePicker, "cost.control_start", NARROW, value=FIRST_DAY),
            "end": self.control(widgets.DatePicker, "cost.control_end", NARROW, value=self._article_end),
            "rate": self.control(
                widgets.BoundedFloatText,
                "cost.control_rate",
                NARROW,
                value=self._article["value"],
                min=0,
                max=1000,
                step=0.1,
            ),
            "rounding": self.control(widgets.Dropdown, "cost.control_rounding", NARROW, options=roundings, value="0.1"),
            "first": self.control(
                widgets.Dropdown, "cost.control_first", WIDE, options=published, value="cost-oir-2016-12-15"
            ),
            "second": self.control(
                widgets.Dropdown, "cost.control_second", WIDE, options=published, value="cost-oir-2017-03-31"
            ),
        }
        controls["figures"].observe(self._take_figures, names="value")
        for name in ("end", "rate", "rounding"):
            controls[name].observe(self._own_figures, names="value")
        return controls

    def _report_choice(self, report: pd.Series) -> str:
        """How a report is offered: its date, its total and its average a day, with the digits that it printed."""
        total = measures.rounded(report["total_usd_billion"], report["total_step_usd_billion"])
        average = measures.rounded(report["average_usd_million_per_day"], report["average_step_usd_million_per_day"])
        return lang.text(
            "cost.report_choice",
            self.language,
            date=lang.date(report["as_of_date"], self.language),
            total=lang.number(total, language=self.language),
            average=lang.number(average, language=self.language),
        )

    def layout_controls(self):
        c = self.controls
        return [
            c["figures"],
            side_by_side(c["start"], c["end"]),
            side_by_side(c["rate"], c["rounding"]),
            c["first"],
            c["second"],
        ]

    def _take_figures(self, change):
        """A published pair was chosen: fill in its date, its average and its rounding."""
        if self._drawing or change["new"] in (OWN, None):
            return
        article = change["new"] == ARTICLE
        report = self._article if article else self.reports.loc[change["new"]]
        step = report["step"] if article else report["average_step_usd_million_per_day"]
        with self.no_redraw():
            self.controls["start"].value = FIRST_DAY
            self.controls["end"].value = self._article_end if article else report["as_of_date"].date()
            self.controls["rate"].value = report["value"] if article else report["average_usd_million_per_day"]
            self.controls["rounding"].value = f"{step:g}"

    def _own_figures(self, _change):
        """A figure was changed by hand: it is no longer the published one."""
        if not self._drawing:
            with self.no_redraw():
                self.controls["figures"].value = OWN

    def numbers(self) -> CostNumbers:
        values = {name: control.value for name, control in self.controls.items()}
        if None in (values["figures"], values["rounding"], values["first"], values["second"]):
            nothing = dict.fromkeys(field.name for field in dataclasses.fields(CostNumbers))
            return CostNumbers(**nothing | {"assumed_end": False, "problem": "common.problem_choice"})
        rate = measures.rounded(values["rate"], values["rounding"])
        rate = measures.Bounded(rate.best, max(rate.low, 0), rate.high)
        first, second = (self.reports.loc[values[name]] for name in ("first", "second"))
        between = None
        if first["as_of_date"] < second["as_of_date"]:
            totals = [measures.rounded(r["total_usd_billion"], r["total_step_usd_billion"]) for r in (first, second)]
            between = measures.marginal_rate(*totals, first["as_of_date"], second["as_of_date"])
        start, end = values["start"], values["end"]
        problem = ""
        if start is None or end is None:
            problem = "cost.problem_no_date"
        elif not FIRST_DAY <= start <= LAST_DAY or not FIRST_DAY <= end <= LAST_DAY:
            problem = "cost.problem_range"
        elif end < start:
            problem = "cost.problem_order"
        if problem:
            return CostNumbers(start, end, rate, None, None, None, first, second, between, False, problem)
        days = measures.inclusive_days(start, end)
        total = measures.total_cost(rate, days)
        assumed = values["figures"] == ARTICLE
        return CostNumbers(
            start, end, rate, days, total, rate / measures.HOURS_IN_A_DAY, first, second, between, assumed, ""
        )

    def words(self, numbers: CostNumbers) -> tuple[str, str, str, str]:
        language = self.language
        if numbers.problem:
            problem = lang.text(
                numbers.problem, language, first=lang.date(FIRST_DAY, language), last=lang.date(LAST_DAY, language)
            )
            return problem, lang.text("cost.calculator_subtitle", language), self._source(language), problem
        decimals = -int(np.floor(np.log10(float(self.controls["rounding"].value))))
        values = {
            "rate": lang.number(numbers.rate, decimals, language),
            "rate_bounds": lang.bounds(numbers.rate, language),
            "days": lang.count(numbers.days, "day", language),
            "start": lang.date(numbers.start, language),
            "end": lang.date(numbers.end, language),
            "total": lang.number(numbers.total, language=language),
            "total_bounds": lang.bounds(numbers.total, language),
            "hour": lang.bounds(numbers.per_hour, language),
            "first": lang.date(numbers.first["as_of_date"], language),
            "second": lang.date(numbers.second["as_of_date"], language),
        }
        parts = [lang.text("cost.calculator_sentence", language, **values)]
        if numbers.assumed_end:
            parts.append(lang.text("cost.calculator_assumption", language, **values))
        if numbers.between_reports is None:
            parts.append(lang.text("cost.calculator_no_interval", language))
        else:
            parts.append(
                lang.text(
                    "cost.calculator_interval",
                    language,
                    between=lang.number(numbers.between_reports, language=language),
                    between_bounds=lang.bounds(numbers.between_reports, language),
                    **values,
                )
            )
        title = lang.text("cost.calculator_title", language, **values)
        return title, lang.text("cost.calculator_subtitle", language), self._source(language), " ".join(parts)

    def _source(self, language: str) -> str:
        chosen = self.controls["figures"].value
        if chosen in (OWN, None):
            return lang.text("cost.own_source", language)
        if chosen == ARTICLE:
            return lang.text("cost.article_source", language, source=self._article[f"publisher_{language}"])
        report = self.reports.loc[chosen]
        return source_line(report[f"publisher_{language}"], report["as_of_date"], language)

    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language)
        axes = made.axes
        reports = self.reports
        axes.plot(
            reports["as_of_date"],
            reports["total_usd_billion"],
            color=COLOURS["plain"],
            marker="o",
            markersize=4.5,
            linestyle="none",
        )
        (self._wedge,) = axes.fill([0, 1, 1], [0, 1, 1], color=COLOURS["united_states"], alpha=0.3, linewidth=0)
        (self._line,) = axes.plot([], [], color=COLOURS["united_states"])
        (self._interval,) = axes.plot([], [], color=COLOURS["highlight"], linewidth=4, solid_capstyle="round")
        self._end_label, self._interval_label = (
            label(
                axes,
                "",
                (0, 0),
                (0, 0),
                COLOURS[colour],
                arrowprops={"arrowstyle": "-", "color": COLOURS[colour], "linewidth": 0.8},
            )
            for colour in ("united_states", "highlight")
        )
        middle = self.reports.loc["cost-oir-2015-08-15"]
        label(
            axes,
            lang.text("cost.dots_label", self.language),
            (middle["as_of_date"], middle["total_usd_billion"]),
            (26, -18),
            COLOURS["plain"],
            "left",
        )
        number_axis(axes.yaxis, self.language)
        return made

    def draw(self, numbers: CostNumbers) -> None:
        axes = self.frame.axes
        drawn = not numbers.problem
        for artist in (self._wedge, self._line, self._end_label):
            artist.set_visible(drawn)
        end = numbers.end if drawn else self._article_end
        top = 16.0
        if drawn:
            x = mdates.date2num([numbers.start, numbers.end])
            low, best, high = (float(v) for v in (numbers.total.low, numbers.total.best, numbers.total.high))
            self._wedge.set_xy([(x[0], 0), (x[1], low), (x[1], high)])
            self._line.set_data(x, [0, best])
            self._end_label.set_text(
                lang.text("cost.billions", self.language, number=lang.bounds(numbers.total, self.language))
            )
            top = max(top, high * 1.15)
            # Left of an early end there is no room: then the label stands above the dots, with a line to its end.
            early = numbers.end < datetime.date(2015, 10, 1)
            height = axes.bbox.height * 72 / axes.figure.dpi  # in points
            self._end_label.xy = (x[1], high)
            self._end_label.set_ha("left" if early else "right")
            self._end_label.set_position((0, max(10, height * (0.65 - high / top))) if early else (-10, 10))
            self._end_label.arrow_patch.set_visible(early)
        axes.set_ylim(0, top)
        date_axis(
            axes,
            self.language,
            pd.Timestamp("2014-08-01"),
            pd.Timestamp(max(end, datetime.date(2017, 7, 31))) + pd.Timedelta(days=20),
            6 if end < datetime.date(2018, 6, 1) else 12,
        )
        between = numbers.between_reports
        for artist in (self._interval, self._interval_label):
            artist.set_visible(between is not None)
        if between is not None:
            ends = [numbers.first, numbers.second]
            x = mdates.date2num([r["as_of_date"] for r in ends])
            y = [r["total_usd_billion"] for r in ends]
            self._interval.set_data(x, y)
            self._interval_label.set_text(
                lang.text("cost.a_day", self.language, number=lang.bounds(between, self.language))
            )
            # A late interval has its label below, an early one above: there the chart is empty.
            late = x.mean() > mdates.date2num(datetime.date(2016, 1, 1))
            self._interval_label.xy = (x.mean(), sum(y) / 2)
            self._interval_label.set_ha("right" if late else "left")
            self._interval_label.set_position((66, -74 * min(1, 16 / top)) if late else (-10, 95))
