"""Words, numbers, dates and tables as people write them, in English and Arabic."""

import string
from fractions import Fraction

import babel
import pandas as pd
import pytest
from campaign import language as lang
from campaign.measures import between, exact, rounded


def entries(entry=None, key=""):
    """(key, texts by language) of all word files, plural forms and month lists included."""
    if entry is None:
        for topic in lang.topics():
            yield from entries(lang._topic(topic), topic)
    elif set(entry) & set(lang.LANGUAGES):
        yield key, entry
    else:
        for name, inner in entry.items():
            yield from entries(inner, f"{key}.{name}")


ALL_ENTRIES = list(entries())
OWN_PLACEHOLDERS = {"coalition.lanes_sentence", "territory.population_title"}
"""Sentences that are built so differently in the two languages that they take other values; each was looked at."""


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("key", "entry"), ALL_ENTRIES, ids=[key for key, _ in ALL_ENTRIES])
def test_every_word_comes_in_every_language_with_the_same_placeholders(key, entry):
    assert set(entry) == set(lang.LANGUAGES)
    for language, words in entry.items():
        if key.startswith("nouns."):
            assert set(words) == {*lang._PLURAL_RULES[language], "other"}
            for form in {"few", "many", "other"} & set(words):
                assert "{n}" in words[form]
        elif key.startswith("common.months_"):
            assert len(words) == 12
        else:
            if key not in OWN_PLACEHOLDERS:
                assert placeholders(words) == placeholders(entry["en"])
            assert words.strip() and "  " not in words


def test_numbers_have_separated_thousands_and_honest_digits():
    assert lang.number(23922, language="en") == "23,922"
    assert lang.number(exact(23922), language="ar") == "23,922"
    assert lang.number(between("14.6882", "14.7966"), language="en") == "14.7"
    assert lang.number(2.675, 2, "en") == "2.68"
    assert lang.number(-0.04, 1, "en") == "0.0"
    assert lang.number(-5, language="en") == "\u22125"
    assert lang.number(-5, language="ar") == "\u200e\u22125"
    assert lang.number(1_234_567, -3, "en") == "1,235,000"
    with pytest.raises(ValueError, match=r"^decimals: needed for a number that is not whole, 13.6$"):
        lang.number(13.6)


def test_bounds_and_percent():
    figure = rounded("13.6") * 1084 / 1000
    assert lang.bounds(figure, "en") == "14.69 to 14.80"
    assert lang.bounds(figure, "ar") == "من 14.69 إلى 14.80"
    assert lang.bounds(exact(69), "en") == "69"
    assert lang.percent(Fraction(5527, 100), 1, "ar") == "\u061c55.3%"  # the sign on the left, whatever stands around


STRIKES = {0: "لا غارات", 1: "غارة واحدة", 2: "غارتان", 3: "3 غارات", 10: "10 غارات", 11: "11 غارة", 99: "99 غارة"}
STRIKES |= {100: "100 غارة", 103: "103 غارات", 111: "111 غارة", 23922: "23,922 غارة"}


@pytest.mark.parametrize("amount", STRIKES)
def test_nouns_agree_with_their_number(amount):
    assert lang.count(amount, "strike", "en") == ("1 strike" if amount == 1 else f"{amount:,} strikes")
    assert lang.count(amount, "strike", "ar") == STRIKES[amount]


def test_plural_rules_are_those_of_the_unicode_cldr():
    assert set(lang._PLURAL_RULES) == set(lang.LANGUAGES)
    for language in lang.LANGUAGES:
        rule = babel.Locale.parse(language).plural_form
        numbers = [*range(1201), 10_000, 23_922, 1_000_000]
        assert [lang._plural_category(language)(n) for n in numbers] == [rule(n) for n in numbers]


def test_a_list_has_semicolons_and_names_have_commas():
    assert lang.listed(["strikes, all", "targets"], "en") == "strikes, all; targets"
    assert lang.listed(["بلجيكا", "فرنسا"], "ar", "common.comma") == "بلجيكا، فرنسا"


def test_dates_and_months():
    assert lang.date("2017-07-26", "en") == "26 July 2017"
    assert lang.date(pd.Timestamp("2017-07-26"), "ar") == "26 تموز/يوليو 2017"
    assert lang.month("2017-07-26", "en", "short") == "Jul 2017"
    assert lang.month("2017-07-26", "ar", "name") == "تموز/يوليو"


def test_a_table_shows_headings_codes_and_gaps_in_the_reader_s_language():
    frame = pd.DataFrame(
        {
            "as_of_date": pd.to_datetime(["2017-07-26", "2017-03-31"]),
            "average_usd_million_per_day": [13.6, 13.0],
            "total_usd_billion": [None, 12.5],
            "quality": ["use", "weak-source"],
            "note_en": ["<b>not dated</b>", ""],
            "note_ar": ["غير مؤرخ", ""],
        }
    )
    english, arabic = lang.table(frame, "en"), lang.table(frame, "ar")
    assert repr(english).splitlines()[1] == "26 July 2017 | 13.6 | not stated | use | <b>not dated</b>"
    assert "weak source" in repr(english) and "مصدر ضعيف" in repr(arabic)
    assert "&lt;b&gt;not dated" in english._repr_html_() and "<b>" not in english._repr_html_()
    assert 'dir="rtl"' in arabic._repr_html_() and "غير مؤرخ" in repr(arabic) and "not dated" not in repr(arabic)
    # A learner's own column keeps the name by which code calls it.
    assert repr(lang.table(pd.DataFrame({"my_sum": [1]}), "ar")) == "\u2068my_sum\u2069\n1"


def test_choosing_a_language():
    try:
        assert 'dir="rtl"' in lang.use("ar")._repr_html_()
        assert lang.current() == "ar" and lang.text("common.yes") == "نعم"
    finally:
        lang.use("en")
    assert lang.text("common.yes") == "yes"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lang.text("common.nothing"), "words: no text 'common.nothing' in language 'en'"),
        (lambda: lang.text("nowhere.range"), "words: no file nowhere.toml"),
        (lambda: lang.text("common.range", low=1), "words/common.toml, [range], en: needs a value for 'high'"),
        (lambda: lang.code("theatre", "mars"), "theatre: expected one of iraq, syria, both, "),
        (lambda: lang.count(1.5, "strike"), "amount: expected a whole number of zero or more, got 1.5"),
        (lambda: lang.count(1, "nonsense"), "words: no noun 'nonsense' in language 'en'"),
    ],
)
def test_bad_input_gets_one_clear_sentence(call, message):
    with pytest.raises((ValueError, KeyError)) as caught:
        call()
    assert caught.value.args[0].startswith(message)


# --- tables of chosen columns ---------------------------------------------------------------------------------------
def events():
    return pd.DataFrame(
        {"event_id": ["a"], "title_en": ["Strike"], "title_ar": ["غارة"], "counting_body": ["cjtf_oir"]}
        | {"counting_body_en": ["CJTF-OIR"], "counting_body_ar": ["التحالف"]}
    )


@pytest.mark.parametrize(("language", "row"), [("en", "CJTF-OIR | Strike"), ("ar", "التحالف | غارة")])
def test_a_chosen_text_is_taken_in_the_language_and_in_the_order_that_was_asked_for(language, row):
    shown = lang.table(events(), language, columns=["counting_body", "title"])
    assert repr(shown).split("\n") == [
        f"{lang.column('counting_body', language)} | {lang.column('title', language)}",
        row,
    ]


def test_a_chosen_column_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="columns: no column 'titel' in this table; it has event_id, title_en, "):
        lang.table(events(), "en", columns=["titel"])


# --- marks of direction -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("أي 603 + 21 = 624 في المجموع", "أي \u2066603 + 21 = 624\u2069 في المجموع"),
        ("1,291 + 5 = 1,296، والمنشور 1,302.", "\u20661,291 + 5 = 1,296\u2069، والمنشور 1,302."),
        ("229 - 220 = 9.", "\u2066229 - 220 = 9\u2069."),
        ("الناتج \u2212 4 = \u200e\u22122", "الناتج \u2212 \u20664 = \u200e\u22122\u2069"),
        ("من 13.55 إلى 13.65", "من 13.55 إلى 13.65"),
        ("2014-2017 و2015/2016", "2014-2017 و2015/2016"),
        ("70%", "\u061c70%"),
        ("(55.3% و44.7%)", "(\u061c55.3% و44.7%)"),
        ("استعادة 70% من الأرض", "استعادة 70% من الأرض"),
        ('الشرطة في "500-pound" فئة', 'الشرطة في \u2066"500-pound"\u2069 فئة'),
        ('اكتبوا "نحو"، لا 5', 'اكتبوا "نحو"، لا 5'),
    ],
)
def test_calculations_and_percentages_keep_their_order_in_arabic_and_english_takes_no_marks(words, safe):
    assert lang.in_order(words, "ar") == safe
    assert lang.in_order(safe, "ar") == safe, "once is enough"
    assert lang.in_order(words, "en") == words


def test_every_way_to_a_reader_puts_the_marks_in():
    flow = {"flow_credible": ("credible_number", "added", "before", "added_number", "total")}
    for key, names in flow.items():
        values = dict.fromkeys(names, "7") | {"before": "603", "added_number": "21", "total": "624"}
        assert "\u2066603 + 21 = 624\u2069" in lang.text(f"harm.{key}", "ar", **values)
    assert lang.percent(70, 0, "ar") == "\u061c70%"
    row = {"note_ar": "603 + 21 = 624", "note_en": "603 + 21 = 624"}
    assert (
        lang.Voice("ar").of(row, "note") == "\u2066603 + 21 = 624\u2069" and lang.Voice("en").of(row, "note")[0] == "6"
    )
    assert "\u2066603 + 21 = 624\u2069" in lang.table(pd.DataFrame([row]), "ar").plain
