"""What charts are drawn with, whatever their topic: a sheet, lines of text, axes, bars, one table of looks, fast drawing.

sheet      the frame, the finished `Chart`, and `@chart`, which makes a chart of a function that only draws
style      sizes, and the colour, marker, dashes and hatch of each thing
axes       numbers and dates on axes, labels at points, the source line
lines      texts broken into lines, measured as they will be drawn
bars       words beside and on bars
woff       a font as FreeType reads it at once
drawing    the renderer with a memory, the shared canvas, the PNG: look here first after an upgrade of Matplotlib
"""

from .axes import (
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
from .bars import band, bars_only, beside, names_at_right, on_bar, open_end, outward, set_reach, start_of_reading
from .lines import line_width, wrap
from .sheet import Chart, Frame, Sheet, banner, chart, frame, links_to_rows, show_picture, shown_size
from .style import COLOURS, GROUNDS, LOOKS, MARGIN, PIXELS_PER_INCH, STYLE, WIDTH_INCHES, styled

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
    "band",
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
