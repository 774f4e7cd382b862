"""The search box on every page: it is posted, so that no name appears in an address, a history or a log."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.child_page.by_code import records_with_code
from app.children.finding import Found, find_children
from app.children.lines import ChildLine
from app.children.listing import base_lines
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.search import SearchForm
from views.web.form_reading import form_status, read_form, was_sent
from views.web.guard import GuardedBlueprint, Writes
from views.web.places import page_of

bp = GuardedBlueprint("search", __name__)


@dataclass(frozen=True)
class FoundRecord:
    """Something with the code that was asked for: what it is, in a marked label, its code, and its page."""

    label: str
    code: str
    url: str


@bp.guarded("/search", requires=Permission.PROFILE_READ, methods=("GET", "POST"), writes=Writes.WHEN_READY)
def find(work: UnitOfWork) -> ResponseReturnValue:
    """Find children by name or code, and other records by code; a code with one match leads straight to it."""
    form = read_form(work, SearchForm)
    found: Found | None = None
    records: list[FoundRecord] = []
    if was_sent(form):
        asked = form.q.data or ""
        records = _by_code(work, asked)
        found = Found(()) if records else find_children(work, asked)
        straight = [one.url for one in records] + [_page(one) for one in found.lines if not one.form]
        if len(straight) == 1:
            return redirect(straight[0], code=303)
    bases = {base.id: base.name for base in base_lines(work)}
    page = render_template("children/found.html", form=form, found=found, records=records, bases=bases)
    return page, form_status() if form.errors else 200


def _by_code(work: UnitOfWork, asked: str) -> list[FoundRecord]:
    found = [(one, page_of(one.kind, one.record_id)) for one in records_with_code(work, asked)]
    return [FoundRecord(one.label, one.code, url) for one, url in found if url]


def _page(child: ChildLine) -> str:
    return url_for("children.show_child", child_id=child.id)
