"""Safeguarding: what is said about our own people, sealed to a circle of its own, in no other list or count."""
