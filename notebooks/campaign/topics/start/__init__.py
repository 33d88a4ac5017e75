"""Lesson 00: what a number needs before it can be repeated."""
