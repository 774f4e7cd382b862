"""Bases: the list, a new one, corrections."""

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
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.bases import BaseDetailsForm
from views.arriving import add_reasons_beside
from views.base_forms import new_base_form, new_base_of
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.web.language import page_language
from views.web.reading import read_form, was_sent
from views.web.saving import forget_restored, form_status

bp = GuardedBlueprint("bases", __name__)
BOTH = ("GET", "POST")
LIST = "bases.list_bases"
MANAGE = Permission.BASE_MANAGE


@bp.guarded("/settings/bases/", requires=MANAGE)
def list_bases(work: UnitOfWork) -> ResponseReturnValue:
    """Show every base."""
    return render_template("bases/list.html", bases=bases_list(work, locale=page_language()))


@bp.guarded("/settings/bases/new", requires=MANAGE, methods=BOTH)
def new_base(work: UnitOfWork) -> ResponseReturnValue:
    """Make a base with its circles."""
    form = new_base_form(work)
    if was_sent(form):
        try:
            add_base(work, new_base_of(form))
            forget_restored(work)
            return redirect_done(LIST, "base-made")
        except AlreadyDone:
            return redirect_done(LIST, "already-saved")
        except NotAllowedNow as refusal:
            add_reasons_beside(form, refusal)
    return render_template("bases/new.html", form=form), form_status()


@bp.guarded("/settings/bases/<uuid:base_id>", requires=MANAGE, methods=BOTH)
def edit_base(work: UnitOfWork, base_id: UUID) -> ResponseReturnValue:
    """Correct a base's name, time zone or duty number."""
    line = base_line(work, base_id, locale=page_language())
    form = _details_form(work, line)
    saving = Saving()
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_base(work, base_id, _details_of(form), version=form.version.data),
            theirs=_filled(line),
            version=line.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done(LIST, "saved")
    return render_template("bases/edit.html", form=form, line=line, saving=saving), saving.status


def _details_form(work: UnitOfWork, line: BaseLine) -> BaseDetailsForm:
    form = read_form(
        work,
        BaseDetailsForm,
        version=line.version,
        name=line.name,
        timezone=line.timezone,
        duty_number=line.duty_number,
    )
    return _with_zones(form, line)


def _filled(line: BaseLine) -> BaseDetailsForm:
    form = BaseDetailsForm(name=line.name, timezone=line.timezone, duty_number=line.duty_number)
    return _with_zones(form, line)


def _with_zones(form: BaseDetailsForm, line: BaseLine) -> BaseDetailsForm:
    zones = dict.fromkeys((line.timezone, *zones_to_choose()))
    form.timezone.choices = [(zone, zone) for zone in zones]
    return form


def _details_of(form: BaseDetailsForm) -> BaseDetails:
    return BaseDetails(form.name.data or "", form.timezone.data, form.duty_number.data or "")
