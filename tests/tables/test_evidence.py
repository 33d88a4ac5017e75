"""Each row is held to the words that print it: number, what is counted, country, date, bound, and where it was read.

The words stand in evidence.csv, in strikes_declared.csv and in printed_errors.csv.
"""

import re

import pandas as pd
import pytest
from campaign import data
from printed_words import amounts, dates, is_day, named_at
from reading import KEY, TABLES, known, row, rows

EVIDENCE = rows("evidence")
PRINTED_AGAIN = set(
    "airwars-org-2d069 airwars-org-00204 lapresse-ca-00f23 sott-net-6a643 iraqinews-com-647b3 almaghribtoday-net-f9b79 "
    "chinatopix-com-fbb7e acquiaprod-middleeasteye-net-ef34d almasdarnews-com-2582d sarabic-ae-e8b3b airwars-org-67656 "
    "sott-net-a008e sputniknews-com-0ba0a shiawaves-com-5aab4 ibtimes-com-94682 smmsyria-com-f202f github-com-01a49 "
    "cloudflarepoc-newsmax-com-cb8fd trtworld-com-dac8a airwars-org-cbbbf terrorism-online-blogspot-com-90adb "
    "msn-com-e643c".split()
)
"""Sources of evidence that print the figure of another source's row again, some of them beside an error of their own."""

UNITS = {
    r"strikes|us_|partners_": r"strikes?|airstrikes?|raids?|attacks?|غارة|غارات|bombardements",
    "sorties_with_release": "sorties?|total",
    "sorties": "sorties?|flights?",
    "weapons": "weapons?|bombs?|munitions?",
    "people_killed": "civilians?|civils|morts?|deaths?|casualties|killed|resulted",
    "engagements": "engagements?",
    "reports|credible": "reports?|received",
    "members": "members?|countries|nations",
    "targets": "targets?",
    "oil": "times",
    "usd": r"dollars?|\$|cost",
}
"""What the words call the thing that a column counts."""
ALL_UNITS = "|".join(UNITS.values())
MONEY = {"usd_billion": 10**9, "usd_million": 10**6}
ABOVE = re.compile(r"\bmore than\b|\b(?<!just )(?<!carried )over\b|\bat least\b|au moins", re.I)


def problems(words: str, language: str, column: str, cell, record: dict) -> list[str]:
    """In what the words that print a cell do not agree with its row."""
    found, days = [], dates(words)
    column = f"{column} {record.get('unit', '')}"  # some tables hold many units in one column
    if isinstance(cell, pd.Timestamp):
        return [] if days and is_day(days[-1], cell) else [f"the words have the date {days}"]
    scale = next((scale for name, scale in MONEY.items() if name in column), 1)
    value = round(cell * scale, 6)
    # "nearly 11,000" may stand for an exact figure a little below it.
    at = [
        a for a in amounts(words, language) if a[0] == value or ("nearly" in words and 0 <= a[0] - value < 0.02 * value)
    ]
    if not at:
        return [f"no {value:,.10g} in the words"]
    units = next((words for name, words in UNITS.items() if re.search(name, column)), None)
    if (
        units
        and re.search(rf"(?<!\w)(?:{ALL_UNITS})", words, re.I)
        and not re.search(rf"(?<!\w)(?:{units})", words, re.I)
    ):
        found.append("the words count another thing")
    country = next((c for c in ("iraq", "syria") if c in column), record.get("theatre", ""))
    places = set().union(*(named_at(words, begin, end, language) for _, begin, end in at))
    if places and country in ("iraq", "syria") and country not in places:
        found.append(f"the words name {places}")
    if days and "as_of_date" in record and not is_day(days[-1], record["as_of_date"]):
        found.append(f"the words have the date {days[-1]}")
    if ABOVE.search(words) and "bound" in record and "high" not in column and record["bound"] != "at_least":
        found.append("the words say a floor")
    return found


@pytest.mark.parametrize("record", EVIDENCE, ids=[record["evidence_id"] for record in EVIDENCE])
def test_a_row_agrees_with_the_words_that_print_it(record):
    own = row(record["table"], record["key"]).to_dict()
    assert record["evidence_id"] == f"{record['key']}.{record['column']}" and len(record["words"].split()) <= 15
    assert problems(record["words"], record["language"], record["column"], own[record["column"]], own) == []
    sources = {own["source_id"], *own.get("other_source_ids", "").split(";")}
    assert record["source_id"] in sources or record["source_id"] in PRINTED_AGAIN


def test_declared_strikes_agree_with_the_words_that_print_them():
    read = 0
    for r in rows("strikes_declared"):
        cells = {r[f"{name}_{end}"] for name in ("strikes", "running") for end in ("low", "high")} - {None}
        wrong = [problems(r["words"], "en", "strikes", cell, r) for cell in cells if known(cell)]
        if r["words"] and wrong and r["quality"] not in ("derived", "contradiction"):
            assert [] in wrong, (r["declared_id"], wrong)
            read += 1
    assert read >= 30


BY_HAND = {"E38", "E40", "E54", "E57", "E98"}
"""Sums of printed shares, values printed as words, and one whose point stands for a comma."""


def test_printed_errors_hold_the_value_that_they_print():
    read = 0
    for r in rows("printed_errors"):
        if known(r["printed_value"]):
            scale = {"millions": 10**6, "billions": 10**9, "millions a day": 10**6}.get(r["unit"].partition(", ")[2], 1)
            words = r["printed_original"] or r.get(f"printed_{r['printed_language']}", r["printed_en"])
            found = {round(value, 6) for value, *_ in amounts(words, r["printed_language"])}
            if r["error_id"] not in BY_HAND:
                assert round(r["printed_value"] * scale, 6) in found | {v * 1000 for v in found}, (
                    r["error_id"],
                    words,
                    found,
                )
                read += 1
    assert read >= 75


def test_scripts_and_forms_of_numbers_are_read():
    forms = {
        "At least 2,832 civilians": ("en", 2832),
        "avait mené 24 502 raids": ("fr", 24502),
        "de 4.700 morts": ("fr", 4700),
        "١٣٬٢٢١ غارة": ("ar", 13221),
        "13 ألفا و221 غارة": ("ar", 13221),
        "نحو 8 ملايين": ("ar", 8_000_000),
        "u$s27.500 millones": ("es", 27_500_000_000),
        "Over 13k": ("en", 13_000),
        "$13.6 million": ("en", 13_600_000),
        "between six and 18": ("en", 6),
        "40 persen": ("id", 40),
    }
    assert {words: amounts(words, language)[0][0] for words, (language, _) in forms.items()} == {
        words: value for words, (_, value) in forms.items()
    }


WORDS = "As of July 26, 2017: 13,221 strikes in Iraq, and at least 10,701 strikes in Syria"
RECORD = {"as_of_date": pd.Timestamp("2017-07-26"), "theatre": "both", "quality": "use", "bound": "at_least"}


@pytest.mark.parametrize(
    ("column", "cell", "more", "wrong"),
    [
        ("strikes_iraq", 13221, {"quality": "rounded"}, ""),
        ("strikes_iraq", 13212, {}, "no 13,212"),
        ("strikes_syria", 13221, {"quality": "rounded"}, "name"),
        ("weapons_released", 13221, {"quality": "rounded"}, "another thing"),
        ("strikes_iraq", 13221, {"quality": "rounded", "as_of_date": pd.Timestamp("2016-07-26")}, "date"),
        ("strikes_iraq", 13221, {"quality": "rounded", "bound": "at_most"}, "floor"),
        ("as_of_date", pd.Timestamp("2017-07-26"), {}, ""),
        ("as_of_date", pd.Timestamp("2017-06-26"), {}, "date"),
    ],
)
def test_a_row_that_does_not_agree_with_its_words_is_found(column, cell, more, wrong):
    found = problems(WORDS, "en", column, cell, RECORD | more)
    assert [wrong in sentence for sentence in found] == ([True] if wrong else [])


def test_the_words_are_in_their_language():
    for record in EVIDENCE:
        assert bool(re.search("[\u0600-\u06ff]", record["words"])) == (record["language"] == "ar")
        assert record["key"] in set(TABLES[record["table"]][KEY[record["table"]]])
    assert {record["table"] for record in EVIDENCE} <= set(data.tables())
