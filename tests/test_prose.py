"""Numbers in the text of lessons: each one is computed from the tables, so that a wrong number in prose turns red.

For every English lesson and its solutions, tests/prose/<lesson>.toml lists the numbers and full dates of each text
cell with an expression that computes them; tests/prose/teaching-<page>.toml does so for a teaching page. A number that
is not listed, a listed number that is not printed any more, and a number that differs from its expression all fail.
"""

import csv
import datetime
import importlib
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import refresh
from campaign import check, data, measures
from printed_words import named_at
from said import sequence

PROSE = Path(__file__).parent / "prose"
LESSONS = sorted((refresh.NOTEBOOKS / "en").glob("[0-9]*.ipynb"))
TEACHING = [
    path
    for path in refresh.notebook_paths(refresh.NOTEBOOKS / "en" / "teaching")
    if (PROSE / f"teaching-{path.stem}.toml").is_file()
]
MONTHS = "January February March April May June July August September October November December".split()
DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
NUMBER = re.compile(r"(?<![\w.,\-/])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/]|[.,]\d)")


# --- what an expression may name ----------------------------------------------------------------------------------
def definition(value):
    """A number that is right by definition, such as 24 hours or 100 percent."""
    return value


NAMES = {
    "article": lambda figure_id: data.row("article_figures", figure_id)["value"],
    "figure_date": lambda figure_id: data.row("article_figures", figure_id)["as_of_date"],
    "cell": lambda table, key, column: data.row(table, key)[column],
    "table": data.load,
    "day": measures.as_date,
    "definition": definition,
    "exact_year": Fraction("365.25"),
    "expected": lambda exercise_id: check.find(exercise_id).expected(),
    "mistake": lambda exercise_id, name: check.find(exercise_id).mistakes[name](),
    "exercise": lambda topic: importlib.import_module(f"campaign.topics.{topic}.exercises"),
    "measures": measures,
    "pd": pd,
    "round_half_up": measures.round_half_up,
}


def bare(markdown):
    """The text without what needs no check: code, link targets, headings' numbers and minutes, list numbers, ids."""
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"^(#+) \d+\. ", r"\1 ", text, flags=re.MULTILINE)
    text = re.sub(
        r"\(\d+ minutes?\)|\*\*Time:\*\* \d+ minutes?|\b\d+(?:(?: to | \+ )\d+)* (?:min(?:utes?)?|points?)\b", " ", text
    )
    text = re.sub(r"^\s*\d+\. ", " ", text, flags=re.MULTILINE)
    text = re.sub(
        r"\b(?:[Ll]essons?|[Ss]ections?|[Ee]xercises?|[Ss]teps?|[Qq]uestions?|[Ww]eeks?|[Aa]ssignments?)(?: \d+(?:,| and| to|-)?)+",
        " ",
        text,
    )
    text = re.sub(r"\b[A-Z]{1,2}\d{1,3}\b", " ", text)  # claim and error ids
    text = re.sub(r"(?<![\w.,])0\d\b(?![.,]\d)", " ", text)  # a lesson's number on its own, such as 04
    return text


def tokens(markdown):
    """The full dates and numbers of a text, as printed and in their order, each once, without bare years."""
    text = bare(markdown)
    found = {match.start(): match[0] for match in DATE.finditer(text)}
    text = DATE.sub(lambda match: " " * len(match[0]), text)
    numbers = {m.start(): m[0] for m in NUMBER.finditer(text) if not re.fullmatch(r"20[012]\d|19\d\d", m[0])}
    return list(dict.fromkeys(words for _, words in sorted((found | numbers).items())))


def agrees(token, value):
    """Does the printed token say the computed value, at the precision that it prints?"""
    date = DATE.fullmatch(token)
    if date:
        printed = datetime.date(int(date[3]), MONTHS.index(date[2]) + 1, int(date[1]))
        return measures.as_date(value) == printed
    plain = token.replace(",", "")
    decimals = len(plain.partition(".")[2])
    if isinstance(value, measures.Bounded):
        value = value.best
    number = Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(Decimal(str(value)))
    return measures.round_half_up(number, decimals) == Fraction(plain)


def elsewhere(token, expression, markdown):
    """The one country to which a text gives a number each time, where its expression names the other one alone."""
    own = {place for place in ("iraq", "syria") if place in expression.lower()}
    text, places = bare(markdown), set()
    for match in re.finditer(rf"(?<![\w.,]){re.escape(token)}(?![\w.,]*\d)", text):
        sentence = re.split(r"…|(?<=[^\d])[.!?:](?= |$)|\n", text[match.end() :])[0]
        places.add(frozenset(named_at(text[: match.end()] + sentence, match.start(), match.end(), "en")))
    said_of = set().union(*places) if all(len(names) == 1 for names in places) else set()
    return said_of.pop() if len(own) == len(said_of) == 1 and own != said_of else ""


def problems(cells, listed):
    """What is wrong with the numbers of some text cells, as sentences."""
    found = []
    for cell_id, markdown in cells.items():
        expressions = listed.get(cell_id, {})
        order, printed = tokens(markdown), set(tokens(markdown))
        for token in sorted(printed - set(expressions)):
            found.append(f"{cell_id}: {token} is not checked")
        for token in sorted(set(expressions) - printed):
            found.append(f"{cell_id}: {token} is listed but not printed")
        if printed == set(expressions) and order != list(expressions):
            found.append(f"{cell_id}: printed in the order {', '.join(order)}")
        for token in sorted(printed & set(expressions)):
            value = eval(expressions[token], dict(NAMES))
            if place := elsewhere(token, expressions[token], markdown):
                found.append(f"{cell_id}: {token} is said of {place}, its expression is not")
            if not agrees(token, value):
                found.append(f"{cell_id}: printed {token}, the tables say {value}")
    for cell_id in sorted(set(listed) - set(cells)):
        found.append(f"{cell_id}: no such text cell")
    return found


def text_cells(path):
    generated = ("navigation",) if path.parent.name != "solutions" else ("navigation", "exercise-")
    return {
        c.id: c.source
        for c in nbformat.read(path, as_version=4).cells
        if c.cell_type == "markdown" and not c.id.startswith(generated)
    }


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_number_in_the_text_is_what_the_tables_say(path):
    listed = tomllib.loads((PROSE / f"{path.stem}.toml").read_text(encoding="utf-8"))
    solutions = listed.pop("solutions", {})
    assert problems(text_cells(path), listed) == []
    assert problems(text_cells(path.parent / "solutions" / path.name), solutions) == []


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: f"teaching-{path.stem}")
def test_every_number_in_a_teaching_page_is_what_the_tables_say(path):
    assert (
        problems(text_cells(path), tomllib.loads((PROSE / f"teaching-{path.stem}.toml").read_text(encoding="utf-8")))
        == []
    )


def readings():
    """(notebook, cell, what is read in its order) of every English text cell in which a number or a term stands."""
    home = refresh.NOTEBOOKS / "en"
    for path in refresh.notebook_paths(home):
        for cell_id, source in text_cells(path).items():
            read = sequence(bare(source), "en")
            if read and "sources" not in cell_id:
                yield path.relative_to(home).with_suffix("").as_posix(), cell_id, read


def test_each_cell_says_in_order_what_a_reader_found_in_it():
    """Numbers are computed above. Their units, countries, months, bounds and the words of opposite sense beside them, and
    the letters of choices, are as they were last read against the tables: prose/said.csv, a line a cell."""
    with (PROSE / "said.csv").open(encoding="utf-8", newline="") as file:
        _, *listed = map(tuple, csv.reader(file))
    now = list(readings())
    new = [",".join(row) for row in now if row not in set(listed)]
    assert not new, "read the cell against the tables, then put its line into prose/said.csv:\n" + "\n".join(new)
    assert set(listed) == set(now)


def test_a_wrong_a_new_and_a_stale_number_are_found():
    listed = {
        "claim": {"26 July 2017": "day(figure_date('a13-strikes-iraq'))", "13,221": "article('a13-strikes-iraq')"}
    }
    assert problems({"claim": "By 26 July 2017: 13,221 strikes."}, listed) == []
    assert problems({"claim": "By 26 July 2017: 13,231 strikes."}, listed) == [
        "claim: 13,231 is not checked",
        "claim: 13,221 is listed but not printed",
    ]
    assert problems({"claim": "By 26 July 2017: 13,221 strikes, 8 a day."}, listed) == ["claim: 8 is not checked"]
    wrong = {"claim": {"27 July 2017": "day(figure_date('a13-strikes-iraq'))", "13,212": "article('a13-strikes-iraq')"}}
    assert problems({"claim": "By 27 July 2017: 13,212."}, wrong) == [
        "claim: printed 13,212, the tables say 13221.0",
        "claim: printed 27 July 2017, the tables say 2017-07-26",
    ]


def test_exchanged_numbers_and_places_are_found():
    listed = {"cell": {"70": "article('a09-retaken-iraq')", "50": "article('a09-retaken-syria')"}}
    assert problems({"cell": "70% of the land in Iraq and 50% in Syria."}, listed) == []
    assert problems({"cell": "50% of the land in Iraq and 70% in Syria."}, listed) == [
        "cell: printed in the order 50, 70",
        "cell: 50 is said of iraq, its expression is not",
        "cell: 70 is said of syria, its expression is not",
    ]
    assert len(problems({"cell": "70% of the land in Syria and 50% in Iraq."}, listed)) == 2


def test_what_counts_as_a_number():
    assert tokens(
        "## 2. Reports (8 minutes)\nIn 2014, `x = 5`, [A14](a-5.ipynb), see lesson 03 and step 2: 1.5 and 2,000; 70% by 1 May 2017."
    ) == ["1.5", "2,000", "70", "1 May 2017"]
    assert tokens("| week 2 | 04 | 8 + 6 min | 4 points | 1.05 | 0.4 | 05, 06 | 7 |") == ["1.05", "0.4", "7"]
