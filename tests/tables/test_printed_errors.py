"""The bank of printed errors: what can be worked out again is, and the doubtful rows say so."""

import datetime
import re
from fractions import Fraction

import pandas as pd
import pytest
from campaign import data, measures
from campaign.topics.claims import rules as claims

ERRORS = data.load("printed_errors")


def the(words):
    found = ERRORS[ERRORS["printed_en"].str.contains(words, regex=False)]
    assert len(found) == 1, (words, list(found["error_id"]))
    return found.iloc[0]


def test_printed_words_are_short_and_in_the_language_named():
    for r in ERRORS.to_dict("records"):
        for column in ("printed_en", "printed_ar", "printed_original"):
            assert len(r[column].split()) <= 15, (r["error_id"], column)
        third = r["printed_language"] not in ("en", "ar")
        assert third or r["printed_original"] == "", r["error_id"]
        if r["printed_original"] and r["printed_language"] != "hi":
            assert re.search("[a-zà-ž]", r["printed_original"]), r["error_id"]


def test_doubtful_rows_say_why():
    doubtful = ERRORS[ERRORS["caution"] != ""]
    assert set(doubtful["caution"]) == {"likely", "headline", "machine_translation"}
    headline = doubtful[doubtful["caution"] == "headline"]
    assert len(headline) == 4
    machine = doubtful[doubtful["caution"] == "machine_translation"]
    assert (
        all(re.search("translation", r["what_is_wrong_en"]) for r in machine.to_dict("records")) and len(machine) == 3
    )


def test_rows_about_people_killed_are_not_for_practice():
    practice = set(claims.practice_errors()["error_id"])
    for r in ERRORS.to_dict("records"):
        killed = re.search(r"civilian|killed|casualt|people killed", r["printed_en"] + r["unit"])
        if killed and r["error_id"] not in claims.HARM_ERRORS and r["lesson"] != "07-check-the-article":
            assert r["lesson"] == claims.HARM_LESSON, r["error_id"]
            assert r["error_id"] not in practice


def test_an_end_of_a_range_printed_as_a_fact_is_an_end_of_that_range():
    tested = 0
    for r in ERRORS[(ERRORS["kind"] == "range_as_fact") & ERRORS["printed_value"].notna()].to_dict("records"):
        ends = [int(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*", r["better_figure_en"].split("(")[0])]
        close = [end for end in ends[:2] if abs(end - r["printed_value"]) <= 0.02 * end]
        assert len(ends) >= 2 and close, r["error_id"]
        tested += 1
    assert tested >= 5


def test_sums_ratios_and_days_of_the_errors_are_worked_out_again():
    iraq, syria = 2657, 2289
    assert "2,657" in the("nearly 5,000 air strikes")["printed_en"]
    assert measures.round_half_up(iraq + syria, -3) == the("nearly 5,000 air strikes")["printed_value"]
    assert the("nearly 5,000 air strikes")["correct_value"] - (iraq + syria) == 1000
    air = data.load("airpower").set_index("observation_id")["weapons_released"]
    ratio = Fraction(int(air["airpower-2017-08-afcent"]), int(air["airpower-2016-08-afcent"]))
    assert measures.round_half_up(ratio, 1) == Fraction("2.3") and "2.3" in the("almost five times")["better_figure_en"]
    assert sum(air[f"airpower-2017-{m}-afcent"] for m in ("01", "02", "03")) == the("10,918 munitions")["printed_value"]
    assert (
        the("10,918 munitions")["correct_value"]
        == air["airpower-2017-03-afcent"]
        == the("3,878 coalition strikes")["printed_value"]
    )
    march = data.row("strikes_declared", "declared-2017-03-both-airwars")["strikes_low"]
    assert the("3,878 coalition strikes")["correct_value"] == march
    assert (
        datetime.date(2017, 8, 20).strftime("%A") == "Sunday"
        and datetime.date(2017, 9, 20).strftime("%A") == "Wednesday"
    )
    assert 66 + 90 + 1796 == 1952
    years = measures.elapsed_days("2014-08-08", "2017-11-19") / 365.25
    assert 3.2 < years < 3.3
    assert (air["airpower-2018-01-press"], air["airpower-2018-01-afcent"], air["airpower-2017-12-afcent"]) == (
        448,
        780,
        584,
    )
    assert the("the lowest number reported since August 2014")["kind"] == "stale"


def test_the_slip_that_travelled_has_the_same_numbers_in_each_language():
    copies = ERRORS[ERRORS["printed_value"] == 24502]
    assert set(copies["printed_language"]) == {"fr", "lt"} and set(copies["correct_value"]) == {34502}
    reports = ERRORS[ERRORS["printed_value"] == 396]
    assert set(reports["printed_language"]) == {"en", "ar", "pt"}
    assert data.row("civilian_counts", "coalition-2017-03-31")["reports_received_total"] == 396


def test_every_kind_of_the_vocabulary_is_used():
    field = next(f for f in data.description("printed_errors")["schema"]["fields"] if f["name"] == "kind")
    assert set(ERRORS["kind"]) == set(field["constraints"]["enum"])
    assert all(f"{kind}: " in field["description"] for kind in set(ERRORS["kind"]))


@pytest.mark.parametrize("kind", ["wrong_month", "mistranslation", "range_as_fact", "base"])
def test_the_kinds_that_the_course_practises_have_several_rows(kind):
    assert (ERRORS["kind"] == kind).sum() >= 4


def test_a_date_is_known_as_far_as_it_is_said():
    unknown = ERRORS[ERRORS["published_precision"] == "not_stated"]
    assert unknown["published_date"].isna().all()
    assert pd.to_datetime(ERRORS["published_date"].dropna()).between("2014-06-01", "2025-01-01").all()
