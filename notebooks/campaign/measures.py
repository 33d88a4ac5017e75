"""Arithmetic on the figures of the course: days, rates, shares, units and honest rounding.

Everything here works on plain numbers, dates and pandas Series. Nothing is drawn and nothing is read from a file.

The heart is `Bounded`: a figure together with the lowest and the highest value that it can stand for. A paper that
prints 13.6 says "something from 13.55 to 13.65"; a sum, product or quotient of such figures has bounds of its own,
and printing more digits than those bounds support would claim a knowledge that nobody has.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral, Real

from . import numerals
from .problems import problem

CAMPAIGN_START = datetime.date(2014, 8, 8)
"""The day of the first strike. The US Defense Department counts it as day 1 of the campaign."""

SQUARE_KILOMETRES_IN_A_SQUARE_MILE = Fraction("2.589988110336")
"""Exact: the international mile is 1.609344 km, squared."""

KILOGRAMS_IN_A_POUND = Fraction("0.45359237")
"""Exact: the definition of the international pound."""

HOURS_IN_A_DAY = 24


def as_fraction(value, argument: str = "value") -> Fraction:
    """Return `value` (a number or its text) as an exact fraction, reading a float by the digits that Python prints for it.

    Raises TypeError for what is neither, ValueError for a text that is no finite number or leaves two readings.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal, str)):
        raise TypeError(problem("number", argument=argument, value=repr(value)))
    try:
        if isinstance(value, str):
            return numerals.read(value).value
        number = Decimal(str(value))
    except numerals.OpenComma as comma:
        point, whole = comma.readings
        raise ValueError(problem("number_or", argument=argument, value=repr(value), point=point, whole=whole)) from None
    except (numerals.NotANumber, InvalidOperation):
        raise ValueError(problem("number_such_as", argument=argument, value=repr(value))) from None
    if not number.is_finite():
        raise ValueError(problem("finite", argument=argument, value=repr(value)))
    return Fraction(number)


@dataclass(frozen=True)
class Bounded:
    """A figure with the lowest and highest value that it can stand for.

    `best` is the figure as printed or as computed from printed figures, `low` and `high` are its bounds; all three
    are exact fractions, so that a chain of operations adds no error of its own. Make one with `rounded`, `exact` or
    `between`; then use +, -, * and / with other `Bounded` figures or with plain (exact) numbers.
    """

    best: Fraction
    low: Fraction
    high: Fraction

    def __post_init__(self):
        for name in ("best", "low", "high"):
            object.__setattr__(self, name, as_fraction(getattr(self, name), name))
        if not self.low <= self.best <= self.high:
            raise ValueError(problem("bounds", low=float(self.low), best=float(self.best), high=float(self.high)))

    # --- arithmetic -------------------------------------------------------------------------------------------
    def __add__(self, other):
        other = _bounded(other)
        return Bounded(self.best + other.best, self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __neg__(self):
        return Bounded(-self.best, -self.high, -self.low)

    def __sub__(self, other):
        return self + (-_bounded(other))

    def __rsub__(self, other):
        return _bounded(other) + (-self)

    def __mul__(self, other):
        other = _bounded(other)
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounded(self.best * other.best, min(corners), max(corners))

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _bounded(other)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(problem("divisor", low=float(other.low), high=float(other.high)))
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounded(self.best / other.best, min(corners), max(corners))

    def __rtruediv__(self, other):
        return _bounded(other) / self

    # --- questions --------------------------------------------------------------------------------------------
    @property
    def width(self) -> Fraction:
        """The distance between the bounds; 0 for an exact figure."""
        return self.high - self.low

    def __contains__(self, value) -> bool:
        """Is `value` (a number, or a whole `Bounded`) inside the bounds?"""
        if isinstance(value, Bounded):
            return self.low <= value.low and value.high <= self.high
        return self.low <= as_fraction(value, "value") <= self.high

    def overlaps(self, other: Bounded) -> bool:
        """Can this figure and `other` be the same number, as far as their bounds tell?"""
        other = _bounded(other, "other")
        return self.low <= other.high and other.low <= self.high

    # --- how many digits may be printed -----------------------------------------------------------------------
    @property
    def decimals_of_bounds(self) -> int:
        """Decimals to print the bounds with: one digit finer than the first digit of their distance.

        14.688 to 14.797 (0.109 apart) prints as 14.69 to 14.80. Negative for tens, hundreds and so on.
        """
        return _decimals_for(self.width) + 1 if self.width else _decimals_of(self.best)

    @property
    def decimals(self) -> int:
        """Decimals to print the figure itself with, when it stands alone: no finer than its bounds allow.

        14.743 within 14.69 to 14.80 prints as 14.7.
        """
        return _decimals_for(self.width) if self.width else _decimals_of(self.best)

    def __repr__(self):
        best = written(self.best, self.decimals)
        if not self.width:
            return best
        places = self.decimals_of_bounds
        return f"{best} [{written(self.low, places)}, {written(self.high, places)}]"


def _bounded(value, argument: str = "value") -> Bounded:
    if isinstance(value, Bounded):
        return value
    number = as_fraction(value, argument)
    return Bounded(number, number, number)


def _not_negative(value, argument: str) -> Bounded:
    figure = _bounded(value, argument)
    if figure.best < 0:
        raise ValueError(problem("not_negative", argument=argument, value=repr(value)))
    return figure


def _several(values, argument: str) -> list[Bounded]:
    if isinstance(values, (str, Bounded)) or not hasattr(values, "__iter__"):
        raise TypeError(problem("several", argument=argument, value=repr(values)))
    return [_bounded(value, argument) for value in values]


def _decimals_for(width: Fraction) -> int:
    """The decimal place of the first digit of `width`: 0.109 -> 1, 27 -> -1."""
    places = len(str(width.denominator)) - len(str(width.numerator))
    return places if width >= Fraction(10) ** -places else places + 1


def _decimals_of(value: Fraction) -> int:
    """Decimals that show an exact value whole, up to six."""
    for places in range(7):
        if (value * 10**places).denominator == 1:
            return places
    return 6


def round_half_up(value, decimals: int = 0) -> Fraction:
    """Round as newspapers do (a half goes away from zero), exactly; negative `decimals` round to tens and so on.

    Python's own round() takes a half to the even neighbour and sees 2.675 as slightly less than it is written.
    """
    units, decimals = _units(value, decimals), int(decimals)
    return Fraction(units, 10**decimals) if decimals > 0 else Fraction(units * 10**-decimals)


def _units(value, decimals: int) -> int:
    """How many units of the last place a rounded number has; in whole numbers, for every label of an axis asks this."""
    number = as_fraction(value, "value")
    if isinstance(decimals, bool) or not isinstance(decimals, Integral):
        raise TypeError(problem("decimals", value=repr(decimals)))
    up, down = 10 ** max(int(decimals), 0), 10 ** max(-int(decimals), 0)
    units = (2 * abs(number.numerator) * up + number.denominator * down) // (2 * number.denominator * down)
    return -units if number < 0 else units


def written(value, decimals: int) -> str:
    """A number rounded half up, with separated thousands, digit for digit (a float keeps only about sixteen)."""
    units, places = _units(value, decimals), max(int(decimals), 0)
    whole, rest = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole * 10 ** max(-int(decimals), 0):,}" + (f".{rest:0{places}d}" if places else "")


# --- making figures -------------------------------------------------------------------------------------------
def exact(value) -> Bounded:
    """A figure without doubt about its digits, such as a count of days. `value`: a number or its text."""
    number = as_fraction(value, "value")
    return Bounded(number, number, number)


def rounded(value, step=None) -> Bounded:
    """A figure known to its last printed digit: rounded("13.6") lies between 13.55 and 13.65.

    value: the figure as printed. Give it as text ("13.60", "7.0") or with `step`, since the number 7.0 no longer
        knows how many digits were printed.
    step: the unit of the last printed digit (0.1 for 13.6; 1000 for 104,000). Without it, the decimals of `value`
        as written tell. Raises ValueError for a value that cannot have been rounded so, such as 13.64 to 0.1.
    """
    number = as_fraction(value, "value")
    if step is None:
        if isinstance(value, Fraction):
            raise TypeError(problem("digits", value=repr(value)))
        digits = numerals.read(value).decimals if isinstance(value, str) else -Decimal(str(value)).as_tuple().exponent
        width = Fraction(1, 10) ** digits
    else:
        width, near = _step(step), nearest(number, step)
        if number != near:
            raise ValueError(problem("no_multiple", value=repr(value), step=repr(step), near=exact(near)))
    return Bounded(number, number - width / 2, number + width / 2)


def nearest(value, step) -> Fraction:
    """`value` as it is printed when it is rounded to `step` (a half goes away from zero): nearest(13.64, "0.1") is 13.6."""
    return round_half_up(as_fraction(value, "value") / _step(step)) * _step(step)


def _step(step) -> Fraction:
    width = as_fraction(step, "step")
    if width <= 0:
        raise ValueError(problem("above_zero", argument="step", value=repr(step)))
    return width


def between(low, high, best=None) -> Bounded:
    """A figure given as a range. `best` is the middle of it unless it is given."""
    low, high = as_fraction(low, "low"), as_fraction(high, "high")
    if low > high:
        raise ValueError(problem("low_high", low=float(low), high=float(high)))
    middle = (low + high) / 2 if best is None else as_fraction(best, "best")
    if not low <= middle <= high:
        raise ValueError(problem("best", low=float(low), high=float(high), value=float(middle)))
    return Bounded(middle, low, high)


def not_below_zero(figure) -> Bounded:
    """A figure that cannot be negative (dollars a day, strikes between two reports), whatever its rounding allows."""
    figure = _bounded(figure, "figure")
    return Bounded(max(figure.best, 0), max(figure.low, 0), max(figure.high, 0))


def overlap(figures) -> Bounded:
    """What several figures for one quantity have in common: from the highest low bound to the lowest high bound.

    figures: `Bounded` figures that ought to be the same number, such as one area worked out from several maps.
    Raises ValueError when no value fits them all: then they are not figures for one quantity.
    """
    figures = _several(figures, "figures")
    if not figures:
        raise ValueError(problem("no_figures"))
    low, high = max(figure.low for figure in figures), min(figure.high for figure in figures)
    if low > high:
        shown = ", ".join(str(figure) for figure in figures)
        raise ValueError(problem("no_overlap", value=shown))
    return between(low, high)


# --- days -----------------------------------------------------------------------------------------------------
def as_date(value, argument: str = "date") -> datetime.date:
    """Return `value` (a date, a pandas Timestamp or an ISO text such as "2017-07-26") as a date."""
    if isinstance(value, datetime.datetime):
        if value != value:  # pandas' NaT is the only datetime that differs from itself
            raise ValueError(problem("empty_date", argument=argument))
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        if isinstance(value, Real):
            raise ValueError
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(problem("date", argument=argument, value=repr(value))) from None


def elapsed_days(start, end) -> int:
    """Days that passed from `start` to `end`: from 8 to 9 August, 1. Raises ValueError when `end` comes first."""
    first, last = as_date(start, "start"), as_date(end, "end")
    if last < first:
        raise ValueError(problem("end_first", start=first, value=last))
    return (last - first).days


def inclusive_days(start, end) -> int:
    """Days from `start` to `end` with both counted: from 8 to 9 August, 2. Raises ValueError when `end` comes first."""
    return elapsed_days(start, end) + 1


def campaign_day(date) -> int:
    """The number of a day of the campaign as the US Defense Department counts: 8 August 2014 is day 1.

    It is an inclusive count, so the days elapsed are one fewer.
    """
    day = as_date(date)
    if day < CAMPAIGN_START:
        raise ValueError(problem("before_campaign", start=CAMPAIGN_START, value=day))
    return inclusive_days(CAMPAIGN_START, day)


def campaign_date(day: int) -> datetime.date:
    """The date of a day of the campaign: day 1 is 8 August 2014."""
    number = as_fraction(day, "day")
    if number.denominator != 1 or number < 1:
        raise ValueError(problem("day_number", value=repr(day)))
    if number > (datetime.date.max - CAMPAIGN_START).days + 1:
        raise ValueError(problem("day_late", value=repr(day)))
    return CAMPAIGN_START + datetime.timedelta(days=int(number) - 1)


# --- rates, shares, units ---------------------------------------------------------------------------------------
def _days_of_interval(start, end) -> int:
    """Days that passed between two dates, at least one: nothing can be counted a day over no time at all."""
    days = elapsed_days(start, end)
    if days == 0:
        raise ValueError(problem("same_day", start=as_date(start)))
    return days


def days_between_reports(start, end) -> Bounded:
    """Days between two as-of dates, give or take one.

    A report "as of 30 June" does not say at which hour its count was closed, so the time between two reports is
    known to a day either way; reports of neighbouring days are taken to be at least half a day apart, since a pace
    over no time at all has no bounds. Raises ValueError unless `end` is after `start`.
    """
    days = _days_of_interval(start, end)
    return between(days - 1, days + 1) if days > 1 else between(Fraction(1, 2), 2, best=1)


def pace(count_start, count_end, start, end) -> Bounded:
    """Events per day between two cumulative counts, with bounds from their rounding and from the as-of dates.

    count_start, count_end: cumulative counts (a number, or `Bounded` for a rounded one); start, end: as-of dates.
    """
    gained = _not_negative(count_end, "count_end") - _not_negative(count_start, "count_start")
    return gained / days_between_reports(start, end)


def share(part, whole) -> Bounded:
    """`part` in percent of `whole` (numbers or `Bounded`)."""
    return _bounded(part, "part") / _bounded(whole, "whole") * 100


def weighted_mean(shares, weights) -> Bounded:
    """The mean of shares whose wholes differ in size, for example 70% of one area and 50% of another.

    shares, weights: numbers or `Bounded`, in the same order; weights are zero or more, such as the two areas. The
    bounds are exact: a weight that counts more in the sum also counts more in the divisor, which the plain
    operators on `Bounded` cannot know.
    """
    shares, weights = _several(shares, "shares"), _several(weights, "weights")
    if len(shares) != len(weights):
        raise ValueError(problem("weights", expected=len(shares), value=len(weights)))
    if any(w.low < 0 for w in weights) or sum(w.low for w in weights) <= 0:
        raise ValueError(problem("weights_sum"))

    def mean(values, sizes):
        return sum(v * s for v, s in zip(values, sizes, strict=True)) / sum(sizes)

    # The mean rises with each share and moves one way with each weight, so its extremes lie at corners.
    corners = list(itertools.product(*[(w.low, w.high) for w in weights]))
    return Bounded(
        mean([s.best for s in shares], [w.best for w in weights]),
        min(mean([s.low for s in shares], corner) for corner in corners),
        max(mean([s.high for s in shares], corner) for corner in corners),
    )


def total_cost(average_usd_million_per_day, days) -> Bounded:
    """Total in billions of US dollars of a daily average in millions over a number of days."""
    average = _not_negative(average_usd_million_per_day, "average_usd_million_per_day")
    return average * _not_negative(days, "days") / 1000


def implied_days(total_usd_billion, average_usd_million_per_day) -> Bounded:
    """The number of days that a published total (billions) and daily average (millions) agree on."""
    average = _not_negative(average_usd_million_per_day, "average_usd_million_per_day")
    return _not_negative(total_usd_billion, "total_usd_billion") * 1000 / average


def marginal_rate(total_start_usd_billion, total_end_usd_billion, start, end) -> Bounded:
    """Millions of US dollars a day spent between two published totals (billions), with rounding bounds.

    The totals are published for the end of a day by the same office and in the same way, so the days between them
    are taken as exact; the doubt is in the rounding of the totals.
    """
    days = _days_of_interval(start, end)
    total_start = _not_negative(total_start_usd_billion, "total_start_usd_billion")
    return (_not_negative(total_end_usd_billion, "total_end_usd_billion") - total_start) * 1000 / days


def square_miles_to_km2(area) -> Bounded:
    """Square kilometres of an area in square miles (1 square mile = 2.589988110336 km2)."""
    return _not_negative(area, "area") * exact(SQUARE_KILOMETRES_IN_A_SQUARE_MILE)


def pounds_to_kilograms(weight) -> Bounded:
    """Kilograms of a weight in pounds (1 pound = 0.45359237 kg)."""
    return _not_negative(weight, "weight") * exact(KILOGRAMS_IN_A_POUND)


def in_prices_of(amount, index_then, index_later) -> Bounded:
    """An amount of money in the prices of a later year, by a price index (for example the CPI-U annual means)."""
    then = _bounded(index_then, "index_then")
    if then.low <= 0:
        raise ValueError(problem("price_index", value=repr(index_then)))
    return _bounded(amount, "amount") * _bounded(index_later, "index_later") / then
