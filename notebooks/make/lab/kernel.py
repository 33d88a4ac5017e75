"""A kernel that imports what every lesson imports as soon as it starts: most of a first cell's time, while its reader reads.

Who changes the course's modules restarts it, as after a first cell.
"""

import contextlib
import os
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2]
FIRST_CELL = r"find_spec(\"campaign\")"
"""What a notebook of the course has in its first cell, as its file writes it."""


def opened_in_the_course() -> bool:
    """Is the notebook that this kernel is for one of this course, which imports it when it is run?"""
    here = Path.cwd()
    course = next(folder for folder in (here, *here.parents) if (folder / "notebooks" / "campaign").is_dir())
    notebook = here / Path(os.environ["JPY_SESSION_NAME"]).name  # set by the server
    return NOTEBOOKS.samefile(course / "notebooks") and FIRST_CELL in notebook.read_text(encoding="utf-8")


def load() -> None:
    """Import the course, and nothing that lies beside the notebook: to open it runs no file of its folder.

    Whatever fails is left for the first cell to say.
    """
    before = list(sys.path)
    elsewhere = [folder for folder in before if folder and Path(folder) != Path.cwd()]
    sys.path[:] = during = [str(NOTEBOOKS), *elsewhere]
    try:
        from campaign import check, data, language, measures  # noqa: F401
        from campaign.explorer import guess  # noqa: F401
    finally:
        sys.path[:] = before + [folder for folder in sys.path if folder not in during]


if __name__ == "__main__":
    if sys.path and Path(sys.path[0]) == Path(__file__).parent:  # not there where Python is told to be careful
        del sys.path[0]
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize()
    with contextlib.suppress(Exception, SystemExit):
        if opened_in_the_course():
            load()
    app.start()
