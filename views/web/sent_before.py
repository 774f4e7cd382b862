"""Tells whether a second Save says the same as the first, or something else."""

from uuid import UUID

from flask import request

from app.sign_in.drafts import NEVER_KEPT, OF_A_BUTTON
from app.sign_in.sent_forms import remember_form, said_the_same, was_sent
from app.unit_of_work import UnitOfWork

NOT_WHAT_IT_SAYS = (
    NEVER_KEPT
    | {"record_id", "version", "replaces", "add", "considered", "another"}
    | {"second", "second_id"}
)
"""Fields that a page writes into its form afresh whenever it is shown."""


def remember(work: UnitOfWork, record_id: UUID) -> None:
    """Remember what the form of this request says of a new record, unless the work is undone."""
    remember_form(work, record_id.bytes, _words())


def says_the_same(work: UnitOfWork, record_id: UUID) -> bool:
    """Tell whether the form of this request says what made the record; False also when that is not known."""
    return said_the_same(work, record_id.bytes, _words())


def remember_step(work: UnitOfWork, version: int) -> None:
    """Remember that the step of this request was taken with these words, unless the work is undone."""
    remember_form(work, _step(version), b"")


def was_taken(work: UnitOfWork, version: int) -> bool:
    """Tell whether this person took the step from that version, in the words of this request."""
    return said_the_same(work, _step(version), b"")


def remember_edit(work: UnitOfWork, version: int) -> None:
    """Remember what the form of this request made of a record at that version, unless the work is undone."""
    remember_form(work, _edit(version), _words())


def edit_says_the_same(work: UnitOfWork, version: int) -> bool:
    """Tell whether this person saved the same words at that version; False also when that is not known."""
    return said_the_same(work, _edit(version), _words())


def is_own_edit(work: UnitOfWork, version: int) -> bool:
    """Tell whether it was this person who changed the record at that version, by this form."""
    return was_sent(work, _edit(version))


def _edit(version: int) -> bytes:
    return repr(("edit", request.path, version)).encode()


def _step(version: int) -> bytes:
    return repr((request.path, version)).encode() + _words()


def _words() -> bytes:
    said = sorted(
        (name, value.replace("\r\n", "\n").strip())
        for name, value in request.form.items(multi=True)
        if name not in NOT_WHAT_IT_SAYS and not name.startswith(OF_A_BUTTON)
    )
    return repr(said).encode()
