"""Night outreach: routes, shifts with a safety check-in and check-out, and meetings with children on the street."""

# Declared with the room itself: whoever loads any part of it may query its tables.
from app.outreach import scopes as scopes
