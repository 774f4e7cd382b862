"""Numbered sheets, and pages for paper."""
