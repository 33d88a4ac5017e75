"""Every text and its twin in another language say the same: opposing terms, numbers, placeholders, each in their order.

What a text says is read by tests/said.py with the lexicon in tests/lexicon.toml; where an Arabic sentence has to say
it in another order, the lexicon's part `elsewhere` names it.
"""

import re

import nbformat
import pytest
import refresh
import said
from campaign import data
from said import ELSEWHERE, differences
from test_language import entries
from test_parity import OTHERS, inner, without_code


def words(language):
    """The entries of the word files; lists and forms of nouns item by item."""
    for key, entry in entries():
        one, other = entry["en"], entry[language]
        if isinstance(one, str):
            yield key, one, other
        elif isinstance(one, list) and not key.startswith("units."):  # there stand the spellings that may be typed
            yield from ((f"{key}.{n}", *pair) for n, pair in enumerate(zip(one, other, strict=True)))
        elif isinstance(one, dict):
            # A language has forms that another lacks: each is a form of the same noun.
            forms = {form: text for form, text in other.items() if "{n}" in text}  # «غارتان» tells its number itself
            yield from ((f"{key}.{form}", one["other"], text) for form, text in forms.items())


def columns(language):
    """The pairs of text columns of all tables, row by row."""
    for table in data.tables():
        frame = data.load(table)
        for name in (name.removesuffix("_en") for name in frame if name.endswith("_en")):
            for key, one, other in zip(frame.iloc[:, 0], frame[f"{name}_en"], frame[f"{name}_{language}"], strict=True):
                yield f"{table}.{key}.{name}", one, other


def prose(language):
    """The text cells of all notebooks, line by line."""
    home = refresh.NOTEBOOKS / "en"
    for path in refresh.notebook_paths(home):
        inside = path.relative_to(home)
        twin = refresh.NOTEBOOKS / language / inside
        for cell, other in zip(nbformat.read(path, 4).cells, nbformat.read(twin, 4).cells, strict=True):
            if cell.cell_type == "markdown" and not cell.id.startswith("navigation"):
                texts = without_code(cell.source), without_code(inner(other.source, language))
                lines = [[line for line in text.split("\n") if line.strip()] for text in texts]
                if len(lines[0]) != len(lines[1]):
                    lines = [[" ".join(own)] for own in lines]
                for n, pair in enumerate(zip(*lines, strict=True)):
                    yield f"{inside.with_suffix('').as_posix()}.{cell.id}.{n}", *pair


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("texts", [words, columns, prose], ids=lambda texts: texts.__name__)
def test_twins_say_the_same(texts, language):
    assert [found for where, one, other in texts(language) for found in differences(where, one, other, language)] == []


def test_what_is_said_in_other_words_is_still_there(monkeypatch):
    known = set(ELSEWHERE)
    monkeypatch.setattr("said.ELSEWHERE", {})
    pairs = [
        pair for language in OTHERS for texts in (words, columns, prose) for pair in texts(language) if pair[0] in known
    ]
    assert {where for where, *pair in pairs if differences(where, *pair, OTHERS[0])} == known


@pytest.mark.parametrize("spoken", ["en", *OTHERS])
def test_a_term_that_may_stand_alone_in_a_text_does(monkeypatch, spoken):
    known = said.ALONE[spoken]
    monkeypatch.setitem(said.ALONE, spoken, {name: [] for name in known})
    found = {name: set() for name in known}
    for texts in (words, columns, prose):
        for where, *pair in texts(OTHERS[0]):
            for name in re.findall(rf", (\w+) in {spoken} alone:", " ".join(differences(where, *pair, OTHERS[0]))):
                found[name].add(where)
    assert {name: sorted(where) for name, where in found.items()} == {name: sorted(known[name]) for name in known}


SAME = (
    "At least 603 strikes in Iraq, faster than in Syria: right.",
    "603 غارات على الأقل في العراق، أسرع منها في سوريا: صحيح.",
)
FAULTS = {
    "places exchanged": ("العراق", "سوريا", "سوريا", "العراق"),
    "a bound": ("على الأقل", "على الأكثر"),
    "a speed": ("أسرع", "أبطأ"),
    "a judgement": ("صحيح", "خطأ"),
    "a judgement denied": ("صحيح", "غير صحيح"),
    "a number": ("603", "630"),
    "a thing": ("غارات", "طلعات"),
    "a word that the twin has not": ("صحيح", "صحيح، ارتفع"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_one_language_is_found(fault):
    english, arabic = SAME
    assert differences("x", english, arabic, "ar") == []
    changes = FAULTS[fault]
    for place, old in enumerate(changes[::2]):
        arabic = arabic.replace(old, f"\0{place}")
    for place, new in enumerate(changes[1::2]):
        arabic = arabic.replace(f"\0{place}", new)
    assert len(differences("x", english, arabic, "ar")) == 1


def test_a_fault_in_dates_scales_and_placeholders_is_found():
    pairs = [
        ("in December {a} of {b} million", "في كانون الأول/ديسمبر {a} من {b} مليون"),
        ("in December {a} of {b} million", "في كانون الثاني/يناير {a} من {b} مليون"),
        ("in December {a} of {b} million", "في كانون الأول/ديسمبر {a} من {b} مليار"),
        ("in December {a} of {b} million", "في كانون الأول/ديسمبر {b} من {a} مليون"),
        ("22,000 in twelve days, two by two", "22 ألفاً في 12 يوماً، اثنين اثنين"),
        ("22,000 in eleven days", "22 ألفاً في 12 يوماً"),
    ]
    assert [len(differences("x", *pair, "ar")) for pair in pairs] == [0, 1, 1, 1, 0, 1]
