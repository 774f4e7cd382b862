"""The page of a family: who belongs to it and did, who may be contacted, who decides by law, and what helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import has
from app.bases.known import known_base
from app.families.addresses import AddressView, address_of
from app.families.documents import HouseholdProfile, SupportWords, WishWords
from app.families.member_views import MemberView, member_views
from app.families.members import MEMBERS
from app.families.records import Found, Opened
from app.families.scopes import household_as_read
from app.families.supports import SUPPORTS
from app.families.wishes import WISHES
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.legal_authorities import LegalAuthority
from app.mistakes.states import MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.family_support import FamilySupport
from models.parent_wish import ParentWish


@dataclass(frozen=True)
class SupportView:
    """What somebody is helped with; `whom` is the person of the family it is for, None for all of them.

    `days_late` counts from the day on which somebody was to look at it.
    """

    id: UUID
    words: SupportWords | None
    whom: MemberView | None
    said_on: date
    look_on: date | None
    days_late: int
    written_by: str
    version: int
    marks: MarkState


@dataclass(frozen=True)
class WishView:
    """What a parent asked for: who and for which child, and what became of it."""

    id: UUID
    words: WishWords | None
    parent: MemberView | None
    child: MemberView | None
    asked_on: date
    taken_back_on: date | None
    decided_on: date | None
    written_by: str
    version: int
    marks: MarkState

    @property
    def stands(self) -> bool:
        """Whether it was neither taken back nor decided."""
        return self.taken_back_on is None and self.decided_on is None


@dataclass(frozen=True)
class HouseholdPage:
    """One family. `profile` is None when it does not open; `changed` counts records changed outside Wayhome."""

    id: UUID
    code: str
    base_name: str
    version: int
    profile: HouseholdProfile | None
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    marks: MarkState
    today: date
    now: tuple[MemberView, ...]
    earlier: tuple[MemberView, ...]
    supports: tuple[SupportView, ...]
    wishes: tuple[WishView, ...]
    marked: tuple[tuple[str, str, UUID, MarkState], ...]
    changed: int
    address: AddressView
    may_write: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody works with the family, so that something may be written of it."""
        return self.closed_at is None and not self.marks.is_marked

    @property
    def to_contact(self) -> tuple[MemberView, ...]:
        """Who is safe to contact; nobody whom somebody fears."""
        return tuple(one for one in self.now if one.is_contact)

    @property
    def to_ask_about(self) -> tuple[MemberView, ...]:
        """Of which grown people nobody knows whether contact is safe."""
        return tuple(one for one in self.now if one.is_unknown_contact)

    @property
    def never(self) -> tuple[MemberView, ...]:
        """Whom somebody fears, or whom it is not safe to contact."""
        return tuple(one for one in self.now if one.is_danger)

    @property
    def with_authority(self) -> tuple[MemberView, ...]:
        """Who decides for a child by law."""
        lawful = (LegalAuthority.PARENT, LegalAuthority.BY_PAPER)
        return tuple(one for one in self.now if one.words and one.words.authority in lawful)

    @property
    def children(self) -> tuple[MemberView, ...]:
        """The children who belong to the family now."""
        return tuple(one for one in self.now if one.is_child)


def household_page(work: UnitOfWork, household_id: UUID) -> HouseholdPage:
    """Return the page of a family. Raises NotVisible, and ChangedOutside for a row that is not what was written."""
    row, profile = household_as_read(work, household_id)
    today = local_day(work.now)
    rows = work.session.scalars(MEMBERS.of_household(work, row.id)).all()
    found = MEMBERS.opened(work, rows)
    views = member_views(work, found, today)
    by_id = {one.id: one for one in (*views.records, *views.marked)}
    supports = SUPPORTS.opened(work, work.session.scalars(SUPPORTS.of_household(work, row.id)).all())
    wishes = WISHES.opened(work, work.session.scalars(WISHES.of_household(work, row.id)).all())
    work.note_opened(row.folder_id, row.id, *_children_of(views.records), base_id=row.base_id)
    return HouseholdPage(
        id=row.id,
        code=row.code,
        base_name=known_base(work, row.base_id).name,
        version=row.version,
        profile=profile,
        opened_by=names_of_staff(work, [row.opened_by]).get(row.opened_by, ""),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        marks=marks_of(work, [row])[row.id],
        today=today,
        now=tuple(one for one in views.records if one.is_here),
        earlier=tuple(one for one in views.records if not one.is_here),
        supports=_supports(supports, by_id, today),
        wishes=_wishes(wishes, by_id),
        marked=_marked(views.marked, supports, wishes),
        changed=sum(len(each.changed) for each in (found, supports, wishes)),
        address=address_of(work, row),
        may_write=has(work, Permission.FAMILY_WRITE),
    )


def _children_of(views: Sequence[MemberView]) -> list[UUID]:
    return [one.child_id for one in views if one.child_id is not None]


def _supports(
    found: Found[FamilySupport, SupportWords], people: Mapping[UUID, MemberView], today: date
) -> tuple[SupportView, ...]:
    views = [_support(one, people, today) for one in found.records]
    return tuple(sorted(views, key=lambda one: one.words is not None and one.words.state.is_over))


def _support(
    one: Opened[FamilySupport, SupportWords], people: Mapping[UUID, MemberView], today: date
) -> SupportView:
    row = one.row
    due = day_due(DayMeaning.GOAL, row.look_on, today) if row.look_on is not None else None
    return SupportView(
        id=row.id,
        words=one.document,
        whom=people.get(row.member_id) if row.member_id is not None else None,
        said_on=row.said_on,
        look_on=due,
        days_late=max((today - due).days, 0) if due is not None else 0,
        written_by=one.written_by,
        version=row.version,
        marks=one.marks,
    )


def _wishes(found: Found[ParentWish, WishWords], people: Mapping[UUID, MemberView]) -> tuple[WishView, ...]:
    return tuple(
        WishView(
            id=one.row.id,
            words=one.document,
            parent=people.get(one.row.member_id),
            child=people.get(one.row.child_member_id),
            asked_on=one.row.asked_on,
            taken_back_on=one.row.taken_back_on,
            decided_on=one.row.decided_on,
            written_by=one.written_by,
            version=one.row.version,
            marks=one.marks,
        )
        for one in reversed(found.records)
    )


def _marked(
    members: Sequence[MemberView],
    supports: Found[FamilySupport, SupportWords],
    wishes: Found[ParentWish, WishWords],
) -> tuple[tuple[str, str, UUID, MarkState], ...]:
    """Return what was written by mistake: its table, what tells it from others, its id and its marks."""
    return (
        *(("household_member", one.called, one.id, one.marks) for one in members),
        *(("family_support", "", one.row.id, one.marks) for one in supports.marked),
        *(("parent_wish", "", one.row.id, one.marks) for one in wishes.marked),
    )
