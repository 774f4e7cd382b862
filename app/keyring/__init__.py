"""Folders, circles, grants and the key directory: opens rows for the people who were given their key."""
