"""The arithmetic and the tables of the benchmark tool. Nothing here is timed."""

import io

import benchmark
import benchmark_explorers
import matplotlib.pyplot as plt
import numpy as np
import pytest
from benchmark import Row
from campaign import sheet as base
from campaign import topics
from campaign.sheet import drawing
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image


def test_percentiles_are_values_that_were_measured():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [benchmark.percentile(values, share) for share in (0, 0.25, 0.5, 0.95, 1)] == [1, 2, 3, 5, 5]
    with pytest.raises(ValueError, match="at least one value"):
        benchmark.percentile([], 0.5)


def test_a_ratio_is_taken_round_by_round():
    # The second round met a busy machine on both sides: it counts as much as the others.
    taken = benchmark.ratios([2.0, 30.0, 3.0], [1.0, 10.0, 2.0])
    row = benchmark.spread("import", taken)
    assert (row.value, row.low, row.high, row.rounds) == (2.0, 1.5, 3.0, 3)
    with pytest.raises(ValueError):
        benchmark.ratios([1.0, 2.0], [1.0])


def test_the_median_and_the_highest_are_taken_over_the_medians_of_each():
    middle, highest = benchmark.median_and_highest("lesson", {"a": [1.0, 1.2, 9.0], "b": [2.0, 2.0, 2.0], "c": [1.0]})
    assert (middle.key, middle.value, highest.key, highest.value) == ("lesson_median", 1.2, "lesson_highest", 2.0)
    assert (middle.detail, highest.detail) == ("a 1.20, b 2.00, c 1.00", "b")


def test_a_goal_is_met_or_missed_and_a_missed_one_gives_its_reason(monkeypatch):
    told = {
        "import": {"what": "imports", "goal": 1.05, "reason": "Because."},
        "clone": {"what": "clone", "goal": 15.0, "unit": "MB"},
        "other": {"what": "no goal"},
    }
    monkeypatch.setattr(benchmark, "TOLD", told)
    met, missed = Row("import", 1.05, 1.01, 1.07, 9), Row("import", 1.06, 1.01, 1.07, 9)
    assert benchmark.cells(met, False) == ["imports", "at most 1.05", "1.05", "1.01 to 1.07", "9", "yes", ""]
    assert benchmark.cells(missed, False)[-2:] == ["**no**", "Because."]
    assert benchmark.cells(met, True) == ["imports", "at most 1.05", "1.05", "1.01 to 1.07", "yes"]
    assert benchmark.cells(Row("clone", 7.34), True) == ["clone", "at most 15 MB", "7.3 MB", "", "yes"]
    assert benchmark.cells(Row("other", 2.0), True) == ["no goal", "", "2.00", "", ""]


def test_rounds_end_with_their_number_or_with_their_time():
    def count(rounds):
        number = 0
        while rounds.another():
            number += 1
        return number

    assert count(benchmark.Rounds(3, 60)) == 3
    assert count(benchmark.Rounds(3, -1)) == 1  # one round is always measured


def test_what_is_measured_has_its_words_and_the_parts_their_time():
    assert all(told["what"] and set(told) <= {"what", "goal", "unit", "reason"} for told in benchmark.TOLD.values())
    assert set(benchmark.BUDGETS) == set(benchmark.PARTS) and sum(benchmark.BUDGETS.values()) < 600


@pytest.mark.parametrize("name", topics.EXPLORERS)
def test_the_common_way_draws_by_matplotlib_alone(name, monkeypatch):
    common, _ = benchmark_explorers.made(name, common=True)
    drawn = []

    def show():
        common.frame.figure.canvas.draw()
        drawn.append(common.frame.title_text._renderer)  # the one that measured and drew it
        plt.close("all")

    monkeypatch.setattr(plt, "show", show)
    common.show()
    assert [type(renderer) for renderer in drawn] == [RendererAgg]


def test_the_quick_picture_has_every_pixel_of_the_drawing():
    figure = base.frame("A title", "percent", "Source", height=2.5).figure
    figure.axes[0].plot([1, 3, 2], color=base.COLOURS["iraq"])
    figure.canvas.draw()
    drawn = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    shown = Image.open(io.BytesIO(drawing.quick_png(figure)))
    assert shown.mode == "RGB" and np.array_equal(np.asarray(shown), np.asarray(drawn))
