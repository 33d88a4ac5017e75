"""A machine without a browser: continuous integration fails there, and everybody else is told why the tests are skipped."""

import program
import pytest


@pytest.fixture
def without_browser(monkeypatch):
    """A machine on which no browser is found, and what the tests there get for one."""
    monkeypatch.setattr(program, "find_browser", lambda: None)
    return program.browser_of_this_machine


def test_continuous_integration_fails_without_a_browser(without_browser, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(
        pytest.fail.Exception, match="no Chromium or Chrome found: continuous integration must have one"
    ):
        without_browser()


def test_elsewhere_the_browser_tests_are_skipped_with_the_reason(without_browser, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="^no Chromium or Chrome found$"):
        without_browser()
