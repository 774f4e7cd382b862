"""The audit trail: a chain of events, signed heads of it, and the proofs they allow."""
