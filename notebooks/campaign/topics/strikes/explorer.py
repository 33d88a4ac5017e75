"""The explorer of 03-strikes: how many strikes lie between two reports, and how fast did they come?"""

from __future__ import annotations

from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures, sheet
from ...explorer import Explorer, Unusable, side_by_side
from ...measures import Bounded
from .rules import ARTICLE, COLUMN_OF, FIRST, is_weak, official_break, pace, reports

WIDE = 460  # pixels
TIGHT = {"width": "max-content"}
AVERAGE_AT = [((-10, 20), "right"), ((-30, 54), "right"), ((12, -30), "left"), ((20, -54), "left")]
"""Where the label of the average may stand, from the middle of its line in points, the best place first."""
HEIGHT = 4.0  # inches: controls, sentence and picture are seen together on a small laptop


@dataclass(frozen=True)
class StrikeNumbers:
    """What the explorer knows for one state of its controls.

    start, end: rows of rules.reports(). days: elapsed. pace, whole: strikes a day, in the interval and in the article's
    whole period. inside: percent of the article's strikes and of its days, where the interval ends by its date.
    comparison: whole | faster | slower | same, of the pace against that of the whole period. strikes_without,
    pace_without: the two figures without the step in the count, where the interval spans it, else None. whole_without:
    the same of the article's whole period, which spans it.
    """

    theatre: str
    start: pd.Series
    end: pd.Series
    strikes: Bounded
    days: int
    pace: Bounded
    whole: Bounded
    inside: tuple[Bounded, Bounded] | None
    comparison: str
    strikes_without: Bounded | None
    pace_without: Bounded | None
    whole_without: Bounded

    @property
    def weak(self) -> bool:
        """Does one of the two reports come from a weaker source?"""
        return is_weak(self.start) or is_weak(self.end)


class StrikeExplorer(Explorer):
    """Two as-of dates and a theatre (both countries, Iraq, Syria): the strikes between them, the days, the pace with
    its bounds, against the whole period of the article. Opens on the article: 8 August 2014 to 26 July 2017, both.
    """

    name, topic = "strike-explorer", "strikes"
    _dragged = "end"

    def make_controls(self) -> dict[str, widgets.Widget]:
        self.reports, self._shown_of = reports(), {}
        self._break = official_break()
        self._syria_start = data.row("timeline", "2014-09-23-first-syria-strikes")["start_date"]
        options = [(self._choice(report), key) for key, report in self.reports.iterrows()]
        theatres = [(self.say(theatre), theatre) for theatre in COLUMN_OF]
        buttons = {"options": theatres, "value": "both", "style": {"button_width": "auto"}, "layout": TIGHT}
        return {
            "start": self.control(widgets.Dropdown, "strikes.control_start", WIDE, options=options, value=FIRST),
            "end": self.control(widgets.Dropdown, "strikes.control_end", WIDE, options=options, value=ARTICLE),
            "theatre": self.control(widgets.ToggleButtons, "strikes.control_theatre", **buttons),
        }

    def _choice(self, report: pd.Series) -> str:
        """How a report is offered: its date and what it counts."""
        kind = "total" if report["iraq"] is None else "split"
        if report.name in (FIRST, ARTICLE):
            kind = report.name
        elif report["quality"] in ("rounded", "weak-source"):
            kind = report["quality"].removesuffix("-source")
        counts = {
            column: "" if report[column] is None else self.say.number(report[column].best, 0)
            for column in COLUMN_OF.values()
        }
        return self.say(f"choice_{kind}", date=self.say.date(report["date"]), **counts)

    def layout_controls(self) -> list[widgets.Widget]:
        start, end, theatre = self.controls.values()
        return [side_by_side(start, self.reset_button), side_by_side(end, theatre)]

    def spots(self) -> list[tuple[float, float, str]]:
        shown, words = self._shown(), {key: words for words, key in self.controls["start"].options}
        return list(zip(shown["day"], shown["height"], [words[key] for key in shown.index], strict=True))

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The nearer end of the interval is dragged from report to report, never beyond the other end."""
        shown = self._shown()
        days = dict(zip(shown.index, shown["day"], strict=True))
        ends = {name: days.get(self.controls[name].value) for name in ("start", "end")}
        if phase == "down":
            known = [name for name in ends if ends[name] is not None]
            self._dragged = min(known, key=lambda name: abs(ends[name] - x), default="end")
        other = ends["start" if self._dragged == "end" else "end"]
        free = [
            key
            for key, day in days.items()
            if other is None or (day > other if self._dragged == "end" else day < other)
        ]
        if free:
            self.controls[self._dragged].value = min(free, key=lambda key: abs(days[key] - x))

    def _column(self) -> str:
        return COLUMN_OF[self._theatre()]

    def _shown(self) -> pd.DataFrame:
        """The reports that count the theatre which is drawn, with the places where they are: day, height."""
        column = self._column()
        if column not in self._shown_of:
            shown = self.reports[self.reports[column].notna()]
            heights = [float(count.best) for count in shown[column]]
            self._shown_of[column] = shown.assign(height=heights, day=mdates.date2num(shown["date"]))
        return self._shown_of[column]

    def numbers(self) -> StrikeNumbers:
        keys = [self.controls[name].value for name in ("start", "end")]
        theatre = self.controls["theatre"].value
        if None in (*keys, theatre):
            raise Unusable("problem_choice")
        start, end, first, article = (self.reports.loc[key] for key in (*keys, FIRST, ARTICLE))
        if end["date"] <= start["date"]:
            raise Unusable("problem_order")
        column = COLUMN_OF[theatre]
        for report in (start, end):
            if report[column] is None:
                raise Unusable("problem_no_split", date=self.say.date(report["date"]))
        strikes = measures.not_below_zero(end[column] - start[column])
        days = measures.elapsed_days(start["date"], end["date"])
        here, whole, inside = pace(start, end, column), pace(first, article, column), None
        step = self._break.within(theatre)
        whole_without = self._pace_without(article[column] - step, first, article)
        strikes_without = here_without = None
        if self._break.spanned(start["date"], end["date"]):
            strikes_without = measures.not_below_zero(strikes - step)
            here_without = self._pace_without(strikes_without, start, end)
        if keys == [FIRST, ARTICLE]:
            comparison = "whole"
        else:
            # Faster or slower only where it is so with the step and without it.
            average = measures.between(whole_without.low, whole.high)
            own = here if here_without is None else measures.between(here_without.low, here.high)
            comparison = "same" if own.overlaps(average) else "faster" if own.low > average.high else "slower"
            if end["date"] <= article["date"]:
                all_days = measures.elapsed_days(first["date"], article["date"])
                inside = measures.share(strikes, article[column]), measures.share(days, all_days)
        return StrikeNumbers(
            theatre,
            start,
            end,
            strikes,
            days,
            here,
            whole,
            inside,
            comparison,
            strikes_without,
            here_without,
            whole_without,
        )

    def _pace_without(self, strikes: Bounded, start: pd.Series, end: pd.Series) -> Bounded:
        """Strikes a day between two reports, for a number of strikes from which the step is taken."""
        return measures.pace(0, measures.not_below_zero(strikes), start["date"], end["date"])

    def words(self, numbers: StrikeNumbers) -> tuple[str, str, str, str]:
        say, start, end = self.say, numbers.start, numbers.end
        number, bounds = self._pace(numbers.pace)
        values = {
            "start": say.date(start["date"]),
            "end": say.date(end["date"]),
            "strikes": self._count(numbers.strikes),
            "days": say.count(numbers.days, "day"),
            "in_theatre": say(f"in_{numbers.theatre}"),
            "pace": number,
            "bounds": bounds,
            "article_date": say.date(self.reports.at[ARTICLE, "date"]),
        }
        parts = [say("explorer_sentence", **values)]
        if numbers.pace_without is not None:
            without, bounds_without = self._pace(numbers.pace_without)
            warning = "explorer_break" if numbers.theatre == "both" else "explorer_break_country"
            told = {"strikes": self._count(numbers.strikes_without), "pace": without, "bounds": bounds_without}
            step = say.bounds(self._break.step, decimals=0)
            parts.append(say(warning, month=say.month(self._break.before), step=step, **told))
        if numbers.comparison == "whole":
            parts.append(say("explorer_whole", day_number=say.count(measures.campaign_day(end["date"]), "day")))
        else:
            if numbers.inside:
                decimals = 0 if numbers.inside[0].width > 1 else 1
                strike_share, day_share = (say.percent(share, decimals) for share in numbers.inside)
                parts.append(say("explorer_inside", strike_share=strike_share, day_share=day_share, **values))
            parts.append(say(f"explorer_{numbers.comparison}", **self._averages(numbers)))
        for key, holds in (
            ("syria_start", numbers.theatre == "syria" and start["date"] < self._syria_start),
            ("article", ARTICLE in (start.name, end.name) and numbers.comparison != "whole"),
            ("weak", numbers.weak),
            ("rounded", numbers.strikes.width),
        ):
            if holds:
                parts.append(say(f"explorer_{key}", date=say.date(self._syria_start), **values))
        publishers = [name for name in (say.of(report, "publisher") for report in (start, end)) if name]
        source = sheet.source_line(publishers, end["date"], say.language)
        title = say("explorer_title", theatre=say(numbers.theatre), **values)
        if numbers.pace_without is not None:
            without = self._without(numbers.pace_without)
            title = say("explorer_title_break", theatre=say(numbers.theatre), without=without, **values)
        return title, self._subtitle(), source, " ".join(parts)

    def nothing(self) -> tuple[str, str]:
        """Subtitle and source line while there is no answer."""
        article = self.reports.loc[ARTICLE]
        source = sheet.source_line(self.say.of(article, "publisher"), article["date"], self.language)
        return self._subtitle(), source

    def _theatre(self) -> str:
        """The theatre that is drawn: the chosen one, both while none is."""
        return self.controls["theatre"].value or "both"

    def _subtitle(self) -> str:
        return self.say("explorer_subtitle", in_theatre=self.say(f"in_{self._theatre()}"))

    def _count(self, strikes: Bounded) -> str:
        """A number of strikes with its noun; its bounds where a rounded count or the step is in it."""
        printed = self.say.bounds(strikes, decimals=min(strikes.decimals_of_bounds, 0)) if strikes.width else None
        amount = measures.round_half_up(strikes.high, min(strikes.decimals_of_bounds, 0))
        return self.say.count(amount, "strike", printed=printed)

    def _pace(self, pace: Bounded) -> tuple[str, str]:
        """The pace and its bounds; never finer than a tenth and a hundredth of a strike a day."""
        bounds = self.say.bounds(pace, decimals=min(pace.decimals_of_bounds, 2))
        return self.say.number(pace, min(pace.decimals, 1)), bounds

    def _without(self, pace: Bounded) -> str:
        """A pace without the step: a number for both countries, bounds for one, whose part of the step is not known."""
        return self._pace(pace)[0] if self._theatre() == "both" else self.say.bounds(pace, decimals=1)

    def _averages(self, numbers: StrikeNumbers) -> dict[str, str]:
        """The average up to the article's date, with the step and without it, for the words that name it."""
        without = numbers.whole_without
        told = self.say.number(without, 1) if numbers.theatre == "both" else self.say.bounds(without, decimals=1)
        return {"whole": self.say.number(numbers.whole, 1), "without": told}

    def make_frame(self) -> sheet.Frame:
        made = sheet.frame("", "", "", self.language, height=HEIGHT)
        axes, grey = made.axes, sheet.COLOURS["plain"]
        plain = {"color": grey, "linestyle": "none", "marker": "o", "markersize": 5, "clip_on": False}
        thick = {"linewidth": 4.5, "marker": "D", "markersize": 8, "solid_capstyle": "round", "clip_on": False}
        axes.axvspan(self._break.after, self._break.before, facecolor=grey, alpha=0.25, linewidth=0)
        beside_the_step = mdates.date2num(self._break.after) - 8, 0.985
        mark = {"transform": axes.get_xaxis_transform(), "ha": "right", "va": "top"}
        self._step = axes.text(*beside_the_step, self.say("break_mark"), size=10, color=grey, **mark)
        (self._dots,) = axes.plot([], [], **plain)
        (self._hollow,) = axes.plot([], [], **plain, markerfacecolor="white", markeredgewidth=1.4)
        (self._whole,) = axes.plot([], [], color=grey, linestyle="--", linewidth=1.4)
        (self._interval,) = axes.plot([], [], **thick)
        self._whole_label = sheet.label(axes, "", (0, 0), (-10, 16), grey, "right", weight="normal")
        # The running count leaves the lower right corner empty, so the answer always stands there.
        corner = {"transform": axes.transAxes, "ha": "right", "va": "bottom"}
        self._answer = axes.text(0.985, 0.045, "", weight="bold", size=11.5, **corner)
        last = self.reports["date"].max() + pd.Timedelta(days=25)
        sheet.date_axis(axes, self.language, sheet.month_begin(measures.CAMPAIGN_START), last)
        sheet.number_axis(axes.yaxis, self.language)
        return made

    def draw(self, numbers: StrikeNumbers | None) -> None:
        theatre, shown = self._theatre(), self._shown()
        days, heights = shown["day"].to_numpy(), shown["height"].to_numpy()
        doubtful = shown["quality"].isin(["rounded", "weak-source"]).to_numpy()
        self._dots.set_data(days[~doubtful], heights[~doubtful])
        self._hollow.set_data(days[doubtful], heights[doubtful])
        self.frame.axes.set_ylim(0, heights.max() * 1.15)
        for artist in (self._interval, self._answer):
            artist.set_visible(numbers is not None)
            artist.set_color(sheet.COLOURS[theatre])
        for artist in (self._whole, self._whole_label):
            artist.set_visible(numbers is not None and numbers.comparison != "whole")
        if numbers is None:
            return
        ends, whole = (
            shown.index.get_indexer(keys) for keys in ([numbers.start.name, numbers.end.name], [FIRST, ARTICLE])
        )
        self._interval.set_data(days[ends], heights[ends])
        self._whole.set_data(days[whole], heights[whole])
        self._whole_label.xy = days[whole].mean(), heights[whole].mean()
        self._whole_label.set_text(self.say("whole_label", **self._averages(numbers)))
        strikes, days = self._count(numbers.strikes), self.say.count(numbers.days, "day")
        told = {"strikes": strikes, "days": days, "bounds": self._pace(numbers.pace)[1]}
        if numbers.pace_without is None:
            self._answer.set_text(self.say("interval_label", **told))
        else:
            self._answer.set_text(self.say("interval_label_break", without=self._without(numbers.pace_without), **told))
        if self._whole_label.get_visible():
            taken = [text.get_window_extent() for text in (self._step, self._answer)]
            taken += [*sheet.along(self._interval, self._whole, self._dots, self._hollow)]
            sheet.settle(self._whole_label, AVERAGE_AT, taken)
