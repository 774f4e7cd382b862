"""Families: who belongs to one, who leaves it, and who moves to another."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.families.household_page import household_page
from app.families.members import LeavingInput, add_member, change_member, leave
from app.families.splitting import MovingInput, move_members
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.family_members import LeavingForm, MemberForm, MovingForm
from views.families.blueprint import bp
from views.families.form import code_of_child, member_from, offer_people, person_of
from views.families.words import WORDS
from views.web.form_flow import save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, uuid_or_none
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

PAGE = "families.show_household"


@bp.form("/families/<uuid:household_id>/members/new", requires=Permission.FAMILY_WRITE)
def new_member(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Write down somebody who belongs to a family."""
    page = household_page(work, household_id)
    code = code_of_child(work, uuid_or_none(request.args.get("child")))
    form = read_form(work, MemberForm, child_code=code)
    del form.why
    return save_new(
        form,
        lambda new_id: add_member(work, household_id, new_id, member_from(work, form, None)),
        done="member-written",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/member.html", form=form, page=page, known=None),
    )


@bp.form("/families/<uuid:household_id>/members/<uuid:member_id>", requires=Permission.FAMILY_WRITE)
def edit_member(work: UnitOfWork, household_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Correct what is said of somebody in a family."""
    page = household_page(work, household_id)
    known = person_of(page, member_id)
    form, theirs = read_both(work, MemberForm, fields_of(known, known.words))
    return save_edit(
        form,
        lambda version: change_member(
            work, household_id, member_id, member_from(work, form, known), version=version
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/member.html", form=form, page=page, known=known),
    )


@bp.form("/families/<uuid:household_id>/members/<uuid:member_id>/left", requires=Permission.FAMILY_WRITE)
def leave_family(work: UnitOfWork, household_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Write down that somebody left a family."""
    page = household_page(work, household_id)
    known = person_of(page, member_id)
    form = read_form(work, LeavingForm, version=known.version)
    return save_step(
        form,
        lambda version: leave(
            work, household_id, member_id, document_from(form, LeavingInput), version=version
        ),
        version=known.version,
        done="member-left",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/left.html", form=form, page=page, known=known, words=WORDS),
    )


@bp.form("/families/<uuid:household_id>/move", requires=Permission.FAMILY_WRITE)
def move(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Write down that people of a family belong to another one from a day on."""
    page, form, led = household_page(work, household_id), read_form(work, MovingForm), list[UUID]()
    # Who moved with the first press is offered to the second, which then is told that it was saved.
    sent = request.form.getlist("member_ids")
    people = [one for one in page.now if one.until_on is None and one.words]
    offer_people(form.member_ids, [*people, *(one for one in page.earlier if str(one.id) in sent)])

    def save(new_id: UUID) -> None:
        members = [UUID(id_) for id_ in form.member_ids.data or ()]
        moving = document_from(form, MovingInput, member_ids=members)
        led.append(move_members(work, household_id, new_id, moving))

    return save_new(
        form,
        save,
        done="members-moved",
        leads_to=lambda done: redirect_done(PAGE, done, household_id=(*led, household_id)[0]),
        shows=partial(render_template, "families/move.html", form=form, page=page),
    )
