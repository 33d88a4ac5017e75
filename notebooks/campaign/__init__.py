"""The course's own small package: what the lessons import.

Data flows one way, with no way back:

    data/*.csv -> data (load, check) -> DataFrames in the lesson
               -> measures (days, rates, totals, rounding bounds)
               -> charts (a picture and its sentence)
               -> explorers (widgets around a chart)
               -> check (a learner's answer against the data)

`language` holds every word that a person reads and that is not in a notebook's own text.
"""
