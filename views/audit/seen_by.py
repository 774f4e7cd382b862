"""Who saw a child: on the screen a page at a time, and whole on one sheet of paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.seen_by import SeenPage, refuse_untraced, seen_by, traced_with_code
from app.finding.by_code import CHILD
from app.foundation.local_time import local_day, to_utc
from app.foundation.permissions import Permission
from app.foundation.roles import ROLE_LABELS
from app.unit_of_work import UnitOfWork
from forms.audit import ChildCodeForm, SeenByForm
from views.audit.words import page_words, seen_words, ways_words
from views.web.guard import GuardedBlueprint
from views.web.paging import page_number, ways_from
from views.web.typed_codes import ask_which, say_what_it_is

bp = GuardedBlueprint("seen_by", __name__)
DAYS_AT_FIRST = 30
WORDS: Mapping[str, Any] = {"words": seen_words, "page_words": page_words, "roles": ROLE_LABELS}


@dataclass(frozen=True)
class Days:
    """The days that are asked about, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The moment at which the first day begins, UTC."""
        return to_utc(datetime.combine(self.first, time()))

    @property
    def until(self) -> datetime:
        """The moment at which the last day is over, UTC."""
        return to_utc(datetime.combine(self.last + timedelta(days=1), time()))


@bp.guarded("/audit/seen-by", requires=Permission.AUDIT_READ)
def choose_child(work: UnitOfWork) -> ResponseReturnValue:
    """Ask for a child's code, or a case's, and lead to who saw that child."""
    refuse_untraced(work)
    form = ChildCodeForm(request.args)
    if form.code.data and form.validate():
        found = traced_with_code(work, form.code.data)
        if len(found) == 1:
            return redirect(url_for("seen_by.show_seen_by", child_id=found[0].child_id))
        if found:
            ask_which(form.code, found)
        else:
            say_what_it_is(work, form.code, wanted=CHILD)
    return render_template("audit/choose_child.html", form=form)


@bp.guarded("/audit/seen-by/<uuid:child_id>", requires=Permission.AUDIT_READ)
def show_seen_by(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show who saw a child in the chosen days."""
    form, days = _asked(work)
    found = seen_by(work, child_id, since=days.since, until=days.until)
    page = SeenPage.of(found, page_number())
    is_cut = bool(request.args.get("since") or request.args.get("until"))
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template(
        "audit/seen_by.html",
        found=found,
        page=page,
        form=form,
        days=days,
        ways=ways,
        is_cut=is_cut,
        ways_words=ways_words,
        **WORDS,
    )


@bp.guarded("/audit/seen-by/<uuid:child_id>/sheet", requires=Permission.AUDIT_READ)
def print_seen_by(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show the same whole, to be printed."""
    _form, days = _asked(work)
    found = seen_by(work, child_id, since=days.since, until=days.until)
    return render_template(
        "audit/seen_by_sheet.html",
        found=found,
        days=days,
        printed_at=work.now,
        printed_by=work.person.display_name,
        **WORDS,
    )


def _asked(work: UnitOfWork) -> tuple[SeenByForm, Days]:
    """Return the filter and the days it means: the last thirty, where nothing else was asked or could be read."""
    today = local_day(work.now)
    form = SeenByForm(request.args)
    is_sound = form.validate()
    last = form.until.data if is_sound and form.until.data else today
    asked = form.since.data if is_sound else None
    first = asked or last - timedelta(days=DAYS_AT_FIRST)
    if not form.errors:
        form.since.data, form.until.data = first, last
    return form, Days(first, last)
