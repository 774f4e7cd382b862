"""Families: households, who belongs to them, where they live, and what helps a parent to keep a child safe."""
