"""Everyday troubles: answers that misbehave, names that hide a module, cells run again and again, copies in the folder."""

import gc
import importlib
import re
import shutil
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace

import build_site
import export_figures
import export_pages
import hand_out
import nbformat
import pandas as pd
import pytest
import refresh
from campaign import check, problems, topics
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
            assert feedback.words and feedback.kind not in judge.SOLVED
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
    monkeypatch.setattr(lang, "_begun", True)
    ask._explain(ran('data.load("cost")', AttributeError("'list' object has no attribute 'load'")))
    assert said == [lang.text("check.hidden_name", language, name=lang.isolate("data", language))]
    ask._explain(ran('data.load("cost")', None))
    ask._explain(ran("language.number(1, 2, 3, 4)", TypeError("too many")))
    ask._explain(ran("1 / 0", ZeroDivisionError()))
    assert len(said) == 1
    ask._explain(ran('check.answer("04-3", 1 / 0)', ZeroDivisionError()))
    assert said[1] == lang.text("check.python_error", language, kind="ZeroDivisionError")


def first_cell(language, name="04-cost"):
    notebook = nbformat.read(refresh.NOTEBOOKS / language / f"{name}.ipynb", as_version=4)
    return next(cell.source for cell in notebook.cells if cell.id == "setup")


def run_in(folder, code):
    """The last line of what Python says of the code in a folder, as a kernel runs it there."""
    start = "import sys; sys.path.insert(0, ''); exec(sys.stdin.read())"
    said = subprocess.run([sys.executable, "-c", start], cwd=folder, input=code, capture_output=True, encoding="utf-8")
    return (said.stderr or said.stdout).strip().splitlines()[-1:]


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_a_lesson_outside_of_the_course_ends_in_one_sentence(tmp_path, language):
    assert run_in(tmp_path, first_cell(language)) == [f"AssertionError: {lang.text('course.alone', language)}"]


@pytest.mark.parametrize("file", ["pandas.py", "babel/__init__.py", "calendar.py", "data.py"])
def test_a_file_that_hides_a_module_is_named_and_any_other_does_not_matter(tmp_path, file):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("data = [1, 2, 3]\n")
    finds = f"import sys; sys.path.append({str(refresh.NOTEBOOKS)!r})\n"
    said = run_in(tmp_path, f"{finds}{first_cell('en')}\nprint(data.load('cost').shape[1] > 3)")
    if file == "data.py":
        assert said == ["True"]
    else:
        told = [problems._messages()["own_file"][code].format(file=file.split("/")[0]) for code in ("en", "ar")]
        assert [re.sub("[\u2068\u2069]", "", line) for line in said] == [f"ImportError: {' / '.join(told)}"]


def test_two_notebooks_on_one_kernel_keep_their_language_modules_and_boxes():
    from jupyter_client import BlockingKernelClient, KernelManager

    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=refresh.NOTEBOOKS / "ar", extra_arguments=["--log-level=ERROR"])
    notebooks = []
    try:
        for _ in range(2):
            notebooks.append(BlockingKernelClient(parent=manager, connection_file=manager.connection_file))
            notebooks[-1].load_connection_file()
            notebooks[-1].start_channels()
            notebooks[-1].wait_for_ready(timeout=60)

        def run(notebook, code):
            said = []
            content = {"code": code, "silent": False}
            message = notebooks[notebook].session.msg("execute_request", content, metadata={"cellId": "one"})
            notebooks[notebook].shell_channel.send(message)
            while True:
                got = notebooks[notebook].get_iopub_msg(timeout=60)
                if got["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                    said += [got["content"].get("text", "")] + got["content"].get("traceback", [])
                    if got["content"].get("execution_state") == "idle":
                        return "".join(said).strip()

        look = "print(language.current(), charts.__name__.split('.')[-2], problems_spoken())"
        for notebook, (code, name) in enumerate([("ar", "04-cost"), ("en", "03-strikes")]):
            run(notebook, first_cell(code, name))
            run(notebook, "def problems_spoken():\n    from campaign import problems\n    return problems._spoken")
            run(
                notebook,
                f"box_{code} = check.ask('04-1'); box_{code}",
            )
        assert [run(0, look), run(1, look), run(0, look)] == ["ar cost ar", "en strikes en", "ar cost ar"]
        assert run(0, "print(box_ar.comm is not None, box_en.comm is not None)") == "True True"
        assert run(0, "box_ar.field.value = 'x'; print(box_ar.check().language)") == "ar"
        run(0, first_cell("en", "04-cost"))
        assert [run(0, look), run(1, look)] == ["en cost en", "en strikes en"]
    finally:
        for notebook in notebooks:
            notebook.stop_channels()
        manager.shutdown_kernel(now=True)


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
            assert shown.model_id, "the page knows it"
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
    assert kept.model_id, "the page knows it"
    released.replace(kept)
    shell.execution_count += 1
    released.replace(check.ask("04-2"))
    assert kept.comm is not None, "where nobody tells the cell, nothing is closed"
    assert kept.reply.layout is check.ask("04-1").reply.layout and kept.reply.layout.comm is not None, "it is shared"
    kept.reply.layout.close()
    assert check.ask("04-1").reply.layout.comm is not None, "a new one where somebody has closed it"


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


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A few notebooks of the course in a folder of their own, in which the tools look for them."""
    for module in (refresh, build_site, hand_out, export_figures):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for language in lang.LANGUAGES:
        for name in (
            "00-start-here",
            "03-strikes",
            "04-cost",
            "05-civilian-harm",
            "solutions/04-cost",
            "teaching/guide",
        ):
            file = Path(f"notebooks/{language}/{name}.ipynb")
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, tmp_path / file)
    monkeypatch.setattr(refresh, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(refresh, "execute", lambda notebook, folder: refresh.canonical(notebook))
    return tmp_path / "notebooks"


def test_copies_and_leftovers_are_left_alone_by_every_tool(course):
    own = set(course.rglob("*.ipynb"))
    before = {path: refresh.navigation(path) for path in own}
    leftovers = "04-cost (1)|04-cost-Copy1|Untitled|Untitled 1|homework|نسخة|my-work/04-cost|.ipynb_checkpoints/04-cost-checkpoint"
    for folder in {path.parent for path in own}:
        for name in leftovers.split("|"):
            (folder / name).parent.mkdir(exist_ok=True)
            if (folder.name, name) != ("teaching", "homework"):  # there a name in small letters is a page of the course
                nbformat.write(nbformat.v4.new_notebook(), folder / f"{name}.ipynb")
    assert set(refresh.notebook_paths(course)) == own
    assert {page.notebook for page in export_pages.all_pages(course)} == own, "pages, site and packs are made of these"
    assert set(build_site.lite_files()) == own
    assert {file for file in hand_out.members() if file.suffix == ".ipynb"} == own
    assert export_figures.lessons() == sorted(path for path in own if path.parent == course / "en")
    assert {path: refresh.navigation(path) for path in own} == before


@pytest.mark.parametrize("with_git", [True, False])
def test_a_refresh_keeps_the_code_that_a_learner_changed_in_another_edition(course, with_git):
    if with_git:
        for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b.c commit -qm first"):
            subprocess.run(["git", *command.split()], cwd=course, check=True)
    english, arabic = course / "en" / "04-cost.ipynb", course / "ar" / "04-cost.ipynb"

    def change(path, code):
        notebook = nbformat.read(path, as_version=4)
        next(cell for cell in notebook.cells if cell.id.startswith("answer-")).source = code
        path.write_text(refresh.text(notebook), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    stored = arabic.read_text(encoding="utf-8")
    for number in (1, 2):
        mine = change(arabic, f"my_answer = {number}")
        for _ in range(2):  # once more, as it was: no second copy
            line = refresh.refresh(arabic)
            assert f"my-work/04-cost-{number}.ipynb" in line.replace("\\", "/")
            assert (course / "ar" / "my-work" / f"04-cost-{number}.ipynb").read_text(encoding="utf-8") == mine
            assert "my_answer" not in arabic.read_text(encoding="utf-8")
            arabic.write_text(mine, encoding="utf-8")
    change(english, "my_answer = 3")
    arabic.write_text(stored, encoding="utf-8")
    assert ("kept" in refresh.refresh(arabic)) != with_git, "an untouched lesson takes the new code; only git can tell"
    assert "my_answer = 3" in arabic.read_text(encoding="utf-8")
    assert "kept" not in refresh.refresh(english) and "my_answer = 3" in english.read_text(encoding="utf-8")


def test_the_names_of_all_files_are_plain():
    """The tool that updates learners' copies fails for good on other names, and Windows on some of them."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = found.stdout.decode().split("\0") if found.returncode == 0 else [p.name for p in ROOT.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]*", name)] == []
    assert not any(re.search(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)", name, re.IGNORECASE) for name in names)
