"""Accounts: invitations, admission, roles and duties, and what a person is given by the place they hold."""
