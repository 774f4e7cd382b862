"""Coming back: recovery cards of a person, the organisation's kit, and what both bring back."""
