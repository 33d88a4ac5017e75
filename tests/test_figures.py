"""figures/ shows what the code draws: every picture of the lessons, in both languages, with its words in the index."""

import csv
import io

import export_figures
import numpy as np
import pytest
from campaign import language as lang
from matplotlib.testing.compare import calculate_rms
from PIL import Image

TOLERANCE = 4
"""Root mean square over the pixels (0 to 255). Fonts are drawn a little differently on other platforms; a moved bar
or a changed digit of a title gives several times more."""

with (export_figures.FIGURES / "index.csv").open(encoding="utf-8", newline="") as file:
    INDEX = list(csv.DictReader(file))
AGAIN = "run python tests/tools/export_figures.py"


@pytest.fixture(scope="module")
def figures():
    """Every figure as the code draws it now."""
    return list(export_figures.all_figures())


@pytest.fixture(scope="module")
def drawn(figures):
    """(index row, picture) of every figure."""
    return [
        (dict(zip(export_figures.COLUMNS, f.row(), strict=True)), export_figures.slide_png(f.figure)) for f in figures
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
            assert row["source"].startswith({"en": "Source", "ar": "المصدر"}[row["language"]]) and row["as_of"], name


def test_no_figure_is_left_over_and_each_has_its_vector_form():
    listed = {row[kind] for row in INDEX for kind in ("svg", "png")}
    found = {
        str(p.relative_to(export_figures.FIGURES))
        for suffix in ("svg", "png")
        for p in export_figures.FIGURES.rglob(f"*.{suffix}")
    }
    assert found == listed, AGAIN
    for row in INDEX:
        text = (export_figures.FIGURES / row["svg"]).read_text(encoding="utf-8")
        assert "<dc:date>" not in text and "matplotlib.org" not in text.split("<defs>")[0]


def test_a_changed_picture_is_noticed(drawn):
    row, picture = drawn[0]
    changed = pixels(io.BytesIO(picture))
    changed[200:330, 100:500] = 90
    assert calculate_rms(pixels(export_figures.FIGURES / row["png"]), changed) > TOLERANCE


def test_the_page_of_figures_is_current(figures):
    assert (export_figures.FIGURES / "README.md").read_text(encoding="utf-8") == export_figures.readme(figures), AGAIN
