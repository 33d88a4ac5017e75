"""The topic of lesson 08: each version's words, what it kept, and what a changed date would mean."""

import html
import re

import pytest
from campaign import data
from campaign import language as lang
from campaign.topics.story import charts, rules
from campaign.topics.story.explorer import StoryExplorer

VERSIONS = data.load("story_versions")
LANGUAGES = sorted(lang.LANGUAGES)


def test_the_parts_stand_in_the_order_of_the_story_and_those_on_people_killed_only_where_asked_for():
    every = list(dict.fromkeys(VERSIONS["part"]))
    assert rules.parts(practice=False) == every and rules.parts() == [part for part in every if part != "civilians"]


@pytest.mark.parametrize("part", rules.parts(practice=False))
def test_each_part_has_its_three_versions_from_the_table(part):
    rows = rules.side_by_side(part)
    assert list(rows.index) == ["en", "fr", "ar"]
    for code, row in rows.iterrows():
        own = VERSIONS[(VERSIONS["part"] == part) & (VERSIONS["version"] == "story") & (VERSIONS["language"] == code)]
        assert row["words"] == own.iloc[0]["words"] and row["source_id"] == own.iloc[0]["source_id"]


def test_an_unknown_part_gets_one_sentence():
    with pytest.raises(ValueError, match="part: expected one of strikes_date, .*, got 'weather'"):
        rules.side_by_side("weather")


def test_the_pace_that_the_arabic_sentence_would_mean():
    pace = rules.read_as_from()
    assert (float(pace.low), float(pace.high)) == (pytest.approx(23922 / 14), pytest.approx(23922 / 12))
    assert float(rules.as_counted().best) == pytest.approx(23922 / 1083)
    assert 70 < pace.best / rules.as_counted().best < 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_quotations_keeps_each_in_its_language_and_direction(language):
    page = lang.table(rules.quotations("strikes_date", language), language).html
    for code, side in (("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")):
        words = html.escape(rules.side_by_side("strikes_date").loc[code, "words"])
        assert f'<bdi lang="{code}" dir="{side}">{words}</bdi>' in page
    bombs = lang.table(rules.quotations("bombs", language), language).plain
    assert lang.text("story.meaning_absent", language) in bombs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_counts_what_the_table_says(language):
    made = charts.what_was_kept(rules.versions(), language=language)
    rows = VERSIONS[(VERSIONS["version"] == "story") & VERSIONS["practice"]]
    counts = {
        f"{code}_{state}": int((rows.loc[rows["language"] == code, list(rules.ASPECTS)] == state).sum().sum())
        for code in rules.VERSIONS
        for state in ("changed", "added", "left_out")
    }
    values = {name: lang.number(number, language=language) for name, number in counts.items()}
    parts = lang.count(rows["part"].nunique(), "part", language)
    assert made.sentence == lang.text("story.matrix_sentence", language, parts=parts, **values)
    assert made.title == lang.text("story.matrix_title", language, **values)
    axes = made.figure.axes[0]
    drawn = [line for line in axes.lines if line.get_marker() == "X" and line.get_ydata()[0] < len(rules.parts())]
    assert len(drawn) == sum(counts[f"{code}_changed"] for code in rules.VERSIONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", rules.parts(practice=False))
def test_the_explorer_shows_the_words_and_the_marks_of_each_part(part, language):
    explorer = StoryExplorer(language)
    explorer.set(part=part)
    rows = rules.side_by_side(part)
    for code, row in rows.iterrows():
        for aspect in rules.ASPECTS:
            shown = [state for state, mark in explorer._marks[code, aspect].items() if mark.get_visible()]
            assert shown == ([row[aspect]] if row[aspect] else [])
        side = "rtl" if code == "ar" else "ltr"
        if row["words"]:
            quoted = f'<blockquote lang="{code}" dir="{side}">{html.escape(row["words"])}</blockquote>'
            assert quoted in explorer._words_table.value
    told = [lang.code("change", code, language) for _, row in rows.iterrows() for code in rules.changes(row)]
    kept_apart = [words for words in told if words not in explorer.sentence]
    left_out = lang.code("change", "left_out", language)
    assert [words for words in kept_apart if words != left_out] == []


def test_no_part_on_people_killed_is_asked_about():
    explorer = StoryExplorer("en")
    for part in rules.parts(practice=False):
        explorer.set(part=part)
        assert explorer.numbers().asked == (part != "civilians")


def test_without_a_part_it_asks_for_one():
    explorer = StoryExplorer("en")
    explorer.controls["part"].value = None
    assert explorer.sentence == lang.text("story.problem_no_part", "en")


def test_quotations_are_short():
    for words in VERSIONS["words"]:
        assert len(re.findall(r"\S+", words)) <= 15
