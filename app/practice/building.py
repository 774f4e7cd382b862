"""Makes the practice organisation from nothing: its people, then their year."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from app.factory import StartOptions, make_app, server_of
from app.foundation.clock import MovableClock, SystemClock
from app.foundation.errors import WayhomeError
from app.foundation.settings import Settings
from app.practice.happenings import note_year
from app.practice.organisation import Practice
from app.practice.people import (
    COLLEAGUES,
    Colleague,
    found_organisation,
    invite_colleague,
    note_late_colleagues,
    sign_ins,
)
from app.practice.place import taken_place
from app.practice.safeguarding import found_circle, make_board_members_card
from app.practice.sign_ins import write_outside_card, write_sign_ins
from app.practice.year import Year

PRACTICE = "practice"
DAYS = 365
SHARE_OF_FOUNDING = 0.12
"""How much of the building is done when everybody has been admitted; only for the bar."""

Progress = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and what is being done."""


def build_in_place(settings: Settings, say: Progress) -> list[WayhomeError]:
    """Make the practice organisation in its data folder, or finish a start that was interrupted.

    Returns what had to be left out on this machine. Raises BadSetting or NotReady with one line to print.
    """
    with taken_place(settings) as place:
        if place.is_done:
            return []
        left_out = [] if place.is_whole else build(place.building, say)
        place.move()
    return left_out


def build(settings: Settings, say: Progress, *, ends_at: datetime | None = None) -> list[WayhomeError]:
    """Make the practice organisation in an empty data folder, its year ending then or now; return what was left out."""
    ends_at = ends_at or SystemClock().now().replace(microsecond=0)
    clock = MovableClock(ends_at - timedelta(days=DAYS))
    with founded(settings, clock, COLLEAGUES, say=say) as practice:
        found_circle(practice)
        write_outside_card(settings.data_folder, make_board_members_card(practice))
        _live(practice, ends_at, say)
        write_sign_ins(settings.data_folder, sign_ins(practice))
    say(1, "ready")
    return practice.left_out


@contextmanager
def founded(
    settings: Settings,
    clock: MovableClock,
    colleagues: Sequence[Colleague],
    *,
    say: Progress = lambda _done, _what: None,
) -> Iterator[Practice]:
    """Give a new organisation with its director, its bases and these colleagues; closed when the block ends."""
    app = make_app(settings, StartOptions(kind=PRACTICE, clock=clock))
    practice = Practice(server_of(app), clock)
    try:
        say(0, "the organisation and its bases")
        found_organisation(practice)
        for number, colleague in enumerate(colleagues, start=1):
            invite_colleague(practice, colleague)
            say(SHARE_OF_FOUNDING * number / len(colleagues), f"{colleague.name}, {colleague.role.value}")
        yield practice
    finally:
        # The last connection removes the write-ahead log, so that only one file has to be moved.
        practice.server.store.engine.dispose()


def _live(practice: Practice, ends_at: datetime, say: Progress) -> None:
    year = Year()
    begins_at = practice.clock.now()
    note_year(practice, year, begins=begins_at, ends=ends_at)
    note_late_colleagues(practice, year, ends=ends_at)

    def say_month(moment: datetime) -> None:
        lived = (moment - begins_at) / (ends_at - begins_at)
        say(SHARE_OF_FOUNDING + (1 - SHARE_OF_FOUNDING) * lived, f"{moment:%B %Y}")

    year.live(practice.clock, until=ends_at, say=say_month)
