"""Fills forms from what was sent, from a rescued draft or from the record, and tells what happened to a form."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import abort, request
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form

from app.sign_in.drafts import draft_fields, forget_saved
from app.unit_of_work import UnitOfWork
from views.web.form_address import form_address

F = TypeVar("F", bound=Form)


def read_form(work: UnitOfWork, form_type: type[F], **data: Any) -> F:
    """Return the form filled with what was sent; on a first visit, with a rescued draft or with `data`."""
    if request.method == "POST":
        form = form_type(request.form)
        if "record_id" in form and (second_id := second_meant()) is not None:
            form["record_id"].process_data(second_id)
        return form
    draft_id = uuid_or_none(request.args.get("restore"))
    if draft_id is not None:
        fields = draft_fields(work, draft_id, form_address())
        return form_type(MultiDict((name, value) for name, values in fields.items() for value in values))
    return form_type(data=data)


def ticked(work: UnitOfWork, name: str) -> frozenset[UUID] | None:
    """Return which records of a list were ticked, as it was sent or as it was kept; None before anybody chose."""
    draft_id = uuid_or_none(request.args.get("restore"))
    if request.method == "POST":
        values = request.form.getlist(name)
    elif draft_id is not None:
        values = draft_fields(work, draft_id, form_address()).get(name, [])
    else:
        return None
    return frozenset(id_ for id_ in map(uuid_or_none, values) if id_ is not None)


def second_meant() -> UUID | None:
    """Return the id of the second record, if the sender of a form that was saved before ticked that they mean one."""
    return uuid_or_none(request.form.get("second_id")) if request.form.get("second") else None


def read_both(
    work: UnitOfWork,
    form_type: type[F],
    fields: dict[str, Any],
    *,
    offer: Callable[[F], object] = lambda _form: None,
) -> tuple[F, F]:
    """Return the form of an existing record, as `read_form` does, and another filled from the record as it is now.

    `offer` gives a form the choices that depend on the record.
    """
    form, theirs = read_form(work, form_type, **fields), form_type(data=fields)
    offer(form)
    offer(theirs)
    return form, theirs


def read_button(form_type: type[F]) -> F:
    """Return the form behind a button, which holds only what the page wrote into it; 400 for an invalid one."""
    form = form_type(request.form)
    if not form.validate():
        abort(400)
    return form


def was_sent(form: Form) -> bool:
    """Tell whether the form was sent to be saved, and is valid."""
    return request.method == "POST" and not made_room(form) and form.validate()


def made_room(form: Form) -> bool:
    """Tell whether the form was sent for one more row of a list, not to be saved; if so, the row has been added."""
    name = request.form.get("add", "")
    rows = next((field for field in form if field.name == name), None)
    if not isinstance(rows, FieldList):
        return False
    add_row(rows)
    return True


def add_row(rows: "FieldList[Any]") -> None:
    """Add an empty row to a list, unless it has as many as it may have."""
    if len(rows) < (rows.max_entries or sys.maxsize):
        rows.append_entry()


def record_id(field: Field) -> UUID:
    """Return the id that a form was given when it was shown; a form without a usable one is refused with 400."""
    found = uuid_or_none(field.data)
    if found is None:
        abort(400)
    return found


def form_status() -> int:
    """Return the status of a form's page: 422 when the form comes back with errors, but not for one more row."""
    return 422 if request.method == "POST" and "add" not in request.form else 200


def forget_restored(work: UnitOfWork) -> None:
    """Delete every copy of the rescued draft that the form began from, now that the form is saved.

    The guard does this for every form that redirects; a form answered with a page must do it itself.
    """
    forget_saved(
        work,
        form_address(),
        draft_id=uuid_or_none(request.args.get("restore")),
        record_id=request.form.get("record_id", ""),
    )


def uuid_or_none(text: str | UUID | None) -> UUID | None:
    """Read an id that somebody may have typed, or that a field has already read; anything else is None."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
