"""The picture of 00-start-here: the figures of one claim on cards, each with its bounds, its as-of date and its counter.

`Cards` holds the artists of all cards, made once; `show` fills as many of them as a claim has figures.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.patches import FancyBboxPatch

from ... import language as lang
from ...sheet import (
    COLOURS,
    GROUNDS,
    LOOKS,
    WIDTH_INCHES,
    Frame,
    Sheet,
    beside,
    chart,
    frame,
    line_width,
    number_axis,
    roof,
    set_reach,
    wrap,
)
from .rules import ClaimFigure, bounds_with_unit, value_with_unit

HEIGHT_INCHES = 4.0
_TOP, _BOTTOM = 0.74, 0.60  # inches kept for the titles and for the source line
_EDGE, _GAP, _PAD = 0.10, 0.14, 0.17  # inches: beside the cards, between them, inside them
_LARGEST, _SMALLEST = 25, 15  # points of the printed value
_WIDE = 5.0  # inches from which a card has its words beside its value, not under it


class Cards:
    """Up to `most` cards side by side, or one notice where a claim has no figure. say: the voice of the topic."""

    def __init__(self, say: lang.Voice, most: int = 3):
        self.say = say
        self.frame: Frame = frame("", "", "", say.language, height=HEIGHT_INCHES, axes=False)
        self.axes = self.frame.figure.add_axes((0, 0, 1, 1), zorder=-1)
        self.axes.set(xlim=(0, WIDTH_INCHES), ylim=(0, HEIGHT_INCHES))
        self.axes.axis("off")
        self.cards = [_Card(self.axes, say) for _ in range(most)]
        style = {"ha": "center", "va": "center", "size": 14, "color": COLOURS["note"]}
        self.notice = self.axes.text(WIDTH_INCHES / 2, (HEIGHT_INCHES - _TOP + _BOTTOM) / 2, "", **style)

    def show(self, figures: tuple[ClaimFigure, ...], notice: str = "") -> None:
        """Fill the cards with figures; without any, show the notice instead."""
        self.notice.set_text(wrap(notice, 14, width_inches=5.6) if not figures else "")
        count = max(len(figures), 1)
        width = (WIDTH_INCHES - 2 * _EDGE - (count - 1) * _GAP) / count
        values = [value_with_unit(figure, self.say) for figure in figures]
        size = min([_fitting(value, _columns(width)[0]) for value in values], default=_LARGEST)
        for place, card in enumerate(self.cards):
            if place >= len(figures):
                card.hide()
                continue
            # The first figure stands where reading starts.
            column = count - 1 - place if lang.is_right_to_left(self.say.language) else place
            card.show(figures[place], values[place], size, _EDGE + column * (width + _GAP), width)


def _columns(width: float) -> tuple[float, float]:
    """Widths of the value's and of the words' column of a card: one under the other in a narrow card, else abreast."""
    inside = width - 2 * _PAD
    return (0.56 * inside, 0.38 * inside) if width > _WIDE else (inside, inside)


def _fitting(words: str, room: float) -> int:
    """The largest size in points at which words fit one line."""
    return next((size for size in range(_LARGEST, _SMALLEST, -1) if line_width(words, size, "bold") <= room), _SMALLEST)


def _colour(figure: ClaimFigure) -> str:
    """The colour of the thing that is counted, as all through the course."""
    theatre = figure.figure_id.rsplit("-", 1)[-1]
    by_unit = {"usd_million_per_day": "united_states", "civilians_killed": "official"}
    return COLOURS[theatre if theatre in {"iraq", "syria"} else by_unit.get(figure.unit, "both")]


class _Card:
    """The artists of one card: a box, what is measured, the value, its bounds on a line, and two rows of words."""

    def __init__(self, axes, say: lang.Voice):
        self.say, self.right = say, lang.is_right_to_left(say.language)
        style = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": "white", "linewidth": 0.9}
        self.box = axes.add_artist(FancyBboxPatch((0, 0), 1, 1, edgecolor=GROUNDS["card_edge"], **style))
        text = {"size": 10.5, "color": COLOURS["text"], "va": "top"}
        text["ha"] = "right" if self.right else "left"
        self.quantity = axes.text(0, 0, "", **text | {"color": COLOURS["note"]})
        self.value = axes.text(0, 0, "", **text | {"weight": "bold"})
        self.reading = axes.text(0, 0, "", **text | {"weight": "bold"})
        self.words = axes.text(0, 0, "", **text)
        (self.rail,) = axes.plot([], [], color=GROUNDS["rail"], linewidth=1.2, solid_capstyle="butt")
        (self.band,) = axes.plot([], [], linewidth=9, alpha=0.35, solid_capstyle="butt")
        (self.ends,) = axes.plot([], [], linestyle="none", marker="|", markersize=13, markeredgewidth=1.8)
        (self.dot,) = axes.plot([], [], linestyle="none", marker="o", markersize=8.5, markeredgewidth=1)
        (self.floor,) = axes.plot([], [], linewidth=1.8, solid_capstyle="butt")
        (self.arrow,) = axes.plot([], [], linestyle="none", marker="<" if self.right else ">", markersize=7)
        under = {"size": 10, "ha": "center", "va": "top", "color": COLOURS["text"]}
        self.low, self.high = axes.text(0, 0, "", **under), axes.text(0, 0, "", **under)
        self.texts = [self.quantity, self.value, self.reading, self.words, self.low, self.high]
        self.artists = [self.box, self.rail, self.band, self.ends, self.dot, self.floor, self.arrow, *self.texts]

    def hide(self) -> None:
        for artist in self.artists:
            artist.set_visible(False)

    def show(self, figure: ClaimFigure, value: str, size: int, left: float, width: float) -> None:
        for artist in self.artists:
            artist.set_visible(True)
        top = HEIGHT_INCHES - _TOP
        self.box.set_bounds(left, _BOTTOM, width, top - _BOTTOM)
        # The value with its line, and the words under it; in a wide card, beside it.
        wide = width > _WIDE
        room, words_room = _columns(width)
        ends = left + _PAD, left + width - _PAD
        first = ends[1] - room if self.right else ends[0]
        second = ends[0] if self.right else ends[1] - words_room
        lowered = 0.36 if wide else 0
        self._place(self.quantity, first, room, top - 0.15 - lowered, figure.quantity)
        self.value.set(color=_colour(figure), fontsize=size)
        self._place(self.value, first, room, top - 0.66 - lowered, value)
        self._rail(figure, first, first + room, top - 1.26 - 1.25 * lowered)
        below = top - (1.06 if wide else 1.62)
        self._place(self.reading, second, words_room, below, self.say(f"reading_{figure.qualifier}"))
        lines = self.reading.get_text().count("\n") + 1
        self._place(self.words, second, words_room, below - 0.06 - lines * 0.19, _who_and_when(figure, self.say))

    def _place(self, artist, left: float, room: float, y: float, words: str) -> None:
        """Write words into a column, from the side where reading starts."""
        artist.set_position((left + room if self.right else left, y))
        artist.set_text(wrap(words, artist.get_fontsize(), artist.get_fontweight(), width_inches=room))

    def _rail(self, figure: ClaimFigure, start: float, end: float, y: float) -> None:
        """The line under the value: a dot for a whole count, a band for a rounded figure, an open end for a floor."""
        colour, span, floor = _colour(figure), bool(figure.value.width), figure.qualifier == "at_least"
        middle, reach = (start + end) / 2, min((end - start) / 2 - 0.42, 1.1)
        for artist in (self.band, self.ends, self.high):
            artist.set_visible(span)
        for artist in (self.floor, self.arrow):
            artist.set_visible(floor)
        for line in (self.band, self.ends, self.dot, self.floor, self.arrow):
            line.set_color(colour)
        self.dot.set_markeredgecolor("white")
        point = (end - 0.3 if self.right else start + 0.3) if floor else middle
        low, high = middle - reach, middle + reach
        self.rail.set_data([start, end], [y, y])
        self.dot.set_data([point], [y])
        for line in (self.band, self.ends):
            line.set_data([low, high], [y, y])
        words = bounds_with_unit(figure, self.say)
        for artist, at, end_words in zip((self.low, self.high), (low if span else point, high), words, strict=True):
            artist.set(position=(at, y - 0.11), text=end_words)
        if floor:  # a short open arrow: more is possible, nobody says how much
            tip = point + (-0.4 if self.right else 0.4)
            self.floor.set_data([point, tip], [y, y])
            self.arrow.set_data([tip], [y])


def _who_and_when(figure: ClaimFigure, say: lang.Voice) -> str:
    """Who counted and as of when, a line each."""
    body, day = figure.counting_body, figure.as_of
    who = say("row_body", body=say.code("counting_body", body) if body else say("not_stated_body"))
    return f"{who}\n{say('row_day', day=say.date(day) if day else say('not_stated_day'))}"


@chart("quality-labels", words="start.labels", height=3.9, left=0.2, bottom_inches=0.85, bars=True)
def labels(sheet: Sheet, strikes: pd.DataFrame) -> None:
    """How many rows of the table of strikes carry each quality label, as bars, the longest first.

    strikes: rows of strikes.csv with quality and as_of_date.
    """
    say, axes, look = sheet.say, sheet.axes, LOOKS["plain"]
    counts, days = strikes["quality"].value_counts(), strikes["as_of_date"]
    period = say("common.range", low=say.date(days.min()), high=say.date(days.max()))
    sheet.source(say("labels_source"), period, key="common.source_line_period")
    sheet.values = {
        "use": say.number(int(counts.get("use", 0))),
        "all": say.number(int(counts.sum())),
        "contradiction": say.number(int(counts.get("contradiction", 0))),
    }
    sheet.claim(title=2 * counts.get("use", 0) > counts.sum())
    for place, rows in enumerate(counts):
        axes.barh(place, rows, height=0.7, **look.bar)
        beside(axes, say.number(int(rows)), (rows, place), 5)
    axes.set_yticks(range(len(counts)), [say.code("quality", label) for label in counts.index])
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.grid(False, axis="y")
    number_axis(axes.xaxis, say.language)
    set_reach(axes, 0, roof(counts.max(), 20))
