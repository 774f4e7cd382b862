"""Concerns and the child's own words: posted by people who cannot read them afterwards, answered within a clock."""
