"""The verdicts: each names the words it judges, the rows it rests on and its rule, and is its weakest part."""

import pytest
from campaign import data
from campaign.topics.claims import rules as claims

VERDICTS = data.load("verdicts")
STORY = data.load("story_versions")
WEAKEST_LAST = (
    "correct",
    "rounded",
    "correct_but_dated",
    "misleading_without_base",
    "not_tested_here",
    "cannot_be_tested",
    "wrong",
)


def rows():
    return VERDICTS.to_dict("records")


def parts(row):
    return dict(part.split(":") for part in row["parts"].split(";"))


def evidence(row):
    return [item.split(":") for item in row["evidence"].split(";")]


def test_the_order_from_strong_to_weak_holds_every_verdict():
    assert sorted(WEAKEST_LAST) == sorted(claims.VERDICTS)
    field = next(f for f in data.description("verdicts")["schema"]["fields"] if f["name"] == "parts")
    told = [field["description"].index(f" {name}") for name in WEAKEST_LAST]
    assert told == sorted(told), "the dictionary gives another order"


def test_a_verdict_is_that_of_the_weakest_part():
    for r in rows():
        found = parts(r)
        assert len(found) == r["parts"].count(";") + 1, r["claim_id"]
        assert r["verdict"] == max(found.values(), key=WEAKEST_LAST.index), r["claim_id"]
        if r["rule"] == "weakest_part":
            assert len(set(found.values())) > 1, r["claim_id"]
        if len(set(found.values())) > 1:
            assert r["rule"] in ("weakest_part", "date_of_the_data", "needs_a_definition"), r["claim_id"]
        assert (r["verdict"] == "rounded") <= (r["rule"] == "rounding"), r["claim_id"]
        if r["rule"] == "not_tested_here":
            assert set(found.values()) == {"not_tested_here"}, r["claim_id"]


def test_the_words_that_are_judged_are_named_and_short():
    for r in rows():
        for language in ("en", "ar"):
            assert 0 < len(r[f"words_{language}"].split()) <= 15, (r["claim_id"], language)
    assert VERDICTS["words_ar"].is_unique and VERDICTS["words_en"].is_unique


def test_quoted_words_are_those_of_the_arabic_copy():
    printed = STORY[(STORY["language"] == "ar") & (STORY["reading"] == "quoted")]
    for r in rows():
        own = set(printed.loc[printed["claim_id"] == r["claim_id"], "words"])
        assert r["words_quoted"] == (r["words_ar"] in own), r["claim_id"]
    assert VERDICTS["words_quoted"].sum() == 3


def test_every_row_of_evidence_is_there_and_names_its_own_claim():
    for r in rows():
        found = evidence(r)
        assert len(found) == len({tuple(item) for item in found}), r["claim_id"]
        for table, key in found:
            assert key == "*" or len(data.row(table, key)), (r["claim_id"], table, key)
            if table == "story_versions":
                assert data.row(table, key)["claim_id"] == r["claim_id"], (r["claim_id"], key)


BROKEN = {"as_of_to_from", "type_to_total", "misread_word", "slip_carried"}
"""What a version can do to a part that makes its words wrong."""


@pytest.mark.parametrize("claim", sorted(set(STORY["claim_id"])))
def test_a_claim_whose_arabic_words_are_broken_is_judged_by_them(claim):
    mine = STORY[(STORY["claim_id"] == claim) & (STORY["language"] == "ar") & (STORY["version"] == "story")]
    broken = {change for cell in mine["change"] for change in cell.split(";")} & BROKEN
    verdict = VERDICTS.set_index("claim_id").loc[claim]
    assert (verdict["verdict"] == "wrong") == bool(broken), (claim, broken)
    if broken:
        keys = {key for table, key in evidence(verdict) if table == "story_versions"}
        versions = set(mine["version_id"]) | set(STORY.loc[STORY["part"].isin(mine["part"]), "version_id"])
        assert keys & versions, claim


def test_not_tested_here_is_not_cannot_be_tested():
    by_verdict = VERDICTS.groupby("verdict")["claim_id"].agg(list).to_dict()
    assert by_verdict["not_tested_here"] == ["A04", "A07", "A11", "A15"]
    assert by_verdict["cannot_be_tested"] == ["A12", "A17"]
    for r in rows():
        untested = "not_tested_here" in parts(r).values()
        told = "tested here" in r["reason_en"] or "our tables hold" in r["reason_en"].lower() or r["claim_id"] == "A12"
        assert not untested or told, r["claim_id"]


def test_the_inch_rests_on_baiji_and_asks_who_we_are():
    inch = VERDICTS.set_index("claim_id").loc["A10"]
    keys = {key for table, key in evidence(inch) if table == "timeline"}
    assert {"2014-11-14-baiji-retaken", "2014-12-18-daesh-retakes-baiji", "2015-09-02-baiji-gains-reversed"} <= keys
    assert "“we”" in inch["reason_en"] and "«نحن»" in inch["reason_ar"]
    retaken, lost = (data.row("timeline", k)["start_date"] for k in sorted(keys) if "baiji" in k and k < "2015")
    assert 0 < (lost - retaken).days < 40
    quoted = "largely been reversed"
    assert quoted in inch["reason_en"] and quoted in data.row("timeline", "2015-09-02-baiji-gains-reversed")["title_en"]


def test_the_claims_are_restated_as_they_are_printed():
    restated = data.load("article_claims").set_index("claim_id")
    for claim, english, arabic in (
        ("A03", "500 pounds of", "500 رطل من القنابل"),
        ("A13", "starting from 26 July 2017", "بدءاً من 26 تموز/يوليو 2017"),
        ("A08", "deprivation", "الحرمان"),
    ):
        assert english in restated.loc[claim, "claim_en"] and arabic in restated.loc[claim, "claim_ar"], claim
