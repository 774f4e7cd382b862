"""Accounts, invitations, admission, sign-in sessions, recovery: everything about the people who work here."""
