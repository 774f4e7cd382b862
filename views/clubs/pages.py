"""Clubs: the list, the page of one, making and changing them, who leads them, closing and moving."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.children.origins import area_name
from app.clubs.club_page import ClubPage, children_page, club_page
from app.clubs.documents import ClubPlace
from app.clubs.leaders import end_leading, make_leader
from app.clubs.listing import clubs_page
from app.clubs.making import change_club, close_club, make_club, move_club, open_club_again
from app.clubs.scopes import visible_club
from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import ClubsShown
from app.sheets.key_sheets import keys_out
from app.unit_of_work import UnitOfWork
from forms.club import (
    ChangeClubForm,
    CloseClubForm,
    ClubsFilterForm,
    EndLeaderForm,
    LeaderForm,
    MoveClubForm,
    NewClubForm,
)
from views.absences.on_club import on_club_page
from views.clubs.blueprint import bp
from views.clubs.form import asked_base, club_fields, club_from, offer_areas, offer_base, offer_leaders
from views.clubs.words import LABELS, hours_words, reason_of, slot_arguments, weekly_words
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import pressed, save_edit, save_new, save_step
from views.web.form_reading import read_both, read_button, read_form, uuid_or_none
from views.web.kept_filters import filters_stay
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

SHOW = "clubs.show_club"


@bp.guarded("/clubs/", requires=Permission.CLUB_READ)
@filters_stay
def list_clubs(work: UnitOfWork) -> ResponseReturnValue:
    """List the clubs this person reads, by their code."""
    form = ClubsFilterForm(request.args)
    which = ClubsShown.ALL if form.which.data == ClubsShown.ALL else ClubsShown.OPEN
    page = clubs_page(work, which=which, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("clubs/list.html", page=page, form=form, ways=ways, weekly_words=weekly_words)


@bp.form("/clubs/new", requires=Permission.CLUB_MANAGE)
def new_club(work: UnitOfWork) -> ResponseReturnValue:
    """Make a club."""
    form = read_form(work, NewClubForm)
    offer_base(work, form)
    base_id = asked_base(work, form)
    offer_areas(work, form, base_id)
    return save_new(
        form,
        lambda new_id: make_club(work, new_id, club_from(form), base_id=base_id),
        done="club-made",
        leads_to=partial(redirect_done, SHOW, club_id=form.record_id.data),
        shows=partial(render_template, "clubs/new.html", form=form),
    )


@bp.guarded("/clubs/<uuid:club_id>", requires=Permission.CLUB_READ)
def show_club(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Show a club: what comes next, what was held, who leads it."""
    page = club_page(work, club_id, page=page_number())
    return render_template(
        "clubs/show.html",
        page=page,
        ways=ways_from(page.page, has_more=page.last < page.total),
        labels=LABELS,
        marking=MARKING,
        weekly_words=weekly_words,
        hours_words=hours_words,
        reason_of=reason_of,
        slot_arguments=slot_arguments,
        area_name=lambda code: area_name(page.pack, code, page_language()),
        who_comes=on_club_page(work, club_id),
        keys=keys_out(work, page.club.folder_id, page.club.base_id),
    )


@bp.guarded("/clubs/<uuid:club_id>/children", requires=Permission.CLUB_READ)
def list_children(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """List the children whom a club knows, those who come most often first."""
    page = children_page(work, club_id, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("clubs/children.html", page=page, ways=ways)


@bp.form("/clubs/<uuid:club_id>/change", requires=Permission.CLUB_MANAGE)
def edit_club(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Change what a club is, or correct it."""
    page = _managed(work, club_id)
    fields = club_fields(page.club.plan, page.club.version)
    offer = partial(offer_areas, work, base_id=page.club.base_id)
    form, theirs = read_both(work, ChangeClubForm, fields, offer=offer)
    return save_edit(
        form,
        lambda version: change_club(work, club_id, club_from(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, club_id=club_id),
        shows=partial(render_template, "clubs/edit.html", form=form, page=page),
    )


@bp.form("/clubs/<uuid:club_id>/move", requires=Permission.CLUB_MANAGE)
def move(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Say that a club meets elsewhere since a day."""
    page = _managed(work, club_id)
    form = read_form(work, MoveClubForm, version=page.club.version)
    offer_areas(work, form, page.club.base_id)
    return save_step(
        form,
        lambda version: move_club(work, club_id, _place(form), version=version),
        version=page.club.version,
        done="club-moved",
        leads_to=partial(redirect_done, SHOW, club_id=club_id),
        shows=partial(render_template, "clubs/move.html", form=form, page=page),
    )


def _place(form: MoveClubForm) -> ClubPlace:
    return ClubPlace(form.place.data or "", form.area.data or "", form.since.data)


@bp.form("/clubs/<uuid:club_id>/close", requires=Permission.CLUB_MANAGE)
def close(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Say that a club meets no more."""
    page = _managed(work, club_id)
    form = read_form(work, CloseClubForm, version=page.club.version, on=page.today)
    return save_step(
        form,
        lambda version: close_club(
            work, club_id, on=form.on.data or page.today, words=form.words.data or "", version=version
        ),
        version=page.club.version,
        done="club-closed",
        leads_to=partial(redirect_done, SHOW, club_id=club_id),
        shows=partial(render_template, "clubs/close.html", form=form, page=page),
    )


@bp.guarded("/clubs/<uuid:club_id>/open-again", requires=Permission.CLUB_MANAGE, methods=("POST",))
def open_again(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Say that a club that was closed meets again."""
    done = pressed(lambda: open_club_again(work, club_id), "club-opened-again")
    return redirect_done(SHOW, done, club_id=club_id)


@bp.form("/clubs/<uuid:club_id>/leaders", requires=Permission.CLUB_ASSIGN)
def add_leader(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Say who leads a club, for good or as a stand-in until a day."""
    page = _managed(work, club_id)
    form = read_form(work, LeaderForm)
    offer_leaders(work, form, page.club.base_id)
    return save_step(
        form,
        lambda _version: _make_leader(work, club_id, form),
        done="leader-made",
        leads_to=partial(redirect_done, SHOW, club_id=club_id),
        shows=partial(render_template, "clubs/leaders.html", form=form, page=page),
    )


def _make_leader(work: UnitOfWork, club_id: UUID, form: LeaderForm) -> None:
    staff_id = uuid_or_none(form.person.data)
    if staff_id is not None:
        make_leader(work, club_id, staff_id, until=form.until.data)


@bp.guarded("/clubs/<uuid:club_id>/leaders/end", requires=Permission.CLUB_ASSIGN, methods=("POST",))
def end_leader(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Say that somebody leads a club no more."""
    visible_club(work, club_id, Permission.CLUB_ASSIGN)
    form = read_button(EndLeaderForm)
    done = pressed(lambda: end_leading(work, club_id, form.leading.data), "leader-ended")
    return redirect_done(SHOW, done, club_id=club_id)


def _managed(work: UnitOfWork, club_id: UUID) -> ClubPage:
    """Return the page of a club that this person may manage. Raises NotVisible, Refused."""
    visible_club(work, club_id, Permission.CLUB_ASSIGN)
    page = club_page(work, club_id)
    if not page.may_manage:
        raise Refused(Permission.CLUB_ASSIGN.value)
    return page
