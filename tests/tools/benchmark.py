"""How long a student waits, how much a lesson weighs: measured against the common way and against the floor, as ratios.

    python tests/tools/benchmark.py            all parts (under ten minutes on two idle cores); writes the table
    python tests/tools/benchmark.py 1 3        these parts only; prints, and writes nothing

Both sides of a ratio are measured in turns (A, B, A, B), so that a busy machine slows both. A ratio is the median over
the rounds, its spread the middle half of them. The table goes to tests/measured/benchmark.md, and the short one into
README.md between its two marks. Absolute times differ from machine to machine; the ratios hardly do.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS, NOTEBOOKS, README = Path(__file__).resolve().parent, ROOT / "notebooks", ROOT / "README.md"
COMMAND = "python tests/tools/benchmark.py"
BARE = "import pandas, matplotlib.pyplot, ipywidgets"
MARKS = "<!-- benchmark -->", "<!-- /benchmark -->"
KILOBYTE, MEGABYTE = 1e3, 1e6

GOALS = {
    # The most that a row may measure; ratios, but for the weights.
    "import": 1.05,
    "lesson, median": 1.5,
    "lesson, slowest": 2.5,
    "explorer over interact, median": 0.33,
    "explorer over interact, slowest": 0.33,
    "explorer over drawing alone, median": 1.35,
    "explorer over drawing alone, slowest": 1.35,
    "browser, median": 0.5,
    "browser, 95th percentile": 0.5,
    "browser, layout shift": 0.0,
    "memory of a lesson": 1.15,
    "memory of 500 moves": 1.02,
    "largest notebook": 500.0,
    "clone": 15.0,
    "clone on disk": 15.0,
    "suite, serial": 1.6,
}

_FLOOR = (
    "Where a move changes most of the words, as from one claim to the next, little of the picture before can be taken "
    "over. Done: lines of text that stand where they stood, and letters, are not shaped again; the words are measured "
    "word by word and remembered, tables are read and checked once, the picture is encoded without filters. Tried and "
    "left out: keeping the grid, the ticks and their labels as a ground and drawing only what stands on it. Matplotlib "
    "does not tell when a tick label was changed by hand, and one explorer then showed an old label."
)

_LESSON = (
    "An empty notebook takes a little over a second, most of it for starting the kernel and the three imports. A lesson "
    "shows ten pictures, at about a tenth of a second each: half for making the axes and their texts, half for drawing; "
    "encoding takes little. Done: tables are read once, words measured once, Babel's data are not read. Tried and left "
    "out: keeping the images of letters from one chart to the next (a sixth of the drawing, for more memory)."
)

REASONS = {
    # Kept by hand: why a goal is missed, and what was tried. Shown only where the goal is missed.
    "explorer over interact, median": _FLOOR,
    "explorer over interact, slowest": _FLOOR,
    "explorer over drawing alone, slowest": "An explorer with few axes, whose words nearly all change at a move: the "
    "drawing is short, and working out the words and encoding the whole picture weigh more. Tried: Pillow's encoder (five filters on each row; twice as "
    "slow), a palette (finding it takes longer than it saves), lossless WebP (as slow as Pillow's PNG), other zlib "
    "strategies (slower or three times the bytes).",
    "lesson, median": _LESSON,
    "lesson, slowest": _LESSON,
    "memory of a lesson": "A lesson needs 4 MB for its own modules and what they import, 4 MB for tables, 5 MB for the "
    "first drawing (pixels and fonts), and a little over 1 MB for each chart that it shows: the kernel keeps these (in "
    "`Out`), so that a learner can take them up again. Done: all figures share their pixels (3 MB each, held by the "
    "canvas and by every text drawn on it), plural rules without Babel's 5 MB of other data, fades as bytes. Giving the "
    "freed memory back to the system would save 3 to 9 MB more; Python has no call for it.",
    "clone on disk": "Most of it is the pictures for slides, each as SVG and PNG in two languages (12 MB), and the "
    "notebooks with their outputs (6 MB); without any figures it would be just under the goal. Tried: rounding the "
    "decimals of the SVG files and joining their lines (a seventh of them), an optimizer for SVG (Scour; a third of "
    "them, 3 MB, which the history would take back in part when every file changes once), PNG with 32 colours "
    "(a fortieth). Left out: none of them comes near the goal, and the clone as sent is half of it.",
}

BUDGETS = {1: 50, 2: 150, 3: 90, 4: 70, 5: 60, 6: 30, 7: 130}
"""Seconds for the rounds of each part: a round is not begun when they are over. One round is always measured."""


# --- arithmetic and tables (tests/test_benchmark.py) ------------------------------------------------------------------
@dataclass
class Row:
    """One line of the table. value, low, high: a ratio, or a weight in the unit; low and high are its spread."""

    key: str
    what: str
    value: float
    low: float | None = None
    high: float | None = None
    rounds: int = 1
    unit: str = ""
    detail: str = ""

    @property
    def goal(self) -> float | None:
        return GOALS.get(self.key)

    @property
    def met(self) -> bool | None:
        """Is the goal met? None for a row without a goal."""
        return None if self.goal is None else round(self.value, 3) <= self.goal


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("percentile: expected at least one value")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def ratios(measured: list[float], against: list[float]) -> tuple[float, float, float, int]:
    """Median, lower quarter, upper quarter and number of the ratios of two lists measured in turns."""
    pairs = [one / other for one, other in zip(measured, against, strict=True)]
    return statistics.median(pairs), percentile(pairs, 0.25), percentile(pairs, 0.75), len(pairs)


def ratio_row(key: str, what: str, measured: list[float], against: list[float], detail: str = "") -> Row:
    value, low, high, rounds = ratios(measured, against)
    return Row(key, what, value, low, high, rounds, detail=detail)


def written(value: float, unit: str = "") -> str:
    """A ratio with two decimals; a weight as a whole number, below ten with one decimal."""
    if not unit:
        return f"{value:.2f}"
    return f"{value:,.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def cells(row: Row, short: bool) -> list[str]:
    """The cells of a row, for README (short) or for the page."""
    goal = "" if row.goal is None else f"at most {written(row.goal, row.unit)}"
    met = {None: "", True: "yes", False: "**no**"}[row.met]
    if short:
        return [row.what, goal, written(row.value, row.unit), met]
    spread = "" if row.low is None else f"{written(row.low, row.unit)} to {written(row.high, row.unit)}"
    remark = " ".join(filter(None, [row.detail, REASONS.get(row.key, "") if row.met is False else ""]))
    return [row.what, goal, written(row.value, row.unit), spread, str(row.rounds), met, remark]


SHORT_HEAD = ["what", "goal", "measured", "met"]
LONG_HEAD = ["what", "goal", "measured", "middle half", "rounds", "met", "remarks"]


def insert(page: str, content: str) -> str:
    """The page with `content` between its two marks. Raises ValueError for a page without them."""
    before, found, rest = page.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not (found and end):
        raise ValueError(f"README.md: expected the marks {MARKS[0]} and {MARKS[1]}, in this order")
    return f"{before}{MARKS[0]}\n{content}\n{MARKS[1]}{after}"


class Rounds:
    """Counts rounds until there are enough or the time is over: `while rounds.another(): ...`"""

    def __init__(self, most: int, seconds: float):
        self.most, self.until, self.done = most, time.monotonic() + seconds, 0

    def another(self) -> bool:
        if self.done and (self.done >= self.most or time.monotonic() > self.until):
            return False
        self.done += 1
        return True


# --- running things --------------------------------------------------------------------------------------------------
def lessons() -> list[Path]:
    """The lessons in English; the Arabic ones have the same code."""
    return sorted((NOTEBOOKS / "en").glob("[0-9]*.ipynb"))


def code(notebook: Path) -> list[tuple[str, bool]]:
    """The code cells of a notebook: source, and whether it is meant to raise."""
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [
        ("".join(cell["source"]), "raises-exception" in cell["metadata"].get("tags", ()))
        for cell in found
        if cell["cell_type"] == "code"
    ]


def environment() -> dict[str, str]:
    """What refresh and the tests give to kernels, so that all run the same way."""
    from refresh import ENVIRONMENT

    return os.environ | ENVIRONMENT


def run(sources: list[tuple[str, bool]], folder: Path) -> tuple[float, float, str]:
    """Run cells in a new kernel: seconds from its start to the last cell, its memory in MB then, and what it printed."""
    import psutil
    from jupyter_client.manager import start_new_kernel

    said = []

    def listen(message):
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    manager, client = start_new_kernel(cwd=str(folder), env=environment(), stdout=quiet, stderr=quiet)
    try:
        for source, raises in sources:
            reply = client.execute_interactive(source, timeout=180, output_hook=listen, allow_stdin=False)["content"]
            if reply["status"] == "error" and not raises:
                raise RuntimeError(f"{reply['ename']}: {reply['evalue']} in the cell {source[:60]!r}")
        seconds = time.perf_counter() - started
        memory = psutil.Process(manager.provisioner.pid).memory_info().rss / MEGABYTE
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return seconds, memory, "".join(said)


def ask(call: str):
    """The answer of a function of benchmark_explorers.py, called in a kernel with the lessons' folder."""
    lines = f"import json, sys\nsys.path[:0] = [{str(NOTEBOOKS)!r}, {str(TOOLS)!r}]\nimport benchmark_explorers\n"
    *_, said = run([(f"{lines}print(json.dumps(benchmark_explorers.{call}))", False)], NOTEBOOKS / "en")
    return json.loads(said.strip().splitlines()[-1])


def timed(command: list[str], folder: Path = ROOT, allowed: tuple[int, ...] = (0,)) -> tuple[float, int]:
    """Seconds that a command took, and its exit code."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=400)
    if done.returncode not in allowed:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - started, done.returncode


# --- 1: import -------------------------------------------------------------------------------------------------------
def import_seconds(statements: str) -> float:
    """Seconds of some imports in a Python of their own (its start not counted)."""
    program = f"import time\nstarted = time.perf_counter()\n{statements}\nprint(time.perf_counter() - started)"
    done = subprocess.run([sys.executable, "-c", program], cwd=NOTEBOOKS / "en", capture_output=True, text=True, timeout=60)  # fmt: skip
    done.check_returncode()
    return float(done.stdout)


def part_1() -> list[Row]:
    """All that a lesson imports, over the bare imports."""
    opening = {}
    for lesson in lessons():
        statements = code(lesson)[0][0].split("language.use")[0].strip()
        opening.setdefault(statements, []).append(lesson.stem[:2])
    import_seconds(BARE)  # from the disk into memory, once
    bare, own = [], {statements: [] for statements in opening}
    rounds = Rounds(9, BUDGETS[1])
    while rounds.another():
        bare.append(import_seconds(BARE))
        for statements, seconds in own.items():
            seconds.append(import_seconds(statements))
    worst = max(own, key=lambda statements: ratios(own[statements], bare)[0])
    detail = f"the heaviest: lesson {', '.join(opening[worst])}; the bare imports took {statistics.median(bare):.2f} s"
    return [ratio_row("import", "imports of a lesson over the bare imports", own[worst], bare, detail)]


# --- 2 and 5: lessons -------------------------------------------------------------------------------------------------
def run_lessons(most: int, seconds: float) -> tuple[dict[str, list[float]], ...]:
    """Ratios of each lesson to a notebook with the bare imports, in turns: of time and of memory."""
    times, memory = {}, {}
    rounds = Rounds(most, seconds)
    while rounds.another():
        for lesson in lessons():
            floor_time, floor_memory, _ = run([(BARE, False)], lesson.parent)
            lesson_time, lesson_memory, _ = run(code(lesson), lesson.parent)
            times.setdefault(lesson.stem, []).append(lesson_time / floor_time)
            memory.setdefault(lesson.stem, []).append(lesson_memory / floor_memory)
    return times, memory


def lesson_rows(keys: tuple[str, str], what: str, found: dict[str, list[float]]) -> list[Row]:
    """The median lesson and the worst one."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    worst = max(medians, key=medians.get)
    everything = sum(found.values(), [])
    rounds = len(found[worst])
    detail = ", ".join(f"{name[:2]}: {value:.2f}" for name, value in medians.items())
    return [
        Row(keys[0], f"{what}, median of the lessons", statistics.median(medians.values()),
            percentile(everything, 0.25), percentile(everything, 0.75), rounds, detail=f"by lesson {detail}"),
        Row(keys[1], f"{what}, the highest", medians[worst],
            percentile(found[worst], 0.25), percentile(found[worst], 0.75), rounds, detail=worst),
    ]  # fmt: skip


_memory_of_lessons: dict[str, list[float]] = {}  # part 2 runs the lessons; part 5 uses what it saw


def part_2() -> list[Row]:
    """Each lesson from the start of its kernel to its last cell."""
    times, memory = run_lessons(3, BUDGETS[2] * 0.7)
    _memory_of_lessons.update(memory)
    return lesson_rows(("lesson, median", "lesson, slowest"), "time of a lesson over an empty notebook", times)


def part_5() -> list[Row]:
    """Memory of a kernel after a lesson, and after 500 moves of a slider."""
    memory = _memory_of_lessons or run_lessons(1, 0)[1]
    median, worst = lesson_rows(
        ("memory of a lesson, median", "memory of a lesson"), "memory after a lesson over an empty notebook", memory
    )
    # RSS is what servers limit and learners see. PSS divides shared libraries among all kernels that happen to run, and
    # so changes with them: with several kernels, its ratios come out up to 0.04 higher.
    median.detail = f"resident memory (RSS); {median.detail}"
    sizes = ask("memory_of_moves(500, 50)")
    settled = sizes[1:]  # the first moves fill the caches of fonts and words
    grown = Row(
        "memory of 500 moves", "memory after 500 moves over that after 100", settled[-1] / settled[0],
        min(settled) / settled[0], max(settled) / settled[0], len(settled),
        detail=f"{settled[0]:.0f} MB after 100 moves, {settled[-1]:.0f} MB after 500; the spread is from least to most",
    )  # fmt: skip
    return [median, worst, grown]


# --- 3: explorers in the kernel ---------------------------------------------------------------------------------------
def part_3() -> list[Row]:
    """One change of a control to a new picture."""
    found = ask(f"compare_all(12, {BUDGETS[3] * 0.7})")
    rows = []
    for key, what, against in (
        ("explorer over interact", "control change over interact with plt.show", "common"),
        ("explorer over drawing alone", "control change over canvas.draw alone", "floor"),
    ):
        by_name = {name: [a / b for a, b in zip(s["ours"], s[against], strict=True)] for name, s in found.items()}
        rows += explorer_rows(key, what, by_name)
    floors = [statistics.median(a / b for a, b in zip(s["floor"], s["common"], strict=True)) for s in found.values()]
    rows.insert(2, Row("floor over interact", "canvas.draw alone over interact with plt.show, median explorer",
                       statistics.median(floors), min(floors), max(floors), len(floors),
                       detail="what no way of showing the whole drawing can go below; the spread is from least to most"))  # fmt: skip
    milliseconds = ", ".join(f"{name} {1000 * statistics.median(s['ours']):.0f} ms" for name, s in found.items())
    rows[0].detail = f"{rows[0].detail}; {milliseconds}"
    grown = ask("growth((1, 10, 100), 6)")
    first = grown["1"]
    for factor in ("10", "100"):
        one = grown[factor]
        rows.append(
            Row(
                f"explorer with {factor} times the rows",
                f"control change with {factor} times the rows over the same with one",
                one["ours"] / first["ours"],
                rounds=6,
                detail=f"strike explorer with {one['rows']:,} rows: {1000 * one['ours']:.0f} ms, of which drawing alone "
                f"{1000 * one['floor']:.0f} ms when no text is kept; with {first['rows']} rows {1000 * first['ours']:.0f} "
                "ms. Every row is made a number and drawn as a dot at each move, but a dot takes some millionths of a "
                "second: most of the time goes into titles, axes and the PNG, which do not depend on the rows.",
            )
        )
    return rows


def explorer_rows(key: str, what: str, found: dict[str, list[float]]) -> list[Row]:
    """The median explorer and the slowest one; the others in the remark."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    worst = max(medians, key=medians.get)
    everything = sum(found.values(), [])
    detail = ", ".join(f"{name} {value:.2f}" for name, value in medians.items())
    return [
        Row(f"{key}, median", f"{what}, median explorer", statistics.median(medians.values()),
            percentile(everything, 0.25), percentile(everything, 0.75), len(everything), detail=detail),
        Row(f"{key}, slowest", f"{what}, slowest explorer", medians[worst],
            percentile(found[worst], 0.25), percentile(found[worst], 0.75), len(found[worst]), detail=worst),
    ]  # fmt: skip


# --- 4: explorers in the browser --------------------------------------------------------------------------------------
def part_4() -> list[Row]:
    """From the press of a key to the changed picture on the page."""
    from benchmark_browser import key_presses

    seconds, shifts = key_presses(40, BUDGETS[4])
    rows = [
        ratio_row(
            "browser, median", "key press to changed picture over interact, median", seconds["ours"], seconds["common"],
            f"median {1000 * statistics.median(seconds['ours']):.0f} ms against "
            f"{1000 * statistics.median(seconds['common']):.0f} ms, in JupyterLab and Chromium",
        )
    ]  # fmt: skip
    high, other = percentile(seconds["ours"], 0.95), percentile(seconds["common"], 0.95)
    rows.append(
        Row("browser, 95th percentile", "the same, 95th percentile of both", high / other, rounds=len(seconds["ours"]),
            detail=f"{1000 * high:.0f} ms against {1000 * other:.0f} ms")
    )  # fmt: skip
    rows.append(
        Row("browser, layout shift", "layout shift of the page while the explorer moves", shifts["ours"],
            rounds=len(seconds["ours"]), detail=f"Chromium's own score; interact: {shifts['common']:.2f}")
    )  # fmt: skip
    return rows


# --- 6: weight ---------------------------------------------------------------------------------------------------------
def size(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def installed(requirements: Path) -> dict[str, int]:
    """Bytes of each package that a requirements file brings, by what pip wrote down when it installed them."""
    from packaging.requirements import Requirement

    lines = requirements.read_text(encoding="utf-8").splitlines()
    waiting = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    found: dict[str, int] = {}
    while waiting:
        requirement = waiting.pop()
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in requirement.extras or {""}
        ):
            continue
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            package = importlib.metadata.distribution(requirement.name)
            name = package.metadata["Name"].lower()
            if name in found:
                continue
            paths = [Path(str(file.locate())) for file in package.files or ()]
            found[name] = sum(path.stat().st_size for path in paths if path.is_file())
            for line in package.requires or ():
                one = Requirement(line)
                if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in requirement.extras or {""}):
                    waiting.append(one)
    return found


def part_6() -> list[Row]:
    """Bytes of notebooks, figures, a clone, and of what is installed."""
    notebooks = {path: path.stat().st_size for path in sorted(NOTEBOOKS.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts}  # fmt: skip
    largest = max(notebooks, key=notebooks.get)
    rows = [
        Row("largest notebook", "largest notebook with its outputs", notebooks[largest] / KILOBYTE, unit="kB",
            rounds=len(notebooks), detail=str(largest.relative_to(NOTEBOOKS))),
        Row("notebooks", "all notebooks", sum(notebooks.values()) / MEGABYTE, unit="MB", rounds=len(notebooks)),
        Row("figures", "figures, as SVG and PNG", size(ROOT / "figures") / MEGABYTE, unit="MB"),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "clone"
        clone = ["git", "clone", "-q", ROOT.as_uri(), str(copy)]
        done = subprocess.run(clone, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"git clone: {done.stderr.strip()[-200:]}")
        sent, whole = size(copy / ".git"), size(copy)
    rows.append(
        Row("clone", "clone with its whole history, as sent", sent / MEGABYTE, unit="MB", detail="its folder .git")
    )
    rows.append(Row("clone on disk", "clone on disk, files and .git", whole / MEGABYTE, unit="MB"))
    packages = installed(ROOT / "requirements.txt")
    heavy = sorted(packages, key=packages.get, reverse=True)[:4]
    named = ", ".join(f"{name} {packages[name] / MEGABYTE:.0f} MB" for name in heavy)
    rows.append(
        Row("installed", "what requirements.txt installs", sum(packages.values()) / MEGABYTE, unit="MB",
            rounds=len(packages), detail=f"{len(packages)} packages; the largest: {named}")
    )  # fmt: skip
    return rows


# --- 7: the suite ------------------------------------------------------------------------------------------------------
def execute(paths: list[Path], workers: int) -> None:
    """Execute notebooks once, as the refresh tool does, and write nothing."""
    with ProcessPoolExecutor(workers) as pool:
        for _ in pool.map(_execute, paths):
            pass


def _execute(path: Path) -> None:
    import nbformat
    import refresh

    refresh.execute(nbformat.read(path, as_version=4), path.parent)


def part_7() -> list[Row]:
    """The notebooks under nbval, over the same notebooks executed once."""
    paths = [str(path) for path in lessons()]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    once = [sys.executable, str(Path(__file__)), "--execute"]
    rows, latest = [], time.monotonic() + BUDGETS[7]
    for key, what, workers in (("suite, serial", "one after the other", 1), ("suite, two workers", "two workers", 2)):
        # Where the serial runs took all the time, the second pair takes half of the lessons.
        some = paths if time.monotonic() < latest - BUDGETS[7] / 3 else paths[::2]
        plain, _ = timed([*once, str(workers), *some])
        tested, failed = timed([*pytest, f"-n{workers if workers > 1 else 0}", *some], allowed=(0, 1))
        detail = f"{len(some)} lessons in English: {tested:.0f} s against {plain:.0f} s"
        if failed:
            detail += "; some stored outputs differed"
        rows.append(Row(key, f"nbval over executing once, {what}", tested / plain, detail=detail))
    return rows


# --- the table -----------------------------------------------------------------------------------------------------------
PARTS: dict[int, tuple[str, Callable[[], list[Row]]]] = {
    1: ("Import", part_1),
    2: ("Lesson", part_2),
    3: ("Explorer, kernel side", part_3),
    4: ("Explorer, in the browser", part_4),
    5: ("Memory", part_5),
    6: ("Weight", part_6),
    7: ("Suite", part_7),
}


def versions() -> str:
    names = ("pandas", "matplotlib", "ipywidgets", "numpy", "pillow", "ipykernel", "jupyterlab", "nbval", "pytest")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def store(found: dict[int, list[Row] | str], seconds: float, busy: float) -> None:
    """Write the page and the short table of README.md."""
    import measured

    paragraphs = [
        f"Versions: {versions()}. All parts took {seconds / 60:.1f} minutes; when they began, the load average of a "
        f"minute was {busy:.1f}.",
        "A ratio is the median over the rounds, both sides measured in turns; its spread is the middle half.",
    ]
    rows = []
    for number, (title, _) in PARTS.items():
        result = found[number]
        if isinstance(result, str):
            paragraphs.append(f"## {number}. {title}\n\nNot measured: {result}")
            continue
        paragraphs.append(
            f"## {number}. {title}\n\n" + measured.table(LONG_HEAD, [cells(row, False) for row in result])
        )
        rows += [cells(row, True) for row in result if row.goal is not None]
    page = measured.write("benchmark", "How fast, how heavy", COMMAND, *paragraphs)
    print(f"wrote {page.relative_to(ROOT)}")
    day, where = time.strftime("%-d %B %Y"), page.relative_to(ROOT).as_posix()
    short = measured.table(SHORT_HEAD, rows)
    closing = (
        f"Measured on {day} ({measured.machine()}) with `{COMMAND}`; spread, reasons and more: [{where}]({where})."
    )
    page = README.read_text(encoding="utf-8")
    if MARKS[0] in page:
        README.write_text(insert(page, f"{short}\n\n{closing}"), encoding="utf-8", newline="\n")
        print("wrote README.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "parts", nargs="*", type=int, choices=[[], *PARTS], metavar="PART", help="parts 1 to 7; all of them if none"
    )
    parser.add_argument("--execute", nargs="+", metavar=("WORKERS", "NOTEBOOK"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.execute:
        execute([Path(path) for path in chosen.execute[1:]], int(chosen.execute[0]))
        return
    sys.path[:0] = [str(NOTEBOOKS), str(TOOLS)]
    started, busy, found = time.monotonic(), os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan, {}
    for number in sorted(chosen.parts or PARTS):
        title, measure = PARTS[number]
        began = time.monotonic()
        try:
            found[number] = measure()
        except Exception as problem:  # a part that cannot run here must not take the others with it
            found[number] = f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"
            print(f"{number}. {title}: not measured: {found[number]}", flush=True)
            continue
        print(f"{number}. {title} ({time.monotonic() - began:.0f} s)", flush=True)
        for row in found[number]:
            what, goal, value, spread, _, met, remark = cells(row, False)
            print(f"   {what}: {value} ({spread or '-'}; {goal or 'no goal'} {met}) {remark}", flush=True)
    if not chosen.parts:
        store(found, time.monotonic() - started, busy)


if __name__ == "__main__":
    main()
