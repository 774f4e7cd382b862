"""Saves an edited record, or shows both versions when somebody saved first: what views do that are not moved yet."""

from collections.abc import Callable
from dataclasses import dataclass

from wtforms import Form

from app.foundation.errors import Conflict, NotAllowedNow
from views.web.form_flow import SAVED_FIRST
from views.web.reasons import add_reasons
from views.web.saving import form_status
from views.web.versions import Version, take_over, version_field


@dataclass(frozen=True)
class Saving:
    """How saving went: saved, or not, with both versions when somebody saved first."""

    is_saved: bool = False
    versions: tuple[Version, ...] = ()

    @property
    def status(self) -> int:
        """The status of the page that shows the form again."""
        return 409 if self.versions else form_status()


def try_saving(form: Form, save: Callable[[], object], *, theirs: Form, version: int) -> Saving:
    """Save what was typed.

    `theirs` is a form of the same kind filled from the record as it is now, at `version`. On a conflict the form
    takes over what only they changed, keeps what the person typed, and may be sent once more on top of theirs.
    Who changed nothing that they did not change too, has nothing left to save.
    """
    try:
        save()
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return Saving()
    except Conflict:
        version_field(theirs).data = version
        versions = take_over(form, theirs)
        if all(one.is_untouched for one in versions):
            return Saving(is_saved=True)
        form.form_errors.append(SAVED_FIRST)
        return Saving(versions=versions)
    return Saving(is_saved=True)
