"""The course's own small package: what the lessons import.

Data flows one way, with no way back:

    data/*.csv -> data (load, check) -> DataFrames in the lesson
               -> measures (days, rates, totals, rounding bounds)
               -> charts (a picture and its sentence)
               -> explorers (widgets around a chart)
               -> check (a learner's answer against the data)

Rules that a chart, an explorer and an exercise share stand beside `measures`: `activity` (who was carrying out strikes
on a day), `comparable` (may two counts be set side by side), `claims` (the recomputation of each claim). `pages` makes
the glossary and the source list, `report` a learner's one-page report.

`language` holds every word that a person reads and that is not in a notebook's own text.
"""
