"""The secret receipt of whoever writes to safeguarding, shown once."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.safeguarding.coming_back import NoSuchReceipt, receipt_to_show
from app.unit_of_work import UnitOfWork
from views.web.form_reading import forget_restored
from views.web.guard import this_server
from views.web.notices import redirect_done
from views.web.printing import shown


def show_receipt(work: UnitOfWork, carried: str) -> ResponseReturnValue:
    """Show the receipt in answer to the form that carried it: no address leads here again."""
    try:
        card = shown(receipt_to_show(work, carried), this_server().clock.now())
    except NoSuchReceipt:
        # It was sent before with another receipt, or as a concern.
        return redirect_done("allegations.list_allegations", "already-saved")
    forget_restored(work)
    return render_template("concerns/our_own/receipt_made.html", card=card)
