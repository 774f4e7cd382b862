"""Consent and assent."""
