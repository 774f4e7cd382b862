"""Accounts: invitations, admission, roles and duties, and what a person is given with their place."""
