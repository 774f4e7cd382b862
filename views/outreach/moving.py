"""Moves a meeting that was written in the wrong shift to the right one."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, ngettext

from app.foundation.errors import NotVisible
from app.foundation.marking import N_
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.outreach.encounter_page import encounter_page
from app.outreach.moving import MoveMeeting, OtherShift, move_meeting, other_shifts
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.shift import MoveMeetingForm
from views.outreach.blueprint import bp
from views.web.form_flow import save_step
from views.web.form_reading import read_form, uuid_or_none
from views.web.language import page_language
from views.web.matching import moment_from
from views.web.notices import redirect_done

SHOW = "outreach.show_encounter"


@bp.form("/outreach/encounters/<uuid:encounter_id>/move", requires=Permission.SHIFT_WRITE)
def move(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Move a meeting to another shift, for a reason."""
    page, shifts = (
        encounter_page(work, encounter_id, locale=page_language()),
        other_shifts(work, encounter_id),
    )
    when = as_typed(page.met.met_at)
    form = read_form(work, MoveMeetingForm, version=page.met.version, met_on=when.on, met=when.at)
    _offer(form, shifts, page.met.shift_id)
    return save_step(
        form,
        lambda version: move_meeting(work, encounter_id, _typed(form, version)),
        version=page.met.version,
        done="encounter-moved",
        leads_to=partial(redirect_done, SHOW, encounter_id=encounter_id),
        shows=partial(render_template, "outreach/move.html", page=page, form=form, shifts=shifts),
    )


def _offer(form: MoveMeetingForm, shifts: Iterable[OtherShift], now_id: UUID) -> None:
    offered = {str(one.id): _label(one) for one in shifts}
    # A second press names the shift that the first one moved it to.
    also = {str(now_id): N_("The shift it stands in now")} if form.shift.raw_data else {}
    form.shift.choices = choices_of(offered | also, blank=N_("Choose"))


def _typed(form: MoveMeetingForm, version: int) -> MoveMeeting:
    shift_id = uuid_or_none(form.shift.data)
    if shift_id is None:
        raise NotVisible("shift")
    return MoveMeeting(shift_id, moment_from(form.met_on, form.met), form.reason.data or "", version)


def _label(shift: OtherShift) -> str:
    people = ngettext("%(num)s person", "%(num)s people", shift.people)
    return f"{format_datetime(shift.started_at, 'EEE d MMM y, HH:mm')} · {people}"
