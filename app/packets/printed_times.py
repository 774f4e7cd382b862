"""Writes times on a packet: in the base's zone and the packet's language, no more exactly than they are known."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.packets.contents import Moment, Precision
from app.packets.wording import Language, month_name, with_local_digits


def printed_day(day: date, language: Language) -> str:
    """Write a day, as in `20 Nov 2026`; in Khmer in the form of official letters."""
    month = month_name(day.month, language)
    if language is Language.KHMER:
        return with_local_digits(f"ថ្ងៃទី{day.day} ខែ{month} ឆ្នាំ{day.year}", language)
    return f"{day.day} {month} {day.year}"


def printed_minute(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """Write a time to the minute in the zone, as in `20 Nov 2026, 21:40`."""
    local = at.astimezone(zone)
    return f"{printed_day(local.date(), language)}{_AT[language]}{_clock(local, language)}"


def printed_moment(moment: Moment, zone: ZoneInfo, words: Mapping[str, str], language: Language) -> str:
    """Write a moment only as exactly as it is known: to the minute, roughly, the day, or the month."""
    local = moment.at.astimezone(zone)
    match moment.precision:
        case Precision.EXACT:
            return printed_minute(moment.at, zone, language)
        case Precision.ABOUT:
            clock = words["about"].format(time=_clock(local, language))
            return f"{printed_day(local.date(), language)}{_AT[language]}{clock}"
        case Precision.DAY:
            return printed_day(local.date(), language)
        case Precision.MONTH:
            month = month_name(local.month, language)
            text = f"ខែ{month} ឆ្នាំ{local.year}" if language is Language.KHMER else f"{month} {local.year}"
            return with_local_digits(text, language)


_AT = {Language.ENGLISH: ", ", Language.KHMER: " ម៉ោង "}


def _clock(local: datetime, language: Language) -> str:
    return with_local_digits(f"{local:%H:%M}", language)
