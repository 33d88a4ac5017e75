"""What all charts share: colours that everybody can read, axes with true labels, texts inside the frame."""

import ast
import base64
import dataclasses
import gc
import io
import re
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace

import matplotlib.colors
import numpy as np
import pandas as pd
import pytest
from campaign import data
from campaign import language as lang
from campaign import sheet as base
from campaign.sheet import axes, drawing
from campaign.topics.cost import charts
from IPython.core.events import EventManager
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image
from shown import digest, luminance

ROOT = Path(__file__).resolve().parents[1]


def light(colour):
    return luminance(matplotlib.colors.to_rgb(colour))


@pytest.mark.parametrize("thing", [name for name in base.COLOURS if name != "muted"])
def test_colours_of_text_and_lines_have_the_contrast_of_wcag_aa(thing):
    assert 1.05 / (light(base.COLOURS[thing]) + 0.05) >= 4.5


def test_marks_without_a_colour_of_their_own_stand_out_three_to_one():
    assert 1.05 / (light(base.COLOURS["muted"]) + 0.05) >= 3


def test_colours_keep_their_contrast_on_the_quiet_card_of_a_dark_theme():
    style_of_page = lang.use("en").html
    quiet = float(re.search(r"data-jp-theme-light=false\].*?brightness\(([\d.]+)\)", style_of_page)[1])
    assert 0.7 < quiet < 0.95
    for thing, colour in base.COLOURS.items():
        dimmed = luminance([quiet * part for part in matplotlib.colors.to_rgb(colour)])
        assert thing == "muted" or (luminance([quiet] * 3) + 0.05) / (dimmed + 0.05) >= 4.5, thing


def test_words_of_axes_have_the_contrast_of_wcag_aa():
    with style.context(base.STYLE):
        for name in ("text.color", "axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"):
            assert 1.05 / (light(matplotlib.rcParams[name]) + 0.05) >= 4.5, name


def test_things_that_stand_together_have_different_colours():
    for pair in (("iraq", "syria"), ("united_states", "partners"), ("official", "independent")):
        assert len({base.COLOURS[name] for name in pair}) == 2


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_titles_and_sources_stay_inside_the_picture(language):
    words = "حملة جوية طويلة على داعش في العراق وسوريا " if language == "ar" else "a long air campaign against Daesh "
    made = base.frame(words * 4, words * 3, words * 5, language)
    renderer = made.figure.canvas.get_renderer()
    width, height = made.figure.canvas.get_width_height(physical=True)
    for text in (made.title_text, made.subtitle_text, made.source_text):
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height
        assert text.get_size() >= 10
    assert made.title_text.get_ha() == ("right" if language == "ar" else "left")


def test_figures_share_one_renderer_for_each_dpi():
    """Else each figure that a notebook shows would keep 3 MB of pixels, by its canvas and by its texts."""
    made = [base.frame("t", "s", "s", "en", height=height) for height in (4, 5, 4)]
    for one in made:
        drawing.png(one.figure)
    assert len({id(one.figure.canvas.get_renderer()) for one in made}) == 1
    assert {id(one.title_text._renderer) for one in made} == {id(made[0].figure.canvas.get_renderer())}
    heights = [Image.open(io.BytesIO(drawing.png(one.figure))).height for one in made]
    assert heights == [600, 750, 600]
    assert drawing.png(made[0].figure) == drawing.png(made[2].figure) != drawing.png(made[1].figure)


def test_a_balanced_title_leaves_no_word_alone():
    lines = base.wrap(
        "The published total of the whole operation had reached 12.5 billion dollars by March 2017",
        15,
        "bold",
        balanced=True,
    ).split("\n")
    assert len(lines) == 2 and min(map(len, lines)) > 25


def test_tick_labels_are_true():
    made = base.frame("t", "s", "s", "en")
    made.axes.set_ylim(0, 19)
    base.number_axis(made.axes.yaxis, "en")
    made.figure.canvas.draw()
    for tick, label in zip(made.axes.get_yticks(), made.axes.get_yticklabels(), strict=True):
        assert float(label.get_text().replace("\u2212", "-")) == tick


def test_date_labels_stand_at_their_dates():
    made = base.frame("t", "s", "s", "en")
    base.date_axis(made.axes, "en", pd.Timestamp("2014-08-08"), pd.Timestamp("2016-01-15"))
    assert [label.get_text() for label in made.axes.get_xticklabels()] == ["Jan\n2015", "Jul\n2015", "Jan\n2016"]


@pytest.mark.parametrize(
    ("highest", "step", "more", "expected"),
    [
        (12.5, 2, {}, 14),
        (14.4, 2, {}, 16),
        (58.9, 2, {}, 66),
        (13_331, 1000, {}, 15_000),
        (12_854, 500, {"room": 1.5}, 19_500),
    ],
)
def test_a_number_axis_ends_a_tenth_above_its_highest_value(highest, step, more, expected):
    assert base.roof(highest, step, **more) == expected


def test_months_begin_and_end_where_the_calendar_says():
    assert base.month_begin("2017-08-09") == pd.Timestamp("2017-08-01")
    assert base.month_begin("2017-08-09", 7) == pd.Timestamp("2018-03-01")
    assert base.month_begin("2018-01-31", 2) == pd.Timestamp("2018-03-01")
    assert base.month_end("2016-02-07") == base.month_end("2016-02-29") == pd.Timestamp("2016-02-29")


def test_a_label_settles_where_it_stays_in_its_axes_and_clear_of_others():
    made, taken = base.frame("t", "s", "s", "en"), []
    made.axes.set_xlim(0, 10)
    made.axes.set_ylim(20, 30)
    height = made.axes.bbox.height * 72 / made.figure.dpi
    assert base.height_of(made.axes, 25) == pytest.approx(height / 2) and base.height_of(made.axes, 20) == 0
    places = [((0, 0), "left"), ((0, 30), "left"), ((-5, 0), "right")]
    labels = [base.label(made.axes, "a dozen words", point, (0, 0), "black") for point in ((5, 25), (5, 25), (9.9, 25))]
    assert [base.settle(label, places, taken) for label in labels] == [True, False, False]
    assert [label.get_position() for label in labels] == [(0, 0), (0, 30), (-5, 0)]
    assert labels[2].get_ha() == "right" and len(taken) == 3
    crowded = base.label(made.axes, "a dozen words", (5, 25), (0, 0), "black")
    assert not base.settle(crowded, places[:2], taken) and crowded.get_position() == (0, 30)


def test_boxes_lie_on_each_other_as_matplotlib_counts_them():
    chance = np.random.default_rng(7)
    for number in (0, 1, 40):
        corners = np.sort(chance.integers(0, 8, (number, 2, 2)).astype(float), axis=1)
        boxes = [Bbox(box) for box in corners]
        for box in map(Bbox, np.sort(chance.integers(0, 8, (50, 2, 2)).astype(float), axis=1)):
            counted = box.count_overlaps(boxes) if boxes else 0
            assert axes._overlaps(box, axes._corners(corners)) == axes._overlaps(box, axes._corners(boxes)) == counted


def test_the_boxes_along_a_line_hold_its_points_and_its_markers():
    made = base.frame("t", "s", "s", "en")
    (line,), (dots,) = (made.axes.plot([1, 3], [2, 2], ls=ls, marker="o", ms=7.2) for ls in ("-", ""))
    line.set_linewidth(2.4)
    made.axes.set(xlim=(0, 4), ylim=(0, 4))
    middles = made.axes.transData.transform([(1, 2), (3, 2)])
    both, wide = base.along(line, dots, steps=4), base.along(dots, around=5)
    assert both.shape == (5 + 2, 2, 2) and base.along().shape == (0, 2, 2)
    half_line, half_dot = (points / 2 * made.figure.dpi / 72 + 2 for points in (2.4, 7.2))
    assert both[[0, 4]] == pytest.approx(np.stack([middles - half_line, middles + half_line], axis=1))
    assert both[5:] == pytest.approx(np.stack([middles - half_dot, middles + half_dot], axis=1))
    assert wide == pytest.approx(both[5:] + [[-5], [5]])


@pytest.mark.parametrize("look", [{"facecolor": "#123456", "alpha": 0.3}, {"facecolor": "none", "hatch": "////"}])
def test_a_band_is_the_area_that_fill_between_draws_and_leaves_the_limits_alone(look):
    start, end, pictures = pd.Timestamp("2015-03-12"), pd.Timestamp("2016-06-30"), []
    for ours in (True, False):
        figure = Figure((3, 2))
        axes = figure.add_axes((0.1, 0.2, 0.8, 0.7))
        axes.plot([pd.Timestamp("2014-08-08"), pd.Timestamp("2017-07-26")], [0, 30])
        limits = axes.get_xlim(), axes.get_ylim()
        if ours:
            base.band(axes, start, end, 7.3, 18.9, linewidth=0, **look)
            assert (axes.get_xlim(), axes.get_ylim()) == limits
        else:
            axes.fill_between([start, end], 7.3, 18.9, linewidth=0, **look)
            axes.set(xlim=limits[0], ylim=limits[1])
        figure.savefig(picture := io.BytesIO(), format="rgba")
        pictures.append(np.frombuffer(picture.getvalue(), np.uint8))
    assert (pictures[0] == pictures[1]).all() and len(set(pictures[0])) > 3


def test_the_same_figure_gives_the_same_bytes_without_date_or_software():
    pictures = [drawing.png(base.frame("title", "subtitle", "source", "en").figure) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert not re.search(rb"Software|tIME|tEXt", pictures[0])
    assert Image.open(io.BytesIO(pictures[0])).size == (1140, 735)


def test_the_source_line_names_bodies_and_date():
    assert base.source_line("AFP", "2017-07-26", "en") == "Source: AFP. As of 26 July 2017."
    assert base.source_line(["A", "B", "A"], "2017-07-26", "en") == "Source: A; B. As of 26 July 2017."
    assert (
        base.source_line(list("ABCD"), "July 2017", "en")
        == "Source: A; B; and 2 sources more, named in the table. As of July 2017."
    )


IN_ORDER = [
    "centcom-mil-c8d72",  # the counter itself
    "reuters-com-f933b",  # an agency that names the counter
    "abcnews-go-com-0e958",
    "usatoday-com-a9dd6",
    "bssnews-net-66fef",  # an agency that does not
    "thehill-com-2107f",  # the press that does not
    "rt-com-61889",
    "warnewsupdates-blogspot-com-cab3f",
    "thehill-com-a1b0e",  # the Pentagon's numbers once more
]


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_the_counters_own_pages_come_first_then_the_press_then_blogs(language):
    names = data.credits().set_index("source_id")[f"publisher_{language}"]
    rows = data.with_sources(pd.DataFrame({"source_id": sorted(IN_ORDER)}))
    assert base.publishers(rows, language) == list(names[IN_ORDER])
    assert base.publishers([rows.tail(1), rows], language)[:2] == list(names[[max(IN_ORDER), IN_ORDER[0]]])


def test_who_passes_on_a_count_stands_after_the_counter():
    names = data.credits().set_index("source_id")
    assert names.at["rt-com-61889", "publisher_en"] == "CJTF-OIR, as reported by RT"
    assert names.at["rt-com-61889", "publisher_ar"] == "قوة المهام المشتركة، بحسب قناة «آر تي» الروسية"


def test_a_source_line_that_only_counts_sources_leads_to_their_rows(figures):
    shortened = [made for made in figures if made.kind == "chart" and "named in the table" in made.source]
    assert len(shortened) > 15
    for made in shortened:
        assert made.tables and set(made.tables) <= set(data.tables()), made.name


def test_a_lesson_waits_for_its_own_topic_only():
    code = (
        "import sys; from campaign import check, data, language, measures; from campaign.topics.cost import charts, explorer;"
        "explorer.CostCalculator; print(sorted(m for m in sys.modules if m.startswith('campaign.topics.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "notebooks", capture_output=True, text=True, check=True
    )
    loaded = ast.literal_eval(done.stdout)
    assert {"campaign.topics.cost.charts", "campaign.topics.cost.explorer"} <= set(loaded)
    assert [name for name in loaded if not name.startswith("campaign.topics.cost")] == []


def shown(chart, monkeypatch) -> list[str]:
    """The pictures that a cell shows for a chart, as digests of their pixels."""
    pictures = []
    monkeypatch.setattr(
        base.sheet, "display", lambda data, **_: isinstance(data, dict) and pictures.append(data["image/png"])
    )
    chart._ipython_display_()
    return [digest(base64.b64decode(picture)) for picture in pictures]


def official_reports():
    table = data.with_sources(data.load("cost"))
    return table[table["series"] == "oir_report"].dropna(subset=["as_of_date", "total_usd_billion"])


@pytest.fixture
def cost_chart():
    return charts.published_totals(official_reports())


def test_a_chart_lets_its_figure_go_when_it_was_shown_and_draws_it_anew(cost_chart, monkeypatch):
    drawn = weakref.ref(cost_chart._figure)
    first = shown(cost_chart, monkeypatch)
    gc.collect()
    assert drawn() is None
    assert shown(cost_chart, monkeypatch) == first and cost_chart.png()
    assert cost_chart.figure is cost_chart.figure, "who asks for it may change it"
    cost_chart.figure.axes[0].set_title("mine")
    changed = shown(cost_chart, monkeypatch)
    assert changed != first and shown(cost_chart, monkeypatch) == changed


def test_a_chart_that_was_changed_before_it_was_shown_keeps_the_change(cost_chart, monkeypatch):
    cost_chart.figure.texts[0].set_text("mine")
    pictures = shown(cost_chart, monkeypatch)
    assert cost_chart.figure.texts[0].get_text() == "mine" and shown(cost_chart, monkeypatch) == pictures


def test_a_copy_of_a_changed_chart_keeps_the_change_too(cost_chart, monkeypatch):
    cost_chart.figure.texts[0].set_text("mine")
    copied = dataclasses.replace(cost_chart)
    assert shown(copied, monkeypatch) == shown(copied, monkeypatch)
    assert copied.figure is cost_chart.figure


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.__setitem__("total_usd_billion", 1.0),
        lambda table: table.loc.__setitem__((slice(None), "total_usd_billion"), 1.0),
        lambda table: table.pop("total_usd_billion"),
    ],
    ids=["another column", "other values", "no column"],
)
def test_a_chart_that_is_shown_again_tells_of_its_rows_as_they_were(monkeypatch, change):
    table = official_reports().copy()
    chart = charts.published_totals(table)
    first = shown(chart, monkeypatch)
    change(table)
    assert shown(chart, monkeypatch) == first
    assert chart.again(language="en").sentence == chart.sentence


def test_what_a_chart_was_given_is_kept_inside_lists_too():
    table, row = pd.DataFrame({"a": [1]}), pd.Series({"a": 1})
    kept = base.sheet._as_it_is({"groups": [("name", table), (row, None)], "day": "2017"})
    table["a"], row["a"] = 2, 2
    assert kept["groups"][0][1]["a"].tolist() == [1] and kept["groups"][1][0]["a"] == 1
    assert kept["day"] == "2017" and kept["groups"][0][0] == "name"


def test_a_chart_without_rows_can_be_shown_twice(cost_chart, monkeypatch):
    empty = cost_chart.again.func(cost_chart.again.args[0].iloc[:0])
    assert shown(empty, monkeypatch) == shown(empty, monkeypatch)


def test_a_chart_is_drawn_anew_in_its_own_language(monkeypatch):
    chart = charts.published_totals(official_reports(), language="ar")
    assert shown(chart, monkeypatch) == shown(chart, monkeypatch)
    assert chart.figure.texts[0].get_text().replace("\u200f", "").replace("\n", " ") == chart.title


def test_pixels_go_when_they_were_shown_and_what_is_free_once_when_the_cell_has_ended(cost_chart, monkeypatch):
    renderer, given_back = cost_chart._figure.canvas.get_renderer(), []
    events = EventManager(None, {"post_run_cell": lambda result: None})
    monkeypatch.setattr(drawing, "get_ipython", lambda: SimpleNamespace(events=events))
    monkeypatch.setattr(drawing, "_GIVE_BACK", given_back.append)
    for _ in range(2):
        shown(cost_chart, monkeypatch)
        assert (renderer.width, renderer.height) == (1, 1) and given_back == []
    events.register("post_run_cell", lambda _result: None)
    for _ in range(2):
        events.trigger("post_run_cell", None)
        assert given_back == [0]
    drawing._give_back(None)  # as where the end of a cell runs another cell
    assert given_back == [0, 0]
