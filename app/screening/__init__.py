"""Screening: occasions on which somebody looked out for signs of danger, and whom that alerts."""
