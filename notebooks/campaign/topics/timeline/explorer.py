"""The explorer of 01-timeline: which events lie in a window of time, where, and what is known of each?"""

from __future__ import annotations

import contextlib
import datetime
import functools
import html
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
from matplotlib import dates as mdates

from ... import data, measures
from ... import language as lang
from ...explorer import Explorer, Unusable, Words, look, side_by_side
from ...sheet import MARGIN, WIDTH_INCHES, Frame, frame, wrap
from . import rules
from .charts_lanes import Lanes
from .charts_map import EventMap, map_note

ALL, WITHOUT_HARM = "all", "without_harm"
LANES, MAP = "lanes", "map"
NARROW, DAY = 350, 180  # pixels
HEIGHT = 4.2  # inches: controls, sentence and picture are seen together on a small laptop
SHOWN_FOR = {
    "iraq": ("iraq", "both"),
    "syria": ("syria", "both"),
    "coalition": ("coalition",),
    "elsewhere": ("elsewhere",),
}
"""The theatres of events that a choice of theatre shows: an event in both countries belongs to each."""

_STYLE = (
    "<style>.campaign-list select{width:100%;font-size:1em} .campaign-list.widget-inline-hbox{flex-direction:column;align-items:stretch}"
    " .campaign-list .widget-label{text-align:start;max-width:none;white-space:normal;height:auto}"
    " .campaign-details{line-height:1.5;min-height:13em} .campaign-details p{margin:0.2em 0}</style>"
)


@dataclass(frozen=True)
class TimelineNumbers:
    """What the explorer knows for one state of its controls.

    days: of the window, both ends counted. event_ids: the events of the choice that touch the window, in order of their
    first day; by_category: how many of each category, the largest group first; on_map, harm: how many stand on the map,
    and how many are of civilian harm; sources: how many publications tell of them; selected: the event that is read in
    full, or None.
    """

    first: datetime.date
    last: datetime.date
    days: int
    event_ids: tuple[str, ...]
    by_category: tuple[tuple[str, int], ...]
    on_map: int
    harm: int
    sources: int
    selected: str | None


class TimelineExplorer(Explorer):
    """Theatre, category and a window of time; lanes, map and list follow, and every event can be read in full.

    Opens at the article's three years, 8 August 2014 to 7 August 2017, with the first strike chosen.
    """

    name, topic = "timeline-explorer", "timeline"

    def make_controls(self) -> dict[str, widgets.Widget]:
        say = self.say
        self.events = rules.events().set_index("event_id", drop=False)
        self._whole = rules.whole_years(self.events)
        self._on_map = {e.event_id: (e.longitude, e.latitude) for e in data.rows(rules.on_map(self.events))}
        self._details, self.details = Words(), ""
        theatres = [(say("all_theatres"), ALL), *((say.code("theatre", name), name) for name in SHOWN_FOR)]
        categories = [(say(key), choice) for key, choice in (("all_categories", ALL), ("without_harm", WITHOUT_HARM))]
        categories += [(say.code("category", name), name) for name in rules.CATEGORIES]
        listed = self._list(self.events[self.events["in_article_window"]])
        layout = look(width="98%", height="auto")
        first, last = rules.ARTICLE_YEARS
        controls = {
            "theatre": self.control(widgets.Dropdown, "control_theatre", NARROW, options=theatres, value=ALL),
            "category": self.control(widgets.Dropdown, "control_category", NARROW, options=categories, value=ALL),
            "first": self.control(widgets.DatePicker, "control_first", DAY, value=first),
            "last": self.control(widgets.DatePicker, "control_last", DAY, value=last),
            "view": self.control(
                widgets.ToggleButtons,
                "control_view",
                options=[(say(f"view_{view}"), view) for view in (LANES, MAP)],
                value=LANES,
                style={"button_width": "max-content"},
            ),
            "event": self.control(
                widgets.Select, "control_event", options=listed, value=listed[0][1], rows=8, layout=layout
            ),
        }
        controls["event"].add_class("campaign-list")
        return controls

    def _list(self, events: pd.DataFrame) -> list[tuple[str, str]]:
        """The choices of the list: date and title of each event."""
        choices, say = [], self.say
        for event in data.rows(events):
            short = (say.month if event.date_precision == "month" else say.date)(event.start_date, form="short")
            choices.append((say("list_entry", when=short, title=say.of(event, "title")), event.event_id))
        return choices

    def link_controls(self) -> None:
        self.when("theatre", "category", "first", "last", fill=self._refill, always=True)

    def _refill(self, _) -> dict:
        """The list for the other controls; the chosen event stays if it is still there."""
        before, chosen = self.controls["event"].value, self.events.iloc[:0]
        with contextlib.suppress(Unusable):
            chosen = self._chosen()
        return {"event.options": self._list(chosen)} | ({"event": before} if before in chosen.index else {})

    def layout_controls(self) -> list[widgets.Widget]:
        c = self.controls
        rows = (c["theatre"], c["category"]), (c["first"], c["last"], c["view"], self.reset_button)
        return [Words(_STYLE), *(side_by_side(*row) for row in rows)]

    def layout_details(self) -> list[widgets.Widget]:
        return [self.controls["event"], self._details]

    def pointed(self, phase: str, x: float, y: float) -> None:
        """A marker in the lanes or on the map is picked: its event is read in full; the next one of a place if one is
        read already. What lies outside the picture picks none."""
        edges = self.frame.axes.get_ylim()
        if phase != "down" or any(abs(y - edge) < 1e-6 for edge in edges):
            return
        if near := self.nearest(x, y):
            events = [event for event, place in self._places().items() if place == near]
            chosen = self.controls["event"].value
            after = events.index(chosen) + 1 if chosen in events else 0
            self.controls["event"].value = events[after % len(events)]

    def _places(self) -> dict[str, tuple[float, float]]:
        """Where each event of the list stands in the picture, in the units of its axes."""
        known = self._on_map if self.controls["view"].value == MAP else self._in_lanes
        return {event: known[event] for _, event in self.controls["event"].options if event in known}

    @functools.cached_property
    def _in_lanes(self) -> dict[str, tuple[float, float]]:
        return {e.event_id: (mdates.date2num(e.start_date), self._lanes.height(e)) for e in data.rows(self.events)}

    def spots(self) -> list[tuple[float, float, str]]:
        places, together = self._places(), {}
        for words, event in self.controls["event"].options:
            if event in places:
                together.setdefault(places[event], []).append(words)
        return [(*place, "; ".join(words)) for place, words in together.items()]

    # --- state -------------------------------------------------------------------------------------------------
    def _window(self) -> tuple[datetime.date, datetime.date]:
        """First and last day of the choice. Raises Unusable where it is not whole or no window of the table."""
        theatre, category, first, last = (self.controls[n].value for n in ("theatre", "category", "first", "last"))
        if None in (theatre, category):
            raise Unusable("common.problem_choice")
        if None in (first, last):
            raise Unusable("problem_no_date")
        low, high = self._whole
        if not low <= first <= high or not low <= last <= high:
            raise Unusable("problem_range", first=self.say.date(low), last=self.say.date(high))
        if last < first:
            raise Unusable("problem_order")
        return first, last

    def _chosen(self) -> pd.DataFrame:
        """The events of the choice that touch the window."""
        first, last = map(pd.Timestamp, self._window())
        theatre, category, events = self.controls["theatre"].value, self.controls["category"].value, self.events
        keep = (events["start_date"] <= last) & (events["end_date"].fillna(events["start_date"]) >= first)
        if theatre != ALL:
            keep &= events["theatre"].isin(SHOWN_FOR[theatre])
        if category == WITHOUT_HARM:
            keep &= ~events["category"].isin(rules.ON_PEOPLE_KILLED)
        elif category != ALL:
            keep &= events["category"] == category
        return events[keep]

    def numbers(self) -> TimelineNumbers:
        (first, last), chosen = self._window(), self._chosen()
        if chosen.empty:
            raise Unusable("problem_empty")
        counts = chosen["category"].value_counts()
        groups = sorted(counts.items(), key=lambda item: (-item[1], rules.CATEGORIES.index(item[0])))
        selected = self.controls["event"].value
        return TimelineNumbers(
            first=first,
            last=last,
            days=measures.inclusive_days(first, last),
            event_ids=tuple(chosen.index),
            by_category=tuple((name, int(count)) for name, count in groups),
            on_map=sum(event in self._on_map for event in chosen.index),
            harm=int((chosen["category"] == rules.NEVER_ON_A_MAP).sum()),
            sources=chosen["source_id"].nunique(),
            selected=selected if selected in chosen.index else None,
        )

    # --- words -------------------------------------------------------------------------------------------------
    def words(self, numbers: TimelineNumbers) -> tuple[str, str, str, str]:
        say = self.say
        groups = [(say.code("category", name), say.number(count)) for name, count in numbers.by_category]
        values = {
            "first": say.date(numbers.first),
            "last": say.date(numbers.last),
            "days": say.count(numbers.days, "day"),
            "events": say.count(len(numbers.event_ids), "event"),
            "on_map": say.number(numbers.on_map),
            "harm": say.number(numbers.harm),
            "top": groups[0][0],
            "top_count": groups[0][1],
            "groups": say.listed(say("explorer_group", category=name, count=count) for name, count in groups),
        }
        sizes = [count for _, count in numbers.by_category]
        key = "title_one" if len(sizes) == 1 else "title_tie" if sizes[0] == sizes[1] else "title"
        parts = ["explorer_sentence", *(["explorer_harm"] if numbers.harm else [])]
        source = say("explorer_source", sources=say.count(numbers.sources, "source"))
        sentence = " ".join(say(part, **values) for part in parts)
        return say(f"explorer_{key}", **values), *self._under(source), sentence

    def nothing(self) -> tuple[str, str]:
        return self._under(self.say("common.source_table", table=data.title("timeline", self.language)))

    def _under(self, source: str) -> tuple[str, str]:
        """The subtitle, and the source line; under the map with its note."""
        note = [map_note(self.language)] if self.controls["view"].value == MAP else []
        return self.say("explorer_subtitle"), "\n".join([source, *note])

    def tell(self, event_id: str | None) -> None:
        """Write the full text of an event: `details` as plain lines, and the same as a page, escaped."""
        paragraphs, self.details = [], ""
        if event_id is not None:
            event, say = self.events.loc[event_id], self.say
            title, *facts = say.of(event, "title"), rules.when(event, self.language), *self._facts(event)
            source, publisher = say("detail_source"), say.of(event, "publisher")
            quality = say("detail_quality", quality=say.code("quality", event["quality"]))
            self.details = "\n".join([title, *facts, source + publisher + quality])
            address = html.escape(event["url"], quote=True)
            link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{html.escape(publisher)}</a>'
            paragraphs = [f"<strong>{html.escape(title)}</strong>", *map(html.escape, facts)]
            paragraphs.append(f"{html.escape(source)}{link}{html.escape(quality)}")
        self._details.value = (
            f'<div class="campaign-details" role="status" aria-live="polite" lang="{self.language}" '
            f'dir="{lang.direction(self.language)}">{"".join(f"<p>{words}</p>" for words in paragraphs)}</div>'
        )

    def _facts(self, event: pd.Series) -> list[str]:
        """What is known of an event, a sentence each."""
        say, days = self.say, rules.duration(event)
        if event["date_precision"] == "month":
            facts = [say("detail_month")]
        elif event["start_date"].date() < measures.CAMPAIGN_START:
            facts = [say("detail_before")]
        else:
            number = say.number(measures.campaign_day(event["start_date"]))
            span = {"days": say.count(days, "day")} if days else {}
            facts = [say("detail_span" if days else "detail_campaign_day", number=number, **span)]
        kind = {name: say.code(name, event[name]) for name in ("category", "theatre")}
        facts.append(say("detail_kind", **kind))
        if say.of(event, "place"):
            facts.append(say("detail_place", place=say.of(event, "place")))
        if event["category"] == rules.NEVER_ON_A_MAP:
            facts.append(say("detail_never_on_map"))
        elif event["event_id"] not in self._on_map:
            facts.append(say("detail_not_on_map"))
        elif event["location_precision"] in {"nearest_town", "approximate"}:
            facts.append(say(f"detail_{event['location_precision']}"))
        for key, column in (("counts", "people_killed_counts"), ("note", "note")):
            if say.of(event, column):
                facts.append(say(f"detail_{key}", **{key: say.of(event, column)}))
        return facts

    # --- picture -----------------------------------------------------------------------------------------------
    def make_frame(self) -> Frame:
        made = frame("", "", "", self.language, height=HEIGHT, axes=False)
        figure, right_to_left = made.figure, lang.is_right_to_left(self.language)
        left, right = (0.03, 0.80) if right_to_left else (0.185, 0.975)
        made.axes = figure.add_axes((left, 1.1 / HEIGHT, right - left, 1 - 1.95 / HEIGHT))
        made.axes.tick_params(length=0)
        self._lanes = Lanes(made.axes, self.events, self.say)
        map_height, map_bottom = 2.45, 0.88
        map_left, column = (3.75, 0.12) if right_to_left else (0.1, WIDTH_INCHES - 2.3)
        before = set(figure.get_children())
        self._map = EventMap(figure, map_left, map_bottom, map_height, self.events, self.say)
        self._map.write_key(figure, column, map_bottom + map_height - 0.1)
        self._of_map = set(figure.get_children()) - before
        self._chosen_text = figure.text(0, 0, "", size=10, va="bottom")
        return made

    def draw(self, numbers: TimelineNumbers | None) -> None:
        window, shown, chosen = rules.ARTICLE_YEARS, (), None
        with contextlib.suppress(Unusable):
            window = self._window()  # it is shown, too, where no event lies in it
        if numbers is not None:
            shown, chosen = numbers.event_ids, numbers.selected
        self.tell(chosen)
        selected = None if chosen is None else self.events.loc[chosen]
        on_map = self.controls["view"].value == MAP
        self.frame.axes = self._map.axes if on_map else self._lanes.axes
        self._lanes.axes.set_visible(not on_map)
        for artist in self._of_map:
            artist.set_visible(on_map)
        if on_map:
            self._map.show(shown, selected)
        else:
            self._lanes.show(shown, *window, selected)
        self._write_chosen(selected, on_map)

    def _write_chosen(self, selected, on_map: bool) -> None:
        """The date and the title of the chosen event: in a line under the lanes, in a column beside the map."""
        parts = [] if selected is None else [rules.when(selected, self.language), self.say.of(selected, "title")]
        right_to_left = lang.is_right_to_left(self.language)
        edge = 1 - MARGIN if right_to_left else MARGIN
        if on_map:
            edge = 0.485 if right_to_left else 0.515
            words = wrap("\n".join(parts), 10, width_inches=1.35)
        else:
            words = wrap(": ".join(parts), 10)
        side, y = "right" if right_to_left else "left", (1.0 if on_map else 0.33) / HEIGHT
        self._chosen_text.set(text=words, position=(edge, y), ha=side)
