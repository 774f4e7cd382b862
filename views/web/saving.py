"""What every form does once it was sent: the status of its answer, and the end of a rescued draft."""

from flask import request

from app.sign_in.drafts import forget_saved
from app.unit_of_work import UnitOfWork
from views.web.form_address import form_address
from views.web.form_reading import uuid_or_none


def form_status() -> int:
    """Return the status of a page that shows a form: 422 when it was sent and comes back, not for one more row."""
    return 422 if request.method == "POST" and "add" not in request.form else 200


def forget_restored(work: UnitOfWork) -> None:
    """Throw the rescued draft away that the form began from, now that it is saved, and every copy of it.

    The guard does it for every form that leads on; a form that is answered with a page does it itself.
    """
    forget_saved(
        work,
        form_address(),
        draft_id=uuid_or_none(request.args.get("restore")),
        record_id=request.form.get("record_id", ""),
    )
