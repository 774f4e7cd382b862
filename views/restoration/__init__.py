"""Restoration: goals, assessments, and their review."""
