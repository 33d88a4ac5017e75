"""The explorers: widgets around a chart, one class for each question of the course.

ClaimPicker      what does a claim of the story give: which figures, counted by whom, as of when?
TerritoryExplorer what do two percentages make of the whole, and what does each body count?
StrikeExplorer   how many strikes lie between two reports, and how fast did they come?
CostCalculator   what does an average a day amount to, and how sure is the total?
TimelineExplorer which events lie in a window of time, where, and what is known of each?
HarmExplorer     which two counts of people killed may be set side by side?
CoalitionExplorer who was carrying out strikes on a day, in which country, and what is not known?
ClaimChecker     what do the tables say of a claim of the article, and what do you say?
ErrorBank        what is wrong with this printed figure, and how could a reader find out?
"""

import importlib

from .base import Explorer

_MODULES = {
    "ClaimChecker": "claims",
    "ClaimPicker": "start",
    "CoalitionExplorer": "coalition",
    "CostCalculator": "cost",
    "ErrorBank": "claims",
    "HarmExplorer": "harm",
    "StrikeExplorer": "strikes",
    "TerritoryExplorer": "territory",
    "TimelineExplorer": "timeline",
}

__all__ = ["Explorer", *_MODULES]


def __getattr__(name: str):
    """A lesson shows one or two explorers and waits for no other: an explorer is loaded at its first use."""
    if name in _MODULES:
        return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
