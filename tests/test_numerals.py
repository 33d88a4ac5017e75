"""What people type for a number, in both scripts; what leaves two readings is asked about, never guessed."""

from fractions import Fraction

import pytest
from campaign import numerals
from hypothesis import given
from hypothesis import strategies as st

READ = {
    "7": ("7", 0),
    " 7 ": ("7", 0),
    "+5": ("5", 0),
    "-5": ("-5", 0),
    "\u22125": ("-5", 0),
    "5.": ("5", 0),
    ".57": ("0.57", 2),
    "-.5": ("-0.5", 1),
    "14.70": ("14.7", 2),
    "13,221": ("13221", 0),
    "1,234,567.8": ("1234567.8", 1),
    "13 221": ("13221", 0),
    "13\u202f221": ("13221", 0),
    "13\u00a0221.5": ("13221.5", 1),
    "1_000": ("1000", 0),
    "١٣٬٢٢١": ("13221", 0),
    "١٣،٢٢١": ("13221", 0),
    "۱۳۲۲۱": ("13221", 0),
    "١٤٫٧": ("14.7", 1),
    "14٫5": ("14.5", 1),
    "٠٫٥٧": ("0.57", 2),
    "١٣٬٢٢١٫٥": ("13221.5", 1),
    "\u202a23,922\u202c": ("23922", 0),
    "\u200f13.6\u200f": ("13.6", 1),
    "\ufeff42": ("42", 0),
    "1\u00ad068": ("1068", 0),
    "\u200b1\u2060068": ("1068", 0),
    "1000000": ("1000000", 0),
    "0": ("0", 0),
    "007": ("7", 0),
    "9" * 40: ("9" * 40, 0),
    "-1,234.50": ("-1234.5", 2),
    "+13 221": ("13221", 0),
}
OPEN = {
    "14,5": ("14.5", "145"),
    "13,6": ("13.6", "136"),
    "0,57": ("0.57", "57"),
    "0,567": ("0.567", "567"),
    "0,123": ("0.123", "123"),
    "1234,567": ("1234.567", "1234567"),
    "12,34": ("12.34", "1234"),
    "1.234,5": ("1234.5", "12345"),
    "1 234,5": ("1234.5", "12345"),
    "-0,4": ("-0.4", "-4"),
    "+1.234.567,8": ("+1234567.8", "+12345678"),
    "٠،٥٧": ("0.57", "57"),
}
NO_NUMBER = (
    "", " ", "\u200f", "about fourteen", "--3", "+-3", "3 4", "12 34", "1,23,456", "1,234 567", "1e5", "nan", "inf", "1/2",
    "0x10", "1.2.3", "1.234.567", "٫", "1٫", "1٫2٫3", "1.5٫2", "$5", "50%", "5 days", "9" * 41, "½", "²", "一", ",5", "5,",
    "1,,000", "1__000", "1.234٫5", "1.234٫567", "1٫234,5", "1,234 567.8", "0,123,456", "०",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_number_in_any_sensible_form(text, expected):
    found = numerals.read(text)
    assert (found.value, found.decimals) == (Fraction(expected[0]), expected[1])


@pytest.mark.parametrize(("text", "readings"), OPEN.items())
def test_a_comma_that_may_be_a_decimal_sign_is_asked_about(text, readings):
    with pytest.raises(numerals.OpenComma) as asked:
        numerals.read(text)
    assert (asked.value.readings, asked.value.args) == (readings, (text,))


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_not_one_finite_number(text):
    with pytest.raises(numerals.NotANumber) as refused:
        numerals.read(text)
    assert (type(refused.value), refused.value.args) == (numerals.NotANumber, (text,))


@given(st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩.,٫٬، _+-\u200f\u2212"))
def test_any_text_is_read_or_refused_in_one_way(text):
    try:
        numerals.read(text)
    except numerals.NotANumber:
        pass


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_what_the_course_prints_it_reads(number, decimals):
    value = Fraction(number, 10**decimals)
    for printed in (f"{float(value):,.{decimals}f}" if abs(number) < 10**12 else f"{number}", str(number)):
        assert numerals.read(printed).value in (value, number)
