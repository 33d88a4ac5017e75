"""Widgets that have had their time: what a cell shows anew is let go first, and what lost its kernel says so.

A widget lives in the kernel, with its figure, until it is closed.
"""

from __future__ import annotations

import ipywidgets as widgets
from IPython import get_ipython

from .. import language as lang

_shown: dict[tuple[str, str], tuple[int, list[widgets.Widget]]] = {}
"""By notebook and cell: in which run, and what it showed. Lessons have the same cells in every language."""


def lost_style(language: str) -> str:
    """The style with which JupyterLab writes above our widgets that their kernel is gone: it marks them itself."""
    words = lang.text("common.kernel_lost", language)
    return (
        "<style>:is(.campaign-explorer, .campaign-guess, .campaign-ask).jupyter-widgets-disconnected::after "
        f'{{content: "{words}"; order: -2; padding: 0.4em 0.8em; font-weight: bold; color: #7a0000; '
        f"background: #fff1f0; direction: {lang.direction(language)}}}</style>"
    )


_shared: dict[tuple, widgets.Widget] = {}
"""Layouts, styles and other parts that are the same everywhere: they belong to no cell."""


def shared(kind: type[widgets.Widget], **settings) -> widgets.Widget:
    """The one widget of this kind with these settings, for all who want it so: each would be a message to the page of its
    own. It is never changed. A new one after somebody has closed all widgets."""
    key = kind, *sorted(settings.items())
    if key not in _shared or _shared[key].comm is None:
        _shared[key] = kind(**settings)
    return _shared[key]


def replace(shown: widgets.Widget) -> None:
    """Note what the running cell shows, and close what an earlier run of the same cell has shown."""
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")  # JupyterLab tells it
    if cell is None:
        return
    cell = lang.session(shell), cell
    run, before = _shown.get(cell, (None, []))
    if run != shell.execution_count:
        for widget in before:
            if widget is not shown:
                close(widget)
        before = []
    _shown[cell] = shell.execution_count, [*before, shown]


def close(widget: widgets.Widget) -> None:
    """Close a widget with all that it alone holds."""
    if widget in _shared.values():
        return
    for held in (*getattr(widget, "children", ()), getattr(widget, "layout", None), getattr(widget, "style", None)):
        if isinstance(held, widgets.Widget):
            close(held)
    widget.unobserve_all()
    widget.close()
