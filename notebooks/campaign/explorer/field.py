"""A field for a number, read as answers are: ipywidgets' own takes 13,6 for 136 and 1e3 for 13, without a word."""

from __future__ import annotations

from numbers import Real

import ipywidgets as widgets
import traitlets

from .. import numerals
from ..measures import as_fraction, exact, written
from .shell import Late, look


class NumberField(Late, widgets.HBox):
    """A text field whose `value` is the number that stands in it, or the text itself where it is no number.

    value, min, max: numbers. `wrong` tells what is to be asked of whoever typed. labelled: the kind of widget that has
    the label, and so a style for it.
    """

    labelled = widgets.Text
    value = traitlets.Any()
    _writing = False

    def __init__(self, value: float, min: float, max: float, description="", style=None, layout=None):
        self.min, self.max = float(min), float(max)
        self.field = widgets.Text(
            description=description,
            style=style or {},
            layout=look(width="100%", margin="0"),
            continuous_update=False,
        )
        super().__init__([self.field], layout=layout or look())
        self.observe(self._write, names="value")
        self.field.observe(self._read, names="value")
        self.value = float(value)

    @property
    def description(self) -> str:
        """The label before the field."""
        return self.field.description

    @property
    def style(self):
        """The style of label and field."""
        return self.field.style

    @property
    def wrong(self) -> tuple[str, dict] | None:
        """Why `value` cannot be used: the key of the words that say so, and what they are filled with; None where it can."""
        if not isinstance(self.value, Real):
            try:
                numerals.read(self.value)
            except numerals.OpenComma as comma:
                point, whole = comma.readings
                return "check.open_comma", {"point": point, "whole": whole}
            except numerals.NotANumber:
                return "check.not_a_number", {"given": numerals.bare(self.value)[: numerals.LONGEST]}
        elif not self.min <= self.value <= self.max:
            low, high = (written(end, exact(end).decimals) for end in (self.min, self.max))
            return "common.problem_limits", {"low": low, "high": high}
        return None

    @traitlets.validate("value")
    def _plain(self, proposal):
        value = proposal["value"]
        return float(value) if isinstance(value, Real) else value

    def _read(self, change) -> None:
        if self._writing:
            return
        try:
            self.value = float(numerals.read(change["new"]).value)
        except numerals.NotANumber:
            self.value = change["new"]

    def _write(self, change) -> None:
        """Show a number that was not typed."""
        value = change["new"]
        if not isinstance(value, Real) or self._stands(value):
            return
        self._writing = True  # what is shown may be shorter than the number
        try:
            self.field.value = written(value, exact(value).decimals)
        except ValueError:  # not finite
            self.field.value = str(value)
        finally:
            self._writing = False

    def _stands(self, value) -> bool:
        try:
            return numerals.read(self.field.value).value == as_fraction(value)
        except ValueError:
            return False
