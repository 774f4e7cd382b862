"""Loads a case, and begins, edits and reads the records of a case for every room."""
