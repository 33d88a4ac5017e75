"""What a text says, grammar left aside: its numbers, placeholders, and opposing and fixed terms, each in their order."""

import itertools
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

LEXICON = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
NUMERALS, ELSEWHERE, ALONE = (LEXICON.pop(name) for name in ("numerals", "elsewhere", "alone"))
FRONT = r"(?:[وفبلك]|ال|لل)*"  # letters that Arabic joins to the front of a word
SIGNS = re.compile("[\u064b-\u0652\u0640]")  # vowel signs, and the stroke that lengthens a letter
WORD = re.compile(r"(?<![A-Za-z\d_.,])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?![A-Za-z\d])|[A-Za-z]+|[\u0621-\u064a]+")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SYMBOLS = {"%": ("scale", "percent"), "$": ("thing", "dollar")}
PLAIN = {"kind"}  # terms that keep others from being read in them, and tell nothing in prose
THOUSAND = {"thousand", "ألف", "ألفا", "آلاف"}


@cache
def pattern(language: str) -> tuple[re.Pattern, list[tuple[str, str]]]:
    """All terms as one expression, the longer first ("not right" before "right"), and the group and name of each."""
    each = [
        (words, group, name)
        for group, terms in LEXICON.items()
        for name, term in terms.items()
        for words in re.split(r"\|(?![^()]*\))", SIGNS.sub("", term[language]))
    ]
    each.sort(key=lambda term: len(re.sub(r"\([^)]*\)\??", "", term[0])), reverse=True)
    words = [f"(?P<t{n}>{words})" for n, (words, *_) in enumerate(each)]
    names = [(group, name) for _, group, name in each]
    front, letter = (r"(?<!\w)", r"\w") if language == "en" else (rf"(?<!\w){FRONT}", r"\w")
    return re.compile(rf"{front}(?:{'|'.join(words)})(?!{letter})|%|\$"), names


@cache
def terms(text: str, language: str) -> dict[str, list[str]]:
    """The terms of each group in a text, in their order."""
    found: dict[str, list[str]] = {group: [] for group in LEXICON}
    expression, names = pattern(language)
    text = PLACEHOLDER.sub("{}", text)  # a placeholder's own name is no word of the text
    for match in expression.finditer(text.lower() if language == "en" else SIGNS.sub("", text)):
        group, name = names[int(match.lastgroup[1:])] if match.lastgroup else SYMBOLS[match[0]]
        found[group].append(name)
    return found


@cache
def numbers(text: str, language: str) -> tuple[list[float], list[float]]:
    """The numbers of a text in digits, and those in digits and in words: "twice", «سنتان»."""
    digits, both = [], []
    text = SIGNS.sub("", text)
    words = list(WORD.finditer(text))
    for word, following in itertools.zip_longest(words, words[1:]):
        if word["digits"]:
            times = (
                1000 if following and text[word.end() : following.start()].isspace() and following[0] in THOUSAND else 1
            )
            digits.append(float(word["digits"].replace(",", "")) * times)
            both.append(digits[-1])
            continue
        for name in [word[0].lower()] if language == "en" else [word[0], re.sub(rf"^{FRONT}(?=..)", "", word[0])]:
            value = NUMERALS[language].get(name) or (2 if len(name) > 4 and re.search("(ان|ين|تا|تي)$", name) else None)
            if value:
                both.append(float(value))
                break
    return digits, both


def sequence(text: str, language: str) -> str:
    """All that is read in a text, in its order: numbers, terms, and single letters that name a choice."""
    expression, names = pattern(language)
    bare = text.lower() if language == "en" else SIGNS.sub("", text)
    read = [
        (m.start(), *(names[int(m.lastgroup[1:])] if m.lastgroup else SYMBOLS[m[0]])) for m in expression.finditer(bare)
    ]
    found = [(start, name) for start, group, name in read if group not in PLAIN]
    found += [
        (m.start(), m[0]) for m in re.finditer(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?|(?<![\w'’])[B-H](?!\w)", text)
    ]
    spelled = {name for name, value in NUMERALS[language].items() if value > 2}
    found += [(m.start(), m[0]) for m in re.finditer(r"[^\W\d_]+", bare) if m[0] in spelled]
    return " ".join(word for _, word in sorted(found))


def within(part: list, whole: list) -> bool:
    """Does a list hold another one, in its order?"""
    rest = iter(whole)
    return all(thing in rest for thing in part)


def differences(where: str, english: str, other: str, language: str) -> list[str]:
    """What a text says otherwise than its twin, as sentences. A term that only one of them uses is no difference unless it
    is one of ALONE; a term in place of another is, and so are two that stand in exchanged order."""
    known = ELSEWHERE.get(where, {})
    one, two = PLACEHOLDER.findall(english), PLACEHOLDER.findall(other)
    found = [] if two in (one, known.get("placeholders")) else [("placeholders", one, two)]
    all_one, all_two = terms(english, "en"), terms(other, language)
    for group in LEXICON:
        one, two = all_one[group], all_two[group]
        if one == two:  # most texts have no term of most groups
            continue
        if not within(one, two) and not within(two, one):
            found.append((group, one, two))
            continue
        for spoken, more in (("en", Counter(one) - Counter(two)), (language, Counter(two) - Counter(one))):
            alone = [name for name in more if where not in ALONE[spoken].get(name, [where])]
            found += [(f"{name} in {spoken} alone", one, two) for name in alone]
    (one, all_one), (two, all_two) = numbers(english, "en"), numbers(other, language)
    found += [] if within(one, all_two) and within(two, all_one) else [("numbers", one, two)]
    lists = [(group, one, two, sorted(one) == sorted(two) and group != "placeholders") for group, one, two in found]
    found = [(f"order of {group}" if same else group, one, two) for group, one, two, same in lists]
    told = [part for part in found if part[0] not in known.get("groups", [])]
    return [f"{where}, {group}: {one} in English, {two} in {language}" for group, one, two in told]
