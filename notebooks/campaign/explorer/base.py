"""What all explorers share: controls, one picture that is redrawn in place, and the sentence in words.

An explorer separates state -> numbers -> picture. A test (or a student) sets a control by name and reads the
numbers and the sentence, without a browser:

    calculator = CostCalculator()
    calculator.controls["rate"].value = 10.0
    calculator.numbers().total, calculator.sentence
"""

from __future__ import annotations

import base64
import contextlib
import html
import json
import math
from collections.abc import Callable, Mapping, Sequence
from numbers import Integral, Real

import ipywidgets as widgets
from IPython.display import display

from .. import language as lang
from .. import sheet
from ..sheet import drawing
from .pointing import Pointer
from .shell import ONLOAD, Column, Shell, Words, button, look, own_label

_PICTURE_OR_WIDGET = (
    "<style>.jp-OutputArea:has(.campaign-explorer) .campaign-opening,"
    " .jp-OutputArea:has(.campaign-explorer) > .jp-OutputArea-child:has(> .jp-RenderedImage),"
    " .jp-OutputArea:has(.campaign-opening):not(:has(.campaign-explorer))"
    " > .jp-OutputArea-child:has(> .jp-OutputArea-output.lm-Panel) {display: none}</style>"
)
"""Under each explorer, also in the saved notebook: JupyterLab shows the picture until the widget lives, then the widget
alone. Where a saved widget has lost its kernel, its place stays empty instead of saying "model not found"."""


def image(figure, alt: str, spots: Sequence[tuple[float, float, str]] = ()) -> str:
    """A figure as the `<img>` of a living widget, with its alternative text and what the browser does when it has loaded.

    spots: shares of the width and the height, from the upper left, and the words that the browser shows there.
    """
    picture = drawing.quick_png(figure)
    width, height = sheet.shown_size(figure)
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" height="{height}" '
        f'src="data:image/png;base64,{base64.b64encode(picture).decode()}" '
        f'data-spots="{html.escape(json.dumps(spots, ensure_ascii=False))}" onload="{ONLOAD}">'
    )


class Unusable(Exception):
    """The controls ask for something that has no answer: the words under `key`, filled with `values`, say why.

    title: the key of a title that says more than that there is no result.
    """

    def __init__(self, key: str, *, title: str = "common.no_result", **values):
        self.key, self.title, self.values = key, title, values


class Explorer(Shell):
    """Controls, a chart and a sentence about it.

    A subclass sets `name` and `topic` and gives `make_controls`, `make_frame`, `numbers`, `words` and `draw`. It tells
    in `link_controls` which control follows which, may arrange its controls in `layout_controls`, add what stands before
    the picture in `layout_before` and what stands below the sentence in `layout_details`, and name its reset button in
    `reset_words`, a key of the word files. Where its source line only counts sources, `tables` names the tables that
    hold them. `say` holds the words of its topic in its language.
    """

    name, topic, reset_words, tables = "explorer", "common", "common.reset", ()
    title = sentence = ""
    _waiting = False

    def __init__(self, language: str | None = None):
        super().__init__("explorer", language)
        self.say = lang.Voice(self.language, self.topic)
        self._drawing = True
        self.controls = self.make_controls()
        self.link_controls()
        self._opening = {name: control.value for name, control in self.controls.items()}
        with sheet.styled():
            self.frame = self.make_frame()
        self._view = Words()
        self._view.add_class("campaign-picture")
        self.reset_button = button(self.reset_label(), self.reset, icon="undo")
        # The sentence stands between controls and picture, so that cause and effect share the screen; whatever else there
        # is to read comes below. In a narrow page the picture comes first (explorer.css).
        rows = self.layout_controls()
        if not any(self.reset_button in getattr(row, "children", ()) for row in rows):
            rows.append(self.reset_button)
        above = Column(rows, "campaign-controls")
        shown = [above, *self.layout_before(), self._view, *self.layout_details()]
        if self.tables:
            shown.append(Words(sheet.links_to_rows(self.tables, self.language)))
        if type(self).pointed is not Explorer.pointed:
            shown.append(Pointer(lambda: self.frame.axes, self.pointed))
        self.fill(*shown)
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        self._drawing = False
        self.refresh()
        self._opening_sentence = self.sentence

    # --- what a subclass gives ----------------------------------------------------------------------------------
    def make_controls(self) -> dict[str, widgets.Widget]:
        """The controls by name; their values at the start are the opening state. Called first: read the tables here."""
        raise NotImplementedError

    def make_frame(self) -> sheet.Frame:
        """The frame with all artists of the picture, made once."""
        raise NotImplementedError

    def numbers(self):
        """The figures for the present state of the controls, worked out without drawing anything.

        Raises Unusable for a state that has no answer; `refresh` then shows its title and its words as the sentence.
        """
        raise NotImplementedError

    def words(self, numbers) -> tuple[str, str, str, str]:
        """Title, subtitle, source line and sentence for what `numbers` returned."""
        raise NotImplementedError

    def draw(self, numbers) -> None:
        """Change the artists of `self.frame` to what `numbers` returned, None where there is no answer; make no new
        ones."""
        raise NotImplementedError

    def nothing(self) -> tuple[str, str]:
        """Subtitle and source line while there is no answer."""
        return "", ""

    def link_controls(self) -> None:
        """Where one control fills in or follows another: calls of `when`."""

    def pointed(self, phase: str, x: float, y: float) -> None:
        """The picture was pointed at (phase: down, move, up), in the units of the axes. A subclass that takes it sets
        controls, so that the keyboard can do the same."""

    def spots(self) -> list[tuple[float, float, str]]:
        """The points of the picture that have a name: x and y in the units of the axes, and what is said of them where
        somebody points at them."""
        return []

    def nearest(self, x: float, y: float) -> tuple[float, float] | None:
        """The spot that is nearest to a place of the axes, as seen; None where there are none."""
        here = self.frame.axes.transData.transform((x, y))
        spots = [spot[:2] for spot in self.spots()]
        return min(spots, key=lambda spot: math.dist(self.frame.axes.transData.transform(spot), here), default=None)

    def _spots_on_page(self) -> list[tuple[float, float, str]]:
        """The spots as shares of the picture, from its upper left."""
        axes = self.frame.axes
        if axes is None or not axes.get_visible() or not (spots := self.spots()):
            return []
        shares = axes.figure.transFigure.inverted().transform(axes.transData.transform([spot[:2] for spot in spots]))
        return [
            (round(float(x), 4), round(float(1 - y), 4), spot[2]) for (x, y), spot in zip(shares, spots, strict=True)
        ]

    def layout_controls(self) -> list[widgets.Widget]:
        """The controls in rows; one below the other unless a subclass arranges them. The reset button may stand in a row
        with others, and has one of its own where it does not."""
        return list(self.controls.values())

    def layout_before(self) -> list[widgets.Widget]:
        """What stands between controls and picture; nothing unless a subclass adds it."""
        return []

    def layout_details(self) -> list[widgets.Widget]:
        """What stands below the sentence; nothing unless a subclass adds it."""
        return []

    def reset_label(self) -> str:
        """The words on the reset button."""
        return self.say(self.reset_words)

    # --- making controls -----------------------------------------------------------------------------------------
    def control(self, kind: type[widgets.Widget], key: str, width: int | None = None, **settings) -> widgets.Widget:
        """A control with its label written out in full, and never wider than the page.

        kind: a class of ipywidgets. key: its label in the word files. width: pixels; None lets the class decide.
        settings: what the class takes, such as options and value; `style` is added to the style of all controls.
        """
        if width is not None:
            settings["layout"] = look(width=f"{width}px", max_width="98%")
        style = own_label(getattr(kind, "labelled", kind), **settings.pop("style", {}))
        return kind(description=self.say(key), style=style, **settings)

    def when(self, *names: str, fill: Callable[[object], Mapping[str, object]], always: bool = False) -> None:
        """When one of these controls is changed, put others to what `fill` makes of its new value; draw once, after it.

        fill: returns values by the names of controls ("rate"), and new choices of a list as "error.options". It is not
        asked while other controls are filled in, unless `always`: so for lists whose choices depend on the control.
        """

        def follow(change) -> None:
            if self._drawing and not always:
                return
            with self.no_redraw():
                for name, value in fill(change["new"]).items():
                    control, _, trait = name.partition(".")
                    setattr(self.controls[control], trait or "value", value)

        for name in names:
            self.controls[name].observe(follow, names="value")

    # --- state ---------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def no_redraw(self):
        """Change other controls from inside an observer of one: the change that was observed draws, once."""
        before, self._drawing = self._drawing, True
        try:
            yield
        finally:
            self._drawing = before

    @contextlib.contextmanager
    def one_redraw(self):
        """Change several controls and draw once, at the end."""
        with self.no_redraw():
            yield
        if not self._drawing:
            self.refresh()

    def set(self, **values) -> None:
        """Set controls by their names and draw once: explorer.set(rate=10.0, rounding="1").

        The other controls follow as they do by hand: a published figure fills in its date, a rate of one's own is no
        longer the published one. Raises ValueError, with one sentence, for a control that is not there, a value that
        it does not offer, and values that exclude each other; then everything stays as it was.
        """
        for name in values:
            if name not in self.controls:
                raise ValueError(f"control: expected one of {', '.join(self.controls)}, got {name!r}")
        before = {name: control.value for name, control in self.controls.items()}
        self._waiting = True
        try:
            # In the order of the controls: what one fills in or offers, a later one may change or choose.
            for name in [name for name in self.controls if name in values]:
                expected = self._unlike(name, values[name])
                if expected:
                    raise ValueError(f"{name}: expected {expected}, got {values[name]!r}")
                self.controls[name].value = values[name]
            for name, value in values.items():
                if self.controls[name].value != value:
                    raise ValueError(f"{name}: expected a value that fits the others, got {value!r}")
        except ValueError:
            self._put(before)
            raise
        finally:
            self._waiting = False
        self.refresh()

    def _unlike(self, name: str, value) -> str:
        """What a control expects instead of `value`; empty where it takes it."""
        control, opening = self.controls[name], self._opening[name]
        low, high = getattr(control, "min", None), getattr(control, "max", None)
        if hasattr(control, "options"):
            offered = [option[1] if isinstance(option, tuple) else option for option in control.options]
            return "" if value in offered else "one of " + ", ".join(str(option) for option in offered)
        if isinstance(opening, Real):
            kind = Integral if isinstance(opening, Integral) else Real
            if not isinstance(value, Real) or isinstance(value, bool):
                return f"a value like {opening!r}"
            if not isinstance(value, kind) or not low <= value <= high:  # not a number lies nowhere
                return f"a {'whole number' if kind is Integral else 'value'} from {low} to {high}"
            return ""
        return "" if value is None or type(value) is type(opening) else f"a value like {opening!r}"

    def _put(self, values: dict) -> None:
        """Bring controls to a state that they have been in."""
        with self.no_redraw():
            # Twice, since a control may limit another (an end date that must follow the start date).
            for _ in range(2):
                for name, value in values.items():
                    self.controls[name].value = value

    def reset(self) -> None:
        """Bring every control back to its opening value."""
        with self.one_redraw():
            self._put(self._opening)

    def _changed(self, _change) -> None:
        if not (self._drawing or self._waiting):
            self.refresh()

    def answer(self) -> tuple[object, tuple[str, str, str, str]]:
        """The numbers and the words for the present state; (None, the words that say why) where there is no answer."""
        try:
            for control in self.controls.values():
                if wrong := getattr(control, "wrong", None):
                    raise Unusable(wrong[0], **wrong[1])
            numbers = self.numbers()
            return numbers, self.words(numbers)
        except Unusable as problem:
            title, why = (self.say(key, **problem.values) for key in (problem.title, problem.key))
            return None, (title, *self.nothing(), why)

    def refresh(self) -> None:
        """Work out the numbers, then the words and the picture."""
        numbers, (self.title, subtitle, source, self.sentence) = self.answer()
        self.frame.set(self.title, subtitle, source)
        with sheet.styled():
            self.draw(numbers)
        words = (
            f'<p class="campaign-sentence" role="status" aria-live="polite" lang="{self.language}" '
            f'dir="{lang.direction(self.language)}">{html.escape(self.sentence)}</p>'
        )
        # In one message: the page has less to do before it can paint.
        self._view.value = words + image(self.frame.figure, self.alt, spots=self._spots_on_page())

    @property
    def alt(self) -> str:
        """What a screen reader says for the picture."""
        return lang.text("common.picture_of", self.language, title=self.title, sentence=self.sentence)

    # --- showing itself --------------------------------------------------------------------------------------------
    def _ipython_display_(self, **_):
        """Show the widget, with a picture of its present state for readers who have no running kernel.

        The committed notebook keeps the picture and drops the widget, so that nobody meets "model not found".
        """
        # An output of its own: a saved notebook without its kernel can still show the picture. First, so that the page
        # has it while the picture is drawn.
        self.show_view()
        plain = lang.text("common.explorer_plain", self.language, title=self.title, sentence=self.sentence)
        # The stored picture looks like the explorer: it says itself that it is not, and how to start.
        start = sheet.banner(lang.text("common.start_here", self.language))
        picture = drawing.quick_png(self.frame.figure, above=start)
        sheet.show_picture(picture, self.frame.figure, self.alt, plain, above=start)
        opening = lang.text("common.opening_values", self.language, sentence=self._opening_sentence)
        words = self.paragraph(opening, "campaign-sentence campaign-opening")
        words += sheet.links_to_rows(self.tables, self.language, "campaign-opening")
        display(lang.Markup(_PICTURE_OR_WIDGET + words, opening))
