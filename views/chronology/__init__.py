"""What is due and what happened, as lines of a page."""
