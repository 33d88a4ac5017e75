"""Lesson 06: members, states, and who carried out strikes from when to when."""
