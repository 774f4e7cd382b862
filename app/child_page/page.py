"""Builds a child's page: who, the road, safe contact, what happened, what is next; limited to the reader's keys."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import has
from app.child_page.next_up import next_of
from app.children.ages import AgeNow, age_on
from app.children.children import SeenChild, see_child
from app.children.contact_rules import rule_shown
from app.children.documents import ChildProfile, Guardian
from app.children.origins import area_name, pack_of
from app.children.wording import script_language
from app.children.written_twice import Sameness, sameness_of
from app.chronology.story import Story, story_of
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.contact_rules import ContactRule
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.contact_safeties import LABELS as SAFETY_LABELS
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import LABELS as RELATION_LABELS
from app.foundation.vocabulary.languages import LABELS as LANGUAGE_LABELS
from app.keyring.folders import prefetch_folders
from app.staff.colleagues import colleagues
from app.stage_moves.childs_road import ChildsRoad, childs_road
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AskedStory:
    """Which part of what happened is wanted: everything, or only what was seen, heard or told."""

    how: EvidenceBasis | None = None
    page: int = 1


@dataclass(frozen=True)
class Rights:
    """What this reader may do from here; the page hides what they have no right to do.

    Whoever `reads_every_road` of the base is told that nothing is written; nobody else may know that.
    """

    writes: bool
    reads_emergency: bool
    opens_case: bool
    reads_every_road: bool
    posts_concern: bool
    reads_screenings: bool


@dataclass(frozen=True)
class GuardianShown:
    """Who cares for the child; relation and safety are marked labels."""

    name: str
    number: str
    relation: str
    safety: str
    is_safe: bool
    is_unsafe: bool


@dataclass(frozen=True)
class ChildPage:
    """A child as this person may see them. `profile` is None when it does not open.

    Only readers of the case file get `road` and `next_up`. If the child `is_changed` outside Wayhome, the code, its
    writer and its date are unknown.
    """

    id: UUID
    code: str
    base_id: UUID
    profile: ChildProfile | None
    age: AgeNow | None
    local_lang: str
    spoken: tuple[str, ...]
    origin: str
    guardian: GuardianShown | None
    rule: ContactRule | None
    road: ChildsRoad | None
    next_up: tuple[DueItem, ...]
    story: Story
    changed_by: str
    changed_at: datetime
    first_written_at: datetime
    today: date
    rights: Rights
    is_changed: bool
    sameness: Sameness


def child_page(work: UnitOfWork, child_id: UUID, asked: AskedStory, *, locale: str) -> ChildPage:
    """Return the page of a child, with the part of the story that is asked for.

    Raises NotVisible, and NoKey without a grant for the profile.
    """
    prefetch_folders(work, child_id=child_id)
    seen = see_child(work, child_id)
    child, profile = seen.row, seen.profile
    people = {} if seen.is_changed else colleagues(work, [child.updated_by])
    road = childs_road(work, child_id)
    sameness = Sameness() if seen.is_changed else sameness_of(work, child)
    today = local_day(work.now)
    return ChildPage(
        id=child.id,
        code="" if seen.is_changed else child.code,
        base_id=child.base_id,
        profile=profile,
        age=age_on(profile.age, today) if profile else None,
        local_lang=script_language(profile.local) if profile else "und",
        spoken=tuple(LANGUAGE_LABELS[language] for language in profile.languages) if profile else (),
        origin=_origin(work, seen, locale),
        guardian=_guardian(profile.guardian) if profile and profile.guardian.is_known else None,
        rule=rule_shown(work, seen.rule),
        road=road,
        next_up=next_of(work, road.case.id) if road and road.case.is_open else (),
        story=story_of(work, child_id, how=asked.how, page=asked.page, also=sameness.codes_of_others),
        changed_by=people[child.updated_by].name if child.updated_by in people else "",
        changed_at=child.updated_at,
        first_written_at=child.created_at,
        today=today,
        rights=_rights(work, road, sameness),
        is_changed=seen.is_changed,
        sameness=sameness,
    )


def _origin(work: UnitOfWork, seen: SeenChild, locale: str) -> str:
    if seen.profile is None:
        return ""
    area = area_name(pack_of(work, seen.row.base_id), seen.profile.origin_area, locale)
    return ", ".join(part for part in (seen.profile.origin, area) if part)


def _guardian(guardian: Guardian) -> GuardianShown:
    return GuardianShown(
        name=guardian.name,
        number=guardian.number,
        relation=RELATION_LABELS[guardian.relation],
        safety=SAFETY_LABELS[guardian.safe],
        is_safe=guardian.safe is ContactSafety.YES,
        is_unsafe=guardian.safe is ContactSafety.NO,
    )


def _rights(work: UnitOfWork, road: ChildsRoad | None, sameness: Sameness) -> Rights:
    has_open_case = road is not None and road.case.is_open
    counts = not sameness.marks.is_marked
    return Rights(
        writes=has(work, Permission.PROFILE_WRITE),
        reads_emergency=has(work, Permission.EMERGENCY_READ),
        reads_every_road=reach_of(work.person, Permission.CASE_READ) in (Reach.BASE, Reach.ALL),
        opens_case=has(work, Permission.CASE_OPEN) and not has_open_case and counts,
        posts_concern=has(work, Permission.CONCERN_POST),
        reads_screenings=has(work, Permission.SCREENING_READ),
    )
