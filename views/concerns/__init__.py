"""Concerns and the child's own words."""
