"""Recovery: a person's recovery card, the organisation's kit, and what each brings back."""
