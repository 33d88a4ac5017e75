"""The charts of the lessons: each function takes a table and returns a `Chart`, a picture with its sentence.

One module a lesson; `base` holds what they share (the frame with title and source line, colours, axes, rendering).
"""

from . import base, claims, coalition, cost, harm, start, strikes, territory, timeline
from .base import Chart

__all__ = ["Chart", "base", "claims", "coalition", "cost", "harm", "start", "strikes", "territory", "timeline"]
