"""Families: the list, a family's page, beginning one, changing what is said of it, closing it, where it lives."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.families.addresses import AddressInput, readable_address, write_address
from app.families.beginning import begin_family
from app.families.documents import AddressWords, HouseholdProfile
from app.families.household_page import household_page
from app.families.households import change_household, close_household, readable_household, take_up_again
from app.families.listing import FamilyFilter, family_list
from app.families.of_child import families_of_child
from app.foundation.permissions import Permission
from app.home_visits.pages import visits_of_household
from app.unit_of_work import UnitOfWork
from forms.families import AddressForm, CloseFamilyForm, FamilyFilterForm, FamilyForm, NewFamilyForm
from views.families.blueprint import bp
from views.families.form import asked_families, child_taken_along, new_family_from, offer_bases, taken_along
from views.families.words import WORDS
from views.home_visits.words import LABELS as VISIT_LABELS
from views.web.form_flow import pressed, save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, uuid_or_none
from views.web.kept_filters import filters_stay
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

PAGE = "families.show_household"
SHOWN_VISITS = 5
"""The newest visits stand on the page of a family; all of them on a page of their own."""


@bp.guarded("/families/", requires=Permission.FAMILY_READ)
@filters_stay
def list_households(work: UnitOfWork) -> ResponseReturnValue:
    """List the families this person reads, filtered and sorted."""
    form = FamilyFilterForm(request.args)
    offer_bases(work, form.base)
    chosen = asked_families(form) if form.validate() else FamilyFilter()
    page = family_list(work, chosen, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("families/list.html", page=page, form=form, ways=ways, is_cut=chosen.is_cut)


@bp.guarded("/families/<uuid:household_id>", requires=Permission.FAMILY_READ)
def show_household(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Show a family: who belongs to it, who is safe to contact, where it lives and what helps it."""
    visits = visits_of_household(work, household_id, at_most=SHOWN_VISITS)
    page = household_page(work, household_id)
    return render_template(
        "families/show.html", page=page, words=WORDS, visits=visits, visit_labels=VISIT_LABELS
    )


@bp.guarded("/children/<uuid:child_id>/families", requires=Permission.FAMILY_READ)
def show_of_child(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show the families of a child, with the other children who live or lived there."""
    return render_template("families/of_child.html", page=families_of_child(work, child_id), words=WORDS)


@bp.form("/families/new", requires=Permission.FAMILY_WRITE)
def new_household(work: UnitOfWork) -> ResponseReturnValue:
    """Begin a family, with the child from whose page somebody came."""
    form = read_form(work, NewFamilyForm, child_id=uuid_or_none(request.args.get("child")))
    child = child_taken_along(work, form)
    offer_bases(work, form.base_id, form, child)
    return save_new(
        form,
        lambda new_id: begin_family(work, new_id, new_family_from(work, form), taken_along(form)),
        done="family-begun",
        leads_to=lambda done: redirect_done(PAGE, done, household_id=form.record_id.data),
        shows=partial(render_template, "families/new.html", form=form, child=child),
    )


@bp.form("/families/<uuid:household_id>/edit", requires=Permission.FAMILY_WRITE)
def edit_household(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Change what is said of a family."""
    known = readable_household(work, household_id)
    form, theirs = read_both(work, FamilyForm, fields_of(known, known.profile))
    return save_edit(
        form,
        lambda version: change_household(
            work,
            household_id,
            document_from(form, HouseholdProfile, closed_why=known.profile.closed_why),
            version=version,
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/edit.html", form=form, known=known),
    )


@bp.form("/families/<uuid:household_id>/close", requires=Permission.FAMILY_WRITE)
def close(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Close a family that nobody works with any more."""
    known = readable_household(work, household_id)
    form = read_form(work, CloseFamilyForm, version=known.version)
    return save_step(
        form,
        lambda version: close_household(work, household_id, form.reason.data or "", version=version),
        version=known.version,
        done="family-closed",
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/close.html", form=form, known=known),
    )


@bp.guarded("/families/<uuid:household_id>/take-up", requires=Permission.FAMILY_WRITE, methods=("POST",))
def take_up(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Work with a closed family again."""
    done = pressed(lambda: take_up_again(work, household_id), "family-taken-up")
    return redirect(url_for(PAGE, household_id=household_id, done=done), code=303)


@bp.form("/families/<uuid:household_id>/address", requires=Permission.FAMILY_WRITE)
def edit_address(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Write where a family lives, and whether that is to stay hidden."""
    known = readable_household(work, household_id)
    address = readable_address(work, household_id)
    form, theirs = read_both(work, AddressForm, fields_of(address, address.words))
    return save_edit(
        form,
        lambda version: write_address(
            work,
            household_id,
            document_from(form, AddressInput, words=document_from(form, AddressWords)),
            version=version,
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, household_id=household_id),
        shows=partial(render_template, "families/address.html", form=form, known=known, address=address),
    )
