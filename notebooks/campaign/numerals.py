"""Numbers as people type and print them, in Latin and in Arabic script: one reader for fields, answers and arithmetic.

read("1,068").value is 1068, read("١٤٫٥").value is 14.5. A comma that may be a decimal sign ("14,5", "0,567") is not
guessed at: `OpenComma` names both readings, so that whoever typed it can be asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LONGEST = 40
"""Characters of a number. Nothing that is counted in this course needs more; a longer text is not read at all."""

_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u2212\u2013\u2012\uff0b", "01234567890123456789---+")
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x061C,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
    ]
)
"""Marks of direction, joiners and soft hyphens: text that was copied from a page brings them along unseen."""

_DECIMAL = "\u066b"  # the Arabic sign, which leaves nothing open

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([,_ \u066c])\d{3})(?:\1\d{3})*(\.\d*)?", re.ASCII)
_WITH_COMMA = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[. ]\d{3})+),(\d+)", re.ASCII)


class NotANumber(ValueError):
    """A text that is not one finite number."""


class OpenComma(NotANumber):
    """A comma that may be a decimal sign. readings: the number with a point, and the number without the comma."""

    def __init__(self, text: str, readings: tuple[str, str]):
        super().__init__(text)
        self.readings = readings


@dataclass(frozen=True)
class Numeral:
    """A number as it was written: its exact value, and how many decimals stood there (2 in "14.70")."""

    value: Fraction
    decimals: int


def bare(text: str) -> str:
    """A text with Western digits and without invisible marks, its spaces plain and single."""
    return " ".join(text.translate(_INVISIBLE).translate(_WESTERN).split())


def read(text: str) -> Numeral:
    """Read one number. Raises OpenComma for a comma that leaves two readings, NotANumber for all else that is no number.

    Understood: signs, digits of both scripts, groups of three after a comma, a space, an underscore or the Arabic sign,
    a point or the Arabic sign for decimals, ".57" and "5.".
    """
    words = re.sub(rf"{_DECIMAL}(?=\d+$)", ".", bare(text).replace("،", ","))
    if len(words) > LONGEST:
        raise NotANumber(text)
    if _GROUPED.fullmatch(words):
        words = re.sub(r"[^\d.+-]", "", words)
    elif match := _WITH_COMMA.fullmatch(words):
        sign, whole, part = match[1], re.sub(r"[. ]", "", match[2]), match[3]
        raise OpenComma(text, (f"{sign}{whole}.{part}", f"{sign}{int(whole + part)}"))
    if not _PLAIN.fullmatch(words):
        raise NotANumber(text)
    return Numeral(Fraction(Decimal(words)), len(words.partition(".")[2]))
