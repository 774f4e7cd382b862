"""Children, and the sheet for an emergency."""
