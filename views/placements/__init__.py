"""Where a child lives and lived."""
