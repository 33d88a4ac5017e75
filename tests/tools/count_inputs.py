"""Try the properties on many new inputs, count the inputs, and write tests/measured/properties.md.

    python tests/tools/count_inputs.py                 every property, twenty minutes or more
    python tests/tools/count_inputs.py --minutes 5     begin none after five minutes

The tests themselves are tests/test_properties_of_*.py; in the ordinary test run they take few inputs, the same each
time. Here they run with hypothesis' profile "thorough" (see tests/conftest.py) on inputs that are new each time.
A property that was not reached in the time is listed as such.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
import time
from pathlib import Path

import measured
import pytest

TESTS = Path(__file__).resolve().parents[1]
COMMAND = "python tests/tools/count_inputs.py"
_TRIED = re.compile(r"(\d+) passing(?: examples)?, (\d+) failing")


class Counter:
    """A pytest plugin that reads, from each report, how many inputs hypothesis tried."""

    def __init__(self, limit: float = math.inf):
        self.rows: list[tuple[str, str, int, float]] = []  # test, outcome, inputs, seconds
        self.moves = 0
        self._called: dict[str, tuple[str, float]] = {}
        self.planned: list[str] = []
        self._end = time.monotonic() + limit

    def pytest_collection_finish(self, session):
        self.planned = [item.nodeid for item in session.items if hasattr(item.obj, "hypothesis")]

    def pytest_runtest_setup(self, item):
        if time.monotonic() > self._end:
            pytest.skip("the time is over")

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self._called[report.nodeid] = report.outcome, report.duration
        if report.when == "teardown":  # hypothesis hands out its statistics here
            self.moves += dict(report.user_properties).get("moves", 0)
            statistics = report.__dict__.get("_hypothesis_stats", "")
            if statistics:
                outcome, seconds = self._called[report.nodeid]
                self.rows.append((report.nodeid, outcome, inputs(statistics), seconds))


def inputs(statistics: str) -> int:
    """How many inputs a test was called with, from the text of hypothesis' statistics: the valid ones of all phases."""
    return sum(int(passed) + int(failed) for passed, failed in _TRIED.findall(statistics))


def grouped(rows: list[tuple[str, str, int, float]]) -> list[list[str]]:
    """A line for each property: several explorers or nouns that it is tried with are added up."""
    lines: dict[tuple[str, str], list] = {}
    for nodeid, outcome, count, seconds in rows:
        file, name = nodeid.split("::", 1)
        line = lines.setdefault((Path(file).stem, name.split("[")[0]), [0, 0, 0.0, 0])
        line[0] += 1
        line[1] += count
        line[2] += seconds
        line[3] += outcome != "passed"
    return [
        [
            file.removeprefix("test_properties_of_"),
            name.removeprefix("test_").replace("_", " "),
            f"{count:,}" if times == 1 else f"{count:,} ({times} × {count // times:,})",
            f"{seconds:.0f}",
            f"{failed} failed" if failed else "holds",
        ]
        for (file, name), (times, count, seconds, failed) in lines.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no property after so many minutes")
    minutes = parser.parse_args().minutes
    os.chdir(TESTS.parent)
    counter = Counter(60 * minutes)
    started = time.monotonic()
    code = pytest.main(
        [
            *("-n0", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=thorough", "--hypothesis-show-statistics"),
            *(f"tests/test_properties_of_{what}.py" for what in ("measures", "words", "explorers")),
        ],
        plugins=[counter],
    )
    reached = {row[0] for row in counter.rows}
    cut = "" if math.isinf(minutes) else f" --minutes {minutes:g}"
    missed = [nodeid.split("::test_")[1] for nodeid in counter.planned if nodeid not in reached]
    total, seconds = sum(row[2] for row in counter.rows), time.monotonic() - started
    measured.write(
        "properties",
        "Properties: how many inputs were tried",
        COMMAND + cut,
        f"{total:,} inputs for {len(grouped(counter.rows))} properties in {seconds / 60:.1f} minutes, one process. "
        f"An input of an explorer is a run of up to ten moves, made in both languages "
        f"and checked after each: {counter.moves:,} moves in all. New inputs are drawn in every run.",
        measured.table(
            ["what", "property", "inputs", "seconds", "outcome"],
            grouped(counter.rows),
        ),
        *(
            ["Not reached in the time (each holds with fewer inputs in every run of pytest): " + ", ".join(missed)]
            if missed
            else []
        ),
    )
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
