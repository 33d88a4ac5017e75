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
from numbers import Real

import ipywidgets as widgets
from IPython.display import display
from matplotlib import style

from .. import language as lang
from ..charts import base as charts

_STYLE = (
    "<style>.campaign-explorer{max-width:780px} .campaign-explorer .widget-label{min-width:max-content}"
    " .campaign-explorer.campaign-rtl{direction:rtl} .campaign-rtl p{text-align:right}"
    " .campaign-rtl .noUi-target{direction:ltr} .campaign-rtl .widget-inline-hbox .widget-label{text-align:right;margin:0 0 0 8px}"
    " .campaign-rtl button i{margin:0 0 0 6px}"
    " .campaign-explorer img{max-width:100%;height:auto;display:block}"
    " .campaign-explorer .campaign-sentence{font-size:1.05em;line-height:1.5;margin:0.3em 0;min-height:4.5em}"
    " .campaign-explorer :focus-visible{outline:2px solid #0072B2;outline-offset:1px}</style>"
)


_KEEP_KEYS = (
    "this.closest('.campaign-explorer')?.querySelectorAll('select,button,.noUi-handle')"
    ".forEach(e=>e.setAttribute('data-lm-suppress-shortcuts',''))"
)
"""JupyterLab takes arrow keys and letters for its own commands, also while a list or slider of ours has the focus. This
mark, put on them whenever the picture has loaded, tells it to leave the keys to the control."""


class Explorer(widgets.VBox):
    """Controls, a chart and a sentence about it.

    A subclass sets `name` and gives four methods:
        make_controls() -> dict of widgets, by name; their values at the start are the opening state
        numbers() -> the figures for the present state of the controls (no drawing)
        words(numbers) -> (title, subtitle, source line, sentence)
        draw(numbers) -> change the artists of `self.frame`, made once in `make_frame()`
    and may arrange its controls in `layout_controls()`.
    """

    name = "explorer"

    def __init__(self, language: str | None = None):
        self.language = lang.check(language)
        self._drawing = True
        self.controls = self.make_controls()
        self._opening = {name: control.value for name, control in self.controls.items()}
        with style.context(charts.STYLE):
            self.frame = self.make_frame()
        self.title = self.sentence = ""
        self._picture = widgets.HTML()
        self._words = widgets.HTML()
        self.reset_button = widgets.Button(
            description=lang.text("common.reset", self.language),
            icon="undo",
            layout=widgets.Layout(width="max-content"),
        )
        self.reset_button.on_click(lambda _: self.reset())
        super().__init__([widgets.HTML(_STYLE), *self.layout_controls(), self.reset_button, self._picture, self._words])
        self.add_class("campaign-explorer")
        if lang.is_right_to_left(self.language):
            self.add_class("campaign-rtl")
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        self._drawing = False
        self.refresh()
        self._opening_sentence = self.sentence

    # --- what a subclass gives ----------------------------------------------------------------------------------
    def make_controls(self) -> dict[str, widgets.Widget]:
        raise NotImplementedError

    def make_frame(self) -> charts.Frame:
        raise NotImplementedError

    def numbers(self):
        raise NotImplementedError

    def words(self, numbers) -> tuple[str, str, str, str]:
        raise NotImplementedError

    def draw(self, numbers) -> None:
        raise NotImplementedError

    def layout_controls(self) -> list[widgets.Widget]:
        """The controls in rows; one below the other unless a subclass arranges them."""
        return list(self.controls.values())

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

        Raises ValueError, with one sentence, for a control that is not there and for a value that it does not offer.
        """
        for name, value in values.items():
            if name not in self.controls:
                raise ValueError(f"control: expected one of {', '.join(self.controls)}, got {name!r}")
            control, opening = self.controls[name], self._opening[name]
            low, high = getattr(control, "min", None), getattr(control, "max", None)
            if hasattr(control, "options"):
                offered = [option[1] if isinstance(option, tuple) else option for option in control.options]
                expected = "" if value in offered else "one of " + ", ".join(str(option) for option in offered)
            elif not isinstance(value, Real if isinstance(opening, Real) else type(opening) | None):
                expected = f"a value like {opening!r}"
            elif value is not None and ((low is not None and value < low) or (high is not None and value > high)):
                expected = f"a value from {low} to {high}"
            else:
                expected = ""
            if expected:
                raise ValueError(f"{name}: expected {expected}, got {value!r}")
        with self.one_redraw():
            for name, value in values.items():
                self.controls[name].value = value

    def reset(self) -> None:
        """Bring every control back to its opening value."""
        with self.one_redraw():
            # Twice, since a control may limit another (an end date that must follow the start date).
            for _ in range(2):
                for name, value in self._opening.items():
                    self.controls[name].value = value

    def _changed(self, _change) -> None:
        if not self._drawing:
            self.refresh()

    def refresh(self) -> None:
        """Work out the numbers, then the words and the picture."""
        numbers = self.numbers()
        self.title, subtitle, source, self.sentence = self.words(numbers)
        self.frame.set(self.title, subtitle, source)
        with style.context(charts.STYLE):
            self.draw(numbers)
        picture = base64.b64encode(charts.quick_png(self.frame.figure)).decode("ascii")
        width, height = charts.shown_size(self.frame.figure)
        self._picture.value = (
            f'<img alt="{html.escape(self.alt, quote=True)}" width="{width}" height="{height}" '
            f'src="data:image/png;base64,{picture}" onload="{_KEEP_KEYS}">'
        )
        self._words.value = (
            f'<p class="campaign-sentence" role="status" aria-live="polite" lang="{self.language}" '
            f'dir="{lang.direction(self.language)}">{html.escape(self.sentence)}</p>'
        )

    @property
    def alt(self) -> str:
        """What a screen reader says for the picture."""
        return lang.text("common.picture_of", self.language, title=self.title, sentence=self.sentence)

    # --- showing itself --------------------------------------------------------------------------------------------
    def _ipython_display_(self, **_):
        """Show the widget, with a picture of its present state for readers who have no running kernel.

        The committed notebook keeps the picture and drops the widget, so that nobody meets "model not found".
        """
        view = self._repr_mimebundle_().get("application/vnd.jupyter.widget-view+json")
        plain = lang.text("common.explorer_plain", self.language, title=self.title, sentence=self.sentence)
        charts.show_picture(
            charts.png(self.frame.figure),
            self.frame.figure,
            self.alt,
            plain,
            **{"application/vnd.jupyter.widget-view+json": view},
        )
        opening = lang.text("common.opening_values", self.language, sentence=self._opening_sentence)
        display(lang.Markup(lang.paragraph(opening, language=self.language), opening))
