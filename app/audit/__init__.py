"""The audit trail: a chain of events, signed heads of it, and what can be proved with them."""
