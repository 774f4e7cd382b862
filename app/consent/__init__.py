"""What a child, and whoever cares for them, agreed to share; the one gate that every share asks."""
