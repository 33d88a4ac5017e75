"""00-start-here: the claim picker shows what the tables hold, and the text lists claims and lessons as they are."""

import itertools
import re
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
import refresh
from campaign import check, data, measures
from campaign import language as lang
from campaign import sheet as base
from campaign.explorer import Unusable
from campaign.topics.start import charts
from campaign.topics.start.exercises import WORDS
from campaign.topics.start.explorer import ClaimPicker
from campaign.topics.start.rules import bounds_with_unit, figures_by_claim, value_with_unit
from room import problems
from shown import picture

CLAIMS = data.load("article_claims")
FIGURES = data.load("article_figures")
LESSON = refresh.NOTEBOOKS / "en" / "00-start-here.ipynb"
CELLS = {cell.id: cell for cell in nbformat.read(LESSON, as_version=4).cells}
both_languages = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


@pytest.fixture
def picker():
    return ClaimPicker("en")


def words_of(explorer):
    """All texts of the picture that can be seen, on one line."""
    texts = explorer.frame.figure.findobj(match=lambda artist: hasattr(artist, "get_text"))
    return " ".join(text.get_text().replace("\n", " ") for text in texts if text.get_visible() and text.get_text())


# --- the picker --------------------------------------------------------------------------------------------------
def test_it_opens_on_the_strikes_with_three_figures_of_one_day(picker):
    numbers = picker.numbers()
    assert (numbers.claim_id, numbers.lesson, numbers.kind) == ("A13", "03-strikes", "sum")
    iraq, syria, total = numbers.figures
    assert iraq.value + syria.value == total.value == measures.exact(23922)
    assert picker.title == "Claim A13 gives 3 figures, as of 26 July 2017"
    for words in ("13,221 strikes", "10,701 strikes", "23,922 strikes", "lesson 03", "CJTF-OIR", "26 July 2017"):
        assert words in picker.sentence, words


@both_languages
def test_every_claim_shows_its_words_figures_source_and_lesson(language):
    picker = ClaimPicker(language)
    publisher = data.with_sources(CLAIMS)[f"publisher_{language}"].iloc[0]
    for claim in CLAIMS.itertuples():
        picker.controls["claim"].value = claim.claim_id
        rows = FIGURES[FIGURES["claim_id"] == claim.claim_id]
        shown = words_of(picker)
        for words in (getattr(claim, f"claim_{language}"), getattr(claim, f"check_{language}")):
            assert words.replace("\u061c", "") in picker.restated.replace("\u061c", "")
        lesson = lang.code("lesson", claim.lesson, language)
        assert lesson in picker.sentence and lesson in shown and publisher in shown
        figures = picker.numbers().figures
        assert [figure.figure_id for figure in figures] == list(rows["figure_id"])
        assert sum(card.box.get_visible() for card in picker.cards.cards) == len(rows)
        for figure, row in zip(figures, rows.to_dict("records"), strict=True):
            value = value_with_unit(figure, picker.say)
            assert value in shown and value in picker.sentence, row["figure_id"]
            assert row[f"quantity_{language}"] in shown and row[f"as_of_note_{language}"] in picker.sentence
            if not pd.isna(row["as_of_date"]):
                assert lang.date(row["as_of_date"], language) in picker.title
            if not pd.isna(row["step"]):
                people = row["unit"] == "people"
                decimals = 2 if row["unit"].startswith("usd") else 1 if people else 0
                for end in (row["value"] - row["step"] / 2, row["value"] + row["step"] / 2):
                    printed = lang.number(end / 1e6 if people else end, decimals, language)
                    assert printed in shown and printed in picker.sentence, row["figure_id"]
        if rows.empty:
            assert picker.cards.notice.get_text()


def test_a_floor_is_open_upwards_a_rounded_figure_is_a_band_and_a_whole_count_a_dot(picker):
    card = picker.cards.cards[0]
    artists, seen = (card.floor, card.arrow, card.band, card.high, card.dot), {}
    for claim in ("A16", "A14", "A11"):
        picker.controls["claim"].value = claim
        seen[claim] = tuple(artist.get_visible() for artist in artists)
    assert seen == {
        "A16": (True, True, False, False, True),
        "A14": (False, False, True, True, True),
        "A11": (False, False, False, False, True),
    }


def test_a_claim_is_read_before_the_picture_of_its_figures_and_how_to_check_it_after(picker):
    restated, view, how = map(picker.children.index, (picker._restated, picker._view, picker._how))
    assert restated < view < how


def test_list_and_slider_move_together(picker):
    picker.controls["step"].value = 1
    assert picker.controls["claim"].value == picker.numbers().claim_id == "A01"
    picker.controls["claim"].value = "A17"
    assert picker.controls["step"].value == 17
    order = []
    for step in range(1, 18):
        picker.controls["step"].value = step
        order.append(picker.numbers().claim_id)
    assert order == list(CLAIMS["claim_id"])


def test_a_move_of_list_or_slider_draws_once(picker, monkeypatch):
    drawings, pictures = [], set()
    draw = picker.draw
    monkeypatch.setattr(picker, "draw", lambda numbers: (drawings.append(numbers.claim_id), draw(numbers)))
    for claim in CLAIMS["claim_id"]:
        picker.controls["claim"].value = claim
        pictures.add(picture(picker))
    assert drawings == list(CLAIMS["claim_id"]) and len(pictures) == len(CLAIMS)
    picker.controls["step"].value = 4
    assert drawings[-1] == "A04" and len(drawings) == len(CLAIMS) + 1


def test_reset_brings_the_restated_claim_back(picker):
    opening = picker._restated.value
    picker.controls["step"].value = 4
    assert picker._restated.value != opening
    assert picker.reset_button.description == "Back to claim A13"
    picker.reset_button.click()
    assert picker._restated.value == opening and picker.controls["step"].value == 13


@both_languages
def test_no_claim_gets_a_sentence(language):
    picker = ClaimPicker(language)
    picker.controls["claim"].value = None
    assert picker.sentence == lang.text("start.problem_no_claim", language)
    assert picker.title == lang.text("start.problem_title", language) and picker.restated == ""
    with pytest.raises(Unusable):
        picker.numbers()
    assert not any(card.box.get_visible() for card in picker.cards.cards)
    picker.controls["step"].value = 2
    assert picker.numbers().claim_id == "A02"


@both_languages
def test_no_text_is_cut_or_lies_on_another(language):
    picker = ClaimPicker(language)
    figure = picker.frame.figure
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height(physical=True)
    for claim in CLAIMS["claim_id"]:
        picker.controls["claim"].value = claim
        figure.canvas.draw()
        frame = picker.frame
        texts = [frame.title_text, frame.subtitle_text, frame.source_text, picker.cards.notice]
        boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in texts if t.get_text()]
        for card in picker.cards.cards:
            if not card.box.get_visible():
                continue
            inside = card.box.get_window_extent(renderer)
            for text in card.texts:
                assert text.get_size() >= 10
                if text.get_visible():
                    box = text.get_window_extent(renderer)
                    across = inside.x0 < box.x0 and box.x1 < inside.x1
                    assert across and inside.y0 < box.y0 and box.y1 < inside.y1, (claim, text.get_text())
                    boxes.append((text.get_text(), box))
        for words, box in boxes:
            assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, (claim, words)
        for (one, a), (other, b) in itertools.combinations(boxes, 2):
            apart = a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
            assert apart, (claim, one, other)


def test_all_texts_of_a_claim_are_escaped(picker):
    picker.controls["claim"].value = "A17"
    picker.claims.loc["A17", ["claim_en", "check_en"]] = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
    picker.refresh()
    page = picker._restated.value + picker._how.value
    assert "<script>" in picker.restated and "<script>" not in page and "<img" not in page


@both_languages
def test_the_slider_s_label_names_as_many_claims_as_there_are(language):
    assert str(len(CLAIMS)) in lang.text("start.control_step", language)


def test_it_speaks_arabic():
    picker = ClaimPicker("ar")
    picker.controls["claim"].value = "A02"
    assert "طائرتان" in picker.sentence and "الدرس 01" in picker.sentence
    assert not re.search(r"[a-zA-Z]{4,}", picker.title + picker.sentence)
    # The first card stands where reading starts.
    picker.controls["claim"].value = "A13"
    places = [card.box.get_x() for card in picker.cards.cards]
    assert places == sorted(places, reverse=True) and picker.cards.cards[0].quantity.get_ha() == "right"


@pytest.mark.parametrize(
    ("figure_id", "language", "value", "bounds"),
    [
        ("a08-people-under-daesh", "en", "8 million people", ("7.5 million", "8.5 million")),
        ("a02-aircraft", "en", "2 aircraft", ("2", "2")),
        ("a06-area-square-miles", "en", "40,000 square miles", ("39,500", "40,500")),
        ("a09-retaken-iraq", "en", "70%", ("65%", "75%")),
        ("a14-cost-per-day", "en", "13.6 million dollars a day", ("13.55", "13.65")),
        ("a14-cost-per-day", "ar", "13.6 مليون دولار في اليوم", ("13.55", "13.65")),
        ("a16-civilians-killed", "ar", "624 قتيلاً مدنياً", ("624", "624")),
    ],
)
def test_values_and_bounds_as_people_write_them(figure_id, language, value, bounds):
    figures = (figure for group in figures_by_claim(language).values() for figure in group)
    figure, say = next(f for f in figures if f.figure_id == figure_id), lang.Voice(language, "start")
    assert (value_with_unit(figure, say), bounds_with_unit(figure, say)) == (value, bounds)
    half = replace(figure, value=measures.rounded("2.5", "0.01"), unit="pounds")
    told = {"en": "2.5 pounds", "ar": "2.5 رطل"}[language]
    assert (value_with_unit(half, say), bounds_with_unit(half, say)) == (told, ("2.495", "2.505"))


# --- the exercises -------------------------------------------------------------------------------------------------
def test_the_exercises_are_about_the_table_and_speak_of_it():
    dated = int(FIGURES["as_of_date"].notna().sum())
    assert check.answer("00-1", dated).kind == "right" and check.answer("00-1", f"{dated}.0").kind == "right"
    assert f" {dated}," in check.answer("00-1", dated + 0.2, "en").words
    assert "column of dates" in check.answer("00-1", dated - 1, "en").words
    assert check.answer("00-2", ["C", "A"]).kind == "right"
    assert "Try each" in check.answer("00-2", ["D"], "en").words
    for letter, words in (("A", "at least"), ("B", "about"), ("C", "more than"), ("D", "up to")):
        assert f"- **{letter}**: {words}\n" in CELLS["exercise-00-2"].source + "\n"
        assert WORDS[letter] == words.replace(" ", "_")


# --- the text ----------------------------------------------------------------------------------------------------
def test_the_map_of_lessons_agrees_with_the_table_of_claims():
    line = r"^\| \[Lesson (\d\d), [^\]]+\]\(([^)]+)\.ipynb\) \| ([^|]+) \|"
    rows = re.findall(line, CELLS["map"].source, flags=re.MULTILINE)
    listed = {lesson: set(re.findall(r"A\d\d", claims)) for _, lesson, claims in rows}
    assert listed == {lesson: set(group["claim_id"]) for lesson, group in CLAIMS.groupby("lesson")}
    assert all(lesson.startswith(number) for number, lesson, _ in rows)
    for number, lesson, _ in rows:
        link = f"[{lang.code('lesson', lesson, 'en')}]({lesson}.ipynb)"
        assert link.lower() in CELLS["map"].source.lower(), number


def test_numbers_written_as_words_are_those_of_the_tables():
    assert "seventeen **claims**, A01 to A17" in CELLS["claim"].source and len(CLAIMS) == 17
    assert "thirteen figures" in CELLS["claim"].source and len(FIGURES) == 13
    assert "seventeen claims" in CELLS["section-claims"].source


def test_other_names_of_daesh_are_given_once():
    text = "\n".join(cell.source for cell in CELLS.values())
    assert text.count("Daesh (also called ISIS)") == 1 and text.count("ISIS") == 1


def test_every_quality_label_is_explained():
    field = next(f for f in data.description("strikes")["schema"]["fields"] if f["name"] == "quality")
    explained = set(re.findall(r"^\| ([a-z -]+) \| [^|]+ \|$", CELLS["figures-see"].source, flags=re.MULTILINE))
    assert explained - {"label"} == {lang.code("quality", label, "en") for label in field["constraints"]["enum"]}


def test_the_notice_stands_before_the_first_number():
    ids = list(CELLS)
    assert ids.index("notice") < ids.index("claim"), "before the first figure of the story"
    assert not re.search("kill|dead|died", "".join(CELLS[name].source for name in ids[: ids.index("question")]))
    notice = CELLS["notice"].source
    assert "people killed" in notice and "no photographs" in notice and "Lesson 05" in notice and "lesson 06" in notice


def test_the_words_of_the_guesses_say_what_the_tables_hold():
    """The numbers in questions and explanations that wait in the guesses."""
    error = data.row("printed_errors", "E21")
    assert (error["kind"], error["printed_value"], error["correct_value"]) == ("magnitude", 424, 0.424)
    total = measures.total_cost(measures.rounded("7.6"), 56)
    assert measures.rounded("0.424").best in total and "x 56 days" in error["how_to_check_en"]
    assert len(FIGURES) == 13 and len(data.load("strikes")) == 75
    chart = charts.labels(data.load("strikes"), language="en")
    assert "Of the 75 rows in the table of strikes 45 carry the label “use”; 4 of them all" in chart.sentence
    assert problems(chart.figure) == []


def test_the_badge_opens_this_notebook():
    page = r"HEAD\?urlpath=lab/tree/notebooks/en/00-start-here\.ipynb"
    assert re.search(rf"\(https://mybinder\.org/v2/gh/[^/]+/[^/]+/{page}\)", CELLS["title"].source)


def test_the_card_fits_the_course_s_frame(picker):
    assert picker.frame.figure.get_size_inches()[0] == base.WIDTH_INCHES
    assert picker.frame.source_text.get_text().startswith("Source: AFP")
