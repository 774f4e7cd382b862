"""The status of a concern or an allegation: its state and its clock, from signed receipts and never from columns."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from app.concerns.books import ALLEGATIONS, Word, book_of
from app.concerns.clocks import Deadline, deadline
from app.concerns.follow_up import FollowUp, followed_up
from app.foundation.clock import is_ahead
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.boards import board_fits, fits_by_folder
from app.keyring.derived import set_derived
from app.keyring.folders import Fit, folders_to_check
from app.keyring.receipts import POSTERS_KEY, Receipts, Said
from app.keyring.repeated_facts import declare_repeats
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from app.vault.signing import SigningKey
from models.allegation import Allegation
from models.concern import Concern

R = TypeVar("R", Concern, Allegation)


@dataclass(frozen=True)
class ConcernStatus:
    """The status of one concern or allegation.

    `is_changed`: the row, its receipts or the columns that help to find it are not what was written. It then waits,
    whatever was said before, and the facts here come from the receipts that count.
    """

    id: UUID
    folder_id: UUID | None
    version: int
    """Increases with the row's version and with each receipt that changes the status: what a form must have seen."""
    reference: str
    base_id: UUID | None
    urgency: Urgency
    state: ConcernState
    posted_by: UUID | None
    posted_at: datetime
    due_at: datetime
    child_id: UUID | None = None
    """As its readers see it; for everyone else, as it was posted."""
    case_id: UUID | None = None
    encounter_id: UUID | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    copy_of: UUID | None = None
    """The concern about several children that it was made from, for one of them."""
    added: tuple[tuple[str, datetime], ...] = ()
    """What was added, as `words` or `disclosure`, and when."""
    receipt_key: str | None = None
    """The key of the secret receipt of whoever posted an allegation, who is named nowhere."""
    has_waited_since: datetime | None = None
    """When its poster called again, or it was opened again, until somebody receives that."""
    reopened_at: datetime | None = None
    """When a closing was last taken back as a mistake."""
    is_mistaken: bool = False
    """Whether it was marked as written by mistake, even if its poster called again since."""
    is_changed: bool = False
    is_clock_wrong: bool = False
    """Whether something was said of it by a clock that was ahead, and nobody has received it since: it then waits."""
    follow: FollowUp = field(default_factory=FollowUp)
    """Who has it, and what happens next."""
    turn: int = 0
    """The number of the last receipt: it changes with everything that is said."""

    @property
    def held_by(self) -> UUID | None:
        """Who has it now, if it was taken since next steps are kept."""
        return self.follow.held_by

    @property
    def step_due_at(self) -> datetime | None:
        """By when the next step is to be done."""
        return self.follow.step_due_at

    @property
    def news_at(self) -> datetime | None:
        """Since when its poster was told something that they have not read."""
        return self.follow.news_at

    @property
    def taken_by(self) -> UUID | None:
        """Who has it as far as anybody said, while it is not closed."""
        return self.held_by or (self.acknowledged_by if self.state_now is ConcernState.ACKNOWLEDGED else None)

    def step_clock(self, now: datetime) -> Deadline | None:
        """Return the clock of the next step while somebody has it; it never pauses."""
        return self.follow.clock(now) if self.state_now is ConcernState.ACKNOWLEDGED else None

    @property
    def waits(self) -> bool:
        """Whether, as far as can be relied on, nobody has received it yet."""
        return self.is_changed or self.is_clock_wrong or self.state is ConcernState.WAITING

    @property
    def state_now(self) -> ConcernState:
        """The state to show: a changed one is shown as waiting."""
        return ConcernState.WAITING if self.waits else self.state

    def signed(self) -> tuple[object, ...]:
        """Return what its poster signed, and the urgency as it was last signed."""
        return (
            self.reference,
            self.folder_id,
            self.base_id,
            self.urgency,
            self.posted_by,
            self.posted_at,
            self.receipt_key,
        )

    def clock(self, now: datetime) -> Deadline | None:
        """Return its clock while it runs."""
        return deadline(self.due(now), now=now) if self.waits else None

    def due(self, now: datetime) -> datetime:
        """Return when it must be acknowledged. If a wrong clock says when it was posted, that moment has passed."""
        return now - timedelta(seconds=1) if is_ahead(self.posted_at, now) else self.due_at


_HELPERS = (
    "state",
    "due_at",
    "acknowledged_at",
    "acknowledged_by",
    "copy_of",
    "closed_at",
    "closed_by",
    "held_by",
    "step_due_at",
    "news_at",
)


def concern_statuses(work: UnitOfWork, rows: Iterable[Concern | Allegation]) -> dict[UUID, ConcernStatus]:
    """Return the status of these rows of one table, by their ids.

    Nothing sealed is opened. A person who may not read a row has no key to check it with; what its poster signed is
    still compared.
    """
    listed = list(rows)
    if not listed:
        return {}
    found = book_of(listed[0]).read(work, [row.id for row in listed])
    fits = _fits(work, listed)
    unlike = [row for row in listed if fits[row.id] is Fit.CHANGED]
    held = folders_to_check(work, [row.folder_id for row in unlike])
    keyless = {row.id for row in unlike if row.folder_id not in held}
    statuses = {row.id: _status_from(work, row, found[row.id], fits[row.id]) for row in listed}
    return {
        row.id: _unvouched(work, row)
        if _leads_astray(work, row, statuses[row.id], keyless)
        else statuses[row.id]
        for row in listed
    }


def posted_by_them(work: UnitOfWork, rows: Sequence[R]) -> list[R]:
    """Return those rows of one table, loaded as this person's posts, that nobody else signed as their own."""
    found = book_of(rows[0]).read(work, [row.id for row in rows]) if rows else {}
    told = {row.id: _told(work, row, found[row.id]) for row in rows}
    return [
        row
        for row in rows
        if told[row.id].posted_by in (None, work.person.id) and not told[row.id].receipt_key
    ]


def concern_status_of(work: UnitOfWork, row: Concern | Allegation) -> ConcernStatus:
    """Return the status of one row."""
    return concern_statuses(work, [row])[row.id]


def waits(work: UnitOfWork, row: Concern | Allegation) -> bool:
    """Tell whether a row waits, without using its key: damage must not keep anybody from answering."""
    return _status_from(work, row, book_of(row).of(work, row.id), Fit.NO_KEY).waits


def _fits(work: UnitOfWork, rows: Iterable[Concern | Allegation]) -> dict[UUID, Fit]:
    concerns = [row for row in rows if isinstance(row, Concern)]
    others = [row for row in rows if isinstance(row, Allegation)]
    return board_fits(work, concerns) | fits_by_folder(work, others)


def _changed(work: UnitOfWork, rows: Sequence[Concern]) -> list[Concern]:
    statuses = concern_statuses(work, rows)
    return [row for row in rows if statuses[row.id].is_changed]


declare_repeats(Concern, _changed)


def say(work: UnitOfWork, row: Concern | Allegation, word: Word, **facts: str) -> ConcernStatus:
    """Sign a receipt about a stored, locked row, and set the columns that help to find the row. Returns its status."""
    told = _told(work, row, book_of(row).sign(work, row.id, word, base_id=_base_of(row), facts=facts))
    set_derived(work.session, row, **{name: getattr(told, name) for name in _helpers_of(row)})
    return told


def call_again(work: UnitOfWork, row: Allegation, key: SigningKey, *, due_at: datetime) -> ConcernStatus:
    """Sign, as whoever posted an allegation, that it waits again. The row is stored and locked."""
    facts = {"what": "call", "due": due_at.isoformat()}
    told = _told(work, row, ALLEGATIONS.sign_as_poster(work, row.id, Word.CALLED, facts=facts, key=key))
    set_derived(work.session, row, **{name: getattr(told, name) for name in _helpers_of(row)})
    return told


def told_of(work: UnitOfWork, row: Concern | Allegation) -> ConcernStatus:
    """Return what the receipts alone say about a row, whatever the row says."""
    return _told(work, row, book_of(row).of(work, row.id))


def _status_from(work: UnitOfWork, row: Concern | Allegation, receipts: Receipts, fit: Fit) -> ConcernStatus:
    told = _told(work, row, receipts)
    is_as_told = _is_as(row, told, fit)
    if told.is_clock_wrong and not is_as_told:
        # The row was set by the clock that was wrong: it is as it was written then.
        is_as_told = _is_as(row, _told(work, row, receipts.as_if_now()), fit)
    is_changed = told.is_changed or fit is Fit.CHANGED or not is_as_told
    if fit is Fit.FITS and isinstance(row, Concern):
        told = replace(told, child_id=row.child_id, case_id=row.case_id, encounter_id=row.encounter_id)
    return replace(told, is_changed=is_changed)


def _is_as(row: Concern | Allegation, told: ConcernStatus, fit: Fit) -> bool:
    """Tell whether a row says what receipts say of it."""
    as_signed = told.signed() == (
        row.reference,
        row.folder_id,
        _base_of(row),
        row.urgency,
        row.posted_by,
        row.posted_at,
        getattr(row, "receipt_key", None),
    )
    as_told = all(getattr(row, name) == getattr(told, name) for name in _helpers_of(row))
    as_marked = fit is not Fit.FITS or isinstance(row, Allegation) or is_marked(row) == told.is_mistaken
    return as_signed and as_told and as_marked


def _base_of(row: Concern | Allegation) -> UUID | None:
    return row.base_id if isinstance(row, Concern) else None


def _helpers_of(row: Concern | Allegation) -> list[str]:
    return [name for name in _HELPERS if hasattr(type(row), name)]


def _leads_astray(
    work: UnitOfWork, row: Concern | Allegation, status: ConcernStatus, keyless: Container[UUID]
) -> bool:
    """Tell whether a changed row may have been moved to this person, who then must not learn what was signed."""
    # Somebody who may read one allegation may read all of them.
    if not isinstance(row, Concern) or not status.is_changed or status.posted_by == work.person.id:
        return False
    of_another_base = status.base_id != _base_of(row) and work.person.base_id not in (None, status.base_id)
    return of_another_base or row.id in keyless


def _unvouched(work: UnitOfWork, row: Concern | Allegation) -> ConcernStatus:
    """If nobody vouches for when it was posted and how urgent it is, it is treated as overdue and most urgent."""
    return ConcernStatus(
        id=row.id,
        folder_id=None,
        version=row.version,
        reference="–",
        base_id=None,
        urgency=Urgency.NOW,
        state=ConcernState.WAITING,
        posted_by=None,
        posted_at=work.now,
        due_at=work.now - timedelta(seconds=1),
        is_changed=True,
    )


def _told(work: UnitOfWork, row: Concern | Allegation, receipts: Receipts) -> ConcernStatus:
    first = receipts.said[0] if receipts.said and receipts.said[0].kind == Word.POSTED else None
    if first is None:
        return _unvouched(work, row)
    status, before = _posted(first, row.version), first.number
    for said in receipts.said[1:]:
        status = _after_silence(status, receipts, range(before + 1, said.number))
        before = said.number
        follow = followed_up(status.follow, said, status.posted_by)
        status = replace(_after(status, said), follow=follow, turn=said.number)
    return _after_silence(status, receipts, range(before + 1, max(receipts.ahead, default=0) + 1))


def _after_silence(status: ConcernStatus, receipts: Receipts, numbers: range) -> ConcernStatus:
    """Return the status after receipts of which nothing counts: removed, or said by a clock that was ahead."""
    if not numbers:
        return status
    was_removed = not receipts.gaps.isdisjoint(numbers)
    return replace(
        status,
        state=ConcernState.WAITING,
        is_changed=status.is_changed or was_removed,
        is_clock_wrong=status.is_clock_wrong or not was_removed,
    )


def _posted(said: Said, version: int) -> ConcernStatus:
    return ConcernStatus(
        id=said.about_id,
        folder_id=_id(said.facts, "folder"),
        version=version,
        reference=said.facts["reference"],
        base_id=said.base_id,
        urgency=Urgency(said.facts["urgency"]),
        state=ConcernState.WAITING,
        posted_by=None if said.is_of_its_poster else said.by,
        receipt_key=said.facts.get(POSTERS_KEY) if said.is_of_its_poster else None,
        posted_at=said.at,
        due_at=datetime.fromisoformat(said.facts["due"]),
        child_id=_id(said.facts, "child"),
        encounter_id=_id(said.facts, "encounter"),
        copy_of=_id(said.facts, "copy_of"),
    )


def _after(status: ConcernStatus, said: Said) -> ConcernStatus:
    """Return the status after one more receipt."""
    changes: dict[str, Any] = {}
    if said.kind == Word.ACKNOWLEDGED and status.state is not ConcernState.CLOSED:
        changes = _received(status, said) | {"state": ConcernState.ACKNOWLEDGED}
        changes["version"] = status.version + 1
    elif said.kind == Word.CLOSED:
        changes = _received(status, said) | {
            "state": ConcernState.CLOSED,
            "closed_at": said.at,
            "closed_by": said.by,
        }
    elif said.kind == Word.MISTAKEN:
        changes = {"state": ConcernState.CLOSED, "closed_at": said.at, "closed_by": said.by}
        changes |= {"is_mistaken": True, "is_changed": False, "is_clock_wrong": False}
        changes["version"] = status.version + 1
    elif said.kind == Word.COUNTS or (said.kind == Word.REOPENED and status.state is ConcernState.CLOSED):
        changes = {"state": ConcernState.WAITING, "due_at": _moment(said), "has_waited_since": said.at}
        changes |= {"closed_at": None, "closed_by": None, "version": status.version + 1}
        changes |= {"is_mistaken": False, "reopened_at": said.at}
    elif said.kind == Word.URGENCY:
        changes = {"urgency": Urgency(said.facts["urgency"]), "due_at": _moment(said)}
    elif said.kind in (Word.STEP, Word.HANDED, Word.GIVEN_BACK):
        changes = _passed_on(status, said)
    elif said.kind in (Word.ADDED, Word.CALLED):
        changes = _added(status, said)
    return replace(status, **changes)


def _added(status: ConcernStatus, said: Said) -> dict[str, Any]:
    changes: dict[str, Any] = {"added": (*status.added, (said.facts["what"], said.at))}
    # Nobody closes over words they have not seen.
    changes["version"] = status.version + (said.kind == Word.CALLED)
    if said.kind == Word.CALLED and status.state is not ConcernState.WAITING:
        changes |= {"state": ConcernState.WAITING, "due_at": _moment(said), "has_waited_since": said.at}
        changes |= {"closed_at": None, "closed_by": None}
    return changes


def _passed_on(status: ConcernStatus, said: Said) -> dict[str, Any]:
    """Given back, it waits as if nobody had received it, and is due when it was due."""
    changes: dict[str, Any] = {"version": status.version + 1}
    if said.kind == Word.GIVEN_BACK and status.state is ConcernState.ACKNOWLEDGED:
        changes |= {"state": ConcernState.WAITING, "acknowledged_at": None, "acknowledged_by": None}
    return changes


def _received(status: ConcernStatus, said: Said) -> dict[str, Any]:
    """When a concern calls again, the first acknowledgement remains."""
    # Whoever answers now also answers for what was removed before.
    changes: dict[str, Any] = {"has_waited_since": None, "is_changed": False, "is_clock_wrong": False}
    if status.acknowledged_at is None:
        changes |= {"acknowledged_at": said.at, "acknowledged_by": said.by}
    return changes


def _moment(said: Said) -> datetime:
    return datetime.fromisoformat(said.facts["due"])


def _id(facts: Mapping[str, str], name: str) -> UUID | None:
    return UUID(facts[name]) if name in facts else None
