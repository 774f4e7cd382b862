"""The words for every kind of record, its fields and what stands in them, to show what it said before."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import format_date, format_datetime, gettext

from app.case_records.history import RecordHistory
from app.foundation.marking import N_
from app.foundation.moments import as_typed
from app.foundation.vocabulary import mark_outcomes, second_reasons
from views.web.places import page_of
from views.web.reasons import reason_words

KINDS: Mapping[str, str] = {
    "assessment": N_("Assessment"),
    "assessment_return": N_("Return of an assessment"),
    "case_note": N_("Note"),
    "child": N_("Child"),
    "club_absence": N_("Answer about a child who stays away"),
    "concern": N_("Concern"),
    "concern_addition words": N_("What was added to a concern"),
    "consent": N_("Consent"),
    "consent withdrawal": N_("That a consent was taken back"),
    "disclosure words": N_("The child's own words"),
    "encounter": N_("Meeting"),
    "family_support": N_("What helps a family"),
    "goal": N_("Goal"),
    "household": N_("Family"),
    "household_member": N_("Somebody in a family"),
    "parent_wish": N_("What a parent asked for"),
    "group_session": N_("Group session"),
    "home_visit": N_("Home visit"),
    "screening": N_("Screening"),
    "placement": N_("Home"),
    "restoration_review": N_("Review"),
    "risk_change": N_("Risk"),
    "safety_plan": N_("Safety plan"),
    "shift": N_("Shift"),
    "task": N_("Task"),
}
"""By what marks know a table, or a part of its rows."""

FIELDS: Mapping[str, str] = {
    "actions": N_("What is done"),
    "address": N_("Where"),
    "aim": N_("What the child works towards"),
    "approval": N_("Approved by somebody else"),
    "ask_whom": N_("Whom to ask there"),
    "asked_on": N_("Asked on"),
    "assignee_id": N_("Who does it"),
    "at": N_("Day"),
    "authority": N_("May they decide for the children by law?"),
    "basis": N_("How it is known"),
    "by": N_("To be done by"),
    "by_whom": N_("Taken back by"),
    "carer": N_("Caregiver"),
    "child_member_id": N_("For which child"),
    "childs_words": N_("In the child's own words"),
    "closed_at": N_("Closed"),
    "closed_why": N_("Why it was closed"),
    "code": N_("Code"),
    "code_elsewhere": N_("Their code at another base"),
    "decided": N_("What the authority decided"),
    "decided_by": N_("Who decided it"),
    "decided_on": N_("An authority decided on"),
    "document": N_("The authority's paper"),
    "document_ends_on": N_("Valid until"),
    "domain": N_("Part of life"),
    "done": N_("What is done, and by whom"),
    "done_at": N_("Done"),
    "done_by": N_("Done by"),
    "dropped_at": N_("dropped"),
    "due_on": N_("Due"),
    "ended_at": N_("Ended"),
    "feared_because": N_("Who fears them, and what is known"),
    "first_help": N_("Help to keep the child that was offered first"),
    "form": N_("How it was given"),
    "from_on": N_("Lives there since"),
    "given_at": N_("Day it was given"),
    "given_by": N_("Given by"),
    "happened_at": N_("Day"),
    "how": N_("How to reach them"),
    "how_known": N_("How that is known"),
    "is_beside_others": N_("Lives in two homes at one time"),
    "is_done": N_("Done"),
    "is_feared": N_("Somebody in the family fears this person"),
    "kin": N_("Which relatives were asked, and what they said"),
    "kind": N_("Kind"),
    "languages": N_("Languages spoken at home"),
    "left_because": N_("Why, and where they went"),
    "look_on": N_("Look at it again on"),
    "member_id": N_("For whom"),
    "met_child": N_("The child was met"),
    "name": N_("Name"),
    "needs": N_("What the family lacks"),
    "next_review_on": N_("Look again on"),
    "non_identifiable_reporting": N_("May be counted in reports that identify nobody"),
    "not_a_suspect": N_("Nobody who gave this is suspected of harming the child"),
    "notes": N_("Notes"),
    "offered": N_("Was money or anything else offered for the child?"),
    "opened_at": N_("Written down"),
    "opened_by": N_("Written down by"),
    "own_words": N_("In their own words"),
    "paper": N_("By which paper, with its number"),
    "paper_until": N_("The paper is valid until"),
    "people": N_("People to call"),
    "promised": N_("Promised until the next review"),
    "reached_at": N_("reached"),
    "reason": N_("The duty or the harm"),
    "review_on": N_("Look at it again on"),
    "role": N_("Who this is in the family"),
    "safe": N_("Is it safe to contact them?"),
    "safety": N_("Is the child safe there?"),
    "said": N_("What the parent said, in their own words"),
    "said_on": N_("Said on"),
    "score": N_("Score"),
    "scored_against": N_("Home the scores are held against"),
    "scored_on": N_("Day"),
    "scores": N_("Scores"),
    "seen": N_("What you saw"),
    "shared_with": N_("May be shared with"),
    "state": N_("How far it is"),
    "steps": N_("Steps"),
    "taken_back": N_("How it was taken back"),
    "taken_back_on": N_("Taken back on"),
    "until_on": N_("Left on"),
    "warning_signs": N_("Warning signs"),
    "what": N_("What"),
    "who": N_("Who"),
    "why": N_("Why"),
    "why_ended": N_("Why"),
    "with_whom": N_("With whom exactly"),
    "withdrawal": N_("Taken back"),
    "withdrawn_at": N_("Taken back"),
    "withheld": N_("Not to be told"),
    "witness": N_("Witness or interpreter"),
    "words": N_("In words"),
}
"""By the field of a document or the column of a row."""

UNSAID = frozenset(
    {
        "adds_to",
        "approval",
        "assessment_id",
        "came_from",
        "ended_by",
        "household_id",
        "is_time_known",
        "mended_at",
        "moved_to",
        "overridden_by",
        "pack_id",
        "pack_version",
        "recorded_by",
        "replaced_by",
        "signature",
        "written_by",
    }
)
"""What a reader learns from other words on the page, or cannot read."""


Told = list[tuple[str, str]]
"""Labels, in the language of the page, with what is said under each: the same ones in the same order."""


@dataclass(frozen=True)
class Line:
    """One field in words: what it says, and what it said after that version, if that is different."""

    label: str
    said: str
    after: str = ""


@dataclass(frozen=True)
class Before:
    """What an earlier version said that the one after it says differently."""

    version: Any
    lines: tuple[Line, ...]


def now_lines(page: RecordHistory) -> list[Line]:
    """Return what a record says now, field by field."""
    told = _told(page, page.document, page.facts)
    return [Line(label, said) for label, said in told if said]


def before_lines(page: RecordHistory) -> Iterator[Before]:
    """Yield each earlier version, newest first, with what was different before and after it."""
    now = _told(page, page.document, page.facts)
    said = (
        (one, _told(page, one.document, one.facts) if one.document is not None else None)
        for one in page.earlier
    )
    return differing_versions(now, said)


def differing_versions(now: Told | None, earlier: Iterable[tuple[Any, Told | None]]) -> Iterator[Before]:
    """Yield each version, newest first, with what the next one that opens says differently."""
    after = now
    for version, before in earlier:
        yield Before(version, tuple(_differing(before, after)) if before and after else ())
        after = before or after


def _differing(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[Line]:
    for (label, said), (_label, then) in zip(before, after, strict=True):
        if said != then:
            yield Line(label, said, then)


def _told(page: RecordHistory, document: Any, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return every field of a version in words, always the same fields in the same order."""
    said = {name: _words(value, page.people) for name, value in sorted(facts.items())}
    names = [each.name for each in fields(document)] if document is not None else []
    told = [(name, said[name]) for name in said if name not in UNSAID and name not in names]
    told += [(n, _words(getattr(document, n), page.people)) for n in names if n not in UNSAID]
    return [(gettext(FIELDS[name]), words) for name, words in told]


def _words(value: Any, people: Mapping[UUID, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, StrEnum):
        labels: Mapping[Any, str] = vars(sys.modules[type(value).__module__])["LABELS"]
        return str(gettext(labels[value]))
    if isinstance(value, tuple):
        return "\n".join(filter(None, (_words(each, people) for each in value)))
    if is_dataclass(value):
        parts = ((each.name, _words(getattr(value, each.name), people)) for each in fields(value))
        return " · ".join(words for name, words in parts if words and name not in UNSAID)
    return _plain(value, people)


def _plain(value: Any, people: Mapping[UUID, str]) -> str:
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, datetime):
        # What is known to the day only is kept as its beginning.
        has_hour = as_typed(value).at != time()
        return str(format_datetime(value, "d MMM y, HH:mm" if has_hour else "d MMM y"))
    if isinstance(value, date):
        return str(format_date(value, "d MMM y"))
    return people.get(value, "") if isinstance(value, UUID) else str(value)


WORDS = {
    "kinds": KINDS,
    "seconds": second_reasons.LABELS,
    "outcomes": mark_outcomes.LABELS,
    "reason_words": reason_words,
    "page_of": page_of,
    "now": now_lines,
    "before": before_lines,
}
"""What the templates of this topic need."""
