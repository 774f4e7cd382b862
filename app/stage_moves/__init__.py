"""Moves a case along the road: one person asks, another decides, and the stage table must allow it."""
