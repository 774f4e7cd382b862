"""When an account is over: by its last day, without anybody doing anything."""

from datetime import date

from app.foundation.day_meanings import DayMeaning, last_day


def account_is_over(ends_on: date | None, today: date) -> bool:
    """Tell whether the last day of an account has passed; one that no account can last until was a wrong clock's."""
    return ends_on is not None and not today <= ends_on <= last_day(DayMeaning.ACCOUNT_END, today)
