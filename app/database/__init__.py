"""The three engines, their transactions, and the migrations."""
