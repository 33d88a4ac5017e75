"""The shell of every widget of the course: its style, its language and direction, the lines that a screen reader tells."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display
from ipywidgets.widgets.widget_string import HTMLStyle

from .. import language as lang
from . import released

STYLE = f"<style>{Path(__file__).with_name('explorer.css').read_text(encoding='utf-8')}</style>"

_SCRIPT = Path(__file__).with_name("explorer.js").read_text(encoding="utf-8").splitlines()
ONLOAD = html.escape("\n".join(line for line in _SCRIPT if not line.startswith("//")), quote=True)
"""What the browser does when a widget is there and whenever its picture has loaded; the file says why."""

_WAKE = (
    f'<img alt="" style="display: none" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onload="{ONLOAD}">'
)
"""It does so in widgets without a picture too: this one is never seen."""

OWN_LABEL = {"description_width": "initial"}
"""The style of a control whose label is written out in full."""


class Words(widgets.HTML):
    """Words or a picture as HTML; how they look, the style of the page decides."""

    def __init__(self, value: str = ""):
        super().__init__(value, layout=look(), style=released.shared(HTMLStyle))


def look(**settings) -> widgets.Layout:
    """A layout that is shared and never changed: look(width="max-content")."""
    return released.shared(widgets.Layout, **settings)


def side_by_side(*controls: widgets.Widget) -> widgets.HBox:
    """Controls in one row, which breaks where the page is too narrow for it."""
    return widgets.HBox(controls, layout=look(flex_flow="row wrap"))


class Shell(widgets.VBox):
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
        """Put in what is shown, from the top down."""
        style = Words(STYLE + released.lost_style(self.language))
        self.children = (style, *parts, Words(_WAKE))

    def paragraph(self, words: str, css_class: str = "campaign-sentence") -> str:
        """Words as a paragraph of the page, escaped, in the widget's direction."""
        return lang.paragraph(words, css_class, self.language)

    def status(self, *parts: str) -> str:
        """Parts of a page as lines that a screen reader tells when they change."""
        return f'<div role="status" aria-live="polite">{"".join(parts)}</div>'

    def show_view(self) -> None:
        """Display the living widget as an output of its own, which the stored notebook drops. What an earlier run of the cell showed is let go."""
        released.replace(self)
        view = self._repr_mimebundle_().get("application/vnd.jupyter.widget-view+json")
        display({"application/vnd.jupyter.widget-view+json": view}, raw=True)
