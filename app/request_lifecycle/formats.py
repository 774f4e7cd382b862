"""How dates, times and coded words look on a page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, format_timedelta, gettext


def install(app: Flask) -> None:
    """Give templates their filters."""
    app.add_template_filter(day, "day")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(say, "say")
    app.add_template_filter(span, "span")


def day(value: date | None) -> str:
    """Return a date in words of the page's language, such as 3 Mar 2026; empty for none."""
    return "" if value is None else format_date(value, "d MMM y")


def moment(value: datetime | None) -> str:
    """Return a moment in the base's time zone, such as 3 Mar 2026, 21:40."""
    return "" if value is None else format_datetime(value, "d MMM y, HH:mm")


def span(seconds: float) -> str:
    """Return a span of time in words."""
    return str(format_timedelta(int(seconds)))


def say(marked: str) -> str:
    """Translate a label that a lower floor marked."""
    return gettext(marked) if marked else marked
