"""What one person sees first: what is due, what waits for them, and what is in the way."""
