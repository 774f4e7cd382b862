"""Night outreach: routes, shifts with a safety check-in and check-out, and meetings with children on the street."""

# Declared with the room itself, so that loading any part of it allows querying its tables.
from app.outreach import scopes as scopes
