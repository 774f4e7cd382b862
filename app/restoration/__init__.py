"""Restoration: goals, repeated assessments, and the supervisor's review of how each child is doing."""
