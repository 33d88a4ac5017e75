"""What a learner did in this kernel: answers and guesses, for the line of progress and the page to hand in.

Nothing leaves the machine, and nothing is written until the learner asks for the page.
"""

from __future__ import annotations

import datetime
import html
import weakref
from dataclasses import dataclass, field
from pathlib import Path

from .. import language as lang
from .. import topics
from ..exercise import LESSONS
from . import judge

FOLDER = "my-work"
"""The learner's own folder, beside the notebook; git does not look into it."""


@dataclass
class Try:
    """The last answer to an exercise: as typed, its reply, and how many tries there were."""

    shown: str
    kind: str
    reply: str
    tries: int


@dataclass
class Work:
    """The answers of one lesson by their ids, and its guesses by their keys: the question and the guess."""

    tries: dict[str, Try] = field(default_factory=dict)
    guesses: dict[str, tuple[str, str]] = field(default_factory=dict)


_work: dict[str, Work] = {}
_listeners: list[weakref.WeakMethod] = []


def of_lesson(lesson: str) -> Work:
    """What was done in a lesson ("04") since the kernel started."""
    return _work.setdefault(lesson, Work())


def forget() -> None:
    """Forget everything; for tests."""
    _work.clear()


def tell(method) -> None:
    """Call a bound method after each answer and guess, as long as its object lives."""
    _listeners[:] = [known for known in _listeners if known() is not None]
    _listeners.append(weakref.WeakMethod(method))


def _noted() -> None:
    for known in _listeners:
        if (method := known()) is not None:
            method()


def note(exercise_id: str, shown: str, feedback: judge.Feedback, tries: int) -> None:
    """Remember the last answer to an exercise."""
    of_lesson(exercise_id[:2]).tries[exercise_id] = Try(shown, feedback.kind, feedback.words, tries)
    _noted()


def note_guess(lesson: str, key: str, question: str, shown: str) -> None:
    """Remember a guess ("cost.total") of a lesson ("04") with its question, as the learner made it."""
    of_lesson(lesson).guesses[key] = question, shown
    _noted()


def exercises_of(lesson: str) -> list:
    """The exercises of a lesson ("04"), in their order."""
    return list(topics.exercises(LESSONS[lesson])) if lesson in LESSONS else []


def progress_line(lesson: str, language: str | None = None, done: Work | None = None) -> str:
    """How many exercises there are, how many were tried and solved, and how many guesses were made. done: see `page`."""
    language, done = lang.check(language), done or of_lesson(lesson)
    if not any(exercise.scored for exercise in exercises_of(lesson)):
        # Counts of people killed: nothing is marked as solved.
        tried = len(done.tries)
        return lang.text("check.progress_unscored", language, all=len(exercises_of(lesson)), tried=tried)
    tries = done.tries.values()
    solved = sum(one.kind in judge.SOLVED for one in tries)
    every = len(exercises_of(lesson))
    words = lang.text("check.progress", language, all=every, tried=len(tries), solved=solved)
    made = len(done.guesses)
    return f"{words} {lang.text('check.progress_guesses', language, made=made)}" if made else words


def page(lesson: str, title: str, name: str, language: str, today: datetime.date, done: Work | None = None) -> str:
    """The page to hand in as one HTML file that opens without a network and prints on one sheet.

    title: of the lesson; its number unless given. name: of the learner, may be empty. done: what was done in this kernel
    unless given. Everything typed is escaped. `overview.py` reads the page by its `data-` marks.
    """
    say = lang.Voice(language, "check")
    heading = html.escape(say("hand_in_title", lesson=title or say("lesson", number=lesson)))
    done = done or of_lesson(lesson)
    rows = []
    for exercise in exercises_of(lesson):
        one = done.tries.get(exercise.id)
        cells = [one.shown, one.reply, str(one.tries)] if one else [say("hand_in_untried"), "", ""]
        told = "".join(f'<td dir="auto">{html.escape(cell)}</td>' for cell in cells)
        kind = html.escape(one.kind) if one and exercise.scored else ""
        rows.append(
            f'<tr data-exercise="{exercise.id}" data-kind="{kind}"><th scope="row">{exercise.id}</th>{told}</tr>'
        )
    head = "".join(
        f'<th scope="col">{html.escape(say(f"hand_in_{part}"))}</th>' for part in ("answer", "reply", "tries")
    )
    lines = [f"<h1>{heading}</h1>"]
    if name.strip():
        told = html.escape(say("hand_in_name", name=name.strip()))
        lines.append(f'<p class="name" data-name="{html.escape(name.strip())}">{told}</p>')
    lines.append(f"<p>{html.escape(say('hand_in_date', date=say.date(today)))}</p>")
    lines.append(f"<p>{html.escape(progress_line(lesson, language, done))}</p>")
    lines.append(f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    if done.guesses:
        lines.append(f"<h2>{html.escape(say('hand_in_guesses'))}</h2>")
        told = (
            f"<li>{html.escape(question)} <b>{html.escape(shown)}</b></li>" for question, shown in done.guesses.values()
        )
        lines.append(f'<ul class="guesses">{"".join(told)}</ul>')
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{lang.direction(language)}" data-lesson="{lesson}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        + "\n".join(lines)
        + "\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:15px/1.5 system-ui,'Segoe UI','Noto Sans Arabic',sans-serif;max-width:46em;margin:1.5em auto;padding:0 1em;"
    "color:#222}h1{font-size:1.4em;margin:0}h2{font-size:1.1em;margin:1em 0 0}p{margin:.2em 0}table{border-collapse:collapse;margin-top:1em;width:100%}"
    "th,td{border:1px solid #bbb;padding:.3em .5em;text-align:start;vertical-align:top;overflow-wrap:anywhere}"
    # The number of an exercise and the heads of columns stay whole; an answer in digits stands where the others do.
    "th{white-space:nowrap}html[dir=rtl] td{text-align:right}"
)


def hand_in(lesson: str, title: str, name: str = "", language: str | None = None, folder: Path | None = None) -> str:
    """Write the page into the learner's own folder and return the sentence that says so, or why not.

    folder: where the folder my-work lies; the notebook's own folder unless given. A page of the same name is replaced
    only when the new one is complete. Raises nothing.
    """
    language = lang.check(language)
    if not of_lesson(lesson).tries:
        return lang.text("check.hand_in_empty", language)
    place = (Path.cwd() if folder is None else Path(folder)) / FOLDER
    file = place / f"{lesson}-{LESSONS[lesson]}.html"
    try:
        place.mkdir(exist_ok=True)
        beside = file.with_suffix(".new")
        words = page(lesson, title, name, language, datetime.date.today())
        beside.write_text(words, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
        beside.replace(file)
    except OSError:
        return lang.text("check.hand_in_failed", language)
    return lang.text("check.hand_in_made", language, file=lang.isolate(file.name, language))
