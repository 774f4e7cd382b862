"""Keys and sealing: the one importer of `cryptography`, with no web framework and no database."""
