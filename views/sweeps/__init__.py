"""Looking through all rows."""
