"""The picture of 00-start-here: the figures of one claim on cards, each with its bounds, its as-of date and its counter.

`Cards` holds the artists of all cards, made once; `show` fills as many of them as a claim has figures.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyBboxPatch

from ... import language as lang
from ...measures import Bounded
from ...sheet import COLOURS, WIDTH_INCHES, Frame, frame, line_width, wrap

HEIGHT_INCHES = 4.0
_TOP, _BOTTOM = 0.74, 0.60  # inches kept for the titles and for the source line
_EDGE, _GAP, _PAD = 0.10, 0.14, 0.17  # inches: beside the cards, between them, inside them
_LARGEST, _SMALLEST = 25, 15  # points of the printed value
_WIDE = 5.0  # inches from which a card has its words beside its value, not under it


@dataclass(frozen=True)
class CardFigure:
    """One figure of a claim, as the story prints it.

    value: with the bounds that its rounding leaves. qualifier: exact, rounded, at_least or about, as in
    article_figures.csv. as_of: the last day that it covers, None where none is known. counting_body: its code, or "".
    """

    figure_id: str
    quantity: str
    value: Bounded
    unit: str
    qualifier: str
    as_of: datetime.date | None
    counting_body: str

    @property
    def tone(self) -> str:
        """The colour of the thing that is counted, as all through the course."""
        theatre = self.figure_id.rsplit("-", 1)[-1]
        if theatre in {"iraq", "syria"}:
            return theatre
        return {"usd_million_per_day": "united_states", "civilians_killed": "official"}.get(self.unit, "both")


def value_with_unit(value: Bounded, unit: str, language: str | None = None) -> str:
    """A printed figure as people write it: "13,221 strikes", "13.6 million dollars a day", «طائرتان»."""
    best = value.best
    if unit in _NOUNS:
        return lang.count(int(best), _NOUNS[unit], language)
    if unit == "people":
        return lang.text("start.value_people", language, number=lang.number(best / 1_000_000, language=language))
    decimals = 1 if best.denominator > 1 else 0
    return lang.text(f"start.value_{unit}", language, number=lang.number(best, decimals, language))


_NOUNS = {"aircraft": "aircraft", "strikes": "strike", "countries": "country", "civilians_killed": "civilian_killed"}


def bounds_with_unit(value: Bounded, unit: str, language: str | None = None) -> tuple[str, str]:
    """The lowest and the highest value that a rounded figure can stand for, as short labels."""
    scale = 1_000_000 if unit == "people" else 1
    low, high = value.low / scale, value.high / scale
    decimals = next(places for places in range(4) if all((end * 10**places).denominator == 1 for end in (low, high)))
    return tuple(
        lang.text(f"start.end_{unit}", language, number=lang.number(end, decimals, language))
        if lang.has(f"start.end_{unit}")
        else lang.number(end, decimals, language)
        for end in (low, high)
    )


class Cards:
    """Up to `most` cards side by side, or one notice where a claim has no figure."""

    def __init__(self, language: str | None = None, most: int = 3):
        self.language = lang.check(language)
        self.frame: Frame = frame("", "", "", self.language, height=HEIGHT_INCHES, axes=False)
        self.axes = self.frame.figure.add_axes((0, 0, 1, 1), zorder=-1)
        self.axes.set_xlim(0, WIDTH_INCHES)
        self.axes.set_ylim(0, HEIGHT_INCHES)
        self.axes.axis("off")
        self.cards = [_Card(self.axes, self.language) for _ in range(most)]
        self.notice = self.axes.text(
            WIDTH_INCHES / 2,
            (HEIGHT_INCHES - _TOP + _BOTTOM) / 2,
            "",
            ha="center",
            va="center",
            size=14,
            color=COLOURS["note"],
            linespacing=1.5,
        )

    def show(self, figures, notice: str = "") -> None:
        """Fill the cards with `figures` (of `CardFigure`); without any, show the notice instead."""
        self.notice.set_text(wrap(notice, 14, width_inches=5.6) if not figures else "")
        count = max(len(figures), 1)
        width = (WIDTH_INCHES - 2 * _EDGE - (count - 1) * _GAP) / count
        values = [value_with_unit(f.value, f.unit, self.language) for f in figures]
        room, _ = _columns(width)
        size = min([_fitting(value, room) for value in values], default=_LARGEST)
        for place, card in enumerate(self.cards):
            if place >= len(figures):
                card.hide()
                continue
            # The first figure stands where reading starts.
            column = count - 1 - place if lang.is_right_to_left(self.language) else place
            card.show(figures[place], values[place], size, _EDGE + column * (width + _GAP), width)


def _columns(width: float) -> tuple[float, float]:
    """Widths of the value's and of the words' column of a card: one under the other in a narrow card, else abreast."""
    inside = width - 2 * _PAD
    return (0.56 * inside, 0.38 * inside) if width > _WIDE else (inside, inside)


def _fitting(words: str, room: float) -> int:
    """The largest size in points at which words fit one line."""
    return next((size for size in range(_LARGEST, _SMALLEST, -1) if line_width(words, size, "bold") <= room), _SMALLEST)


class _Card:
    """The artists of one card: a box, what is measured, the value, its bounds on a line, and two rows of words."""

    def __init__(self, axes, language: str):
        self.language = language
        self.right = lang.is_right_to_left(language)
        side = "right" if self.right else "left"
        self.box = axes.add_patch(
            FancyBboxPatch(
                (0, 0),
                1,
                1,
                boxstyle="round,pad=0,rounding_size=0.08",
                facecolor="white",
                edgecolor="#B9C2C9",
                linewidth=0.9,
            )
        )
        text = {"ha": side, "va": "top", "linespacing": 1.25}
        self.quantity = axes.text(0, 0, "", size=10.5, color=COLOURS["note"], **text)
        self.value = axes.text(0, 0, "", weight="bold", **text)
        self.reading = axes.text(0, 0, "", size=10.5, weight="bold", color=COLOURS["text"], **text)
        self.words = axes.text(0, 0, "", size=10.5, color=COLOURS["text"], **(text | {"linespacing": 1.3}))
        (self.rail,) = axes.plot([], [], color="#9AA4AD", linewidth=1.2, solid_capstyle="butt")
        (self.band,) = axes.plot([], [], linewidth=9, alpha=0.35, solid_capstyle="butt")
        (self.ends,) = axes.plot([], [], linestyle="none", marker="|", markersize=13, markeredgewidth=1.8)
        (self.dot,) = axes.plot(
            [], [], linestyle="none", marker="o", markersize=8.5, markeredgecolor="white", markeredgewidth=1
        )
        self.fade = axes.imshow(
            np.zeros((1, 2, 4)), extent=(0, 1, 0, 1), aspect="auto", interpolation="bilinear", zorder=2
        )
        (self.arrow,) = axes.plot([], [], linestyle="none", marker=">", markersize=7)
        self.low = axes.text(0, 0, "", size=10, ha="center", va="top", color=COLOURS["text"])
        self.high = axes.text(0, 0, "", size=10, ha="center", va="top", color=COLOURS["text"])
        self.artists = [
            self.box, self.quantity, self.value, self.reading, self.words, self.rail, self.band, self.ends, self.dot, self.fade, self.arrow, self.low, self.high,
        ]  # fmt: skip

    def hide(self) -> None:
        for artist in self.artists:
            artist.set_visible(False)

    def show(self, figure: CardFigure, value: str, size: int, left: float, width: float) -> None:
        for artist in self.artists:
            artist.set_visible(True)
        low, top = _BOTTOM, HEIGHT_INCHES - _TOP
        self.box.set_bounds(left, low, width, top - low)
        # The value with its line, and the words under it; in a wide card, beside it.
        wide = width > _WIDE
        room, words_room = _columns(width)
        ends = left + _PAD, left + width - _PAD
        first = ends[1] - room if self.right else ends[0]
        second = ends[0] if self.right else ends[1] - words_room
        lowered = 0.36 if wide else 0

        self._place(self.quantity, first, room, top - 0.15 - lowered, figure.quantity)
        self.value.set_color(COLOURS[figure.tone])
        self.value.set_fontsize(size)
        self._place(self.value, first, room, top - 0.66 - lowered, value)
        self._rail(figure, first, first + room, top - 1.26 - 1.25 * lowered)
        below = top - (1.06 if wide else 1.62)
        self._place(
            self.reading, second, words_room, below, lang.text(f"start.reading_{figure.qualifier}", self.language)
        )
        lines = self.reading.get_text().count("\n") + 1
        self._place(self.words, second, words_room, below - 0.06 - lines * 0.19, "\n".join(rows(figure, self.language)))

    def _place(self, artist, left: float, room: float, y: float, words: str) -> None:
        """Write words into a column, from the side where reading starts."""
        artist.set_position((left + room if self.right else left, y))
        artist.set_text(wrap(words, artist.get_fontsize(), artist.get_fontweight(), width_inches=room))

    def _rail(self, figure: CardFigure, start: float, end: float, y: float) -> None:
        """The line under the value: a dot for a whole count, a band for a rounded figure, an open end for a floor."""
        colour = COLOURS[figure.tone]
        middle, reach = (start + end) / 2, min((end - start) / 2 - 0.42, 1.1)
        span, floor = bool(figure.value.width), figure.qualifier == "at_least"
        for artist in (self.band, self.ends, self.high):
            artist.set_visible(span)
        for artist in (self.fade, self.arrow):
            artist.set_visible(floor)
        for line in (self.band, self.ends, self.dot, self.arrow):
            line.set_color(colour)
        self.dot.set_markeredgecolor("white")
        self.rail.set_data([start, end], [y, y])
        point = start + 0.3 if floor else middle
        self.dot.set_data([point], [y])
        ends = bounds_with_unit(figure.value, figure.unit, self.language)
        for artist, at, words in zip(
            (self.low, self.high), (middle - reach if span else point, middle + reach), ends, strict=True
        ):
            artist.set_position((at, y - 0.11))
            artist.set_text(words)
        self.band.set_data([middle - reach, middle + reach], [y, y])
        self.ends.set_data([middle - reach, middle + reach], [y, y])
        if floor:
            shade = np.zeros((1, 60, 4))
            shade[..., :3] = to_rgb(colour)
            shade[..., 3] = np.linspace(0.55, 0, 60)
            self.fade.set_data(shade)
            self.fade.set_extent((point, end - 0.1, y - 0.07, y + 0.07))
            self.arrow.set_data([end - 0.06], [y])


def rows(figure: CardFigure, language: str | None = None) -> list[str]:
    """Who counted and as of when, a line each."""
    body = (
        lang.code("counting_body", figure.counting_body, language)
        if figure.counting_body
        else lang.text("start.not_stated_body", language)
    )
    day = lang.date(figure.as_of, language) if figure.as_of else lang.text("start.not_stated_day", language)
    return [lang.text("start.row_body", language, body=body), lang.text("start.row_day", language, day=day)]
