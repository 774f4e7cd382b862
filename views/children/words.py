"""What pages say about children besides their forms: who a page is about, and who a new child may be."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.bases.pack import Pack
from app.children.ages import AgeNow, age_on
from app.children.children import ChildInput, OpenedChild
from app.children.documents import ChildProfile
from app.children.duplicates import LikelySame
from app.children.origins import area_name, pack_of
from app.children.wording import script_language
from app.foundation.contact_rules import ContactRule
from app.foundation.vocabulary.languages import LABELS as LANGUAGE_LABELS
from app.foundation.vocabulary.sexes import Sex
from app.name_matching.duplicates import LEVEL_LABELS, REASON_LABELS
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from views.web.language import page_language


@dataclass(frozen=True)
class Head:
    """Whom a page is about, and who last changed the record."""

    id: UUID
    code: str
    latin: str
    local: str
    local_lang: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class Known:
    """What is known of a child, for comparing; `spoken` holds marked labels."""

    latin: str
    local: str
    local_lang: str
    nicknames: tuple[str, ...]
    age: AgeNow | None
    sex: Sex
    spoken: tuple[str, ...]
    origin: str
    appearance: str
    guardian: str


@dataclass(frozen=True)
class Candidate:
    """A child the new one may be: how likely and why, in marked labels; `known` is None when it does not open."""

    id: UUID
    code: str
    level: str
    reasons: tuple[str, ...]
    known: Known | None
    rule: ContactRule | None


@dataclass(frozen=True)
class Comparison:
    """What was typed, beside the children it may describe."""

    typed: Known
    candidates: tuple[Candidate, ...]


def head_of(work: UnitOfWork, opened: OpenedChild) -> Head:
    """Return whom a form is about."""
    people = colleagues(work, [opened.row.updated_by])
    return Head(
        id=opened.row.id,
        code=opened.row.code,
        latin=opened.profile.latin,
        local=opened.profile.local,
        local_lang=script_language(opened.profile.local),
        changed_by=people[opened.row.updated_by].name if opened.row.updated_by in people else "",
        changed_at=opened.row.updated_at,
    )


def compared(work: UnitOfWork, new: ChildInput, likely: list[LikelySame], today: date) -> Comparison:
    """Put the children that a new one may be beside what was typed."""
    pack = pack_of(work, new.base_id)
    candidates = (
        Candidate(
            id=one.id,
            code=one.code,
            level=LEVEL_LABELS[one.level],
            reasons=tuple(REASON_LABELS[reason] for reason in one.reasons),
            known=_known(one.profile, pack, today) if one.profile else None,
            rule=one.rule,
        )
        for one in likely
    )
    return Comparison(_known(new.profile, pack, today), tuple(candidates))


def _known(profile: ChildProfile, pack: Pack | None, today: date) -> Known:
    area = area_name(pack, profile.origin_area, page_language())
    return Known(
        latin=profile.latin,
        local=profile.local,
        local_lang=script_language(profile.local),
        nicknames=profile.nicknames,
        age=age_on(profile.age, today),
        sex=profile.sex,
        spoken=tuple(LANGUAGE_LABELS[language] for language in profile.languages),
        origin=", ".join(part for part in (profile.origin, area) if part),
        appearance=profile.appearance,
        guardian=profile.guardian.name,
    )
