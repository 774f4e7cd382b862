"""Bases: the list, a new one, corrections."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.bases.settings import (
    BaseDetails,
    BaseLine,
    add_base,
    base_line,
    bases_list,
    change_base,
    zones_to_choose,
)
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.bases import BaseDetailsForm
from views.bases.form import new_base_form, new_base_of
from views.web.form_flow import save_edit, save_new
from views.web.form_reading import read_both
from views.web.guard import GuardedBlueprint
from views.web.language import page_language
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("bases", __name__)
LIST = "bases.list_bases"
MANAGE = Permission.BASE_MANAGE


@bp.guarded("/settings/bases/", requires=MANAGE)
def list_bases(work: UnitOfWork) -> ResponseReturnValue:
    """Show every base."""
    return render_template("bases/list.html", bases=bases_list(work, locale=page_language()))


@bp.form("/settings/bases/new", requires=MANAGE)
def new_base(work: UnitOfWork) -> ResponseReturnValue:
    """Make a base with its circles."""
    form = new_base_form(work)
    return save_new(
        form,
        lambda new_id: add_base(work, new_base_of(form, new_id)),
        done="base-made",
        leads_to=partial(redirect_done, LIST),
        shows=partial(render_template, "bases/new.html", form=form),
    )


@bp.form("/settings/bases/<uuid:base_id>", requires=MANAGE)
def edit_base(work: UnitOfWork, base_id: UUID) -> ResponseReturnValue:
    """Correct a base's name, time zone or duty number."""
    line = base_line(work, base_id, locale=page_language())
    form, theirs = read_both(work, BaseDetailsForm, fields_of(line), offer=partial(_offer_zones, line))
    return save_edit(
        form,
        lambda version: change_base(work, base_id, document_from(form, BaseDetails), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, LIST),
        shows=partial(render_template, "bases/edit.html", form=form, line=line),
    )


def _offer_zones(line: BaseLine, form: BaseDetailsForm) -> None:
    zones = dict.fromkeys((line.timezone, *zones_to_choose()))
    form.timezone.choices = [(zone, zone) for zone in zones]
