"""The messages that a learner can cause come in the language of the lesson, and every message is in use."""

import re
from pathlib import Path

import pandas as pd
import pytest
from campaign import data, measures, problems
from campaign import language as lang

PACKAGE = Path(problems.__file__).parent
MISTAKES = {
    "a word for a number": lambda: measures.total_cost("many", 1084),
    "a list for a number": lambda: measures.share([1], 2),
    "an open comma": lambda: measures.rounded("13,6"),
    "a float without its digits": lambda: measures.rounded(measures.exact(13)),
    "digits beyond the step": lambda: measures.rounded("13.64", "0.1"),
    "a step of zero": lambda: measures.rounded("13.6", 0),
    "bounds in the wrong order": lambda: measures.between(3, 2),
    "a date as a text": lambda: measures.campaign_day("26 July 2017"),
    "a day before the campaign": lambda: measures.campaign_day("2014-08-07"),
    "an end before its start": lambda: measures.elapsed_days("2017-07-26", "2014-08-08"),
    "a pace over no time": lambda: measures.pace(1, 2, "2017-07-26", "2017-07-26"),
    "a division by nothing": lambda: measures.exact(1) / measures.between(0, 1),
    "figures that share nothing": lambda: measures.overlap([measures.exact(1), measures.exact(2)]),
    "one weight too few": lambda: measures.weighted_mean([1, 2], [1]),
    "a table that is not there": lambda: data.load("strike"),
    "a row that is not there": lambda: data.row("strikes", "nothing"),
    "a column that is not there": lambda: lang.table(pd.DataFrame({"title": ["a"]}), columns=["nothing"]),
    "a language that is not there": lambda: lang.use("xx"),
    "decimals that are missing": lambda: lang.number(13.6),
}


@pytest.fixture
def arabic():
    lang.use("ar")
    yield
    lang.use("en")


def message(mistake) -> str:
    with pytest.raises((ValueError, TypeError, KeyError, ZeroDivisionError)) as caught:
        mistake()
    return str(caught.value.args[0])


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_the_language_of_the_lesson(mistake, arabic):
    told = message(mistake)
    assert re.search("[\u0621-\u064a]", told) and not re.search(r"\b(expected|got|needed|no)\b", told), told
    lang.use("en")
    in_english = message(mistake)
    assert not re.search("[\u0621-\u064a\u2068]", in_english) and in_english != told


def test_what_was_given_keeps_its_place_in_an_arabic_sentence(arabic):
    assert "\u2068'26 July 2017'\u2069" in message(MISTAKES["a date as a text"])


@pytest.mark.parametrize("key", lang.entries("errors"))
def test_no_message_is_out_of_use(key):
    files = [*PACKAGE.rglob("*.py"), PACKAGE.parent / "make" / "bare_python.py"]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    assert re.search(rf'(problem|in_every_language)\(\s*"{key}"', sources)
