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

from .base import Explorer
from .claims import ClaimChecker, ErrorBank
from .coalition import CoalitionExplorer
from .cost import CostCalculator
from .harm import HarmExplorer
from .start import ClaimPicker
from .strikes import StrikeExplorer
from .territory import TerritoryExplorer
from .timeline import TimelineExplorer

__all__ = [
    "ClaimChecker",
    "ClaimPicker",
    "CoalitionExplorer",
    "CostCalculator",
    "ErrorBank",
    "Explorer",
    "HarmExplorer",
    "StrikeExplorer",
    "TerritoryExplorer",
    "TimelineExplorer",
]
