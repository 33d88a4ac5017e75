"""What a learner types: a number with its unit in either language, or choices as letters or words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .. import language as lang
from .. import numerals
from ..measures import Bounded, exact
from ..numerals import NotANumber, OpenComma

__all__ = ["NotANumber", "OpenComma", "Typed", "UnknownWord", "choices", "number"]

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_SILENT = {"about"}  # words that change nothing of the number
_PASSED_OVER = {"of", "من", "the", "us", "u.s", "american", "أمريكي", "أميركي"}
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
_AROUND = " .()[]{}" + _QUOTES
_TOUCHING = "$%٪~≈"  # signs that may touch the next word
_BETWEEN = re.compile(rf"[،,؛;:!؟?(){_QUOTES}]|\.(?!\S)")
_AND = {"and", "و", "&", "+"}
_LETTERS = dict(zip("أابجدهوزحط", "aabcdefghi", strict=True))
"""Arabic letters that name choices, in the order in which Arabic lists count: أ ب ج د هـ و ز."""


class UnknownWord(NotANumber):
    """A number with a word beside it that is no unit of the course. word: as it was typed."""

    def __init__(self, word: str):
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Typed:
    """A number as it was answered. decimals: as written, 0 for a number of Python. scale: 1,000,000 for "million", None
    where no such word stood there. units: codes of words/units.toml."""

    value: Bounded
    decimals: int = 0
    scale: int | None = None
    units: frozenset[str] = frozenset()


@functools.cache
def _spellings() -> dict[str, str]:
    """Each spelling of a unit or a word of size, in every language, with its code."""
    return {
        spelling.strip().casefold(): code
        for code in lang.entries("units")
        for language in lang.LANGUAGES
        for spelling in lang.text(f"units.{code}", language).split("|")
    }


def unit_name(code: str, language: str) -> str:
    """The name of a unit as replies write it."""
    return lang.text(f"units.{code}", language).split("|")[0].strip()


def number(value) -> Typed:
    """Read a learner's number in any sensible form.

    value: int, float, Decimal, Fraction, a numpy or pandas scalar, a `Bounded`, or a text such as "1,068 days", "$0.57",
    "12.6 billion", "٥٠٪". Raises OpenComma, UnknownWord or NotANumber; never another error, whatever the object.
    """
    if isinstance(value, Bounded):
        return Typed(value, value.decimals)
    if isinstance(value, str):
        return _typed(value)
    return Typed(exact(_plain(value)))


_NUMBERS = (int, float, Decimal, Fraction)


def _plain(value) -> Fraction:
    """A number of Python, numpy or pandas as an exact fraction."""
    try:
        if not isinstance(value, _NUMBERS):
            value = value.item()  # a scalar or an array of one element
        if not isinstance(value, _NUMBERS) or isinstance(value, bool) or not abs(value) < 10**40:  # nor "not a number"
            raise NotANumber
        return Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(Decimal(str(value)))
    except Exception:  # an object of a learner may refuse anything
        raise NotANumber from None


_NUMBER = re.compile(
    r"(?P<before>[^\d]*?)(?P<number>[+-]?[\d.\u066b][\d.,،_ \u066b\u066c]*)(?P<after>.*)", re.DOTALL | re.ASCII
)


def _typed(text: str) -> Typed:
    if len(text) > 120:
        raise NotANumber
    match = _NUMBER.fullmatch(numerals.bare(text))
    if not match or match["before"].endswith(("+", "-")) or _DIGIT.search(match["after"]):
        raise NotANumber
    found = numerals.read(match["number"].rstrip(" ,،_"))
    scale, units = None, set()
    for code in [*_codes(match["before"]), *_codes(match["after"])]:
        if code in SCALES:
            scale = (scale or 1) * SCALES[code]
        elif code not in _SILENT:
            units.add(code)
    return Typed(exact(found.value), found.decimals, scale, frozenset(units))


_DIGIT = re.compile(r"(?<!km)(?<!mi)(?<!كم)\d", re.IGNORECASE)
"""A digit that is not of a unit: km2."""


def _codes(words: str) -> Iterable[str]:
    """The codes of the words beside a number, the longest known phrase first."""
    rest = " ".join(_BETWEEN.sub(" ", words.casefold()).split())
    spellings = _spellings()
    while rest:
        parts = rest.split()
        phrases = (" ".join(parts[:length]) for length in range(len(parts), 0, -1))
        known = next((p for p in phrases if p in spellings), rest[0] if rest[0] in _TOUCHING else "")
        if known:
            yield spellings[known]
        elif parts[0] in _PASSED_OVER:
            known = parts[0]
        else:
            raise UnknownWord(parts[0])
        rest = rest[len(known) :].strip()


def choices(value, offered: tuple[str, ...], names: dict[str, str] | None = None) -> frozenset[str] | None:
    """The choices that a learner named, as codes of `offered`; None where something is not among them, or nothing is.

    value: a text ("A, C", "ac", "a and c", '["a","c"]', «أ، ج»), or a list, tuple, set, array or Series of such texts.
    names: further spellings of choices, such as their words in the lesson's language.
    """
    known = {code.casefold(): code for code in offered} | {
        name.casefold(): code for name, code in (names or {}).items() if code in offered
    }
    letters = all(len(code) == 1 for code in offered)
    if letters:
        known |= {arabic: known[latin] for arabic, latin in _LETTERS.items() if latin in known}
    try:
        parts = [value] if isinstance(value, str) else list(value)
        if len(parts) > 100 or isinstance(value, dict) or not all(isinstance(part, str) for part in parts):
            return None
    except Exception:  # an object of a learner may refuse anything
        return None
    found = set()
    for part in parts:
        codes = _choices_in(part, known, letters)
        if codes is None:
            return None
        found |= codes
    return frozenset(found) or None


def _choices_in(text: str, known: dict[str, str], letters: bool) -> set[str] | None:
    if len(text) > 200:
        return None
    words = numerals.bare(text).replace("ـ", "").casefold()
    whole = words.strip(_AROUND)
    if whole in known:
        return {known[whole]}
    # Names may be of several words: «الولايات المتحدة، فرنسا».
    listed = [name.strip(_AROUND) for name in re.split(r"[,،;؛/\n]+|\sand\s|\sو(?=\S)", words)]
    if all(name in known for name in listed):
        return {known[name] for name in listed}
    pieces = [p for p in re.split(rf"[\s,،;؛/\[\](){{}}.{_QUOTES}]+", words) if p]
    if letters:
        # "and" in Arabic touches the next letter: «أ وج».
        pieces = [p[1:] if len(p) == 2 and p[0] == "و" and p[1] in known else p for p in pieces]
    pieces = [p for p in pieces if p not in _AND or (p in known and len(pieces) == 1)]
    codes = set()
    for piece in pieces:
        if piece in known:
            codes.add(known[piece])
        elif letters and all(letter in known for letter in piece):
            codes |= {known[letter] for letter in piece}
        else:
            return None
    return codes or None
