"""Read figures out of printed words: numbers in the scripts and forms that occur, what is counted, where, and dates."""

import datetime
import re

import said

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")
GROUPED = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\d%])|\d+(?:\.\d+)?"
AMOUNT = re.compile(
    rf"(?P<number>{GROUPED})(?P<k>k\b)?(?: ?(?P<scale>[^\W\d]+))?(?: و(?P<rest>\d{{3}})\b)?|(?P<word>[^\W\d]+)"
)
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "ألف": 1000, "ألفا": 1000, "آلاف": 1000}
SCALES |= {"مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "mille": 1000, "millions": 10**6, "milliards": 10**9}
SCALES |= {"millones": 10**6}
MONTHS = "january february march april may june july august september october november december".split()
DAY = re.compile(
    rf"({'|'.join(MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})|({'|'.join(MONTHS)}) (\d{{4}})", re.IGNORECASE
)


def amounts(words: str, language: str) -> list[tuple[float, int, int]]:
    """The numbers in printed words, each with where it begins and ends; dates and years that are no amounts too."""
    words, found = words.translate(DIGITS), []
    numerals = said.NUMERALS.get(language, {})
    for match in AMOUNT.finditer(words):
        if not match["number"]:
            name = match["word"].lower()
            if (value := numerals.get(name)) and value > 2:
                found.append((float(value), match.start(), match.end()))
            continue
        digits = re.sub(r"[\u00a0\u202f ]", "", match["number"])
        grouped = re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits) and not digits.startswith("0")
        value = float(re.sub(r"[,.]", "", digits) if grouped else digits.replace(",", ""))
        value = value * SCALES.get((match["scale"] or "").lower(), 1000 if match["k"] else 1)
        found.append((value + float(match["rest"] or 0), match.start(), match.end()))
    return found


def dates(words: str) -> list[tuple[int, int, int]]:
    """The dates in English words as year, month and day; the day is 0 where only the month is named."""
    found = []
    for month, day, year, lone, of in DAY.findall(words):
        found.append((int(year or of), MONTHS.index((month or lone).lower()) + 1, int(day or 0)))
    return found


def named_at(words: str, begin: int, end: int, language: str) -> set[str]:
    """The countries to which words give the number that stands there: those named before the next number; for the first
    number also those in front of it."""
    if language not in ("en", "ar"):
        return set()
    spans = [(0, 0), *((one, other) for _, one, other in amounts(words, language)), (len(words), len(words))]
    before = max(other for one, other in spans if other <= begin)
    after = min(one for one, other in spans if one >= end)
    for part in (words[end:after], "" if before else words[:begin]):
        if places := set(said.terms(part, language)["place"]) & {"iraq", "syria"}:
            return places
    return set()


def is_day(date: tuple[int, int, int], day: datetime.date) -> bool:
    """Is a printed date this day, as far as it is named?"""
    return date[:2] == (day.year, day.month) and date[2] in (0, day.day)
