"""The organisation's sites: their packs of areas, bodies and numbers, and how a base is made."""
