"""Signed places: who is on which case and in which shift's team, and the grants that follow."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, or_, select

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.adding_statements import own_signer, state
from app.keyring.directory import KnownAssignment
from app.keyring.folders import OpenFolder, forget_open_folders, open_folder, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, POLICY, Duty
from app.keyring.refusals import record_refusal
from app.keyring.repeated_facts import declare_repeats
from app.keyring.root import certifying_signer
from app.keyring.statements import Kind
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.folder import Folder
from models.grant import Grant

_HELD_BY_MAKER = [kind.value for kind, holders in POLICY.items() if holders.with_maker]


def assign(
    work: UnitOfWork,
    case_id: UUID,
    staff_id: UUID,
    *,
    duty: Duty,
    base_id: UUID,
    child_id: UUID | None = None,
) -> UUID:
    """Assign a person to a case: a signed statement, and grants of the case's folders that the duty opens.

    Whoever made a folder of the case that its maker holds, and lost it with an earlier assignment, is given it again.
    `child_id` is whose case it is, for the trail.

    Raises KeyRefused when the acting person may not certify in the base, or the signed directory does not know the
    assigned as somebody of that base whose role has the duty: no row decides who is given a case.
    """
    known = directory_for(work).person(staff_id)
    if known.base_id != base_id or DUTY_OF_ROLE.get(known.role) is not duty:
        raise KeyRefused("nobody vouches for this person in that duty there", person=staff_id)
    assignment = Assignment(
        id=uuid4(), case_id=case_id, staff_id=staff_id, duty=duty.value, from_at=work.now, until_at=None
    )
    fields = {
        "assignment": str(assignment.id),
        "case": str(case_id),
        "person": str(staff_id),
        "duty": duty.value,
        "base": str(base_id),
    }
    state(work, Kind.ASSIGNMENT, fields, signer=certifying_signer(work))
    work.session.add(assignment)
    work.session.flush()
    for folder in open_folders(work, _case_folder_ids(work, assignment)).values():
        _grant_all_versions(work, folder, staff_id, assignment.id)
    subjects = _about(assignment.id, case_id, staff_id, child_id)
    work.record("assignment.made", subjects=subjects, base_id=base_id, duty=duty.value)
    return assignment.id


def end_assignment(
    work: UnitOfWork, assignment_id: UUID, *, base_id: UUID, child_id: UUID | None = None
) -> None:
    """End an assignment: its grants are deleted, and the folders get new keys with the next write.

    With a person's last assignment to the case go the copies of what they made in it, such as a packet's folder:
    being assigned is what let them make it.
    """
    assignment = work.session.get(Assignment, assignment_id)
    known = directory_for(work).assignments.get(assignment_id)
    fields = {"assignment": str(assignment_id), "base": str(base_id)}
    state(work, Kind.ASSIGNMENT_ENDED, fields, signer=certifying_signer(work))
    if assignment is not None:
        # A row that was taken away must not keep anybody in their place.
        assignment.until_at = work.now
    subjects = []
    if known is not None:
        work.session.execute(delete(Grant).where(_given_by(work, known)))
        subjects = _about(assignment_id, known.case_id, known.staff_id, child_id)
    forget_open_folders(work)
    work.record("assignment.ended", subjects=subjects, base_id=base_id)


def _about(*ids: UUID | None) -> list[UUID]:
    return [each for each in ids if each is not None]


def _given_by(work: UnitOfWork, assignment: KnownAssignment) -> ColumnElement[bool]:
    of_assignment = Grant.assignment_id == assignment.id
    staying = directory_for(work).on_case.get(assignment.case_id, ())
    if any(each.staff_id == assignment.staff_id for each in staying):
        return of_assignment
    made = select(Folder.id).where(Folder.case_id == assignment.case_id, Folder.kind.in_(_HELD_BY_MAKER))
    return or_(of_assignment, and_(Grant.holder_id == assignment.staff_id, Grant.folder_id.in_(made)))


def link_folder(work: UnitOfWork, folder_id: UUID, *, case_id: UUID, child_id: UUID) -> None:
    """Put a posted folder into a case: who is assigned there by the policy's duties is granted its key."""
    folder = open_folder(work, folder_id)
    folder.say_where_it_belongs(child_id=child_id, case_id=case_id)
    duties = POLICY[folder.kind].duties
    for assignment in directory_for(work).assigned(case_id, folder.row.base_id):
        if assignment.duty in duties:
            _grant_all_versions(work, folder, assignment.staff_id, assignment.id)


def state_team(work: UnitOfWork, shift_id: UUID, people: Sequence[UUID], *, base_id: UUID) -> None:
    """State who is in a shift's team, signed by whoever opens the shift; its folders are granted to them."""
    fields = {
        "shift": str(shift_id),
        "people": [str(person) for person in people],
        "base": str(base_id),
    }
    state(work, Kind.TEAM, fields, signer=own_signer(work))


def grant_team_folders(work: UnitOfWork, shift_id: UUID, people: Iterable[UUID]) -> None:
    """Grant the shift's existing folders to people who joined its team after it began."""
    query = select(Folder.id).where(Folder.shift_id == shift_id)
    for folder in open_folders(work, work.session.scalars(query)).values():
        for person_id in people:
            _grant_all_versions(work, folder, person_id, None)


def _grant_all_versions(
    work: UnitOfWork, folder: OpenFolder, person_id: UUID, assignment_id: UUID | None
) -> None:
    known = directory_for(work).people.get(person_id)
    if known is None or not known.enabled:
        # Their keys have ended and nobody vouches for new ones yet; it is given when they are admitted again.
        return
    try:
        record_keys = folder.record_keys()
        bindings.check_binding(directory_for(work), folder.row, record_keys[-1])
    except (KeyRefused, NoKey) as error:
        record_refusal(work, folder.id, error)
        return
    held = select(Grant.key_version).where(Grant.folder_id == folder.id, Grant.holder_id == person_id)
    versions_held = set(work.session.scalars(held))
    for record_key in record_keys:
        if record_key.version not in versions_held:
            grants.grant_to_person(work, folder.row, record_key, person_id, assignment_id=assignment_id)
    work.session.flush()


def _case_folder_ids(work: UnitOfWork, assignment: Assignment) -> list[UUID]:
    kinds = [kind.value for kind, holders in POLICY.items() if assignment.duty in holders.duties]
    made = and_(Folder.kind.in_(_HELD_BY_MAKER), Folder.bound_by == assignment.staff_id)
    of_case = select(Folder.id).where(Folder.case_id == assignment.case_id)
    return list(work.session.scalars(of_case.where(or_(Folder.kind.in_(kinds), made))))


def assignments_of(work: UnitOfWork, case_id: UUID, base_id: UUID) -> list[KnownAssignment]:
    """Return the assignments to a case of that base that are in force, oldest first, by the signed directory alone.

    Their rows only help to select: whoever marks their own as ended, or clears the end of another, changes nothing.
    """
    return sorted(directory_for(work).assigned(case_id, base_id), key=lambda each: each.since)


def _misfits(work: UnitOfWork, rows: Sequence[Assignment]) -> list[Assignment]:
    """Return the rows that do not repeat an assignment in force; of one that ended, its row says nothing but that."""
    in_force = directory_for(work).assignments
    return [row for row in rows if not _repeats(row, in_force.get(row.id))]


def _repeats(row: Assignment, known: KnownAssignment | None) -> bool:
    if known is None:
        return row.until_at is not None
    said = (row.case_id, row.staff_id, row.duty, row.from_at, row.until_at)
    return said == (known.case_id, known.staff_id, known.duty.value, known.since, None)


declare_repeats(Assignment, _misfits)
