"""Lesson 02: land and people under Daesh, and how much was retaken."""
