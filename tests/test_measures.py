"""The arithmetic of the course: bounds, rounding, days, rates, units."""

import datetime
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from campaign import measures
from campaign.measures import Bounded, between, exact, rounded

LAST_DAY = (datetime.date.max - measures.CAMPAIGN_START).days + 1


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


def test_dividing_by_a_figure_that_can_be_zero_says_so():
    with pytest.raises(ZeroDivisionError, match=r"division: the divisor can be zero \(it lies between -1.0 and 1.0\)"):
        exact(1) / between(-1, 1)


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


# --- ends, borders and names ------------------------------------------------------------------------------------------
def test_a_plain_number_may_stand_on_the_left():
    figure = between(2, 4)
    assert 10 - figure == between(6, 8)
    assert 8 / figure == Bounded(Fraction(8, 3), 2, 4)
    assert 10 + figure == between(12, 14) and 10 * figure == between(20, 40)


def test_the_bounds_belong_to_the_figure():
    figure = between(2, 4)
    assert all(value in figure for value in (2, 4, "3.5", figure, between(2, 3), between(3, 4), exact(2)))
    assert not any(value in figure for value in (1.99, 4.01, between(1, 3), between(3, 5), between(1, 5)))


def test_figures_that_touch_may_be_the_same_number():
    assert between(1, 2).overlaps(between(2, 3)) and between(2, 3).overlaps(between(1, 2))
    assert between(1, 2).overlaps(2) and between(1, 5).overlaps(between(2, 3))
    assert not between(1, 2).overlaps(between("2.01", 3)) and not between("2.01", 3).overlaps(between(1, 2))
    assert measures.overlap([between(1, 2), between(2, 3)]) == exact(2)
    assert measures.overlap([between(1, 4), 3, between(2, 5)]) == exact(3)
    assert measures.overlap([between(1, 4), between(2, 5), between(0, 9)]) == between(2, 4)


@pytest.mark.parametrize("divisor", [between(0, 1), between(-1, 0), exact(0), between(-1, 1)])
def test_a_divisor_whose_bounds_reach_zero_is_refused(divisor):
    with pytest.raises(ZeroDivisionError, match="the divisor can be zero"):
        exact(1) / divisor
    assert exact(1) / between("0.5", 1) == Bounded(Fraction(4, 3), 1, 2)


def test_a_negative_divisor_turns_the_bounds_round():
    assert between(4, 8) / between(-2, -1) == Bounded(-4, -8, -2)


def test_the_first_digit_of_the_distance_decides():
    for decimals, widths in {
        2: ["0.099"],
        1: ["0.1", "0.109", "1/3"],
        0: [1, "9.99"],
        -1: [10, "27", 99],
        -2: [100],
    }.items():
        for figure in (between(0, Fraction(width)) for width in widths):
            assert (figure.decimals, figure.decimals_of_bounds) == (decimals, decimals + 1)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (7, 0, "7"),
        ("0.25", 2, "0.25"),
        ("1234.5", 1, "1,234.5"),
        ("0.000001", 6, "0.000001"),
        (Fraction(1, 3), 6, "0.333333"),
        ("-1234567.5", 1, "-1,234,567.5"),
        ("0.05", 2, "0.05"),
        ("-0.05", 2, "-0.05"),
        ("1.0000001", 6, "1.000000"),
        (0, 0, "0"),
    ],
)
def test_an_exact_figure_shows_all_its_digits_up_to_six(value, decimals, shown):
    figure = exact(value)
    assert (figure.decimals, figure.decimals_of_bounds, repr(figure)) == (decimals, decimals, shown)


def test_bounds_are_shown_one_digit_finer_and_negative_ones_with_their_sign():
    assert repr(between("-14.7966", "-14.6882")) == "-14.7 [-14.80, -14.69]"
    assert repr(between(-5, 5)) == "0 [-5, 5]"


def test_separators_do_not_change_how_a_figure_was_rounded():
    assert rounded("104,000") == rounded("104_000") == rounded(" 104000 ") == between("103999.5", "104000.5")
    assert rounded("1,234.50") == between("1234.495", "1234.505")
    assert rounded(104000, "1,000") == rounded(104000, 1000)
    assert rounded("13.6", "0.1") == rounded("13.6") and rounded(8, Fraction(1, 2)) == between("7.75", "8.25")


def test_a_range_may_be_one_value_and_its_best_may_stand_at_an_end():
    assert between(3, 3) == exact(3)
    assert between(1, 3).best == 2
    assert [between(1, 3, best).best for best in (1, "2.5", 3)] == [1, Fraction("2.5"), 3]


def test_a_weighted_mean_is_exact_at_its_ends():
    assert measures.weighted_mean([70, 50], [1, 3]) == exact(55)
    assert measures.weighted_mean([between(60, 80), 50], [1, 3]) == Bounded(55, Fraction("52.5"), Fraction("57.5"))
    # More weight on the smaller share pulls the mean down: 1 to 3 against 1 is 60 to 55 of 70 and 50.
    mean = measures.weighted_mean([70, 50], [1, between(1, 3, best=2)])
    assert mean == Bounded(Fraction(170, 3), 55, 60)
    assert measures.weighted_mean([70, 50], [0, 3]) == exact(50)
    assert measures.weighted_mean([70], [between(1, 2)]) == exact(70)


def test_a_day_apart_and_two_days_apart():
    assert measures.days_between_reports("2017-06-30", "2017-07-01") == Bounded(1, Fraction(1, 2), 2)
    assert measures.days_between_reports("2017-06-30", "2017-07-02") == between(1, 3)
    assert measures.marginal_rate(1, 2, "2017-06-30", "2017-07-01") == exact(1000)
    assert measures.implied_days(1, 10) == exact(100) and measures.total_cost(10, 100) == exact(1)
    assert measures.campaign_date("1") == datetime.date(2014, 8, 8)
    assert measures.campaign_day(datetime.datetime(2014, 8, 8, 23)) == 1
    assert measures.campaign_date(LAST_DAY) == datetime.date.max


def test_nothing_is_a_count_of_zero_too():
    assert measures.pace(0, 0, "2017-06-30", "2017-07-02") == Bounded(0, 0, 0)
    assert measures.total_cost(0, 5) == exact(0) == measures.square_miles_to_km2(0)
    assert measures.share(0, 5) == exact(0)
    assert measures.in_prices_of(100, "0.5", 1) == exact(200)
    assert measures.square_miles_to_km2(1) == exact("2.589988110336")
    assert measures.pounds_to_kilograms(1) == exact("0.45359237")


def test_a_figure_that_cannot_be_negative_is_cut_at_zero():
    assert measures.not_below_zero(measures.Bounded(-3, -5, 2)) == measures.Bounded(0, 0, 2)
    assert measures.not_below_zero(measures.Bounded(-3, -5, -1)) == measures.exact(0)
    assert measures.not_below_zero(measures.Bounded(3, 1, 5)) == measures.Bounded(3, 1, 5)


# --- bad input --------------------------------------------------------------------------------------------------------
DATES = {"start": "2017-01-01", "end": "2017-02-01"}
FUNCTIONS = {
    "as_fraction": {"value": 1},
    "exact": {"value": 1},
    "rounded": {"value": "13.6", "step": 1},
    "between": {"low": 1, "high": 3, "best": 2},
    "round_half_up": {"value": 2.5, "decimals": 1},
    "written": {"value": 2.5, "decimals": 1},
    "as_date": {"value": "2017-01-01"},
    "elapsed_days": DATES,
    "inclusive_days": DATES,
    "campaign_day": {"date": "2017-01-01"},
    "campaign_date": {"day": 3},
    "days_between_reports": DATES,
    "pace": {"count_start": 3, "count_end": 5} | DATES,
    "share": {"part": 1, "whole": 3},
    "total_cost": {"average_usd_million_per_day": "13.6", "days": 3},
    "implied_days": {"total_usd_billion": "2.7", "average_usd_million_per_day": "13.6"},
    "marginal_rate": {"total_start_usd_billion": 1, "total_end_usd_billion": 2} | DATES,
    "square_miles_to_km2": {"area": 3},
    "pounds_to_kilograms": {"weight": 500},
    "nearest": {"value": "13.64", "step": "0.1"},
    "not_below_zero": {"figure": 3},
    "in_prices_of": {"amount": 3, "index_then": 236, "index_later": 245},
}
"""What each function takes."""
ARGUMENTS = [(name, argument) for name, arguments in FUNCTIONS.items() for argument in arguments]
CALLED = {("as_date", "value"): "date"}
"""Where the sentence calls an argument by another name: as_date says "date" unless it is told the name."""
COUNTS = "day count_start count_end days average_usd_million_per_day total_usd_billion area weight".split()
COUNTS += ["total_start_usd_billion", "total_end_usd_billion"]
"""Arguments that are not negative."""


def refusal(call):
    """The sentence of an error."""
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_each_argument_is_called_by_its_name(name, argument):
    def told(value):
        return refusal(lambda: getattr(measures, name)(**(FUNCTIONS[name] | {argument: value})))

    called = CALLED.get((name, argument), argument)
    kind = "date such as 2017-07-26" if called in ("date", "start", "end") else "number such as 13.6"
    kind = "whole number" if called == "decimals" else kind
    assert told("x") == f"{called}: expected a {kind}, got 'x'"
    if argument in COUNTS:
        least = "a whole number from 1" if argument == "day" else "a number of zero or more"
        assert told(-2) == f"{argument}: expected {least}, got -2"


def test_every_function_that_takes_numbers_or_dates_is_tried_with_bad_input():
    own = {name for name, thing in vars(measures).items() if getattr(thing, "__module__", "") == measures.__name__}
    # Bounded, and the two that take lists, are tried below.
    assert {name for name in own if name[0] != "_"} == set(FUNCTIONS) | {"Bounded", "overlap", "weighted_mean"}


SENTENCES = {
    "exact(float('nan'))": "value: expected a finite number, got nan",
    "exact(None)": "value: expected a number, got None",
    "exact(True)": "value: expected a number, got True",
    "exact(1) + 'x'": "value: expected a number such as 13.6, got 'x'",
    "'x' in exact(1)": "value: expected a number such as 13.6, got 'x'",
    "exact(1).overlaps('x')": "other: expected a number such as 13.6, got 'x'",
    "rounded('13.6', step=0)": "step: expected a number above zero, got 0",
    "rounded(13.6, 1)": "value: expected a multiple of the step 1, as a rounded figure is one, got 13.6 (rounded it reads 14)",
    "rounded('13.64', '0.1')": "value: expected a multiple of the step '0.1', as a rounded figure is one, got '13.64' (rounded it reads 13.6)",
    "rounded('13.6', -1)": "step: expected a number above zero, got -1",
    "rounded(Fraction(1, 3))": "value: expected a number written with its digits, such as '13.6', got Fraction(1, 3)",
    "between(2, 1)": "low and high: expected low <= high, got 2.0 and 1.0",
    "between(1, 2, best=3)": "best: expected a number from 1.0 to 2.0, got 3.0",
    "Bounded('a', 1, 2)": "best: expected a number such as 13.6, got 'a'",
    "Bounded(0, 0, 'x')": "high: expected a number such as 13.6, got 'x'",
    "Bounded(1, 0, float('inf'))": "high: expected a finite number, got inf",
    "Bounded(Fraction(5), Fraction(1), Fraction(2))": "bounds: expected low <= best <= high, got 1.0, 5.0, 2.0",
    "round_half_up(1, 0.5)": "decimals: expected a whole number, got 0.5",
    "round_half_up(1, True)": "decimals: expected a whole number, got True",
    "as_date(pd.NaT)": "date: expected a date, got an empty one",
    "as_date(20170726)": "date: expected a date such as 2017-07-26, got 20170726",
    "elapsed_days('2017-07-26', '2014-08-08')": "end: expected a date on or after the start 2017-07-26, got 2014-08-08",
    "campaign_day('2014-08-07')": "date: expected a day of the campaign, 2014-08-08 or later, got 2014-08-07",
    "campaign_date(0)": "day: expected a whole number from 1, got 0",
    "campaign_date(1.5)": "day: expected a whole number from 1, got 1.5",
    "campaign_date(True)": "day: expected a number, got True",
    "campaign_date(10**9)": "day: expected a day before the year 10000, got 1000000000",
    f"campaign_date({LAST_DAY + 1})": f"day: expected a day before the year 10000, got {LAST_DAY + 1}",
    "pace(1, 2, '2017-01-01', '2017-01-01')": "end: expected a date after the start 2017-01-01, got the same day",
    "marginal_rate(1, 2, '2017-01-01', '2017-01-01')": "end: expected a date after the start 2017-01-01, got the same day",
    "in_prices_of(1, 0, 5)": "index_then: expected a price index above zero, got 0",
    "overlap([])": "figures: expected at least one, got none",
    "overlap(3)": "figures: expected several numbers or figures, got 3",
    "overlap([1, 'x'])": "figures: expected a number such as 13.6, got 'x'",
    "overlap([between(1, 2), exact(7)])": (
        f"figures: expected figures with at least one value in common, got {between(1, 2)}, 7"
    ),
    "weighted_mean([1], [1, 2])": "weights: expected one for each of 1 shares, got 2",
    "weighted_mean([1, 2], [1, -1])": "weights: expected numbers of zero or more, with a sum above zero",
    "weighted_mean([1, 2], [0, 0])": "weights: expected numbers of zero or more, with a sum above zero",
    "weighted_mean([], [])": "weights: expected numbers of zero or more, with a sum above zero",
    "weighted_mean([1], '5')": "weights: expected several numbers or figures, got '5'",
    "weighted_mean([1], [None])": "weights: expected a number, got None",
    "weighted_mean(exact(5), [1])": "shares: expected several numbers or figures, got 5",
    "weighted_mean(['x'], [1])": "shares: expected a number such as 13.6, got 'x'",
}


@pytest.mark.parametrize("call", SENTENCES)
def test_bad_input_gets_one_clear_sentence(call):
    assert refusal(lambda: eval(call, vars(measures) | {"Fraction": Fraction, "pd": pd})) == SENTENCES[call]


@pytest.mark.parametrize(
    ("printed", "bounds"),
    [
        ("13.60", (13.595, 13.605)),
        ("١٣٫٦", (13.55, 13.65)),
        ("1,234", (1233.5, 1234.5)),
        ("\u200f14.5", (14.45, 14.55)),
    ],
)
def test_a_printed_figure_is_read_in_both_scripts_with_its_last_digit(printed, bounds):
    figure = rounded(printed)
    assert (float(figure.low), float(figure.high)) == bounds


@pytest.mark.parametrize(("printed", "readings"), [("0,123", "0.123 or 123"), ("1234,567", "1234.567 or 1234567")])
def test_a_comma_with_two_readings_is_asked_about(printed, readings):
    with pytest.raises(ValueError, match=f"is it {readings}"):
        rounded(printed)
