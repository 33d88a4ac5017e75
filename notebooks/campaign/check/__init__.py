"""A learner's answers: typed or chosen in a box, or worked out in Python, judged by the data, and answered kindly.

check.ask("04-1")               a box to answer in, with Check and Hint
check.answer("04-3", answer)    for an answer that is worked out in a code cell
check.progress("04")            what was tried and solved, and the page to hand in
check.points("04-1", answer)    what an answer is worth where a school gives points
"""

from ..exercise import LESSONS
from ..explorer import guess
from . import judge, work
from .ask import ask, explain_errors, progress
from .judge import SOLVED, Feedback, all_exercises, find, points
from .judge import answer as _judged


def answer(exercise_id: str, value=None, language: str | None = None) -> Feedback:
    """Say whether `value` answers the exercise, and remember it for the page to hand in; see `judge.answer`."""
    feedback = _judged(exercise_id, value, language)
    if feedback.kind not in ("not-answered", "unknown-exercise"):
        before = work.of_lesson(exercise_id[:2]).tries.get(exercise_id)
        work.note(exercise_id, judge._shown(value), feedback, (before.tries if before else 0) + 1)
    return feedback


def _note_guess(key: str, question: str, shown: str) -> None:
    """A guess ("cost.rate") is remembered under its lesson."""
    topic = key.partition(".")[0]
    for lesson, name in LESSONS.items():
        if name == topic:
            work.note_guess(lesson, key, question, shown)


guess.tell(_note_guess)
explain_errors()

__all__ = ["SOLVED", "Feedback", "all_exercises", "answer", "ask", "find", "points", "progress"]
