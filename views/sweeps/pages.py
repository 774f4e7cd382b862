"""Looking through all rows: begun by a press, driven by the open page, what was found in plain sight."""

from contextlib import suppress
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import AlreadyDone, NotVisible
from app.foundation.permissions import Permission
from app.sweeps.pages import sweep_view, sweeps_page
from app.sweeps.sweeping import begin_sweep, sweep_on
from app.unit_of_work import UnitOfWork
from views.web.form_reading import uuid_or_none
from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("sweeps", __name__)
SHOW = "sweeps.show_sweep"


@bp.guarded("/audit/records", requires=Permission.ROWS_CHECK)
def show_sweeps(work: UnitOfWork) -> ResponseReturnValue:
    """Show the bases whose records can be looked through, each with its newest sweep."""
    return render_template("sweeps/list.html", bases=sweeps_page(work), new_id=uuid4)


@bp.guarded("/audit/records", requires=Permission.ROWS_CHECK, methods=("POST",))
def begin(work: UnitOfWork) -> ResponseReturnValue:
    """Begin to look through a base's records."""
    base_id, sweep_id = (uuid_or_none(request.form.get(name)) for name in ("base_id", "record_id"))
    if base_id is None or sweep_id is None:
        raise NotVisible("base")
    with suppress(AlreadyDone):  # pressed twice: it is under way
        begin_sweep(work, base_id, sweep_id)
    return redirect(url_for(SHOW, sweep_id=sweep_id))


@bp.guarded("/audit/records/<uuid:sweep_id>", requires=Permission.ROWS_CHECK)
def show_sweep(work: UnitOfWork, sweep_id: UUID) -> ResponseReturnValue:
    """Show how a sweep stands and what it found."""
    return render_template(
        "sweeps/show.html", sweep=sweep_view(work, sweep_id), is_paused="paused" in request.args
    )


@bp.guarded("/audit/records/<uuid:sweep_id>", requires=Permission.ROWS_CHECK, methods=("POST",))
def go_on(work: UnitOfWork, sweep_id: UUID) -> ResponseReturnValue:
    """Look at the next rows."""
    sweep_on(work, sweep_id)
    return redirect(url_for(SHOW, sweep_id=sweep_id))
