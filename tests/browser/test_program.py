"""A machine without a browser: continuous integration fails there, and everybody else is told why the tests are skipped."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_BROWSER = """
import sys, export_pages, pytest
export_pages.find_browser = lambda: None
sys.exit(pytest.main(sys.argv[1:]))
"""


def run_without_browser(**environment):
    """The quick pass on a machine on which no browser is found: pytest's exit code and what it printed."""
    clean = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST_")}
    clean["PYTHONPATH"] = os.pathsep.join(str(ROOT / folder) for folder in ("notebooks/make", "tests/tools"))
    test = "tests/browser/test_lessons.py::test_one_lesson_works_in_the_browser"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BROWSER, "-n0", "-p", "no:cacheprovider", "-q", "-x", test],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_continuous_integration_fails_without_a_browser():
    code, said = run_without_browser(CI="true")
    assert code == pytest.ExitCode.TESTS_FAILED, said
    assert "no Chromium or Chrome found: continuous integration must have one" in said


def test_elsewhere_the_browser_tests_are_skipped_with_the_reason():
    code, said = run_without_browser()
    assert code == pytest.ExitCode.OK, said
    assert re.search(r"SKIPPED \[\d\] .*no Chromium or Chrome found", said), said
