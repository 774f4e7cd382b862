"""Numbered sheets: paper with names or looks on it has a number, somebody who carries it, and comes back."""
