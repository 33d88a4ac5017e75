"""The browser that tests look through."""

import os

import pytest
from export_pages import find_browser


def browser_of_this_machine():
    """The program. Without one a test is skipped; continuous integration must have one."""
    found, reason = find_browser(), "no Chromium or Chrome found"
    if not found and os.environ.get("CI"):
        pytest.fail(f"{reason}: continuous integration must have one")
    return found or pytest.skip(reason)
