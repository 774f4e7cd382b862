"""People of a family as its readers see them: by name, with a child's contact rule and what stands against contact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import scoped
from app.children.names import ChildName, names_of
from app.families.documents import MemberWords
from app.families.members import counting
from app.families.records import Found, Opened
from app.families.scopes import codes_of_households
from app.foundation.contact_rules import REFUSED, ContactRule
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.permissions import Permission
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.family_roles import FamilyRole
from app.mistakes.states import MarkState
from app.unit_of_work import UnitOfWork
from models.household_member import HouseholdMember


@dataclass(frozen=True)
class OtherFamily:
    """The family that somebody came from or went to."""

    id: UUID
    code: str


@dataclass(frozen=True)
class MemberView:
    """One person of a family; `words` is None when they do not open. A child with a record has a `name` from its card.

    `paper_days_late` counts from the end of the paper that gives them authority; None while it is valid or has no end.
    """

    id: UUID
    words: MemberWords | None
    child_id: UUID | None
    name: ChildName | None
    from_on: date | None
    until_on: date | None
    paper_until: date | None
    paper_days_late: int | None
    is_here: bool
    came_from: OtherFamily | None
    went_to: OtherFamily | None
    written_by: str
    written_at: datetime
    version: int
    marks: MarkState

    @property
    def called(self) -> str:
        """What tells this person from others in a line of text: a child's code, or the name that is known."""
        if self.name is not None:
            return self.name.code
        return self.words.name or self.words.code_elsewhere if self.words is not None else ""

    @property
    def rule(self) -> ContactRule | None:
        """The child's contact rule; refused for a child whose card this person cannot see."""
        if self.child_id is None:
            return None
        return self.name.rule if self.name is not None else REFUSED

    @property
    def is_child(self) -> bool:
        """Whether this is a child of the family."""
        is_said = self.words is not None and self.words.role is FamilyRole.CHILD
        return self.child_id is not None or is_said

    @property
    def is_feared(self) -> bool:
        """Whether somebody in the family fears this person."""
        return self.words is not None and self.words.is_feared

    @property
    def is_danger(self) -> bool:
        """Whether nobody makes contact through this person; also not when their words do not open."""
        return self.is_feared or self.words is None or self.words.safe is ContactSafety.NO

    @property
    def is_contact(self) -> bool:
        """Whether contact may be made through this person: never through a child, and never through who is feared."""
        is_safe = self.words is not None and self.words.safe is ContactSafety.YES
        return is_safe and not self.is_danger and not self.is_child

    @property
    def is_unknown_contact(self) -> bool:
        """Whether nobody knows if contact through this person is safe."""
        return not (self.is_child or self.is_danger or self.is_contact)


@dataclass(frozen=True)
class MemberViews:
    """Those who count, grown people first, and those written by mistake."""

    records: tuple[MemberView, ...]
    marked: tuple[MemberView, ...]


def member_views(work: UnitOfWork, found: Found[HouseholdMember, MemberWords], today: date) -> MemberViews:
    """Return the opened people of families as readers see them."""
    every = (*found.records, *found.marked)
    names = names_of(work, [one.row.child_id for one in every if one.row.child_id is not None])
    ways = _other_families(work, [one.row for one in every])
    views = {one.row.id: _view(one, names, ways, today) for one in every}
    records = sorted((views[one.row.id] for one in found.records), key=_in_order)
    return MemberViews(tuple(records), tuple(views[one.row.id] for one in found.marked))


def _view(
    one: Opened[HouseholdMember, MemberWords],
    names: Mapping[UUID, ChildName],
    ways: tuple[Mapping[UUID, OtherFamily], Mapping[UUID, OtherFamily]],
    today: date,
) -> MemberView:
    row, (from_of, to_of) = one.row, ways
    ends = day_due(DayMeaning.EXPIRES, row.paper_until, today) if row.paper_until is not None else None
    return MemberView(
        id=row.id,
        words=one.document,
        child_id=row.child_id,
        name=names.get(row.child_id) if row.child_id is not None else None,
        from_on=row.from_on,
        until_on=row.until_on,
        paper_until=ends,
        paper_days_late=(today - ends).days if ends is not None and ends < today else None,
        is_here=row.until_on is None or row.until_on > today,
        came_from=from_of.get(row.came_from) if row.came_from is not None else None,
        went_to=to_of.get(row.id),
        written_by=one.written_by,
        written_at=row.written_at,
        version=row.version,
        marks=one.marks,
    )


def _other_families(
    work: UnitOfWork, rows: Sequence[HouseholdMember]
) -> tuple[dict[UUID, OtherFamily], dict[UUID, OtherFamily]]:
    """Return the family of each row that somebody came from, by that row, and the one that followed, by its own."""
    own, before = [row.id for row in rows], [row.came_from for row in rows if row.came_from is not None]
    if not own:
        return {}, {}
    readable = scoped(work, HouseholdMember, Permission.FAMILY_READ)
    earlier = work.session.scalars(readable.where(HouseholdMember.id.in_(before))).all() if before else ()
    later = counting(work, work.session.scalars(readable.where(HouseholdMember.came_from.in_(own))).all())
    codes = codes_of_households(work, {row.household_id for row in (*earlier, *later)})
    families = {id_: OtherFamily(id_, code) for id_, code in codes.items()}
    from_of = {row.id: families[row.household_id] for row in earlier if row.household_id in families}
    to_of = {
        row.came_from: families[row.household_id]
        for row in later
        if row.came_from is not None and row.household_id in families
    }
    return from_of, to_of


def _in_order(view: MemberView) -> tuple[object, ...]:
    return view.is_child, view.is_danger, view.from_on or date.min, view.written_at
