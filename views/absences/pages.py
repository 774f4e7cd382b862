"""Regulars who stay away: the list over all clubs, answering about one of them, and the answer's own page."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.absences.answers import answer_absence, change_answer
from app.absences.away_list import AwayPage, Which, away_page
from app.absences.pages import absence_page, answer_page
from app.absences.visits import decide_visit
from app.foundation.errors import ChangedOutside, Refused
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.unit_of_work import UnitOfWork
from forms.absences import AwayFilterForm, EditAnswerForm, NewAnswerForm, VisitForm
from forms.fields import choices_of
from views.absences.blueprint import bp
from views.absences.words import WORDS, answer_from, done_by, visit_from
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, uuid_or_none
from views.web.matching import fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

LIST, SHOW = "absences.list_away", "absences.show_answer"


@bp.guarded("/clubs/staying-away", requires=Permission.CLUB_READ)
def list_away(work: UnitOfWork) -> ResponseReturnValue:
    """List who stays away from the clubs this person reaches, the most unusual absence first."""
    asked = request.args.get("show", "")
    which = Which(asked) if asked in list(Which) else Which.ASKED
    page = away_page(work, which, club_id=uuid_or_none(request.args.get("club")), page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("absences/list.html", page=page, ways=ways, words=WORDS, form=_filter(page))


def _filter(page: AwayPage) -> AwayFilterForm:
    form = AwayFilterForm(data={"club": str(page.club.id) if page.club else ""})
    clubs = {str(club.id): f"{club.name} · {club.code}" for club in page.clubs}
    form.club.choices = choices_of(clubs, blank=N_("All clubs"))
    form.club.default = ""
    return form


@bp.form("/clubs/staying-away/<uuid:club_child_id>", requires=Permission.CLUB_READ)
def answer_away(work: UnitOfWork, club_child_id: UUID) -> ResponseReturnValue:
    """Show how one child stays away and what was answered, and answer."""
    page = absence_page(work, club_child_id)
    if request.method == "POST" and not page.may_answer:
        raise Refused(Permission.CLUB_ANSWER.value)
    form = read_form(work, NewAnswerForm, kind=_asked_kind())
    return save_new(
        form,
        lambda new_id: answer_absence(work, club_child_id, new_id, answer_from(form)),
        done=done_by(form),
        leads_to=partial(redirect_done, SHOW, absence_id=form.record_id.data),
        shows=partial(render_template, "absences/answer.html", page=page, form=form, words=WORDS),
    )


def _asked_kind() -> str | None:
    asked = request.args.get("kind", "")
    return asked if asked in list(AbsenceAnswer) else None


@bp.guarded("/clubs/answers/<uuid:absence_id>", requires=Permission.CLUB_READ)
def show_answer(work: UnitOfWork, absence_id: UUID) -> ResponseReturnValue:
    """Show one answer: what was said, who has it, and what comes next."""
    page = answer_page(work, absence_id)
    return render_template("absences/show.html", page=page, words=WORDS, marking=MARKING)


@bp.form("/clubs/answers/<uuid:absence_id>/correct", requires=Permission.CLUB_ANSWER)
def correct_answer(work: UnitOfWork, absence_id: UUID) -> ResponseReturnValue:
    """Correct an answer, or show both versions when somebody saved first."""
    page = answer_page(work, absence_id)
    if page.answer.said is None:
        raise ChangedOutside("an answer that is not what was written", record=absence_id)
    if not page.may_correct:
        raise Refused(Permission.CLUB_ANSWER.value)
    form, theirs = read_both(work, EditAnswerForm, fields_of(page.answer, page.answer.said))
    return save_edit(
        form,
        lambda version: change_answer(work, absence_id, answer_from(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, absence_id=absence_id),
        shows=partial(render_template, "absences/correct.html", page=page, form=form, words=WORDS),
    )


@bp.form("/clubs/answers/<uuid:absence_id>/visit", requires=Permission.CLUB_VISIT)
def decide_about_visit(work: UnitOfWork, absence_id: UUID) -> ResponseReturnValue:
    """Decide about a visit that a club asks for."""
    page = answer_page(work, absence_id)
    form = read_form(work, VisitForm, version=page.answer.version)
    return save_step(
        form,
        lambda version: decide_visit(work, absence_id, visit_from(form), version=version),
        version=page.answer.version,
        done="visit-decided",
        leads_to=partial(redirect_done, SHOW, absence_id=absence_id),
        shows=partial(render_template, "absences/visit.html", page=page, form=form, words=WORDS),
    )
