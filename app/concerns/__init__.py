"""Concerns and the child's own words: posted by those who cannot read them afterwards, answered within a clock."""
