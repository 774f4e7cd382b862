"""Kids' clubs in tests: made, led and their registers taken by cast members, as the forms would."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from app.clubs.documents import Weekly
from app.clubs.leaders import end_leading, leader_lines, make_leader
from app.clubs.making import ClubInput, make_club
from app.clubs.merging import Said
from app.clubs.reading import ClubRead, read_club
from app.clubs.registers import RegisterInput, take_register
from app.clubs.scopes import visible_club
from app.clubs.session_page import SessionPage, session_page
from app.clubs.session_rows import Slot
from app.foundation.local_time import HOME_ZONE
from tests.support.organisation import Organisation

EVERY_DAY = tuple(Weekly(day, "14:00", "16:00") for day in range(7))


def made_club(
    organisation: Organisation,
    *,
    by: str = "supervisor",
    name: str = "Under the tree",
    place: str = "the yard behind the market",
    weekly: tuple[Weekly, ...] = EVERY_DAY,
    leaders: tuple[str, ...] = ("field",),
) -> UUID:
    """Make a club, and its leaders."""
    club_id = uuid4()
    with organisation.writing(by) as work:
        make_club(work, club_id, ClubInput(name, place, "", weekly, 40))
    for leader in leaders:
        led(organisation, club_id, leader, by=by)
    return club_id


def led(
    organisation: Organisation,
    club_id: UUID,
    leader: str,
    *,
    by: str = "supervisor",
    until: date | None = None,
) -> None:
    """Make somebody a leader of the club."""
    with organisation.writing(by) as work:
        make_leader(work, club_id, organisation.ids[leader], until=until)


def leads_no_more(organisation: Organisation, club_id: UUID, leader: str, *, by: str = "supervisor") -> None:
    """End somebody's place as a leader."""
    with organisation.writing(by) as work:
        club = visible_club(work, club_id)
        current, _ = leader_lines(work, club.folder_id, club.base_id)
        for line in current:
            if line.staff_id == organisation.ids[leader]:
                end_leading(work, club_id, line.id)


def club_as(organisation: Organisation, club_id: UUID, name: str) -> ClubRead:
    """Return a club as somebody reads it. Raises NotVisible."""
    with organisation.reading(name) as work:
        return read_club(work, visible_club(work, club_id))


def slot_today(
    organisation: Organisation, *, days_ago: int = 0, begins: str = "14:00", ends: str = "16:00"
) -> Slot:
    """Return the session of a day, by the clock of Phnom Penh."""
    today = organisation.clock.now().astimezone(HOME_ZONE).date() - timedelta(days=days_ago)
    first, last = time.fromisoformat(begins), time.fromisoformat(ends)
    return Slot(
        datetime.combine(today, first, HOME_ZONE).astimezone(UTC),
        datetime.combine(today, last, HOME_ZONE).astimezone(UTC),
    )


def registered(
    organisation: Organisation,
    club_id: UUID,
    came: Iterable[UUID],
    *,
    by: str = "field",
    slot: Slot | None = None,
    version: int = 0,
    words: str = "",
) -> UUID:
    """Take the register of a session, yesterday's if no other is named. Returns the session's id."""
    came = tuple(came)
    typed = RegisterInput(version, dict.fromkeys(came, Said()), frozenset(came), words=words)
    with organisation.writing(by) as work:
        return take_register(work, club_id, slot or slot_today(organisation, days_ago=1), typed)


def session_as(organisation: Organisation, session_id: UUID, name: str = "field") -> SessionPage:
    """Return a session's page as somebody sees it."""
    with organisation.reading(name) as work:
        return session_page(work, session_id)
