"""The shell of every widget of the course: its style, its language and direction, the lines that a screen reader tells."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display

from .. import language as lang
from . import released

STYLE = f"<style>{Path(__file__).with_name('explorer.css').read_text(encoding='utf-8')}</style>"

_SCRIPT = Path(__file__).with_name("explorer.js").read_text(encoding="utf-8").splitlines()
ONLOAD = html.escape("\n".join(line for line in _SCRIPT if not line.startswith("//")), quote=True)
"""What the browser does when a widget is there and whenever its picture has loaded; the file says why."""

_VIEW = "application/vnd.jupyter.widget-view+json"

_WAKE = (
    f'<img alt="" style="display: none" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onload="{ONLOAD}">'
)
"""It does so in widgets without a picture too: this one is never seen."""


class Late(widgets.Widget):
    """A widget of which the page hears when something there names it: complete, and not at every step of its making."""

    _known = False

    def open(self) -> None:
        """Tell the page of the widget; not before `appear`."""
        if self._known:
            super().open()

    def appear(self) -> None:
        """Tell the page of the widget, with all that it holds; once."""
        if not self._known:
            self._known = True
            self.open()

    @property
    def model_id(self) -> str:
        """The name under which the page knows the widget."""
        self.appear()
        return super().model_id

    def _repr_mimebundle_(self, **wanted):
        self.appear()
        return super()._repr_mimebundle_(**wanted)


class Words(Late, widgets.HTML):
    """Words or a picture as HTML; how they look, the style of the page decides."""

    holds = "value"

    def __init__(self, value: str = ""):
        super().__init__(value, layout=look(), style=style(widgets.HTML))


class Column(Late, widgets.VBox):
    """Widgets one below the other. css_class: under which name explorer.css knows them."""

    holds = "children"

    def __init__(self, children: Sequence[widgets.Widget] = (), css_class: str = ""):
        super().__init__(children, layout=look())
        if css_class:
            self.add_class(css_class)


def look(**settings) -> widgets.Layout:
    """A layout that is shared and never changed: look(width="max-content")."""
    return released.shared(widgets.Layout, **settings)


def style(kind: type[widgets.Widget], **settings) -> widgets.Widget:
    """A style for this kind of widget that is shared and never changed."""
    return released.shared(kind.style.klass, **settings)


def own_label(kind: type[widgets.Widget], **settings) -> widgets.Widget:
    """The style of a control whose label is written out in full."""
    return style(kind, description_width="initial", **settings)


def button(words: str, act: Callable[[], object], **settings) -> widgets.Button:
    """A button as wide as its words, which calls `act`. settings: what ipywidgets' own takes."""
    made = widgets.Button(
        description=words, **{"layout": look(width="max-content"), "style": style(widgets.Button)} | settings
    )
    made.on_click(lambda _: act())
    return made


def side_by_side(*controls: widgets.Widget) -> widgets.HBox:
    """Controls in one row, which breaks where the page is too narrow for it."""
    return widgets.HBox(controls, layout=look(flex_flow="row wrap"))


class Shell(Late, widgets.VBox):
    """A widget in the style of the course, in one language and its direction.

    kind: "explorer", "guess" or "ask", after which its style is named. A subclass makes what is in it, then calls `fill`.
    """

    def __init__(self, kind: str, language: str | None):
        super().__init__(layout=look())
        self.language = lang.check(language)
        self.add_class(f"campaign-{kind}")
        if lang.is_right_to_left(self.language):
            self.add_class("campaign-rtl")

    def fill(self, *parts: widgets.Widget) -> None:
        """Put in what is shown, from the top down. Words and columns with nothing in them come in when there is
        something: the page need not hear of them before."""
        always = [STYLE + released.lost_style(self.language), _WAKE]
        first, last = (released.shared(Words, value=value) for value in always)
        first.appear()
        last.appear()
        empty = [part for part in parts if isinstance(part, (Words, Column)) and not getattr(part, part.holds)]

        def put_in() -> None:
            self.children = [part for part in (first, *parts, last) if part not in empty]

        def let_in(change) -> None:
            empty.remove(change["owner"])
            change["owner"].unobserve(let_in, change["name"])
            put_in()

        put_in()
        for part in empty:
            part.observe(let_in, part.holds)

    def paragraph(self, words: str, css_class: str = "campaign-sentence") -> str:
        """Words as a paragraph of the page, escaped, in the widget's direction."""
        return lang.paragraph(words, css_class, self.language)

    def status(self, *parts: str) -> str:
        """Parts of a page as lines that a screen reader tells when they change."""
        return f'<div role="status" aria-live="polite">{"".join(parts)}</div>'

    def __repr__(self) -> str:
        # ipywidgets would write out all that the shell holds, each time it is shown, for a text that nobody sees.
        return f"<{type(self).__name__}>"

    def show_view(self) -> None:
        """Display the living widget as an output of its own, which the stored notebook drops. What an earlier run of the cell showed is let go."""
        released.replace(self)
        display({_VIEW: self._repr_mimebundle_()[_VIEW]}, raw=True)
