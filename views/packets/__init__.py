"""Referral packets: one blueprint in four files."""
