"""Writes the whole year of the practice organisation into its diary: children, nights, concerns, cases."""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from app.children.documents import Age, ChildProfile
from app.foundation.local_time import local_day
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.languages import Language
from app.practice.calendar import moment_of
from app.practice.cases import Road, note_case, note_moves
from app.practice.children import Member, make_families, write_child
from app.practice.clubs import note_clubs
from app.practice.concerns import Posting, note_concern
from app.practice.families import note_family
from app.practice.groups import Groups, note_groups
from app.practice.home_visits import note_visits
from app.practice.nights import Street, note_nights
from app.practice.organisation import Practice
from app.practice.packets import Keep, note_referral
from app.practice.people import COLLEAGUES, DIRECTOR
from app.practice.restoration import note_restoration
from app.practice.safeguarding import note_allegation
from app.practice.screenings import note_screenings
from app.practice.stories import STORIES
from app.practice.stories.club import AT_THE_CLUB
from app.practice.stories.others import CLOSED, OPEN
from app.practice.story import Story, Who
from app.practice.year import Year

CHILDREN = {"PP": 36, "SR": 12}
"""How many children there are besides those of the stories."""

WRITTEN_DOWN_BY = {"PP": "theary", "SR": "leakhena"}
"""The person who entered the children whom everybody already knew when the year began."""

KNOWN_BEFORE = timedelta(days=1.5)
"""How long before the concern a story's child is entered."""

BETWEEN_CHILDREN = timedelta(minutes=12)


def note_year(practice: Practice, year: Year, *, begins: datetime, ends: datetime) -> None:
    """Write everything into the diary; whatever depends on something comes after it."""
    street = Street(known={base: [] for base in CHILDREN}, to_meet={base: [] for base in CHILDREN})
    _note_families(practice, year, street, begins=begins, ends=ends)
    note_visits(practice, year, street.known["PP"], ends=ends)
    note_screenings(practice, year, street.known["PP"], ends=ends)
    note_nights(practice, year, street, begins=begins + timedelta(hours=1), ends=ends)
    groups = Groups(practice, street.known["PP"], [])
    for story in STORIES:
        child = note_story(practice, year, story, ends=ends)
        if story.looks and child.base == "PP":
            groups.restored.append(child)
        if not story.homes:
            # A child whose road led to another home is not met on the street; simplest is that no night meets them.
            year.at(child.known_at, partial(street.known[child.base].append, child))
    note_groups(year, groups, ends=ends)
    note_clubs(practice, year, street, ends=ends)
    for concern in (*CLOSED, *AT_THE_CLUB, *OPEN):
        supervisor = "othersupervisor" if concern.by == "arun" else "chanthy"
        note_concern(practice, year, Posting(concern, supervisor), ends=ends)
    note_allegation(practice, year, ends=ends)


def note_story(
    practice: Practice, year: Year, story: Story, *, ends: datetime, keep: Keep = lambda _file: None
) -> Member:
    """Write one child's whole road into the diary; a packet's file is passed to `keep`."""
    child = _child_of(story.who, known_at=moment_of(story.concern.days, ends) - KNOWN_BEFORE)
    year.at(child.known_at, partial(write_child, practice, child, by=story.worker))
    road = Road(practice, year, story, child, ends)
    note_case(road)
    note_family(road)
    note_restoration(road)
    note_moves(road)
    note_referral(road, keep)
    return child


def _note_families(
    practice: Practice, year: Year, street: Street, *, begins: datetime, ends: datetime
) -> None:
    taken = {f"{story.who.family.latin} {story.who.given.latin}" for story in STORIES}
    taken |= {colleague.name for colleague in (DIRECTOR, *COLLEAGUES)}
    for base, wanted in CHILDREN.items():
        children = make_families(practice.chance, base, wanted, from_=begins, until=ends, taken=taken)
        known = [each for each in children if each.known_at <= begins]
        for number, child in enumerate(known, start=1):
            at = begins + BETWEEN_CHILDREN * number
            year.at(at, partial(_write_down, practice, street, child, WRITTEN_DOWN_BY[base]))
        later = [each for each in children if each.known_at > begins]
        street.to_meet[base] = sorted(later, key=lambda each: each.known_at)


def _write_down(practice: Practice, street: Street, child: Member, by: str) -> None:
    write_child(practice, child, by=by)
    street.known[child.base].append(child)


def _child_of(who: Who, *, known_at: datetime) -> Member:
    profile = ChildProfile(
        latin=f"{who.family.latin} {who.given.latin}",
        local=f"{who.family.khmer} {who.given.khmer}",
        nicknames=(who.given.short,) if who.given.short else (),
        age=Age(who.age, who.age, local_day(known_at), AgeBasis.SAID_BY_CAREGIVER),
        sex=who.sex,
        languages=(Language.KHM,),
        appearance=who.appearance,
        needs=who.needs,
        guardian=who.guardian,
        notes=who.notes,
    )
    return Member(uuid4(), who.base, known_at, profile, who.rule)
