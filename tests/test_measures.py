"""The arithmetic of the course: bounds, rounding, days, rates, units."""

import datetime
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from campaign import measures
from campaign.measures import Bounded, between, exact, rounded
from hypothesis import given
from hypothesis import strategies as st


def test_a_printed_figure_stands_for_half_a_step_either_way():
    assert (rounded("13.6").low, rounded("13.6").high) == (Fraction("13.55"), Fraction("13.65"))
    assert (rounded("7.0").low, rounded("7.0").high) == (Fraction("6.95"), Fraction("7.05"))
    assert (rounded(104000, step=1000).low, rounded(104000, 1000).high) == (103500, 104500)
    assert rounded("13").width == 1


def test_the_article_s_total_has_the_bounds_of_its_average():
    total = measures.total_cost(rounded("13.6"), 1084)
    assert (total.low, total.high) == (Fraction("14.6882"), Fraction("14.7966"))
    assert repr(total) == "14.7 [14.69, 14.80]"
    assert repr(measures.total_cost(rounded("13.6"), 1058)) == "14.4 [14.34, 14.44]"


def test_no_more_digits_than_the_bounds_allow():
    assert between("16.03", "17.93").decimals == 0
    assert between("14.6882", "14.7966").decimals == 1
    assert between(55362, 56226).decimals == -2
    assert repr(between(55362, 56226)) == "55,800 [55,360, 56,230]"
    assert repr(exact("0.25")) == "0.25"
    assert repr(exact(23922)) == "23,922"


NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


@st.composite
def figure_and_truth(draw):
    """A figure with bounds, and a true value somewhere inside them."""
    a, b, truth = sorted([draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)]), draw(NUMBERS), None
    low, best, high = a
    truth = low + (high - low) * abs(b) / 1000
    return Bounded(best, low, high), truth


@given(figure_and_truth(), figure_and_truth())
def test_the_bounds_of_a_result_contain_the_true_result(first, second):
    (x, true_x), (y, true_y) = first, second
    assert true_x + true_y in x + y
    assert true_x - true_y in x - y
    assert true_x * true_y in x * y
    assert -true_x in -x
    if not (y.low <= 0 <= y.high):
        assert true_x / true_y in x / y


def test_dividing_by_a_figure_that_can_be_zero_says_so():
    with pytest.raises(ZeroDivisionError, match=r"division: the divisor can be zero \(it lies between -1.0 and 1.0\)"):
        exact(1) / between(-1, 1)


@given(st.decimals(min_value=-9999, max_value=9999, places=3), st.integers(-2, 3))
def test_rounding_takes_the_nearest_and_a_half_away_from_zero(value, decimals):
    step = Fraction(10) ** -decimals
    result = measures.round_half_up(value, decimals)
    assert abs(result - Fraction(value)) <= step / 2
    assert (result / step).denominator == 1
    if abs(result - Fraction(value)) == step / 2:
        assert abs(result) > abs(Fraction(value))


def test_rounding_examples_that_python_s_round_gets_differently():
    assert measures.round_half_up("2.675", 2) == Fraction("2.68")
    assert measures.round_half_up(0.5) == 1
    assert measures.round_half_up(-0.5) == -1
    assert measures.round_half_up(23922, -3) == 24000


def test_inclusive_and_elapsed_days_differ_by_one():
    assert measures.inclusive_days("2014-08-08", "2017-07-26") == 1084
    assert measures.elapsed_days("2014-08-08", "2017-07-26") == 1083
    assert measures.campaign_day("2014-08-08") == 1
    assert measures.campaign_day(pd.Timestamp("2017-06-30")) == 1058
    assert measures.campaign_date(1058) == datetime.date(2017, 6, 30)


@given(st.dates(datetime.date(2014, 8, 8), datetime.date(2030, 1, 1)))
def test_day_number_and_date_go_round(date):
    assert measures.campaign_date(measures.campaign_day(date)) == date


def test_pace_knows_its_dates_to_a_day_either_way():
    pace = measures.pace(22983, 23922, "2017-06-30", "2017-07-26")
    assert pace.best == Fraction(939, 26)
    assert (pace.low, pace.high) == (Fraction(939, 27), Fraction(939, 25))
    rounded_count = measures.pace(rounded(18600, 100), 20205, "2017-02-28", "2017-03-31")
    assert rounded_count.low < Fraction(1605, 32) and rounded_count.high > Fraction(1605, 30)
    one_day = measures.days_between_reports("2017-06-30", "2017-07-01")
    assert 0 < one_day.low < 1 < one_day.high


def test_marginal_rate_and_implied_days():
    rate = measures.marginal_rate(rounded("10.7"), rounded("12.5"), "2016-12-15", "2017-03-31")
    assert rate.best == Fraction(1800, 106)
    assert (rate.low, rate.high) == (Fraction(1700, 106), Fraction(1900, 106))
    assert 56 in measures.implied_days(rounded("0.424"), rounded("7.6"))
    assert 287 not in measures.implied_days(rounded("2.74"), rounded("9.1"))


def test_shares_and_units():
    assert float(measures.share(13221, 23922).best) == pytest.approx(55.267, abs=0.001)
    assert float(measures.square_miles_to_km2(40000).best) == pytest.approx(103_599.524, abs=0.001)
    assert float(measures.pounds_to_kilograms(500).best) == pytest.approx(226.796, abs=0.001)
    assert float(measures.in_prices_of(exact(100), "245.120", "313.689").best) == pytest.approx(127.974, abs=0.001)


@pytest.mark.parametrize("value", [3, np.int64(3), np.float64(3.0), "3", " 3 ", "3.0", Fraction(3)])
def test_numbers_come_in_many_forms(value):
    assert exact(value).best == 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact("many"), "value: expected a number such as 13.6, got 'many'"),
        (lambda: exact(float("nan")), "value: expected a finite number, got nan"),
        (lambda: exact(None), "value: expected a number, got None"),
        (lambda: exact(True), "value: expected a number, got True"),
        (lambda: rounded("13.6", step=0), "step: expected a number above zero, got 0"),
        (lambda: between(2, 1), "low and high: expected low <= high, got 2.0 and 1.0"),
        (
            lambda: Bounded(Fraction(5), Fraction(1), Fraction(2)),
            "bounds: expected low <= best <= high, got 1.0, 5.0, 2.0",
        ),
        (
            lambda: measures.elapsed_days("2017-07-26", "2014-08-08"),
            "end: expected a date on or after the start 2017-07-26, got 2014-08-08",
        ),
        (
            lambda: measures.elapsed_days("2017-07-26", "26 July"),
            "end: expected a date such as 2017-07-26, got '26 July'",
        ),
        (lambda: measures.as_date(pd.NaT), "date: expected a date, got an empty one"),
        (
            lambda: measures.campaign_day("2014-08-07"),
            "end: expected a date on or after the start 2014-08-08, got 2014-08-07",
        ),
        (lambda: measures.campaign_date(0), "day: expected a whole number from 1, got 0"),
        (
            lambda: measures.pace(1, 2, "2017-01-01", "2017-01-01"),
            "end: expected a date after the start 2017-01-01, got the same day",
        ),
        (lambda: measures.in_prices_of(1, 0, 5), "index_then: expected a price index above zero, got 0"),
    ],
)
def test_bad_input_gets_one_clear_sentence(call, message):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert str(caught.value) == message
