"""Shows two versions of a record side by side, field by field, when somebody saved first; typed text is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, FieldList, Form, FormField

from forms.fields import VersionField, digests_of, is_blank, is_shown


@dataclass(frozen=True)
class Version:
    """One field in both versions, in words. `is_untouched` says that only the other person changed it."""

    label: str
    theirs: str
    mine: str
    is_untouched: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two versions differ."""
        return self.theirs != self.mine


def take_over(mine: Form, theirs: Form) -> tuple[Version, ...]:
    """Return the fields in which two forms differ, and prepare `mine` to be sent once more, on top of `theirs`.

    `mine` takes over what only the other person changed, keeps what was typed, and gets their version.
    """
    carried = version_field(mine)
    seen, now = carried.seen or {}, digests_of(mine)
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
    carried.data, carried.seen = version_field(theirs).data, digests_of(theirs)
    return tuple(found)


def version_field(form: Form) -> VersionField:
    """Return the field that holds the version in a form for an existing record. Raises TypeError if there is none."""
    for field in form:
        if isinstance(field, VersionField):
            return field
    raise TypeError(f"{type(form).__name__} carries no version")


def in_words(field: Field) -> str:
    """Return what a field says, as a reader would read it; empty rows are left out."""
    if isinstance(field, FieldList):
        return "\n".join(filter(None, map(in_words, field)))
    if isinstance(field, FormField):
        return "" if is_blank(field.form) else ", ".join(filter(None, map(in_words, filter(is_shown, field))))
    said = field.data
    if hasattr(field, "iter_choices"):
        chosen = _chosen(field.iter_choices(), said if isinstance(said, list) else [said])
        return ", ".join(str(_(label)) for label in chosen)
    if isinstance(said, bool):
        return str(_("Yes") if said else _("No"))
    return "" if said is None else str(said).strip()


def _chosen(choices: Iterable[Any], said: Iterable[Any]) -> list[str]:
    wanted = set(said)
    return [choice[1] for choice in choices if choice[0] and choice[0] in wanted]
