"""Whether the server is ready."""
