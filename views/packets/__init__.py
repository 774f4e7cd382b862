"""Referral packets: one blueprint in several files."""
