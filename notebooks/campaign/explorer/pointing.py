"""Pointing at a picture: where on the chart was it touched, in the units of its axes?"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from .shell import Late, look, style


class Pointer(Late, widgets.Text):
    """A hidden field that carries where a picture was pointed at; the browser writes "down 0.25 0.7" into it.

    figure, axes: of the picture, or functions that return them. act: called with the phase (down, move or up), and x and
    y in the units of the axes; places outside the axes come as the nearest place inside.
    """

    def __init__(self, axes: Callable[[], object], act: Callable[[str, float, float], None]):
        super().__init__(layout=look(), style=style(widgets.Text))
        self._axes, self._act = axes, act
        self.add_class("campaign-pointer")
        self.observe(self._pointed, names="value")

    def _pointed(self, change) -> None:
        phase, *shares = change["new"].split(" ")
        try:
            across, down = (float(share) for share in shares)
        except ValueError:
            return  # the field was emptied, or somebody typed into it
        if phase not in ("down", "move", "up") or not (-1 <= across <= 2 and -1 <= down <= 2):
            return
        axes = self._axes()
        place = axes.figure.transFigure.transform((across, 1 - down))
        inside = axes.transAxes.inverted().transform(place).clip(0, 1)
        x, y = axes.transData.inverted().transform(axes.transAxes.transform(inside))
        self._act(phase, float(x), float(y))
