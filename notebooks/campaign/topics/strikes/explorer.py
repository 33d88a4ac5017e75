"""The explorer of 03-strikes: how many strikes lie between two reports, and how fast did they come?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer
from ...sheet import COLOURS, Frame, date_axis, frame, label, number_axis, source_line
from . import breaks

FIRST, ARTICLE = "first", "article"
WIDE = 560  # pixels
LAST_REPORT = pd.Timestamp("2018-01-31")
COUNTS = {"both": "total", "iraq": "iraq", "syria": "syria"}
"""For each theatre the column of a report that counts it."""


@dataclass(frozen=True)
class StrikeNumbers:
    """What the explorer knows for one state of its controls.

    problem: a key of the word files when the choice cannot be used, else empty; then the figures are None, and
        `start` is the date of the report that is in the way, if one is.
    comparison: whole | faster | slower | same, of the pace against that of the whole period of the article.
    step, strikes_without, pace_without: for an interval that spans the break in the count, the strikes of the step and
        the two figures without it; else None. whole_without: the same of the whole period, which spans it.
    """

    theatre: str | None
    start: datetime.date | None
    end: datetime.date | None
    strikes: measures.Bounded | None
    days: int | None  # elapsed
    pace: measures.Bounded | None  # strikes a day
    whole: measures.Bounded | None  # strikes a day, from the first day to the article's date
    strike_share: measures.Bounded | None  # percent of the article's count, for an interval that ends by its date
    day_share: measures.Bounded | None
    comparison: str
    article: bool
    weak: bool
    problem: str
    step: measures.Bounded | None = None
    strikes_without: measures.Bounded | None = None
    pace_without: measures.Bounded | None = None
    whole_without: measures.Bounded | None = None


def _rounding_step(count: float) -> int:
    """The unit of the last digit that is not zero: 18,600 was rounded to 100 or finer."""
    digits = str(int(count))
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def reports() -> pd.DataFrame:
    """The reports to choose from, in date order: date, total, iraq and syria (each a `Bounded`, None where the report
    does not say), quality and publishers. The first row is the first day, without strikes; one row is the article's.

    Taken are official totals whose day is known; the article's row stands in place of the same total in another copy.
    """
    strikes = data.with_sources(data.load("strikes"))
    official = (strikes["counting_body"] == "cjtf_oir") & (strikes["quality"] != "contradiction")
    dated = strikes["as_of_precision"].isin(["day", "inferred_day"]) & (strikes["as_of_date"] <= LAST_REPORT)
    article = data.with_sources(data.load("article_figures")).set_index("figure_id")
    total = article.loc["a13-strikes-total"]
    rows = []
    for report in strikes[official & dated & strikes["strikes_total"].notna()].itertuples():
        if report.as_of_date == total["as_of_date"]:
            continue
        rounded = report.quality == "rounded"
        counts = {}
        for name in COUNTS.values():
            count = getattr(report, f"strikes_{name}")
            counts[name] = (
                None
                if pd.isna(count)
                else measures.rounded(count, _rounding_step(count))
                if rounded
                else measures.exact(count)
            )
        rows.append(
            {
                "key": report.observation_id,
                "date": report.as_of_date,
                **counts,
                "quality": report.quality,
                **{f"publisher_{code}": getattr(report, f"publisher_{code}") for code in lang.LANGUAGES},
            }
        )
    own = {name: data.article_figure(f"a13-strikes-{name}") for name in COUNTS.values()}
    publishers = {f"publisher_{code}": total[f"publisher_{code}"] for code in lang.LANGUAGES}
    rows.append({"key": ARTICLE, "date": total["as_of_date"], **own, "quality": "use", **publishers})
    nothing = dict.fromkeys(COUNTS.values(), measures.exact(0))
    rows.append(
        {
            "key": FIRST,
            "date": pd.Timestamp(measures.CAMPAIGN_START),
            **nothing,
            "quality": "use",
            **dict.fromkeys(publishers, ""),
        }
    )
    return pd.DataFrame(rows).sort_values("date").set_index("key")


class StrikeExplorer(Explorer):
    """Two as-of dates and a theatre (both countries, Iraq, Syria): the strikes between them, the days, the pace with
    its bounds, against the whole period of the article. Opens on the article: 8 August 2014 to 26 July 2017, both.
    """

    name = "strike-explorer"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        self.reports = reports()
        self._break = breaks.official()
        self._syria_start = data.row("timeline", "2014-09-23-first-syria-strikes")["start_date"]
        options = [(self._choice(key, report), key) for key, report in self.reports.iterrows()]
        theatres = [(lang.text(f"strikes.{theatre}", language), theatre) for theatre in COUNTS]
        return {
            "start": self.control(widgets.Dropdown, "strikes.control_start", WIDE, options=options, value=FIRST),
            "end": self.control(widgets.Dropdown, "strikes.control_end", WIDE, options=options, value=ARTICLE),
            "theatre": self.control(
                widgets.ToggleButtons,
                "strikes.control_theatre",
                options=theatres,
                value="both",
                style={"button_width": "auto"},
            ),
        }

    def _choice(self, key: str, report: pd.Series) -> str:
        """How a report is offered: its date and what it counts."""
        kind = {FIRST: "first", ARTICLE: "article"}.get(key)
        if kind is None:
            kind = {"rounded": "rounded", "weak-source": "weak"}.get(
                report["quality"], "total" if report["iraq"] is None else "split"
            )
        counts = {
            name: "" if report[name] is None else lang.number(report[name].best, 0, self.language)
            for name in COUNTS.values()
        }
        return lang.text(
            f"strikes.choice_{kind}", self.language, date=lang.date(report["date"], self.language), **counts
        )

    def numbers(self) -> StrikeNumbers:
        start_key, end_key, theatre = (self.controls[name].value for name in ("start", "end", "theatre"))
        if start_key is None or end_key is None or theatre is None:
            return self._unusable("strikes.problem_choice", theatre)
        start, end, article = self.reports.loc[start_key], self.reports.loc[end_key], self.reports.loc[ARTICLE]
        count = COUNTS[theatre]
        if end["date"] <= start["date"]:
            return self._unusable("strikes.problem_order", theatre)
        for report in (start, end):
            if report[count] is None:
                return self._unusable("strikes.problem_no_split", theatre, report["date"].date())
        strikes = _not_below_zero(end[count] - start[count])
        pace = _not_below_zero(measures.pace(start[count], end[count], start["date"], end["date"]))
        first_day = self.reports.loc[FIRST]["date"]
        whole = measures.pace(0, article[count], first_day, article["date"])
        part = self._break.within(theatre)
        whole_without = measures.pace(0, _not_below_zero(article[count] - part), first_day, article["date"])
        step = strikes_without = pace_without = None
        if self._break.spanned(start["date"], end["date"]):
            step, strikes_without = part, _not_below_zero(strikes - part)
            pace_without = _not_below_zero(measures.pace(0, strikes_without, start["date"], end["date"]))
        days = measures.elapsed_days(start["date"], end["date"])
        strike_share = day_share = None
        if (start_key, end_key) == (FIRST, ARTICLE):
            comparison = "whole"
        else:
            # An interval may be compared with the average only as far as both readings of the average agree.
            average = measures.between(whole_without.low, whole.high)
            own = pace if pace_without is None else measures.between(pace_without.low, pace.high)
            comparison = "same" if own.overlaps(average) else "faster" if own.low > average.high else "slower"
            if end["date"] <= article["date"]:
                strike_share = measures.share(strikes, article[count])
                day_share = measures.share(days, measures.elapsed_days(first_day, article["date"]))
        return StrikeNumbers(
            theatre,
            start["date"].date(),
            end["date"].date(),
            strikes,
            days,
            pace,
            whole,
            strike_share,
            day_share,
            comparison,
            ARTICLE in (start_key, end_key),
            "weak-source" in (start["quality"], end["quality"]),
            "",
            step,
            strikes_without,
            pace_without,
            whole_without,
        )

    def _unusable(self, problem: str, theatre: str | None, day: datetime.date | None = None) -> StrikeNumbers:
        return StrikeNumbers(theatre, day, None, None, None, None, None, None, None, "", False, False, problem)

    def words(self, numbers: StrikeNumbers) -> tuple[str, str, str, str]:
        language = self.language

        def say(key, **values):
            return lang.text(f"strikes.{key}", language, **values)

        subtitle = say("explorer_subtitle", in_theatre=say(f"in_{numbers.theatre or 'both'}"))
        article = self.reports.loc[ARTICLE]
        if numbers.problem:
            date = "" if numbers.start is None else lang.date(numbers.start, language)
            problem = lang.text(numbers.problem, language, date=date)
            return problem, subtitle, source_line(article[f"publisher_{language}"], article["date"], language), problem
        article_date = lang.date(article["date"], language)
        strikes, days = self._count(numbers.strikes), lang.count(numbers.days, "day", language)
        pace, bounds = self._pace(numbers.pace)
        parts = [
            say(
                "explorer_sentence",
                start=lang.date(numbers.start, language),
                end=lang.date(numbers.end, language),
                strikes=strikes,
                days=days,
                in_theatre=say(f"in_{numbers.theatre}"),
                pace=pace,
                bounds=bounds,
            )
        ]
        if numbers.step is not None:
            pace_without, bounds_without = self._pace(numbers.pace_without)
            parts.append(
                say(
                    "explorer_break" if numbers.theatre == "both" else "explorer_break_country",
                    month=lang.month(self._break.before, language),
                    step=lang.bounds(self._break.step, language, 0),
                    strikes=self._count(numbers.strikes_without),
                    pace=pace_without,
                    bounds=bounds_without,
                )
            )
        if numbers.comparison == "whole":
            parts.append(
                say("explorer_whole", day_number=lang.count(measures.campaign_day(numbers.end), "day", language))
            )
        else:
            if numbers.strike_share is not None:
                decimals = 0 if numbers.strike_share.width > 1 else 1
                parts.append(
                    say(
                        "explorer_inside",
                        strike_share=lang.percent(numbers.strike_share, decimals, language),
                        day_share=lang.percent(numbers.day_share, decimals, language),
                        article_date=article_date,
                        in_theatre=say(f"in_{numbers.theatre}"),
                    )
                )
            parts.append(say(f"explorer_{numbers.comparison}", **self._averages(numbers)))
        if numbers.theatre == "syria" and numbers.start < self._syria_start.date():
            parts.append(say("explorer_syria_start", date=lang.date(self._syria_start, language)))
        if numbers.article:
            parts.append(say("explorer_article", article_date=article_date))
        if numbers.weak:
            parts.append(say("explorer_weak"))
        if numbers.strikes.width:
            parts.append(say("explorer_rounded"))
        title_key = "explorer_title" if numbers.step is None else "explorer_title_break"
        title = say(
            title_key,
            theatre=say(numbers.theatre),
            strikes=strikes,
            days=days,
            pace=pace,
            without=self._without(numbers),
        )
        chosen = [self.reports.loc[self.controls[name].value] for name in ("start", "end")]
        publishers = [report[f"publisher_{language}"] for report in chosen if report[f"publisher_{language}"]]
        return title, subtitle, source_line(publishers, numbers.end, language), " ".join(parts)

    def _count(self, strikes: measures.Bounded) -> str:
        """A number of strikes with its noun; its bounds where a rounded count or the step is in it."""
        printed = lang.bounds(strikes, self.language, min(strikes.decimals_of_bounds, 0)) if strikes.width else None
        amount = measures.round_half_up(strikes.high, min(strikes.decimals_of_bounds, 0))
        return lang.count(amount, "strike", self.language, printed)

    def _pace(self, pace: measures.Bounded) -> tuple[str, str]:
        """A pace and its bounds; never finer than a tenth and a hundredth of a strike a day."""
        return (
            lang.number(pace, min(pace.decimals, 1), self.language),
            lang.bounds(pace, self.language, min(pace.decimals_of_bounds, 2)),
        )

    def _without(self, numbers: StrikeNumbers) -> str:
        """The pace without the step: one number where it is known for both countries, else its bounds."""
        if numbers.pace_without is None:
            return ""
        if numbers.theatre == "both":
            return self._pace(numbers.pace_without)[0]
        return lang.bounds(numbers.pace_without, self.language, 1)

    def _averages(self, numbers: StrikeNumbers) -> dict[str, str]:
        """The average up to the article's date, as printed and without the step, for the words that name it."""
        without = numbers.whole_without
        told = (
            lang.number(without, 1, self.language)
            if numbers.theatre == "both"
            else lang.bounds(without, self.language, 1)
        )
        return {"whole": lang.number(numbers.whole, 1, self.language), "without": told}

    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language)
        axes = made.axes
        plain = {"color": COLOURS["plain"], "linestyle": "none", "marker": "o", "markersize": 5, "clip_on": False}
        (self._dots,) = axes.plot([], [], **plain)
        (self._hollow,) = axes.plot([], [], **plain, markerfacecolor="white", markeredgewidth=1.4)
        (self._whole,) = axes.plot([], [], color=COLOURS["plain"], linestyle="--", linewidth=1.4)
        (self._interval,) = axes.plot(
            [], [], linewidth=4.5, marker="D", markersize=8, solid_capstyle="round", clip_on=False
        )
        axes.axvspan(self._break.after, self._break.before, facecolor=COLOURS["plain"], alpha=0.25, linewidth=0)
        words = lang.text("strikes.break_mark", self.language)
        axes.text(
            mdates.date2num(self._break.after) - 8,
            0.985,
            words,
            transform=axes.get_xaxis_transform(),
            ha="right",
            va="top",
            size=10,
            color=COLOURS["plain"],
            linespacing=1.25,
        )
        self._whole_label = label(axes, "", (0, 0), (-10, 16), COLOURS["plain"], "right", weight="normal")
        # The running count leaves the lower right corner empty, so the answer always stands there.
        self._answer = axes.text(
            0.985,
            0.045,
            "",
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            weight="bold",
            size=13,
            linespacing=1.35,
        )
        date_axis(axes, self.language, pd.Timestamp("2014-08-01"), LAST_REPORT + pd.Timedelta(days=25))
        number_axis(axes.yaxis, self.language)
        return made

    def draw(self, numbers: StrikeNumbers) -> None:
        count, article = COUNTS[numbers.theatre or "both"], self.reports.loc[ARTICLE]
        shown = self.reports[[value is not None for value in self.reports[count]]]
        doubtful = shown["quality"].isin(["rounded", "weak-source"])
        for artist, rows in ((self._dots, shown[~doubtful]), (self._hollow, shown[doubtful])):
            artist.set_data(mdates.date2num(rows["date"]), [float(value.best) for value in rows[count]])
        self.frame.axes.set_ylim(0, max(float(value.best) for value in shown[count]) * 1.08)
        usable = not numbers.problem
        for artist in (self._interval, self._answer):
            artist.set_visible(usable)
        for artist in (self._whole, self._whole_label):
            artist.set_visible(usable and numbers.comparison != "whole")
        if not usable:
            return
        chosen = [self.reports.loc[self.controls[name].value] for name in ("start", "end")]
        colour = COLOURS[numbers.theatre]
        self._interval.set_data(
            [mdates.date2num(report["date"]) for report in chosen], [float(report[count].best) for report in chosen]
        )
        self._interval.set_color(colour)
        first, last = (mdates.date2num(self.reports.loc[key]["date"]) for key in (FIRST, ARTICLE))
        height = float(article[count].best)
        self._whole.set_data([first, last], [0, height])
        self._whole_label.xy = (first + 0.5 * (last - first), 0.5 * height)
        self._whole_label.set_text(lang.text("strikes.whole_label", self.language, **self._averages(numbers)))
        self._answer.set_text(
            lang.text(
                "strikes.interval_label" if numbers.step is None else "strikes.interval_label_break",
                self.language,
                strikes=self._count(numbers.strikes),
                days=lang.count(numbers.days, "day", self.language),
                bounds=self._pace(numbers.pace)[1],
                without=self._without(numbers),
            )
        )
        self._answer.set_color(colour)


def _not_below_zero(value: measures.Bounded) -> measures.Bounded:
    """A running count does not fall, so rounding cannot take a difference of two below zero."""
    return measures.Bounded(max(value.best, 0), max(value.low, 0), max(value.high, 0))
