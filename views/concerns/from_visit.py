"""What a concern's form takes from the home visit it is about, and that the visit is answered by the concern."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.access.scope import has
from app.foundation.errors import NoKey, NotVisible
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import ANCHORS
from app.home_visits.asking import concern_raised
from app.home_visits.scopes import visible_visit
from app.home_visits.visit_views import VisitView, open_visits
from app.unit_of_work import UnitOfWork


def fields_of_visit(work: UnitOfWork, visit_id: UUID, child_id: UUID | None) -> dict[str, Any]:
    """Return the initial values of a concern's form: what is red, the family and when that was seen, and the child.

    Nothing for a visit that this person cannot open. The words come through their own keys, and that is recorded.
    """
    view = _view(work, visit_id)
    if view is None or view.report is None or view.plan is None or view.made_at is None:
        return {}
    when = as_typed(view.made_at)
    child = child_id if child_id in view.children else None
    return {
        "seen_on": when.on,
        "seen_at": when.at,
        "place": _("At home, family %(code)s", code=view.plan.family),
        "account": _red_words(view),
        "basis": EvidenceBasis.SEEN.value,
        "base_id": str(view.base_id),
        "child_id": child,
    }


def answer_visit(work: UnitOfWork, visit_id: UUID | None, concern_id: UUID) -> None:
    """Note in a visit that this concern was raised from it, if its poster writes in that visit."""
    if visit_id is None or not has(work, Permission.VISIT_WRITE) or _view(work, visit_id) is None:
        return
    concern_raised(work, visit_id, concern_id)


def _view(work: UnitOfWork, visit_id: UUID) -> VisitView | None:
    try:
        row = visible_visit(work, visit_id)
        view = open_visits(work, [row])[0]
    except (NotVisible, NoKey):
        return None
    is_fit = view.report is not None and not view.is_mistaken
    return view if is_fit else None


def _red_words(view: VisitView) -> str:
    report = view.report
    red = [each for each in report.checks if each.grade is VisitGrade.C] if report else []
    lines = [
        _("%(title)s: %(detail)s", title=_(ANCHORS[each.part][each.grade]), detail=each.words or "–")
        for each in red
    ]
    return "\n".join([*lines, *(filter(None, [report.dangers]) if report else [])])
