"""Today: the page everybody lands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.scope import has
from app.foundation.chronology import DueItem
from app.foundation.permissions import Permission
from app.outreach.today import OPEN_SHIFT
from app.staff.circle_words import CIRCLE_LABELS
from app.today.page import TodayPage, today_page
from app.unit_of_work import UnitOfWork
from views.chronology.words import DueLine, due_lines
from views.web.guard import GuardedBlueprint
from views.web.places import page_of

bp = GuardedBlueprint("today", __name__)


@dataclass(frozen=True)
class TodayGroup:
    """Things that stand together, under words that say why."""

    label: str
    rows: list[DueLine]


@bp.guarded("/today", requires=Permission.TODAY_READ)
def show_today(work: UnitOfWork) -> ResponseReturnValue:
    """Show what is due and what waits for this person."""
    page = today_page(work)
    return render_template(
        "today/show.html",
        page=page,
        groups=_groups(work, page),
        out_on=next((item.record_id for item in page.waiting if item.title == OPEN_SHIFT), None),
        posts_concerns=has(work, Permission.CONCERN_POST),
        changes=[(change, page_of(change.kind, change.record_id)) for change in page.changes],
        circle_labels=CIRCLE_LABELS,
    )


def _groups(work: UnitOfWork, page: TodayPage) -> list[TodayGroup]:
    named: list[tuple[str, Sequence[DueItem]]] = [
        (_("Waits for you"), page.waiting),
        (_("Late"), page.late),
        (_("Due today"), page.due_today),
        (_("In the next days"), page.ahead),
    ]
    return [TodayGroup(label, due_lines(items, page.today, now=work.now)) for label, items in named if items]
