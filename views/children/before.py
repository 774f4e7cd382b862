"""The words for what was said of a child before."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, ngettext

from app.bases.pack import Pack
from app.children.before import SaidBefore
from app.children.documents import Age, ChildProfile, EmergencyWords, Guardian, SafeContact
from app.children.origins import area_name
from app.foundation.vocabulary import (
    age_bases,
    animal_years,
    contact_safeties,
    guardian_relations,
    languages,
    sexes,
)
from views.mistakes.words import Before, Told, differing_versions
from views.web.language import page_language


def versions_of(said: SaidBefore[Any], told: Callable[[Any], Told]) -> Iterator[Before]:
    """Yield each earlier version, newest first, with what was different before and after it."""
    now = told(said.now) if said.now is not None else None
    earlier = ((one, None if one.document is None else told(one.document)) for one in said.earlier)
    return differing_versions(now, earlier)


def profile_told(profile: ChildProfile, pack: Pack | None) -> Told:
    """Return who a child is, field by field, in words."""
    return [
        (gettext("Name in Latin letters"), profile.latin),
        (gettext("Name in the local script"), profile.local),
        (gettext("Nicknames"), ", ".join(profile.nicknames)),
        (gettext("Age"), _age(profile.age)),
        (gettext("Sex"), gettext(sexes.LABELS[profile.sex])),
        (gettext("Speaks"), ", ".join(gettext(languages.LABELS[each]) for each in profile.languages)),
        (gettext("Comes from"), area_name(pack, profile.origin_area, page_language())),
        (gettext("Village, or in other words"), profile.origin),
        (gettext("What the child looks like"), profile.appearance),
        (gettext("Disability, or help with talking"), profile.needs),
        (gettext("Who cares for the child"), _guardian(profile.guardian)),
        (gettext("Notes"), profile.notes),
    ]


def rule_told(rule: SafeContact) -> Told:
    """Return a contact rule in words."""
    return [(gettext("How and when"), rule.how), (gettext("Never"), rule.never)]


def sheet_told(sheet: EmergencyWords) -> Told:
    """Return an emergency sheet in words."""
    return [
        (gettext("The danger"), sheet.danger),
        (gettext("Where the child is now"), sheet.where_now),
        (gettext("Safety plan in force"), sheet.safety_plan),
        (gettext("Medical need"), sheet.medical),
        (gettext("Reasons for the safe-contact rule"), sheet.reasons),
    ]


def _age(age: Age | None) -> str:
    if age is None:
        return ""
    if age.born_on is not None:
        return str(gettext("born %(day)s", day=_day(age.born_on)))
    years = str(age.low) if age.low == age.high else f"{age.low}–{age.high}"
    parts = [
        ngettext("%(years)s year", "%(years)s years", age.high, years=years),
        gettext(animal_years.LABELS[age.animal]) if age.animal else "",
        gettext(age_bases.LABELS[age.basis]),
        _day(age.as_of),
    ]
    return " · ".join(part for part in parts if part)


def _day(day: date) -> str:
    return str(format_date(day, "d MMM y"))


def _guardian(guardian: Guardian) -> str:
    if not guardian.is_known:
        return ""
    relation = gettext(guardian_relations.LABELS[guardian.relation])
    safety = gettext(contact_safeties.LABELS[guardian.safe])
    return " · ".join(part for part in (guardian.name, guardian.number, relation, safety) if part)
