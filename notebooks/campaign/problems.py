"""What a learner is told whose input cannot be used, in the language of the lesson.

The words stand in `words/errors.toml`. This module lies below the arithmetic, which raises most of them; `language`
tells it which language is in use.
"""

from __future__ import annotations

import functools
import sys
import tomllib
from pathlib import Path

_WORDS = Path(__file__).parent / "words" / "errors.toml"
_spoken = "en"


def speak(language: str) -> None:
    """Choose the language of the messages from here on: a code that stands in words/errors.toml."""
    global _spoken
    _spoken = language


@functools.cache
def _messages() -> dict:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8-sig"))


def some(rows, argument: str):
    """The rows of a table. Raises ValueError, with one sentence, where there are none."""
    if not len(rows):
        raise ValueError(problem("empty_rows", argument=argument))
    return rows


def refuse_own_files() -> None:
    """Raise ImportError where a file beside the notebook, such as pandas.py, is taken by Python for a module that the course
    needs."""
    needed = {*sys.stdlib_module_names, "IPython", "babel", "ipywidgets", "matplotlib", "numpy", "pandas"}
    for own in Path().iterdir():
        if own.stem in needed and Path(_file_of(own.stem)).is_relative_to(own.resolve()):
            raise ImportError(" / ".join(in_every_language("own_file", file=own.name)))


def _file_of(module: str) -> str:
    """The file of a module as Python has it or would find it; empty where there is none."""
    if module in sys.modules:
        return getattr(sys.modules[module], "__file__", None) or ""
    found = next(filter(None, (finder.find_spec(module, None) for finder in sys.meta_path)), None)
    return found.origin or "" if found else ""


def in_every_language(key: str, **values) -> list[str]:
    """The message under `key` in each language, where no notebook has said yet which is its own."""
    told = []
    for language in _messages()[key]:
        speak(language)
        told.append(problem(key, **values))
    return told


def problem(key: str, **values) -> str:
    """The message under `key`, such as "decimals: expected a whole number, got 2.5".

    values: what the message names (the argument, what was given); outside English each is isolated, so that a name in
    Latin letters keeps its place. Raises KeyError for a key or a value that is missing.
    """
    words = _messages()[key][_spoken]
    if _spoken != "en":
        values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
    return words.format(**values)
