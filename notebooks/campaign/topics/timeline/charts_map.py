"""A map of Iraq and Syria with the places of events: the artists are made once, `show` chooses what is seen."""

from __future__ import annotations

import math

from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from ... import data
from ... import language as lang
from ...sheet import COLOURS, GROUNDS, WIDTH_INCHES, line_width
from . import rules
from .charts_marks import MARKERS, look, marker, ring

ASPECT = 1 / math.cos(math.radians(34))
"""A degree of longitude is shorter than one of latitude: at 34 degrees north, near the middle of the map, by this factor."""

_COUNTRY_NAMES = {"iraq": (41.6, 33.0), "syria": (37.6, 35.15)}  # degrees: where little happened
_HALF_MARKER = 0.0575  # inches from the middle of a marker to its side; twice that between two of one place
_HALF_RING = 0.12  # inches from the middle of a place to the ring around it
_KEY_INCHES = 1.95


class EventMap:
    """A map of Iraq and Syria with the places of events. Neighbours are drawn without a name.

    left, bottom, height: inches of the figure, the map keeps its top where it is lower than this for being no wider than
    `widest`. events: rows of timeline.csv. say: the voice of the topic.
    """

    def __init__(
        self, figure, left: float, bottom: float, height: float, events, say: lang.Voice, widest: float = 4.57
    ):
        west, east, south, north = rules.MAP_EXTENT
        self.say, self.events = say, rules.on_map(events)
        top = bottom + height
        self.scale = min(height / (north - south) / ASPECT, widest / (east - west))  # inches for a degree of longitude
        height = self.scale * ASPECT * (north - south)
        bottom = top - height
        self.width_inches = (east - west) * self.scale
        total = figure.get_size_inches()[1]
        self.axes = axes = figure.add_axes(
            (left / WIDTH_INCHES, bottom / total, self.width_inches / WIDTH_INCHES, height / total)
        )
        axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
        axes.grid(False)
        axes.spines[["left", "bottom"]].set_visible(False)
        for country in sorted(data.outlines(copied=False)["features"], key=lambda c: c["properties"]["labelled"]):
            self._country(country)
        middle = {"size": 13, "color": COLOURS["plain"], "ha": "center", "va": "center", "zorder": 2}
        for theatre, (x, y) in _COUNTRY_NAMES.items():
            axes.text(x, y, say.code("theatre", theatre), **middle)
        groups = self.events.groupby(["longitude", "latitude", "category", "theatre"])
        self._points = {key: (marker(axes, *key[2:]), set(group["event_id"])) for key, group in groups}
        self._places = {(e.longitude, e.latitude): e for e in data.rows(self.events)}
        label = {"size": 10, "color": COLOURS["text"], "zorder": 5, "ha": "left", "va": "center"}
        self._labels = {where: axes.text(0, 0, "", **label) for where in self._places}
        self._ring = ring(axes, 16, 1.8)

    def _country(self, country: dict) -> None:
        geometry = country["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        path = Outline.make_compound_path(*(Outline(ring, closed=True) for polygon in polygons for ring in polygon))
        if country["properties"]["labelled"]:
            style = {"facecolor": GROUNDS["land"], "edgecolor": COLOURS["plain"], "linewidth": 1.1, "zorder": 1}
        else:
            style = {"facecolor": GROUNDS["neighbours"], "edgecolor": GROUNDS["border"], "linewidth": 0.6, "zorder": 0}
        self.axes.add_artist(PathPatch(path, **style))  # not `add_patch`: that looks how far each curve reaches

    def show(self, event_ids, selected=None) -> None:
        """Show the places of these events; ring the place of one of them, if it is on the map."""
        shown, seen, counts = set(event_ids), {}, {}
        for key, (point, ids) in self._points.items():
            point.set_visible(bool(ids & shown))
            if ids & shown:
                seen.setdefault(key[:2], []).append(point)
                counts[key[:2]] = counts.get(key[:2], 0) + len(ids & shown)
        gap = 2 * _HALF_MARKER / self.scale  # markers of one place stand side by side
        for (x, y), points in seen.items():
            for i, point in enumerate(points):
                point.set_data([x + (i - (len(points) - 1) / 2) * gap], [y])
        row = self.events[self.events["event_id"] == ("" if selected is None else selected.event_id)]
        ringed = None if row.empty else (row["longitude"].iloc[0], row["latitude"].iloc[0])
        self._ring.set_visible(ringed is not None)
        if ringed:
            self._ring.set_data([ringed[0]], [ringed[1]])
        self._name_places({where: len(points) for where, points in seen.items()}, counts, ringed)

    def _name_places(self, markers: dict, counts: dict, ringed) -> None:
        """Name the places, those with most events first, where there is room; the list of events names them all.

        markers, counts: how many markers and events each place has, by its point.
        """
        west, _, south, _ = rules.MAP_EXTENT
        taken = [self._box(where, _HALF_MARKER * number + 0.02, 0.07) for where, number in markers.items()]
        taken += [self._box(ringed, _HALF_RING, _HALF_RING)] if ringed else []
        for theatre, where in _COUNTRY_NAMES.items():
            taken.append(self._box(where, line_width(self.say.code("theatre", theatre), 13, "normal") / 2, 0.1))
        for label in self._labels.values():
            label.set_visible(False)
        for where in sorted(markers, key=lambda where: (-counts[where], where)):
            words = rules.place(self._places[where], self.say.language)
            if counts[where] > 1:
                words = self.say("place_count", place=words, count=self.say.number(counts[where]))
            width, height = line_width(words, 10, "normal"), 0.17
            x, y = self._inches(where)
            half = max(_HALF_MARKER * markers[where] + 0.04, _HALF_RING + 0.02 if where == ringed else 0)
            up = _HALF_RING if where == ringed else 0.08
            # Right or left of the markers; above or below them, in the middle or in line with the left or right one.
            corners = [(x + half, y - height / 2), (x - half - width, y - height / 2)]
            starts = (x - width / 2, x - half, x + half - width)
            corners += [(start, y + side) for start in starts for side in (up, -up - height)]
            boxes = ((a, b, a + width, b + height) for a, b in corners)
            box = next((box for box in boxes if self._is_free(box, taken)), None)
            if box:
                taken.append(box)
                position = west + box[0] / self.scale, south + (box[1] + height / 2) / self.scale / ASPECT
                self._labels[where].set(text=words, visible=True, position=position)

    def _inches(self, where) -> tuple[float, float]:
        """Inches from the lower left corner of the map."""
        west, _, south, _ = rules.MAP_EXTENT
        return (where[0] - west) * self.scale, (where[1] - south) * self.scale * ASPECT

    def _box(self, where, half_width: float, half_height: float) -> tuple[float, float, float, float]:
        x, y = self._inches(where)
        return x - half_width, y - half_height, x + half_width, y + half_height

    def _is_free(self, box, taken) -> bool:
        """Does a box lie between the sides of the map, and over none that is taken?"""
        left, low, right, high = box
        over = (left < t[2] and t[0] < right and low < t[3] and t[1] < high for t in taken)
        return 0 <= left and right <= self.width_inches and not any(over)

    def write_key(self, figure, left: float, top: float) -> float:
        """Write what fillings and shapes mean, in a column from a point down (inches); return where it ends."""
        say, total = self.say, figure.get_size_inches()[1]
        right_to_left = lang.is_right_to_left(say.language)
        mark, step, side = (_KEY_INCHES - 0.08, -0.17, "right") if right_to_left else (0.08, 0.17, "left")
        categories = [c for c in rules.CATEGORIES if c in set(self.events["category"])]
        shape = {"color": COLOURS["text"], "markerfacecolor": "none", "markeredgewidth": 1.5}
        fillings = [("o", look(theatre), say.code("theatre", theatre)) for theatre in ("iraq", "syria", "both")]
        shapes = [(MARKERS[category], shape, say.code("category", category)) for category in categories]
        y = top
        for group in (fillings, shapes):
            for symbol, style, words in group:
                size = 7 if style["markerfacecolor"] in ("white", "none") else 9
                at = [(left + mark) / WIDTH_INCHES], [y / total]
                figure.add_artist(Line2D(*at, marker=symbol, markersize=size, linestyle="none", **style))
                figure.text((left + mark + step) / WIDTH_INCHES, y / total, words, size=10, va="center", ha=side)
                y -= 0.215
            y -= 0.08 if group is fillings else 0
        return y


def map_note(language: str | None = None) -> str:
    """The note that stands under every map: whose lines these are, and what they do not show."""
    return data.outlines_note(lang.check(language))
