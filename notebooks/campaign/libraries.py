"""The large libraries, imported before all else: quietly, and without what the lessons do not need.

Three things would take two fifths of the time of these imports:

- Whatever Matplotlib can draw has a help text with a table of its properties, and all the tables are written at import.
  Here each help text says instead how to list them; what was imported before has its tables.
- NumPy starts a thread on every core for large matrices, and each waits for work without a rest. The course multiplies
  no matrices; who wants the threads sets the variable first.
- Python looks again and again for rings of objects that nothing uses while the libraries make theirs, and finds none.
  Nor does it need to look at these objects ever again.

On its first start Matplotlib lists the fonts of the machine, and where the home folder cannot be written it keeps that
list for this once only. It warns of both, in the first cell of a lesson, where a reader can do nothing about it.
"""

import contextlib
import gc
import logging
from os import environ

environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextlib.contextmanager
def _without_looking_for_rings():
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looking:
            gc.enable()


@contextlib.contextmanager
def _without_warnings():
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


@contextlib.contextmanager
def _without_tables():
    table = matplotlib.artist.kwdoc
    matplotlib.artist.kwdoc = _how_to_list
    try:
        yield
    finally:
        matplotlib.artist.kwdoc = table


def _how_to_list(kind: type) -> str:
    """What stands in a help text in place of the table of properties."""
    return f"Properties: print(matplotlib.artist.kwdoc({kind.__module__}.{kind.__qualname__})) lists them"


with _without_looking_for_rings(), _without_warnings():
    import ipywidgets  # noqa: F401
    import matplotlib.artist
    import pandas  # noqa: F401

    with _without_tables():
        import matplotlib.backends.backend_agg
        import matplotlib.figure
        import matplotlib.font_manager
