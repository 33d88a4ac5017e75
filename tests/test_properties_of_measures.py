"""Properties of the arithmetic, on figures and dates that nobody chose: bounds hold, days add up, bad input is named.

Every true value is drawn inside the bounds of its figure, often at their very ends, and worked with in exact fractions.
"""

import calendar
import datetime
import operator
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from campaign import measures
from campaign.measures import Bounded, exact, rounded
from hypothesis import assume, example, given
from hypothesis import strategies as st
from test_measures import ARGUMENTS, CALLED, COUNTS, FUNCTIONS

MOST = 10**9
REALS, NOT_NEGATIVE, POSITIVE = (st.integers(least, MOST) for least in (-MOST, 0, 1))
"""Sizes of figures, in units of SIZE."""
SIZE = 7000  # no power of ten: the bounds are seldom round numbers
PLACES = st.integers(-20, 120).map(lambda percent: Fraction(min(max(percent, 0), 100), 100))
"""Where in its bounds a true value lies: 0 at the low end, 1 at the high end, both of them often."""
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))


@st.composite
def known(draw, numbers=REALS):
    """A figure, and the true value that it stands for."""
    low, best, high = (Fraction(n, SIZE) for n in sorted(draw(st.tuples(numbers, numbers, numbers))))
    return Bounded(best, low, high), low + (high - low) * draw(PLACES)


def holds(figure: Bounded, truth: Fraction) -> bool:
    """Does the figure contain the truth? Asked of its bounds, not of its own `in`."""
    return figure.low <= figure.best <= figure.high and figure.low <= truth <= figure.high


# --- operators ------------------------------------------------------------------------------------------------------
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
CAN_BE_ZERO = r"^division: the divisor can be zero \(it lies between \S+ and \S+\)$"


def worked(sign: str, left, right, true_left, true_right):
    """The figure and the truth of one operation; None where the divisor can be zero and the figure says so."""
    divisor = right if isinstance(right, Bounded) else exact(right)
    if sign == "/" and divisor.low <= 0 <= divisor.high:
        with pytest.raises(ZeroDivisionError, match=CAN_BE_ZERO):
            left / right
        return None
    return OPERATORS[sign](left, right), OPERATORS[sign](true_left, true_right)


@given(st.sampled_from(sorted(OPERATORS)), known(), known())
def test_an_operation_on_two_figures_contains_the_truth(sign, first, second):
    result = worked(sign, first[0], second[0], first[1], second[1])
    assert result is None or holds(*result)


@given(
    st.sampled_from(sorted(OPERATORS)),
    known(),
    REALS.map(lambda n: Fraction(n, SIZE)),
    st.sampled_from([Fraction, int, float, Decimal]),
)
def test_an_operation_with_a_plain_number_on_either_side_contains_the_truth(sign, figure, number, kind):
    plain = kind(number) if kind is not Decimal else Decimal(number.numerator) / 8
    true = Fraction(str(plain))
    for left, right, true_left, true_right in (
        (figure[0], plain, figure[1], true),
        (plain, figure[0], true, figure[1]),
    ):
        result = worked(sign, left, right, true_left, true_right)
        assert result is None or holds(*result)


@given(
    known(), st.lists(st.tuples(st.sampled_from([*sorted(OPERATORS), "neg", "flip-", "flip/"]), known()), max_size=8)
)
def test_a_chain_of_operations_contains_the_truth(start, steps):
    figure, truth = start
    for sign, (other, true) in steps:
        if sign == "neg":
            figure, truth = -figure, -truth
        elif sign.startswith("flip"):
            figure, truth = worked(sign[-1], other, figure, true, truth) or (figure, truth)
        else:
            figure, truth = worked(sign, figure, other, truth, true) or (figure, truth)
        assert holds(figure, truth)
        assert truth in figure and figure.width == figure.high - figure.low >= 0


@given(known(), known())
def test_figures_of_one_truth_overlap_and_others_need_not(first, second):
    (x, true), (y, other) = first, second
    moved = y + (true - other)  # now both stand for the same number
    assert x.overlaps(moved) and moved.overlaps(x)
    assert holds(measures.overlap([x, moved]), true)
    assert x.overlaps(y) == y.overlaps(x) == (max(x.low, y.low) <= min(x.high, y.high))
    apart = x + (x.width + 1)
    assert not x.overlaps(apart)
    with pytest.raises(ValueError, match=r"^figures: expected .* one value in common, got "):
        measures.overlap([x, apart])


# --- rounding -------------------------------------------------------------------------------------------------------
@given(
    st.decimals(-(10**7), 10**7, places=6),
    st.integers(0, 5),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
    st.booleans(),
)
@example(Decimal("13.55"), 1, ROUND_HALF_UP, False)
def test_a_printed_figure_contains_every_value_that_is_printed_so(truth, places, rule, separated):
    printed = truth.quantize(Decimal(1).scaleb(-places), rule)
    text = f"{printed:,}" if separated else str(printed)
    assert holds(rounded(text), Fraction(truth))
    assert rounded(text).width == Fraction(10) ** -places


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 5, 10, 100, 1000, 50_000]))
def test_a_figure_with_a_step_contains_every_value_that_is_printed_so(truth, step):
    printed = step * measures.round_half_up(Fraction(truth, step))
    assert holds(rounded(int(printed), step), Fraction(truth)) and rounded(int(printed), step).width == step


@given(st.decimals(-(10**9), 10**9, places=9), st.integers(-4, 8))
def test_rounding_is_that_of_a_newspaper(value, decimals):
    unit = Decimal(1).scaleb(-decimals)
    assert measures.round_half_up(value, decimals) == Fraction(
        (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    )


DIGITS = re.compile(r"-?\d[\d,]*(?:\.(\d+))?")


def shown(text: str) -> Fraction:
    """The number that a text prints."""
    return Fraction(text.replace(",", ""))


@given(known())
@example((Bounded(Fraction(10**20), Fraction(10**20), Fraction(10**20)), Fraction(10**20)))
@example((Bounded(Fraction(0), Fraction(0), Fraction(1, 1000)), Fraction(0)))
@example((Bounded(Fraction(2**60 + 1), Fraction(2**60 + 1), Fraction(2**60 + 1)), Fraction(2**60 + 1)))
def test_no_digit_is_printed_that_the_bounds_do_not_support(pair):
    figure, _ = pair
    parts = DIGITS.findall(repr(figure))
    texts = [match.group() for match in DIGITS.finditer(repr(figure))]
    if not figure.width:
        assert len(texts) == 1 and abs(shown(texts[0]) - figure.best) <= Fraction(1, 2 * 10**6)
        return
    unit, finer = Fraction(10) ** -figure.decimals, Fraction(10) ** -figure.decimals_of_bounds
    # The last digit of the figure is worth no less than a tenth of the doubt, that of its bounds ten times less.
    assert unit <= figure.width < 10 * unit and finer * 10 == unit
    assert [len(decimals) for decimals in parts] == [max(figure.decimals, 0), *[max(figure.decimals_of_bounds, 0)] * 2]
    for text, value, step in zip(texts, (figure.best, figure.low, figure.high), (unit, finer, finer), strict=True):
        assert shown(text) % step == 0 and abs(shown(text) - value) <= step / 2


# --- days -----------------------------------------------------------------------------------------------------------
def julian_day(day: datetime.date) -> int:
    """The running number of a day, by a rule of its own: years, leap days, months, days."""
    years = day.year - 1
    months = sum(calendar.mdays[1 : day.month]) + (calendar.isleap(day.year) and day.month > 2)
    return years * 365 + years // 4 - years // 100 + years // 400 + months + day.day


@given(DAYS, DAYS)
@example(datetime.date(2016, 2, 28), datetime.date(2016, 3, 1))
@example(datetime.date(2100, 2, 28), datetime.date(2100, 3, 1))
def test_days_are_counted_with_one_end_or_with_both(one, other):
    start, end = sorted((one, other))
    passed = julian_day(end) - julian_day(start)
    assert measures.elapsed_days(start, end) == passed
    assert measures.inclusive_days(start, end) == passed + 1
    assert measures.elapsed_days(str(start), datetime.datetime(end.year, end.month, end.day, 23, 59)) == passed
    if start < end:
        for count in (measures.elapsed_days, measures.inclusive_days):
            with pytest.raises(ValueError, match=f"^end: expected a date on or after the start {end}, got {start}$"):
                count(end, start)


@given(DAYS, DAYS, DAYS)
def test_days_of_two_stretches_add_up(one, other, third):
    a, b, c = sorted((one, other, third))
    assert measures.elapsed_days(a, b) + measures.elapsed_days(b, c) == measures.elapsed_days(a, c)
    # Both ends counted, the day in the middle would be counted twice.
    assert measures.inclusive_days(a, b) + measures.inclusive_days(b, c) == measures.inclusive_days(a, c) + 1


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_a_month_and_a_year_have_their_days(year, month):
    length = calendar.monthrange(year, month)[1]
    assert measures.inclusive_days(datetime.date(year, month, 1), datetime.date(year, month, length)) == length
    assert measures.inclusive_days(f"{year}-01-01", f"{year}-12-31") == (366 if calendar.isleap(year) else 365)


@given(st.integers(1, 10**5))
def test_the_days_of_the_campaign_are_numbered_from_its_first(day):
    date = measures.campaign_date(day)
    assert measures.campaign_day(date) == day == julian_day(date) - julian_day(datetime.date(2014, 8, 8)) + 1


# --- rates, shares, units -------------------------------------------------------------------------------------------
HOURS = st.integers(0, 24 * 60).map(lambda minutes: Fraction(minutes, 24 * 60))


@given(known(NOT_NEGATIVE), known(NOT_NEGATIVE), DAYS, st.integers(1, 4000), HOURS, HOURS)
def test_a_pace_contains_the_truth_whenever_the_counts_were_closed(before, after, start, days, opened, closed):
    end = start + datetime.timedelta(days)
    passed = days + closed - opened  # a report "as of" a day may have been closed at any hour of it
    assume(passed >= Fraction(1, 2))  # as documented: two reports are never taken to be closer than half a day
    assert holds(measures.days_between_reports(start, end), passed)
    assert holds(measures.pace(before[0], after[0], start, end), (after[1] - before[1]) / passed)


@given(known(NOT_NEGATIVE), known(NOT_NEGATIVE), DAYS, st.integers(1, 4000))
def test_a_rate_between_two_totals_contains_the_truth(before, after, start, days):
    rate = measures.marginal_rate(before[0], after[0], start, start + datetime.timedelta(days))
    assert holds(rate, (after[1] - before[1]) * 1000 / days)


@given(known(NOT_NEGATIVE), known(POSITIVE), known(POSITIVE))
def test_shares_totals_and_units_contain_the_truth(first, second, third):
    (x, true_x), (y, true_y), (z, true_z) = first, second, third
    assert holds(measures.share(x, y), true_x / true_y * 100)
    assert holds(measures.total_cost(x, y), true_x * true_y / 1000)
    assert holds(measures.implied_days(x, y), true_x * 1000 / true_y)
    assert holds(measures.in_prices_of(x, y, z), true_x * true_z / true_y)
    mile, pound = Fraction("1.609344"), Fraction("453.59237")
    assert holds(measures.square_miles_to_km2(x), true_x * mile * mile)
    assert holds(measures.pounds_to_kilograms(x), true_x * pound / 1000)


@given(st.lists(st.tuples(known(), known(NOT_NEGATIVE)), min_size=1, max_size=3))
def test_a_weighted_mean_contains_the_truth(pairs):
    shares, weights = zip(*pairs, strict=True)
    assume(sum(figure.low for figure, _ in weights) > 0)
    mean = measures.weighted_mean([figure for figure, _ in shares], [figure for figure, _ in weights])
    true = sum(s * w for (_, s), (_, w) in pairs) / sum(w for _, w in weights)
    assert holds(mean, true)
    assert min(figure.low for figure, _ in shares) <= mean.low and mean.high <= max(figure.high for figure, _ in shares)


# --- bad input ------------------------------------------------------------------------------------------------------
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        [float("nan"), float("inf"), "", "many", "13,6", "1,23", "12,3456", "1.2.3", "5 days", "--3", "2017-02-30"]
    ),
    st.lists(st.integers(), max_size=2),
    st.text("abc ,.:;-", min_size=1, max_size=6).filter(lambda text: not re.search(r"\d", text)),
    st.builds(object),
    st.complex_numbers(),
)
OPTIONAL = {("rounded", "step"), ("between", "best")}


def one_sentence(caught, name: str) -> bool:
    """Is the message one line that starts with the argument and says what was expected?"""
    message = str(caught.value)
    return message.startswith(f"{name}: expected ") and ", got " in message and "\n" not in message


@given(st.sampled_from(ARGUMENTS), JUNK)
def test_what_is_no_number_and_no_date_gets_one_sentence_that_names_the_argument(where, junk):
    name, argument = where
    assume(not (junk is None and where in OPTIONAL))
    with pytest.raises((ValueError, TypeError)) as caught:
        getattr(measures, name)(**(FUNCTIONS[name] | {argument: junk}))
    assert one_sentence(caught, CALLED.get(where, argument)), str(caught.value)


@given(st.sampled_from([where for where in ARGUMENTS if where[1] in COUNTS]), st.integers(-(10**30), -1))
def test_a_negative_count_gets_one_sentence_that_names_the_argument(where, count):
    name, argument = where
    with pytest.raises(ValueError) as caught:
        getattr(measures, name)(**(FUNCTIONS[name] | {argument: count}))
    assert one_sentence(caught, argument), str(caught.value)
