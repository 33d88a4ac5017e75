"""Lesson 04: an average a day, its total and its bounds."""
