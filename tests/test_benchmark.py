"""The arithmetic and the tables of the benchmark tool. Nothing here is timed."""

import io

import benchmark
import numpy as np
import pytest
from benchmark import Row
from campaign import sheet as base
from campaign.sheet import drawing
from PIL import Image


def test_percentiles_are_values_that_were_measured():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [benchmark.percentile(values, share) for share in (0, 0.25, 0.5, 0.95, 1)] == [1, 2, 3, 5, 5]
    with pytest.raises(ValueError, match="at least one value"):
        benchmark.percentile([], 0.5)


def test_a_ratio_is_taken_round_by_round():
    # The second round met a busy machine on both sides: it counts as much as the others.
    assert benchmark.ratios([2.0, 30.0, 3.0], [1.0, 10.0, 2.0]) == (2.0, 1.5, 3.0, 3)
    with pytest.raises(ValueError):
        benchmark.ratios([1.0, 2.0], [1.0])


def test_a_goal_is_met_or_missed_and_a_missed_one_gives_its_reason(monkeypatch):
    monkeypatch.setattr(benchmark, "GOALS", {"import": 1.05, "clone": 15.0})
    monkeypatch.setattr(benchmark, "REASONS", {"import": "Because."})
    met, missed = Row("import", "imports", 1.05, 1.01, 1.07, 9), Row("import", "imports", 1.06, 1.01, 1.07, 9)
    assert benchmark.cells(met, False) == ["imports", "at most 1.05", "1.05", "1.01 to 1.07", "9", "yes", ""]
    assert benchmark.cells(missed, False)[-2:] == ["**no**", "Because."]
    assert benchmark.cells(Row("clone", "clone", 7.34, unit="MB"), True) == ["clone", "at most 15 MB", "7.3 MB", "yes"]
    assert benchmark.cells(Row("other", "no goal", 2.0), True) == ["no goal", "", "2.00", ""]


def test_the_table_takes_its_place_between_the_marks():
    page = "before\n<!-- benchmark -->\nold\n<!-- /benchmark -->\nafter\n"
    once = benchmark.insert(page, "| new |")
    assert once == "before\n<!-- benchmark -->\n| new |\n<!-- /benchmark -->\nafter\n"
    assert benchmark.insert(once, "| new |") == once
    for damaged in ("no marks", "<!-- /benchmark --> <!-- benchmark -->"):
        with pytest.raises(ValueError, match="expected the marks"):
            benchmark.insert(damaged, "x")


def test_rounds_end_with_their_number_or_with_their_time():
    def count(rounds):
        number = 0
        while rounds.another():
            number += 1
        return number

    assert count(benchmark.Rounds(3, 60)) == 3
    assert count(benchmark.Rounds(3, -1)) == 1  # one round is always measured


def test_reasons_belong_to_goals():
    assert set(benchmark.REASONS) <= set(benchmark.GOALS)
    assert set(benchmark.BUDGETS) == set(benchmark.PARTS) and sum(benchmark.BUDGETS.values()) < 600


def test_the_quick_picture_has_every_pixel_of_the_drawing():
    figure = base.frame("A title", "percent", "Source", height=2.5).figure
    figure.axes[0].plot([1, 3, 2], color=base.COLOURS["iraq"])
    figure.canvas.draw()
    drawn = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    shown = Image.open(io.BytesIO(drawing.quick_png(figure)))
    assert shown.mode == "RGB" and np.array_equal(np.asarray(shown), np.asarray(drawn))
