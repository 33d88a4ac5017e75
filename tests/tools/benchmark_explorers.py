"""What benchmark.py runs inside a kernel: explorers moved by their controls, in our way and in the common one.

The common way is what most notebooks do: ipywidgets' `interact`, a new pyplot figure and `plt.show()` at each change.
It gets the same controls, the same numbers, the same words and the same drawing code; only the showing differs: its
pictures are Matplotlib's own, from a canvas of Matplotlib's, which knows nothing of the course's letters and fonts.
"""

from __future__ import annotations

import time
from unittest import mock

import ipywidgets as widgets
import matplotlib.pyplot as plt
import psutil
from campaign import sheet as charts
from campaign import topics
from campaign.explorer import Explorer, NumberField
from campaign.sheet import drawing, sheet
from matplotlib import style
from matplotlib.backends.backend_agg import RendererAgg

MOVED = {
    "ClaimPicker": "step",
    "TimelineExplorer": "theatre",
    "TerritoryExplorer": "iraq_percent",
    "AreaSeriesExplorer": "body",
    "StrikeExplorer": "start",
    "CostCalculator": "rate",
    "HarmExplorer": "month",
    "CoalitionExplorer": "date",
    "ErrorBank": "error",
}
"""The control that is moved; of an explorer that is not named here, its first list."""

GIVEN = {"ClaimChecker": {"given": {"A05": "wrong", "A06": "rounded", "A13": "correct", "A17": "cannot_be_tested"}}}
"""What else an explorer takes."""


def made(name: str, common: bool = False) -> tuple[Explorer, str]:
    """An explorer in our way or in the common one, and the control that is moved."""
    kind = topics.explorer(name)
    explorer = (commonly(kind) if common else kind)(**GIVEN.get(name, {}))
    lists = [control for control in explorer.controls if hasattr(explorer.controls[control], "options")]
    return explorer, MOVED.get(name) or lists[0]


def commonly(kind: type[Explorer]) -> type[Explorer]:
    """The same explorer shown in the common way: `interactive_output` (what `interact` is made of) and `plt.show()`."""

    class Common(kind):
        def refresh(self):
            pass

        def show(self, **_state):
            numbers, (self.title, subtitle, source, self.sentence) = self.answer()
            # Not by the course's canvas: it measures and shapes text several times as fast, outside its own drawing too.
            with (
                style.context(charts.STYLE),
                mock.patch.object(sheet, "Figure", plt.figure),
                mock.patch.object(drawing, "Canvas", lambda figure: figure.canvas),
            ):
                self.frame = self.make_frame()
                self.frame.set(self.title, subtitle, source)
                self.draw(numbers)
            plt.show()

        def output(self, control: str) -> widgets.Output:
            """Where the pictures appear when the control is moved."""
            return widgets.interactive_output(self.show, {control: self.controls[control]})

    return Common


def values(control: widgets.Widget) -> list:
    """What a control is set to, one after the other: its options, or about 20 steps of its range."""
    if hasattr(control, "options"):
        return [option[1] if isinstance(option, tuple) else option for option in control.options]
    if isinstance(control, NumberField):
        return [10 + step / 10 for step in range(40)]
    return list(range(int(control.min), int(control.max) + 1, max(1, int(control.max - control.min) // 20)))


def moves(control: widgets.Widget, count: int):
    """Set the control `count` times, always to another value; yields the seconds that each change took."""
    offered, place = values(control), 0
    while count:
        value, place = offered[place % len(offered)], place + 1
        if control.value == value:
            continue
        count -= 1
        started = time.perf_counter()
        control.value = value
        yield time.perf_counter() - started


def compare(name: str, count: int, limit: float) -> dict[str, list[float]]:
    """Seconds of `count` changes (fewer, but at least three, when `limit` seconds are over), in turns: ours, the drawing
    of our changed figure alone by Matplotlib's own Agg, and the common way."""
    (ours, control), (common, _) = made(name), made(name, common=True)
    output = common.output(control)
    seconds = {"ours": [], "floor": [], "common": []}
    latest = time.monotonic() + limit
    changes = moves(ours.controls[control], count + 1), moves(common.controls[control], count + 1)
    figure = ours.frame.figure
    # Not by the course's canvas: what makes that one quicker is what is measured here.
    plain = RendererAgg(*figure.canvas.get_width_height(physical=True), figure.dpi)
    for one, other in zip(*changes, strict=True):
        started = time.perf_counter()
        plain.clear()
        figure.draw(plain)
        for way, taken in (("ours", one), ("floor", time.perf_counter() - started), ("common", other)):
            seconds[way].append(taken)
        if len(seconds["ours"]) > 3 and time.monotonic() > latest:
            break
    output.close()
    plt.close("all")
    return {way: taken[1:] for way, taken in seconds.items()}  # the first change also warms up


def compare_all(count: int, limit: float) -> dict[str, dict[str, list[float]]]:
    """`compare` for each explorer, within about `limit` seconds in all."""
    return {name: compare(name, count, limit / len(topics.EXPLORERS)) for name in topics.EXPLORERS}


def memory_of_moves(count: int, every: int) -> list[float]:
    """Memory of this process in MB after each `every` of `count` moves of the calculator."""
    explorer, control = made("CostCalculator")
    process, sizes = psutil.Process(), []
    for number, _ in enumerate(moves(explorer.controls[control], count), start=1):
        if number % every == 0:
            sizes.append(process.memory_info().rss / 1e6)
    return sizes
