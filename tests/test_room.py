"""Every chart and explorer has room: no point or label leaves its axes or the picture, no two labels overlap.

All charts of the lessons and many states of the explorers are looked at, in every language; then once more with rows
that a reader may add tomorrow: in each series one report more, a season later and 15 percent higher.
"""

import ast
import csv
import itertools
import re
import sys
import unicodedata
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from campaign import data, topics
from campaign import language as lang
from campaign import sheet as charts
from campaign.sheet import drawing, style
from course_copy import copy_of_folder
from export_figures import SLIDE_DOTS_PER_INCH, all_figures, slide_png
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator
from pictured import OTHER, STORY, wrong_looks, wrong_names, wrong_values
from PIL import Image
from room import covered, hidden, laid_out, problems
from shown import KINDS, choices, open_anew, texts

MOST_CHOICES = 4
"""So many choices of a long list are tried, spread over all of it, and its last one."""


CUT_ON_PURPOSE = "out of the axes: Rectangle _nolegend_"
"""In the explorer of the timeline, the bar of an event that goes on beyond the chosen days: cut, it says that it does."""


def unexpected(name: str, figure, texts=None) -> list[str]:
    """What has no room in a picture, but for what is meant so. texts: see `room.covered`."""
    meant = {CUT_ON_PURPOSE} if name in ("timeline-explorer", "TimelineExplorer") else set()
    return [problem for problem in problems(figure, texts) if problem not in meant]


def wrong(name: str, figure, language: str, lines: bool = False) -> list[str]:
    """What has no room in a picture, and what bears the name, the look or the numbers of another thing. lines: also the
    words that lie on a line."""
    texts = laid_out(figure)
    room = unexpected(name, figure, texts) + hidden(figure, texts) + (covered(figure, texts) if lines else [])
    return room + wrong_looks(figure) + wrong_names(figure, language) + wrong_values(figure)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_every_chart_of_the_lessons_has_room(figures, language):
    mine = [made for made in figures if made.language == language]
    found = {made.name: wrong(made.name, made.figure, language, lines=True) for made in mine}
    assert len(found) > 30
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


# --- one direction, one side, one grid --------------------------------------------------------------------------------
@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_no_text_is_small_or_nearer_to_the_edge_than_the_margin(figures, language):
    for made in (made for made in figures if made.language == language):
        small = [text for text in made.figure.findobj(Text) if text.get_text() and text.get_size() < 10]
        assert made.kind == "explorer" or not small, f"{made.name}: {small}"
        margin, width = style.MARGIN * made.figure.bbox.width, made.figure.bbox.width
        for text in (text for text in made.figure.texts if text.get_text().strip() and text.get_visible()):
            box = Text.get_window_extent(text)
            inside = box.width == 0 or (box.x0 >= margin - 2 and box.x1 <= width - margin + 2)
            assert inside, f"{made.name}: {text.get_text()}"


def test_no_text_of_a_slide_is_cut(figures):
    dots = figures[0].figure.dpi
    assert slide_png(figures[0].figure) and figures[0].figure.dpi == dots
    for made in figures:
        made.figure.set_dpi(SLIDE_DOTS_PER_INCH)
        picture = np.asarray(Image.fromarray(drawing._draw(made.figure)).convert("L"))  # a slide before it is pressed
        made.figure.set_dpi(dots)
        edge = round(style.MARGIN / 2 * picture.shape[1])
        assert picture[:, :edge].min() > 200 and picture[:, -edge:].min() > 200, f"{made.language}/{made.name}"


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_labels_of_one_row_stand_on_one_baseline(figures, language):
    for made in (made for made in figures if made.language == language):
        made.figure.draw_without_rendering()
        renderer = made.figure.canvas.get_renderer()
        for axes in made.figure.axes:
            shown = [one for one in axes.get_xticklabels() if one.get_text() and axes.axison and one.get_visible()]
            firsts = {round(one._get_layout(renderer)[1][0][2][1]) for one in shown}
            assert len(firsts) <= 1, f"{made.name}: {[one.get_text() for one in shown]}"


def test_bars_start_at_the_right_in_arabic(figures):
    turned = set()
    for made in (made for made in figures if made.language == "ar"):
        for axes in made.figure.axes:
            lying = [c for c in axes.containers if getattr(c, "orientation", "") == "horizontal"]
            of_dates = isinstance(axes.xaxis.get_major_locator(), FixedLocator) and axes.get_xlim()[1] > 10_000
            named = not len(axes.get_yticks()) and min(axes.get_xlim()) == 0  # rows of marks with a name each
            if (lying or named) and axes.axison and not of_dates and made.name != "timeline-reported-dates":
                zero, far = (axes.transData.transform((x, 0))[0] for x in (0, max(axes.get_xlim())))
                assert zero > far, made.name
                turned.add(made.name)
    assert len(turned) > 5


def percent_side(text: str, place: int) -> str:
    """At which side of its number a percent sign is drawn inside right-to-left text."""
    if text[place - 1] == "\u200f":
        return "left"
    before = next((c for c in reversed(text[:place]) if unicodedata.bidirectional(c) in ("L", "R", "AL")), "")
    return "left" if before and unicodedata.bidirectional(before) == "AL" else "right"


def test_the_percent_sign_is_at_the_left_of_its_number_in_all_arabic_words(figures):
    said = [
        words for made in figures if made.language == "ar" for words in (*texts(made.figure), made.sentence, made.title)
    ]
    signs = [(words, found.start()) for words in said for found in re.finditer("(?<=[\\d\u200f])%", words)]
    assert len(signs) > 50
    assert {words for words, place in signs if percent_side(words, place) != "left"} == set()


def test_a_chart_whose_axis_starts_above_zero_says_so():
    starts = sheet_of(lambda sheet: sheet.scale(20, 100, suffix="%"))
    assert starts.warning == "The axis starts at 20%, not at zero"
    assert sheet_of(lambda sheet: sheet.scale(0, 100)).warning == ""


def sheet_of(draw):
    made = charts.Sheet(lang.Voice("en", "cost"), charts.frame("", "", "", "en"), "totals")
    draw(made)
    return made


def some(control) -> list:
    """Choices from all of a list, its last one, and none; both ends of a slider; a date in the middle."""
    offered = choices(control)
    if not offered:
        return [getattr(control, end) for end in ("min", "max") if hasattr(control, end)]
    return [*offered[:: max(len(offered) // MOST_CHOICES, 1)], offered[-1]]


def states(explorer):
    """Bring an explorer to its opening state and to many others; yields what was chosen."""
    yield {}
    for view, name in itertools.product(choices(explorer.controls.get("view")) or [None], explorer.controls):
        chosen = {} if view is None else {"view": view}
        open_anew(explorer, **chosen)
        for value in some(explorer.controls[name]):  # a list may depend on the others
            open_anew(explorer, **chosen | {name: value})
            yield chosen | {name: value}


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_every_state_of_an_explorer_has_room(monkeypatch, kind, language):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    explorer, found = topics.explorer(kind)(language), {}
    for state in states(explorer):
        if told := wrong(kind, explorer.frame.figure, language):
            found[str(state)] = told
    assert found == {}


# --- rows of tomorrow ------------------------------------------------------------------------------------------------
SERIES = {
    "airpower": ["counting_body", "period_type"],
    "civilian_counts": ["series"],
    "civilian_pairs": [],
    "coalition_members": [],
    "coalition_spans": ["state_code", "theatre"],
    "coalition_strikes": [],
    "cost": ["series"],
    "displacement": ["population", "measure"],
    "event_dates": ["event_key"],
    "printed_errors": [],
    "strikes": ["counting_body"],
    "targets": ["counting_body"],
    "territory": ["series", "theatre", "measure"],
    "timeline": ["category"],
}
"""The tables that may grow, each with the columns that make a series in it. What is left out is the article, our
verdicts on it, the words and the sources, consumer prices by year, and the parts of a cost report."""

LATER, MORE = pd.Timedelta(days=91), Decimal("1.15")


def later(row: dict, fields: list[dict]) -> dict:
    """A row as it may come next in its series: later, and higher where nothing forbids it."""
    new = dict(row)
    for field in fields:
        name, cell, most = field["name"], row[field["name"]], field.get("constraints", {}).get("maximum")
        if not cell or name in ("base_date", "period_start") or "step" in name:
            continue
        if field["type"] == "date":
            after = (
                row["end_date"] if name == "start_date" and row.get("end_record_id") else cell
            )  # one span after another
            new[name] = f"{pd.Timestamp(after) + LATER * (1 + (name == 'end_date')):%Y-%m-%d}"
        elif field["type"] in ("integer", "number") and name not in ("latitude", "longitude"):
            more = Decimal("1.05") if "theatre" in row and "unit" in row else MORE  # areas and shares of one land
            number = (Decimal(cell) * more).quantize(Decimal(cell) if field["type"] == "number" else Decimal(1))
            new[name] = cell if most is not None and number > most else str(number)
    key = fields[0]["name"]
    none = {name: "" for name in ("contradicts", "breaks_rule", "days_printed") if name in row}
    return new | none | {key: NEXT_KEY.get(key, f"{row[key]}-later")}


NEXT_KEY = {"error_id": "E999"}


def newest(rows: list[dict], fields: list[dict]) -> dict:
    """The last row of a series that states what most of its rows state."""
    names = [field["name"] for field in fields if field["type"] != "string"]
    states = [tuple(bool(row[name]) for name in names) for row in rows]
    return max(zip(rows, states, itertools.count()), key=lambda one: (states.count(one[1]), one[2]))[0]


@pytest.fixture
def tomorrow(tmp_path, monkeypatch):
    """The tables with one row more in each series, in a copy; nothing that the course has read before is remembered."""
    folder = copy_of_folder(data.FOLDER, tmp_path / "data")
    for table, series in SERIES.items():
        fields = data.description(table)["schema"]["fields"]
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        # A span that has not ended, as far as is known, is not followed by another.
        kept = [r for r in rows if r.get("quality", "use") in ("use", "derived") and r.get("end_record_id", "known")]
        grown = defaultdict(list)
        for row in kept:
            grown[tuple(row[name] for name in series)].append(row)
        with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, rows[0], lineterminator="\n").writerows(
                later(newest(rows, fields), fields) for rows in grown.values()
            )
    monkeypatch.setattr(data, "FOLDER", folder)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget():
    """Let the course forget tables and what it worked out of them; what it knows of words and letters holds nothing of them."""
    for name, module in list(sys.modules.items()):
        if name.startswith("campaign.") and not name.startswith(("campaign.sheet", "campaign.language")):
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", lambda: None)()


def test_charts_and_explorers_have_room_for_the_rows_of_tomorrow(tomorrow, monkeypatch):
    for table in SERIES:
        data.load(table)
    found = {made.name: unexpected(made.name, made.figure) for made in all_figures(["en"])}
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    for kind in KINDS:
        explorer = topics.explorer(kind)("ar")
        for name, control in explorer.controls.items():
            if choices(control):
                explorer.reset()
                control.value = choices(control)[-1]  # a list may depend on the others
                found[f"{kind}, the last {name}"] = unexpected(kind, explorer.frame.figure)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


# --- the checks can fail ----------------------------------------------------------------------------------------------
def test_what_has_no_room_is_found():
    figure = charts.frame("A title", "percent", "Source", height=3).figure
    axes = figure.axes[0]
    axes.set(xlim=(0, 10), ylim=(0, 10))
    (line,) = axes.plot([1, 9], [1, 9], marker="o")
    one, other = axes.text(2, 5, "one label"), axes.text(7, 5, "another label")
    assert problems(figure) == []
    line.set_data([1, 11], [1, 9])
    assert problems(figure) == ["out of the axes: Line2D _child0"]
    line.set_data([1, 9], [1, 9])
    axes.scatter([3], [12])
    assert problems(figure) == ["out of the axes: PathCollection _child3"]
    axes.collections[0].remove()
    axes.bar([5], [11])
    assert problems(figure) == ["out of the axes: Rectangle _nolegend_"]
    axes.patches[0].set_visible(False)
    other.set_x(2.5)
    assert problems(figure) == ["overlap: one label | another label"]
    other.set_x(9.5)
    one.set_visible(False)
    assert problems(figure) == ["out of the picture: another label"]
    other.set(clip_on=True, x=8, y=-0.2, clip_box=axes.bbox, text="cut")
    assert problems(figure) == ["cut: cut"]
    other.set_visible(False)
    axes.annotate("a note", (11, 5), (5, 5))
    assert problems(figure) == ["not drawn: a note"]


def test_what_hides_a_mark_a_line_or_other_words_is_found():
    figure = charts.frame("A title", "percent", "Source", height=3).figure
    axes = figure.axes[0]
    axes.set(xlim=(0, 10), ylim=(0, 10))
    axes.plot([1, 5, 9], [2, 5, 8], marker="o")
    label = axes.text(2, 7, "a label", ha="center", va="center")
    assert hidden(figure) == covered(figure) == []
    label.set_position((5.2, 5))
    assert hidden(figure) == ["on a mark: a label"] and covered(figure) == ["on a line: a label"]
    label.set(position=(3, 2.2), bbox={"facecolor": "white", "edgecolor": "none", "pad": 30})
    assert covered(figure) == ["on a line: a label"]
    label.set(position=(8, 2), bbox={"facecolor": "white", "edgecolor": "none", "pad": 6})
    other = axes.text(8, 3.1, "low words", ha="center", va="center")
    assert hidden(figure) == ["ground: a label | low words"]
    other.set_visible(False)
    ring = {"boxstyle": "circle", "facecolor": "white", "edgecolor": "black"}
    for height in (7, 8.2):
        axes.text(2, height, "?", ha="center", va="center", bbox=ring)
    assert problems(figure) == ["overlap: ? | ?"]


def two_lines():
    """The lines of Iraq and Syria from the table, each with its look and with its name at its end."""
    figure = charts.frame("A title", "strikes", "Source", "en").figure
    strikes = data.load("strikes").dropna(subset=["strikes_iraq", "strikes_syria"]).iloc[-6:]
    made = {}
    for country in ("iraq", "syria"):
        values, look = strikes[f"strikes_{country}"].to_numpy(), charts.COLOURS[country]
        (line,) = figure.axes[0].plot(range(len(values)), values, color=look)
        made[country] = line, figure.axes[0].text(5.02, values[-1], country.title(), color=look, va="center")
    figure.draw_without_rendering()
    return figure, *made["iraq"], *made["syria"]


def test_names_looks_and_numbers_of_another_thing_are_found():
    figure, line, name, other, other_name = two_lines()
    assert wrong_names(figure, "en") == wrong_values(figure) == []
    name.set_text("Syria"), other_name.set_text("Iraq")
    assert wrong_names(figure, "en") == ["'Syria' has the colour of iraq", "'Iraq' has the colour of syria"]
    name.set_text("Iraq"), other_name.set_text("Syria")
    name.set_y(other_name.get_position()[1])
    assert len(wrong_names(figure, "en")) == 1 and "stands nearer to syria" in wrong_names(figure, "en")[0]
    assert wrong_looks(figure) == []
    line.set_marker("s"), other.set_marker("o")
    assert wrong_looks(figure) == ["iraq has the marker of syria", "syria has the marker of iraq"]
    other.set_marker("s"), line.set_marker("o"), line.set_linestyle("--")
    assert wrong_looks(figure) == ["iraq has the dashes of syria", "syria has the dashes of iraq"]
    line.set_linestyle("-")
    looks = line.get_color(), other.get_color()
    line.set_color(looks[1]), other.set_color(looks[0])
    assert [words[:44] for words in wrong_values(figure)] == [
        "what looks like iraq shows numbers of syria:",
        "what looks like syria shows numbers of iraq:",
    ]


def literal_looks(source: str) -> list[str]:
    """The calls and settings that write a marker or hatch of LOOKS down beside a colour of LOOKS."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            given = {word.arg: word.value for word in node.keywords}
        elif isinstance(node, ast.Dict):
            given = {getattr(key, "value", ""): value for key, value in zip(node.keys, node.values, strict=True)}
        else:
            continue
        colour = ast.unparse(given.get("color", node)) if "color" in given else ""
        keyed = re.search("|".join(f"['\"]{thing}['\"]" for thing in OTHER) + r"|look\.colour|theatre|country", colour)
        written = [given.get(name) for name in ("marker", "hatch")]
        own = {look.marker for look in charts.LOOKS.values()} - STORY | {look.hatch for look in charts.LOOKS.values()}
        if keyed and any(isinstance(value, ast.Constant) and value.value in own for value in written):
            found.append(ast.unparse(node))
    return found


WRITTEN = {"coalition/charts.py": 1}
"""Official counts of members are round: the squares of that chart are the states among them."""


def test_colour_marker_and_hatch_of_a_thing_come_from_its_key_together():
    topic = Path(topics.__file__).parent
    found = {str(path.relative_to(topic)): len(literal_looks(path.read_text("utf-8"))) for path in topic.rglob("*.py")}
    assert {name: number for name, number in found.items() if number} == WRITTEN
    assert literal_looks('axes.plot(x, y, color=COLOURS["iraq"], marker="s")')
    assert not literal_looks('axes.plot(x, y, **LOOKS["iraq"].line)')
