"""Pages of kids' clubs: one blueprint in several files."""
