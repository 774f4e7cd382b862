"""Says beside a field what the code in it is, if it is none that the field asks for: one way for every such field."""

from flask_babel import gettext
from wtforms import Field

from app.children.names import names_of
from app.finding.by_code import CASE, CHILD, others_with_code
from app.foundation.chronology import CodedRecord
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_, Worded
from app.foundation.typed_codes import codes_meant
from app.unit_of_work import UnitOfWork
from forms.fields import NO_SUCH_CODE

NOT_A = {
    CHILD: N_("%(code)s is not the code of a child. What has this code: %(kind)s."),
    CASE: N_("%(code)s is not the code of a case. What has this code: %(kind)s."),
}
OF_CHILD = N_("%(code)s is not the code of a child. What has this code: %(kind)s. Its child is %(child)s.")
TWO_MEANT = N_("This may be %(first)s or %(second)s. Write the dashes too.")


def say_what_it_is(work: UnitOfWork, field: Field, *, wanted: str) -> None:
    """Say beside a field that asks for the code of a `wanted` kind what has the code that stands in it.

    To be called where nothing wanted was found. A text that is no code, such as a name, is left alone; a code of
    which this person may know nothing is said to be none.
    """
    if not codes_meant(field.data or ""):
        return
    said = _said(work, field.data, wanted)
    if said not in field.errors:
        field.errors = [*field.errors, said]


def refuse_another_code(work: UnitOfWork, field: Field, *, wanted: str) -> None:
    """Raise NotAllowedNow (`another-code`), and say so beside the field, if its code is that of something else only."""
    typed = field.data or ""
    others = others_with_code(work, typed, ())
    if others and all(one.kind != wanted for one in others):
        say_what_it_is(work, field, wanted=wanted)
        raise NotAllowedNow("another-code")


def ask_which(field: Field, found: list[CodedRecord]) -> None:
    """Ask beside a field which of two records is meant by a code that nothing separates."""
    first, second = found[:2]
    field.errors = [*field.errors, Worded(TWO_MEANT, first=first.code, second=second.code)]


def _said(work: UnitOfWork, typed: str, wanted: str) -> str:
    others = others_with_code(work, typed, {wanted})
    if not others:
        return NO_SUCH_CODE
    other = others[0]
    kind = gettext(other.label)
    child = names_of(work, [other.child_id]).get(other.child_id) if other.child_id else None
    if wanted == CHILD and child is not None and child.code:
        return Worded(OF_CHILD, code=other.code, kind=kind, child=child.code)
    return Worded(NOT_A[wanted], code=other.code, kind=kind)
