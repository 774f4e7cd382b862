"""What a meeting's form needs: the places of the shift, its team, the signs, and children to choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from app.access.scope import require, scoped, visible
from app.children.finding import picker
from app.children.lines import ChildLine
from app.children.names import ChildName, names_of
from app.foundation.errors import WillNotOpen
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.instruments.loading import ScreeningPack
from app.keyring.folders import look_in, open_folders
from app.outreach.documents import Account, Place
from app.outreach.encounter_page import fixed_rows
from app.outreach.encounter_views import Met, open_met
from app.outreach.night_times import days_to_choose, time_of
from app.outreach.places import places_to_choose
from app.outreach.shift_page import ShiftHead, shift_head
from app.outreach.shift_times import meeting_span
from app.outreach.shifts import require_writable
from app.outreach.signs import pack_of_account, street_pack
from app.outreach.teams import Mate, mates
from app.outreach.writing import require_correcting
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift

RECENT = 8


@dataclass(frozen=True)
class WritingPage:
    """The form of a meeting. `met` is the one to correct, None for a new one.

    `met_at` is the initial time, and `met_on` its day if there are `days` to choose from; `witness_id` is the person
    who most likely saw it. `places` can be chosen with one press, the last places of this shift first. `with_places`
    finds them, because saving does not need them.
    """

    shift: ShiftHead
    met: Met | None
    team: tuple[Mate, ...]
    pack: ScreeningPack
    met_at: time | None
    witness_id: UUID | None
    fixed: frozenset[UUID] = frozenset()
    changed_by: Mate | None = None
    changed_at: datetime | None = None
    places: tuple[Place, ...] = ()
    last_place: Place | None = None
    days: tuple[date, ...] = ()
    met_on: date | None = None


def new_encounter_page(work: UnitOfWork, shift_id: UUID) -> WritingPage:
    """Return the form of a new meeting. Raises NotVisible, Refused, NotAllowedNow with `shift-over`."""
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    require_writable(work, shift)
    head = shift_head(work, shift)
    work.note_opened(None, shift.id, base_id=shift.base_id)
    team = tuple(one.mate for one in head.team)
    days = days_to_choose(*meeting_span(work, head.started_at, head.ended_at))
    is_out = any(mate.id == work.person.id for mate in team)
    return WritingPage(
        shift=head,
        met=None,
        team=team,
        pack=street_pack(),
        # Where the night is not known, no time is filled in either.
        met_at=None if days else time_of(min(work.now, head.ended_at or work.now)),
        witness_id=work.person.id if is_out else None,
        days=days,
    )


def correcting_page(work: UnitOfWork, encounter_id: UUID) -> WritingPage:
    """Return the form of an existing meeting.

    Raises NotVisible, Refused, NotAllowedNow with `shift-over`, WillNotOpen when a part of it is not what was
    written: nothing may be overwritten unseen.
    """
    require(work, Permission.SHIFT_WRITE)
    row = visible(work, Encounter, encounter_id, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, row.shift_id, Permission.SHIFT_WRITE)
    require_correcting(work, row, shift)
    (met,) = open_met(work, [row])
    account = _whole(met)
    change = account.last_change
    head = shift_head(work, shift)
    team = {one.mate.id: one.mate for one in head.team}
    if met.witness is not None:
        team.setdefault(met.witness.id, met.witness)
    return WritingPage(
        shift=head,
        met=met,
        team=tuple(team.values()),
        pack=pack_of_account(account),
        met_at=time_of(met.met_at),
        met_on=local_day(met.met_at),
        days=days_to_choose(*meeting_span(work, head.started_at, head.ended_at)),
        witness_id=met.witness.id if met.witness is not None else None,
        fixed=fixed_rows(work, met),
        changed_by=mates(work, [change.by]).get(change.by) if change is not None else met.writer,
        changed_at=change.at if change is not None else met.written_at,
    )


def with_places(work: UnitOfWork, page: WritingPage) -> WritingPage:
    """Return the page with the places to choose from; an existing meeting's own place comes first."""
    own = [page.met.account.place] if page.met is not None and page.met.account is not None else []
    recent = [*own, *recent_places(work, page.shift.id)]
    plan = page.shift.route.plan if page.shift.route is not None else None
    return replace(page, places=places_to_choose(recent, plan), last_place=recent[0] if recent else None)


def found_children(work: UnitOfWork, query: str) -> Sequence[ChildLine]:
    """Return the few children of the base that a name or a code may mean."""
    return picker(work, query)


def chosen_children(work: UnitOfWork, child_ids: Iterable[UUID | None]) -> Mapping[UUID, ChildName]:
    """Return the names of the chosen children; those out of reach are absent."""
    return names_of(work, (child_id for child_id in child_ids if child_id is not None))


def _whole(met: Met) -> Account:
    if met.account is None or any(child.description is None for child in met.children):
        raise WillNotOpen("a part of the meeting was changed outside", encounter=met.id)
    return met.account


def recent_places(work: UnitOfWork, shift_id: UUID) -> list[Place]:
    """Return the places of the shift's last meetings, newest first."""
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.shift_id == shift_id)
    rows = work.session.scalars(query.order_by(Encounter.written_at.desc(), Encounter.id).limit(RECENT)).all()
    folders = open_folders(work, (row.folder_id for row in rows))
    accounts = (look_in(folders.get(row.folder_id), row, Account).document for row in rows)
    return [account.place for account in accounts if account is not None]
