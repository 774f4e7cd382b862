"""Night outreach: shifts, meetings and routes, one blueprint in four files."""
