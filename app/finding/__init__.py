"""Gathers what the search box finds in every room."""
