"""The glossary and the list of sources: complete, in both languages, and true to the lessons and tables."""

import re

import nbformat
import pandas as pd
import pytest
import refresh
from campaign import data, reference
from campaign import language as lang
from campaign.language import Piece

TERMS = data.load("glossary")
SOURCES = data.load("sources")
LESSONS = sorted((refresh.NOTEBOOKS / "en").glob("[0-9]*.ipynb"))
both_languages = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


def text_of(path):
    """What a reader sees of a lesson: its text, and the words of its outputs."""
    parts = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            if not cell.id.startswith("navigation"):
                parts.append(re.sub(r"\]\([^)]*\)", "]", cell.source))
        else:
            parts += ["".join(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]
    return re.sub(r"[*_\s]+", " ", "\n".join(parts))


TEXTS = {path.stem: text_of(path) for path in LESSONS}


def forms(term):
    """The ways in which a term may stand in a text: with or without its brackets, one or several."""
    return [part.strip() for part in re.split(r"[()]", term) if part.strip()]


def occurs(term, text):
    # people for person; a plural s on any word of it; hyphen or space between the words
    for form in forms(term):
        words = [
            rf"(?:{re.escape(word)}|people)" if word == "person" else rf"{re.escape(word)}(?:s|es)?"
            for word in re.split(r"[ -]", form)
        ]
        if re.search(r"(?<!\w)" + "[ -]".join(words) + r"(?!\w)", text, flags=re.IGNORECASE):
            return True
    return False


NAMED_IN_TABLES = {"operation-inherent-resolve", "unami", "unhcr"}
"""Bodies, and the operation, that readers meet in tables, explorers and sources but not in a lesson's own text."""

TABLES = " ".join(
    value
    for table in data.tables()
    if table != "glossary"
    for _, column in data.load(table).items()
    if column.dtype == "str"
    for value in column
)


# --- glossary ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("term", list(TERMS.itertuples()), ids=lambda term: term.term_id)
def test_a_term_is_used_in_the_lesson_that_the_glossary_names(term):
    where = TABLES if term.term_id in NAMED_IN_TABLES else TEXTS[term.first_lesson]
    assert occurs(term.term_en, where), f"{term.term_en!r} does not stand in {term.first_lesson}"


def test_what_stands_in_tables_only_stands_in_no_lesson():
    for term_id in NAMED_IN_TABLES:
        term = data.row("glossary", term_id)
        assert not occurs(term["term_en"], TEXTS[term["first_lesson"]]), term_id


def test_how_a_term_is_looked_for():
    found = {"at least (floor)": "It is a floor.", "strike": "two Strikes", "as-of date": "as-of dates"}
    assert all(occurs(*pair) for pair in {**found, "displaced person (IDP)": "displaced people"}.items())
    absent = {"strike": "striker", "fair": "unfair", "range": "an orange rangefinder"}
    assert not any(occurs(*pair) for pair in absent.items())


def test_every_term_has_both_languages_and_stands_on_the_page_once():
    assert TERMS["term_en"].str.lower().is_unique and TERMS["term_ar"].is_unique
    for column in ("term_ar", "definition_ar"):
        assert TERMS[column].str.contains(r"[\u0600-\u06ff]").all(), column
    shown = pd.concat([reference.glossary(field, "en") for field in reference.fields()])
    assert sorted(piece.words for piece in shown["english"]) == sorted(TERMS["term_en"])


@both_languages
def test_the_glossary_shows_every_language_and_the_meaning_in_one(language):
    table = lang.table(reference.glossary("method", language), language)
    row = data.row("glossary", "primary-source")
    for code in lang.LANGUAGES:
        assert f'<bdi lang="{code}" dir="{lang.direction(code)}">{row[f"term_{code}"]}</bdi>' in table.html
        assert (row[f"definition_{code}"] in table.plain) == (code == language)
    first = next(line for line in table.plain.split("\n") if row["term_en"] in line)
    assert first.startswith(row[f"term_{language}"]), "the page's own word comes first"
    assert lang.code("lesson", row["first_lesson"], language) in table.plain


# --- sources -------------------------------------------------------------------------------------------------------
def test_every_source_is_listed_once_with_the_tables_that_use_it():
    shown = pd.concat([reference.sources(kind, "en") for kind in reference.kinds()])
    assert sorted(piece.address for piece in shown["address"]) == sorted(SOURCES["url"])
    assert shown["used_in"].all()
    cost = set(SOURCES[SOURCES["source_id"].isin(data.load("cost")["source_id"])]["url"])
    assert cost <= {
        address.address
        for address, used in zip(shown["address"], shown["used_in"], strict=True)
        if data.title("cost", "en") in used.split("; ")
    }
    further = [key for cell in data.load("cost")["other_source_ids"] for key in cell.split(";") if key]
    assert further and all("cost" in reference.users()[key] for key in further)


@both_languages
def test_sources_are_links_with_the_address_as_their_words(language):
    table = lang.table(reference.sources("encyclopedia_copy", language), language)
    for url in SOURCES[SOURCES["kind"] == "encyclopedia_copy"]["url"]:
        assert f'href="{url.replace("&", "&amp;")}"' in table.html
    assert table.html.count("<a ") == (SOURCES["kind"] == "encyclopedia_copy").sum()


def test_an_address_is_shown_as_people_read_it():
    assert reference.short_address("https://www.example.org/a/") == "example.org/a"
    assert reference.short_address("https://example.org/%D8%AF%D8%A7%D8%B9%D8%B4?x=1") == "example.org/داعش?x=1"
    assert (
        reference.short_address("https://example.org/news/" + "a" * 99 + "/march")
        == "example.org/…" + "a" * 53 + "/march"
    )
    assert max(len(reference.short_address(url)) for url in SOURCES["url"]) == reference.LONGEST_ADDRESS
    shown = [reference.short_address(url) for url in SOURCES["url"]]
    assert not pd.Series(shown).groupby([SOURCES["publisher_en"], pd.Series(shown)]).size().gt(1).any(), (
        "two links with the same words lead to different pages"
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", " https://example.org", "//example.org", "", "ftp://example.org"],
)
def test_only_web_addresses_become_links(address):
    page = lang.table(pd.DataFrame({"address": [Piece("words", "en", address)]}), "en").html
    assert "<a" not in page and "words" in page


def test_words_and_address_of_a_piece_are_escaped():
    page = Piece("<b>", "ar", 'https://example.org/"><script>').html
    assert (
        page
        == '<a href="https://example.org/&quot;&gt;&lt;script&gt;" target="_blank" rel="noopener noreferrer"><bdi lang="ar" dir="rtl">&lt;b&gt;</bdi></a>'
    )
    assert repr(lang.table(pd.DataFrame({"address": [Piece("<b>")]}), "en")) == "Address\n<b>"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reference.glossary("cookery"), "field: expected one of counting, airpower"),
        (lambda: reference.sources("rumour"), "kind: expected one of official, official_copy"),
    ],
)
def test_an_unknown_field_or_kind_is_told(call, message):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value).startswith(message)


# --- the two pages -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "parts"), [("glossary", reference.fields), ("sources", reference.kinds)])
def test_the_page_shows_every_part_and_leads_back(name, parts):
    cells = {
        cell.id: cell
        for cell in nbformat.read(refresh.NOTEBOOKS / "en" / "teaching" / f"{name}.ipynb", as_version=4).cells
    }
    shown = re.findall(rf'reference\.{name}\("(\w+)"\)', "\n".join(cell.source for cell in cells.values()))
    assert sorted(shown) == sorted(parts())
    assert "[Contents](../00-start-here.ipynb)" in cells["navigation"].source
    assert cells["navigation-end"].source == cells["navigation"].source
