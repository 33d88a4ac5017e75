"""Everyday troubles: answers that misbehave, names that hide a module, cells run again and again, copies in the folder."""

import gc
import importlib
import re
import subprocess
import weakref
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
import refresh
from campaign import check, topics
from campaign import language as lang
from campaign.check import judge
from campaign.explorer import guess, released
from campaign.sheet import drawing
from ipywidgets.widgets.widget import _instances

ROOT = refresh.ROOT
ask = importlib.import_module("campaign.check.ask")  # its function has the same name


# --- answers that misbehave -------------------------------------------------------------------------------------------
REFUSED = "str repr len iter getitem eq bool hash float int format contains getattribute".split()


def nasty(*names):
    """An object whose methods of these names raise."""

    def refuse(self, *_):
        raise RuntimeError("no")

    return type("Nasty", (), {f"__{name}__": refuse for name in names})()


class Text(str):
    """A text that cannot be stripped."""

    def strip(self, *_):
        raise RuntimeError("no")


MISBEHAVING = [nasty(name) for name in REFUSED] + [nasty("str", "len", "iter", "getitem"), Text("x")]
MISBEHAVING += [10**40_000, -(10**40_000), "9" * 40_000, [10**40_000], {1: 10**5000}, pd.DataFrame(), int, print]


@pytest.mark.parametrize("exercise", ["04-1", "04-3", "04-4", "04-5", "06-2", "06-3", "no such"])
def test_any_object_gets_a_reply_and_never_a_traceback(exercise):
    for value in MISBEHAVING:
        for language in lang.LANGUAGES:
            feedback = check.answer(exercise, value, language)
            assert feedback.words and feedback.kind not in judge.SOLVED - {"thanks"}
            assert feedback._repr_html_() and repr(feedback)
    assert check.answer(nasty("str", "hash"), 1).kind == check.answer(10**40_000, 1).kind == "unknown-exercise"


def test_choices_in_any_kind_of_list_are_understood():
    right = sorted(judge.as_choices(judge.find("04-4").expected()))
    for value in (pd.Series(right), pd.Series(right * 2).unique(), pd.Index(right), right, ", ".join(right)):
        assert judge.answer("04-4", value).kind == "right"
    assert judge.answer("04-1", ".57").kind == judge.answer("04-1", "+0.57").kind == "right"
    assert judge.typed.number("70 percent") == judge.typed.number("70%")


def test_dollar_signs_in_a_reply_are_no_formula():
    reply = judge.answer("04-1", "about $0.57 or $57")
    assert reply._repr_html_().startswith('<div class="mathjax_ignore">')
    table = lang.table(pd.DataFrame({"note": ["from $5 to $7"]}), "en")
    assert table._repr_html_().startswith('<div class="mathjax_ignore">')
    assert "mathjax" not in lang.sentence("common.no_rows", "en")._repr_html_()


# --- names ------------------------------------------------------------------------------------------------------------
def ran(code: str, error: Exception | None):
    return SimpleNamespace(error_before_exec=None, error_in_exec=error, info=SimpleNamespace(raw_cell=code))


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_a_name_that_hides_a_module_is_told(monkeypatch, language):
    said, names = [], {"data": [1, 2, 3], "language": lang}
    monkeypatch.setattr(ask, "get_ipython", lambda: SimpleNamespace(user_ns=names))
    monkeypatch.setattr(ask, "display", lambda markup: said.append(repr(markup)))
    monkeypatch.setattr(lang, "_current", language)
    ask._explain(ran('data.load("cost")', AttributeError("'list' object has no attribute 'load'")))
    assert said == [lang.text("check.hidden_name", language, name=lang.isolate("data", language))]
    ask._explain(ran('data.load("cost")', None))
    ask._explain(ran("language.number(1, 2, 3, 4)", TypeError("too many")))
    ask._explain(ran("1 / 0", ZeroDivisionError()))
    assert len(said) == 1
    ask._explain(ran('check.answer("04-3", 1 / 0)', ZeroDivisionError()))
    assert said[1] == lang.text("check.python_error", language, kind="ZeroDivisionError")


# --- a cell that is run again and again ---------------------------------------------------------------------------------
def test_what_a_cell_shows_anew_replaces_what_it_showed(monkeypatch):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    shell = SimpleNamespace(execution_count=0, get_parent=lambda: {"metadata": {"cellId": "a"}})
    monkeypatch.setattr(released, "get_ipython", lambda: shell)
    monkeypatch.setattr(released, "_shown", {})
    makers = [
        lambda: topics.explorer("CostCalculator")("en"),
        lambda: check.ask("04-1"),
        lambda: check.progress("04"),
        lambda: guess.choice("start.printed", ["date", "magnitude", "unit", "rounding"], "unit"),
    ]
    figures, counts = [], []
    for shell.execution_count in range(1, 4):
        for make in makers:
            shown = make()
            released.replace(shown)
            if hasattr(shown, "frame"):
                figures.append(weakref.ref(shown.frame.figure))
        del shown
        gc.collect()
        counts.append(len(_instances))
    assert counts[1] == counts[-1], "widgets pile up"
    assert [figure() is not None for figure in figures] == [False] * 2 + [True]
    shell.get_parent = lambda: {}
    kept = check.ask("04-1")
    released.replace(kept)
    shell.execution_count += 1
    released.replace(check.ask("04-2"))
    assert kept.comm is not None, "where nobody tells the cell, nothing is closed"


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_a_widget_without_its_kernel_says_so(monkeypatch, language):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    words = lang.text("common.kernel_lost", language)
    for shown in (
        topics.explorer("CostCalculator")(language),
        check.ask("04-1", language),
        check.progress("04", language=language),
        guess.choice("start.printed", ["date", "magnitude", "unit", "rounding"], "unit", language=language),
    ):
        assert f'content: "{words}"' in shown.children[0].value
        assert {"campaign-explorer", "campaign-ask", "campaign-guess"} & set(shown._dom_classes)


# --- words and folders --------------------------------------------------------------------------------------------------
def test_an_error_in_a_word_file_names_the_file_and_the_entry(monkeypatch, tmp_path):
    monkeypatch.setattr(lang, "_WORDS", tmp_path)
    (tmp_path / "broken.toml").write_text('[a]\nen = "x\n', encoding="utf-8")
    (tmp_path / "made_up.toml").write_text('[a.b]\nen = "{n}"\nar = "{عدد}"\n[c]\nen = "{n"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"^words/broken\.toml: .*line 2"):
        lang.text("broken.a", "en")
    with pytest.raises(KeyError, match=r"words/made_up\.toml, \[a\.b\], ar: needs a value for 'عدد'"):
        lang.text("made_up.a.b", "ar", n=1)
    with pytest.raises(KeyError, match=r"words/made_up\.toml, \[c\], en: "):
        lang.text("made_up.c", "en", n=1)


def test_copies_and_leftovers_are_no_notebooks_of_the_course(tmp_path):
    for name in (
        "04-cost",
        "04-cost (1)",
        "04-cost-Copy1",
        "Untitled",
        "نسخة",
        ".ipynb_checkpoints/04-cost-checkpoint",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(), tmp_path / f"{name}.ipynb")
    assert [path.name for path in refresh.notebook_paths(tmp_path)] == ["04-cost.ipynb"]


def test_the_names_of_all_files_are_plain():
    """The tool that updates learners' copies fails for good on other names, and Windows on some of them."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = found.stdout.decode().split("\0") if found.returncode == 0 else [p.name for p in ROOT.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]*", name)] == []
    assert not any(re.search(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)", name, re.IGNORECASE) for name in names)
