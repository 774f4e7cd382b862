"""Saves an edited record, or shows both versions when somebody saved first: field by field, what was typed kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, FieldList, Form, FormField

from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.marking import N_
from forms.fields import VersionField, digests_of, is_shown
from views.reading import add_reasons
from views.saving import form_status


@dataclass(frozen=True)
class Version:
    """One field in both versions, in words. `is_untouched` says that only they changed it."""

    label: str
    theirs: str
    mine: str
    is_untouched: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.theirs != self.mine


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
        versions = _differing(form, theirs)
        if all(one.is_untouched for one in versions):
            return Saving(is_saved=True)
        carried = _version_field(form)
        carried.data, carried.seen = version, digests_of(theirs)
        form.form_errors.append(
            N_("Somebody saved this while you were writing. Nothing of yours is saved yet: compare first.")
        )
        return Saving(versions=tuple(versions))
    return Saving(is_saved=True)


def _differing(mine: Form, theirs: Form) -> list[Version]:
    """Return the fields that differ, and let `mine` take over those that only they changed."""
    seen, now = _version_field(mine).seen or {}, digests_of(mine)
    found = []
    for field in filter(is_shown, mine):
        other = theirs[field.name]
        is_untouched = seen.get(field.name) == now[field.name]
        version = Version(_(field.label.text), in_words(other), in_words(field), is_untouched)
        if not version.differs:
            continue
        if is_untouched and not hasattr(field, "entries"):
            field.process_data(other.data)
            field.raw_data = None
            version = replace(version, mine=_("you did not change this"))
        found.append(version)
    return found


def _version_field(form: Form) -> VersionField:
    field = form["version"]
    if not isinstance(field, VersionField):
        raise TypeError("an edited form carries a VersionField named version")
    return field


def in_words(field: Field) -> str:
    """Return what a field says, as a reader would read it; rows that say nothing are left out."""
    if isinstance(field, FieldList):
        return "; ".join(filter(None, map(in_words, field)))
    if isinstance(field, FormField):
        return _row_in_words(field.form)
    said = field.data
    if hasattr(field, "iter_choices"):
        chosen = _chosen(field.iter_choices(), said if isinstance(said, list) else [said])
        return ", ".join(str(_(label)) for label in chosen)
    if isinstance(said, bool):
        return str(_("Yes") if said else _("No"))
    return "" if said is None else str(said).strip()


def _row_in_words(row: Form) -> str:
    shown = [part for part in row if is_shown(part)]
    if all(part.data in (None, "", [], part.default) for part in shown):
        return ""
    return ", ".join(filter(None, map(in_words, shown)))


def _chosen(choices: Iterable[Any], said: Iterable[Any]) -> list[str]:
    wanted = set(said)
    return [choice[1] for choice in choices if choice[0] and choice[0] in wanted]
