"""The trail in sentences: what somebody did on one page, and what they were shown of which records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import gettext, ngettext

from app.access.trail import Subject, TrailLine, Visit, Way, visits_of, way_of
from app.foundation.local_time import local_day
from app.foundation.roles import ROLE_LABELS
from views.audit.words import action_words, page_words

CODES_NAMED = 2
"""How many codes a sentence names; more are counted."""
OF_THE_HOUSE = frozenset({"child", "case"})
IN_ORDER = (Way.DID, Way.OPENED, Way.LISTED)


@dataclass(frozen=True)
class VisitWords:
    """One visit: what was done, in a sentence; on which page; and the events it is told from."""

    sentence: str
    page: str
    base: str
    at: datetime
    events: tuple[TrailLine, ...]


@dataclass(frozen=True)
class PersonDay:
    """What one person did on one day, newest first. `name` is empty for what nobody did who was signed in."""

    name: str
    role: str
    day: date
    visits: tuple[VisitWords, ...]


def told_by_person(lines: Sequence[TrailLine]) -> list[PersonDay]:
    """Return the events of a page of the trail by day and person; who did something last comes first."""
    visits = visits_of(lines)
    told = []
    for day, of_day in groupby(visits, lambda visit: local_day(visit.at)):
        by_person: dict[object, list[Visit[TrailLine]]] = {}
        for visit in of_day:
            by_person.setdefault(visit.actor_id, []).append(visit)
        told += [_person_day(day, each) for each in by_person.values()]
    return told


def _person_day(day: date, visits: Sequence[Visit[TrailLine]]) -> PersonDay:
    first = visits[0].events[0]
    role = gettext(ROLE_LABELS[first.role]) if first.role else ""
    return PersonDay(first.actor, role, day, tuple(_told(visit) for visit in visits))


def _told(visit: Visit[TrailLine]) -> VisitWords:
    pages = [value for line in visit.events for name, value in line.facts if name == "page"]
    bases = dict.fromkeys(line.base for line in visit.events if line.base)
    return VisitWords(
        sentence=_sentence(visit.events),
        page=page_words(pages[0]) if pages else "",
        base=", ".join(bases),
        at=visit.at,
        events=visit.events,
    )


def _sentence(events: Iterable[TrailLine]) -> str:
    """Return what was done, then what was opened, then what was only listed, each with the codes it was about."""
    by_way: dict[Way, list[TrailLine]] = {way: [] for way in IN_ORDER}
    for line in events:
        by_way[way_of(line.action)].append(line)
    parts = [_done(line) for line in by_way[Way.DID]]
    parts += [_opened(by_way[Way.OPENED])] if by_way[Way.OPENED] else []
    parts += [_listed(by_way[Way.LISTED])] if by_way[Way.LISTED] else []
    return "; ".join(dict.fromkeys(parts))


def _done(line: TrailLine) -> str:
    codes = _codes([line])
    words = action_words(line.action)
    return str(gettext("%(what)s: %(codes)s", what=words, codes=codes)) if codes else words


def _opened(lines: Sequence[TrailLine]) -> str:
    folders = sum(line.folders for line in lines)
    codes = _codes(lines)
    if not codes:
        return str(ngettext("opened %(num)s record", "opened %(num)s records", folders))
    if folders < 2:
        return str(gettext("opened %(codes)s", codes=codes))
    told: str = ngettext(
        "opened %(codes)s, %(num)s record", "opened %(codes)s, %(num)s records", folders, codes=codes
    )
    return told


def _listed(lines: Sequence[TrailLine]) -> str:
    codes = _codes(lines)
    return str(gettext("saw in a list: %(codes)s", codes=codes) if codes else gettext("saw a list"))


def _codes(lines: Iterable[TrailLine]) -> str:
    """Return the codes that these events name, children and cases before colleagues; many are counted."""
    found = {
        subject.id: subject
        for line in lines
        for subject in line.subjects
        if subject.code and subject.id != line.actor_id
    }
    records = [each for each in found.values() if each.kind in OF_THE_HOUSE]
    named: list[Subject] = records or list(found.values())
    first = ", ".join(each.code for each in named[:CODES_NAMED])
    left = len(named) - CODES_NAMED
    if left <= 0:
        return first
    return str(gettext("%(codes)s and %(count)s more", codes=first, count=left))
