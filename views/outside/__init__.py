"""The outside member for safeguarding, who has a card and no account."""
