"""The charts of the lessons: each function takes a table and returns a `Chart`, a picture with its sentence.

One module a lesson; `base` holds what they share (the frame with title and source line, colours, axes, rendering),
`bars` the words beside and on bars, `renderer` what makes the picture after a move quick.
"""

import importlib
import logging

# On its first start matplotlib lists the fonts of the machine, and where the home folder cannot be written it keeps that
# list for this once only. It warns of both, in the first cell of a lesson, where a reader can do nothing about it.
_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)
import matplotlib.font_manager  # noqa: E402, F401

_log.setLevel(_level)

from . import base  # noqa: E402
from .base import Chart  # noqa: E402

TOPICS = ("claims", "coalition", "cost", "harm", "start", "strikes", "territory", "timeline")

__all__ = ["Chart", "base", *TOPICS]


def __getattr__(name: str):
    """A lesson draws the charts of its own topic and waits for no other: a topic is loaded at its first use."""
    if name in TOPICS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *TOPICS})
