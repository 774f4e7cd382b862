"""Tasks of a case."""
