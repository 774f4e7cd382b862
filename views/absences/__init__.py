"""Pages about regulars who stay away from clubs."""
