"""How a club was attended over time."""
