"""What people really type into the boxes, in both scripts, and what they read in reply: tests/typed_answers.csv.

Each row was read by a person before it was recorded. To add rows, write exercise and typed, take kind and replies from
`judge.answer`, and read them.
"""

import csv
from pathlib import Path

import pytest
from campaign.check import find, judge

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
