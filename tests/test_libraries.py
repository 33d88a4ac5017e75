"""The libraries are imported with light help texts, without threads for matrices, and with everything put back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
REPORT = """
import gc, logging, os, matplotlib.artist, matplotlib.lines, matplotlib.figure
lines, said = matplotlib.lines.Line2D.set.__doc__, "print(matplotlib.artist.kwdoc(matplotlib.lines.Line2D))"
print(said in lines, "antialiased" in lines, matplotlib.artist.kwdoc.__module__)
print(gc.isenabled(), gc.get_freeze_count() > 0, gc.get_threshold()[0], logging.getLogger("matplotlib").level)
print(os.environ["OPENBLAS_NUM_THREADS"])
said in lines and exec(said)
"""


def told(before: str = "", **environment) -> list[str]:
    """What a new Python says of the libraries after the course's import, line by line."""
    own = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | environment
    program = f"{before}\nimport campaign{REPORT}"
    return subprocess.check_output([sys.executable, "-c", program], cwd=NOTEBOOKS, env=own, text=True).splitlines()


def test_help_texts_say_how_to_list_what_they_leave_out_and_all_else_is_put_back():
    help_text, rest, threads, *table = told()
    assert help_text == "True False matplotlib.artist"
    assert rest == "True True 10000 0"
    assert threads == "1"
    assert table[0] == "Properties:" and any("antialiased" in line for line in table)


@pytest.mark.parametrize(
    ("before", "environment", "expected"),
    [
        ("import matplotlib.figure", {}, ["False True matplotlib.artist", "True True 10000 0", "1"]),
        ("import gc; gc.disable()", {}, ["True False matplotlib.artist", "False True 10000 0", "1"]),
        ("", {"OPENBLAS_NUM_THREADS": "2"}, ["True False matplotlib.artist", "True True 10000 0", "2"]),
    ],
    ids=["matplotlib before the course", "no collection", "threads chosen"],
)
def test_what_somebody_chose_before_stays(before, environment, expected):
    assert told(before, **environment)[:3] == expected
