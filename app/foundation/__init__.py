"""What every floor stands on: errors, settings, clock, permissions, roles, vocabulary."""
