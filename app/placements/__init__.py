"""Where a child lives: whose home, whether it is safe, since when, by whose decision and on which paper."""
