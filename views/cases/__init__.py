"""Cases and their notes."""
