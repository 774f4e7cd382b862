"""Today: the page everybody lands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.scope import has
from app.children.names import ChildName
from app.concerns.first_things import first_things
from app.foundation.chronology import Change
from app.foundation.permissions import Permission
from app.foundation.vocabulary import answers_back
from app.outreach.today import OPEN_SHIFT
from app.today.page import GroupKey, TodayPage, today_page
from app.today.who import children_named, named
from app.unit_of_work import UnitOfWork
from views.chronology.words import DueLine, due_lines
from views.today.first_steps import first_steps_of, turn
from views.web.guard import GuardedBlueprint
from views.web.places import page_of

bp = GuardedBlueprint("today", __name__)


@dataclass(frozen=True)
class TodayGroup:
    """Things that belong together, under words that say why; some of them, if there are many.

    `all_url` leads to the page with all of them, "" if all are shown.
    """

    key: str
    label: str
    rows: list[DueLine]
    total: int
    all_url: str


@dataclass(frozen=True)
class ChangeLine:
    """What somebody else did, the child it is about, and where it is read."""

    change: Change
    child: ChildName | None
    url: str


@bp.guarded("/today", requires=Permission.TODAY_READ)
def show_today(work: UnitOfWork) -> ResponseReturnValue:
    """Show what is due and what waits for this person."""
    page = today_page(work, whole=_asked_whole())
    shown = [item for group in page.groups for item in group.shown]
    children = children_named(work, [*shown, *page.changes])
    return render_template(
        "today/show.html",
        page=page,
        first=first_things(work),
        answers=answers_back.LABELS,
        groups=_groups(work, page, children),
        out_on=next((item.record_id for item in page.waiting if item.title == OPEN_SHIFT), None),
        posts_concerns=has(work, Permission.CONCERN_POST),
        changes=_changes(page, children),
        first_steps=first_steps_of(work),
    )


@bp.guarded("/today/first-steps", requires=Permission.TODAY_READ, methods=("POST",))
def turn_first_steps(_work: UnitOfWork) -> ResponseReturnValue:
    """Close the practice organisation's first steps in this browser, or open them again."""
    response = make_response(redirect(url_for("today.show_today"), code=303))
    turn(response)
    return response


def _asked_whole() -> GroupKey | None:
    asked = request.args.get("show", "")
    return GroupKey(asked) if asked in list(GroupKey) else None


def _groups(work: UnitOfWork, page: TodayPage, children: Mapping[UUID, ChildName]) -> list[TodayGroup]:
    labels = {
        GroupKey.WAITING: _("Waits for you"),
        GroupKey.LATE: _("Late"),
        GroupKey.TODAY: _("Due today"),
        GroupKey.AHEAD: _("In the next days"),
    }
    return [
        TodayGroup(
            key=group.key.value,
            label=labels[group.key],
            rows=due_lines(work, group.shown, page.today, now=work.now, children=children),
            total=len(group.items),
            all_url=url_for("today.show_today", show=group.key.value, _anchor=group.key.value)
            if group.is_cut
            else "",
        )
        for group in page.groups
        if group.items
    ]


def _changes(page: TodayPage, children: Mapping[UUID, ChildName]) -> list[ChangeLine]:
    return [
        ChangeLine(change, named(children, change), page_of(change.kind, change.record_id))
        for change in page.changes
    ]
