"""The messages that a learner can cause come in the language of the lesson, and every message is in use."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

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


def test_a_table_without_rows_is_named(arabic):
    assert problems.some(table := pd.DataFrame({"a": [1]}), "totals") is table
    for language, words in (("en", "totals: expected at least one row, got none"), ("ar", "\u2068totals\u2069: ")):
        lang.use(language)
        with pytest.raises(ValueError, match=f"^{words}") as caught:
            problems.some(table[:0], "totals")
        assert caught.value.args == (problems.problem("empty_rows", argument="totals"),)


OWN = ["IPython.py", "babel", "ipywidgets.py", "matplotlib.py", "numpy.py", "pandas", "calendar.py"]


@pytest.mark.parametrize("name", OWN)
def test_an_own_file_in_the_place_of_a_module_is_named_in_every_language(monkeypatch, tmp_path, name, arabic):
    monkeypatch.chdir(tmp_path)
    own = Path(name if name.endswith(".py") else f"{name}/__init__.py")
    for file in (own, Path("data.py"), Path("pandas_notes.py")):  # these two take nobody's place
        file.parent.mkdir(exist_ok=True)
        file.touch()
    problems.refuse_own_files()
    monkeypatch.delitem(sys.modules, Path(name).stem, raising=False)
    problems.refuse_own_files()
    monkeypatch.syspath_prepend(tmp_path)
    told = [problems._messages()["own_file"][code] for code in ("en", "ar")]
    told = " / ".join((told[0].format(file=name), told[1].format(file=f"\u2068{name}\u2069")))
    for loaded in (False, True):
        if loaded:
            monkeypatch.setitem(sys.modules, Path(name).stem, SimpleNamespace(__file__=str(own.absolute())))
            monkeypatch.setattr(sys, "path", [])
        with pytest.raises(ImportError) as caught:
            problems.refuse_own_files()
        assert str(caught.value) == told


def test_the_file_of_a_module_is_where_python_has_it_or_would_find_it(monkeypatch, tmp_path):
    assert problems._file_of("re") == re.__file__
    assert problems._file_of("sys") == problems._file_of("no_such_module") == ""
    (tmp_path / "a_folder").mkdir()
    (tmp_path / "a_file.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert problems._file_of("a_folder") == "" and problems._file_of("a_file") == str(tmp_path / "a_file.py")
    finder = SimpleNamespace(find_spec=lambda name, path: SimpleNamespace(origin=f"found/{name}"))
    monkeypatch.setattr(sys, "meta_path", [SimpleNamespace(find_spec=lambda name, path: None), finder])
    assert problems._file_of("elsewhere") == "found/elsewhere"
