"""Screening and assessment instruments: packs of questions, occasions, and triage by explicit rules."""
