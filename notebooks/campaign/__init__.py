"""The course's own small package: what the lessons import.

Data flows one way, with no way back:

    data/*.csv -> data (load, check) -> DataFrames in the lesson
               -> measures (days, rates, totals, rounding bounds)
               -> topics: rules -> charts (a picture and its sentence) -> explorer (widgets around a chart)
                               -> exercises -> check (a learner's answer against the data)

`sheet` is what charts are drawn with, `explorer` what widgets are built on, `exercise` what an exercise is: none of them
knows a topic. `reference` makes the glossary and the list of sources. `language` holds every word that a person reads
and that is not in a notebook's own text.
"""

import contextlib
import gc

from . import problems

problems.refuse_own_files()

# Python looks for rings of objects that nothing uses after every 700 new ones: a tenth of a lesson's time, and nearly
# all that it finds is still used. The most memory that a lesson takes stays the same.
gc.set_threshold(10_000)

with contextlib.suppress(ModuleNotFoundError):  # in a Python without one of them, what needs it says so
    from . import libraries  # noqa: F401
