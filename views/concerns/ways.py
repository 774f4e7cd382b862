"""Where a concern's page leads: the child, the meeting it came from, and a case; only ways that exist."""

from dataclasses import dataclass, replace

from flask import current_app, url_for

from app.access.scope import has
from app.cases.summaries import CaseBrief, cases_of_children
from app.concerns.concern_page import ConcernPage
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from views.concerns.other_book import our_own_url


@dataclass(frozen=True)
class Ways:
    """`join` is the open case of the concern's child; without one a case can be opened. Empty means no such way."""

    child_url: str = ""
    encounter_url: str = ""
    case_url: str = ""
    open_url: str = ""
    join: CaseBrief | None = None
    our_own_url: str = ""


def ways_from_concern(work: UnitOfWork, page: ConcernPage) -> Ways:
    """Return the ways this reader has from a concern."""
    meets = page.encounter_id is not None and has(work, Permission.SHIFT_READ)
    ways = Ways(
        child_url=_url("children.show_child", child_id=page.child_id) if page.child else "",
        encounter_url=_url("outreach.show_encounter", encounter_id=page.encounter_id) if meets else "",
        our_own_url=our_own_url(page),
    )
    if page.case_id is not None:
        reads = has(work, Permission.CASE_READ)
        return replace(ways, case_url=_url("cases.show_case", case_id=page.case_id) if reads else "")
    if page.child_id is None or not page.may_triage:
        return ways
    cases = cases_of_children(work, [page.child_id]).get(page.child_id, ())
    join = next((case for case in cases if case.is_open), None)
    opens = join is None and has(work, Permission.CASE_OPEN)
    open_url = _url("cases.open_case", child=page.child_id, concern=page.delivery.id) if opens else ""
    return replace(ways, join=join, open_url=open_url)


def _url(endpoint: str, **values: object) -> str:
    """Return the address of a page, or nothing when there is no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]  # ids become text
