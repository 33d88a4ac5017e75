"""The break in the count of strikes, as lesson 03 and its explorer use it."""

from fractions import Fraction

import pandas as pd
import pytest
from campaign import measures
from campaign.topics.strikes import rules

BREAK = rules.official_break()


@pytest.mark.parametrize(
    ("start", "end", "spanned"),
    [
        ("2017-01-31", "2017-02-28", False),
        ("2017-03-31", "2017-04-30", False),
        ("2017-01-31", "2017-03-31", True),
        ("2017-02-28", "2017-03-31", True),
        ("2017-02-28", "2017-03-01", True),
        ("2014-08-08", "2017-07-26", True),
        ("2017-03-30", "2017-03-31", True),
    ],
)
def test_an_interval_spans_the_step_if_any_of_its_days_may_hold_it(start, end, spanned):
    assert BREAK.spanned(start, end) is spanned
    assert BREAK.spanned(pd.Timestamp(start), pd.Timestamp(end)) is spanned


def test_the_step_is_known_for_both_countries_and_open_for_each():
    assert (BREAK.within("both").low, BREAK.within("both").high) == (820, 823)
    for theatre in ("iraq", "syria"):
        assert (BREAK.within(theatre).low, BREAK.within(theatre).high) == (0, 823)


def test_declared_stretches_do_not_overlap_and_hold_no_contradiction():
    for theatre in ("both", "iraq", "syria"):
        rows = rules.declared(theatre)
        assert set(rows["theatre"]) == {theatre} and set(rows["counting_body"]) == {"airwars"}
        assert "contradiction" not in set(rows["quality"])
        later = rows["period_start"].iloc[1:].reset_index(drop=True)
        assert (later > rows["period_end"].iloc[:-1].reset_index(drop=True)).all(), theatre
    both = rules.declared().set_index("declared_id")
    assert "declared-2017-02-to-2017-03-both-airwars" not in both.index
    february = both.loc["declared-2017-02-both-airwars", "pace"]
    assert february.best == Fraction(819, 28) and february.width == 0
    january = both.loc["declared-2017-01-both-airwars", "pace"]
    assert (january.low, january.high) == (Fraction(768, 31), Fraction(773, 31))


def test_months_range_wider_than_the_intervals_between_reports():
    months = rules.declared().query("period_type == 'month'")["pace"]
    assert measures.round_half_up(min(pace.low for pace in months)) == 19
    assert measures.round_half_up(max(pace.high for pace in months)) == 29
