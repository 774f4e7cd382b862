"""Families: the list, a family with who belongs to it, where it lives and what helps it."""
