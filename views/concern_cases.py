"""Ways from a concern into a case: the child's open case, or a new one; only those that lead somewhere."""

from dataclasses import dataclass

from flask import current_app, url_for

from app.access.scope import has
from app.cases.summaries import CaseBrief, cases_of_children
from app.concerns.concern_page import ConcernPage
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CaseWays:
    """`join` is the open case of the concern's child; without one a case can be opened. Empty: there is no such way."""

    show_url: str = ""
    open_url: str = ""
    join: CaseBrief | None = None
    child_url: str = ""


def ways_into_cases(work: UnitOfWork, page: ConcernPage) -> CaseWays:
    """Return the ways this reader has from a concern to its child and to a case."""
    child_url = _url("children.show_child", child_id=page.child_id) if page.child else ""
    if page.case_id is not None:
        reads_cases = has(work, Permission.CASE_READ)
        show_url = _url("cases.show_case", case_id=page.case_id) if reads_cases else ""
        return CaseWays(show_url=show_url, child_url=child_url)
    if page.child_id is None or not page.may_triage:
        return CaseWays(child_url=child_url)
    cases = cases_of_children(work, [page.child_id]).get(page.child_id, ())
    join = next((case for case in cases if case.is_open), None)
    opens = join is None and has(work, Permission.CASE_OPEN)
    open_url = _url("cases.open_case", child=page.child_id, concern=page.delivery.id) if opens else ""
    return CaseWays(open_url=open_url, join=join, child_url=child_url)


def _url(endpoint: str, **values: object) -> str:
    """Return the address of a page, or nothing when there is no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]  # ids become text
