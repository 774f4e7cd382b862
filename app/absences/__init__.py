"""Regulars who stay away from a club: who they are, what was answered, and the visits caseworkers decide on."""
