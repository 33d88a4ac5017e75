"""The explorer of 06-coalition: who was carrying out strikes on a day, in which theatre, and what is not known?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
from matplotlib import dates as mdates

from ... import data
from ... import language as lang
from ...explorer import Explorer, side_by_side
from ...sheet import COLOURS, Frame, frame
from . import charts, rules

BOTH = "both"
WIDE, NARROW = 620, 300  # pixels


@dataclass(frozen=True)
class CoalitionNumbers:
    """What the explorer knows for one state of its controls.

    standing: the result of rules.standing on the date, for the theatres in view. striking: state codes in the
    order of their first strikes, by group ("both", "iraq", "syria"; a state is in one group only). unclear: states of
    which no theatre in view is known to be struck, but of which the records cannot exclude it. members: the latest
    row of coalition_members.csv by then, or None. problem: a key of the word files when there is nothing to say yet.
    """

    date: datetime.date
    where: str | None
    standing: pd.DataFrame
    striking: dict[str, tuple[str, ...]]
    unclear: tuple[str, ...]
    members: pd.Series | None
    problem: str

    @property
    def number_striking(self) -> int:
        """States known to be striking in view."""
        return sum(len(states) for states in self.striking.values())


class CoalitionExplorer(Explorer):
    """A date slider (with buttons that jump from change to change) and a choice of theatre; a lane chart and a table
    of who carried out strikes where. Opens on 26 July 2017, the article's day. Unknown ends fade and are marked "?".
    """

    name = "coalition-explorer"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        self._spans = rules.stretches()
        self._members = data.load("coalition_members")
        self._names = dict(zip(self._spans["state_code"], self._spans[f"state_{language}"], strict=True))
        self._article = rules.period_end().date()
        self.changes = self._days_of_change()
        fortnights = [
            datetime.date(year, month, day) for year in range(2014, 2019) for month in range(1, 13) for day in (1, 15)
        ]
        days = sorted(
            {*self.changes, *(day for day in fortnights if charts.FIRST_DAY <= day), self._article, charts.LAST_DAY}
        )
        self._table = widgets.HTML()
        self.previous_button, self.next_button = (
            widgets.Button(
                description=lang.text(f"coalition.{name}_change", language), layout=widgets.Layout(width="max-content")
            )
            for name in ("previous", "next")
        )
        self.previous_button.on_click(lambda _: self.jump(-1))
        self.next_button.on_click(lambda _: self.jump(+1))
        theatres = [
            (lang.text("coalition.where_both", language), BOTH),
            *((lang.code("theatre", t, language), t) for t in charts.THEATRES),
        ]
        return {
            "date": self.control(
                widgets.SelectionSlider,
                "coalition.control_date",
                WIDE,
                options=[(lang.date(day, language), day) for day in days],
                value=self._article,
                continuous_update=False,
            ),
            "where": self.control(widgets.Dropdown, "coalition.control_where", NARROW, options=theatres, value=BOTH),
        }

    def _days_of_change(self) -> list[datetime.date]:
        """The days from which the picture differs: known starts and ends, and both edges of what is unclear."""
        one = pd.Timedelta(days=1)
        columns = ("maybe_from", "sure_from", "sure_to", "maybe_to")
        edges = pd.concat([self._spans[c] + (one if c.endswith("to") else one * 0) for c in columns]).dropna()
        return sorted({day.date() for day in edges if charts.FIRST_DAY <= day.date() <= charts.LAST_DAY})

    def layout_controls(self):
        buttons = side_by_side(self.previous_button, self.next_button)
        return [self.controls["date"], buttons, self.controls["where"]]

    def layout_details(self):
        return [self._table]

    def jump(self, direction: int) -> None:
        """Move the slider to the next (+1) or previous (-1) day on which something changes; stay at the ends."""
        now = self.controls["date"].value
        ahead = [day for day in self.changes if (day > now if direction > 0 else day < now)]
        if ahead:
            self.controls["date"].value = ahead[0] if direction > 0 else ahead[-1]

    # --- numbers ------------------------------------------------------------------------------------------------
    def numbers(self) -> CoalitionNumbers:
        day, where = self.controls["date"].value, self.controls["where"].value
        theatres = charts.THEATRES if where in (BOTH, None) else (where,)
        standing = rules.standing(self._spans, day)
        seen = standing[standing["theatre"].isin(theatres)]
        striking: dict[str, list[str]] = {BOTH: [], "iraq": [], "syria": []}
        unclear = []
        by_state: dict[str, dict[str, str]] = {}
        for row in seen.itertuples():
            by_state.setdefault(row.state_code, {})[row.theatre] = row.status
        for code, statuses in by_state.items():
            here = [theatre for theatre, status in statuses.items() if status == "striking"]
            if here:
                striking[BOTH if len(here) == 2 else here[0]].append(code)
            elif "unclear" in statuses.values():
                unclear.append(code)
        began = self._spans[self._spans["theatre"].isin(theatres)]["start_date"].min()
        problem = "coalition.problem_nobody" if pd.Timestamp(day) < began else ""
        problem = "common.problem_choice" if where is None else problem
        groups = {group: tuple(states) for group, states in striking.items()}
        return CoalitionNumbers(day, where, seen, groups, tuple(unclear), self._members_by(day), problem)

    def _members_by(self, day: datetime.date) -> pd.Series | None:
        """The latest count by `day`; a count for a month holds from the month's first day."""
        counts = self._members
        since = counts["as_of_date"].where(
            counts["as_of_precision"] != "month", counts["as_of_date"].dt.to_period("M").dt.start_time
        )
        known = counts[since <= pd.Timestamp(day)]
        return None if known.empty else known.iloc[-1]

    def table(self, numbers: CoalitionNumbers | None = None) -> lang.Markup:
        """The table under the chart: what the records say of each state in each theatre in view."""
        numbers = self.numbers() if numbers is None else numbers
        rows = numbers.standing.assign(
            words=[self._cell(row.status, row.span) for row in numbers.standing.itertuples()]
        )
        wide = rows.pivot(index="state_code", columns="theatre", values="words")
        wide = wide.loc[list(dict.fromkeys(rows["state_code"]))]
        columns = {"state": [self._names[code] for code in wide.index]}
        columns |= {f"in_{theatre}": list(wide[theatre]) for theatre in wide.columns}
        return lang.table(pd.DataFrame(columns), self.language)

    def _cell(self, status: str, span) -> str:
        if span is None:
            return lang.text("coalition.cell_none", self.language)
        values = {
            "start": self._when(span.start_date, span.start_precision),
            "end": self._when(span.end_date, "day" if span.end_precision == "day" else "month"),
            "last": self._when(span.sure_to, span.last_precision),
        }
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
        return lang.text(f"coalition.cell_{key}", self.language, **values)

    def _when(self, date, precision: str) -> str:
        """A date as exactly as it is known."""
        if pd.isna(date):
            return lang.text("common.not_stated", self.language)
        return (
            lang.date(date, self.language)
            if precision in {"day", "publication_day"}
            else lang.month(date, self.language)
        )

    # --- words --------------------------------------------------------------------------------------------------
    def words(self, numbers: CoalitionNumbers) -> tuple[str, str, str, str]:
        language = self.language
        subtitle = lang.text("coalition.explorer_subtitle", language)
        source = charts.lanes_source(self._spans, numbers.date, language)
        values = {
            "date": lang.date(numbers.date, language),
            "where": self._where(numbers.where),
            "striking": lang.count(numbers.number_striking, "state", language),
            "number": lang.number(numbers.number_striking, language=language),
            "unclear": lang.number(len(numbers.unclear), language=language),
        }
        if numbers.problem:
            theatres = charts.THEATRES if numbers.where in (BOTH, None) else (numbers.where,)
            first = self._spans[self._spans["theatre"].isin(theatres)]["start_date"].min()
            problem = lang.text(numbers.problem, language, first=lang.date(first, language), **values)
            return lang.text("coalition.explorer_title_none", language, **values), subtitle, source, problem
        kind = "_none" if not numbers.number_striking else "_sure" if not numbers.unclear else ""
        title = lang.text(f"coalition.explorer_title{kind}", language, **values)
        groups = []
        for group, states in numbers.striking.items():
            if states:
                key = "plain" if numbers.where != BOTH else group
                groups.append(lang.text(f"coalition.group_{key}", language, names=self._list(states)))
        if numbers.number_striking:
            parts = [lang.text("coalition.explorer_sentence", language, groups=" ".join(groups), **values)]
        else:
            parts = [lang.text("coalition.explorer_no_state", language, **values)]
        if numbers.unclear:
            parts.append(lang.text("coalition.explorer_unclear", language, names=self._list(numbers.unclear)))
        if numbers.members is None:
            parts.append(lang.text("coalition.explorer_no_members", language))
        else:
            total = lang.count(int(numbers.members["members_total"]), "member", language)
            when = self._when(
                numbers.members["as_of_date"], "day" if numbers.members["as_of_precision"] == "day" else "month"
            )
            parts.append(lang.text("coalition.explorer_members", language, members=total, when=when))
        if numbers.date > self._article:
            parts.append(lang.text("coalition.explorer_thin", language, period_end=lang.date(self._article, language)))
        return title, subtitle, source, " ".join(parts)

    def _where(self, where: str) -> str:
        return (
            lang.text("coalition.where_either", self.language)
            if where in (BOTH, None)
            else lang.code("theatre", where, self.language)
        )

    def _list(self, states) -> str:
        """The names of states in a row."""
        return lang.listed((self._names[code] for code in states), self.language, "common.comma")

    # --- picture ------------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=7.3, left=0.235, right=0.922, top_inches=1.25)
        axes = made.axes
        self._lanes = charts.Lanes(axes, self._spans, self.language)
        self._lanes.name_theatres()
        self._line = axes.axvline(0, color=COLOURS["text"], linewidth=1.3, zorder=4)
        (self._dots,) = axes.plot(
            [],
            [],
            linestyle="none",
            marker="o",
            markersize=7.5,
            color=COLOURS["text"],
            markeredgecolor="white",
            markeredgewidth=1.2,
            zorder=5,
        )
        ground = {"boxstyle": "circle,pad=0.08", "facecolor": "white", "edgecolor": COLOURS["text"], "linewidth": 0.8}
        mark = lang.text("coalition.unknown_mark", self.language)
        self._doubts = {
            (code, theatre): axes.text(
                0,
                self._lanes.height(code, theatre),
                mark,
                ha="center",
                va="center",
                size=10,
                weight="bold",
                bbox=ground,
                zorder=6,
            )
            for code in self._lanes.rows
            for theatre in charts.THEATRES
        }
        return made

    def draw(self, numbers: CoalitionNumbers) -> None:
        x = mdates.date2num(numbers.date)
        self._line.set_xdata([x, x])
        status = {(row.state_code, row.theatre): row.status for row in numbers.standing.itertuples()}
        striking = [key for key, value in status.items() if value == "striking"]
        self._dots.set_data([x] * len(striking), [self._lanes.height(*key) for key in striking])
        for key, doubt in self._doubts.items():
            doubt.set_visible(status.get(key) == "unclear")
            doubt.set_x(x)
        self._lanes.dim(charts.THEATRES if numbers.where in (BOTH, None) else (numbers.where,))
        bold = {code for code, _ in striking}
        for code, tick in zip(self._lanes.rows, self._lanes.axes.get_yticklabels(), strict=False):
            tick.set_weight("bold" if code in bold else "normal")
        self._table.value = self.table(numbers).html
