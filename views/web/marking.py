"""The form that marks a record of any kind as written by mistake, or takes that back."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, mark_mistaken
from app.unit_of_work import UnitOfWork
from forms.mistakes import MarkForm
from views.web.form_flow import LeadsTo, Shows, save_new
from views.web.form_reading import read_form
from views.web.matching import document_from

Act = Callable[[UnitOfWork, str, UUID, MarkInput], MarkOutcome]


def save_mark(
    work: UnitOfWork,
    act: Act,
    name: str,
    record_id: UUID,
    *,
    leads_to: LeadsTo,
    shows: Shows,
    form: MarkForm | None = None,
    same_as: Callable[[], UUID | None] = lambda: None,
) -> ResponseReturnValue:
    """Show and save the form of an act about a record. `name` is that of its table, or of a part of its rows.

    `leads_to` gets the code of what was done: marked, taken back, or asked of a second person. `form` is one that asks
    more, and `same_as` tells which record counts in this one's place; it is asked when the form is saved.
    """
    form, outcomes = form or read_form(work, MarkForm), list[MarkOutcome]()

    def save(new_id: UUID) -> None:
        new = document_from(form, MarkInput, id=new_id, words=form.reason, same_as=same_as())
        outcomes.append(act(work, name, record_id, new))

    def led(code: str) -> ResponseReturnValue:
        return leads_to("mark-asked" if MarkOutcome.WAITING in outcomes else code)

    done = "marked" if act is mark_mistaken else "mark-taken-back"
    return save_new(form, save, done=done, leads_to=led, shows=partial(shows, form=form))
