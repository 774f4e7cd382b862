"""The one way to save a form, new or changed: it saves once, shows every reason, and loses nothing that was typed.

A view reads its form (`read_form`, `read_both`) and says how to save it, where to go next and how to show the page.
It returns the result of `save_new`, `save_edit` or `save_step`. One test checks their promises for every form that
uses them (tests/access/test_form_flow.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import g
from flask.typing import ResponseReturnValue
from wtforms import Form

from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.marking import N_
from app.unit_of_work import UnitOfWork
from views.web.form_reading import form_status, record_id, was_sent
from views.web.reasons import add_reasons
from views.web.sent_before import (
    edit_says_the_same,
    is_own_edit,
    remember,
    remember_edit,
    remember_step,
    says_the_same,
    was_taken,
)
from views.web.versions import Version, take_over, version_field

SAVED_FIRST = N_("Somebody saved this while you were writing. Nothing of yours is saved yet: compare first.")
SAVED_FIRST_ONESELF = N_(
    "You saved this form once already, in other words. What stands here now is not saved yet: compare first."
)
CHANGED_SINCE = N_("Somebody changed this record while you read it. Look at it again; nothing was saved.")
SAVED_ALREADY = N_(
    "This form was saved once already. What stands here now says something else, and is not saved: look at what is "
    "saved and change it there."
)

LeadsTo = Callable[[str], ResponseReturnValue]
"""Answers a form that was saved, given the code of the notice to show: `partial(redirect_done, PAGE, case_id=…)`."""
Shows = Callable[..., str]
"""Draws the form's page, given `saving=`: `partial(render_template, "placements/write.html", form=form, …)`."""


@dataclass(frozen=True)
class Saving:
    """The state of a form that is not saved: shown for the first time, with its reasons, or with both versions.

    `is_conflict`: somebody else saved first. `is_second`: its record already exists, with different words.
    """

    versions: tuple[Version, ...] = ()
    is_conflict: bool = False
    is_second: bool = False

    @property
    def is_needless(self) -> bool:
        """Whether nothing is left to save, because all differences are the other person's changes."""
        return self.is_conflict and all(one.is_untouched for one in self.versions)

    @property
    def status(self) -> int:
        """The status of the page that shows the form."""
        return 409 if self.is_conflict or self.is_second else form_status()


@dataclass(frozen=True)
class SavedBefore:
    """Where one reads what a form made already, "" if on no page, and the id of a second record, if one is meant."""

    url: str
    second_id: UUID


def saved_before() -> SavedBefore | None:
    """Return what the form of this request made before in other words, for the form that comes back; usually None."""
    found: SavedBefore | None = g.get("saved_before")
    return found


def save_new(
    form: Form,
    save: Callable[[UUID], object],
    *,
    done: str,
    leads_to: LeadsTo,
    shows: Shows,
    theirs: Form | None = None,
) -> ResponseReturnValue:
    """Save what was typed as a new record, under the id its form was given when it was shown.

    If the form is sent again with the same words, after a second press or after Back, the record was saved already.
    With different words the form comes back with a way to what is saved; it makes another record only once somebody
    ticks that they mean one. So no second record is made unasked, and nothing typed is lost. `theirs` is for a record
    that replaces another: a form filled from that one as it is now.
    """
    if not was_sent(form):
        return _shown(shows, Saving())
    new_id = record_id(form["record_id"])
    try:
        unsaved = _unsaved(form, lambda: save(new_id), theirs)
    except AlreadyDone:
        if says_the_same(_work(), new_id):
            return leads_to("already-saved")
        form.form_errors.append(SAVED_ALREADY)
        g.saved_before = SavedBefore(_where(leads_to), uuid4())
        return _shown(shows, Saving(is_second=True))
    if unsaved is None:
        remember(_work(), new_id)
        return leads_to(done)
    return leads_to("already-saved") if unsaved.is_needless else _shown(shows, unsaved)


def save_edit(
    form: Form,
    save: Callable[[int], object],
    *,
    theirs: Form,
    leads_to: LeadsTo,
    shows: Shows,
    done: str = "saved",
) -> ResponseReturnValue:
    """Save what was typed into an existing record, as it was at the version the form was opened with.

    `theirs` is a form of the same kind, filled from the record as it is now. If somebody saved first, both versions
    are shown. If the person changed nothing that the other did not change too, nothing is left to save. Their own
    second press, in the same words, was saved already.
    """
    if not was_sent(form):
        return _shown(shows, Saving())
    opened_with = version_field(form).data or 0
    unsaved = _unsaved(form, lambda: save(opened_with), theirs)
    if unsaved is None:
        remember_edit(_work(), opened_with)
        return leads_to(done)
    if unsaved.is_conflict and edit_says_the_same(_work(), opened_with):
        return leads_to("already-saved")
    if unsaved.is_conflict and is_own_edit(_work(), opened_with):
        form.form_errors[:] = [SAVED_FIRST_ONESELF]
    return leads_to(done) if unsaved.is_needless else _shown(shows, unsaved)


def save_step(
    form: Form,
    step: Callable[[int], object],
    *,
    version: int | None = None,
    done: str,
    leads_to: LeadsTo,
    shows: Shows,
) -> ResponseReturnValue:
    """Take a step with a record, such as ending it, as it was at the version the form was opened with.

    The form says why or to whom. It shows nothing of the record, which is shown beside it on the page. If somebody
    changed the record meanwhile, nothing is done; the form comes back, to be sent once more for the record as the
    page now shows it, which is its `version`. A step that is the same whatever the record is now has no version. A
    second press in the same words, which finds the change made by the first, was saved already.
    """
    if not was_sent(form):
        return _shown(shows, Saving())
    opened_with = 0 if version is None else version_field(form).data or 0
    try:
        unsaved = _unsaved(form, lambda: step(opened_with), None)
    except (AlreadyDone, Conflict):
        if was_taken(_work(), opened_with):
            return leads_to("already-saved")
        if version is not None:
            version_field(form).process_data(version)
        form.form_errors.append(CHANGED_SINCE)
        return _shown(shows, Saving(is_conflict=True))
    if unsaved is not None:
        return _shown(shows, unsaved)
    remember_step(_work(), opened_with)
    return leads_to(done)


def pressed(act: Callable[[], object], done: str) -> str:
    """Do what a button says, and return the notice to show; a second press is told that it was already done."""
    try:
        act()
    except AlreadyDone:
        return "already-saved"
    return done


def _unsaved(form: Form, save: Callable[[], object], theirs: Form | None) -> Saving | None:
    """Save, and return None; otherwise return the state of the unsaved form."""
    try:
        save()
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return Saving()
    except Conflict:
        if theirs is None:
            raise
        found = Saving(take_over(form, theirs), is_conflict=True)
        if not found.is_needless:
            form.form_errors.append(SAVED_FIRST)
        return found
    return None


def _shown(shows: Shows, saving: Saving) -> ResponseReturnValue:
    return shows(saving=saving), saving.status


def _where(leads_to: LeadsTo) -> str:
    """Return the address that a saved form leads to; "" for one that is answered with a page of its own."""
    return getattr(leads_to("already-saved"), "location", None) or ""


def _work() -> UnitOfWork:
    work: UnitOfWork = g.work
    return work
