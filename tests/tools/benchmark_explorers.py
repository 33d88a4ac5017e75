"""What benchmark.py runs inside a kernel: explorers moved by their controls, in our way and in the common one.

The common way is what most notebooks do: ipywidgets' `interact`, a new pyplot figure and `plt.show()` at each change.
It gets the same controls, the same numbers, the same words and the same drawing code; only the showing differs.
"""

from __future__ import annotations

import statistics
import time
from unittest import mock

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
import psutil
from campaign import sheet as charts
from campaign import topics
from campaign.explorer import Explorer
from matplotlib import style

VERDICTS = {"A05": "wrong", "A06": "rounded", "A13": "correct", "A17": "cannot_be_tested"}
CASES = {
    # name -> class, control that is moved, what else the class takes
    "ClaimPicker": (topics.explorer("ClaimPicker"), "step", {}),
    "TimelineExplorer": (topics.explorer("TimelineExplorer"), "theatre", {}),
    "TerritoryExplorer": (topics.explorer("TerritoryExplorer"), "iraq_percent", {}),
    "AreaSeriesExplorer": (topics.explorer("AreaSeriesExplorer"), "body", {}),
    "StrikeExplorer": (topics.explorer("StrikeExplorer"), "start", {}),
    "CostCalculator": (topics.explorer("CostCalculator"), "rate", {}),
    "HarmExplorer": (topics.explorer("HarmExplorer"), "month", {}),
    "CoalitionExplorer": (topics.explorer("CoalitionExplorer"), "date", {}),
    "ClaimChecker": (topics.explorer("ClaimChecker"), "claim", {"given": VERDICTS}),
    "ErrorBank": (topics.explorer("ErrorBank"), "error", {}),
}


def commonly(kind: type[Explorer]) -> type[Explorer]:
    """The same explorer shown in the common way: `interactive_output` (what `interact` is made of) and `plt.show()`."""

    class Common(kind):
        def refresh(self):
            pass

        def show(self, **_state):
            numbers = self.numbers()
            with style.context(charts.STYLE), mock.patch.object(charts, "Figure", plt.figure):
                self.frame = self.make_frame()
                self.title, subtitle, source, self.sentence = self.words(numbers)
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
    if isinstance(control, widgets.BoundedFloatText):
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


def _draw_alone(figure) -> float:
    started = time.perf_counter()
    figure.canvas.draw()
    return time.perf_counter() - started


def compare(name: str, count: int, limit: float) -> dict[str, list[float]]:
    """Seconds of `count` changes (fewer, but at least three, when `limit` seconds are over), in turns: ours, the drawing
    of our changed figure alone, and the common way."""
    kind, control, more = CASES[name]
    ours, common = kind(**more), commonly(kind)(**more)
    output = common.output(control)
    seconds = {"ours": [], "floor": [], "common": []}
    latest = time.monotonic() + limit
    changes = moves(ours.controls[control], count + 1), moves(common.controls[control], count + 1)
    for one, other in zip(*changes, strict=True):
        seconds["ours"].append(one)
        seconds["floor"].append(_draw_alone(ours.frame.figure))
        seconds["common"].append(other)
        if len(seconds["ours"]) > 3 and time.monotonic() > latest:
            break
    output.close()
    plt.close("all")
    return {way: taken[1:] for way, taken in seconds.items()}  # the first change also warms up


def compare_all(count: int, limit: float) -> dict[str, dict[str, list[float]]]:
    """`compare` for each explorer, within about `limit` seconds in all."""
    return {name: compare(name, count, limit / len(CASES)) for name in CASES}


def growth(factors: tuple[int, ...], count: int) -> dict[int, dict]:
    """The strike explorer, which draws all its rows at each move, with so many times its reports: median seconds."""
    found = {}
    for factor in factors:
        explorer = topics.explorer("StrikeExplorer")()
        rows = explorer.reports
        copies = [
            rows.assign(date=rows["date"] + pd.Timedelta(hours=copy)).rename(index=lambda key, n=copy: f"{key}-{n}")
            for copy in range(1, factor)
        ]
        explorer.reports = pd.concat([rows, *copies])
        ours, floor = [], []
        for seconds in moves(explorer.controls["start"], count + 1):
            ours.append(seconds)
            floor.append(_draw_alone(explorer.frame.figure))
        del ours[0], floor[0]  # the first change also warms up: without this, one times the rows looked slowest
        found[factor] = {
            "rows": len(explorer.reports), "ours": statistics.median(ours), "floor": statistics.median(floor)
        }  # fmt: skip
    return found


def memory_of_moves(count: int, every: int) -> list[float]:
    """Memory of this process in MB after each `every` of `count` moves of the calculator."""
    explorer, process = topics.explorer("CostCalculator")(), psutil.Process()
    sizes = []
    for number, _ in enumerate(moves(explorer.controls["rate"], count), start=1):
        if number % every == 0:
            sizes.append(process.memory_info().rss / 1e6)
    return sizes
