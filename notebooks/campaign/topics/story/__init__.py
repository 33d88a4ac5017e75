"""Lesson 08: one story in English, French and Arabic, and what each version did to the numbers."""
