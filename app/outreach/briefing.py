"""What a team needs before it goes out: who was met lately where they go, how they look, and how to make contact."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import scoped
from app.children.children import see_child
from app.children.contact_rules import rule_shown
from app.children.names import ChildName, names_of
from app.foundation.contact_rules import REFUSED, ContactRule
from app.foundation.errors import NoKey
from app.foundation.permissions import Permission
from app.outreach.encounter_views import ChildMet, Met, open_met
from app.outreach.shift_page import ShiftPage, shift_page
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift

LOOKED_BACK = timedelta(days=14)
MEETINGS_AT_MOST = 60


@dataclass(frozen=True)
class BriefedChild:
    """A child with a record, as a team needs to know them; `met` and `seen` are their newest meeting.

    `rule` is refused where it does not open: then nobody makes contact before asking.
    """

    id: UUID
    name: ChildName
    appearance: str
    rule: ContactRule | None
    met: Met
    seen: ChildMet


@dataclass(frozen=True)
class Briefing:
    """A shift, children with a record whom its team may meet, and children nobody knows yet who were met lately."""

    shift: ShiftPage
    known: tuple[BriefedChild, ...]
    unknown: tuple[tuple[Met, ChildMet], ...]


def briefing_of(work: UnitOfWork, shift_id: UUID) -> Briefing:
    """Return the briefing for a shift, from the meetings of the last two weeks that this person may read.

    With a route, only of shifts on that route. Raises NotVisible.
    """
    page = shift_page(work, shift_id, page=1)
    lately = open_met(work, list(work.session.scalars(_lately(work, page))))
    newest: dict[UUID, tuple[Met, ChildMet]] = {}
    unknown = []
    for met in (each for each in lately if not each.is_changed):
        for child in (each for each in met.children if not each.is_changed):
            if child.child_id is None:
                unknown.append((met, child))
            else:
                newest.setdefault(child.child_id, (met, child))
    names = names_of(work, newest)
    known = [_briefed(work, names[id_], *newest[id_]) for id_ in newest if id_ in names]
    in_order = sorted((one for one in known if one is not None), key=lambda one: one.name.code)
    return Briefing(page, tuple(in_order), tuple(unknown))


def _lately(work: UnitOfWork, page: ShiftPage) -> Select[Encounter]:
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(
        Encounter.base_id == page.head.base_id,
        Encounter.met_at >= work.now - LOOKED_BACK,
        Encounter.mistake_id.is_(None),
    )
    if page.head.route is not None:
        on_route = scoped(work, Shift, Permission.SHIFT_READ).where(Shift.route_id == page.head.route.id)
        query = query.where(Encounter.shift_id.in_(on_route.with_only_columns(Shift.id)))
    return query.order_by(Encounter.met_at.desc()).limit(MEETINGS_AT_MOST)


def _briefed(work: UnitOfWork, name: ChildName, met: Met, seen: ChildMet) -> BriefedChild | None:
    if name.is_changed:
        return None
    try:
        child = see_child(work, name.id)
    except NoKey:
        return BriefedChild(name.id, name, "", REFUSED, met, seen)
    appearance = child.profile.appearance if child.profile else ""
    return BriefedChild(name.id, name, appearance, rule_shown(work, child.rule), met, seen)
