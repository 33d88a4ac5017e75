"""The topics of the course, one folder each: rules, charts, an explorer, exercises. No topic knows another.

rules.py      what is said once for chart, explorer, exercise and lesson: which rows belong together, and why
charts.py     functions that take rows of a table and return a `Chart`, a picture with its sentence
explorer.py   the widgets around a chart
exercises.py  expected answers, computed from the tables, and the wrong answers that are known by name

This registry is the one place that knows all of them. A topic is loaded at its first use.
"""

from __future__ import annotations

import importlib

from ..exercise import LESSONS, Exercise

EXPLORERS = {
    "ClaimPicker": "start",  # what does a claim of the story give: which figures, counted by whom, as of when?
    "TimelineExplorer": "timeline",  # which events lie in a window of time, where, and what is known of each?
    "TerritoryExplorer": "territory",  # what do two percentages make of the whole, by which bases?
    "AreaSeriesExplorer": "territory",  # what does each body count, and which of its figures may be joined?
    "StrikeExplorer": "strikes",  # how many strikes lie between two reports, and how fast did they come?
    "CostCalculator": "cost",  # what does an average a day amount to, and how sure is the total?
    "HarmExplorer": "harm",  # which two counts of people killed may be set side by side?
    "CoalitionExplorer": "coalition",  # who was carrying out strikes on a day, in which country, and what is not known?
    "ClaimChecker": "claims",  # what do the tables say of a claim of the article, and what do you say?
    "ErrorBank": "claims",  # what is wrong with this printed figure, and how could a reader find out?
    "StoryExplorer": "story",  # which of number, unit, date, base and "about" did each version of the story keep?
}
"""The explorers that lessons show, with their topics and the questions that they answer."""


def module(topic: str, name: str):
    """A module of a topic, such as module("cost", "charts")."""
    return importlib.import_module(f".{topic}.{name}", __name__)


def exercises(topic: str) -> tuple[Exercise, ...]:
    """The exercises of a topic, in their order."""
    return module(topic, "exercises").EXERCISES


def explorer(name: str) -> type:
    """The class of an explorer of `EXPLORERS`."""
    return getattr(module(EXPLORERS[name], "explorer"), name)


__all__ = ["EXPLORERS", "LESSONS", "exercises", "explorer", "module"]
