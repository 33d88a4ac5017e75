"""How much of the data do the tests guard? Change the tables one cell at a time and see which tests notice.

    python tests/tools/mutate_data.py                              a seeded sample of every table
    python tests/tools/mutate_data.py --table strikes --sample 0   every cell of one table; prints, and writes nothing

A change is small and plausible: a digit, two digits swapped, a sign, a thousandfold, a tenth, square miles for square
kilometres, a day, a month, a year, another code of the same column (another source, too), another row's label, a number
or an opposing word inside a text of one language, the numbers or the dates of two rows exchanged, a row dropped or
duplicated. Each is made in a temporary copy of the course, in a process of its own, and shown to two guards in turn:

1. Cross-checks: the loader (types, constraints, keys), then test_data.py, tests/tables/ and the numbers in the lessons'
   text (test_prose.py), as far as they read the changed table. The digests (test_reviewed.py) are never asked.
2. Stored outputs: the lessons, solutions and teaching pages that read the table are run in this process (as nbval
   runs them in the whole suite), and their text outputs are compared. This tells a change of a table alone. It would
   not tell a change that is made in the table and in the outputs too: a refresh of the notebooks.

What neither tells is a survivor. It counts as shown when a picture of a lesson changes, or an explorer in a state
other than its opening one; else no lesson shows the cell. Every shown survivor needs a reason in
data_survivors.toml. The result goes to tests/measured.md. Linux and macOS (it forks).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import datetime
import functools
import json
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
import tomllib
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import measured
from course_copy import ROOT, copy_of_course

REASONS = Path(__file__).with_name("data_survivors.toml")
RECOMPUTED = "tests/test_claims.py::test_a_claim_comes_to_a_number_or_says_why_not"
CROSS_CHECKS, PROSE = ("tests/test_data.py", "tests/tables", "tests/test_twins.py", RECOMPUTED), "tests/test_prose.py"
TOO_SLOW = "test_frictionless_finds_no_error_in_any_table"
"""The same types, constraints and keys as the loader's, checked by another library in seconds."""
EXCHANGED = 0.3
"""The share of the cells with numbers and dates that are exchanged with another row's, as one more change."""
PATIENCE = 240
"""Seconds after which a changed course that hangs counts as noticed."""
GUARDS = ("loader", "cross-checks", "numbers in prose", "stored outputs")
FORK = multiprocessing.get_context("fork") if hasattr(os, "fork") else None


OPPOSITES = [pair.split(":") for pair in (
    "Iraq:Syria Iraqi:Syrian Mosul:Raqqa more:less higher:lower above:below first:last before:after rose:fell right:wrong "
    "faster:slower million:billion official:independent start:end strikes:sorties day:month March:May August:April "
    "July:June December:November العراق:سوريا الموصل:الرقة أكثر:أقل أعلى:أدنى أول:آخر قبل:بعد ارتفع:انخفض صحيح:خطأ أسرع:أبطأ "
    "مليون:مليار رسمي:مستقل بداية:نهاية غارة:طلعة غارات:طلعات يوم:شهر آذار/مارس:أيار/مايو آب/أغسطس:نيسان/أبريل تموز/يوليو:حزيران/يونيو"
).split()] + [["at least", "at most"], ["more than", "less than"], ["كانون الأول/ديسمبر", "كانون الثاني/يناير"], ["لا يقل عن", "لا يزيد على"]]  # fmt: skip
"""Written down for this tool; tests/lexicon.toml, which the tests read, was not looked at."""


# --- mutations ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mutation:
    """One change of one table. column is empty for a whole row. line: index among the data rows, from 0."""

    table: str
    line: int
    key: str
    column: str
    kind: str
    old: str
    new: str
    other: int = -1  # the row with which the cell is exchanged, as an index

    def words(self) -> str:
        if not self.column:
            return f"{self.table}.csv, row {self.key}: {self.kind}"
        old, new = (cell if len(cell) <= 60 else f"{cell[:57]}..." for cell in (self.old, self.new))
        return f"{self.table}.csv, row {self.key}, column {self.column}: {old} became {new}"


def group_of(field: dict) -> str:
    """What a column holds: a number, a date, a code (vocabulary, key, reference, true or false) or a label."""
    if field["type"] in ("integer", "number", "date"):
        return "date" if field["type"] == "date" else "number"
    return "label" if re.search(r"_(en|ar)$", field["name"]) or field["name"] == "printed_original" else "code"


def changed_digit(cell: str, chance: random.Random) -> str:
    places = [match.start() for match in re.finditer("[0-9]", cell)]
    if not places:
        return ""
    place = chance.choice(places)
    return cell[:place] + chance.choice([d for d in "123456789" if d != cell[place]]) + cell[place + 1 :]


def swapped_digits(cell: str, chance: random.Random) -> str:
    pairs = [m.start() for m in re.finditer(r"(?=[0-9]{2})", cell) if cell[m.start()] != cell[m.start() + 1]]
    if not pairs:
        return ""
    place = chance.choice(pairs)
    return cell[:place] + cell[place + 1] + cell[place] + cell[place + 2 :]


def opposed(text: str, chance: random.Random) -> str:
    """A text with one of its words turned into the opposite."""
    pairs = [(one, other) for pair in OPPOSITES for one, other in (pair, pair[::-1])]
    found = [(*pair, match) for pair in pairs for match in re.finditer(rf"(?<!\w){pair[0]}(?!\w)", text)]
    if not found:
        return ""
    _, other, match = chance.choice(found)
    return text[: match.start()] + other + text[match.end() :]


def ways(cell: str, group: str, others: list[str], chance: random.Random) -> dict[str, str]:
    """Every way in which one cell is changed: kind -> new cell."""
    if group == "number":
        found = {
            "a digit": changed_digit(cell, chance),
            "two digits swapped": swapped_digits(cell, chance),
            "a sign": f"-{cell}",
            "thousandfold": f"{float(cell) * 1000:.10g}" if "." in cell else f"{cell}000",
            "another unit": f"{float(cell) / 10:.10g}" if "." in cell else f"{float(cell) * 2.589988:.0f}",
        }
    elif group == "date":
        day = datetime.date.fromisoformat(cell)
        found = {
            "a day": str(day + datetime.timedelta(chance.choice([-1, 1]))),
            "a month": str(day.replace(month=day.month % 12 + 1, day=min(day.day, 28))),
            "a year": str(day.replace(year=day.year + chance.choice([-1, 1]), day=min(day.day, 28))),
        }
    else:
        found = {"another row's": chance.choice(others) if others else ""}
        if group == "label" or re.search(r"\d", cell):
            found["a number in a text" if group == "label" else "a digit"] = changed_digit(cell, chance)
        if group == "label":
            found["an opposing word"] = opposed(cell, chance)
    return {kind: new for kind, new in found.items() if new and new != cell}


def mutations(table: str, fields: list[dict], rows: list[dict], seed: int, sample: int) -> list[Mutation]:
    """The changes to try on one table: one a cell, drawn by chance.

    sample: how many at most (0: no limit), numbers and dates first, spread over all columns.
    """
    chance, key = random.Random(f"{seed} {table}"), fields[0]["name"]
    found: dict[str, list[Mutation]] = defaultdict(list)
    for field in fields:
        name, group = field["name"], group_of(field)
        values = sorted({row[name] for row in rows if row[name]})
        for line, row in enumerate(rows):
            possible = ways(row[name], group, [v for v in values if v != row[name]], chance) if row[name] else {}
            for kind in chance.sample(sorted(possible), min(1, len(possible))):
                found[group].append(Mutation(table, line, row[key], name, kind, row[name], possible[kind]))
        if group in ("number", "date"):
            filled = [line for line, row in enumerate(rows) if row[name]]
            for line in filled:
                others = [n for n in filled if rows[n][name] != rows[line][name] and abs(n - line) < 12]
                if others and chance.random() < EXCHANGED:
                    with_line, kind = chance.choice(others), f"exchanged with that of another row ({group})"
                    cells = rows[line][name], rows[with_line][name]
                    found[f"{group}s exchanged"].append(
                        Mutation(table, line, rows[line][key], name, kind, *cells, with_line)
                    )
    for line, row in enumerate(rows):
        found["row"].append(Mutation(table, line, row[key], "", chance.choice(["dropped", "duplicated"]), "", ""))
    shares = {"number": 4, "date": 3, "code": 2, "label": 3, "row": 1, "numbers exchanged": 2, "dates exchanged": 2}
    whole, kept = sum(shares[group] for group in found), []
    for group, all_of_it in found.items():
        room = max(2, round(sample * shares[group] / whole)) if sample else len(all_of_it)
        kept += chance.sample(all_of_it, min(room, len(all_of_it)))
    return kept


def changed(rows: list[dict], mutation: Mutation) -> list[dict]:
    line = mutation.line
    new = {"dropped": [], "duplicated": [rows[line]] * 2}.get(mutation.kind)
    if mutation.other >= 0:
        cells = {line: mutation.new, mutation.other: mutation.old}
        return [row | {mutation.column: cells[n]} if n in cells else row for n, row in enumerate(rows)]
    return [*rows[:line], *([rows[line] | {mutation.column: mutation.new}] if new is None else new), *rows[line + 1 :]]


def tables_of(folder: Path) -> dict[str, tuple[list[dict], list[dict]]]:
    """The fields and the rows of each table."""
    found = {}
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if "schema" in resource:
            with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
                found[resource["name"]] = resource["schema"]["fields"], list(csv.DictReader(file))
    return found


# --- tests --------------------------------------------------------------------------------------------------------
class Recorder:
    """A pytest plugin: chooses and orders the tests, and notes their seconds, failures and the tables that they read."""

    def __init__(self, wanted: list[str] | None = None):
        self.wanted, self.seconds, self.failed = wanted, Counter(), []
        self.reading, self.at_import = set(), set()
        self.tables: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items):
        if self.wanted is not None:
            place = {name: position for position, name in enumerate(self.wanted)}
            items[:] = sorted((i for i in items if i.nodeid in place), key=lambda item: place[item.nodeid])

    def pytest_collection_finish(self):
        # What is read while test modules are imported belongs to all of their tests.
        self.at_import = set(self.reading)

    def pytest_runtest_logstart(self):
        self.reading.clear()

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] += report.duration
        self.tables[report.nodeid] |= self.reading | self.at_import
        self.failed += [report.nodeid] if report.failed else []

    def pytest_collectreport(self, report):
        self.failed += [f"{report.nodeid} (does not import)"] if report.failed else []


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


def survey_tests() -> dict[str, dict]:
    """Run the cross-checks once on the unchanged course: for each test its seconds and the tables that it reads."""
    found = {}
    for files in (*CROSS_CHECKS, PROSE):
        recorder = Recorder()
        with tables_read(recorder.reading):
            run_pytest([files], recorder, "-k", f"not {TOO_SLOW}")
        if recorder.failed or not recorder.seconds:
            raise RuntimeError(f"these fail on the unchanged course: {recorder.failed or files}")
        found |= {n: {"seconds": s, "tables": recorder.tables[n]} for n, s in recorder.seconds.items()}
    return found


def try_tests(tables: list[str], wanted: list[str]) -> dict:
    """The first guard that notices: the loader or a test."""
    from campaign import data

    data._checked.cache_clear()  # tables that refer to the changed one are to be checked again
    for table in tables:
        try:
            data.load(table)
        except data.DataError as error:
            return {"guard": GUARDS[0], "test": str(error)}
    recorder = Recorder(wanted)
    run_pytest(sorted({name.partition("::")[0] for name in wanted}), recorder, "-x")
    failed = recorder.failed[0] if recorder.failed else ""
    return {"guard": failed and GUARDS[2 if failed.startswith(PROSE) else 1], "test": failed}


# --- notebooks ----------------------------------------------------------------------------------------------------
def run_notebook(path: Path) -> dict:
    """The text outputs of a notebook's cells, and apart from them its pictures and its explorers' other states."""
    import nbformat
    from campaign import explorer
    from campaign.sheet import drawing
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from shown import fingerprint

    drawing.png = drawing.quick_png = lambda figure, **_: fingerprint(figure)  # stands in for the slow rendering
    os.chdir(path.parent)
    shell, names = InteractiveShell.instance(), {"__name__": "__main__"}
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
            if isinstance(value, explorer.Explorer):
                found["states"][cell.id] = walk(value, fingerprint)
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


def walk(explorer, fingerprint) -> list[tuple]:
    """What an explorer says and draws when each control is moved on its own, through at most twelve of its values."""
    said = []
    for control in explorer.controls.values():
        values = [option[1] if isinstance(option, tuple) else option for option in getattr(control, "options", ())]
        for value in values[:12] or [getattr(control, end) for end in ("min", "max") if hasattr(control, end)]:
            with contextlib.suppress(ValueError, TypeError):
                control.value = value
                said.append((explorer.title, explorer.sentence, fingerprint(explorer.frame.figure)))
        explorer.reset()
    return said


def survey_notebook(path: Path) -> dict:
    """What a notebook of the unchanged course shows, and the tables that it reads."""
    import nbformat

    tables: set[str] = set()
    start = time.perf_counter()
    with tables_read(tables):
        found = run_notebook(path)
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
            texts = texts_of([output.data for output in cell.outputs if "data" in output])
            failed = any(output.output_type == "error" for output in cell.outputs)
            *now, failure = found["text"][cell.id]
            if [printed, texts, failed] != [*now, bool(failure)]:
                raise RuntimeError(f"{path.name}, {cell.id}: the stored outputs are not those of the code")
    return {"tables": tables, "found": found, "seconds": time.perf_counter() - start}


def try_notebook(path: Path, before: dict) -> str:
    """What of a notebook is another now: its text (or it fails), a picture, an explorer's other state, or nothing."""
    now = run_notebook(path)
    names = {"text": "text", "pictures": "a picture", "states": "an explorer's other state"}
    return next((words for kind, words in names.items() if now[kind] != before[kind]), "")


# --- one mutation -------------------------------------------------------------------------------------------------
def quiet() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def whatever_happens(function, *arguments):
    """The answer of a function; the words of whatever it raises, also where it ends the process."""
    try:
        return function(*arguments)
    except BaseException as error:
        return {"guard": "error", "test": f"{type(error).__name__}: {error}"}


def in_a_child(function, *arguments, patience: float | None = PATIENCE):
    """What a function returns in a forked process; {"guard": "hung"} after so many seconds of patience."""
    with FORK.Pool(1, quiet) as pool:
        try:
            return pool.apply_async(whatever_happens, (function, *arguments)).get(patience)
        except multiprocessing.TimeoutError:
            return {"guard": "hung", "test": ""}


class Course:
    """A copy of the course in which tables are changed and tests and notebooks run, each time in a forked process."""

    def __init__(self, folder: Path, survey: dict | None = None, with_outputs: bool = True):
        readmes = (page.name for page in ROOT.glob("README*.md"))
        self.folder = copy_of_course(folder, ("data", "figures", "notebooks", "tests", "pyproject.toml", *readmes))
        os.chdir(self.folder)
        # This tool's own folder and course give way to those of the copy.
        own = ("notebooks", "notebooks/make", "data", "figures", "tests", "tests/tools")
        sys.path[:0] = [str(self.folder / name) for name in own]
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
        self.tables = tables_of(data.FOLDER)
        for table in self.tables:
            data.load(table)  # kept by the package until the file changes, so that no child reads it again
        self.survey = survey or self.make_survey(with_outputs)
        self.likely: dict[tuple[str, str], str] = {}

    def make_survey(self, with_outputs: bool) -> dict:
        """What the tests and notebooks of the unchanged course read, take and show."""
        print("running the cross-checks and the notebooks once on the unchanged course", flush=True)
        survey = {"tests": in_a_child(survey_tests, patience=None), "notebooks": {}}
        for path in sorted((self.folder / "notebooks").rglob("*.ipynb")) if with_outputs else ():
            name = path.relative_to(self.folder).as_posix()
            survey["notebooks"][name] = in_a_child(survey_notebook, path, patience=None)
        wrong = [found for found in (survey["tests"], *survey["notebooks"].values()) if "guard" in found]
        if wrong:
            raise SystemExit(f"stopped: the unchanged course does not pass: {wrong[0]['test']}")
        return survey

    def write(self, table: str, rows: list[dict]) -> None:
        with (self.folder / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field["name"] for field in self.tables[table][0]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def referring(self, table: str) -> list[str]:
        """The table, and those that refer to it by a key."""
        package = json.loads((self.folder / "data" / "datapackage.json").read_text(encoding="utf-8"))
        keys = {r["name"]: r.get("schema", {}).get("foreignKeys", []) for r in package["resources"]}
        return [table, *(name for name in keys if any(k["reference"]["resource"] == table for k in keys[name]))]

    def attempt(self, mutation: Mutation) -> dict:
        """Who notices the change: a guard, and which of its tests; and where it is shown, if none does."""
        table, place = mutation.table, (mutation.table, mutation.column)
        tests = {n: t for n, t in self.survey["tests"].items() if table in t["tables"]}
        likely = self.likely.get(place)
        wanted = sorted(tests, key=lambda n: (n != likely, n.startswith(PROSE), tests[n]["seconds"]))
        self.write(table, changed(self.tables[table][1], mutation))
        try:
            result = in_a_child(try_tests, self.referring(table), wanted)
            if result["guard"] == "error":  # of this tool, not of the course: nothing was noticed
                raise RuntimeError(result["test"])
            if result["test"] in tests:
                self.likely[place] = result["test"]
            if not result["guard"]:
                result = self.outputs(mutation)
        finally:
            self.write(table, self.tables[table][1])
        return asdict(mutation) | {"words": mutation.words(), "shown": ""} | result

    def outputs(self, mutation: Mutation) -> dict:
        """Do the stored outputs tell the change, and if not, does any lesson show the cell?"""
        language = "/ar/" if mutation.column.endswith("_ar") else "/en/"
        notebooks = {
            n: s for n, s in self.survey["notebooks"].items() if mutation.table in s["tables"] and language in n
        }
        seen = set()
        for name in sorted(notebooks, key=lambda n: notebooks[n]["seconds"]):
            shown = in_a_child(try_notebook, self.folder / name, notebooks[name]["found"])
            if shown == "text" or isinstance(shown, dict):  # a notebook that fails or hangs is noticed too
                return {"guard": GUARDS[3], "test": name, "shown": "text"}
            seen.add(shown)
        return {
            "guard": "",
            "test": "",
            "shown": max(seen, key=("", "an explorer's other state", "a picture").index, default=""),
        }


_course: Course | None = None


def begin(folder: str, survey: dict) -> None:
    """Give a worker its own copy of the course."""
    global _course
    _course = Course(Path(tempfile.mkdtemp(dir=folder)), survey)


def attempt(latest: float, mutation: Mutation) -> dict | None:
    """Try a change in the worker's course; nothing when the time is over."""
    return _course.attempt(mutation) if time.monotonic() < latest else None


# --- the page -----------------------------------------------------------------------------------------------------
HEAD = ["tried", "no lesson shows it", "rest", "caught by cross-checks, of all", "of the rest", "with stored outputs, of the rest"]  # fmt: skip


def tally(results: list[dict]) -> list:
    """The cells of a row under HEAD and GUARDS."""
    by_guard = Counter(r["guard"] for r in results)
    tried, stored = len(results), by_guard[GUARDS[3]]
    crossed = tried - by_guard[""] - stored
    shown = tried - sum(not r["guard"] and not r["shown"] for r in results)
    shares = ((crossed, tried), (crossed, shown), (crossed + stored, shown))
    percent = [f"{100 * part / whole:.1f}%" if whole else "-" for part, whole in shares]
    return [tried, tried - shown, shown, *percent, *(by_guard[guard] for guard in GUARDS)]


def reason_for(result: dict, reasons: dict) -> str:
    """Why a survivor survives: the reason kept for its row and column, its column, or its table."""
    kept, column = reasons.get(result["table"], {}), result["column"] or "rows"
    return kept.get(f"{result['key']}.{column}") or kept.get(column) or "**No reason given yet.**"


def listed(results: list[dict]) -> str:
    """The columns of some results with their numbers, in one paragraph."""
    columns = Counter(f"{r['table']}.{r['column'] or '(whole rows)'}" for r in results)
    return ", ".join(f"{name} {n}" if n > 1 else name for name, n in sorted(columns.items())) or "None."


def paragraphs(results: list[dict], reasons: dict, seconds: float, cut: int) -> list[str]:
    """What the page tells of a run."""
    rows = [[t, *tally([r for r in results if r["table"] == t])] for t in sorted({r["table"] for r in results})]
    kinds = [[k, *tally([r for r in results if r["kind"] == k])[:6]] for k in sorted({r["kind"] for r in results})]
    survivors = [r for r in results if not r["guard"]]
    shown, hidden = [r for r in survivors if r["shown"]], [r for r in survivors if not r["shown"]]
    lone = [r for r in results if r["guard"] == GUARDS[3]]
    return [
        f"{len(results)} changes in {seconds / 60:.0f} minutes{f'; {cut} more were drawn and not tried' if cut else ''}. "
        "A row tells how many small changes of one table were tried, one at a time, and which guard noticed first. "
        "*Cross-checks* are all guards but the last; *stored outputs* tell a change of the table alone, not one that a "
        "refresh has carried into the outputs. *No lesson shows it*: nothing noticed, and no text output, no picture "
        "and no state of an explorer changed. Under *rest* stand all other cells. No digest helped, no test of charts, "
        "explorers or exercises was asked.",
        measured.table(["table", *HEAD, *GUARDS], [*rows, ["**all**", *tally(results)]]),
        measured.table(["kind of change", *HEAD], kinds),
        f"Survivors that a lesson shows ({len(shown)}):",
        "\n".join(f"- {r['words']} (seen in {r['shown']}). {reason_for(r, reasons)}" for r in shown) or "None.",
        f"Noticed by stored outputs alone ({len(lone)}; lone figures and texts): {listed(lone)}",
        f"Survivors that no lesson shows ({len(hidden)}): {listed(hidden)}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--table", action="append", help="only this table (may be given again); writes nothing")
    parser.add_argument("--seed", type=int, default=1, help="which changes the sample draws (default 1)")
    parser.add_argument("--sample", type=int, default=40, help="changes a table at most; 0: no limit (default 40)")
    parser.add_argument("--workers", type=int, default=2, help="processes at a time (default 2)")
    parser.add_argument(
        "--no-outputs", action="store_true", help="ask the cross-checks alone, which is a third of the time"
    )
    parser.add_argument("--minutes", type=float, default=60, help="begin no new change after so long (default 60)")
    options = parser.parse_args()
    if FORK is None:
        parser.error("this tool needs fork, which Windows does not have")
    start, tables = time.monotonic(), tables_of(ROOT / "data")
    wrong = set(options.table or ()) - set(tables)
    if wrong:
        parser.error(f"--table: expected some of {', '.join(tables)}, got {', '.join(wrong)}")
    drawn = [
        mutation
        for table in options.table or tables
        for mutation in mutations(table, *tables[table], options.seed, options.sample)
    ]
    random.Random(options.seed).shuffle(drawn)  # so that a run that is cut short has tried all tables
    with tempfile.TemporaryDirectory(prefix="campaign-mutations-") as folder:
        with ProcessPoolExecutor(1, FORK) as first:
            survey = first.submit(_survey, folder, not options.no_outputs).result()
        results = []
        with ProcessPoolExecutor(options.workers, FORK, begin, (folder, survey)) as pool:
            for result in pool.map(functools.partial(attempt, start + 60 * options.minutes), drawn):
                results += [result] if result else []
                if result and len(results) % 100 == 0:
                    print(f"{len(results)} of {len(drawn)} tried, {time.monotonic() - start:.0f} s", flush=True)
    told = paragraphs(
        results, tomllib.loads(REASONS.read_text(encoding="utf-8")), time.monotonic() - start, len(drawn) - len(results)
    )
    print("\n\n".join(told))
    if not options.table:
        measured.write(
            "data-mutations", "python tests/tools/mutate_data.py" + "".join(f" {a}" for a in sys.argv[1:]), *told
        )


def _survey(folder: str, with_outputs: bool) -> dict:
    return Course(Path(folder) / "survey", with_outputs=with_outputs).survey


if __name__ == "__main__":
    main()
