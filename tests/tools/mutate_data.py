"""How much of the data do the tests guard? Change the tables one cell at a time and see which tests notice.

    python tests/tools/mutate_data.py                              a seeded sample of every table
    python tests/tools/mutate_data.py --table strikes --sample 0   every cell of one table
    python tests/tools/mutate_data.py --reasons                    only print new reasons into the page that is there

A change is small and plausible: a digit, two digits swapped, a sign, a thousandfold, a day, a month, another code of
the same column, another row's label, a number inside a text, a row dropped or duplicated. Each is made in a temporary
copy of the course, in a process of its own, and shown to two guards in turn:

1. Cross-checks: the loader (types, constraints, keys), then test_data.py, test_cross_checks.py and the numbers in the
   lessons' text (test_prose.py), as far as they read the changed table. With --topics also the slower tests of charts,
   explorers and exercises. The recorded digests (test_reviewed.py) are never asked.
2. Stored outputs: the lessons, solutions and teaching pages that read the table are run in this process (as nbval
   runs them in the whole suite), and their text outputs are compared. This tells a change of a table alone. It would
   not tell a change that is made in the table and in the outputs too: a refresh of the notebooks.

What neither tells is a survivor. It counts as shown when a picture of a lesson changes, or an explorer in a state
other than its opening one; else no lesson shows the cell. Every shown survivor needs a reason in
data_survivors.toml. The result goes to tests/measured/data-mutations.md. Linux and macOS (it forks).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import datetime
import hashlib
import json
import multiprocessing
import os
import random
import re
import select
import signal
import sys
import tempfile
import time
import tomllib
import warnings
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import measured
from course_copy import ROOT, copy_of_course

REASONS = Path(__file__).with_name("data_survivors.toml")
CROSS_CHECKS = (
    "test_data.py",
    "test_cross_checks.py",
    "test_declared.py",
    "test_monthly_reports.py",
    "test_printed_errors.py",
    "test_story_versions.py",
    "test_verdicts.py",
)
PROSE = "test_prose.py"
TOPICS = tuple(
    f"test_{topic}.py"
    for topic in (
        "check",
        "claims",
        "coalition",
        "cost",
        "glossary",
        "harm",
        "start",
        "strikes",
        "territory",
        "timeline",
    )
)
"""Tests of charts, explorers and exercises: they read the tables too, but draw for minutes; tried with --topics."""
TOO_SLOW = ("test_frictionless_finds_no_error_in_any_table",)
"""The same types, constraints and keys as the loader's, checked by another library in seconds."""
PATIENCE = 240
"""Seconds after which a changed course that hangs counts as noticed."""
GUARDS = ("loader", "cross-checks", "numbers in prose", "tests of charts, explorers and exercises", "stored outputs")


# --- mutations ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mutation:
    """One change of one table. column is empty for a whole row. line: index among the data rows, from 0."""

    table: str
    line: int
    key: str
    column: str
    group: str
    kind: str
    old: str
    new: str

    def words(self) -> str:
        if not self.column:
            return f"{self.table}.csv, row {self.key}: {self.kind}"
        return f"{self.table}.csv, row {self.key}, column {self.column}: {shortened(self.old)} became {shortened(self.new)}"


def shortened(cell: str) -> str:
    return cell if len(cell) <= 60 else cell[:57] + "..."


def group_of(field: dict) -> str:
    """What a column holds: a number, a date, a code (vocabulary, key, reference, true or false) or a label."""
    if field["type"] in ("integer", "number"):
        return "number"
    if field["type"] == "date":
        return "date"
    return "label" if re.search(r"_(en|ar)$", field["name"]) or field["name"] == "printed_original" else "code"


def changed_digit(cell: str, chance: random.Random) -> str:
    places = [i for i, letter in enumerate(cell) if letter.isascii() and letter.isdigit()]
    if not places:
        return ""
    place = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != cell[place]])
    return cell[:place] + digit + cell[place + 1 :]


def swapped_digits(cell: str, chance: random.Random) -> str:
    pairs = [m.start() for m in re.finditer(r"(?=[0-9]{2})", cell) if cell[m.start()] != cell[m.start() + 1]]
    if not pairs:
        return ""
    place = chance.choice(pairs)
    return cell[:place] + cell[place + 1] + cell[place] + cell[place + 2 :]


def moved_date(cell: str, days: int) -> str:
    return (datetime.date.fromisoformat(cell) + datetime.timedelta(days=days)).isoformat()


def another_month(cell: str) -> str:
    day = datetime.date.fromisoformat(cell)
    return day.replace(month=day.month % 12 + 1, day=min(day.day, 28)).isoformat()


def ways(cell: str, group: str, others: list[str], chance: random.Random) -> dict[str, str]:
    """Every way in which one cell is changed: kind -> new cell."""
    if group == "number":
        thousandfold = f"{float(cell) * 1000:.10g}" if "." in cell else f"{cell}000"
        found = {
            "a digit": changed_digit(cell, chance),
            "two digits swapped": swapped_digits(cell, chance),
            "a sign": f"-{cell}",
            "thousandfold": thousandfold,
        }
    elif group == "date":
        found = {"a day": moved_date(cell, chance.choice([-1, 1])), "a month": another_month(cell)}
    else:
        found = {"another row's": chance.choice(others) if others else ""}
        if group == "label":
            found["a number in a text"] = changed_digit(cell, chance)
        elif re.search(r"\d", cell):
            found["a digit"] = changed_digit(cell, chance)
    return {kind: new for kind, new in found.items() if new and new != cell}


def mutations(table: str, fields: list[dict], rows: list[dict], seed: int, sample: int, kinds: str) -> list[Mutation]:
    """The changes to try on one table.

    sample: how many at most (0: no limit), numbers and dates first, spread over all columns. kinds: "one" way for
    each cell, drawn by chance, or "all".
    """
    chance = random.Random(f"{seed} {table}")
    key = fields[0]["name"]
    found: dict[str, list[Mutation]] = defaultdict(list)
    for field in fields:
        name, group = field["name"], group_of(field)
        values = sorted({row[name] for row in rows if row[name]})
        for line, row in enumerate(rows):
            if not row[name]:
                continue
            possible = ways(row[name], group, [v for v in values if v != row[name]], chance)
            chosen = list(possible) if kinds == "all" else chance.sample(sorted(possible), min(1, len(possible)))
            for kind in chosen:
                found[group].append(Mutation(table, line, row[key], name, group, kind, row[name], possible[kind]))
    for line, row in enumerate(rows):
        found["row"].append(
            Mutation(table, line, row[key], "", "row", chance.choice(["dropped", "duplicated"]), "", "")
        )
    if sample:
        shares = {"number": 4, "date": 3, "code": 2, "label": 2, "row": 1}
        present = [group for group in shares if found[group]]
        kept = []
        for group in present:
            room = max(2, round(sample * shares[group] / sum(shares[g] for g in present)))
            kept += chance.sample(found[group], min(room, len(found[group])))
        return kept
    return [mutation for group in found.values() for mutation in group]


def changed(rows: list[dict], mutation: Mutation) -> list[dict]:
    rows = [dict(row) for row in rows]
    if mutation.kind == "dropped":
        del rows[mutation.line]
    elif mutation.kind == "duplicated":
        rows.insert(mutation.line, rows[mutation.line])
    else:
        rows[mutation.line][mutation.column] = mutation.new
    return rows


# --- running the guards -------------------------------------------------------------------------------------------
class Course:
    """A copy of the course in which tables are changed and tests and notebooks run, each time in a forked process."""

    def __init__(self, folder: Path):
        readmes = (page.name for page in ROOT.glob("README*.md"))
        self.folder = copy_of_course(folder, ("data", "figures", "notebooks", "tests", "pyproject.toml", *readmes))
        os.chdir(self.folder)
        # This tool's own folder and course give way to those of the copy.
        sys.path[:0] = [
            str(self.folder / "notebooks"),
            str(self.folder / "notebooks" / "make"),
            str(self.folder / "tests" / "tools"),
        ]
        import refresh

        os.environ.update(refresh.ENVIRONMENT)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
            os.environ[name] = str(self.folder / "own" / name.lower())
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # half a second for every change
        import campaign.explorer  # noqa: F401
        import frictionless  # noqa: F401
        import IPython.core.interactiveshell  # noqa: F401
        import nbformat  # noqa: F401
        import pytest  # noqa: F401
        from campaign import data

        if Path(data.FOLDER).parent != self.folder.resolve():
            raise SystemExit(f"the copy in {self.folder} does not use its own tables, but those in {data.FOLDER}")
        package = json.loads((data.FOLDER / "datapackage.json").read_text(encoding="utf-8"))
        self.fields = {r["name"]: r["schema"]["fields"] for r in package["resources"] if "schema" in r}
        self.rows = {}
        for table in self.fields:
            with (data.FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self.rows[table] = list(csv.DictReader(file))

            data.load(table)  # kept by the package until the file changes, so that no child reads it again

    def write(self, table: str, rows: list[dict]) -> None:
        with (self.folder / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field["name"] for field in self.fields[table]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def fork(self, function, *arguments, patience: float | None = PATIENCE):
        """What a function returns in a child process; {"guard": "hung"} after so many seconds of patience."""
        out, into = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(out)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            try:
                answer = function(*arguments)
            except BaseException as error:
                answer = {"guard": "error", "test": f"{type(error).__name__}: {error}"}
            with os.fdopen(into, "w", encoding="utf-8") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
        os.close(into)
        text, end = b"", time.monotonic() + patience if patience else None
        while True:
            ready, _, _ = select.select([out], [], [], max(0, end - time.monotonic()) if end else None)
            if not ready:
                os.kill(child, signal.SIGKILL)
                break
            piece = os.read(out, 1 << 20)
            if not piece:
                break
            text += piece
        os.close(out)
        os.waitpid(child, 0)
        return json.loads(text) if text else {"guard": "hung", "test": ""}


class Recorder:
    """A pytest plugin: chooses and orders the tests, and notes their seconds, failures and the tables that they read."""

    def __init__(self, wanted: list[str] | None = None):
        self.wanted, self.seconds = wanted, Counter()
        self.failed: list[str] = []
        self.reading: set[str] = set()
        self.at_import: set[str] = set()
        self.tables: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items):
        if self.wanted is not None:
            place = {name: position for position, name in enumerate(self.wanted)}
            items[:] = sorted((i for i in items if i.nodeid in place), key=lambda item: place[item.nodeid])

    def pytest_collection_finish(self):
        # What a test module reads while it is imported belongs to all of its tests.
        self.at_import = set(self.reading)

    def pytest_runtest_logstart(self):
        self.reading.clear()

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] += report.duration
        self.tables[report.nodeid] |= self.reading
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed.append(f"{report.nodeid} (does not import)")


def run_pytest(files: list[str], recorder: Recorder, *more: str) -> None:
    import pytest

    plain = ["-q", "-o", "addopts=", "--noconftest", "-p", "no:cacheprovider", "-m", "not browser"]
    pytest.main([*plain, *more, *files], plugins=[recorder])


@contextlib.contextmanager
def tables_read(into: set[str]):
    """Notes the tables that are read inside."""
    from campaign import data

    original = data.load

    def noting(table, folder=None):
        into.add(table)
        return original(table, folder)

    data.load = noting
    try:
        yield
    finally:
        data.load = original


def survey_tests(folder: Path, topics: bool) -> dict:
    """Run the fast suite once on the unchanged course: for each test its seconds and the tables that it reads.

    Tests that fail already cannot notice anything: they are named apart.
    """
    tests, failing = {}, []
    for name in (*CROSS_CHECKS, PROSE, *(TOPICS if topics else ())):
        if not (folder / "tests" / name).is_file():
            continue
        recorder = Recorder()
        with tables_read(recorder.reading):
            run_pytest([f"tests/{name}"], recorder, "-k", f"not {' and not '.join(TOO_SLOW)}")
        failing += recorder.failed
        for name in recorder.seconds.keys() - set(recorder.failed):
            seconds = recorder.seconds[name]
            tests[name] = {"seconds": round(seconds, 3), "tables": sorted(recorder.at_import | recorder.tables[name])}
    return {"tests": tests, "failing": failing}


# --- notebooks ----------------------------------------------------------------------------------------------------
def fingerprint(figure) -> bytes:
    """A picture as a digest of what it draws: texts, lines, shapes and points. Stands in for the slow rendering."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    digest = hashlib.sha256()
    for artist in figure.findobj():
        if isinstance(artist, Text):
            digest.update(f"{artist.get_text()}{artist.get_position()}".encode())
        elif isinstance(artist, Line2D):
            digest.update(repr(artist.get_xydata().tolist()).encode())
        elif isinstance(artist, Patch):
            digest.update(artist.get_path().vertices.tobytes() + artist.get_patch_transform().get_matrix().tobytes())
        elif isinstance(artist, Collection):
            digest.update(repr(artist.get_offsets().tolist()).encode())
            for path in artist.get_paths():
                digest.update(path.vertices.tobytes())
    return digest.digest()


def run_notebook(path: Path, states: bool = False) -> dict:
    """The text outputs of a notebook's cells, and apart from them its pictures and its explorers' other states."""
    import nbformat
    from campaign import explorer
    from campaign.sheet import drawing
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    drawing.png = drawing.quick_png = fingerprint
    os.chdir(path.parent)
    shell = InteractiveShell.instance()
    names: dict = {"__name__": "__main__"}
    found: dict = {"text": {}, "pictures": {}, "states": {}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            value, result, failure = None, {}, ""
            with capture_output() as captured:
                try:
                    value = run_cell(cell.source, names)
                    result = shell.display_formatter.format(value)[0] if value is not None else {}
                except Exception as error:
                    failure = f"{type(error).__name__}: {error}"
            shown = [output.data for output in captured.outputs] + ([result] if result else [])
            found["text"][cell.id] = [captured.stdout, texts_of(shown), failure]
            found["pictures"][cell.id] = [data["image/png"] for data in shown if "image/png" in data]
            if states and isinstance(value, explorer.Explorer):
                found["states"][cell.id] = walk(value)
    return found


def texts_of(outputs: list[dict]) -> list[list[str]]:
    """What nbval compares of a cell's outputs."""
    texts = [[data.get(form, "") for form in ("text/plain", "text/html")] for data in outputs]
    return [pair for pair in texts if any(pair)]


def run_cell(source: str, names: dict):
    """Run a cell as a notebook does; return the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None


def walk(explorer) -> list[str]:
    """What an explorer says and draws when each control is moved on its own, through at most twelve of its values."""
    said = []
    for name, control in explorer.controls.items():
        if hasattr(control, "options"):
            values = [option[1] if isinstance(option, tuple) else option for option in control.options]
            values = (
                [(value,) for value in values]
                if isinstance(control.value, tuple) and "Multiple" in type(control).__name__
                else values
            )
        elif isinstance(control.value, bool):
            values = [True, False]
        elif hasattr(control, "min") and isinstance(control.value, int | float):
            values = [control.min, control.max]
        else:
            continue
        for value in values[:12]:
            with contextlib.suppress(ValueError, TypeError):
                explorer.controls[name].value = value
                said.append(
                    f"{name}={value}: {explorer.title} {explorer.sentence} {fingerprint(explorer.frame.figure).hex()}"
                )
        explorer.reset()
    return said


def survey_notebook(path: Path) -> dict:
    tables: set[str] = set()
    start = time.perf_counter()
    with tables_read(tables):
        found = run_notebook(path, states=True)
    seconds = time.perf_counter() - start
    return {
        "tables": sorted(tables),
        "found": found,
        "seconds": round(seconds, 2),
        "unlike_stored": unlike_stored(path, found),
    }


def unlike_stored(path: Path, found: dict) -> list[str]:
    """The cells whose text outputs here differ from those stored in the notebook: there must be none."""
    import nbformat

    unlike = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            texts = texts_of([output.data for output in cell.outputs if "data" in output])
            printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
            failed = any(output.output_type == "error" for output in cell.outputs)
            if [printed, texts, failed] != [*found["text"][cell.id][:2], bool(found["text"][cell.id][2])]:
                unlike.append(cell.id)
    return unlike


# --- one mutation -------------------------------------------------------------------------------------------------
def loader_notices(tables: list[str]) -> str:
    from campaign import data

    data._known.cache_clear()
    if len(tables) > 1:
        data._checked.cache_clear()  # tables that refer to the changed one are to be checked again
    for table in tables:
        try:
            data.load(table)
        except data.DataError as error:
            return str(error)
    return ""


def tests_notice(wanted: list[str]) -> str:
    recorder = Recorder(wanted)
    run_pytest(sorted({name.split("::")[0] for name in wanted}), recorder, "-x")
    return recorder.failed[0] if recorder.failed else ""


def try_tests(tables: list[str], likely: list[str], wanted: list[str]) -> dict:
    message = loader_notices(tables)
    if message:
        return {"guard": "loader", "test": message}
    failed = (tests_notice(likely) if likely else "") or tests_notice(wanted)
    return {"guard": guard_of(failed), "test": failed} if failed else {"guard": "", "test": ""}


def guard_of(test: str) -> str:
    file = Path(test.split("::")[0].split(" ")[0]).name
    if file in CROSS_CHECKS:
        return GUARDS[1]
    return GUARDS[2] if file == PROSE else GUARDS[3]


def try_notebook(path: str, before: dict, states: bool) -> dict:
    now = json.loads(json.dumps(run_notebook(Path(path), states)))
    return {
        kind: now[kind] != before[kind] for kind in (("text", "pictures", "states") if states else ("text", "pictures"))
    }


class Worker:
    """Tries mutations of one table after the other in its own copy of the course."""

    def __init__(self, folder: Path, survey: dict | None):
        self.course = Course(folder)
        self.survey = survey
        self.likely: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.likely_notebooks: dict[tuple[str, str], str] = {}

    def make_survey(self, topics: bool) -> dict:
        print("running the fast tests once on the unchanged course", flush=True)
        tests = self.course.fork(survey_tests, self.course.folder, topics, patience=None)
        if "tests" not in tests:
            raise SystemExit(f"the fast tests do not run: {tests}")
        if tests["failing"]:
            print(f"left out, since they fail already: {', '.join(tests['failing'])}", flush=True)
        notebooks = {}
        for path in sorted((self.course.folder / "notebooks").rglob("*.ipynb")):
            name = str(path.relative_to(self.course.folder))
            notebooks[name] = self.course.fork(survey_notebook, path, patience=None)
            if "found" not in notebooks[name]:
                raise SystemExit(f"{name}: {notebooks[name]}")
            if notebooks[name]["unlike_stored"]:
                print(
                    f"{name}: stored outputs are not those of the code: {notebooks[name]['unlike_stored']}", flush=True
                )
                del notebooks[name]
        return tests | {"notebooks": notebooks}

    def referring(self, table: str) -> list[str]:
        """The table, and those that refer to it by a key."""
        package = json.loads((self.course.folder / "data" / "datapackage.json").read_text(encoding="utf-8"))
        return [table] + [
            r["name"]
            for r in package["resources"]
            if any(f["reference"]["resource"] == table for f in r.get("schema", {}).get("foreignKeys", []))
        ]

    def attempt(self, mutation: Mutation) -> dict:
        table = mutation.table
        tests = {n: t for n, t in self.survey["tests"].items() if table in t["tables"]}
        wanted = sorted(tests, key=lambda name: (guard_of(name) != GUARDS[1], tests[name]["seconds"]))
        place = (table, mutation.column)
        self.course.write(table, changed(self.course.rows[table], mutation))
        try:
            result = self.course.fork(try_tests, self.referring(table), self.likely[place][:3], wanted)
            if result["guard"] and result["guard"] != "loader" and result["test"] in tests:
                self.likely[place] = list(dict.fromkeys([result["test"], *self.likely[place]]))[:3]
            if not result["guard"]:
                result |= self.outputs(mutation, place)
        finally:
            self.course.write(table, self.course.rows[table])
        return asdict(mutation) | {"words": mutation.words()} | result

    def outputs(self, mutation: Mutation, place: tuple[str, str]) -> dict:
        """Do the stored outputs tell the change, and if not, does any lesson show the cell?"""
        notebooks = {n: s for n, s in self.survey["notebooks"].items() if mutation.table in s["tables"]}
        in_arabic = mutation.column.endswith("_ar")
        order = sorted(
            (n for n in notebooks if ("/ar/" in n) == in_arabic),
            key=lambda n: (n != self.likely_notebooks.get(place), notebooks[n]["seconds"]),
        )
        shown = ""
        for states in (False, True):
            for name in order:
                before = notebooks[name]["found"]
                if states and not before["states"]:
                    continue
                path = str(self.course.folder / name)
                seen = self.course.fork(try_notebook, path, before, states)
                if seen.get("text", True):  # a notebook that fails or hangs is noticed too
                    self.likely_notebooks[place] = name
                    return {"guard": GUARDS[4], "test": name, "shown": "text"}
                if seen["pictures"]:
                    shown = "a picture"
                elif seen.get("states"):
                    return {"shown": "an explorer's other state"}
            if shown:
                break
        return {"shown": shown}


def work(folder: str, survey: dict, tasks, results) -> None:
    worker = Worker(Path(folder), survey)
    for mutation in iter(tasks.get, None):
        results.put(worker.attempt(mutation))


# --- the page -----------------------------------------------------------------------------------------------------
def reason_for(result: dict, reasons: dict) -> str:
    """Why a survivor survives: the reason kept for its row and column, its column, or its table."""
    table = reasons.get(result["table"], {})
    column = result["column"] or "rows"
    return table.get(f"{result['key']}.{column}") or table.get(column) or ""


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def tally(results: list[dict]) -> list:
    tried = len(results)
    crossed = sum(r["guard"] not in ("", GUARDS[4]) for r in results)
    stored = sum(r["guard"] == GUARDS[4] for r in results)
    hidden = sum(not r["guard"] and not r["shown"] for r in results)
    by_guard = [sum(r["guard"] == guard for r in results) for guard in GUARDS]
    shown = tried - hidden
    return [
        tried,
        hidden,
        shown,
        percent(crossed, tried),
        percent(crossed, shown),
        percent(crossed + stored, shown),
        *by_guard,
    ]


def page(results: list[dict], reasons: dict, command: str, topics: bool, seconds: float, cut: bool) -> Path:
    head = ["table", "tried", "no lesson shows it", "rest", "caught by cross-checks, of all", "of the rest", "with stored outputs, of the rest", *GUARDS]  # fmt: skip
    tables = sorted({r["table"] for r in results})
    rows = [[t, *tally([r for r in results if r["table"] == t])] for t in tables]
    rows.append(["**all**", *tally(results)])
    kinds = sorted({r["kind"] for r in results})
    by_kind = [[kind, *tally([r for r in results if r["kind"] == kind])[:6]] for kind in kinds]
    survivors = [r for r in results if not r["guard"]]
    shown = [r for r in survivors if r["shown"]]
    lines = [f"- {r['words']} (seen in {r['shown']}). {reason_for(r, reasons) or NO_REASON}" for r in shown]
    hidden = Counter((r["table"], r["column"] or "whole rows") for r in survivors if not r["shown"])
    hidden_lines = [f"- {t}.csv, {c}: {n}" for (t, c), n in sorted(hidden.items())]
    lone = Counter((r["table"], r["column"] or "whole rows") for r in results if r["guard"] == GUARDS[4])
    lone_lines = [f"- {t}.csv, {c}: {n}" for (t, c), n in sorted(lone.items())]
    return measured.write(
        "data-mutations",
        "Mutations of the tables",
        command,
        "How to read it: each row of the table below tells how many small changes of one table were tried, one at a time, and"
        " which tests noticed. *Cross-checks* are all guards of the last columns but the last; *stored outputs* are the"
        " text outputs kept in the notebooks, which tell a change of the table alone, not one that a refresh has carried into"
        " the outputs. *No lesson shows it*: the change was noticed by nothing, and no text output, no picture and no state of"
        " an explorer changed. No digest helped. Under *rest* stand all other cells, so also cells that are checked but not shown.",
        f"{len(results)} changes in {seconds / 60:.0f} minutes{', cut short by --minutes' if cut else ''}. "
        + ("With" if topics else "Without (option --topics)")
        + " the tests of charts, explorers and exercises; they catch more, and cost minutes of drawing.",
        measured.table(head, rows),
        "## By kind of change",
        measured.table(["kind", *head[1:7]], by_kind),
        f"## Survivors that a lesson shows ({len(shown)})",
        "\n".join(lines) or "None.",
        f"## Noticed by stored outputs alone ({sum(lone.values())})",
        "Lone figures and texts: after a change of the table and a refresh of the notebooks, only the recorded state"
        " (tests/test_reviewed.py) still tells them.",
        "\n".join(lone_lines) or "None.",
        f"## Survivors that no lesson shows ({sum(hidden.values())})",
        "\n".join(hidden_lines) or "None.",
    )


NO_REASON = "**No reason given yet.**"
_UNEXPLAINED = re.compile(
    r"^- (?P<table>\w+)\.csv, row (?P<key>\S+?)(?:, column (?P<column>\w+))?: .*" + re.escape(NO_REASON) + "$",
    re.MULTILINE,
)


def with_reasons(text: str, reasons: dict) -> str:
    """The page with reasons for the survivors that had none when it was written; nothing is tried again."""

    def explained(line: re.Match) -> str:
        survivor = {"table": line["table"], "key": line["key"], "column": line["column"] or ""}
        return line[0].replace(NO_REASON, reason_for(survivor, reasons) or NO_REASON)

    return _UNEXPLAINED.sub(explained, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--table", action="append", help="only this table (may be given again)")
    parser.add_argument("--seed", type=int, default=1, help="which changes the sample draws (default 1)")
    parser.add_argument("--sample", type=int, default=40, help="changes a table at most; 0: no limit (default 40)")
    parser.add_argument("--kinds", choices=["one", "all"], default="one", help="one change a cell, by chance, or all")
    parser.add_argument(
        "--topics", action="store_true", help="also the tests of charts, explorers and exercises (slow)"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes at a time (default 2)")
    parser.add_argument("--minutes", type=float, default=60, help="stop drawing new changes after so long (default 60)")
    parser.add_argument("--keep", type=Path, help="keep each result as a line of JSON in this file; write no page")
    parser.add_argument("--reasons", action="store_true", help="only print new reasons into the page that is there")
    options = parser.parse_args()
    if options.reasons:
        there = measured.FOLDER / "data-mutations.md"
        reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
        there.write_text(with_reasons(there.read_text(encoding="utf-8"), reasons), encoding="utf-8")
        return
    command = "python tests/tools/mutate_data.py" + "".join(f" {a}" for a in sys.argv[1:])
    start = time.monotonic()
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="campaign-mutations-") as folder:
        results, cut = run(options, Path(folder), context, start)
    if options.keep:
        options.keep.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in results), encoding="utf-8")
    for table in sorted({r["table"] for r in results}):
        tried, hidden, shown, *shares = tally([r for r in results if r["table"] == table])
        print(
            f"{table:18} tried {tried:4}  rest {shown:4}  cross-checks {shares[1]:>6}  with stored outputs {shares[2]:>6}"
        )
    print(tally(results), "cut short" if cut else "", f"{time.monotonic() - start:.0f} s")
    if not options.keep:
        reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
        print(page(results, reasons, command, options.topics, time.monotonic() - start, cut))


def survey_in_child(folder: str, pipe, topics: bool) -> None:
    pipe.send(Worker(Path(folder), None).make_survey(topics))


def run(options, folder: Path, context, start: float):
    mine, theirs = context.Pipe()
    first = context.Process(target=survey_in_child, args=(str(folder / "survey"), theirs, options.topics))
    first.start()
    theirs.close()
    try:
        survey = mine.recv()
    except EOFError:
        raise SystemExit("stopped: the unchanged course does not pass") from None
    first.join()
    chosen = []
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if "schema" not in resource or (options.table and resource["name"] not in options.table):
            continue
        with (ROOT / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        chosen.append(
            mutations(resource["name"], resource["schema"]["fields"], rows, options.seed, options.sample, options.kinds)
        )
    tasks, results = context.Queue(), context.Queue()
    # Tables take turns, so that a run that is cut short has tried all of them.
    order = random.Random(options.seed)
    flat = [mutation for table in chosen for mutation in table]
    order.shuffle(flat)
    workers = [
        context.Process(target=work, args=(str(folder / f"worker-{n}"), survey, tasks, results))
        for n in range(options.workers)
    ]
    for worker in workers:
        worker.start()
    waiting, found = iter(flat), []
    given = 0
    for mutation in waiting:
        tasks.put(mutation)
        given += 1
        if given == 2 * options.workers:
            break
    cut = False
    while len(found) < given:
        found.append(results.get(timeout=600))
        if len(found) % 100 == 0:
            print(f"{len(found)} of {len(flat)} tried, {time.monotonic() - start:.0f} s", flush=True)
        if time.monotonic() - start > 60 * options.minutes:
            cut = True
            continue
        following = next(waiting, None)
        if following is not None:
            tasks.put(following)
            given += 1
    for _ in workers:
        tasks.put(None)
    for worker in workers:
        worker.join()
    return found, cut


if __name__ == "__main__":
    main()
