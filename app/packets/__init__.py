"""Referral packets: what leaves for an authority, who approved it, and the file itself."""
