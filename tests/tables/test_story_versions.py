"""One story in three languages: each row against its own words, the claims, and the bank of printed errors."""

import re
from fractions import Fraction

import pytest
from campaign import data, measures

VERSIONS = data.load("story_versions")
BY_KEY = VERSIONS.set_index("version_id")
KEPT = ["number", "unit", "date", "base", "about"]
ABOUT = {"en": "about", "fr": "environ", "ar": "نحو"}
SCRIPT = {"en": r"[A-Za-z]", "fr": r"[A-Za-zÀ-ÿ]", "ar": r"[\u0600-\u06ff]"}
FIGURES = {
    "strikes_split": {"a13-strikes-iraq", "a13-strikes-syria", "a13-strikes-total"},
    "cost": {"a14-cost-per-day"},
    "bombs": {"a03-bomb-type"},
    "area_miles": {"a06-area-square-miles", "a06-area-km2"},
    "area_km2": {"a06-area-square-miles", "a06-area-km2"},
    "civilians": {"a16-civilians-killed"},
}
"""The figures of the article that a part is about."""


def rows():
    return VERSIONS.to_dict("records")


def figures_in(text):
    """Numbers of a text; 13 221 and 13,221 and «13 ألفا و221» are one number, years and days are left out."""
    text = re.sub(r"(\d+) ألفا? و(\d{3})", r"\1\2", text)
    text = re.sub(r"(?<=\d)[, \u00a0](?=\d{3}(?!\d))", "", text)
    return {float(n) for n in re.findall(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?", text)} - {26.0, 2017.0, 18.0}


def test_each_part_has_a_version_in_each_language_and_at_most_one_statement():
    for part, group in VERSIONS.groupby("part"):
        story = group[group["version"] == "story"]
        assert sorted(story["language"]) == ["ar", "en", "fr"], part
        statements = group[group["version"] == "statement"]
        assert len(statements) <= 1 and set(statements["language"]) <= {"en"}, part
        for column in ("claim_id", "part_en", "part_ar", "practice"):
            assert group[column].nunique() == 1, (part, column)
        # Parts stand together; the Pentagon's own words come first.
        assert list(group.index) == list(range(group.index[0], group.index[0] + len(group))), part
        assert statements.empty or statements.index[0] == group.index[0], part


def test_the_key_names_part_and_language():
    for r in rows():
        ending = "statement" if r["version"] == "statement" else r["language"]
        assert r["version_id"] == f"{r['part'].replace('_', '-')}-{ending}"


def test_one_language_is_one_copy():
    for (_, language), group in VERSIONS.groupby(["version", "language"]):
        assert group["source_id"].nunique() == 1, language
    assert VERSIONS.groupby(["version", "language"])["source_id"].first().nunique() == 4


def test_words_are_quoted_short_and_in_their_own_language():
    quoted = 0
    for r in rows():
        assert (r["words"] != "") == (r["reading"] == "quoted"), r["version_id"]
        assert (r["meaning_en"] == "") == (r["reading"] in ("absent", "not_read")), r["version_id"]
        if r["words"]:
            quoted += 1
            assert len(r["words"].split()) <= 15, r["version_id"]
            assert re.search(SCRIPT[r["language"]], r["words"]), r["version_id"]
            assert r["language"] == "ar" or not re.search(SCRIPT["ar"], r["words"]), r["version_id"]
            assert figures_in(r["words"]) <= figures_in(r["meaning_en"]) | {1000.0}, r["version_id"]
            assert figures_in(r["meaning_en"]) <= figures_in(r["words"]), r["version_id"]
    assert quoted >= 15


def test_what_was_kept_is_said_wherever_the_part_was_read():
    for r in rows():
        for column in (*KEPT, "change"):
            assert (r[column] == "") == (r["reading"] == "not_read"), (r["version_id"], column)
        if r["reading"] == "absent":
            assert r["change"] == "left_out" and "kept" not in [r[c] for c in KEPT], r["version_id"]
        if r["change"] == "kept":
            assert not {"changed", "added"} & {r[c] for c in KEPT}, r["version_id"]
        assert "kept" not in r["change"].split(";")[1:], r["version_id"]


NEEDS = {
    "as_of_to_from": ("date", {"changed"}),
    "type_to_total": ("unit", {"changed"}),
    "about_dropped": ("about", {"left_out"}),
    "date_lent": ("date", {"added"}),
    "cut_quotation": ("base", {"changed"}),
    "misread_word": ("base", {"changed"}),
}
"""What a change does to one of the five things, and so must stand in its column."""


def test_a_change_stands_in_the_column_that_it_concerns_and_nowhere_else():
    for r in rows():
        changes = r["change"].split(";")
        for change, (column, values) in NEEDS.items():
            if change in changes:
                assert r[column] in values, (r["version_id"], change)
        if r["about"] == "left_out" and r["reading"] != "absent":
            assert "about_dropped" in changes, r["version_id"]
        if r["date"] in ("changed", "added"):
            assert {"as_of_to_from", "date_lent"} & set(changes), r["version_id"]
        if r["unit"] == "changed":
            assert {"type_to_total", "converted"} & set(changes), r["version_id"]


def test_about_is_kept_where_the_words_have_it():
    for r in rows():
        if r["words"]:
            assert (ABOUT[r["language"]] in r["words"].split()) == (r["about"] == "kept"), r["version_id"]


def test_numbers_are_those_of_the_article():
    values = data.load("article_figures").set_index("figure_id")["value"]
    for r in rows():
        allowed = {float(values[key]) for key in FIGURES.get(r["part"], set())}
        if r["part"] in FIGURES and r["meaning_en"]:
            found = figures_in(r["meaning_en"])
            assert found and found <= allowed, (r["version_id"], found - allowed)
    assert set(VERSIONS["claim_id"]) == {"A02", "A03", "A06", "A08", "A13", "A14", "A16"}


def test_people_killed_are_shown_and_never_asked():
    assert set(VERSIONS.loc[~VERSIONS["practice"], "part"]) == {"civilians"}
    assert all(claim == "A16" for claim in VERSIONS.loc[~VERSIONS["practice"], "claim_id"])


def test_what_was_not_read_at_the_address_is_marked():
    unread = set(VERSIONS.loc[~VERSIONS["page_read"], "version_id"])
    assert unread == {"strikes-date-ar", "strikes-split-ar", "cost-ar", "people-fr", "civilians-en", "civilians-ar"}
    assert set(VERSIONS.loc[VERSIONS["reading"] == "not_read", "version_id"]) <= unread
    for key in ("strikes-date-ar", "civilians-ar"):
        assert re.search(r"outlet|not to be called", BY_KEY.loc[key, "note_en"]), key


SAME_WORDS = {
    "strikes-date-ar": ("printed_ar", "starting from 26 July"),
    "people-ar": ("printed_ar", "refugees and to live in deprivation"),
    "people-en": ("printed_en", "refugee status and depravity"),
    "ship-statement": ("printed_en", "George W. Bush"),
    "bombs-ar": ("printed_ar", "500 pounds of bombs"),
}


@pytest.mark.parametrize("version", SAME_WORDS)
def test_the_error_bank_quotes_the_same_words(version):
    column, of = SAME_WORDS[version]
    errors = data.load("printed_errors")
    errors = errors[errors["quoted"] & errors["printed_en"].str.contains(of, regex=False)]
    assert BY_KEY.loc[version, "words"] in set(errors[column])


def test_the_pace_that_starting_from_would_mean():
    total = int(data.row("article_figures", "a13-strikes-total")["value"])
    two_weeks = measures.inclusive_days("2017-07-26", "2017-08-08")
    assert two_weeks == 14
    pace = measures.round_half_up(Fraction(total, two_weeks), -2)
    assert pace == 1700 and "1,700 a day" in BY_KEY.loc["strikes-date-ar", "note_en"]
    # Thirty times the pace of any two official reports.
    assert pace > 30 * 50


def test_the_three_versions_differ_as_the_lesson_says():
    story = VERSIONS[VERSIONS["version"] == "story"].set_index(["part", "language"])
    assert [story.loc[("strikes_date", x), "date"] for x in ("en", "fr", "ar")] == ["kept", "kept", "changed"]
    assert [story.loc[("area_miles", x), "about"] for x in ("en", "fr", "ar")] == ["kept", "left_out", "left_out"]
    french = story.xs("fr", level="language")
    assert set(french.index[french["reading"] == "absent"]) == {"ship", "bombs", "area_miles"}
