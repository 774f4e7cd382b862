"""What every room can tell: what happened on a child's road, what is due, what changed, and records by code."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.contact_rules import ContactRule
from app.foundation.vocabulary.evidence_bases import EvidenceBasis


@dataclass(frozen=True)
class ChronologyEntry:
    """One thing that happened. `title` is a marked label; `text` is what somebody wrote, empty when not opened.

    `kind` and `record_id` identify its page. `is_sealed` marks an entry whose words this person cannot open.
    `is_changed` marks one that was changed outside Wayhome: nothing of it is shown, and `at` only gives its position.
    One that `is_mistaken` was written by mistake: it stays where it was, struck through, and counts for nothing.
    `under` is the code of another record of the same child that it was written for.
    """

    at: datetime
    kind: str
    record_id: UUID
    title: str
    text: str = ""
    basis: EvidenceBasis | None = None
    by: str = ""
    recorded_at: datetime | None = None
    is_weighty: bool = False
    is_sealed: bool = False
    is_changed: bool = False
    is_mistaken: bool = False
    under: str = ""


@dataclass(frozen=True)
class Mark:
    """That something happened, and when: enough to place it among the others before a word is opened."""

    at: datetime
    recorded_at: datetime
    kind: str
    record_id: UUID


@dataclass(frozen=True)
class DueItem:
    """One thing that is due: what, about which child or case by code, by when, for whom.

    `detail` is what somebody wrote, `label` a marked label beside it. `step_id` is the record that the form of its
    first step is about, where that is not `record_id`; by `case_id`, or else `child_id`, the child is named. If it
    `is_waiting`, it has no day of its own and is counted from the day it began to wait. If it `is_late_since` that day,
    nobody had until then: it is late from the next day on. One that `is_grave` is red before it is late: a child is in
    danger. If it `is_changed` outside Wayhome, nothing but its place is shown.
    """

    due_on: date
    kind: str
    record_id: UUID
    title: str
    code: str
    detail: str = ""
    due_at: datetime | None = None
    assignee_id: UUID | None = None
    label: str = ""
    is_waiting: bool = False
    is_late_since: bool = False
    is_changed: bool = False
    is_grave: bool = False
    step_id: UUID | None = None
    case_id: UUID | None = None
    child_id: UUID | None = None
    rule: ContactRule | None = None
    """The contact rule of the child whom it is about."""
    whose: str = ""
    """Which colleague has it, where it is not the reader's own."""


@dataclass(frozen=True)
class Change:
    """One thing somebody else wrote: what, in which case, who and when. `record_id` is the id in its page's address.

    By `case_id`, or else `child_id`, the child is named.

    If it `is_changed` outside Wayhome, nothing but its place is shown.
    """

    kind: str
    record_id: UUID
    title: str
    code: str
    at: datetime
    by: str
    is_changed: bool = False
    case_id: UUID | None = None
    child_id: UUID | None = None


@dataclass(frozen=True)
class CodedRecord:
    """A record found by its code: what it is, in a marked label, the kind that names its page, and when it was made.

    `child_id` is the child who it is, or whom it is about; None for what is about several, or about nobody known.
    """

    kind: str
    label: str
    code: str
    record_id: UUID
    at: datetime | None = None
    child_id: UUID | None = None


@dataclass(frozen=True)
class FirstDay:
    """The earliest day that something recorded of a child is about; `title` says what it is, marked for translation."""

    day: date
    title: str
