"""Group sessions for tests, made by the services in cast members' names."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.foundation.local_time import local_day
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import GroupPlan, ShownByChild
from app.group_sessions.pages import GroupPage, group_page
from app.group_sessions.planning import GroupInput, plan_session
from app.group_sessions.reporting import AdultsInput, ChildrenInput, report_adults, report_children
from app.group_sessions.showing import write_shown
from models.group_session import GroupSession
from tests.support.organisation import Organisation

LEADERS = ("field", "counsellor")


def typed_session(
    organisation: Organisation,
    *children: UUID,
    leaders: tuple[str, ...] = LEADERS,
    day: date | None = None,
    days_ago: int = 1,
    begins: time = time(14),
    ends: time = time(16),
    codes: str = "",
    **plan: str,
) -> GroupInput:
    """Return a session as typed: the day before, by a field worker and a counsellor."""
    held_on = day or local_day(organisation.clock.now()) - timedelta(days=days_ago)
    people = tuple(organisation.ids[name] for name in leaders)
    said = {"place": "the hall"} | plan
    return GroupInput(GroupPlan(**said), held_on, begins, ends, people, children, codes)


def session_of(
    organisation: Organisation,
    *children: UUID,
    kind: GroupKind = GroupKind.ARTS,
    by: str = "caseworker",
    group_id: UUID | None = None,
    **changes: Any,
) -> UUID:
    """Plan a session for these children."""
    new = typed_session(organisation, *children, **changes)
    with organisation.writing(by) as work:
        return plan_session(work, group_id or uuid4(), kind, new)


def parents(organisation: Organisation, *, question: str = "Is it allowed?", **changes: Any) -> UUID:
    """Plan parent education with its question."""
    return session_of(organisation, kind=GroupKind.PARENTS, question=question, **changes)


def version_of(organisation: Organisation, group_id: UUID) -> int:
    """Return the version a form would be opened with."""
    with organisation.reading("supervisor") as work:
        return work.session.get_one(GroupSession, group_id).version


def came(
    organisation: Organisation,
    group_id: UUID,
    *children: UUID,
    by: str = "field",
    codes: str = "",
    words: str = "",
    version: int | None = None,
) -> None:
    """Write down which children came."""
    known = version or version_of(organisation, group_id)
    with organisation.writing(by) as work:
        report_children(work, group_id, ChildrenInput(children, codes, words=words), version=known)


def adults(
    organisation: Organisation, group_id: UUID, *, by: str = "field", version: int | None = None, **said: Any
) -> None:
    """Write down how many adults came."""
    known = version or version_of(organisation, group_id)
    with organisation.writing(by) as work:
        report_adults(work, group_id, AdultsInput(**said), version=known)


def showed(
    organisation: Organisation,
    group_id: UUID,
    *lines: ShownByChild,
    by: str = "counsellor",
    version: int | None = None,
) -> None:
    """Write down what children chose to show."""
    known = version or version_of(organisation, group_id)
    with organisation.writing(by) as work:
        write_shown(work, group_id, lines, version=known)


def group_as(organisation: Organisation, group_id: UUID, name: str) -> GroupPage:
    """Return a session's page as somebody sees it."""
    with organisation.reading(name) as work:
        return group_page(work, group_id)
