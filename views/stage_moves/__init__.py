"""Moves along the road."""
