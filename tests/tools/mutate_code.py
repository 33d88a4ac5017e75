"""Change the course's code in small ways and count how many changes the unit tests notice.

    python tests/tools/mutate_code.py                      all modules, from the beginning (half an hour or more)
    python tests/tools/mutate_code.py measures topics/harm/rules           only these
    python tests/tools/mutate_code.py --minutes 8 --go-on  go on where the last run stopped, for about eight minutes
    python tests/tools/mutate_code.py check --survivors    try again those that survived (after writing tests for them)
    python tests/tools/mutate_code.py --all                all mutants, also where a sample is tried (three hours or more)

The mutation tester is mutmut: it imports the course once and forks for each mutant, where others start Python anew and
import pandas, matplotlib and ipywidgets each time. It runs on Linux and macOS (it needs fork). All work is
done in a copy in the system's folder for temporary files; in the repository only a part of tests/measured.md
is written. Why a survivor may live is kept by hand in mutation_reasons.toml, beside this file.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fnmatch
import importlib.metadata
import importlib.util
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import measured

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "notebooks" / "campaign"
sys.path.insert(0, str(PACKAGE.parent))

from campaign import topics  # noqa: E402 - found from the line above

REASONS = Path(__file__).with_name("mutation_reasons.toml")
WORK = Path(tempfile.gettempdir()) / "campaign-code-mutations"
AGREE = "test_properties_of_explorers.py::test_numbers_words_and_picture_agree"
MORE_TESTS = {
    "topics/harm/rules": ["test_comparable.py"],
    "topics/coalition/rules": ["test_activity.py"],
    "topics/claims/report": ["test_report.py"],
}
"""Beside the tests of the topic."""


def of(*explorers: str) -> list[str]:
    """The tests of all explorers, for these."""
    both = [f"{AGREE}_{when}[{name}]" for name in explorers for when in ("at_each_choice", "after_any_moves")]
    return ["test_explorers.py", *both]


def modules() -> dict[str, list[str]]:
    """The modules of notebooks/campaign that are changed, each with the unit tests that must notice a change in it."""
    found = {
        "measures": ["test_measures.py", "test_properties_of_measures.py"],
        "data": ["test_loading.py"],
        "numerals": ["test_numerals.py"],
        "language": ["test_language.py", "test_properties_of_words.py"],
        "problems": ["test_problems.py"],
        "exercise": ["test_check.py", "test_properties_of_words.py"],
        "explorer/guess": ["test_guess.py"],
        "explorer/shell": ["test_parts_of_explorers.py", "test_ask.py"],
    }
    for part in ("base", "field", "pointing", "released"):
        found[f"explorer/{part}"] = ["test_parts_of_explorers.py"]
    for part in ("judge", "typed"):
        answers = ["test_check.py", "test_typed_answers.py", "test_replies.py", "test_properties_of_words.py"]
        found[f"check/{part}"] = [*answers, "test_what_people_do.py"]
    worth = ("test_what_an_answer_is_worth", "test_what_has_no_points_says_so")
    found["check/judge"] += [f"test_nbgrader.py::{test}" for test in worth]
    for part in ("ask", "work", "overview"):
        found[f"check/{part}"] = ["test_ask.py", "test_overview.py", "test_what_people_do.py"]
    for path in sorted(PACKAGE.glob("topics/*/*.py")):
        if path.stem.startswith(("rules", "report", "explorer")):
            topic, name = path.parent.name, f"topics/{path.parent.name}/{path.stem}"
            own = [explorer for explorer, place in topics.EXPLORERS.items() if place == topic]
            shared = of(*own) if path.stem.startswith("explorer") else []
            found[name] = [*MORE_TESTS.get(name, []), f"test_{topic}.py", *shared]
    return found


MODULES = modules()
MODULES["data"] += [
    "test_charts.py::test_the_counters_own_pages_come_first_then_the_press_then_blogs",
    "test_charts.py::test_who_passes_on_a_count_stands_after_the_counter",
]
SAMPLED = ("topics/claims/rules*", "explorer/*", "topics/*/explorer*")
SAMPLE, SEED = 60, 2019
"""Of the modules SAMPLED, so many mutants are drawn by chance (always the same ones) unless --all or --each is given."""

NOT_MUTATED = {
    "draw": "drawing: the picture comparison of the figures tests it",
    "_draw*": "drawing: the picture comparison of the figures tests it",
    "make_frame": "drawing: axes, colours and places of texts",
    "_make_*": "drawing: axes, colours and places of texts",
    "_label_places": "layout: where a label may stand; the guesses of the lessons are tried for labels that hide a word",
    "_taken": "layout: what a label keeps clear of; tried in the same way",
    "layout_*": "layout: which control stands in which row",
    "side_by_side": "layout: which control stands in which row",
    "_ipython_display_": "showing in a notebook: nbval and the browser tests see it",
}
"""Functions of the explorers that are left out (their numbers and words are what is tried), and why."""

OF_THE_COURSE_ALONE = (
    "test_what_people_do.py::test_a_file_that_hides_a_module_is_named_and_any_other_does_not_matter",
    "test_what_people_do.py::test_two_notebooks_on_one_kernel_keep_their_language_modules_and_boxes",
    "test_measures.py::test_every_function_that_takes_numbers_or_dates_is_tried_with_bad_input",
    "test_problems.py::test_no_message_is_out_of_use",
)
"""Tests that fail in every copy: they start a Python of their own or read files beside the package, where the course has it,
or count the functions of a module, of which a copy has one more for each mutant."""

SLOW = ("test_guess.py::test_a_lesson_asks_three_times_and_shows_no_answer_before",)
"""Tests that take minutes and see no change of the code that the others do not see sooner."""

PLAIN_DECORATORS = ("property", "functools.cache", "functools.lru_cache", "contextlib.contextmanager", "claim")
"""mutmut leaves out decorated functions. In the copy these decorators are called below the function instead."""

SURROUNDINGS = """

# --- added by mutate_code.py ---
import sys

import pytest
from hypothesis import settings
from mutmut.state import state

settings.register_profile("mutation", derandomize=True, database=None, deadline=None, max_examples=50)
settings.load_profile("mutation")
_at_import = {}


def _hits():
    # The mutated functions that were called since the last test, while mutmut asks which test reaches which function.
    return state()._stats if os.environ.get("MUTANT_UNDER_TEST") == "stats" else set()


def _forget():
    # Tables and words that the course remembers were worked out before the mutant came to life.
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "campaign":
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", lambda: None)()


def pytest_sessionstart(session):
    _forget()
    for name in [name for name in sys.modules if name.startswith("test_")]:
        del sys.modules[name]  # constants of a test file, too


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    _hits().clear()
    report = yield
    _at_import.setdefault(collector.path, set()).update(_hits())
    _hits().clear()
    return report


def pytest_runtest_setup(item):
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()
        for kept in ("_opened", "_made"):  # explorers that the tests of a file share: each test is to make its own
            getattr(item.module, kept, {}).clear()
        _hits().update(_at_import.get(item.path, ()))
"""


@dataclass(frozen=True)
class Mutant:
    """One changed place: mutmut's name for it and what became of it (killed, survived, timeout, no tests, ...)."""

    name: str
    status: str

    @property
    def function(self) -> str:
        """The function as a person writes it: Bounded.width, round_half_up."""
        plain = self.name.rpartition(".")[2].rpartition("__mutmut_")[0]
        return plain.strip("xǁ").replace("ǁ", ".") if "ǁ" in plain else plain.removeprefix("x_")


# --- the copy ---------------------------------------------------------------------------------------------------
def prepared(source: str, is_explorer: bool) -> str:
    """The source as mutmut takes it: plain decorators called after the function, drawing marked as not to mutate."""
    lines = source.splitlines()
    after = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        if is_explorer and any(fnmatch.fnmatch(node.name, name) for name in NOT_MUTATED):
            lines[node.lineno - 1] += "  # pragma: no mutate block"
        written = [ast.unparse(decorator) for decorator in node.decorator_list]
        if len(written) == 1 and written[0].partition("(")[0] in PLAIN_DECORATORS:
            line = node.decorator_list[0].lineno - 1
            lines[line] = ""
            after[node.end_lineno] = f"{' ' * node.col_offset}{node.name} = {written[0]}({node.name})"
    for line in sorted(after, reverse=True):
        lines.insert(line, after[line])
    return "\n".join(lines) + "\n"


def prepare(module: str, folder: Path) -> None:
    """Bring the copy for one module up to date. mutmut keeps the results of functions that did not change."""
    package, target, only = PACKAGE, folder / "src" / "campaign", PACKAGE / f"{module}.py"
    for path in package.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            copy, content = target / path.relative_to(package), path.read_bytes()
            if path == only:
                content = prepared(content.decode("utf-8"), "explorer" in module).encode("utf-8")
            if not copy.exists() or copy.read_bytes() != content:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content)
                # mutmut copies to this place once only
                stored = folder / "mutants" / copy.relative_to(folder)
                if path != only and stored.exists():
                    stored.write_bytes(content)
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "campaign")
    for name in ("data", "figures", "tests", "notebooks"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for path in ROOT.glob("README*.md"):
        shutil.copy(path, folder)
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as file:
        file.write(SURROUNDINGS)
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers = browser: not run here\nfilterwarnings = error\n"
        "pythonpath = src notebooks/make data figures tests tests/tools\n"
        "addopts = -p no:cacheprovider -p no:nbval -p no:xdist -m 'not browser'"
        + "".join(f" --deselect tests/{name}" for name in OF_THE_COURSE_ALONE + SLOW)
        + "\n",
        encoding="utf-8",
    )
    also = ["data", "figures", "notebooks", "pytest.ini", *(path.name for path in ROOT.glob("README*.md"))]
    lists = {
        "only_mutate": [f"src/campaign/{module}.py"],
        "also_copy": also,
        "pytest_add_cli_args_test_selection": [f"tests/{name}" for name in MODULES[module]],
    }
    # The tests of explorers that stand in other modules notice nothing here.
    own = [name for name, topic in topics.EXPLORERS.items() if module.startswith(f"topics/{topic}/explorer")]
    if own:
        others = " and ".join(f"not {name}" for name in topics.EXPLORERS if name not in own)
        lists["pytest_add_cli_args"] = ["-k", others]
    settings = ["[mutmut]", "source_paths = src", "use_git_change_detection = false", "on_dependency_change = ignore"]
    settings += ["timeout_constant = 2", "timeout_multiplier = 10", "use_setproctitle = false"]
    settings += [f"{name} =\n    " + "\n    ".join(values) for name, values in lists.items()]
    (folder / "setup.cfg").write_text("\n".join(settings) + "\n", encoding="utf-8")


# --- mutmut -----------------------------------------------------------------------------------------------------
PROGRAM = """
import json, sys
from mutmut.__main__ import cli
for arguments in json.load(sys.stdin):
    cli(arguments, standalone_mode=False)
"""


def mutmut(folder: Path, *arguments: str, each=(), seconds: float | None = None) -> str:
    """Run mutmut in the copy and return what it printed. After `seconds` it is asked to stop; it keeps its results.

    each: run the command once for each of these, in one process.
    """
    # In files, not in pipes: the processes that mutmut forks would hold a pipe open.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as asked, tempfile.TemporaryFile("w+b") as out:
        json.dump([[*arguments, name] for name in each] or [arguments], asked)
        asked.seek(0)
        places = {"stdin": asked, "stdout": out, "stderr": subprocess.STDOUT}
        process = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=folder, start_new_session=True, **places)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        out.seek(0)
        printed = out.read().decode("utf-8", errors="replace")
    if process.returncode > 0:
        raise SystemExit(f"mutmut stopped with an error in {folder}; the end of what it printed:\n{printed[-3000:]}")
    return printed


def chosen(module: str, folder: Path, sample: int, seed: int) -> list[str]:
    """The names of the mutants to try in a module of which only a sample is tried."""
    source = (folder / "src" / "campaign" / f"{module}.py").read_text(encoding="utf-8")
    # The one thing that mutmut's commands do not offer: a list of mutants before any was tried.
    from mutmut.mutation.file_mutation import mutate_file_contents

    before = os.getcwd()
    os.chdir(folder)  # mutmut reads its settings from the working directory
    try:
        names = mutate_file_contents(module, source).mutant_names
    finally:
        os.chdir(before)
    names = [f"campaign.{module.replace('/', '.')}.{name}" for name in names]
    return sorted(random.Random(f"{seed} {module}").sample(names, min(sample, len(names))))


def place(module: str) -> Path:
    """The folder in which a module is tried."""
    return WORK / module.replace("/", "-")


def mutants(folder: Path) -> list[Mutant]:
    """Every mutant of a module with its status; none when mutmut has not come that far."""
    if not (folder / "mutants").exists():
        return []
    found = re.findall(r"^ +(\S+__mutmut_\d+): (.+)$", mutmut(folder, "results", "--all", "true"), re.MULTILINE)
    return [Mutant(name, status) for name, status in found]


def changes(folder: Path, names: list[str]) -> dict[str, tuple[str, str]]:
    """For each mutant the lines that it takes out and puts in, each as one line of code."""
    found = {}
    for shown in re.split(r"^# (?=\S+__mutmut_\d+: )", mutmut(folder, "show", each=names), flags=re.MULTILINE)[1:]:
        lines = shown.splitlines()
        begin = next((i for i, line in enumerate(lines) if line.startswith("@@")), len(lines))
        out, put = ([" ".join(line[1:].split()) for line in lines[begin:] if line.startswith(sign)] for sign in "-+")
        found[lines[0].partition(":")[0]] = (" ".join(out), " ".join(put))
    return found


# --- the page ---------------------------------------------------------------------------------------------------
def reason(module: str, mutant: Mutant, out: str, put: str, reasons: list[dict]) -> str:
    """The reason kept by hand for a survivor, or an empty text. Each entry that fits is marked as used."""
    for entry in reasons:
        if (
            fnmatch.fnmatch(module, entry["module"])
            and fnmatch.fnmatch(mutant.function, entry["function"])
            and re.search(entry.get("line", ""), out)
            and re.search(entry.get("became", ""), put)
        ):
            entry["used"] = True
            return entry["reason"]
    return ""


HEAD = ["module", "mutants", "tried", "killed", "timeouts", "survived", "of these explained", "share found"]


def page(sampled: str) -> list[str]:
    """What was sampled, the table of modules, each reason why survivors may live, and every survivor without one."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    rows, total, why, unexplained = [], Counter(), Counter(), []
    for module in MODULES:
        folder = place(module)
        found = mutants(folder)
        count = Counter(mutant.status for mutant in found)
        count["all"], count["tried"] = len(found), len(found) - count["not checked"]
        if not count["tried"]:
            continue
        left = [m for m in found if m.status not in {"killed", "timeout", "not checked"}]
        changed = changes(folder, [mutant.name for mutant in left]) if left else {}
        for mutant in left:
            out, put = changed[mutant.name]
            because = reason(module, mutant, out, put, reasons)
            count["explained"] += bool(because)
            why.update([because] if because else [])
            note = "" if mutant.status == "survived" else f" ({mutant.status})"
            cells = [module, f"`{mutant.function}`{note}", f"`{out}`", f"`{put}`"]
            unexplained += [] if because else [[cell.replace("|", "\\|") for cell in cells]]
        total += count
        rows.append(row(module, count))
    for entry in reasons:
        if "used" not in entry and any(fnmatch.fnmatch(line[0], entry["module"]) for line in rows):
            print(f"mutation_reasons.toml: no survivor fits {entry['module']}, {entry['function']}: {entry['reason']}")
    left_out = "; ".join(f"`{name}` ({why})" for name, why in NOT_MUTATED.items())
    table = measured.table(["module", "function", "line", "became"], unexplained)
    return [
        f"Mutation tester: mutmut {importlib.metadata.version('mutmut')}. It changes one place inside a function (a "
        "number, a text, an operator, an argument, a condition) and runs the unit tests of the module. "
        "`killed`: a test failed. `timeouts`: the change made an endless loop, and counts as found. `survived`: no test "
        "noticed. The share is (killed + timeouts) / tried; explained survivors count against it.",
        measured.table(HEAD, [*rows, row("**all**", total)]),
        f"{sampled} Left out: statements outside of functions; in the explorers {left_out}.",
        "Why survivors may live:",
        "\n".join(f"- {n} × {because}" if n > 1 else f"- {because}" for because, n in why.most_common())
        or "None lives.",
        f"Not explained yet ({len(unexplained)}):",
        table if unexplained else "None.",
    ]


def row(name: str, count: Counter) -> list:
    """One line of the table of modules."""
    found, tried = count["killed"] + count["timeout"], count["tried"]
    numbers = [count["all"], tried, count["killed"], count["timeout"], tried - found, count["explained"]]
    return [name, *numbers, f"{100 * found / tried:.1f}%" if tried else ""]


def to_try(module: str, folder: Path, options: argparse.Namespace) -> list[str] | None:
    """The names of the mutants to try now; None for all that were not tried yet."""
    status = {mutant.name: mutant.status for mutant in mutants(folder)}
    if options.survivors:
        return [name for name in status if status[name] in {"survived", "no tests"}]
    if options.each or not options.all and any(fnmatch.fnmatch(module, pattern) for pattern in SAMPLED):
        names = chosen(module, folder, options.each or SAMPLE, options.seed)
        return [name for name in names if status.get(name, "not checked") == "not checked"]
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"one of {', '.join(MODULES)}")
    parser.add_argument("--minutes", type=float, help="stop after about so many minutes; --go-on continues")
    parser.add_argument("--go-on", action="store_true", help="keep the results of the last run")
    parser.add_argument("--survivors", action="store_true", help="keep them, and try again those that survived")
    parser.add_argument("--each", type=int, help="try so many mutants of every module, drawn by chance")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which mutants a sample draws (default {SEED})")
    parser.add_argument("--all", action="store_true", help="try all mutants of every module, not a sample of some")
    options = parser.parse_args()
    for module in options.modules:
        if module not in MODULES:
            parser.error(f"module: expected one of {', '.join(MODULES)}, got {module!r}")
    if importlib.util.find_spec("mutmut") is None:
        parser.error(
            "mutmut is not installed; it comes with tests/requirements.txt (not on Windows, where it cannot run)"
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and mutmut with it
    end = time.monotonic() + 60 * options.minutes if options.minutes else None
    order = options.modules or list(MODULES)
    if options.each:
        random.Random(options.seed).shuffle(order)  # so that a run that is cut short has not always the same modules
    for module in order:
        folder = place(module)
        if not (options.go_on or options.survivors):
            shutil.rmtree(folder, ignore_errors=True)
        seconds = None if end is None else end - time.monotonic()
        if seconds is not None and seconds < 10:
            print(f"{module}: no time left")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        prepare(module, folder)
        wanted = to_try(module, folder, options)
        if wanted is None or wanted:
            mutmut(folder, "run", *(wanted or []), seconds=seconds)
        print(module, dict(Counter(m.status for m in mutants(folder))), flush=True)
    some = " and ".join(f"`{name}`" for name in SAMPLED)
    sampled = f"Of {some} a sample of {SAMPLE} mutants a module is tried (drawn by chance, always the same ones)."
    if options.each:
        untried = [name for name in MODULES if not any(m.status != "not checked" for m in mutants(place(name)))]
        sampled = (
            f"A sample of {options.each} mutants a module. Not reached in the time: {', '.join(untried) or 'none'}."
        )
    if options.modules:
        print("\n\n".join(page(sampled)))  # the page is written by a run over all
    else:
        command = "python tests/tools/mutate_code.py" + "".join(f" {a}" for a in sys.argv[1:])
        measured.write("code-mutations", command, *page(sampled))


if __name__ == "__main__":
    main()
