"""How a mistake in any record is put right: what it said before is kept, and it can be marked as written by mistake."""
