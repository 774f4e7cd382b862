"""Writes a meeting down, and corrects it: its own folder, granted to the shift's team and the office."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from app.access.scope import locked, require, scoped, visible
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.encounter_actions import EncounterAction
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write, make_folder
from app.outreach.children_met import add_children, change_children, children_to_add
from app.outreach.documents import Account, Change, MetChildInput
from app.outreach.night_times import last_at, time_of
from app.outreach.places import clean_place
from app.outreach.routes import pack_of
from app.outreach.shift_status import unchanged_shift_status
from app.outreach.shifts import may_lead, require_writable
from app.outreach.signs import answers_of, pack_of_account, signs_from
from app.outreach.teams import stated_team
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift

BESIDE_THE_SHIFT = timedelta(hours=2)
"""A meeting may lie this much before a shift was opened or after it was ended: people forget the button."""


@dataclass(frozen=True)
class EncounterInput:
    """What was typed of a meeting. `count` is how many children there were, described or not.

    `met` is a local time of day. `witness_id` None means the writer, when they were on the team.
    """

    met: time
    account: Account
    count: int
    children: tuple[MetChildInput, ...] = ()
    urgency: Urgency | None = None
    witness_id: UUID | None = None
    removed: frozenset[UUID] = frozenset()


def write_encounter(work: UnitOfWork, shift_id: UUID, encounter_id: UUID, typed: EncounterInput) -> UUID:
    """Write a meeting of a shift. The same form sent twice makes one.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `shift-over`, `not-on-this-shift`,
    `place-missing`, `unknown-area`, `unknown-sign`, `children-missing`, `too-many-children`, `child-twice`,
    `unknown-child` or `who-saw-it-missing`.
    """
    require(work, Permission.SHIFT_WRITE)
    earlier = work.session.get(Encounter, encounter_id)
    if earlier is not None:
        if (earlier.written_by, earlier.shift_id) != (work.person.id, shift_id):
            raise Refused(Permission.SHIFT_WRITE.value)
        raise AlreadyDone(record_id=encounter_id)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    require_writable(work, shift)
    account = _cleaned(work, shift, typed.account)
    children = children_to_add(work, shift.base_id, typed.children, count=typed.count)
    met_at = _met_at(work, shift, typed.met)
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
    known = [child.child_id for child in children if child.child_id is not None]
    subjects = [encounter_id, shift.id, *known]
    work.record("encounter.written", subjects=subjects, folders=[folder.id], base_id=shift.base_id)
    return encounter_id


def change_encounter(work: UnitOfWork, encounter_id: UUID, typed: EncounterInput, *, version: int) -> None:
    """Correct a meeting: its writer while the shift's time for writing lasts, and supervisors of the base.

    Raises Conflict when somebody saved since the form was opened, WillNotOpen when what is there is not what was
    written, Refused for everyone else on the team, and as `write_encounter`; `linked-row` when a child is to be
    taken off that somebody else linked to a record.
    """
    require(work, Permission.SHIFT_WRITE)
    encounter = _locked(work, encounter_id)
    shift = visible(work, Shift, encounter.shift_id, Permission.SHIFT_WRITE)
    require_correcting(work, encounter, shift)
    if encounter.version != version:
        raise Conflict(record=encounter_id, version=encounter.version)
    folder = folder_to_write(
        work, FolderKind.ENCOUNTER, encounter.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    before = folder.read(encounter, Account)
    account = _cleaned(
        work, shift, replace(typed.account, pack=before.pack, pack_version=before.pack_version)
    )
    met_at = _met_at(work, shift, typed.met, kept=encounter.met_at)
    witness_id = _witness(work, shift, typed.witness_id, kept=encounter.witnessed_by)
    known = change_children(work, folder, encounter, typed.children, count=typed.count, removed=typed.removed)
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


def require_correcting(work: UnitOfWork, encounter: Encounter, shift: Shift) -> None:
    """Raise Refused for people who neither wrote the meeting nor supervise, NotAllowedNow `shift-over` after 24 h."""
    if may_lead(work, shift):
        return
    if encounter.written_by != work.person.id:
        raise Refused(Permission.SHIFT_WRITE.value)
    require_writable(work, shift)


def _locked(work: UnitOfWork, encounter_id: UUID) -> Encounter:
    """Load a meeting that nobody else may change until this work ends."""
    query = scoped(work, Encounter, Permission.SHIFT_WRITE).where(Encounter.id == encounter_id)
    row = work.session.scalars(locked(query)).one_or_none()
    if row is None:
        raise NotVisible("encounter")
    return row


def _cleaned(work: UnitOfWork, shift: Shift, typed: Account) -> Account:
    pack = pack_of_account(typed)
    return replace(
        typed,
        place=clean_place(typed.place, pack_of(work, shift.base_id)),
        # In the order of their lists, so that two who chose the same wrote the same.
        company=tuple(one for one in Company if one in typed.company),
        needs_met=tuple(need for need in Need if need in typed.needs_met),
        actions=tuple(action for action in EncounterAction if action in typed.actions),
        company_words=clean_text(typed.company_words),
        words=clean_lines(typed.words),
        pack=pack.id,
        pack_version=pack.version,
        signs=signs_from(answers_of(typed.signs), pack),
    )


def _met_at(work: UnitOfWork, shift: Shift, met: time, *, kept: datetime | None = None) -> datetime:
    if kept is not None and time_of(kept) == met.replace(second=0):
        return kept
    until, status = work.now, unchanged_shift_status(work, shift)
    if status.ended_at is not None:
        until = min(until, status.ended_at + BESIDE_THE_SHIFT)
    moment = last_at(met, until=until)
    if moment < status.started_at - BESIDE_THE_SHIFT:
        raise NotAllowedNow("not-on-this-shift")
    return moment


def _witness(work: UnitOfWork, shift: Shift, witness_id: UUID | None, *, kept: UUID | None = None) -> UUID:
    team = stated_team(work, shift.id)
    if witness_id is None and work.person.id in team:
        return work.person.id
    if witness_id is None or (witness_id not in team and witness_id != kept):
        raise NotAllowedNow("who-saw-it-missing")
    return witness_id
