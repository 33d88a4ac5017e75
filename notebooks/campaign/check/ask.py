"""A box to answer an exercise in: a field, buttons, ticks or a text, with Check, Hint and, after two tries, the solution."""

from __future__ import annotations

import dataclasses
import html
from types import ModuleType

import ipywidgets as widgets
from IPython import get_ipython
from IPython.display import display

from .. import language as lang
from ..exercise import Exercise
from ..explorer.shell import Column, Shell, Words, button, look, own_label, side_by_side, style
from . import judge, work

_WAITING = (
    "<style>.jp-OutputArea:has(.campaign-ask) .campaign-ask-waiting,"
    " .jp-OutputArea:has(.campaign-ask-waiting):not(:has(.campaign-ask)) > .jp-OutputArea-child:has(> .lm-Panel)"
    " {display: none}</style>"
)
"""Under each box, also in the saved notebook: JupyterLab shows either the line that says how to start, or the box."""

TRIES_BEFORE_SOLUTION = 2

_OPEN_SOLUTION = (
    "const name=this.dataset.exercise;"
    "for (const link of document.querySelectorAll('.jp-RenderedMarkdown a'))"
    "if (decodeURIComponent(link.href).includes(name)) {link.click(); break}"
    "return false"
)
"""The link to the solution stands in the exercise's own text; JupyterLab knows how to open that one, in another tab."""


class Ask(Shell):
    """One exercise with its box. `field` holds the answer; `check()` judges it as the button does.

    exercise: not a code exercise. Read by tests: `field`, `feedback` (the last one, or None), `reply` (what is shown).
    """

    def __init__(self, exercise: Exercise, language: str | None = None):
        super().__init__("ask", language)
        self.exercise = exercise
        self.say = lang.Voice(self.language, "check")
        self.feedback: judge.Feedback | None = None
        self.tries = 0
        self.field = self._make_field()
        self.check_button = button(self.say("check"), self.check, button_style="primary", layout=look())
        self.hint_button = button(self.say("hint"), self.show_hint, layout=look())
        self.reply, self.criteria = Words(), Column()
        self.fill(*self._rows(), self.check_button, self.hint_button, self.reply, self.criteria)

    # --- the box ---------------------------------------------------------------------------------------------------
    def _make_field(self):
        exercise = self.exercise
        narrow = not exercise.open and not exercise.choices
        wide = look(width="320px" if narrow else "auto", max_width="98%")
        if exercise.open:
            return widgets.Textarea(
                description=self.say("your_text"),
                style=own_label(widgets.Textarea),
                layout=wide,
                continuous_update=False,
            )
        if exercise.choices:
            names = judge.choice_names(exercise, self.language)
            if isinstance(exercise.expected(), str):
                options = [(name, code) for code, name in names.items()]
                return widgets.RadioButtons(
                    description=self.say("your_choice"),
                    options=options,
                    value=None,
                    style=own_label(widgets.RadioButtons),
                    layout=wide,
                )
            return [
                widgets.Checkbox(description=name, indent=False, style=own_label(widgets.Checkbox), layout=wide)
                for name in names.values()
            ]
        return widgets.Text(
            description=self.say("your_number"),
            style=own_label(widgets.Text),
            layout=wide,
            continuous_update=False,
        )

    def _rows(self) -> list[widgets.Widget]:
        if isinstance(self.field, list):
            asked = Words(self.paragraph(self.say("your_choices"), "campaign-ask-words"))
            boxes = widgets.HBox(self.field, layout=look(flex_flow="row wrap", grid_gap="0.2em 1.5em"))
            return [asked, boxes]
        unit = judge.unit_of(self.exercise, self.language)
        if unit and isinstance(self.field, widgets.Text):
            words = Words(self.paragraph(self.say("in_unit", unit=unit), "campaign-ask-words"))
            return [side_by_side(self.field, words)]
        return [self.field]

    @property
    def value(self):
        """The answer as it stands: a text, a choice, a list of choices; None while there is none."""
        if isinstance(self.field, list):
            chosen = [code for code, box in zip(self.exercise.choices, self.field, strict=True) if box.value]
            return chosen or None
        return self.field.value or None

    # --- answering -----------------------------------------------------------------------------------------------------
    def check(self) -> judge.Feedback:
        """Judge the answer, remember it for the page to hand in, and show the reply."""
        if self.exercise.open:
            return self._check_open()
        self.feedback = judge.answer(self.exercise.id, self.value, self.language)
        if self.feedback.kind == "not-answered":
            self._show(self.say("answer_first"))
            return self.feedback
        if self.feedback.kind not in judge.ASKS_BACK:
            self.tries += 1
        work.note(self.exercise.id, self.shown_value, self.feedback, self.tries)
        self._show_feedback()
        return self.feedback

    @property
    def shown_value(self) -> str:
        """The answer as the page to hand in writes it."""
        names = judge.choice_names(self.exercise, self.language)
        if isinstance(self.field, list):
            return lang.listed([names[code] for code in self.value or ()], self.language)
        return names.get(self.value, self.value or "")

    def show_hint(self) -> None:
        """Show the hint of the exercise."""
        self._show(lang.text(f"{self.exercise.key}.hint", self.language))

    def _show_feedback(self) -> None:
        shown = self.feedback._repr_html_()
        if self.tries >= TRIES_BEFORE_SOLUTION and self.feedback.kind not in judge.SOLVED:
            shown += self._solution_link()
        self.reply.value = self.status(shown)

    def _solution_link(self) -> str:
        lesson, number = self.exercise.id.split("-")
        heading = lang.text("check.solution_anchor", self.language, number=number)
        place = html.escape(heading)
        words = html.escape(self.say("show_solution"))
        side = f'lang="{self.language}" dir="{lang.direction(self.language)}"'
        return f'<p {side}><a href="#" data-exercise="{place}" onclick="{html.escape(_OPEN_SOLUTION)}">{words}</a></p>'

    def _show(self, words: str) -> None:
        self.reply.value = self.status(self.paragraph(words, "campaign-ask-words"))

    def _check_open(self) -> judge.Feedback:
        """An open answer: the learner ticks off three criteria, then it counts as solved and one possible answer opens."""
        self.feedback = judge.answer(self.exercise.id, self.value, self.language)
        if self.feedback.kind != "thanks":
            self._show(self.say("write_first"))
            return self.feedback
        self.tries += 1
        criteria = [lang.text(f"{self.exercise.key}.criterion_{number}", self.language) for number in (1, 2, 3)]
        auto = look(width="auto")
        boxes = [
            widgets.Checkbox(description=words, indent=False, style=style(widgets.Checkbox), layout=auto)
            for words in criteria
        ]
        for box in boxes:
            box.observe(lambda _: self._ticked(boxes), names="value")
        self.criteria.children = boxes
        self._ticked(boxes)
        return self.feedback

    def _ticked(self, boxes: list[widgets.Checkbox]) -> None:
        """Remember how much is ticked off; where nothing is scored that is the learner's own affair."""
        ticked, words = sum(box.value for box in boxes), self.say("tick_off")
        met = ticked == len(boxes)
        if self.exercise.scored:
            counted = self.say("criteria_ticked", ticked=ticked, all=len(boxes))
            kind, words = "criteria-met" if met else "thanks", counted if ticked else words
            self.feedback = dataclasses.replace(self.feedback, kind=kind, words=counted)
        work.note(self.exercise.id, self.shown_value, self.feedback, self.tries)
        if met:
            model = lang.text(f"{self.exercise.key}.model", self.language, **self.exercise.model())
            words = self.say("one_possible_answer", words=model)
        self._show(words)

    # --- showing itself --------------------------------------------------------------------------------------------
    def _ipython_display_(self, **_):
        """Show the box, and for readers without a kernel a line that says how to start."""
        show_waiting(self, self.say("ask_plain", id=self.exercise.id))


def show_waiting(shell: Shell, plain: str) -> None:
    """Display a box, and for readers without a kernel a line that says how to start."""
    display(lang.Markup(_WAITING + shell.paragraph(plain, "campaign-ask-waiting"), plain))
    shell.show_view()


def ask(exercise_id: str, language: str | None = None):
    """A box to answer the exercise in; a sentence where there is no such exercise."""
    exercise = judge.find(exercise_id)
    if exercise is None or exercise.code:
        return judge.answer(exercise_id, None, language)
    return Ask(exercise, language)


class Progress(Shell):
    """What was tried and solved in a lesson, and the button that makes the page to hand in.

    lesson: "04". title: of the lesson, as the page shall name it; "Lesson 04" unless given.
    """

    def __init__(self, lesson: str, title: str = "", language: str | None = None):
        super().__init__("ask", language)
        self.lesson, self.title = lesson, title
        self.say = lang.Voice(self.language, "check")
        self.line = Words()
        wide = look(width="360px", max_width="98%")
        # Sent when the field is left: letters sent one by one may come after the press of the button.
        self.name = widgets.Text(
            description=self.say("your_name"), style=own_label(widgets.Text), layout=wide, continuous_update=False
        )
        self.button = button(self.say("make_hand_in"), self.hand_in)
        self.reply = Words()
        self.fill(self.line, side_by_side(self.name, self.button), self.reply)
        work.tell(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Write the line anew."""
        words = work.progress_line(self.lesson, self.language)
        self.line.value = self.paragraph(words, "campaign-progress")

    def hand_in(self) -> None:
        """Make the page and say where it is."""
        words = work.hand_in(self.lesson, self.title, self.name.value, self.language)
        self.reply.value = self.status(self.paragraph(words))

    def _ipython_display_(self, **_):
        show_waiting(self, self.say("progress_plain"))


def progress(lesson: str, title: str = "", language: str | None = None) -> Progress:
    """The line of progress and the button for the page to hand in, at the end of a lesson ("04")."""
    return Progress(lesson, title, language)


# --- errors of Python --------------------------------------------------------------------------------------------------
def explain_errors() -> None:
    """Once a first cell has run, an error of Python in an answer's cell gets one plain line below it, in its language."""
    shell = get_ipython()
    if shell is not None and not any(f.__name__ == "_explain" for f in shell.events.callbacks["post_run_cell"]):
        shell.events.register("post_run_cell", _explain)


_NAMES = ("check", "charts", "data", "explorer", "guess", "language", "measures", "pd", "report", "rules")
"""What the first cell of a lesson imports; some of it are words that anybody takes for a name of their own."""


def _explain(result) -> None:
    error, code = result.error_before_exec or result.error_in_exec, result.info.raw_cell or ""
    if error is None or not lang.begun():
        return
    own = get_ipython().user_ns
    hidden = [n for n in _NAMES if f"{n}." in code and not isinstance(own.get(n, lang), ModuleType)]
    if hidden:
        words = lang.text("check.hidden_name", name=lang.isolate(hidden[0]))
    elif "check.answer(" in code:
        words = lang.text("check.python_error", kind=type(error).__name__)
    else:
        return
    display(lang.Markup(lang.paragraph(words), words))
