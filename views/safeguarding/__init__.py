"""What is said about our own people."""
