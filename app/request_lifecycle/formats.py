"""How dates, times and coded words look on a page."""

from datetime import date, datetime

from babel.dates import get_day_names, get_month_names
from flask import Flask
from flask_babel import format_date, format_datetime, format_timedelta, gettext

from app.foundation.local_time import local_day
from app.foundation.marking import Worded
from views.web.guard import this_server
from views.web.language import page_language


def install(app: Flask) -> None:
    """Give templates their filters, and the page's language where there is no frame."""
    app.add_template_global(page_language, "page_language")
    app.add_template_global(weekdays, "weekdays")
    app.add_template_global(months, "months")
    app.add_template_filter(day, "day")
    app.add_template_filter(near_day, "near_day")
    app.add_template_filter(whole_day, "whole_day")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(say, "say")
    app.add_template_filter(since, "since")
    app.add_template_filter(span, "span")


def day(value: date | None) -> str:
    """Return a date in words of the page's language, such as 3 Mar 2026; empty for none."""
    return "" if value is None else format_date(value, "d MMM y")


def near_day(value: date) -> str:
    """Return a date without its year where that is this year's, such as 3 Mar."""
    is_this_year = value.year == local_day(this_server().clock.now()).year
    return format_date(value, "d MMM") if is_this_year else day(value)


def whole_day(value: date | None) -> str:
    """Return a date that nobody can misread, such as Tuesday 3 March 2026; empty for none."""
    return "" if value is None else format_date(value, "EEEE d MMMM y")


def weekdays() -> list[str]:
    """Return the days of the week in the page's language, Sunday first as browsers count them."""
    names = get_day_names("wide", locale=page_language())
    return [names[(number - 1) % 7] for number in range(7)]


def months() -> list[str]:
    """Return the months in the page's language, in the form used beside a day."""
    names = get_month_names("wide", locale=page_language())
    return [names[number] for number in range(1, 13)]


def moment(value: datetime | None) -> str:
    """Return a moment in the base's time zone, such as 3 Mar 2026, 21:40."""
    return "" if value is None else format_datetime(value, "d MMM y, HH:mm")


def since(value: datetime) -> str:
    """Return a moment as one says since when: of today, only the time."""
    is_today = local_day(value) == local_day(this_server().clock.now())
    return format_datetime(value, "HH:mm") if is_today else moment(value)


def span(seconds: float) -> str:
    """Return a span of time in words."""
    return str(format_timedelta(int(seconds)))


def say(marked: str) -> str:
    """Translate a label that a lower package marked, and put in the values it came with."""
    if not isinstance(marked, Worded):
        return gettext(marked) if marked else marked
    values = {
        name: str(format_date(value, "d MMMM y")) if isinstance(value, date) else value
        for name, value in marked.values.items()
    }
    return str(gettext(marked, **values))
