"""Accounts of others."""
