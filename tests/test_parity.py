"""The editions are one course: the same notebooks, cells, code, exercises and numbers; and the Arabic is Arabic.

Numbers are compared cell by cell. Arabic words that carry a number themselves (the dual, spelled-out numbers) are
allowed for by comparing what is printed in digits only, in both directions, with the few exceptions listed below.
"""

import re

import nbformat
import pytest
import refresh
from campaign import language as lang
from test_room import percent_side

ENGLISH = refresh.NOTEBOOKS / "en"
ARABIC = refresh.NOTEBOOKS / "ar"
NAMES = [str(path.relative_to(ENGLISH)) for path in refresh.notebook_paths() if ENGLISH in path.parents]
pairs = pytest.mark.parametrize("name", NAMES)
OTHERS = [language for language in lang.LANGUAGES if language != "en"]
editions = pytest.mark.parametrize(("language", "name"), [(other, name) for other in OTHERS for name in NAMES])

DIGITS = re.compile(r"(?<![A-Za-z\d_.])\d+(?:,\d{3})*(?:\.\d+)?")  # an Arabic letter may stand before a number: و13


def cells(folder, name):
    return nbformat.read(folder / name, as_version=4).cells


def inner(source, language="ar"):
    """The text of a cell without the wrapping that languages from right to left have."""
    wrapping = f'<div dir="rtl" lang="{language}">'
    return source.removeprefix(wrapping).removesuffix("</div>").strip() if source.startswith(wrapping) else source


def twins(name, language):
    """The cells of a notebook in English, each with the cell of the other edition."""
    return zip(cells(ENGLISH, name), cells(refresh.NOTEBOOKS / language, name), strict=True)


def without_code(text):
    return re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", " ", text, flags=re.DOTALL)


NAMES_WITH_DIGITS = {"عربي21"}
"""Names whose digits count nothing: in English they follow a Latin letter, as in Arabi21, and are left out there too."""


def numbers(text):
    text = without_code(text)
    for name in NAMES_WITH_DIGITS:
        text = text.replace(name, " ")
    return sorted(set(DIGITS.findall(text)))


# Numbers under ten that one language writes as a word and the other as a digit are no difference in meaning.
def printed(text):
    return [n for n in numbers(text) if not re.fullmatch(r"\d", n)]


@pytest.mark.parametrize("language", OTHERS)
def test_the_editions_hold_the_same_notebooks(language):
    home = refresh.NOTEBOOKS / language
    assert NAMES == [str(path.relative_to(home)) for path in refresh.notebook_paths() if home in path.parents]


@editions
def test_the_same_cells_in_the_same_order_with_the_same_code(language, name):
    english, translated = cells(ENGLISH, name), cells(refresh.NOTEBOOKS / language, name)
    assert [(c.id, c.cell_type, c.metadata.get("tags")) for c in english] == [
        (c.id, c.cell_type, c.metadata.get("tags")) for c in translated
    ]
    for one, other in zip(english, translated, strict=True):
        if one.cell_type == "code":
            own = one.source.replace('language.use("en")', f'language.use("{language}")')
            own = own.replace(lang.text("course.alone", "en"), lang.text("course.alone", language))
            assert other.source == own, one.id


@editions
def test_the_same_numbers_in_the_text_of_each_cell(language, name):
    for one, other in twins(name, language):
        if one.cell_type == "markdown" and not one.id.startswith("navigation"):
            assert printed(one.source) == printed(inner(other.source, language)), one.id


@editions
def test_the_same_pictures_and_the_same_numbers_in_their_sentences(language, name):
    for one, other in twins(name, language):
        if one.cell_type != "code":
            continue
        assert [sorted(o.get("data", {})) for o in one.outputs] == [sorted(o.get("data", {})) for o in other.outputs], (
            one.id
        )
        for before, after in zip(one.outputs, other.outputs, strict=True):
            if (
                "text/html" in before.get("data", {})
                and "<table" not in before.data["text/html"]
                and "campaign-feedback" not in before.data["text/html"]
            ):
                assert printed(before.data["text/plain"]) == printed(after.data["text/plain"]), one.id


@editions
def test_the_same_objectives_sections_and_exercises(language, name):
    for one, other in twins(name, language):
        if one.cell_type == "markdown":
            shape = [re.findall(pattern, one.source, flags=re.MULTILINE) for pattern in (r"^#+(?= )", r"^- ", r"^\|")]
            twin = [
                re.findall(pattern, inner(other.source, language), flags=re.MULTILINE)
                for pattern in (r"^#+(?= )", r"^- ", r"^\|")
            ]
            assert shape == twin, one.id


@editions
def test_links_lead_to_the_same_places(language, name):
    for one, other in twins(name, language):
        if one.cell_type == "markdown" and not one.id.startswith("navigation"):
            # Headings have other words in another language: only the page itself is compared.
            targets = [sorted(re.findall(r"\]\(([^)\s#]+)[^)\s]*\)", cell.source)) for cell in (one, other)]
            assert targets[0] == [
                target.replace(f"notebooks/{language}/", "notebooks/en/").replace(f"README.{language}.md", "README.md")
                for target in targets[1]
            ], one.id


# --- the Arabic is Arabic -------------------------------------------------------------------------------------------
REVERSED = re.compile(r"(?<![\u0600-\u06ff])[ةى][\u0621-\u064a]{2}")  # no Arabic word starts with these letters
PRESENTATION_FORMS = re.compile(r"[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")
FORBIDDEN = {
    "ضربات جوية": "غارات",
    " سورية ": "سوريا",
    "خسائر بشرية": "قتلى",
    "أضرار جانبية": "قتلى مدنيون",
    "٪": "%",
    "٠": "0",
}


@pairs
def test_the_percent_sign_is_at_the_left_of_its_number(name):
    for cell_id, text in arabic_texts(name):
        for line in re.sub(r"\]\([^)]*\)|<[^>]*>|`[^`]*`", "", text).split("\n"):
            for sign in re.finditer(r"(?<=[\d\u200f])%", line):
                assert percent_side(line, sign.start()) == "left", f"{cell_id}: {line}"


def arabic_texts(name):
    for cell in cells(ARABIC, name):
        if cell.cell_type == "markdown":
            yield cell.id, cell.source


@pairs
def test_every_arabic_text_cell_says_its_direction(name):
    for cell_id, source in arabic_texts(name):
        assert source.startswith('<div dir="rtl" lang="ar">\n\n') and source.endswith("\n\n</div>"), cell_id
        fenced = re.findall(r"```", source)
        assert not fenced or '<div dir="ltr">' in source, cell_id


def latin_runs(text):
    """Runs of three or more Latin words: an untranslated sentence, not a name."""
    bare = re.sub(r'"[A-Za-z][^"]*"', " ", without_code(text))  # a quotation stands in its own language
    bare = re.sub(r"\|[^\n|]*(?=\|)", lambda m: m[0] if re.search(r"[\u0600-\u06ff]", m[0]) else " ", bare)
    return [run for run in re.findall(r"(?:[A-Za-z][A-Za-z'’.-]*[ ,]+){3,}[A-Za-z]+", bare)]


@pairs
def test_no_latin_sentence_is_left(name):
    for cell_id, source in arabic_texts(name):
        assert not latin_runs(source), (cell_id, latin_runs(source))


@pairs
def test_letters_are_letters_and_brackets_and_quotation_marks_close(name):
    for cell_id, source in arabic_texts(name):
        text = without_code(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source))  # links: their words alone
        assert not PRESENTATION_FORMS.search(text) and not REVERSED.search(text), cell_id
        assert "  " not in re.sub(r"\n *|\| *| *\|", "\n", inner(source)).replace("\n ", "\n"), cell_id
        for opening, closing in ("()", "[]", "«»"):
            assert text.count(opening) == text.count(closing), (cell_id, opening)
        assert text.count('"') % 2 == 0, cell_id
        assert not re.search(r"[\u0600-\u06ff],|[\u0600-\u06ff];|[\u0600-\u06ff]\?", text), (
            f"{cell_id}: Latin comma, semicolon or question mark after Arabic"
        )


@pairs
def test_the_glossary_s_words_and_not_their_rivals(name):
    for cell_id, source in arabic_texts(name):
        for word, better in FORBIDDEN.items():
            assert word not in source, f"{cell_id}: {word} (the glossary says {better})"


@pytest.mark.parametrize("name", [name for name in NAMES if re.match(r"\d", name)])
def test_each_lesson_has_something_in_arabic_to_read_on(name):
    further = next(cell.source for cell in cells(ARABIC, name) if cell.id == "next")
    assert "بالعربية" in further and "](http" in further


def test_words_of_charts_and_widgets_keep_the_same_rules():
    for topic in set(lang.topics()) - {"units"}:  # those are spelled as people type them
        for key, entry in _arabic_entries(lang._topic(topic), topic):
            assert not PRESENTATION_FORMS.search(entry) and not REVERSED.search(entry), key
            assert not latin_runs(re.sub(r"\{\w+\}", "5", entry)), key
            for opening, closing in ("()", "[]", "«»"):
                assert entry.count(opening) == entry.count(closing), key
            assert not re.search(r"[\u0600-\u06ff],|[\u0600-\u06ff];|[\u0600-\u06ff]\?", entry), key
            for word, better in FORBIDDEN.items():
                assert word not in entry, f"{key}: {word} (the glossary says {better})"


def _arabic_entries(entry, key):
    for name, inside in entry.items():
        if name == "ar":
            yield from (
                (key, text)
                for text in (
                    [inside] if isinstance(inside, str) else inside if isinstance(inside, list) else inside.values()
                )
            )
        elif isinstance(inside, dict):
            yield from _arabic_entries(inside, f"{key}.{name}")


def test_the_checks_can_fail():
    assert latin_runs("هذه جملة: the quick brown fox jumps") and not latin_runs("مجلة Air & Space Forces")
    assert printed("13,221 غارة حتى 26 تموز/يوليو 2017") == printed("13,221 strikes by 26 July 2017")
    assert printed("13,212 غارة") != printed("13,221 strikes")
    assert PRESENTATION_FORMS.search("ﻏﺎﺭﺓ")
    assert REVERSED.search("غارة واحدة"[::-1]) and not REVERSED.search("غارة على المدينة")
