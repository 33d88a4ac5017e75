"""Lesson 05: who counted the people killed, up to which day and by which rule."""
