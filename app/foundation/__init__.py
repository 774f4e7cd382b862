"""What every package builds on: errors, settings, clock, permissions, roles, vocabulary."""
