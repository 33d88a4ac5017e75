"""The explorer of 06-coalition: who was carrying out strikes on a day, in which theatre, and what is not known?"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib import dates as mdates

from ... import data
from ... import language as lang
from ...explorer import Explorer, Unusable, Words, button, side_by_side
from ...sheet import COLOURS, Frame, frame, source_line
from . import rules
from .charts import Lanes, who_printed
from .rules import COUNTRIES

EITHER = "both"
"""The choice that shows both theatres."""

WIDE, NARROW = 620, 230  # pixels
SMALL_LANES = {"height": 4.2, "left": 0.2, "right": 0.93, "top_inches": 1.0, "bottom_inches": 0.84}
"""The lanes in a picture that is seen together with controls and sentence on a small laptop; and the size of its names."""
NAMES = 8.5  # points
BESIDE_A_DOT = 11  # points: so far beside the line stands the mark of a state that strikes in the other theatre


@dataclass(frozen=True)
class CoalitionNumbers:
    """What the explorer knows for one state of its controls.

    theatres: those in view. standing: the result of rules.standing on the date, for them. striking, unclear: the
    result of rules.states_by_status for them. members: the latest row of coalition_members.csv by then, or None. began: the
    first day of strikes in view.
    """

    date: datetime.date
    theatres: tuple[str, ...]
    standing: pd.DataFrame
    striking: dict[str, tuple[str, ...]]
    unclear: tuple[str, ...]
    members: pd.Series | None
    began: datetime.date

    @property
    def number_striking(self) -> int:
        """States known to be striking in view."""
        return sum(len(states) for states in self.striking.values())


class CoalitionExplorer(Explorer):
    """A date slider (with buttons that jump from change to change) and a choice of theatre; a lane chart and a table
    of who carried out strikes where. Opens on 26 July 2017, the article's day. Unknown ends fade and are marked "?".
    """

    name, topic = "coalition-explorer", "coalition"
    tables = ("coalition_strikes",)

    def make_controls(self) -> dict[str, widgets.Widget]:
        say = self.say
        self._spans = rules.stretches()
        self._members = counts = rules.uncontradicted(data.load("coalition_members"))
        first_days = counts["as_of_date"].dt.to_period("M").dt.start_time
        self._counted_since = counts["as_of_date"].where(counts["as_of_precision"] != "month", first_days)
        self._names = {span.state_code: say.of(span, "state") for span in data.rows(self._spans)}
        self._article = rules.period_end().date()
        self.changes = rules.days_of_change(self._spans)
        first, last = rules.days_shown(self._spans)
        fortnights = pd.date_range(first, last, freq="SMS").date  # the first and the fifteenth of each month
        days = sorted({*self.changes, *fortnights, self._article, last})
        self._table = Words()
        self.previous_button, self.next_button = (
            button(say(f"{name}_change"), functools.partial(self.jump, step))
            for name, step in (("previous", -1), ("next", +1))
        )
        dates = {"options": [(say.date(day), day) for day in days], "value": self._article, "continuous_update": False}
        theatres = [(say("where_both"), EITHER), *((say.code("theatre", theatre), theatre) for theatre in COUNTRIES)]
        where = {"options": theatres, "value": EITHER}
        return {
            "date": self.control(widgets.SelectionSlider, "control_date", WIDE, **dates),
            "where": self.control(widgets.Dropdown, "control_where", NARROW, **where),
        }

    def layout_controls(self):
        row = self.previous_button, self.next_button, self.controls["where"], self.reset_button
        return [self.controls["date"], side_by_side(*row)]

    def layout_details(self):
        return [widgets.Accordion([self._table], selected_index=None, titles=(self.say("details"),))]

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The line of the date is dragged: to the nearest day that the slider offers."""
        days = [day for _, day in self.controls["date"].options]
        self.controls["date"].value = min(days, key=lambda day: abs(mdates.date2num(day) - x))

    def jump(self, direction: int) -> None:
        """Move the slider to the next (+1) or previous (-1) day on which something changes; stay at the ends."""
        now = self.controls["date"].value
        ahead = [day for day in self.changes if (day > now if direction > 0 else day < now)]
        if ahead:
            self.controls["date"].value = ahead[0] if direction > 0 else ahead[-1]

    # --- numbers -------------------------------------------------------------------------------------------------
    def numbers(self) -> CoalitionNumbers:
        day, where = self.controls["date"].value, self.controls["where"].value
        if where is None:
            raise Unusable("common.problem_choice")
        theatres = COUNTRIES if where == EITHER else (where,)
        standing = rules.standing(self._spans, day)
        seen = standing[standing["theatre"].isin(theatres)]
        began = self._spans[self._spans["theatre"].isin(theatres)]["start_date"].min().date()
        return CoalitionNumbers(day, theatres, seen, *rules.states_by_status(seen), self._members_by(day), began)

    def _members_by(self, day: datetime.date) -> pd.Series | None:
        """The latest count by `day`; a count for a month holds from the month's first day."""
        known = self._members[self._counted_since <= pd.Timestamp(day)]
        return None if known.empty else known.iloc[-1]

    def table(self, numbers: CoalitionNumbers | None = None) -> lang.Markup:
        """The table under the chart: what the records say of each state in each theatre in view."""
        numbers = self.numbers() if numbers is None else numbers
        cells = [self._cell(row.status, row.span) for row in data.rows(numbers.standing)]
        rows = numbers.standing.assign(words=cells)
        wide = rows.pivot(index="state_code", columns="theatre", values="words").loc[rows["state_code"].unique()]
        columns = {"state": [self._names[code] for code in wide.index]}
        columns |= {f"in_{theatre}": list(wide[theatre]) for theatre in wide.columns}
        return lang.table(pd.DataFrame(columns), self.language)

    def _cell(self, status: str, span) -> str:
        if span is None:
            return self.say("cell_none")
        key = status
        if status == "striking" and span.doubtful_start:
            key = "striking_doubtful"
        elif status == "unclear":
            day = pd.Timestamp(self.controls["date"].value)
            key = "unclear_start" if day < span.sure_from else "unclear_stop"
            if pd.isna(span.maybe_to) and day > span.sure_to:
                key = "unclear_past" if span.end_kind == "past_period" else "unclear_end"
        elif status == "stopped":
            key = f"stopped_{span.end_kind}"
        start, last = self._when(span.start_date, span.start_precision), self._when(span.sure_to, span.last_precision)
        end = self._when(span.end_date, "day" if span.end_precision == "day" else "month")
        return self.say(f"cell_{key}", start=start, end=end, last=last)

    def _when(self, date, precision: str) -> str:
        """A date as exactly as it is known; the cells of the table say in words where it is near it only."""
        if pd.isna(date):
            return self.say("common.not_stated")
        return self.say.known_date(date, precision if precision in rules.FIRM_DAYS else "month")

    # --- words ---------------------------------------------------------------------------------------------------
    def words(self, n: CoalitionNumbers) -> tuple[str, str, str, str]:
        say, one_theatre, number = self.say, len(n.theatres) == 1, n.number_striking
        values = {
            "date": say.date(n.date),
            "where": say.code("theatre", n.theatres[0]) if one_theatre else say("where_either"),
            "striking": say.count(number, "state"),
            "unclear": say.number(len(n.unclear)),
            "period_end": say.date(self._article),
        }
        subtitle, source = self.nothing()
        if n.date < n.began:
            sentence = say("problem_nobody", first=say.date(n.began), **values)
            return say("explorer_title_none", **values), subtitle, source, sentence
        kind = "_none" if not number else "_sure" if not n.unclear else ""
        if n.date > self._article:  # what ends there is our records, and that is the headline
            kind = "_thin"
        groups = " ".join(
            say(f"group_{'plain' if one_theatre else group}", names=self._list(states))
            for group, states in n.striking.items()
            if states
        )
        parts = [say("explorer_sentence", groups=groups, **values) if number else say("explorer_no_state", **values)]
        if n.unclear:
            parts.append(say("explorer_unclear", names=self._list(n.unclear)))
        if n.members is None:
            parts.append(say("explorer_no_members"))
        else:
            total = say.count(int(n.members["members_total"]), "member")
            when = self._when(n.members["as_of_date"], n.members["as_of_precision"])
            parts.append(say("explorer_members", members=total, when=when))
        if n.date > self._article:
            parts.append(say("explorer_thin", **values))
        return say(f"explorer_title{kind}", **values), subtitle, source, " ".join(parts)

    def nothing(self) -> tuple[str, str]:
        source = source_line(who_printed(self._spans, self.say), self.controls["date"].value, self.language)
        return self.say("explorer_subtitle"), source

    def _list(self, states) -> str:
        """The names of states in a row."""
        return self.say.listed((self._names[code] for code in states), key="common.comma")

    # --- picture -------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, **SMALL_LANES)
        axes, ink = made.axes, COLOURS["text"]
        self._lanes = Lanes(axes, self._spans, self.say, NAMES)
        self._line = axes.axvline(0, color=ink, linewidth=1.3, zorder=4)
        dot = {"marker": "o", "markersize": 6, "color": ink, "markeredgecolor": "white", "markeredgewidth": 1.2}
        (self._dots,) = axes.plot([], [], linestyle="none", zorder=5, **dot)
        ground = {"boxstyle": "circle,pad=0.08", "facecolor": "white", "edgecolor": ink, "linewidth": 0.8}
        mark = {"ha": "center", "va": "center", "size": 7, "weight": "bold", "bbox": ground, "zorder": 6}
        mark |= {"textcoords": "offset points", "annotation_clip": False}
        # One mark in a row: two lanes are nearer to each other than a mark is high.
        self._doubts = {
            code: axes.annotate(self.say("unknown_mark"), (0, row), (0, 0), **mark)
            for code, row in self._lanes.rows.items()
        }
        return made

    def draw(self, n: CoalitionNumbers | None) -> None:
        standing = {} if n is None else {(row.state_code, row.theatre): row.status for row in data.rows(n.standing)}
        striking = [key for key, status in standing.items() if status == "striking"]
        x = mdates.date2num(self.controls["date"].value)
        self._line.set_xdata([x, x])
        self._dots.set_data([x] * len(striking), [self._lanes.height(*key) for key in striking])
        bold = {code for code, _ in striking}
        for code, doubt in self._doubts.items():
            doubt.set_visible("unclear" in (standing.get((code, theatre)) for theatre in COUNTRIES))
            doubt.xy = x, doubt.xy[1]
            doubt.set_position((BESIDE_A_DOT if code in bold else 0, 0))
        per_point = np.ptp(self._lanes.axes.get_xlim()) / (self._lanes.axes.bbox.width / self.frame.figure.dpi * 72)
        shown = [doubt for doubt in self._doubts.values() if doubt.get_visible()]
        self._lanes.make_way({doubt.xy[1]: x + doubt.get_position()[0] * per_point for doubt in shown})
        self._lanes.dim(COUNTRIES if n is None else n.theatres)
        for code, tick in zip(self._lanes.rows, self._lanes.axes.get_yticklabels(), strict=False):
            tick.set_weight("bold" if code in bold else "normal")
        self._table.value = "" if n is None else self.table(n).html
