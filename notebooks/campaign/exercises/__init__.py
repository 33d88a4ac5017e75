"""The exercises of the lessons: their expected answers, computed from the tables, and their named wrong answers.

One module a lesson. `campaign.check` compares a learner's answer with them; the words stand in words/exercises_*.toml.
"""
