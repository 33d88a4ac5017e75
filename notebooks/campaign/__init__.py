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

from . import problems

problems.refuse_own_files()
