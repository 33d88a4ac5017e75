"""Lesson 03: what was counted, who counted it, and how fast the number grew."""
