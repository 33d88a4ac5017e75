"""Axes as people read them, labels at their points, and the line that names the source."""

from __future__ import annotations

import datetime
import math
import re

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from .. import data
from .. import language as lang
from .bars import outward
from .lines import line_width
from .style import MARGIN, WIDTH_INCHES


def number_axis(axis, language: str, decimals: int = 0, suffix: str = "") -> None:
    """Label an axis with separated thousands (axes.xaxis or axes.yaxis)."""
    # Ticks only where the label is exact: 2.5 must not be labelled 3.
    axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=decimals == 0))
    write = lang.percent if suffix == "%" else lambda *number: lang.number(*number) + suffix  # its sign has a side
    axis.set_major_formatter(FuncFormatter(lambda value, _: write(value, decimals, language)))


def date_axis(axes, language: str, start, end, months: int = 6) -> None:
    """Date labels such as "Jul 2016" every `months` months from `start` to `end`, on the x axis.

    Where the names do not fit side by side, every second one is left out, and so on; from a year on only years are
    written, at the first of January. An Arabic month has both its names, one below the other: all labels have two lines.
    """
    inches = WIDTH_INCHES * axes.get_position().width
    days = max((_as_date(end) - _as_date(start)).days, 1)

    def too_wide(months: int) -> bool:
        lines = [line for month in range(1, 13, months) for line in _two_lines(2017, month, language).split("\n")]
        return max(width for line in lines for width in _widths(line)) + 0.08 > inches * months * 30.4 / days

    while months < 12 and too_wide(months):
        months = next(step for step in (1, 2, 3, 6, 12) if step > months)
    first = datetime.date(start.year, start.month, 1)
    ticks, labels = [], []
    year, month = first.year, first.month
    while datetime.date(year, month, 1) <= _as_date(end):
        if (month - 1) % months == 0:
            day = datetime.date(year, month, 1)
            if day >= _as_date(start):
                ticks.append(day)
                labels.append(str(year) if months >= 12 else _two_lines(year, month, language))
        month += 1
        if month == 13:
            year, month = year + 1, 1
    left, per_day = WIDTH_INCHES * axes.get_position().x0, inches / days
    for place, (day, label) in enumerate(
        zip(ticks, labels, strict=True)
    ):  # one that would leave the picture is left out
        middle, half = left + (day - _as_date(start)).days * per_day, max(_widths(label)) / 2
        if middle - half < MARGIN * WIDTH_INCHES or middle + half > (1 - MARGIN) * WIDTH_INCHES:
            labels[place] = ""
    axes.set_xlim(mdates.date2num(start), mdates.date2num(end))
    axes.set_xticks([mdates.date2num(tick) for tick in ticks], labels)


def _widths(label: str) -> list[float]:
    return [line_width(line, 10.5, "normal") for line in label.split("\n")]


def _two_lines(year: int, month: int, language: str) -> str:
    """A month as it stands under an axis: "Jul" over "2016", «تموز» over «يوليو 2016»."""
    name = lang.month(datetime.date(year, month, 1), language, "short")
    return name.replace("/", "\n") if "/" in name else name.replace(" ", "\n")


def roof(highest, step: float, room: float = 1.1) -> float:
    """Where a number axis ends: the highest value with a tenth of room above it (or `room`), up to a whole `step`."""
    return math.ceil(float(highest) * room / step) * step


def month_begin(day, later: int = 0) -> pd.Timestamp:
    """The first day of the month of a day, or of one so many months later."""
    return (pd.Timestamp(day).to_period("M") + later).start_time


def month_end(day) -> pd.Timestamp:
    """The last day of the month of a day."""
    return pd.Timestamp(day) + pd.offsets.MonthEnd(0)


def height_of(axes, value) -> float:
    """How many points above the bottom of the axes a value of the number axis stands."""
    low, high = axes.get_ylim()
    return (float(value) - low) / (high - low) * axes.bbox.height * 72 / axes.figure.dpi


def _as_date(value) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def source_line(publishers, as_of, language: str | None = None, key: str = "common.source_line") -> str:
    """The source line: who printed the figures, and as of when.

    publishers: a name or several; more than two are shortened to the first two and a count. as_of: a date or text.
    """
    names = [publishers] if isinstance(publishers, str) else list(dict.fromkeys(publishers))
    if len(names) > 2:
        shown = lang.text(
            "common.and_more_sources",
            language,
            first=names[0],
            second=names[1],
            others=lang.count(len(names) - 2, "source", language),
        )
    else:
        shown = lang.listed(names, language)
    when = as_of if isinstance(as_of, str) and not re.match(r"\d{4}-\d\d-\d\d", as_of) else lang.date(as_of, language)
    return lang.text(key, language, source=shown, as_of=when)


def label(axes, words: str, point, offset, colour: str, side: str = "center", **more):
    """A bold label beside a point of the data, on a white ground so that lines under it do not cross it.

    point: (x, y) in the units of the axes; a date is allowed. offset: (right, up) in points. Right and
    side turn round where bars start at the right.
    """
    x = mdates.date2num(point[0]) if isinstance(point[0], datetime.date) else point[0]
    ground = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    right, side = outward(axes, offset[0], side)
    offset = right, offset[1]
    settings = {"ha": side, "va": "center", "weight": "bold", "bbox": ground} | more
    return axes.annotate(words, (x, point[1]), offset, textcoords="offset points", color=colour, **settings)


def settle(words, places, taken: list, rather=()) -> bool:
    """Move a label to the first place where it stays inside its axes and clear of others; is it the first of all?

    words: what `label` returned, with its text and point set. places: (right, up) in points and the side, the best one
    first; where none is free the last one is taken. taken: the boxes of labels that stand already, in pixels (Bbox, or
    their lower left and upper right corners); that of this one is added. rather: boxes of which the label lies on as few
    as it can, such as those of `along`.
    """
    renderer, fewest = words.figure.canvas.get_renderer(), math.inf
    others, lain_on = _corners(taken), _corners(rather)
    for offset, side in places:
        words.set_position(offset)
        words.set_ha(side)
        words.update_positions(renderer)
        box = Text.get_window_extent(words, renderer)  # the letters without the line to their point
        x, y = words.axes.bbox.intervalx, words.axes.bbox.intervaly
        inside = x[0] <= box.x0 and box.x1 <= x[1] and y[0] <= box.y0 and box.y1 <= y[1]
        if inside and not _overlaps(box, others) and (hidden := _overlaps(box, lain_on)) < fewest:
            fewest, best = hidden, (offset, side, box)
            if not hidden:
                break
    if fewest < math.inf:
        offset, side, box = best
        words.set_position(offset)
        words.set_ha(side)
    taken.append(box)
    return (offset, side) == places[0]


def _corners(boxes) -> np.ndarray:
    """Boxes as an array with the lower left and the upper right corner of each."""
    return boxes if isinstance(boxes, np.ndarray) else np.array([np.asarray(box) for box in boxes]).reshape(-1, 2, 2)


def _overlaps(box: Bbox, others: np.ndarray) -> int:
    """On how many of the others a box lies; on none that is not a number. Else as Matplotlib's `count_overlaps`, which asks
    every box for its corners anew, for each place of a label and for hundreds of boxes."""
    return int(np.count_nonzero((others[:, 0] < box.max).all(axis=1) & (others[:, 1] > box.min).all(axis=1)))


def along(*lines, steps: int = 40, around: float = 0) -> np.ndarray:
    """Small boxes on drawn lines and their markers, in pixels: in `taken` or as `rather` of `settle`, labels keep clear of
    them.

    steps: boxes from one point of a line to the next. around: pixels more on each side. Returns an array with the lower
    left and the upper right corner of each.
    """
    found = [np.empty((0, 2, 2))]
    for line in lines:
        places, drawn = line.get_transform().transform(line.get_xydata()), line.get_linestyle() != "None"
        path = Path(places).interpolated(steps).vertices if drawn and len(places) > 1 else places
        wide = line.get_linewidth() if drawn else line.get_markersize()
        half = wide / 2 * line.figure.dpi / 72 + 2 + around
        found.append(np.stack([path - half, path + half], axis=1))
    return np.concatenate(found)


def publishers(rows, language: str) -> list[str]:
    """Who printed rows, as `source_line` takes them: the original counters first, see `data.in_order_of_credit`.

    rows: a table or a row with publisher_en and publisher_ar (`data.with_sources`), a name, or a list of these; of a
    list, one name of each stands before all others.
    """
    if isinstance(rows, list):
        each = [publishers(one, language) for one in rows]
        others = data.in_order_of_credit([name for names in each for name in names], language)
        return list(dict.fromkeys([name for names in each for name in names[:1]] + others))
    names = rows if isinstance(rows, str) else rows[f"publisher_{language}"]
    return [names] if isinstance(names, str) else data.in_order_of_credit(names, language)


def tables_of(rows) -> list[str]:
    """The tables in which rows stand, as far as `data.load` read them. rows: what `publishers` takes."""
    found = [tables_of(one) for one in rows] if isinstance(rows, list) else [[getattr(rows, "attrs", {}).get("table")]]
    return list(dict.fromkeys(table for tables in found for table in tables if table))


def as_of_in(source: str, language: str | None = None) -> str:
    """The as-of date or period that a source line tells, or empty text where it tells none."""
    for key in ("common.source_line", "common.source_line_period"):
        pattern = re.escape(lang.text(key, language, source="\0", as_of="\1")).replace("\0", ".*").replace("\1", "(.*)")
        found = re.search(pattern, source.replace("\n", " "))
        if found:
            return found[1]
    return ""
