"""Allegations as members of the safeguarding circle see them, and the receipts for people who posted one."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select

import app.safeguarding.scopes  # noqa: F401 - says who reaches what was said
from app.access.scope import require, scoped, visible
from app.bases.known import known_base
from app.bases.pack import PhoneNumber, load_pack
from app.children.names import ChildName, names_of
from app.concerns.clocks import Deadline
from app.concerns.concern_status import ConcernStatus, concern_status_of, concern_statuses, posted_by_them
from app.concerns.documents import Handling
from app.concerns.waiting_again import waits_in_lists
from app.foundation.errors import NotVisible
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.directory import OutsideMember
from app.keyring.folders import look_in, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import acts_under_way
from app.safeguarding.circle import close_trail, is_member, readers_of_allegations, require_reader
from app.safeguarding.documents import Account, AllegationHandling
from app.safeguarding.outside_member import outside_member
from app.safeguarding.writers import Writer, writer_of
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork, Visibility
from models.allegation import Allegation


@dataclass(frozen=True)
class AllegationLine:
    """One allegation by its reference, its clock and its state; a changed one is shown as waiting."""

    id: UUID
    reference: str
    urgency: Urgency
    state: ConcernState
    posted_at: datetime
    acknowledged_at: datetime | None
    clock: Deadline | None
    is_changed: bool
    is_clock_wrong: bool


@dataclass(frozen=True)
class AllegationList(Numbered):
    """For members, what the circle holds; for everyone, what they posted themselves."""

    of_circle: tuple[AllegationLine, ...]
    posted: tuple[AllegationLine, ...]
    is_member: bool
    carries_flag: bool
    is_change_under_way: bool
    page: int
    total: int

    @property
    def shown_lines(self) -> Sized:
        """What stands on this page of the circle's list."""
        return self.of_circle

    @property
    def has_more(self) -> bool:
        """Whether the circle's list has another page."""
        return self.page * self.PAGE_SIZE < self.total


@dataclass(frozen=True)
class PostingAdvice:
    """What a person must know before writing: who will read it, and whom to call when it is about one of those.

    `outside` is None until a director has recorded the outside board member, who reads it as well once they have a key
    of their own. `changed_at` is when it last changed who reads.
    """

    readers: tuple[str, ...]
    members: tuple[Colleague, ...]
    outside: OutsideMember | None
    duty_number: str
    public_numbers: tuple[PhoneNumber, ...]
    changed_at: datetime | None = None

    @property
    def outside_reads(self) -> bool:
        """Whether it is sealed to the outside member too."""
        return self.outside is not None and self.outside.keys is not None

    @property
    def can_be_read(self) -> bool:
        """Whether there is anyone to seal it to."""
        return bool(self.readers) or self.outside_reads


@dataclass(frozen=True)
class AllegationReceipt:
    """What the poster sees of an allegation: that it arrived, and whether somebody is acting."""

    line: AllegationLine
    advice: PostingAdvice

    @property
    def must_call(self) -> bool:
        """Whether a voice call is needed now: minutes count, or nobody answered in time."""
        clock = self.line.clock
        return clock is not None and (self.line.urgency is Urgency.NOW or clock.is_late)


@dataclass(frozen=True)
class AllegationPage:
    """An allegation as a member sees it. `account` and `handling` are None when they do not open."""

    line: AllegationLine
    version: int
    posted_by: Colleague | None
    writer: Writer | None
    """Who wrote it, as the signature sealed inside says; None while it does not open."""
    acknowledged_by: Colleague | None
    account: Account | None
    handling: Handling | None
    child: ChildName | None
    adds_to: AllegationLine | None
    people: Mapping[UUID, Colleague]

    @property
    def is_open(self) -> bool:
        """Whether it is still open."""
        return self.line.state is not ConcernState.CLOSED


def allegation_list(work: UnitOfWork, *, page: int = 1) -> AllegationList:
    """Return the circle's allegations for a member, in order of their due time, and for everyone their own posts."""
    require(work, Permission.ALLEGATION_POST)
    own = scoped(work, Allegation, Permission.ALLEGATION_POST).order_by(Allegation.posted_at.desc())
    posted = work.session.scalars(own.limit(AllegationList.PAGE_SIZE)).all()
    member = is_member(work)
    rows: Sequence[Allegation] = []
    total = 0
    if member:
        all_of_them = scoped(work, Allegation, Permission.ALLEGATION_READ)
        total = work.session.scalar(select(func.count()).select_from(all_of_them.subquery())) or 0
        waits = case((waits_in_lists(work, Allegation, Permission.ALLEGATION_READ), 0), else_=1)
        ordered = all_of_them.order_by(waits, Allegation.due_at, Allegation.id)
        rows = work.session.scalars(
            ordered.limit(AllegationList.PAGE_SIZE).offset((page - 1) * AllegationList.PAGE_SIZE)
        ).all()
        if rows:
            subjects = [row.id for row in rows]
            work.record("allegation.listed", subjects=subjects, visibility=Visibility.SAFEGUARDING)
    return AllegationList(
        of_circle=lines_of(work, rows),
        posted=lines_of(work, posted_by_them(work, posted)),
        is_member=member,
        carries_flag=_carries_flag(work),
        is_change_under_way=bool(acts_under_way(directory_for(work), work.now)),
        page=page,
        total=total,
    )


def waiting_allegations(work: UnitOfWork) -> tuple[AllegationLine, ...]:
    """Return what waits for a member to acknowledge, in order of due time; nothing for anyone else."""
    if not is_member(work):
        return ()
    query = scoped(work, Allegation, Permission.ALLEGATION_READ)
    waiting = query.where(waits_in_lists(work, Allegation, Permission.ALLEGATION_READ))
    return lines_of(work, work.session.scalars(waiting.order_by(Allegation.due_at)).all())


def posting_advice(work: UnitOfWork) -> PostingAdvice:
    """Return the names of those who would read an allegation, the outside board member, and the base's duty number."""
    readers = readers_of_allegations(work)
    people = colleagues(work, readers)
    base = known_base(work, work.person.base_id) if work.person.base_id else None
    changes = directory_for(work).circle_changes
    names = sorted(people[id_].name for id_ in readers if id_ in people)
    return PostingAdvice(
        readers=tuple(names),
        members=tuple(sorted(people.values(), key=lambda each: each.name)),
        outside=outside_member(work),
        duty_number=base.duty_number if base else "",
        public_numbers=load_pack(base.pack_id).numbers if base else (),
        changed_at=changes[-1].at if changes else None,
    )


def allegation_receipt(work: UnitOfWork, allegation_id: UUID) -> AllegationReceipt:
    """Return what the poster sees. Raises NotVisible for anyone else."""
    require(work, Permission.ALLEGATION_POST)
    close_trail(work)
    query = scoped(work, Allegation, Permission.ALLEGATION_POST).where(Allegation.id == allegation_id)
    row = work.session.scalars(query).one_or_none()
    if row is None or not posted_by_them(work, [row]):
        raise NotVisible("allegation")
    return AllegationReceipt(lines_of(work, [row])[0], posting_advice(work))


def allegation_page(work: UnitOfWork, allegation_id: UUID) -> AllegationPage:
    """Return an allegation for a member of the circle or the outside member. Raises NotVisible for everyone else."""
    require_reader(work)
    row = visible(work, Allegation, allegation_id, Permission.ALLEGATION_READ)
    folder = open_folders(work, [row.folder_id]).get(row.folder_id)
    status = concern_status_of(work, row)
    account = look_in(folder, row, Account).document
    sealed = look_in(folder, row, AllegationHandling).document if row.handling else None
    handling = sealed.handling if sealed else None if row.handling else Handling()
    writer = writer_of(work, row, account) if account else None
    posted_by = writer.person.id if writer and writer.person else None
    handled = handling or Handling()
    named = {change.by for change in handled.urgency_changes} | {back.by for back in handled.reopenings}
    people = colleagues(work, {posted_by, status.acknowledged_by, *named}) | _outside(work, status)
    child_id = account.child_id if account else None
    return AllegationPage(
        line=_line(status, work.now),
        version=status.version,
        posted_by=people.get(posted_by) if posted_by else None,
        writer=writer,
        acknowledged_by=people.get(status.acknowledged_by) if status.acknowledged_by else None,
        account=account,
        handling=handling,
        child=names_of(work, [child_id]).get(child_id) if child_id else None,
        adds_to=_adds_to(work, account),
        people=people,
    )


def _outside(work: UnitOfWork, status: ConcernStatus) -> dict[UUID, Colleague]:
    """Return who acknowledged it, if that was an outside member."""
    by, at = status.acknowledged_by, status.acknowledged_at
    known = directory_for(work).then.outside.at(by, at) if by is not None and at is not None else None
    return {known.id: Colleague(known.id, known.name, "")} if known is not None else {}


def lines_of(work: UnitOfWork, rows: Sequence[Allegation]) -> tuple[AllegationLine, ...]:
    """Return allegations as lines, each with its clock while it waits."""
    return tuple(_line(each, work.now) for each in concern_statuses(work, rows).values())


def _line(status: ConcernStatus, now: datetime) -> AllegationLine:
    return AllegationLine(
        id=status.id,
        reference=status.reference,
        urgency=status.urgency,
        state=status.state_now,
        posted_at=status.posted_at,
        acknowledged_at=status.acknowledged_at,
        clock=status.clock(now),
        is_changed=status.is_changed,
        is_clock_wrong=status.is_clock_wrong,
    )


def _adds_to(work: UnitOfWork, account: Account | None) -> AllegationLine | None:
    if account is None or account.adds_to is None:
        return None
    query = scoped(work, Allegation, Permission.ALLEGATION_READ).where(Allegation.id == account.adds_to)
    row = work.session.scalars(query).one_or_none()
    return lines_of(work, [row])[0] if row else None


def _carries_flag(work: UnitOfWork) -> bool:
    return any(flag.value == "safeguarding" for flag in work.person.flags)
