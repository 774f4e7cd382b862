"""The words of numbered sheets, and what is read from the form that prints one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort

from app.foundation.vocabulary import sheets
from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetShows
from app.sheets.about import AboutToPrint
from app.sheets.printing import SheetInput
from app.unit_of_work import UnitOfWork
from forms.sheets import PrintSheetForm
from views.web.form_reading import uuid_or_none

WORDS: Mapping[str, Mapping[Any, str]] = {
    "kinds": sheets.KINDS,
    "shows": sheets.SHOWS,
    "steps": sheets.STEPS,
    "states": sheets.STATES,
}


def first_answers(work: UnitOfWork, about: AboutToPrint) -> dict[str, Any]:
    """Return what the form shows at first: oneself, and back with the shift or within a day.

    A key sheet goes to a leader of its club, for as long as one usually does.
    """
    back = BackBy.SHIFT if BackBy.SHIFT in about.backs else BackBy.HOURS_24
    carrier = work.person.id
    if about.kind is SheetKind.CLUB_KEY:
        back, leaders = BackBy.DAYS_28, [one.id for one in about.carriers]
        carrier = leaders[0] if len(leaders) == 1 else carrier
    return {"carrier": str(carrier), "back": back.value}


def offer(form: PrintSheetForm, about: AboutToPrint) -> None:
    """Offer who may carry the sheet; only for a shift can names be left out."""
    form.offer(
        [
            (str(one.id), f"{one.name} · {one.worker_code}" if one.worker_code else one.name)
            for one in about.carriers
        ],
        about.backs,
    )
    if about.kind is not SheetKind.SHIFT:
        del form.names


def sheet_from(form: PrintSheetForm, new_id: UUID, about: AboutToPrint) -> SheetInput:
    """Return what was typed."""
    carried_by = uuid_or_none(form.carrier.data)
    if carried_by is None:
        abort(400)
    without = about.kind is SheetKind.SHIFT and not form.names.data
    return SheetInput(
        id=new_id,
        kind=about.kind,
        about_id=about.id,
        carried_by=carried_by,
        back=BackBy(form.back.data),
        shows=SheetShows.LOOKS if without else SheetShows.NAMES,
        purpose=form.purpose.data or "",
    )
