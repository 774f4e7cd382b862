"""Times of a night as its pages show them."""

from datetime import datetime

from flask_babel import format_datetime


def clock(moment: datetime | None) -> str:
    """Return the time of day of a moment, such as 21:40; empty for none."""
    return "" if moment is None else str(format_datetime(moment, "HH:mm"))
