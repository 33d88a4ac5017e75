"""Words, numbers, dates and tables as people write them, in English and Arabic."""

import datetime
import html
import string
from fractions import Fraction
from types import SimpleNamespace

import babel
import pandas as pd
import pytest
from campaign import language as lang
from campaign import problems
from campaign.measures import between, exact, rounded
from shown import only_its_own_language


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


# --- each way to words, to the letter ----------------------------------------------------------------------------------
@pytest.fixture
def no_other(monkeypatch):
    """No language but the one that was asked for."""
    only_its_own_language(monkeypatch)


BOTH = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


def test_a_piece_is_escaped_marked_by_its_language_and_linked_only_to_the_web():
    link = '<a href="https://x.org/?a=1&amp;b=&quot;" target="_blank" rel="noopener noreferrer">{}</a>'
    for piece, page in {
        lang.Piece("1 < 2"): "1 &lt; 2", lang.Piece("رقة", "ar"): '<bdi lang="ar" dir="rtl">رقة</bdi>',
        lang.Piece("a", 'ku"'): '<bdi lang="ku&quot;" dir="ltr">a</bdi>', lang.Piece("b", None, 'https://x.org/?a=1&b="'): link.format("b"),
        lang.Piece("c", "en", 'https://x.org/?a=1&b="'): link.format('<bdi lang="en" dir="ltr">c</bdi>'),
        lang.Piece("d", address="http://x"): '<a href="http://x" target="_blank" rel="noopener noreferrer">d</a>',
        lang.Piece("e", address="javascript:x"): "e", lang.Piece("f", address=" https://x"): "f",
    }.items():  # fmt: skip
        assert piece.html == page and str(piece) == piece.words
    shown = lang.Markup("<b>$1</b>", "$1")
    assert (shown._repr_html_(), repr(shown)) == ("<b>$1</b>", "$1")
    assert lang.Markup("<b>$1 $2</b>", "$1 $2")._repr_html_() == '<div class="mathjax_ignore"><b>$1 $2</b></div>'


def test_two_notebooks_of_one_kernel_keep_what_each_chose(monkeypatch):
    asking, calls, ready = {"header": {"session": "one"}}, [], []
    names = {"charts": string, "mine": 1}
    events = SimpleNamespace(
        callbacks={"pre_execute": calls}, register=lambda name, f: (ready.append(name), calls.append(f))
    )
    shell = SimpleNamespace(get_parent=lambda: asking, user_ns=names, events=events)
    monkeypatch.setattr(lang, "_notebooks", {})
    monkeypatch.setattr(lang, "_current", "en")
    monkeypatch.setattr(problems, "_spoken", "en")
    shown = lang.use("ar")  # outside of a notebook
    assert lang._notebooks == {} and (lang.current(), problems._spoken) == ("ar", "ar")
    assert shown.html.startswith("<style>[dir=rtl] p, ") and shown.plain == lang.text("course.ready", "ar")
    assert (
        shown.html.endswith("</style>" + lang.paragraph(shown.plain, "campaign-ready", "ar"))
        and "direction: rtl}" in shown.html
    )
    monkeypatch.setattr(lang, "get_ipython", lambda: shell)
    lang.use("ar")
    asking["header"]["session"], names["charts"] = "two", html
    assert "direction: ltr}" in lang.use("en").html
    assert lang._notebooks == {"one": ("ar", {"charts": string}), "two": ("en", {"charts": html})}
    assert (calls, ready) == ([lang._return], ["pre_execute"])
    for session, language, module in (
        ("two", "en", html),
        ("one", "ar", string),
        ("one", "ar", string),
        ("three", "ar", string),
        ("two", "en", html),
    ):
        asking["header"]["session"] = session
        lang._return()
        assert (lang.current(), problems._spoken, names) == (language, language, {"charts": module, "mine": 1})
    assert list(lang._notebooks) == ["one", "two"]
    lang.use("ar")
    asking["header"]["session"] = "one"
    lang.use("en")
    assert list(lang._notebooks.items()) == [("two", ("ar", {"charts": html})), ("one", ("en", {"charts": html}))]
    for parent, session in (({}, ""), ({"header": {}}, ""), (asking, "one")):
        assert lang.session(SimpleNamespace(get_parent=lambda parent=parent: parent)) == session


@BOTH
def test_dates_are_no_finer_than_they_are_known(no_other, language):
    day, end = "2017-07-05", pd.Timestamp("2017-07-09")
    month, short = (lang._entry(f"common.months_{form}.{language}")[6] for form in ("long", "short"))
    whole = f"5 {month} 2017"
    told = {
        ("day", None): whole, ("inferred_day", None): whole, ("publication_day", None): whole, ("day", pd.NaT): whole,
        ("day", end): lang.text("common.range", language, low=whole, high=f"9 {month} 2017"), ("month", end): f"{month} 2017",
        ("at_latest", end): lang.text("common.at_latest", language, day=whole), ("year", end): "2017", ("other", None): f"{month} 2017",
        ("approximate", end): lang.text("common.about_month", language, month=f"{month} 2017"), ("month", None): f"{month} 2017",
    }  # fmt: skip
    assert {key: lang.known_date(day, key[0], language, key[1]) for key in told} == told
    assert [lang.month(day, language, form) for form in ("long", "short", "name")] == [
        f"{month} 2017",
        f"{short} 2017",
        month,
    ]
    assert lang.month(day, language) == f"{month} 2017" and lang.date(day, language) == whole
    assert [lang.date(end, language, form) for form in ("long", "short", "name")] == [
        f"9 {month} 2017",
        f"9 {short} 2017",
        f"9 {month}",
    ]


CELLS = [
    (lang.Piece("x", "ar"), "x", "x"), (None, "not stated", "غير مذكور"), (float("nan"), "not stated", "غير مذكور"),
    (pd.NaT, "not stated", "غير مذكور"), (between("1.2", "1.3"), "1.20 to 1.30", "من 1.20 إلى 1.30"), (exact("2.5"), "2.5", "2.5"),
    (True, "yes", "نعم"), (False, "no", "لا"), (datetime.date(2017, 7, 5), "5 July 2017", "5 تموز/يوليو 2017"),
    ("603 + 21 = 624", "603 + 21 = 624", "⁦603 + 21 = 624⁩"), ("weak-source", "weak source", "مصدر ضعيف"),
    (1234.0, "1,234", "1,234"), (1234.5, "1,234.5", "1,234.5"), (0.125, "0.125", "0.125"), (-2, "−2", "‎−2"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "english", "arabic"), CELLS, ids=lambda value: type(value).__name__)
def test_a_cell_is_written_as_people_write_it(no_other, value, english, arabic):
    assert [lang._cell("quality", value, code) for code in ("en", "ar")] == [english, arabic]
    assert lang._cell("year", 2017.0, "en") == "2017" and lang._cell("other", "weak-source", "en") == "weak-source"


@BOTH
def test_a_table_and_its_facts_are_pages_in_the_direction_of_their_language(no_other, language):
    start, side = ("left", "ltr") if language == "en" else ("right", "rtl")
    frame = pd.DataFrame(
        {
            "strikes": [2017],
            "my <sum>": [1.5],
            "note_en": ["<a>"],
            "note_ar": ["<ب>"],
            "total_en": [lang.Piece("p", "ar")],
        }
    )
    shown, note = lang.table(frame, language), "&lt;a&gt;" if language == "en" else "&lt;ب&gt;"
    count, mine, noted = (
        lang.column("strikes", language),
        lang.isolate("my <sum>", language),
        lang.column("note", language),
    )
    heads = [
        (count, "right"),
        (html.escape(mine), "right"),
        (noted, start),
        (lang.isolate("total_en", language), start),
    ]
    cells = [("2,017", "right"), ("1.5", "right"), (note, start), ('<bdi lang="ar" dir="rtl">p</bdi>', start)]
    head = "".join(f'<th scope="col" style="text-align: {at}">{words}</th>' for words, at in heads)
    row = "".join(f'<td style="text-align: {at}">{words}</td>' for words, at in cells)
    top = f'<table class="campaign-table{{}}" lang="{language}" dir="{side}">'
    assert shown.html == f"{top.format('')}<thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    assert shown.plain == "\n".join(
        [" | ".join((count, mine, noted, heads[3][0])), " | ".join(("2,017", "1.5", html.unescape(note), "p"))]
    )
    told = lang.facts(language, strikes=2016, note=between(1, 3), total_usd_billion=exact("12.5"))
    best = lang.text("common.best_and_bounds", language, best="2", bounds=lang.bounds(between(1, 3), language))
    lines = [(count, "2,016"), (noted, best), (lang.column("total_usd_billion", language), "12.5")]
    style = 'style="text-align: start"'
    rows = "".join(f'<tr><th scope="row" {style}>{a}</th><td {style}>{b}</td></tr>' for a, b in lines)
    assert told.html == f"{top.format(' campaign-facts')}<tbody>{rows}</tbody></table>"
    assert told.plain == "\n".join(f"{a}: {b}" for a, b in lines)
    side = "" if language == "en" else ' style="text-align: right"'
    around = f'<p class="campaign-sentence" lang="{language}" dir="{lang.direction(language)}"{side}>{{}}</p>'
    words = lang.text("common.range", language, low="<1", high=2)
    said = lang.sentence("common.range", language, low="<1", high=2)
    assert (said.html, said.plain) == (around.format(html.escape(words)), words)


@BOTH
def test_a_voice_speaks_its_language_and_its_topic(no_other, language):
    say = lang.Voice(language, "cost")
    assert say("control_rate") == lang.text("cost.control_rate", language) and say("common.yes") == lang.text(
        "common.yes", language
    )
    assert [say.has(key) for key in ("control_rate", "common.yes", "yes")] == [True, True, False]
    row = {"title_en": "a", "title_ar": "ب", "n_en": 1, "n_ar": 2}
    named = next(pd.DataFrame([row]).itertuples())
    for rows in (row, named, pd.Series(row)):
        assert (say.of(rows, "title"), say.of(rows, "n")) == (("a", 1) if language == "en" else ("ب", 2))
    assert say.date("2017-07-05", form="short") == lang.date("2017-07-05", language, "short")
    with pytest.raises(AttributeError, match="^Voice has no 'use'$"):
        say.use()
    assert lang.Voice(language)("yes") == say("common.yes")
    assert lang.listed(["a", "b"], language) == {"en": "a; b", "ar": "a؛ b"}[language]
    assert lang.percent(12.34, 1, language) == {"en": "12.3%", "ar": "؜12.3%"}[language]
    assert lang.bounds(between("1.26", "3.4"), language, 0) == lang.text("common.range", language, low="1", high="3")
    assert lang.bounds(5, language) == lang.bounds(between("4.9", "5.1"), language, 0) == "5"
    assert (
        lang.number(between("14.69", "14.80"), 3, language) == "14.745" and lang.number(7.0, language=language) == "7"
    )
    assert lang.count(3, "strike", language, "about 3") == lang.count(3, "strike", language).replace("3", "about 3")
    assert (
        lang.open_names("common.range", language) == {"low", "high"}
        and lang.open_names("common.yes", language) == set()
    )
    assert lang.code("quality", "weak-source", language) == lang.text("codes.quality.weak_source", language)


def test_what_is_not_there_is_named(no_other, monkeypatch, tmp_path):
    known = ", ".join(lang.topics())
    assert (
        "cost" in lang.topics()
        and lang.topics() == sorted(lang.topics())
        and lang.entries("guess")[:2] == ["number", "choice"]
    )
    assert [lang.has(key) for key in ("common.yes", "common.no_such", "common", "codes.quality", "common.yes.en")] == [
        True,
        *[False] * 4,
    ]
    for call, kind, message in (
        (lambda: lang._topic("nowhere"), KeyError, f"words: no file nowhere.toml; topics are {known}"),
        (lambda: lang.text("common.yes.en", "ar"), KeyError, "words: no text 'common.yes.en' in language 'ar'"),
        (lambda: lang.text("common.yes.en.x", "en"), KeyError, "words: no text 'common.yes.en.x' in language 'en'"),
        (lambda: lang.text("common.range", "ar", low=1), KeyError, "words/common.toml, [range], ar: needs a value for 'high'"),
        (lambda: lang.code("theatre", 7, "en"), ValueError, f"theatre: expected one of {', '.join(lang._topic('codes')['theatre'])}, got 7"),
        (lambda: lang.code("colour", "red", "en"), ValueError, "colour: expected one of no codes at all, got 'red'"),
        (lambda: lang.month("2017-07-05", "en", "odd"), ValueError, "form: expected one of long, short, name, got 'odd'"),
        (lambda: lang.check("xx"), ValueError, "language: expected one of en, ar, got 'xx'"),
        (lambda: lang.count(-1, "strike", "en"), ValueError, "amount: expected a whole number of zero or more, got -1"),
        (lambda: lang.count(1.5, "strike", "en"), ValueError, "amount: expected a whole number of zero or more, got 1.5"),
        (lambda: lang.count("x", "strike", "en"), ValueError, "amount: expected a number such as 13.6, got 'x'"),
        (lambda: lang.count(1, "nonsense", "ar"), KeyError, "words: no noun 'nonsense' in language 'ar'"),
        (lambda: lang.number(13.6, language="en"), ValueError, "decimals: needed for a number that is not whole, 13.6"),
        (lambda: lang.table(events(), "en", ["title", "x", "y"]), KeyError, "columns: no column 'x' in this table; it has event_id, title_en, title_ar, counting_body, counting_body_en, counting_body_ar"),
    ):  # fmt: skip
        with pytest.raises(kind) as caught:
            call()
        assert caught.value.args == (message,)
    monkeypatch.setattr(lang, "_WORDS", tmp_path)
    (tmp_path / "bad.toml").write_bytes(b'\xef\xbb\xbf[a]\nen = "\xff"')
    (tmp_path / "marked.toml").write_bytes('\ufeff[a]\nen = "{0.x} é"'.encode())
    with pytest.raises(ValueError, match="^words/bad.toml: 'utf-8' codec can't decode byte 0xff"):
        lang._topic("bad")
    assert lang._topic("marked") == {"a": {"en": "{0.x} é"}} and lang.topics() == ["bad", "marked"]
    with pytest.raises(KeyError, match=r"words/marked.toml, \[a\], en: Replacement index 0"):
        lang.text("marked.a", "en")
    lang._topic.cache_clear()


@pytest.mark.parametrize(
    ("words", "whole", "narrow"),
    [
        ("14.69 to 14.80", "14.69~to~14.80", "14.69~to~14.80"), ("من 3 إلى 5", "من~3~إلى~5", "من 3~إلى~5"),
        ("87 عضواً", "87~عضواً", "87 عضواً"), ("5 تموز/يوليو 2017", "5~تموز/يوليو~2017", "5 تموز/يوليو 2017"),
        ("In March 2017 of it", "In~March~2017 of~it", "In March 2017 of it"), ("5 million dollars", "5~million~dollars", "5 million dollars"),
    ],
)  # fmt: skip
def test_a_line_does_not_end_inside_a_date_a_range_or_a_unit(words, whole, narrow):
    assert lang.held_together(words) == lang.held_together(words, True) == whole.replace("~", " ")
    assert lang.held_together(words, False) == narrow.replace("~", " ")


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
