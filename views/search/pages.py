"""The search box on every page: it is posted, so that no name appears in an address, a history or a log."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.scope import has
from app.children.finding import Found as FoundChildren
from app.children.finding import find_children
from app.children.listing import base_lines
from app.finding.by_code import CHILD, others_with_code, records_with_code
from app.finding.by_words import Found, FoundLine, find_by_words
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.outreach.last_met import last_met_as_read
from app.sign_in.asked import question_from, sealed_question
from app.unit_of_work import UnitOfWork
from forms.search import SearchForm
from views.outreach.encounter_words import looks
from views.web.form_reading import form_status, read_form, was_sent
from views.web.guard import GuardedBlueprint, Writes
from views.web.language import page_language
from views.web.places import page_of

bp = GuardedBlueprint("search", __name__)


@dataclass(frozen=True)
class FoundRecord:
    """Something with the code that was asked for: what it is, in a marked label, its code, its page, and since when."""

    label: str
    code: str
    url: str
    at: datetime | None


@bp.guarded("/search", requires=Permission.PROFILE_READ, methods=("GET", "POST"), writes=Writes.WHEN_READY)
def find(work: UnitOfWork) -> ResponseReturnValue:
    """Find whatever this person may open: by code, by name or by description; a code leads straight to its record.

    The results have an address of their own, with what was asked sealed in it, so that Back shows them again.
    """
    asked = question_from(work, request.args.get("asked", "")) if request.method == "GET" else ""
    form = read_form(work, SearchForm, q=asked)
    if was_sent(form):
        typed = form.q.data or ""
        return redirect(_straight(work, typed) or url_for(".find", asked=sealed_question(work, typed)), 303)
    return _shown(work, form, asked), form_status() if form.errors else 200


def _shown(work: UnitOfWork, form: SearchForm, asked: str) -> str:
    found = _found(work, asked)
    return render_template(
        "search/found.html",
        form=form,
        asked=asked,
        records=_by_code(work, asked),
        found=found,
        last_met=last_met_as_read(work, [one.line.id for one in found.lines if one.kind == "child"]),
        no_such_code=(*codes_meant(asked), "")[0],
        bases={base.id: base.name for base in base_lines(work)},
        looks=looks,
        may_add=has(work, Permission.PROFILE_WRITE),
        may_raise=has(work, Permission.CONCERN_POST),
        may_meet=has(work, Permission.SHIFT_WRITE),
    )


def _found(work: UnitOfWork, asked: str) -> Found:
    """Return what was found; with a code, nothing but the children who have it."""
    if not codes_meant(asked):
        return find_by_words(work, asked, locale=page_language())
    by_code: FoundChildren = find_children(work, asked)
    return Found(tuple(FoundLine("child", line, "") for line in by_code.lines))


def _straight(work: UnitOfWork, typed: str) -> str | None:
    """Return the page of the only record with the typed code; None if none has it, or several, or it is no code."""
    found = [page_of(one.kind, one.record_id) for one in records_with_code(work, typed)]
    pages = [page for page in found if page]
    return pages[0] if len(pages) == 1 else None


def _by_code(work: UnitOfWork, asked: str) -> list[FoundRecord]:
    found = [(one, page_of(one.kind, one.record_id)) for one in others_with_code(work, asked, {CHILD})]
    return [FoundRecord(one.label, one.code, url, one.at) for one, url in found if url]
