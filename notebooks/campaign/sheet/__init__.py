"""What charts are drawn with, whatever their topic: a sheet, lines of text, axes, bars, one table of looks, fast drawing.

sheet      the frame, the finished `Chart`, and `@chart`, which makes a chart of a function that only draws
style      sizes, and the colour, marker, dashes and hatch of each thing
axes       numbers and dates on axes, labels at points, the source line
lines      texts broken into lines, measured as they will be drawn
bars       words beside and on bars
drawing    the renderer with a memory, the shared canvas, the PNG: look here first after an upgrade of Matplotlib
"""

import logging

# On its first start matplotlib lists the fonts of the machine, and where the home folder cannot be written it keeps that
# list for this once only. It warns of both, in the first cell of a lesson, where a reader can do nothing about it.
_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)
import matplotlib.font_manager  # noqa: E402, F401

_log.setLevel(_level)

from .axes import (  # noqa: E402
    along,
    as_of_in,
    date_axis,
    height_of,
    label,
    month_begin,
    month_end,
    number_axis,
    publishers,
    roof,
    settle,
    source_line,
    tables_of,
)
from .bars import bars_only, beside, names_at_right, on_bar, open_end, outward, set_reach, start_of_reading  # noqa: E402
from .lines import line_width, wrap  # noqa: E402
from .sheet import Chart, Frame, Sheet, banner, chart, frame, links_to_rows, show_picture, shown_size  # noqa: E402
from .style import COLOURS, GROUNDS, LOOKS, MARGIN, PIXELS_PER_INCH, STYLE, WIDTH_INCHES, styled  # noqa: E402

__all__ = [
    "COLOURS",
    "GROUNDS",
    "LOOKS",
    "MARGIN",
    "PIXELS_PER_INCH",
    "STYLE",
    "WIDTH_INCHES",
    "Chart",
    "Frame",
    "Sheet",
    "along",
    "as_of_in",
    "banner",
    "bars_only",
    "beside",
    "chart",
    "date_axis",
    "frame",
    "height_of",
    "label",
    "line_width",
    "links_to_rows",
    "month_begin",
    "month_end",
    "names_at_right",
    "number_axis",
    "on_bar",
    "open_end",
    "outward",
    "publishers",
    "roof",
    "set_reach",
    "settle",
    "show_picture",
    "shown_size",
    "source_line",
    "tables_of",
    "start_of_reading",
    "styled",
    "wrap",
]
