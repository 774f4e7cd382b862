"""What a child, and the people who care for them, agreed to share; and the one gate that every share must pass."""
