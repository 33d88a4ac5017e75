"""Lesson 01: events, their dates, and how days are counted."""
