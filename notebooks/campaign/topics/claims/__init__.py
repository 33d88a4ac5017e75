"""Lesson 07: the article's seventeen claims, worked out again, and errors that were printed."""
