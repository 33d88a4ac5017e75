"""What people really type into the boxes, in both scripts, and what they read in reply: tests/typed_answers.csv.

Each row was read by a person before it was recorded. To add rows, write exercise and typed, take kind and replies from
`judge.answer`, and read them.
"""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from campaign.check import find, judge, typed
from campaign.measures import Bounded, between, exact

with Path(__file__).with_name("typed_answers.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['exercise']} {row['typed']!a:.30}")
def test_what_was_typed_gets_the_reply_that_was_read(row):
    for language in ("en", "ar"):
        told = judge.answer(row["exercise"], row["typed"], language)
        assert (told.kind, told.words) == (row["kind"], row[f"reply_{language}"])


def test_the_table_asks_each_row_once_and_knows_its_exercises():
    keys = [(row["exercise"], row["typed"]) for row in ROWS]
    assert len(set(keys)) == len(keys) and all(find(exercise) for exercise, _ in keys)


# --- how a number and its words are read --------------------------------------------------------------------------------
PLAIN = {
    "7": ("7", 0), " “1,068.50” ": ("1068.5", 2), "-3": (-3, 0), "+3": (3, 0), "5,": (5, 0), "5، ": (5, 0), "5_": (5, 0),
    "(5)": (5, 0), "!5?": (5, 0), "؟5!": (5, 0), "«5;»": (5, 0), "5:": (5, 0), "5" + " " * 119: (5, 0),
}  # fmt: skip
WITH_WORDS = {
    "about $5.70 per day": ("5.7", 2, None, "usd per_day"), "US$5": (5, 0, None, "usd"), "$5%": (5, 0, None, "usd percent"),
    "5 km2": (5, 0, None, "km2"), "5 KM2": (5, 0, None, "km2"), "٥ كم٢": (5, 0, None, "km2"), "5 mi2": (5, 0, None, "square_mile"),
    "5 million U.S. dollars, daily": (5, 0, 10**6, "usd per_day"), "the 5 American strikes": (5, 0, None, "strike"),
    "5 of the US states": (5, 0, None, "state"), "5 thousand million": (5, 0, 10**9, ""), "2 thousand thousand": (2, 0, 10**6, ""),
    "ما لا يقل عن 5 مليارات دولار أمريكي": (5, 0, 10**9, "usd"), "5 ملايين دولار أميركي؛": (5, 0, 10**6, "usd"), "5 من الأيام": (5, 0, None, "day"),
    "~5 days": (5, 0, None, "day"), "≈5٪": (5, 0, None, "percent"), "%5 days": (5, 0, None, "percent day"),
    "5 %of days": (5, 0, None, "percent day"), "5 square kilometres.": (5, 0, None, "km2"), "5 DAYS": (5, 0, None, "day"),
    "5 days: $; bombs": (5, 0, None, "day usd weapon"), "ما لا يقل عن نحو 5 sq. mi.": (5, 0, None, "square_mile"), "1.5k": ("1.5", 1, 1000, ""), "5 للغارة الواحدة": (5, 0, None, "per_strike"),
}  # fmt: skip
ASKED_BACK = {
    "5 weeks": "weeks",
    "5 days and": "and",
    "x 5": "x",
    "-$5": "-$",
    "5 ملايين، قيمة؟": "قيمة",
    "5 km3": "km3",
    "a b c 5": "a",
}
REFUSED = ("--3", "+-3", "5 of 7", "5 km22", "five", "", "5" + " " * 120, "5" * 41, "5 5")


def test_a_number_is_read_with_its_decimals_its_size_and_its_units():
    words = WITH_WORDS | {text: (*read, None, "") for text, read in PLAIN.items()}
    for text, read in words.items():
        value, decimals, scale, units = read
        expected = typed.Typed(exact(Fraction(value)), decimals, scale, frozenset(units.split()))
        assert typed.number(text) == expected, text
    for text, word in ASKED_BACK.items():
        with pytest.raises(typed.UnknownWord) as asked:
            typed.number(text)
        assert (asked.value.word, str(asked.value)) == (word, word)
    for text in REFUSED:
        with pytest.raises(typed.NotANumber) as refused:
            typed.number(text)
        assert type(refused.value) is typed.NotANumber, text


def test_numbers_of_python_numpy_and_pandas_are_exact_and_what_is_none_is_refused():
    many = 10**40 - 1
    for value, read in (
        (7, 7), (0.1, "0.1"), (Decimal("2.50"), "2.5"), (Fraction(1, 3), "1/3"), (many, many), (-many, -many), (np.int64(5), 5),
        (np.float32(0.5), "0.5"), (np.array([[3.5]]), "3.5"), (pd.Series([4]), 4), (np.float64(0.1), "0.1"),
    ):  # fmt: skip
        assert typed.number(value) == typed.Typed(exact(Fraction(read)), 0, None, frozenset()), value
    figure = between("1.2", "1.3")
    assert typed.number(figure) == typed.Typed(figure, figure.decimals) and isinstance(figure, Bounded)
    nothing = (
        None,
        True,
        np.bool_(True),
        float("nan"),
        -float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        many + 1,
        -many - 1,
    )
    for value in (*nothing, 10**400, 1j, [], [1], {}, b"3", np.array([1, 2]), np.array(["5"]), pd.Timestamp(0), pd.NA):
        with pytest.raises(typed.NotANumber):
            typed.number(value)


def test_a_unit_is_named_by_its_first_spelling():
    named = [typed.unit_name(code, language) for code in ("usd", "per_day") for language in ("en", "ar")]
    assert named == ["dollars", "دولار", "a day", "في اليوم"]


# --- how choices are read -------------------------------------------------------------------------------------------------
OFFERED = {
    "ABCDEF": {
        "A": "A", "a": "A", " (c). ": "C", "A, C": "AC", "ac": "AC", "C&A": None, "A & C": "AC", "A + c": "AC", "a and c": "AC",
        '["a","c"]': "AC", "{A;C}": "AC", "A.C": "AC", "A/C": "AC", "A\nC": "AC", "A,": "A", "A, A": "A", "أ، ج": "AC",
        "ا؛ب": "AB", "أ وج": "AC", "هـ": "E", "د هـ و": "DE", "و": "F", "وF": "F", "أ و": "A", "أبج": "ABC", "and": None, "": None,
        "A, G": None, "ز": None, "AG": None, "7": None, "Up, then down": "B", "«up, THEN down»": "B", "A, fell": "AD", "x": None,
        "A" * 200: "A", "A" * 201: None, "A و": "A", "xA": None, "وأ": "A", "fell and rose": "DE", "fell، وrose": None, "و،": "F", "c ab": "ABC",
    },
    "abc": {"A": "a", "ب": "b", "أ، ج": "ac", "d": None},
    ("us", "uk"): {"us": ("us",), "us, UK": ("us", "uk"), "us uk": ("us", "uk"), "us and uk": ("us", "uk"), "usuk": None, "u": None,
                   "us & uk": ("us", "uk"), "United Kingdom": ("uk",), "us وUnited Kingdom": ("us", "uk"), '"United Kingdom", us': ("us", "uk"), "أ": None, "up": None},
}  # fmt: skip
NAMES = {"Up, then down": "B", "Fell": "D", "rose": "E", "United Kingdom": "uk", "up": "never offered"}


@pytest.mark.parametrize("offered", OFFERED, ids=lambda offered: "".join(offered))
def test_choices_are_read_as_letters_or_words_in_both_scripts(offered):
    for text, read in OFFERED[offered].items():
        found = typed.choices(text, tuple(offered), NAMES)
        assert found == (None if read is None else frozenset(read)), text


def test_choices_come_in_any_list_of_texts():
    letters = ("A", "B", "C")
    for value in (["a", "C"], ("A,C",), {"A", "c"}, np.array(["A", "C"]), pd.Series(["A", "C", "A"]), ["A", "C"] * 50):
        assert typed.choices(value, letters) == {"A", "C"}
    for value in ([], ["A", ""], ["A", "x"], ["A", 3], {"A": "C"}, b"A", ["A"] * 101, None, 7):
        assert typed.choices(value, letters) is None
