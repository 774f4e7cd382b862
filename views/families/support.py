"""Families: what helps one, and what a parent asked for."""

from functools import partial
from typing import TypeVar
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.families.documents import SupportWords, WishWords
from app.families.household_page import HouseholdPage, SupportView, WishView, household_page
from app.families.supports import SupportInput, add_support, change_support
from app.families.wishes import OutcomeInput, WishInput, change_wish, decide_wish, take_back_wish, write_wish
from app.foundation.errors import NotVisible
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.families import OutcomeForm, SupportForm, WishForm
from views.families.blueprint import bp
from views.families.form import offer_people
from views.families.words import WORDS
from views.web.form_flow import save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

PAGE = "families.show_household"
V = TypeVar("V", SupportView, WishView)
_ALL = (("", N_("The whole family")),)
_CHOOSE = (("", N_("Choose")),)


@bp.form("/families/<uuid:household_id>/support/new", requires=Permission.FAMILY_WRITE)
def new_support(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Write down what somebody of a family is helped with, or a goal of their own."""
    page, form = household_page(work, household_id), read_form(work, SupportForm)
    _offer_whom(form, page)
    return save_new(
        form,
        lambda new_id: add_support(work, household_id, new_id, _support(form)),
        done="support-written",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/support.html", form=form, page=page, known=None),
    )


@bp.form("/families/<uuid:household_id>/support/<uuid:support_id>", requires=Permission.FAMILY_WRITE)
def edit_support(work: UnitOfWork, household_id: UUID, support_id: UUID) -> ResponseReturnValue:
    """Write how far it is, or correct it."""
    page = household_page(work, household_id)
    known = _found(page.supports, support_id)
    whom = known.whom.id if known.whom else None
    form, theirs = read_both(
        work,
        SupportForm,
        fields_of(known, known.words, member_id=str(whom or "")),
        offer=partial(_offer_whom, page=page),
    )
    return save_edit(
        form,
        lambda version: change_support(work, household_id, support_id, _support(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/support.html", form=form, page=page, known=known),
    )


@bp.form("/families/<uuid:household_id>/wishes/new", requires=Permission.FAMILY_WRITE)
def new_wish(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Write down that a parent asks us to find a place for a child."""
    page, form = household_page(work, household_id), read_form(work, WishForm)
    _offer_both(form, page)
    return save_new(
        form,
        lambda new_id: write_wish(work, household_id, new_id, _wish(form)),
        done="wish-written",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/wish.html", form=form, page=page, known=None),
    )


@bp.form("/families/<uuid:household_id>/wishes/<uuid:wish_id>", requires=Permission.FAMILY_WRITE)
def edit_wish(work: UnitOfWork, household_id: UUID, wish_id: UUID) -> ResponseReturnValue:
    """Correct what a parent asked for, while it stands."""
    page = household_page(work, household_id)
    known = _found(page.wishes, wish_id)
    parent, child = (str(one.id) if one else "" for one in (known.parent, known.child))
    form, theirs = read_both(
        work,
        WishForm,
        fields_of(known, known.words, member_id=parent, child_member_id=child),
        offer=partial(_offer_both, page=page),
    )
    return save_edit(
        form,
        lambda version: change_wish(work, household_id, wish_id, _wish(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/wish.html", form=form, page=page, known=known),
    )


@bp.form("/families/<uuid:household_id>/wishes/<uuid:wish_id>/taken-back", requires=Permission.FAMILY_WRITE)
def take_back(work: UnitOfWork, household_id: UUID, wish_id: UUID) -> ResponseReturnValue:
    """Write down that the parent took the wish back."""
    return _settle(work, household_id, wish_id, is_decided=False)


@bp.form("/families/<uuid:household_id>/wishes/<uuid:wish_id>/decided", requires=Permission.FAMILY_WRITE)
def decide(work: UnitOfWork, household_id: UUID, wish_id: UUID) -> ResponseReturnValue:
    """Write down what an authority decided about it."""
    return _settle(work, household_id, wish_id, is_decided=True)


def _settle(work: UnitOfWork, household_id: UUID, wish_id: UUID, *, is_decided: bool) -> ResponseReturnValue:
    page = household_page(work, household_id)
    known, act = _found(page.wishes, wish_id), decide_wish if is_decided else take_back_wish
    form = read_form(work, OutcomeForm, version=known.version)
    return save_step(
        form,
        lambda version: act(work, household_id, wish_id, document_from(form, OutcomeInput), version=version),
        version=known.version,
        done="wish-decided" if is_decided else "wish-taken-back",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(
            render_template,
            "families/outcome.html",
            form=form,
            page=page,
            known=known,
            is_decided=is_decided,
            words=WORDS,
        ),
    )


def _offer_whom(form: SupportForm, page: HouseholdPage) -> None:
    offer_people(form.member_id, (*page.now, *page.earlier), first=_ALL)


def _offer_both(form: WishForm, page: HouseholdPage) -> None:
    everyone = (*page.now, *page.earlier)
    offer_people(form.member_id, (one for one in everyone if not one.is_child), first=_CHOOSE)
    offer_people(form.child_member_id, (one for one in everyone if one.is_child), first=_CHOOSE)


def _support(form: SupportForm) -> SupportInput:
    return document_from(form, SupportInput, words=document_from(form, SupportWords))


def _wish(form: WishForm) -> WishInput:
    words = document_from(form, WishWords, taken_back="", decided="")
    return document_from(form, WishInput, words=words)


def _found(views: tuple[V, ...], record_id: UUID) -> V:
    for one in views:
        if one.id == record_id and one.words is not None:
            return one
    raise NotVisible("family_record")
