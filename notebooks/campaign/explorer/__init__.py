"""What every explorer is built on: controls, one picture that is redrawn in place, and the sentence in words."""

from .base import Explorer, Unusable
from .field import NumberField
from .shell import Words, button, look, side_by_side

__all__ = ["Explorer", "NumberField", "Unusable", "Words", "button", "look", "side_by_side"]
