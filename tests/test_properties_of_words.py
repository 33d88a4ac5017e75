"""Properties of words: what the course prints can be read back, in both languages, and typed as an answer."""

import datetime
import re
from fractions import Fraction

import babel
import pytest
from campaign import language as lang
from campaign import numerals
from campaign.check import all_exercises
from campaign.check import judge as check
from campaign.check import typed as typing
from campaign.measures import Bounded, exact, round_half_up
from hypothesis import example, given
from hypothesis import strategies as st
from shown import CLOSING, OPENING, directions_are_balanced
from test_language import entries, placeholders


def as_number(value):
    """The number that a learner typed; None where it is not one finite number."""
    try:
        return typing.number(value).value
    except typing.NotANumber:
        return None


LANGUAGES = st.sampled_from(sorted(lang.LANGUAGES))
NUMBERS = st.integers(-(10**12), 10**12).map(lambda n: Fraction(n, 7000))
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(9999, 12, 31))
NUMBER = re.compile(r"[\u2212-]?\d[\d,]*(?:\.\d+)?")


def read(printed: str) -> Fraction:
    """The number in a text that holds one."""
    (found,) = NUMBER.findall(printed)
    return Fraction(found.replace(",", "").replace("\u2212", "-"))


@st.composite
def figures(draw):
    """A figure with bounds."""
    low, best, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    return Bounded(best, low, high)


# --- numbers --------------------------------------------------------------------------------------------------------
@given(NUMBERS, st.integers(-6, 6), LANGUAGES)
@example(Fraction(-1, 100), 1, "ar")
@example(Fraction(2**60 + 1), 0, "en")
@example(Fraction(10**23), 0, "ar")
def test_a_number_reads_back_to_its_last_digit(value, decimals, language):
    printed = lang.number(value, decimals, language)
    assert read(printed) == round_half_up(value, decimals)
    assert re.fullmatch(r"\u200e?\u2212?\d{1,3}(,\d{3})*(\.\d+)?", printed)
    assert ("\u2212" in printed) == (round_half_up(value, decimals) < 0)
    assert len(printed.partition(".")[2]) == max(decimals, 0)
    # A minus sign is a real one; beside right-to-left words a mark keeps it in its place.
    assert "-" not in printed and ("\u200e\u2212" in printed) == ("\u2212" in printed and language == "ar")


@given(NUMBERS, st.integers(0, 4), LANGUAGES)
def test_a_percentage_reads_back(value, decimals, language):
    printed = lang.percent(value, decimals, language)
    assert printed.endswith("%") and read(printed) == round_half_up(value, decimals)


@given(figures(), LANGUAGES)
def test_bounds_read_back_and_are_in_order(figure, language):
    printed = lang.bounds(figure, language)
    found = [Fraction(text.replace(",", "").replace("\u2212", "-")) for text in NUMBER.findall(printed)]
    step = Fraction(10) ** -figure.decimals_of_bounds
    if figure.width:
        low, high = found
        assert low < high
        assert abs(low - figure.low) <= step / 2 and abs(high - figure.high) <= step / 2
        assert printed == lang.text("common.range", language, low="{}", high="{}").format(
            *(lang.number(end, figure.decimals_of_bounds, language) for end in (figure.low, figure.high))
        )
    else:
        assert len(found) == 1 and printed == lang.number(figure, language=language)


TEXTS = [(key, entry) for key, entry in entries() if isinstance(entry["en"], str)]
UNITS = [
    (key, language)
    for key, entry in TEXTS
    for language in lang.LANGUAGES
    if placeholders(entry[language]) == {"number"} and not re.search(r"\d", entry[language])
]
"""Texts that put one number into words: money, areas, rates, percentages."""


@given(st.sampled_from(UNITS), NUMBERS, st.integers(-3, 3))
def test_money_areas_and_rates_read_back(where, value, decimals):
    key, language = where
    words = lang.text(key, language, number=lang.number(value, decimals, language))
    assert read(words) == round_half_up(value, decimals)


# --- dates ----------------------------------------------------------------------------------------------------------
@given(DAYS, LANGUAGES, st.sampled_from(["long", "short"]))
@example(datetime.date(2016, 2, 29), "ar", "long")
def test_a_date_reads_back(day, language, form):
    names = lang._entry(f"common.months_{form}.{language}")
    written = lang.date(day, language, form)
    number, name, year = re.fullmatch(r"(\d{1,2}) (\D+) (\d{4})", written).groups()
    assert datetime.date(int(year), names.index(name) + 1, int(number)) == day
    assert lang.month(day, language, form) == f"{name} {year}"
    assert lang.date(str(day), language, form) == written


def test_no_two_months_have_one_name():
    for form in ("long", "short"):
        for language in lang.LANGUAGES:
            assert len(set(lang._entry(f"common.months_{form}.{language}"))) == 12


# --- counted nouns --------------------------------------------------------------------------------------------------
NOUNS = sorted(lang._topic("nouns"))


def form_of(n: int, language: str) -> str:
    """The plural form, by the rules of the grammar books; for other languages than English and Arabic, Babel's."""
    if language == "en":
        return "one" if n == 1 else "other"
    if language != "ar":
        return babel.Locale.parse(language).plural_form(n)
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def counted_well(n: int, noun: str, language: str) -> None:
    words = lang.count(n, noun, language)
    form = form_of(n, language)
    assert words == lang._topic("nouns")[noun][language][form].replace("{n}", f"{n:,}")
    assert "{" not in words and "}" not in words and words.strip() == words
    # Arabic tells none, one and two by the noun itself.
    assert NUMBER.findall(words) == ([] if language == "ar" and n < 3 else [f"{n:,}"])


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_the_right_form_for_every_number(noun):
    for language in lang.LANGUAGES:
        for n in [*range(201), 1000, 1001, 1002, 1003, 1011, 1100, 11_000, 23_922, 100_000, 1_000_000]:
            counted_well(n, noun, language)


@given(st.integers(0, 10**15), st.sampled_from(NOUNS), LANGUAGES)
def test_large_numbers_agree_with_their_noun(n, noun, language):
    counted_well(n, noun, language)


# --- all texts ------------------------------------------------------------------------------------------------------
@given(
    st.sampled_from(TEXTS),
    LANGUAGES,
    st.sampled_from(["7", "26 July 2017", "«{x}»", "\u2068A13\u2069", "\u200e\u22125"]),
)
def test_a_text_takes_its_values_and_leaves_no_placeholder(where, language, value):
    key, entry = where
    names = placeholders(entry[language])
    words = lang.text(key, language, **dict.fromkeys(names, value))
    assert words.count(value) >= len(names)
    assert not re.search(r"[{}]", words.replace(value, "")) and directions_are_balanced(words)
    file, _, entry_name = key.partition(".")
    for name in sorted(names):
        with pytest.raises(KeyError) as caught:
            lang.text(key, language, **dict.fromkeys(names - {name}, value))
        assert caught.value.args[0] == f"words/{file}.toml, [{entry_name}], {language}: needs a value for {name!r}"


@given(st.text(st.characters(exclude_characters=OPENING + CLOSING), max_size=20), LANGUAGES)
def test_isolated_words_are_closed_again(words, language):
    isolated = lang.isolate(words, language)
    assert words in isolated and directions_are_balanced(isolated)


# --- what is printed may be typed -----------------------------------------------------------------------------------
ARABIC_DIGITS = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
PERSIAN_DIGITS = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")
WAYS_TO_TYPE = {
    "as printed": lambda text: text,
    "Arabic-Indic digits": lambda text: text.translate(ARABIC_DIGITS),
    "Persian digits": lambda text: text.translate(PERSIAN_DIGITS),
    "Arabic comma": lambda text: text.replace(",", "،"),
    "spaces": lambda text: text.replace(",", " "),
    "thin spaces": lambda text: text.replace(",", "\u202f"),
    "no separators": lambda text: text.replace(",", ""),
    "space around": lambda text: f"  {text}\n",
    "percent": lambda text: f"{text}%",
    "percent after a space": lambda text: f"{text} %",
    "Arabic percent": lambda text: text.translate(ARABIC_DIGITS) + "٪",
    "dollars": lambda text: f"${text}",
    "dollars behind": lambda text: f"{text} $",
    "isolated": lambda text: f"\u2068{text}\u2069",
    "right-to-left mark": lambda text: f"\u200f{text}\u200f",
}


@given(NUMBERS, st.integers(0, 6), LANGUAGES, st.sampled_from(sorted(WAYS_TO_TYPE)))
def test_a_printed_number_can_be_typed_as_an_answer(value, decimals, language, way):
    typed = WAYS_TO_TYPE[way](lang.number(value, decimals, language))
    assert as_number(typed) == exact(round_half_up(value, decimals))
    assert typing.number(typed).decimals == decimals


NUMERIC = [e for e in all_exercises() if not e.open and not e.choices and not e.chart]
RIGHT = {e.id: check._expected(e) for e in NUMERIC}


@given(st.sampled_from(NUMERIC), LANGUAGES, st.sampled_from(sorted(WAYS_TO_TYPE)))
def test_the_right_answer_is_right_however_it_is_typed(exercise, language, way):
    expected = RIGHT[exercise.id]
    decimals = check._worth(exercise, expected)
    typed = WAYS_TO_TYPE[way](lang.number(expected, decimals, language))
    unit = next(
        (code for code, words in {"percent": "percent", "usd": "dollars"}.items() if words in way.lower()), None
    )
    kind = "wrong-unit" if unit and exercise.units and unit not in exercise.units else "right"
    assert check.answer(exercise.id, typed, language).kind == kind


@given(NUMBERS.filter(bool), st.sampled_from(["{} to 9", "من {} إلى 9", "{}-9", "{}e3", "0x{}", "9 or {}"]))
def test_a_number_with_another_is_not_guessed(value, words):
    typed = words.format(lang.number(value, 1, "en"))
    feedback = check.answer("04-1", typed)
    assert feedback.kind == "not-a-number" and check._shown(typed) in feedback.words


@given(NUMBERS.filter(bool), st.sampled_from(["{} weeks", "{} أسابيع", "x {}", "<b>{}</b>"]))
def test_a_word_that_is_no_unit_is_asked_about(value, words):
    assert check.answer("04-1", words.format(lang.number(value, 1, "en"))).kind == "unknown-word"


SIZES = {
    "{} thousand": 3,
    "{} ألف": 3,
    "{} million": 6,
    "{} مليون": 6,
    "{}bn": 9,
    "about {} billion": 9,
    "نحو {} مليار": 9,
}


@given(NUMBERS.filter(bool), st.sampled_from(sorted(SIZES)))
def test_words_of_size_are_read_in_both_languages(value, words):
    found = typing.number(words.format(lang.number(value, 1, "en")))
    assert (found.scale, found.value) == (10 ** SIZES[words], exact(round_half_up(value, 1)))


@given(st.text("0123456789.,،٫٬ _-\u2212%$٪", max_size=14))
@example("12,34")
@example("1.234,5")
@example("13 2 21")
@example("2017 62")
@example("1234 567")
def test_a_number_is_read_as_it_stands_or_not_at_all(typed):
    bare = numerals.bare(typed).strip("%$٪ ")
    try:
        expected = numerals.read(bare).value
    except numerals.NotANumber:
        expected = None
    found = as_number(typed)
    if expected is not None:
        assert found == exact(expected)
    elif found is not None:
        # Signs of money and shares may stand on either side, and a comma or a stroke at the end is no digit.
        assert found == exact(numerals.read(re.sub("[%$٪]", " ", bare).strip(" ,،_")).value)


# --- bad input ------------------------------------------------------------------------------------------------------
BAD_NUMBERS = st.sampled_from([None, True, "many", "", "13,6", float("nan"), float("inf"), [], object(), 1j])


@given(BAD_NUMBERS, LANGUAGES)
def test_what_is_no_number_gets_one_sentence_that_names_the_argument(bad, language):
    for argument, call in {
        "value": lambda: lang.number(bad, language=language),
        "value ": lambda: lang.number(bad, 1, language),
        "value  ": lambda: lang.percent(bad, 1, language),
        "value   ": lambda: lang.bounds(bad, language),
        "amount": lambda: lang.count(bad, "day", language),
    }.items():
        with pytest.raises((ValueError, TypeError)) as caught:
            call()
        assert str(caught.value).startswith(f"{argument.strip()}: expected ") and "\n" not in str(caught.value)


@given(st.integers(max_value=-1), LANGUAGES)
def test_a_negative_count_gets_one_sentence(amount, language):
    with pytest.raises(ValueError) as caught:
        lang.count(amount, "strike", language)
    assert str(caught.value) == f"amount: expected a whole number of zero or more, got {amount!r}"


@given(st.one_of(st.text(max_size=5), st.integers(), st.booleans()).filter(lambda code: code not in lang.LANGUAGES))
def test_an_unknown_language_gets_one_sentence(code):
    for call in (
        lambda: lang.use(code),
        lambda: lang.text("common.yes", code),
        lambda: lang.number(1, language=code),
        lambda: lang.percent(1, language=code),
        lambda: lang.count(1, "day", code),
        lambda: lang.date("2017-07-26", code),
        lambda: lang.month("2017-07-26", code),
        lambda: lang.isolate("x", code),
        lambda: lang.paragraph("x", language=code),
        lambda: check.answer("04-1", 1, code),
    ):
        with pytest.raises(ValueError) as caught:
            call()
        assert str(caught.value) == f"language: expected one of {', '.join(lang.LANGUAGES)}, got {code!r}"


def test_an_unknown_form_of_a_date_gets_one_sentence():
    for call in (lang.month, lang.date):
        with pytest.raises(ValueError) as caught:
            call("2017-07-26", "en", "medium")
        assert str(caught.value) == "form: expected one of long, short, name, got 'medium'"
