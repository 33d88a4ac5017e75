"""A teacher's overview of the pages that learners handed in: who tried what, and which named mistakes are common.

sheets = overview.read("hand-ins")     every page in a folder and the folders inside it
sheets.learners()                      one row a page: tried, solved, tries
sheets.mistakes()                      one row for each wrong answer that has a name, the most common first
sheets.refused                         a sentence for each file that is no such page

Nothing is written and nothing is sent. Exercises on people killed are neither marked nor counted as solved.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from .. import language as lang
from ..exercise import LESSONS
from . import judge, work

_PLAIN = judge.SOLVED | judge.ASKS_BACK | {"thanks", "rounded-too-far", "wrong", "not-a-chart", "no-axis-label"}


class _Page(HTMLParser):
    """What a handed-in page says: its lesson, its learner, and for each exercise the kind of the reply and the tries."""

    def __init__(self, text: str):
        super().__init__()
        self.lesson, self.name, self.rows, self._cell = None, "", [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.lesson = given.get("data-lesson", self.lesson)
        self.name = given.get("data-name") or self.name
        if "data-exercise" in given:
            self.rows.append([given["data-exercise"], given.get("data-kind") or "", ""])
        if tag == "td":
            self._cell = ""

    def handle_data(self, data):
        self._cell += data

    def handle_endtag(self, tag):
        if tag == "tr" and self.rows:
            self.rows[-1][2] = self._cell.strip()  # the last cell holds the tries


@dataclass
class Sheets:
    """The pages of a folder. rows: name, file, lesson, exercise, kind, tries, one row an exercise of a page."""

    rows: pd.DataFrame
    refused: list[str]
    language: str

    def learners(self) -> lang.Markup:
        """Who tried what: exercises tried and solved, and all tries. Where nothing is scored it says so."""
        told = []
        for (name, lesson, _), rows in self.rows.groupby(["name", "lesson", "file"], sort=False):
            scored = any(judge.find(exercise).scored for exercise in rows["exercise"])
            solved = (
                int(rows["kind"].isin(judge.SOLVED).sum())
                if scored
                else lang.text("check.overview_unscored", self.language)
            )
            listed = lang.listed(rows.loc[rows["tries"] > 0, "exercise"], self.language, "common.comma")
            told.append([name, lesson, listed, solved, int(rows["tries"].sum())])
        return self._table(told, ["learner", "of_lesson", "tried", "solved", "tries"])

    def mistakes(self) -> lang.Markup:
        """The named wrong answers that were a page's last answer, with the reply to each and how many pages hold it."""
        wrong = self.rows[self.rows["kind"].str.contains(":") | (self.rows["kind"] == "wrong")]
        told = [
            [exercise, _reply(exercise, kind, self.language), len(rows)]
            for (exercise, kind), rows in wrong.groupby(["exercise", "kind"])
        ]
        return self._table(sorted(told, key=lambda row: (-row[2], row[0])), ["exercise", "mistake", "pages"])

    def told(self) -> lang.Markup:
        """How many pages were read, and the sentence for each file that could not be."""
        counted = lang.text("check.overview_read", self.language, pages=self.rows["file"].nunique())
        parts = [counted, *self.refused]
        return lang.Markup("".join(lang.paragraph(part, language=self.language) for part in parts), "\n".join(parts))

    def _table(self, rows: list[list], columns: list[str]) -> lang.Markup:
        return lang.table(pd.DataFrame(rows, columns=columns, dtype=object), self.language)


def _reply(exercise: str, kind: str, language: str) -> str:
    sort, _, name = kind.partition(":")
    if sort == "wrong":
        return lang.text("check.overview_wrong", language)
    return lang.text(f"check.slip_{name}" if sort == "slip" else f"{judge.find(exercise).key}.{name}", language)


def _known(exercise_id: str, kind: str) -> bool:
    """Is this a reply that the exercise can give?"""
    exercise, (sort, _, name) = judge.find(exercise_id), kind.partition(":")
    if exercise is None or not kind:
        return exercise is not None
    return (
        name in exercise.mistakes if sort == "mistake" else lang.has(f"check.slip_{name}") if name else kind in _PLAIN
    )


def read(folder, language: str | None = None) -> Sheets:
    """The pages in a folder and the folders inside it; every other file there gets a sentence that names it.

    folder: where they lie, or the pages themselves by the names of their files, as `sample` gives them.
    Raises ValueError with a sentence where there is no such folder. A name is what the learner wrote, or the file's.
    """
    language = lang.check(language)
    pages, rows, refused = folder if isinstance(folder, Mapping) else _files(Path(folder), language), [], []
    for inside, given in pages.items():
        try:
            page = _Page(given if isinstance(given, str) else given.read_text(encoding="utf-8"))
            if page.lesson not in LESSONS or not page.rows or not all(_known(*row[:2]) for row in page.rows):
                raise ValueError
            for exercise, kind, tries in page.rows:
                kind = kind if judge.find(exercise).scored else ""
                rows.append([page.name or inside, inside, page.lesson, exercise, kind, int(tries or 0)])
        except (OSError, ValueError):
            refused.append(lang.text("check.overview_refused", language, file=lang.isolate(inside, language)))
    columns = ["name", "file", "lesson", "exercise", "kind", "tries"]
    return Sheets(pd.DataFrame(rows, columns=columns), refused, language)


def _files(home: Path, language: str) -> dict[str, Path]:
    """The files in a folder and the folders inside it, by their places there."""
    if not home.is_dir():
        raise ValueError(lang.text("check.overview_no_folder", language, folder=lang.isolate(str(home), language)))
    files = sorted(path for path in home.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(home).as_posix(): path for path in files}


def sample(lesson: str = "04", language: str | None = None) -> dict[str, str]:
    """Made-up pages of a lesson to try the overview on, by the names of their files: right, wrong and untouched answers,
    and one that is no page."""
    language = lang.check(language)
    pages, exercises = {}, work.exercises_of(lesson)
    for number in range(1, 6):
        done = work.Work()
        for place, exercise in enumerate(exercises):
            if exercise.open or exercise.chart or place > number + 1:
                continue
            answers = [exercise.expected, *exercise.mistakes.values()]
            reply = judge.answer(exercise.id, answers[(place + number // 2) % 3](), language)
            done.tries[exercise.id] = work.Try("", reply.kind, reply.words, 1 + number % 2)
        name = lang.text("check.overview_sample", language, number=number)
        pages[f"{number}.html"] = work.page(lesson, "", name, language, datetime.date.today(), done)
    return pages | {"notes.txt": ""}
