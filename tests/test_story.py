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
    every = ", ".join(dict.fromkeys(VERSIONS["part"]))
    with pytest.raises(ValueError, match=f"^part: expected one of {every}, got 'weather'$"):
        rules.side_by_side("weather")


CHANGED = {
    "strikes_date": "nothing nothing translator",
    "strikes_split": "nothing nothing translator",
    "cost": "nothing nothing agency",
    "bombs": "total nothing translator",
    "ship": "nothing nothing both",
    "area_miles": "nothing nothing translator",
    "area_km2": "nothing nothing both",
    "people": "nothing nothing both",
    "civilians": "nothing nothing spokesman",
}
"""What happened to a part in Arabic and in French, and who changed it."""


def test_what_became_of_each_part_and_by_whom(monkeypatch):
    found = {p: (rules.what_changed(p), rules.what_changed(p, "fr"), rules.whose_change(p)) for p in CHANGED}
    assert {part: " ".join(told) for part, told in found.items()} == CHANGED
    assert rules.changes(rules.side_by_side("area_km2").loc["ar"]) == ["about_dropped", "converted"]
    first = {part: rules.statement(part) for part in CHANGED}
    assert {part: row["version_id"] for part, row in first.items() if row is not None} == {
        part: f"{part.replace('_', '-')}-statement" for part in ("ship", "area_miles", "people")
    }
    other = VERSIONS.assign(number=VERSIONS["number"].where(VERSIONS["part"] != "cost", "changed"))
    other.loc[other["version"] == "statement", list(rules.ASPECTS)] = "left_out"  # it is none of the versions
    monkeypatch.setattr(rules, "versions", lambda: other)
    assert rules.what_changed("cost") == "number" and rules.left_out_most() == "fr"


def test_the_pace_that_the_arabic_sentence_would_mean():
    pace = rules.read_as_from()
    assert (float(pace.low), float(pace.high)) == (pytest.approx(23922 / 14), pytest.approx(23922 / 12))
    assert float(rules.as_counted().best) == pytest.approx(23922 / 1083)
    assert 70 < pace.best / rules.as_counted().best < 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_quotations_keeps_each_in_its_language_and_says_what_it_means(language):
    for part, tongues in {"people": ["en", "en", "fr", "ar"], "bombs": ["en", "fr", "ar"]}.items():
        table = rules.quotations(part, language)
        rows = [rules.side_by_side(part).loc[code] for code in ("en", "fr", "ar")]
        rows = [rules.statement(part), *rows] if part == "people" else rows
        names = [f"story.version_{code}" for code in ["statement", "en", "fr", "ar"][-len(rows) :]]
        assert list(table["story_version"]) == [lang.text(name, language) for name in names]
        quoted = [(piece.words, piece.language) for piece in table["as_printed"]]
        assert quoted == [(row["words"], tongue) for row, tongue in zip(rows, tongues, strict=True)]
        meanings = {"absent": "story.meaning_absent", "not_read": "story.meaning_not_read"}
        assert list(table["meaning"]) == [
            lang.text(meanings[row["reading"]], language) if row["reading"] in meanings else row[f"meaning_{language}"]
            for row in rows
        ]


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
