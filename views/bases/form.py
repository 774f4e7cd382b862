"""The form of a new base, which set-up and the settings both show."""

from uuid import UUID

from app.bases.making import BaseInput
from app.bases.settings import packs_to_choose, zones_to_choose
from app.unit_of_work import UnitOfWork
from forms.bases import NewBaseForm
from views.web.form_reading import read_form
from views.web.language import page_language
from views.web.matching import document_from


def new_base_form(work: UnitOfWork) -> NewBaseForm:
    """Return the form of a new base with the packs and time zones there are."""
    packs = packs_to_choose(locale=page_language())
    zones = zones_to_choose(pack_id=packs[0][0])
    form = read_form(work, NewBaseForm, pack_id=packs[0][0], timezone=zones[0])
    form.pack_id.choices = list(packs)
    form.timezone.choices = [(zone, zone) for zone in zones]
    return form


def new_base_of(form: NewBaseForm, new_id: UUID) -> BaseInput:
    """Return what was typed."""
    return document_from(form, BaseInput, id=new_id)
