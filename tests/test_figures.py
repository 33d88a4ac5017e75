"""figures/ shows what the code draws: every picture of the lessons, in both languages, with its words in the index."""

import csv
import io
import itertools
import zipfile
from collections import defaultdict
from pathlib import Path

import export_figures
import numpy as np
import pytest
from campaign import language as lang
from campaign import sheet as base
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle
from matplotlib.testing.compare import calculate_rms
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator
from PIL import Image
from shown import luminance
from test_notebooks import opening_of_source_lines

TOLERANCE = 4
"""Root mean square over the pixels (0 to 255). Fonts are drawn a little differently on other platforms; a moved bar
or a changed digit of a title gives several times more."""

with (export_figures.FIGURES / "index.csv").open(encoding="utf-8", newline="") as file:
    INDEX = list(csv.DictReader(file))
AGAIN = "run python figures/export_figures.py"


@pytest.fixture(scope="module")
def drawn(figures):
    """(index row, picture) of every figure."""
    return [
        (dict(zip(export_figures.COLUMNS, f.row(), strict=True)), export_figures.slide_png(f.figure, level=1))
        for f in figures
    ]


def pixels(source):
    return np.asarray(Image.open(source).convert("RGB")).astype(int)


def test_the_index_tells_of_every_figure_in_every_language(drawn):
    assert INDEX == [row for row, _ in drawn], AGAIN
    names = [(row["name"], row["language"]) for row in INDEX]
    assert len(set(names)) == len(names)
    assert {language for _, language in names} == set(lang.LANGUAGES)
    for language in lang.LANGUAGES:
        assert [name for name, spoken in names if spoken == language] == [
            name for name, spoken in names if spoken == "en"
        ]


def test_all_figures_together_stay_light():
    files = [path for path in export_figures.FIGURES.rglob("*") if path.suffix in (".zip", ".png", ".csv", ".md")]
    assert sum(path.stat().st_size for path in files) <= 5_000_000


def test_every_text_of_every_picture_is_stored_with_its_colour(figures):
    with (export_figures.FIGURES / "texts.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [export_figures.TEXT_COLUMNS, *export_figures.text_rows(figures)], AGAIN


def test_committed_pictures_are_what_the_code_draws(drawn):
    for row, picture in drawn:
        committed = pixels(export_figures.FIGURES / row["png"])
        now = pixels(io.BytesIO(picture))
        assert committed.shape == now.shape, f"{row['png']}: {AGAIN}"
        assert calculate_rms(committed, now) < TOLERANCE, f"{row['png']}: {AGAIN}"


def test_every_figure_says_title_sentence_source_and_as_of_date():
    for row in INDEX:
        name = f"{row['language']}/{row['name']}"
        assert len(row["title"].split()) >= 4 and len(row["sentence"].split()) >= 6, name
        assert row["source"].strip(), name
        if row["kind"] == "chart":  # an explorer's source line changes with what is chosen
            assert row["source"].startswith(opening_of_source_lines(row["language"])) and row["as_of"], name


def test_the_tool_does_not_take_itself_for_a_picture_that_is_left_over():
    there = set(export_figures.pictures())
    assert Path(export_figures.__file__) not in there
    assert len(there) == len(INDEX) + len({(row["language"], row["lesson"]) for row in INDEX})


def test_no_figure_is_left_over_and_each_has_its_vector_form():
    listed = {row[kind] for row in INDEX for kind in ("svg", "png")}
    found = [*export_figures.FIGURES.rglob("*.*")]
    found = {p.relative_to(export_figures.FIGURES).as_posix() for p in found if p.suffix in (".svg", ".png", ".zip")}
    assert found == listed, AGAIN
    for name in {row["svg"] for row in INDEX}:
        with zipfile.ZipFile(export_figures.FIGURES / name) as together:
            assert together.namelist() == [f"{row['name']}.svg" for row in INDEX if row["svg"] == name], AGAIN
            assert {file.date_time for file in together.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            for text in map(bytes.decode, map(together.read, together.namelist())):
                assert "<dc:date>" not in text and "matplotlib.org" not in text.split("<defs>")[0]


def test_a_changed_picture_is_noticed(drawn):
    row, picture = drawn[0]
    changed = pixels(io.BytesIO(picture))
    changed[200:330, 100:500] = 90
    assert calculate_rms(pixels(export_figures.FIGURES / row["png"]), changed) > TOLERANCE


def test_the_page_of_figures_is_current(figures):
    assert (export_figures.FIGURES / "README.md").read_text(encoding="utf-8") == export_figures.readme(figures), AGAIN


# --- contrast -----------------------------------------------------------------------------------------------------
CONTRAST_OF_WORDS, ENOUGH = 4.5, 0.75
"""WCAG AA; the share of a text's ground on which it must hold (a line or a hatch may cross the rest)."""

COARSE = 60
"""Dots per inch that are enough to see what is under a word."""

PAIRS = (("iraq", "syria"), ("united_states", "partners"), ("official", "independent"))


def faint_words(figure):
    """The texts of a figure that do not stand out from what is drawn under them: white, a bar, a map."""
    dots = figure.dpi
    figure.set_dpi(COARSE)
    figure.canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes, before = [text.get_window_extent() for text in texts], [text.get_alpha() for text in texts]
    for text in texts:
        text.set_alpha(0)
    figure.canvas.draw()
    grounds = np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3] / 255
    faint = []
    for text, box, alpha in zip(texts, boxes, before, strict=True):
        text.set_alpha(alpha)
        left, right, low, high = (max(round(edge), 0) for edge in (box.x0, box.x1, box.y0, box.y1))
        ground = grounds[low:high, left:right].reshape(-1, 3)
        share = 1 if alpha is None else alpha
        letters = luminance(np.array(to_rgb(text.get_color())) * share + ground * (1 - share))
        under = luminance(ground)
        contrast = (np.maximum(letters, under) + 0.05) / (np.minimum(letters, under) + 0.05)
        if len(ground) and np.mean(contrast >= CONTRAST_OF_WORDS) < ENOUGH:
            faint.append(text.get_text())
    figure.set_dpi(dots)
    return faint


def bars_told_by_colour_alone(axes):
    """The pairs of things whose bars stand in one axes and differ in nothing but their colour."""
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_visible()]
    bars = [bar for bar in bars if bar.get_facecolor()[3] == 1]  # what shines through is a band behind a line
    alone = []
    for pair in PAIRS:
        hatches = [
            {bar.get_hatch() for bar in bars if to_hex(bar.get_facecolor()) == base.COLOURS[thing].lower()}
            for thing in pair
        ]
        if hatches[0] & hatches[1]:
            alone.append(pair)
    return alone


def lightness(colour) -> float:
    """How light a colour prints in grey, from 0 to 1 (the L* of CIE 1976)."""
    return 1.16 * np.cbrt(luminance(np.array(to_rgb(colour)))) - 0.16


def lines_told_by_colour_alone(axes):
    """The pairs of colours of one axes whose lines have the same markers, dashes and width, and print as nearly the same grey.

    Where the rows of an axes have names in place of numbers, these tell its lines apart.
    """
    if isinstance(axes.yaxis.get_major_locator(), FixedLocator):
        return []
    looks = defaultdict(set)
    for line in axes.lines:
        if line.get_visible() and len(line.get_xdata()):
            looks[line.get_color()] |= {line.get_marker(), line.get_linestyle(), line.get_linewidth()} - {"None", "-"}
    joined = {line.get_color() for line in axes.lines if line.get_visible() and len(line.get_xdata()) > 1}
    return [
        (one, other)
        for one, other in itertools.combinations(sorted(joined), 2)
        if looks[one] == looks[other] and abs(lightness(one) - lightness(other)) < GREY_STEP
    ]


GREY_STEP = 0.15
"""Of the way from black to white; two greys that lie nearer are not told apart on a bad printer."""


def test_lines_are_told_apart_in_greyscale_print(figures):
    for made in figures:
        for axes in made.figure.axes:
            assert lines_told_by_colour_alone(axes) == [], f"{made.language}/{made.name}"


def test_lines_of_one_grey_are_found():
    axes = base.frame("title", "subtitle", "source", "en").axes
    iraq, syria = (axes.plot([0, 1], [0, end], color=base.COLOURS[thing])[0] for end, thing in enumerate(PAIRS[0]))
    assert lines_told_by_colour_alone(axes) == [tuple(sorted((iraq.get_color(), syria.get_color())))]
    syria.set_linestyle("--")
    assert lines_told_by_colour_alone(axes) == []


def test_words_stand_out_from_what_is_drawn_under_them(figures):
    for made in figures:
        if made.language == "en":  # the colours are the same in every language
            assert faint_words(made.figure) == [], made.name


def test_bars_of_two_things_differ_in_more_than_colour(figures):
    for made in figures:
        for axes in made.figure.axes:
            assert bars_told_by_colour_alone(axes) == [], f"{made.language}/{made.name}"


def test_faint_words_and_bars_of_one_pattern_are_found():
    made = base.frame("title", "subtitle", "source", "en")
    iraq, syria = made.axes.barh([0, 1], [1, 1], height=0.4, color=[base.COLOURS["iraq"], base.COLOURS["syria"]])
    words = made.axes.text(0.5, 0, "words on a bar", color="white", ha="center", va="center", weight="bold")
    assert faint_words(made.figure) == []
    words.set_color(base.COLOURS["text"])
    assert faint_words(made.figure) == ["words on a bar"]
    words.set(color="white", position=(0.5, 0.5))
    assert faint_words(made.figure) == ["words on a bar"]
    assert bars_told_by_colour_alone(made.axes) == [("iraq", "syria")]
    syria.set_hatch("//")
    assert bars_told_by_colour_alone(made.axes) == []


def test_a_word_writes_the_pictures_of_its_lessons_alone(figures, tmp_path, monkeypatch):
    two = [next(f for f in figures if f.lesson.startswith(number)) for number in ("00", "04")]
    monkeypatch.setattr(export_figures, "all_figures", lambda: two)
    monkeypatch.setattr(export_figures, "readme", lambda figures: "")
    monkeypatch.setattr(export_figures, "FIGURES", tmp_path)
    monkeypatch.setattr("sys.argv", ["export_figures.py", "04-cost"])
    export_figures.main()
    assert {path.name for path in export_figures.pictures()} == {f"{two[1].name}.png", "04-cost-svg.zip"}
    with zipfile.ZipFile(next(tmp_path.glob("*/*.zip"))) as together:
        assert (
            together.namelist() == [f"{two[1].name}.svg"] and together.read(together.namelist()[0])[:9] == b"<!DOCTYPE"
        )
    assert len((tmp_path / "index.csv").read_text(encoding="utf-8").splitlines()) == 3
