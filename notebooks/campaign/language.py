"""Every word that a person reads and that is not in a notebook's own text, in English and Arabic.

The words stand in `words/*.toml`, one file a topic, the languages side by side, so that a missing translation shows:

    [reset]
    en = "Reset to the article's values"
    ar = "..."

This module finds them (`text`) and writes numbers, dates and counted nouns as people write them (`number`, `bounds`,
`date`, `count`). A lesson chooses its language once, in its first cell, with `use`.
"""

from __future__ import annotations

import datetime
import functools
import html
import re
import string
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd
from IPython import get_ipython

from . import problems
from .measures import Bounded, as_date, as_fraction, exact, written
from .problems import problem

LANGUAGES = {"en": "English", "ar": "العربية"}
"""Language codes and the languages' own names."""

RIGHT_TO_LEFT = {"ar"}

_WORDS = Path(__file__).parent / "words"
_current = "en"
_begun = False


class Markup:
    """A piece of HTML with its plain text, shown in a notebook and compared by the tests."""

    def __init__(self, html: str, plain: str):
        self.html, self.plain = html, plain

    def _repr_html_(self):
        return no_formula(self.html, self.plain)

    def __repr__(self):
        return self.plain


def no_formula(page: str, plain: str) -> str:
    """The HTML, kept from JupyterLab's mathematics where two dollar signs in its words would become a formula."""
    return f'<div class="mathjax_ignore">{page}</div>' if plain.count("$") > 1 else page


@dataclass(frozen=True)
class Piece:
    """Words in a cell of a table that are in a language of their own or lead to an address.

    language: where it differs from the page's, such as an Arabic term in an English glossary. address: made into a
    link only if it starts with http:// or https://; anything else stays plain words. Both are escaped.
    """

    words: str
    language: str | None = None
    address: str = ""

    def __str__(self):
        return self.words

    @property
    def html(self) -> str:
        """The words as HTML."""
        words = html.escape(self.words)
        if self.language:
            # bdi keeps brackets and full stops of the other direction in their place.
            side = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"  # also of languages that the course is not in
            words = f'<bdi lang="{html.escape(self.language, quote=True)}" dir="{side}">{words}</bdi>'
        if re.match(r"https?://", self.address):
            words = f'<a href="{html.escape(self.address, quote=True)}" target="_blank" rel="noopener noreferrer">{words}</a>'
        return words


def check(language: str | None) -> str:
    """Return a known language code, the current one for None. Raises ValueError for any other."""
    if language is None:
        return _current
    if language not in LANGUAGES:
        raise ValueError(problem("language", known=", ".join(LANGUAGES), value=repr(language)))
    return language


_STYLE = (
    "<style>[dir=rtl] p, [dir=rtl] li, [dir=rtl] blockquote, [dir=rtl] h1, [dir=rtl] h2, [dir=rtl] h3, "
    "[dir=rtl] h4, [dir=rtl] table, [dir=rtl] th, [dir=rtl] td {text-align: right} "
    "[dir=rtl] blockquote {border-left: 0; border-right: 5px solid #bdbdbd} "
    "[dir=rtl] pre, [dir=rtl] code, [dir=ltr] {direction: ltr; text-align: left} "
    "[dir=rtl] code {unicode-bidi: isolate} "
    ".campaign-sentence {max-width: 760px; font-size: 1.05em; line-height: 1.5; margin: 0.3em 0 0.6em} "
    ".campaign-table td, .campaign-table th {font-size: 1.05em; padding: 0.3em 0.7em} "
    ".campaign-feedback summary {cursor: pointer} "
    # The question of a guess stands on JupyterLab's fold, which cuts it at the edge and sets it as code.
    ".jp-OutputPlaceholder .jp-Placeholder-contentContainer {white-space: normal; line-height: 1.5; "
    "direction: DIRECTION} .jp-OutputPlaceholder .jp-PlaceholderText {white-space: normal; "
    "font-family: var(--jp-content-font-family)} "
    # In JupyterLab's dark theme pictures are quiet cards; their words keep a contrast of 4.5 to 1.
    "[data-jp-theme-light=false] :is(.jp-RenderedImage, .campaign-picture, .campaign-guess) img "
    "{filter: brightness(0.88); box-shadow: 0 0 0 7px white; border-radius: 4px; margin: 8px; max-width: calc(100% - 16px) !important}</style>"
)
"""The style of every lesson, with the direction of its language to be put in."""


def use(language: str) -> Markup:
    """Choose the language of all that the course shows from here on, and return the page's style.

    JupyterLab aligns paragraphs to the left even inside right-to-left text; the returned style mends that, and
    keeps code from left to right. In a notebook that was never trusted it takes effect when the cell is run. Where two
    notebooks share a kernel, each keeps its own language and its own modules.
    """
    global _begun
    _speak(check(language))
    _begun = True
    shell = get_ipython()
    if hasattr(shell, "get_parent"):
        modules = {name: own for name, own in shell.user_ns.items() if isinstance(own, ModuleType)}
        _notebooks.pop(session(shell), None)
        _notebooks[session(shell)] = language, modules
        if _return not in shell.events.callbacks["pre_execute"]:
            shell.events.register("pre_execute", _return)
    style = _STYLE.replace("DIRECTION", direction(language))
    return Markup(style + paragraph(text("course.ready"), "campaign-ready"), text("course.ready"))


def current() -> str:
    """The language in use."""
    return _current


def begun() -> bool:
    """Has a first cell chosen its language? A kernel may have imported the course before that."""
    return _begun


def _speak(language: str) -> None:
    global _current
    _current = language
    problems.speak(language)


_notebooks: dict[str, tuple[str, dict[str, ModuleType]]] = {}
"""What each notebook chose in its first cell: the language, and modules by their names. The last one
stands at the end."""


def session(shell) -> str:
    """By what the kernel tells apart the notebooks that talk to it: a text, empty where it does not say."""
    return shell.get_parent().get("header", {}).get("session", "")


def _return() -> None:
    """Before a cell runs or a widget answers: go back to what its notebook chose, where another was in use since."""
    shell = get_ipython()
    asking = session(shell)
    if asking in _notebooks and asking != next(reversed(_notebooks)):
        _notebooks[asking] = _notebooks.pop(asking)
        language, modules = _notebooks[asking]
        _speak(language)
        shell.user_ns.update(modules)


def is_right_to_left(language: str | None = None) -> bool:
    """Is the language (the current one for None) written from right to left?"""
    return check(language) in RIGHT_TO_LEFT


def direction(language: str | None = None) -> str:
    """The value of HTML's `dir` for the language: "rtl" or "ltr"."""
    return "rtl" if is_right_to_left(language) else "ltr"


# --- words ------------------------------------------------------------------------------------------------------
@functools.cache
def _topic(name: str) -> dict:
    path = _WORDS / f"{name}.toml"
    if not path.is_file():
        raise KeyError(f"words: no file {path.name}; topics are {', '.join(topics())}")
    try:
        # Some editors put a byte-order mark at the beginning, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"words/{path.name}: {error}") from None


def topics() -> list[str]:
    """The names of the word files."""
    return sorted(path.stem for path in _WORDS.glob("*.toml"))


def _entry(key: str) -> dict | None:
    topic, *rest = key.split(".")
    entry = _topic(topic)
    for name in rest:
        entry = entry.get(name) if isinstance(entry, dict) else None
        if entry is None:
            return None
    return entry


def text(key: str, language: str | None = None, **values) -> str:
    """The words that stand under `key` ("topic.name"), with `{placeholders}` filled from `values`.

    Raises KeyError for a key that is not there, for a language that is missing under it, and for a placeholder
    that has no value of this name (a translated one, for example) or a bracket too few; it names file and entry.
    """
    language = check(language)
    entry = _entry(key)
    if entry is None or language not in entry:
        raise KeyError(f"words: no text {key!r} in language {language!r}")
    try:
        return in_order(entry[language].format(**values), language)
    except (LookupError, ValueError, AttributeError) as wrong:
        topic, _, name = key.partition(".")
        why = f"needs a value for {wrong}" if isinstance(wrong, KeyError) else wrong
        raise KeyError(f"words/{topic}.toml, [{name}], {language}: {why}") from None


def open_names(key: str, language: str | None = None) -> set[str]:
    """The names of the placeholders of a text."""
    return {name for _, name, *_ in string.Formatter().parse(_entry(key)[check(language)]) if name}


def entries(topic: str) -> list[str]:
    """The names of the entries of a word file, in their order."""
    return list(_topic(topic))


def has(key: str) -> bool:
    """Is there a text under `key`?"""
    entry = _entry(key)
    return isinstance(entry, dict) and "en" in entry


def code(kind: str, value, language: str | None = None) -> str:
    """The words for a code of the tables, such as code("theatre", "iraq"); see words/codes.toml.

    Raises ValueError for a code that is not there.
    """
    key = f"codes.{kind}.{str(value).replace('-', '_')}"
    if not has(key):
        known = _topic("codes").get(kind, {})
        raise ValueError(f"{kind}: expected one of {', '.join(known) or 'no codes at all'}, got {value!r}")
    return text(key, language)


# --- numbers ----------------------------------------------------------------------------------------------------
def number(value, decimals: int | None = None, language: str | None = None) -> str:
    """A number with separated thousands and no more decimals than it supports: "23,922", "14.7".

    value: an int, a float or a `Bounded`; decimals: how many to print (needed for a float; a half rounds up).
    Western digits in both languages, as the article prints them.
    """
    check(language)
    if isinstance(value, Bounded):
        decimals = value.decimals if decimals is None else decimals
        value = value.best
    elif decimals is None:
        if as_fraction(value).denominator != 1:
            raise ValueError(problem("needs_decimals", value=repr(value)))
        decimals = 0
    printed = written(value, decimals)
    if printed.startswith("-"):
        # A real minus sign; in a right-to-left sentence a mark keeps it on the left of its number.
        printed = ("\u200e" if is_right_to_left(language) else "") + "\u2212" + printed[1:]
    return printed


def bounds(value: Bounded, language: str | None = None, decimals: int | None = None) -> str:
    """The lowest and highest value: "14.69 to 14.80"; a lone number when the figure is exact."""
    value = value if isinstance(value, Bounded) else exact(value)
    decimals = value.decimals_of_bounds if decimals is None else decimals
    low, high = number(value.low, decimals, language), number(value.high, decimals, language)
    if low == high:
        return low
    return text("common.range", language, low=low, high=high)


def percent(value, decimals: int | None = None, language: str | None = None) -> str:
    """A percentage with its sign: "55.3%"."""
    return text("common.percent", language, number=number(value, decimals, language))


_PLURAL_RULES = {
    "en": {"one": "n = 1"},
    "ar": {"zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n % 100 = 3..10", "many": "n % 100 = 11..99"},
}
"""The plural rules of Unicode CLDR for whole numbers. Babel has them too, but reads 5 MB of other data to tell them."""


@functools.cache
def _plural_category(language: str):
    from babel.plural import PluralRule  # loaded when the first counted noun is written

    return PluralRule(_PLURAL_RULES[language])


def count(amount, noun: str, language: str | None = None, printed: str | None = None) -> str:
    """A number with its noun in the right form: "1 strike", "23,922 strikes", «غارتان», «11 غارة».

    amount: a whole number of zero or more, which chooses the form by the plural rules of the language (Unicode
        CLDR); noun: an entry of words/nouns.toml; printed: the number as it shall stand, when it is not simply
        `amount` (for example "about 900").
    """
    language = check(language)
    whole = as_fraction(amount, "amount")
    if whole.denominator != 1 or whole < 0:
        raise ValueError(problem("whole_amount", value=repr(amount)))
    forms = _entry(f"nouns.{noun}.{language}")
    if not isinstance(forms, dict):
        raise KeyError(f"words: no noun {noun!r} in language {language!r}")
    form = forms.get(_plural_category(language)(int(whole)), forms["other"])
    return form.format(n=number(whole, language=language) if printed is None else printed)


# --- dates ------------------------------------------------------------------------------------------------------
def month(value, language: str | None = None, form: str = "long") -> str:
    """A month with its year: "July 2017", «تموز/يوليو 2017»; form "short" for axes, "name" without the year."""
    language = check(language)
    day = as_date(value)
    if form not in ("long", "short", "name"):
        raise ValueError(problem("form", value=repr(form)))
    names = _entry(f"common.months_{'short' if form == 'short' else 'long'}.{language}")
    return names[day.month - 1] if form == "name" else f"{names[day.month - 1]} {day.year}"


def date(value, language: str | None = None, form: str = "long") -> str:
    """A date as people write it: "26 July 2017", «26 تموز/يوليو 2017»; form "short" for tight places."""
    day = as_date(value)
    return f"{day.day} {month(day, language, form)}"


_FINE = {"day", "inferred_day", "publication_day"}


def known_date(day, precision: str, language: str | None = None, end=None) -> str:
    """A date no finer than it is known: a day, a last possible day, a month, a year, or about a month; or a span of days.

    day: a date or its ISO text. precision: as the tables state it (day, inferred_day, publication_day, month, year,
    approximate, at_latest); what is none of the others is written as a month. end: the last day, where there is one.
    """
    if end is not None and not pd.isna(end) and precision in _FINE:
        return text("common.range", language, low=date(day, language), high=date(end, language))
    if precision in _FINE:
        return date(day, language)
    if precision == "at_latest":
        return text("common.at_latest", language, day=date(day, language))
    if precision == "year":
        return str(as_date(day).year)
    if precision == "approximate":
        return text("common.about_month", language, month=month(day, language))
    return month(day, language)


# --- lists ------------------------------------------------------------------------------------------------------
def listed(parts, language: str | None = None, key: str = "common.list_separator") -> str:
    """Texts in a row: "strikes; targets; weapons". Semicolons, since a part may hold commas; "common.comma" for names."""
    return text(key, language).join(parts)


# --- lines ------------------------------------------------------------------------------------------------------
_RANGE = re.compile(r"(?<=\d) (to|إلى) (?=\d)(?!\d{1,2} (?:\w+/|تشرين|كانون))")
_PREPOSITIONS = "من في عن إلى على حتى منذ as of in by at on to for from with than"
_LONG_UNITS = ("كيلومتر مربع", "كيلومتراً مربعاً", "كيلومترات مربعة", "الكيلومترات المربعة", "ميل مربع", "مليون دولار", "مليار دولار",
               "square kilometres", "square miles", "million dollars", "billion dollars", "US dollars")  # fmt: skip
_MONTHS = "January February March April May June July August September October November December"
_HELD = re.compile(
    # In Arabic a number stays with its noun and a date in one piece: 87 عضواً، 5 حزيران/يونيو 2017.
    r"(\d) (?=[\u0621-\u064a])|([\u0621-\u064a]) (?=\d{4}\b)|(تشرين|كانون) (?=ال)|(المدة:) (?=\d{4}\b)"
    rf"|\b({'|'.join(_PREPOSITIONS.split())}) (?=\S)"
    rf"|({'|'.join(unit.split()[0] for unit in _LONG_UNITS)}) (?={'|'.join(unit.split()[1] for unit in _LONG_UNITS)})"
    rf"|(\d) (?=(?:million|billion|square|km|kg|days?|strikes?|{'|'.join(_MONTHS.split())})\b)"
    rf"|\b({'|'.join(_MONTHS.split())}) (?=\d{{4}}\b)",
    re.IGNORECASE,
)
"""Spaces at which a line must not end, each with what stands before it."""


def held_together(words: str, full_width: bool = True) -> str:
    """The words with no-break spaces where a line must not end: inside a range such as 14.69 to 14.80 and, in lines of
    full width, after a preposition, inside a unit and a date, and between a number and its noun or unit."""
    words = _RANGE.sub("\u00a0\\1\u00a0", words)
    return _HELD.sub(lambda found: found[0][:-1] + "\u00a0", words) if full_width else words


# --- pieces of pages ----------------------------------------------------------------------------------------------
def isolate(words: str, language: str | None = None) -> str:
    """Wrap a name or number of the other direction so that it keeps its place inside a right-to-left sentence."""
    return f"\u2068{words}\u2069" if is_right_to_left(language) else words


_TERM = r"\u200e?\u2212?\d[\d,.]*"
_EQUATION = re.compile(rf"\u2066?(?<![\d.,])({_TERM}(?:(?: ?[+\u2212×÷=] ?| - ){_TERM})+)(?<![.,])\u2069?")
_QUOTED = re.compile(r'(?<!=)\u2066?("[A-Za-z\d][^"]*")\u2069?')
_PERCENT = re.compile(r"(?<![\d.,\u061c\u2212])(?<![\u0621-\u064a])(?<![\u0621-\u064a][ \u00a0])(\d[\d,.]*%)")


def in_order(words: str, language: str | None = None) -> str:
    """The words with the marks of direction that a right-to-left sentence needs; unchanged in other languages.

    A calculation (603 + 21 = 624) and a quotation in Latin letters are kept from left to right: without the mark they
    would be read backwards. A percent sign stands on the left of its number everywhere, as it does after an Arabic
    word, in a lone label too.
    """
    if not is_right_to_left(language):
        return words
    if any(sign in words for sign in "+\u2212-×÷="):
        words = _EQUATION.sub("\u2066\\1\u2069", words)
    if '"' in words:
        words = _QUOTED.sub("\u2066\\1\u2069", words)
    return _PERCENT.sub("\u061c\\1", words) if "%" in words else words


def paragraph(words: str, css_class: str = "campaign-sentence", language: str | None = None) -> str:
    """An HTML paragraph in the direction of the language, its words escaped."""
    language = check(language)
    side = ' style="text-align: right"' if is_right_to_left(language) else ""  # JupyterLab aligns every p to the left
    return f'<p class="{css_class}" lang="{language}" dir="{direction(language)}"{side}>{html.escape(words)}</p>'


def localise(table: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """Keep the text columns of one language: `title_en` and `title_ar` become `title`."""
    language = check(language)
    others = [c for c in table.columns if any(c.endswith(f"_{o}") for o in LANGUAGES if o != language)]
    # Only columns that come in every language are texts: `total_en` alone would be something else.
    texts = [c for c in others if f"{c[:-3]}_{language}" in table.columns]
    return table.drop(columns=texts).rename(columns={f"{c[:-3]}_{language}": c[:-3] for c in texts})


def column(name: str, language: str | None = None) -> str:
    """The heading for a column of a table; see words/columns.toml."""
    return text(f"columns.{name}", language)


def _cell(name: str, value, language: str) -> str:
    if isinstance(value, Piece):
        return value.words
    if value is None or (not isinstance(value, Bounded) and pd.isna(value)):
        return text("common.not_stated", language)
    if isinstance(value, Bounded):
        return bounds(value, language)
    if isinstance(value, bool):
        return text("common.yes" if value else "common.no", language)
    if isinstance(value, datetime.date):  # a pandas Timestamp is one too
        return date(value, language)
    if isinstance(value, str):
        key = f"codes.{name}.{value.replace('-', '_')}"
        return text(key, language) if has(key) else in_order(value, language)
    if name == "year":
        return str(int(value))
    if value == int(value):
        return number(value, language=language)
    return number(value, len(re.sub(r"^.*\.", "", f"{value:.10g}")), language)


def _chosen(frame: pd.DataFrame, columns: list[str], language: str) -> pd.DataFrame:
    """These columns under these names; where there is one in the language (`title_ar` for "title"), that one."""
    names = [name if f"{name}_{language}" not in frame else f"{name}_{language}" for name in columns]
    missing = [column for column, name in zip(columns, names, strict=True) if name not in frame]
    if missing:
        raise KeyError(problem("no_column", value=repr(missing[0]), known=", ".join(map(str, frame.columns))))
    return frame[names].set_axis(columns, axis=1)


def table(frame: pd.DataFrame, language: str | None = None, columns: list[str] | None = None) -> Markup:
    """A table for readers: headings and codes in their language, numbers and dates as people write them.

    frame: columns named as in the data dictionary (or in words/columns.toml); cells may be a `Piece` (a link, or words
        of another language).
    columns: which to show, in this order, all when left out. A text that has a column in each language is named
        without one: "title" takes `title_en` or `title_ar`.
    Empty cells read "not stated". A column without a heading in words/columns.toml keeps the name by which code calls
    it. Raises KeyError for a column that the table does not have.
    """
    language = check(language)
    frame = localise(frame, language) if columns is None else _chosen(frame, columns, language)
    known = {name for name in frame.columns if has(f"columns.{name}")}
    headings = [column(name, language) if name in known else isolate(str(name), language) for name in frame.columns]
    values = list(frame.itertuples(index=False))
    rows = [[_cell(name, value, language) for name, value in zip(frame.columns, row, strict=True)] for row in values]
    cells = [
        [v.html if isinstance(v, Piece) else html.escape(cell) for v, cell in zip(*pair, strict=True)]
        for pair in zip(values, rows, strict=True)
    ]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    # Numbers run from left to right in both languages and line up at their last digit; texts begin where reading does.
    start = "right" if is_right_to_left(language) else "left"
    sides = [f'style="text-align: {"right" if is_number else start}"' for is_number in numeric]
    head = "".join(
        f'<th scope="col" {side}>{html.escape(words)}</th>' for words, side in zip(headings, sides, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td {side}>{cell}</td>" for cell, side in zip(row, sides, strict=True)) + "</tr>"
        for row in cells
    )
    page = (
        f'<table class="campaign-table" lang="{language}" dir="{direction(language)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    plain = "\n".join(" | ".join(row) for row in [headings, *rows])
    return Markup(page, plain)


def facts(language: str | None = None, **values) -> Markup:
    """A few results with their headings, one a line: facts(days=days, total=total).

    The names are entries of words/columns.toml. values: what a cell of `table` may hold; a `Bounded` that is not exact
    shows its best value with the bounds in brackets. Raises KeyError for a name without a heading.
    """
    language = check(language)
    rows = [(column(name, language), _fact(name, value, language)) for name, value in values.items()]
    lines = "".join(
        f'<tr><th scope="row" style="text-align: start">{html.escape(heading)}</th>'
        f'<td style="text-align: start">{html.escape(words)}</td></tr>'
        for heading, words in rows
    )
    page = (
        f'<table class="campaign-table campaign-facts" lang="{language}" dir="{direction(language)}">'
        f"<tbody>{lines}</tbody></table>"
    )
    return Markup(page, "\n".join(f"{heading}: {words}" for heading, words in rows))


def _fact(name: str, value, language: str) -> str:
    if isinstance(value, Bounded) and value.width:
        return text(
            "common.best_and_bounds", language, best=number(value, language=language), bounds=bounds(value, language)
        )
    return _cell(name, value, language)


def sentence(key: str, language: str | None = None, **values) -> Markup:
    """Show a sentence of the word files in a lesson, with its numbers filled in."""
    words = text(key, language, **values)
    return Markup(paragraph(words, language=language), words)


_SPOKEN = {
    "bounds", "code", "column", "count", "date", "isolate", "known_date", "listed", "month", "number", "paragraph",
    "percent", "table",
}  # fmt: skip


class Voice:
    """The words of one topic in one language.

    say = Voice("ar", "cost"); then say("rate_label", ...) for the text cost.rate_label, say("common.reset") for one of
    another file, say.number(3), say.date(day) and so on for the functions of this module in that language, and
    say.of(row, "publisher") for the text that a row of a table has in it.
    """

    def __init__(self, language: str | None = None, topic: str = "common"):
        self.language, self.topic = check(language), topic

    def __call__(self, key: str, **values) -> str:
        return text(self._key(key), self.language, **values)

    def _key(self, key: str) -> str:
        return key if "." in key else f"{self.topic}.{key}"

    def has(self, key: str) -> bool:
        """Is there a text under `key`?"""
        return has(self._key(key))

    def of(self, row, column: str) -> str:
        """The text of a row (of data.rows, iterrows or a mapping) in this language: `of(row, "title")`."""
        name = f"{column}_{self.language}"
        words = getattr(row, name) if hasattr(row, "_fields") else row[name]
        return in_order(words, self.language) if isinstance(words, str) else words

    def __getattr__(self, name: str):
        if name not in _SPOKEN:
            raise AttributeError(f"Voice has no {name!r}")
        return functools.partial(globals()[name], language=self.language)
