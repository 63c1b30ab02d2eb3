"""Whole numbers as words, one module a script; languages that share a script share the module."""

LARGEST = 10**12 - 1
"""The largest number that can be said: beyond it a value is a mistake, not a number of a person."""
