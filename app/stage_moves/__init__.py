"""Moves a case along the road: asked by one person, decided by another, after the stage table was asked."""
