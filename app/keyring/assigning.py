"""Signed places: who is on which case and in which shift's team, and the grants that follow from them."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, or_, select

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.adding_statements import own_signer, state
from app.keyring.folders import OpenFolder, forget_open_folders, open_folder, open_folders
from app.keyring.known_assignments import Ending, KnownAssignment
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, POLICY, Duty
from app.keyring.refusals import record_refusal
from app.keyring.repeated_facts import declare_repeats
from app.keyring.root import certifying_signer
from app.keyring.statements import Kind
from app.keyring.writing import FolderToWrite
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
    gives_back: UUID | None = None,
) -> UUID:
    """Assign a person to a case: a signed statement, and grants of the case's folders that the duty opens.

    Some folders of a case are held by their maker. A maker who lost one with an earlier assignment is given it again.
    `child_id` is the case's child, for the trail. `gives_back`: the assignment, ended by mistake, that goes on.

    Raises KeyRefused when the acting person may not certify in the base, or when the signed directory does not know
    the assigned person as somebody of that base whose role allows the duty. No row decides who is given a case.
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
    } | ({"gives_back": str(gives_back)} if gives_back else {})
    state(work, Kind.ASSIGNMENT, fields, signer=certifying_signer(work))
    work.session.add(assignment)
    work.session.flush()
    for folder in open_folders(work, _case_folder_ids(work, assignment)).values():
        grant_all_versions(work, folder, staff_id, assignment.id)
    subjects = _about(assignment.id, case_id, staff_id, child_id)
    action = "assignment.given_back" if gives_back else "assignment.made"
    work.record(action, subjects=subjects, base_id=base_id, duty=duty.value)
    return assignment.id


def end_assignment(
    work: UnitOfWork,
    assignment_id: UUID,
    *,
    base_id: UUID,
    child_id: UUID | None = None,
    ending: Ending = Ending.ENDED,
) -> None:
    """End an assignment: its grants are deleted, and the folders get new keys with the next write.

    With a person's last assignment to the case they also lose the copies of what they made in it, such as a packet's
    folder, because the assignment was what allowed them to make it.
    """
    assignment = work.session.get(Assignment, assignment_id)
    known = directory_for(work).assignments.get(assignment_id)
    fields = {"assignment": str(assignment_id), "base": str(base_id), "ending": ending.value}
    state(work, Kind.ASSIGNMENT_ENDED, fields, signer=certifying_signer(work))
    if assignment is not None:
        # Removing a row must not keep anybody in their place.
        assignment.until_at = work.now
    subjects = []
    if known is not None:
        work.session.execute(delete(Grant).where(_given_by(work, known)))
        subjects = _about(assignment_id, known.case_id, known.staff_id, child_id)
    forget_open_folders(work)
    action = "assignment.ended" if ending is Ending.ENDED else "assignment.begun_by_mistake"
    work.record(action, subjects=subjects, base_id=base_id)


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
    """Put a posted folder into a case: its key is granted to the people assigned there, by the policy's duties."""
    folder = open_folder(work, folder_id)
    folder.say_where_it_belongs(child_id=child_id, case_id=case_id)
    duties = POLICY[folder.kind].duties
    for assignment in directory_for(work).assigned(case_id, folder.row.base_id):
        if assignment.duty in duties:
            grant_all_versions(work, folder, assignment.staff_id, assignment.id)


def withdraw_folder(work: UnitOfWork, folder_id: UUID) -> FolderToWrite:
    """Take a folder from everybody who was given it for a case or a shift, and begin a new key at once.

    Returns it, to write in. Their copies are deleted here, and one for a case opens nothing if it is put back once the
    folder belongs elsewhere. Say where the folder belongs next. Raises NoKey, KeyRefused.
    """
    folder = open_folder(work, folder_id).handle(FolderToWrite)
    given = and_(Grant.folder_id == folder_id, Grant.holder_kind == "person")
    work.session.execute(delete(Grant).where(given))
    folder.begin_new_key()
    return folder


def vouch_beside(work: UnitOfWork, folder_id: UUID, other: OpenFolder) -> None:
    """Vouch for a folder whose maker had no right to say where it belongs, if they said what is so of another folder.

    The other one must have been opened to write in, so that somebody with the right vouched for it. Who adds to a
    concern in a case may not sort concerns; what they added goes wherever the concern goes. Raises NoKey, KeyRefused.
    """
    folder = open_folder(work, folder_id)
    newest = folder.newest_key()
    bindings.check_binding(directory_for(work), folder.row, newest)
    if _place_of(folder.row) != _place_of(other.row):
        raise KeyRefused("the folder is of something else", folder=folder_id)
    bindings.bind(work, folder.row, newest)


def _place_of(folder: Folder) -> tuple[object, ...]:
    return folder.kind, folder.base_id, folder.child_id, folder.case_id, folder.shift_id


def say_no_case(work: UnitOfWork, folder_id: UUID, *, child_id: UUID | None) -> None:
    """State that a folder is in no case, and of which child it is, if of any. Raises NoKey, KeyRefused."""
    open_folder(work, folder_id).say_where_it_belongs(child_id=child_id, case_id=None)


def give_to_team(work: UnitOfWork, folder_id: UUID, *, shift_id: UUID) -> None:
    """State that a folder is of another shift, and grant it to that shift's team. Raises NoKey, KeyRefused."""
    folder = open_folder(work, folder_id)
    folder.say_where_it_belongs(shift_id=shift_id)
    for person_id in directory_for(work).teams.get(shift_id, ()):
        grant_all_versions(work, folder, person_id, None)


def state_team(work: UnitOfWork, shift_id: UUID, people: Sequence[UUID], *, base_id: UUID) -> None:
    """State who is in a shift's team, signed by the person opening it, and grant its folders to them."""
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
            grant_all_versions(work, folder, person_id, None)


def grant_all_versions(
    work: UnitOfWork, folder: OpenFolder, person_id: UUID, assignment_id: UUID | None
) -> None:
    """Grant every version of a folder's key to a person whose signed place entitles them to it.

    Call it once the place is stated. Whoever's keys ended waits until they are admitted again.
    """
    known = directory_for(work).people.get(person_id)
    if known is None or not known.enabled:
        # Their keys have ended and nobody vouches for new ones yet; they get the grant when they are admitted again.
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
    """Return the assignments in force to a case of that base, oldest first, by the signed directory alone.

    Their rows only help to select: marking one's own as ended, or clearing the end of another, changes nothing.
    """
    return sorted(directory_for(work).assigned(case_id, base_id), key=lambda each: each.since)


def _misfits(work: UnitOfWork, rows: Sequence[Assignment]) -> list[Assignment]:
    """Return the rows that do not repeat an assignment in force. For an ended one, the row need only say that."""
    in_force = directory_for(work).assignments
    return [row for row in rows if not _repeats(row, in_force.get(row.id))]


def _repeats(row: Assignment, known: KnownAssignment | None) -> bool:
    if known is None:
        return row.until_at is not None
    said = (row.case_id, row.staff_id, row.duty, row.from_at, row.until_at)
    return said == (known.case_id, known.staff_id, known.duty.value, known.since, None)


declare_repeats(Assignment, _misfits)
