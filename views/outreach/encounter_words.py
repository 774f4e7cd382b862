"""What happened at a meeting, in words: for its page, and side by side when two people corrected it."""

from collections.abc import Iterable, Mapping
from datetime import time
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field, FieldList

from app.children.names import ChildName
from app.foundation.vocabulary import age_bands, company, encounter_actions, needs, sexes
from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.sexes import Sex
from app.instruments.loading import ScreeningPack
from app.outreach.documents import Account, ChildDescription
from app.outreach.places import place_from, place_label
from app.outreach.writing_page import WritingPage, chosen_children
from app.unit_of_work import UnitOfWork
from forms.encounter import ChildMetForm, CorrectEncounterForm
from forms.fields import digests_of, is_shown
from views.web.versions import Version, in_words


def facts_of(account: Account) -> list[tuple[str, str]]:
    """Return what was chosen of a meeting: with whom, needs met, what was done; empty ones are left out."""
    lines = [
        (_("With"), with_whom(account)),
        (_("Needs met"), _listed(needs.LABELS[need] for need in account.needs_met)),
        (_("What was done"), _listed(encounter_actions.LABELS[action] for action in account.actions)),
    ]
    return [(label, words) for label, words in lines if words]


def with_whom(account: Account) -> str:
    """Return who was with the children, as chosen and as written; empty when nothing was said of it."""
    chosen = _listed(company.LABELS[one] for one in account.company)
    return "; ".join(part for part in (chosen, account.company_words) if part)


def looks(description: ChildDescription | None) -> str:
    """Return how a child looked, in a few words; empty when nothing was written."""
    if description is None:
        return ""
    parts = [
        _(sexes.LABELS[description.sex]) if description.sex is not Sex.NOT_KNOWN else "",
        _(age_bands.LABELS[description.age]) if description.age is not AgeBand.NOT_KNOWN else "",
        description.words,
    ]
    return ", ".join(part for part in parts if part)


def merge_meetings(
    work: UnitOfWork, mine: CorrectEncounterForm, theirs: CorrectEncounterForm, page: WritingPage, locale: str
) -> list[Version]:
    """Return the fields in which two corrections differ, in words; `mine` takes over what only they changed."""
    names = chosen_children(
        work, (entry.form.known.data for form in (mine, theirs) for entry in form.children)
    )
    seen, now = mine.version.seen or {}, digests_of(mine)
    found = []
    for field in filter(is_shown, list(mine)):
        other = theirs[field.name]
        untouched = seen.get(field.name) == now[field.name]
        words = [_words(one, names, page, locale) for one in (other, field)]
        if words[0] == words[1]:
            continue
        if untouched:
            field.process(None, other.data)
            words[1] = _("you did not change this")
        found.append(Version(_(field.label.text), words[0], words[1], untouched))
    return found


def _words(field: Field, names: Mapping[UUID, ChildName], page: WritingPage, locale: str) -> str:
    if isinstance(field, FieldList):
        return _children_words([entry.form for entry in field.entries], names)
    if field.name == "signs":
        return _sign_words(field.data, page.pack, locale)
    if field.name == "place":
        return place_label(place_from(field.data or ""), page.shift.pack, locale)
    if isinstance(field.data, time):
        return field.data.strftime("%H:%M")
    return in_words(field)


def _children_words(parts: list[ChildMetForm], names: Mapping[UUID, ChildName]) -> str:
    lines = [ngettext("%(num)s child", "%(num)s children", len(parts))]
    for part in parts:
        known = names.get(part.known.data)
        described = ChildDescription(Sex(part.sex.data), AgeBand(part.age.data), part.words.data or "")
        gone = _("taken off") if part.removed.data else ""
        words = ", ".join(text for text in (known.code if known else "", looks(described), gone) if text)
        lines.append(f"· {words or _('not described')}")
    return "\n".join(lines)


def _sign_words(answers: Mapping[str, str], pack: ScreeningPack, locale: str) -> str:
    labels = {answer.code: answer.label.in_locale(locale) for answer in pack.answers}
    chosen = [item for item in pack.items if item.id in answers]
    return "\n".join(f"{item.label.in_locale(locale)}: {labels[answers[item.id]]}" for item in chosen)


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(_(label) for label in labels)
