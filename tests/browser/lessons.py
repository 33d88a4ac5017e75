"""The lessons as the browser tests see them: their files, their neighbours, and their explorers made again in Python."""

from __future__ import annotations

import ast
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from campaign import check, topics
from campaign import language as lang
from campaign.explorer import Explorer

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS, ARTEFACTS = ROOT / "notebooks", ROOT / "artefacts"

LESSONS = [
    f"{language}/{path.stem}"
    for language in lang.LANGUAGES
    for path in sorted((NOTEBOOKS / language).glob("[0-9][0-9]-*.ipynb"))
]
"""Every lesson in every language, such as "ar/04-cost"."""

CELLS = ".jp-Notebook .jp-Cell"

QUICK = "04-cost"
"""The lesson that belongs to every run of pytest."""


def script(name: str) -> str:
    """A function in JavaScript that a page is asked, from the folder scripts/."""
    return (Path(__file__).parent / "scripts" / f"{name}.js").read_text(encoding="utf-8")


@dataclass
class Guess:
    """A guess of a lesson: the place of its cell, its answer and the sentence of its chart, and what the chart shows."""

    place: int
    words: list[str]
    picture: str = ""


@dataclass
class Lesson:
    """One lesson in one language."""

    name: str

    @property
    def language(self) -> str:
        return self.name.split("/")[0]

    @property
    def stem(self) -> str:
        return self.name.split("/")[1]

    @property
    def inside(self) -> str:
        """Its path inside the course, with slashes."""
        return f"notebooks/{self.name}.ipynb"

    @property
    def right_to_left(self) -> bool:
        return lang.is_right_to_left(self.language)

    @cached_property
    def cells(self):
        return nbformat.read(ROOT / self.inside, as_version=4).cells

    @property
    def stored_pictures(self) -> int:
        """How many pictures the committed notebook shows before it has run: those of guesses are folded."""
        seen = [cell for cell in self.cells if not cell.metadata.get("jupyter", {}).get("outputs_hidden")]
        return sum("image/png" in output.get("data", {}) for cell in seen for output in cell.get("outputs", ()))

    @cached_property
    def guesses(self) -> list[Guess]:
        """What the lesson asks to guess, as the committed notebook keeps it for readers without a kernel."""
        found = []
        for place, cell in enumerate(self.cells):
            outputs = [output.get("data", {}) for output in cell.get("outputs", ())]
            kept = BeautifulSoup("".join(data.get("text/html", "") for data in outputs), "html.parser")
            words = [plain(part.get_text()) for part in kept.select(".campaign-kept")]
            if words:
                pictures = [
                    output.metadata["image/png"]["alt"]
                    for output in cell.outputs
                    if "image/png" in output.get("data", {})
                ]
                found.append(Guess(place, words, *map(plain, pictures)))
        return found

    @cached_property
    def progress_place(self) -> int:
        """Where the cell with the line of progress stands."""
        return next(place for place, cell in enumerate(self.cells) if cell.id == "progress")

    def explorers(self) -> list[Explorer]:
        """The explorers of the lesson, made here with the arguments that the lesson gives them, in its order."""
        literals, made = {}, []
        for cell in self.cells:
            if cell.cell_type != "code":
                continue
            for line in ast.parse(cell.source).body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Dict) and len(line.targets) == 1:
                    literals[line.targets[0].id] = line.value
            if cell.source.startswith("explorer."):
                call = ast.parse(cell.source, mode="eval").body
                given = {
                    argument.arg: ast.literal_eval(literals.get(getattr(argument.value, "id", None), argument.value))
                    for argument in call.keywords
                }
                made.append(topics.explorer(call.func.attr)(language=self.language, **given))
        assert made, f"{self.name}: no code cell starts with 'explorer.'"
        return made

    def reply(self, exercise: str, value) -> check.Feedback:
        """What the course says to an answer."""
        return check.answer(exercise, value, language=self.language)


def wait_until(sheet, condition, message, seconds=30):
    """Look again and again until `condition()` is true; fail with the message when it stays false.

    message: words, or a function that makes them at the end.
    """
    latest = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < latest, message() if callable(message) else message
        sheet.wait_for_timeout(100)


def plain(words: str) -> str:
    """Words with each run of white space, also the kinds that do not break, as one space."""
    return " ".join(words.split())
