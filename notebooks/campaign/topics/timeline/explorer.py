"""The explorer of 01-timeline: which events lie in a window of time, where, and what is known of each?"""

from __future__ import annotations

import datetime
import html
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer, side_by_side
from ...sheet import WIDTH_INCHES, Frame, frame, wrap
from .charts import CATEGORIES, NEVER_ON_A_MAP, EventMap, Lanes, duration, key_column, map_note, on_map, when

ALL, WITHOUT_HARM = "all", "without_harm"
ON_PEOPLE_KILLED = ("civilian_harm", "attack_abroad")
FIRST_DAY, LAST_DAY = datetime.date(2014, 1, 1), datetime.date(2019, 12, 31)
LAST_ARTICLE_DAY = datetime.date(2017, 8, 7)
"""With this day the article's three years since the first strike are over."""
NARROW = 350  # pixels
THEATRES = {
    "iraq": ("iraq", "both"),
    "syria": ("syria", "both"),
    "coalition": ("coalition",),
    "elsewhere": ("elsewhere",),
}
"""What a choice of theatre shows: an event in both countries belongs to each."""

_STYLE = (
    "<style>.campaign-list select{width:100%;font-size:1em} .campaign-list.widget-inline-hbox{flex-direction:column;align-items:stretch}"
    " .campaign-list .widget-label{text-align:start;max-width:none;white-space:normal;height:auto}"
    " .campaign-details{line-height:1.5;min-height:13em} .campaign-details p{margin:0.2em 0}</style>"
)


@dataclass(frozen=True)
class TimelineNumbers:
    """What the explorer knows for one state of its controls.

    event_ids: the events of the choice that touch the window, in order of their first day; by_category: how many of
    each category, the largest group first; on_map, harm: how many stand on the map, and how many are of civilian
    harm; sources: how many publications tell of them; selected: the event that is read in full, or None.
    problem: a key of the word files when there is nothing to show, else empty.
    """

    first: datetime.date | None
    last: datetime.date | None
    days: int | None  # both ends counted
    event_ids: tuple[str, ...]
    by_category: tuple[tuple[str, int], ...]
    on_map: int
    harm: int
    sources: int
    selected: str | None
    problem: str


class TimelineExplorer(Explorer):
    """Theatre, category and a window of time; lanes, map and list follow, and every event can be read in full.

    Opens at the article's three years, 8 August 2014 to 7 August 2017, with the first strike chosen.
    """

    name = "timeline-explorer"

    def make_controls(self) -> dict[str, widgets.Widget]:
        language = self.language
        events = data.with_sources(data.load("timeline")).sort_values("start_date", kind="stable")
        self.events = events.set_index("event_id", drop=False)
        window = self.events[self.events["in_article_window"]]
        self._entries = {
            event.event_id: lang.text(
                "timeline.list_entry", language, when=self._short(event), title=getattr(event, f"title_{language}")
            )
            for event in self.events.itertuples()
        }
        self._details = widgets.HTML()
        self.details = ""
        theatres = [
            (lang.text("timeline.all_theatres", language), ALL),
            *((lang.code("theatre", t, language), t) for t in THEATRES),
        ]
        categories = [
            (lang.text("timeline.all_categories", language), ALL),
            (lang.text("timeline.without_harm", language), WITHOUT_HARM),
            *((lang.code("category", c, language), c) for c in CATEGORIES),
        ]
        controls = {
            "theatre": self.control(widgets.Dropdown, "timeline.control_theatre", NARROW, options=theatres, value=ALL),
            "category": self.control(
                widgets.Dropdown, "timeline.control_category", NARROW, options=categories, value=ALL
            ),
            "first": self.control(widgets.DatePicker, "timeline.control_first", NARROW, value=measures.CAMPAIGN_START),
            "last": self.control(widgets.DatePicker, "timeline.control_last", NARROW, value=LAST_ARTICLE_DAY),
            "event": self.control(
                widgets.Select,
                "timeline.control_event",
                options=[(self._entries[key], key) for key in window.index],
                value=window.index[0],
                rows=8,
                layout=widgets.Layout(width="98%", height="auto"),
            ),
        }
        controls["event"].add_class("campaign-list")
        for name in ("theatre", "category", "first", "last"):
            controls[name].observe(self._refill, names="value")
        return controls

    def layout_controls(self):
        c = self.controls
        return [
            widgets.HTML(_STYLE),
            side_by_side(c["theatre"], c["category"]),
            side_by_side(c["first"], c["last"]),
        ]

    def layout_details(self):
        return [self.controls["event"], self._details]

    def _short(self, event) -> str:
        if event.date_precision == "month":
            return lang.month(event.start_date, self.language, "short")
        return lang.date(event.start_date, self.language, "short")

    # --- state -------------------------------------------------------------------------------------------------
    def _chosen(self) -> pd.DataFrame:
        """The events of the choice that touch the window; none where the window is not one."""
        if self._problem():
            return self.events.iloc[:0]
        values = {name: self.controls[name].value for name in ("theatre", "category", "first", "last")}
        events = self.events
        ends = events["end_date"].fillna(events["start_date"])
        keep = (events["start_date"] <= pd.Timestamp(values["last"])) & (ends >= pd.Timestamp(values["first"]))
        if values["theatre"] != ALL:
            keep &= events["theatre"].isin(THEATRES[values["theatre"]])
        if values["category"] == WITHOUT_HARM:
            keep &= ~events["category"].isin(ON_PEOPLE_KILLED)
        elif values["category"] != ALL:
            keep &= events["category"] == values["category"]
        return events[keep]

    def _problem(self) -> str:
        if None in (self.controls["theatre"].value, self.controls["category"].value):
            return "common.problem_choice"
        first, last = self.controls["first"].value, self.controls["last"].value
        if first is None or last is None:
            return "timeline.problem_no_date"
        if not FIRST_DAY <= first <= LAST_DAY or not FIRST_DAY <= last <= LAST_DAY:
            return "timeline.problem_range"
        return "timeline.problem_order" if last < first else ""

    def _refill(self, _change=None) -> None:
        """Bring the list into line with the other controls, and keep the chosen event if it is still there."""
        chosen = self._chosen()
        control = self.controls["event"]
        before = control.value
        with self.no_redraw():
            control.options = [(self._entries[key], key) for key in chosen.index]
            if before in chosen.index:
                control.value = before

    def numbers(self) -> TimelineNumbers:
        first, last = self.controls["first"].value, self.controls["last"].value
        chosen = self._chosen()
        problem = self._problem() or ("timeline.problem_empty" if chosen.empty else "")
        counts = chosen["category"].value_counts()
        groups = sorted(counts.items(), key=lambda item: (-item[1], CATEGORIES.index(item[0])))
        selected = self.controls["event"].value
        return TimelineNumbers(
            first,
            last,
            None if self._problem() else measures.inclusive_days(first, last),
            tuple(chosen.index),
            tuple((name, int(count)) for name, count in groups),
            len(on_map(chosen)),
            int(chosen["category"].isin(NEVER_ON_A_MAP).sum()),
            chosen["source_id"].nunique(),
            selected if selected in chosen.index else None,
            problem,
        )

    # --- words -------------------------------------------------------------------------------------------------
    def words(self, numbers: TimelineNumbers) -> tuple[str, str, str, str]:
        language = self.language
        self._tell(numbers)
        note = map_note(language)
        if numbers.problem:
            problem = lang.text(
                numbers.problem, language, first=lang.date(FIRST_DAY, language), last=lang.date(LAST_DAY, language)
            )
            source = lang.text("common.source_table", language, table="timeline.csv")
            return problem, lang.text("timeline.explorer_subtitle", language), f"{source}\n{note}", problem
        groups = [
            (lang.code("category", name, language), lang.number(count, language=language))
            for name, count in numbers.by_category
        ]
        values = {
            "first": lang.date(numbers.first, language),
            "last": lang.date(numbers.last, language),
            "days": lang.count(numbers.days, "day", language),
            "events": lang.count(len(numbers.event_ids), "event", language),
            "on_map": lang.number(numbers.on_map, language=language),
            "harm": lang.number(numbers.harm, language=language),
            "sources": lang.count(numbers.sources, "source", language),
            "top": groups[0][0],
            "top_count": groups[0][1],
            "groups": lang.listed(
                (lang.text("timeline.explorer_group", language, category=name, count=count) for name, count in groups),
                language,
            ),
        }
        sizes = [count for _, count in numbers.by_category]
        key = "title_one" if len(sizes) == 1 else "title_tie" if sizes[0] == sizes[1] else "title"
        title = lang.text(f"timeline.explorer_{key}", language, **values)
        parts = [lang.text("timeline.explorer_sentence", language, **values)]
        if numbers.harm:
            parts.append(lang.text("timeline.explorer_harm", language, **values))
        source = lang.text("timeline.explorer_source", language, **values)
        return title, lang.text("timeline.explorer_subtitle", language), f"{source}\n{note}", " ".join(parts)

    def _tell(self, numbers: TimelineNumbers) -> None:
        """Write the full text of the chosen event: `details` as plain lines, and the same as a page, escaped."""
        language = self.language
        lines, link = [], ""
        if numbers.selected is not None:
            event = self.events.loc[numbers.selected]
            lines = [event[f"title_{language}"], when(event, language), *self._facts(event)]
            publisher = lang.text("timeline.detail_source", language), event[f"publisher_{language}"]
            quality = lang.text(
                "timeline.detail_quality", language, quality=lang.code("quality", event["quality"], language)
            )
            address = html.escape(event["url"], quote=True)
            link = (
                f'<p>{html.escape(publisher[0])}<a href="{address}" target="_blank" rel="noopener noreferrer">'
                f"{html.escape(publisher[1])}</a>{html.escape(quality)}</p>"
            )
            lines.append("".join(publisher) + quality)
        self.details = "\n".join(lines)
        paragraphs = [f"<p>{html.escape(line)}</p>" for line in (lines[1:-1] if lines else [])]
        head = f"<p><strong>{html.escape(lines[0])}</strong></p>" if lines else ""
        self._details.value = (
            f'<div class="campaign-details" role="status" aria-live="polite" lang="{language}" dir="{lang.direction(language)}">'
            f"{head}{''.join(paragraphs)}{link}</div>"
        )

    def _facts(self, event: pd.Series) -> list[str]:
        """What is known of an event, a sentence each."""
        language = self.language

        def say(key, **values):
            return lang.text(f"timeline.detail_{key}", language, **values)

        days = duration(event)
        if event["date_precision"] == "month":
            facts = [say("month")]
        elif event["start_date"].date() < measures.CAMPAIGN_START:
            facts = [say("before")]
        else:
            number = lang.number(measures.campaign_day(event["start_date"]), language=language)
            facts = [
                say("span", days=lang.count(days, "day", language), number=number)
                if days
                else say("campaign_day", number=number)
            ]
        facts.append(
            say(
                "kind",
                category=lang.code("category", event["category"], language),
                theatre=lang.code("theatre", event["theatre"], language),
            )
        )
        where = event[f"place_{language}"]
        if where:
            facts.append(say("place", place=where))
        if event["category"] in NEVER_ON_A_MAP:
            facts.append(say("never_on_map"))
        elif on_map(self.events.loc[[event["event_id"]]]).empty:
            facts.append(say("not_on_map"))
        elif event["location_precision"] in {"nearest_town", "approximate"}:
            facts.append(say(event["location_precision"]))
        if event[f"people_killed_counts_{language}"]:
            facts.append(say("counts", counts=event[f"people_killed_counts_{language}"]))
        if event[f"note_{language}"]:
            facts.append(say("note", note=event[f"note_{language}"]))
        return facts

    # --- picture -----------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        height, map_height, map_bottom = 8.15, 3.55, 1.02
        made = frame("", "", "", self.language, height=height, axes=False)
        right_to_left = lang.is_right_to_left(self.language)
        left, right = (0.03, 0.80) if right_to_left else (0.185, 0.975)
        bottom = map_bottom + map_height + 0.58
        axes = made.figure.add_axes((left, bottom / height, right - left, (height - 0.95 - bottom) / height))
        axes.tick_params(length=0)
        self._lanes = Lanes(axes, self.events, self.language)
        self._map = EventMap(
            made.figure,
            WIDTH_INCHES - 4.67 if right_to_left else 0.1,
            map_bottom,
            map_height,
            self.events,
            self.language,
        )
        column = 0.12 if right_to_left else WIDTH_INCHES - 2.3
        end = key_column(
            made.figure,
            column,
            map_bottom + map_height - 0.15,
            self.language,
            [c for c in CATEGORIES if c in set(self._map.events["category"])],
        )
        edge = column + 2.15 if right_to_left else column
        side = "right" if right_to_left else "left"
        self._chosen_text = made.figure.text(
            edge / WIDTH_INCHES, (end - 0.12) / height, "", size=10, va="top", ha=side, linespacing=1.3
        )
        made.axes = axes
        return made

    def draw(self, numbers: TimelineNumbers) -> None:
        usable = numbers.days is not None
        first, last = (numbers.first, numbers.last) if usable else (measures.CAMPAIGN_START, LAST_ARTICLE_DAY)
        selected = None if numbers.selected is None else self.events.loc[numbers.selected]
        self._lanes.show(numbers.event_ids, first, last, selected)
        self._map.show(numbers.event_ids, selected)
        words = "" if selected is None else f"{when(selected, self.language)}\n{selected[f'title_{self.language}']}"
        self._chosen_text.set_text(wrap(words, 10, width_inches=2.15))
