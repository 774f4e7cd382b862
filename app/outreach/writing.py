"""Writes a meeting down, and corrects it. Its folder is granted to the shift's team and the office."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from app.access.scope import locked_row, require, visible
from app.bases.known import zone_of
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.local_time import in_zone, local_day, to_typed
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.encounter_actions import EncounterAction
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write, make_folder
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.outreach.children_met import add_children, change_children, children_to_add, named_in, refuse_unborn
from app.outreach.documents import Account, Change, MetChildInput
from app.outreach.night_times import moment_of, time_of
from app.outreach.places import clean_place
from app.outreach.routes import pack_of
from app.outreach.shift_status import unchanged_shift_status
from app.outreach.shift_times import meeting_span
from app.outreach.shifts import held, may_lead, require_writable, require_writing_time
from app.outreach.signs import answers_of, pack_of_account, signs_from
from app.outreach.teams import stated_team
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift


@dataclass(frozen=True)
class EncounterInput:
    """What was typed about a meeting. `count` is the number of children, described or not.

    `met` is a local time of day; `met_on` its day, asked only when the time could be of several nights. None for
    `witness_id` means the writer, if they were on the team.
    """

    met: time
    account: Account
    count: int
    children: tuple[MetChildInput, ...] = ()
    urgency: Urgency | None = None
    witness_id: UUID | None = None
    removed: frozenset[UUID] = frozenset()
    met_on: date | None = None


def write_encounter(work: UnitOfWork, shift_id: UUID, encounter_id: UUID, typed: EncounterInput) -> UUID:
    """Write a meeting of a shift. Sending the same form twice makes one meeting.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `shift-over`, `written-by-mistake` if the shift was,
    `not-on-this-shift`, `which-night`, `place-missing`, `unknown-area`, `unknown-sign`, `children-missing`,
    `too-many-children`, `child-twice`, `unknown-child`, `who-saw-it-missing`, `before-born` or `before-any-birth`.
    """
    require(work, Permission.SHIFT_WRITE)
    earlier = work.session.get(Encounter, encounter_id)
    if earlier is not None:
        if (earlier.written_by, earlier.shift_id) != (work.person.id, shift_id):
            raise Refused(Permission.SHIFT_WRITE.value)
        raise AlreadyDone(record_id=encounter_id)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    held(work, shift)
    require_writable(work, shift)
    account = _cleaned(work, shift, typed.account)
    children = children_to_add(work, shift.base_id, typed.children, count=typed.count)
    met_at = _met_at(work, shift, typed)
    known = [child.child_id for child in children if child.child_id is not None]
    refuse_unborn(work, known, met_at)
    witness_id = _witness(work, shift, typed.witness_id)
    folder = make_folder(work, FolderKind.ENCOUNTER, base_id=shift.base_id, shift_id=shift.id)
    encounter = Encounter(
        id=encounter_id,
        shift_id=shift.id,
        base_id=shift.base_id,
        folder_id=folder.id,
        met_at=met_at,
        urgency=typed.urgency.value if typed.urgency is not None else None,
        written_by=work.person.id,
        witnessed_by=witness_id,
        written_at=work.now,
    )
    folder.write(encounter, account)
    work.session.flush()
    add_children(work, folder, encounter_id, children)
    subjects = [encounter_id, shift.id, *known]
    work.record("encounter.written", subjects=subjects, folders=[folder.id], base_id=shift.base_id)
    return encounter_id


def change_encounter(work: UnitOfWork, encounter_id: UUID, typed: EncounterInput, *, version: int) -> None:
    """Correct a meeting: its writer may, while the shift's writing time lasts, and supervisors of the base may always.

    Raises Conflict when somebody has saved since the form was opened; WillNotOpen when the existing record is not
    what was written; Refused for everyone else on the team; and as `write_encounter`. Raises NotAllowedNow with
    `linked-row` for removing a child that somebody else linked to a record.
    """
    require(work, Permission.SHIFT_WRITE)
    encounter = locked_row(work, Encounter, encounter_id, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, encounter.shift_id, Permission.SHIFT_WRITE)
    require_correcting(work, encounter, shift)
    if encounter.version != version:
        raise Conflict(record=encounter_id, version=encounter.version)
    if is_marked(encounter):
        raise NotAllowedNow("written-by-mistake")
    folder = folder_to_write(
        work, FolderKind.ENCOUNTER, encounter.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    before = folder.read(encounter, Account)
    account = _cleaned(
        work, shift, replace(typed.account, pack=before.pack, pack_version=before.pack_version)
    )
    met_at = _met_at(work, shift, typed, kept=encounter.met_at)
    witness_id = _witness(work, shift, typed.witness_id, kept=encounter.witnessed_by)
    named = named_in(work, encounter.id)
    known = change_children(work, folder, encounter, typed.children, count=typed.count, removed=typed.removed)
    refuse_unborn(work, _asked_about(encounter, met_at, known, named), met_at)
    keep_earlier(work, folder, encounter, Account, named=named)
    encounter.met_at, encounter.witnessed_by = met_at, witness_id
    encounter.urgency = typed.urgency.value if typed.urgency is not None else None
    with work.session.no_autoflush:
        folder.write(encounter, replace(account, last_change=Change(work.person.id, work.now)))
    work.session.flush()
    work.record(
        "encounter.changed",
        subjects=[encounter.id, shift.id, *known],
        folders=[folder.id],
        base_id=shift.base_id,
        version=encounter.version,
    )


def _asked_about(
    encounter: Encounter, met_at: datetime, known: Iterable[UUID], named: Iterable[UUID | None]
) -> set[UUID]:
    """Return the children to ask about, whether they were born: all on another day, else those named anew."""
    is_same_day = local_day(met_at) == local_day(encounter.met_at)
    return set(known) - (set(named) if is_same_day else set())


def require_correcting(work: UnitOfWork, encounter: Encounter, shift: Shift) -> None:
    """Raise Refused for people who neither wrote the meeting nor supervise, NotAllowedNow `shift-over` after 24 h."""
    if may_lead(work, shift):
        return
    if encounter.written_by != work.person.id:
        raise Refused(Permission.SHIFT_WRITE.value)
    require_writing_time(work, shift)


def _cleaned(work: UnitOfWork, shift: Shift, typed: Account) -> Account:
    pack = pack_of_account(typed)
    return replace(
        typed,
        place=clean_place(typed.place, pack_of(work, shift.base_id)),
        # In the order of their lists, so that two people who choose the same signs write the same document.
        company=tuple(one for one in Company if one in typed.company),
        needs_met=tuple(need for need in Need if need in typed.needs_met),
        actions=tuple(action for action in EncounterAction if action in typed.actions),
        company_words=clean_text(typed.company_words),
        words=clean_lines(typed.words),
        pack=pack.id,
        pack_version=pack.version,
        signs=signs_from(answers_of(typed.signs), pack),
    )


def _met_at(
    work: UnitOfWork, shift: Shift, typed: EncounterInput, *, kept: datetime | None = None
) -> datetime:
    status = unchanged_shift_status(work, shift)
    first, last = meeting_span(work, status.started_at, status.ended_at)
    with in_zone(zone_of(work, shift.base_id)):
        is_same_time = kept is not None and time_of(kept) == typed.met.replace(second=0)
        if kept is not None and is_same_time and typed.met_on in (None, to_typed(kept).date()):
            return kept
        return moment_of(
            typed.met, typed.met_on, first=first, last=last, now=work.now, outside="not-on-this-shift"
        )


def _witness(work: UnitOfWork, shift: Shift, witness_id: UUID | None, *, kept: UUID | None = None) -> UUID:
    team = stated_team(work, shift.id)
    if witness_id is None and work.person.id in team:
        return work.person.id
    if witness_id is None or (witness_id not in team and witness_id != kept):
        raise NotAllowedNow("who-saw-it-missing")
    return witness_id
