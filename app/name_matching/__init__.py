"""Finds the same name across spellings and scripts: pure functions and an index held in memory."""
