"""Checks a statement before it is believed: the chain, the signature, and the signer's right to state it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.foundation.case_statuses import CaseStatus, ways_on
from app.foundation.errors import KeyRefused
from app.foundation.permissions import MATRIX, Permission, Reach
from app.foundation.roles import FLAGS_OF_ROLE, PROGRAMME_STAFF, Flag, Role
from app.keyring import safeguarding_rights
from app.keyring.applying_statements import optional_uuid, take_in
from app.keyring.directory import Directory, KnownPerson
from app.keyring.known_assignments import Ending
from app.keyring.policy import DUTY_OF_ROLE, CircleKind, Duty
from app.keyring.stated_facts import AskedMove
from app.keyring.statements import FORM, Kind, Statement
from app.vault.signing import VerifyKey


def admit(directory: Directory, statement: Statement) -> None:
    """Check the next statement and apply it. Raises KeyRefused and changes nothing."""
    if not directory.form <= statement.form <= FORM:
        # Otherwise a rule that came later would not hold for whoever writes as one did before it.
        raise KeyRefused("a statement in another form than those of its time", seq=statement.seq)
    statement.check_link(directory.installation_id, seq=directory.seq + 1, previous=directory.head)
    statement.check_signature(
        directory.installation_id, previous=directory.head, keys=_signer_keys(directory, statement)
    )
    if not _has_right(directory, statement):
        raise KeyRefused("the signer may not state this", kind=statement.kind.value, seq=statement.seq)
    take_in(directory, statement)


def _signer_keys(directory: Directory, statement: Statement) -> tuple[VerifyKey, ...]:
    if statement.kind is Kind.ROOT:
        return (VerifyKey(bytes.fromhex(statement.fields["public"])),) if directory.root is None else ()
    if statement.kind is Kind.AGREED:
        return safeguarding_rights.keys_of_agreeing(directory, statement)
    if statement.signer_id is None:
        return (directory.root,) if directory.root else ()
    # Never with earlier keys: somebody who knew the old password must not go on making statements in the person's
    # name.
    signer = directory.people.get(statement.signer_id)
    return (signer.keys.sign,) if signer else ()


def _has_right(directory: Directory, statement: Statement) -> bool:
    if statement.kind is Kind.PERSON and not _duties_fit(statement.fields):
        return False
    if safeguarding_rights.takes_the_duty_away(directory, statement):
        return False
    if safeguarding_rights.is_judged_here(directory, statement):
        return safeguarding_rights.has_right(directory, statement)
    if statement.signer_id is None:
        # The root vouches for everything except the safeguarding circle, which is closed to directors too, and the
        # moves of cases: the root is not a person, so the asker could also be the one using it.
        return statement.kind is not Kind.STAGE and not safeguarding_rights.is_about_the_circle(
            directory, statement
        )
    return _RIGHTS[statement.kind](directory, statement.signer_id, statement.fields)


def _duties_fit(body: dict[str, Any]) -> bool:
    """Tell whether the role may have the duties: no signature makes an acting director of a volunteer."""
    return {Flag(flag) for flag in body["flags"]} <= FLAGS_OF_ROLE[Role(body["role"])]


def _may_state_person(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """A supervisor vouches for programme staff of their own base; the root vouches for everyone else.

    For somebody already known, the signer must have had that right before: nobody restates another's people.
    """
    base_id = optional_uuid(body["base"])
    programme = Role(body["role"]) in PROGRAMME_STAFF and not body["flags"]
    new = programme and base_id is not None and directory.certifies(signer, base_id)
    known = directory.people.get(UUID(body["person"]))
    return new and (known is None or _is_theirs(directory, signer, known))


def _is_theirs(directory: Directory, signer: UUID, known: KnownPerson) -> bool:
    programme = known.role in PROGRAMME_STAFF and not known.flags
    return programme and known.base_id is not None and directory.certifies(signer, known.base_id)


def _may_disable(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """Directors for anyone, supervisors for programme staff of their base, and everyone for themselves."""
    known, by = directory.people.get(UUID(body["person"])), directory.people.get(signer)
    if known is None or by is None or not by.enabled:
        return False
    return (
        signer == known.id
        or by.role is Role.DIRECTOR
        or (known.role in PROGRAMME_STAFF and directory.certifies(signer, known.base_id))
    )


def _may_state_circle(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """Judged by what the circle already is, if it is known: its kind and base never change."""
    known = directory.circles.get(UUID(body["circle"]))
    kind = known.kind if known else CircleKind(body["circle_kind"])
    if kind is CircleKind.SAFEGUARDING:
        return _has_safeguarding_right(directory, signer, UUID(body["circle"]))
    return directory.certifies(signer, known.base_id if known else optional_uuid(body["base"]))


def _may_state_member(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    circle = directory.circles.get(UUID(body["circle"]))
    if circle is None:
        return False
    if circle.kind is CircleKind.SAFEGUARDING:
        return _has_safeguarding_right(directory, signer, circle.id)
    return directory.certifies(signer, circle.base_id)


def _has_safeguarding_right(directory: Directory, signer: UUID, circle_id: UUID) -> bool:
    """Members admit members. While there are none, anybody whom the root named for safeguarding may.

    A member who is no longer named does not count in either way.
    """
    known = directory.people.get(signer)
    if known is None or not known.enabled or Flag.SAFEGUARDING not in known.flags:
        return False
    members = directory.members(circle_id) if circle_id in directory.circles else []
    named = [id_ for id_ in members if Flag.SAFEGUARDING in directory.people[id_].flags]
    return not named or signer in named


def _may_assign(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """A certifier of the base assigns somebody of that base whose role allows the duty."""
    base_id = optional_uuid(body["base"])
    known = directory.people.get(UUID(body["person"]))
    if known is None or not known.enabled or known.base_id != base_id:
        return False
    given_back = optional_uuid(body.get("gives_back"))
    if given_back is not None and not _had_it(directory, given_back, body):
        return False
    return directory.certifies(signer, base_id) and DUTY_OF_ROLE.get(known.role) is Duty(body["duty"])


def _had_it(directory: Directory, assignment_id: UUID, body: dict[str, Any]) -> bool:
    """Tell whether the person had that assignment to that case there, and it has ended: nothing else is given back."""
    ended = directory.once_worked(UUID(body["case"]), optional_uuid(body["base"]))
    given = [each.assignment.staff_id for each in ended if each.assignment.id == assignment_id]
    return given == [UUID(body["person"])]


def _may_end_assignment(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """An assignment can be ended only in the base it was made in, in one of the ways there are."""
    if body.get("ending", Ending.ENDED) not in list(Ending):
        return False
    base_id = optional_uuid(body["base"])
    known = directory.assignments.get(UUID(body["assignment"]))
    return directory.certifies(signer, base_id) and (known is None or known.base_id == base_id)


_OF_TEAMS = (Permission.SHIFT_WRITE, Permission.VISIT_WRITE, Permission.GROUP_WRITE)
"""Any of them lets somebody state who goes out, or who leads a group session."""
_ON_TEAMS = (Permission.SHIFT_READ, Permission.GROUP_READ)
"""Either lets somebody be on a team: counsellors lead group sessions, and reach no shift whatever a team says."""


def _may_state_team(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """Somebody who may write what has teams in the base states a new one; the team or a certifier restates it.

    A team is of a shift, a home visit or a group session, which have keys in the same way.
    """
    base_id, shift_id = optional_uuid(body["base"]), UUID(body["shift"])
    if not any(_works_on_shifts(directory, signer, base_id, what) for what in _OF_TEAMS):
        return False
    team = directory.teams.get(shift_id, ())
    if shift_id in directory.teams:
        fits = signer in team or directory.certifies(signer, base_id)
        if not fits or directory.team_bases[shift_id] != base_id:
            return False
    people = [UUID(person) for person in body["people"]]
    return all(_is_of_base(directory, id_, base_id) for id_ in people) and all(
        any(_works_on_shifts(directory, id_, base_id, what) for what in _ON_TEAMS)
        for id_ in people
        if id_ not in team
    )


def _may_state_leader(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """A certifier of the base says that somebody of that base, whose role writes registers, leads a club."""
    base_id, known = optional_uuid(body["base"]), directory.people.get(UUID(body["person"]))
    if known is None or not known.enabled or base_id is None or known.base_id != base_id:
        return False
    return directory.certifies(signer, base_id) and known.role in MATRIX[Permission.CLUB_WRITE]


def _may_end_leader(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """A leader's place is ended only in the base it was stated in."""
    base_id = optional_uuid(body["base"])
    known = directory.leadings.in_force.get(UUID(body["leading"]))
    return directory.certifies(signer, base_id) and (known is None or known.base_id == base_id)


def _may_move(directory: Directory, signer: UUID, body: dict[str, Any]) -> bool:
    """A certifier of the base approves what somebody else asked for, along the road and from the case's current stage.

    The statement contains the request, signed by the person who asked. Moving a case takes two people, and no row
    decides who they are.
    """
    asker, base_id = UUID(body["asked_by"]), UUID(body["base"])
    asked = AskedMove(
        UUID(body["move"]), UUID(body["case"]), base_id, CaseStatus(body["from"]), CaseStatus(body["to"])
    )
    stands_at = directory.case_status_of(asked.case_id, base_id)
    back_to = directory.way_back(asked.case_id, base_id)
    if stands_at is not asked.from_status or asked.to not in ways_on(stands_at, back_to=back_to):
        return False
    if any(each.id == asked.id for each in directory.moves_of(asked.case_id, base_id)):
        return False
    if asker == signer or not directory.certifies(signer, base_id):
        return False
    # With any key they ever had: a request stays valid when its author gets new keys.
    keys, signature = directory.verify_keys_of(asker), bytes.fromhex(body["request"])
    return _could_ask(directory, asker, asked) and asked.is_signed(directory.installation_id, keys, signature)


def _could_ask(directory: Directory, asker: UUID, asked: AskedMove) -> bool:
    """Tell whether the person ever had a place there: in the case's base, and on the case if their role requires it."""
    for role, base_id in directory.stood.get(asker, ()):
        reach = MATRIX[Permission.CASE_WRITE].get(role)
        if reach is Reach.ALL or (reach is Reach.BASE and base_id == asked.base_id):
            return True
        if reach is Reach.ASSIGNED and asker in directory.once_assigned(asked.case_id, asked.base_id):
            return True
    return False


def _works_on_shifts(directory: Directory, person_id: UUID, base_id: UUID | None, what: Permission) -> bool:
    known = directory.people.get(person_id)
    if known is None or not known.enabled or base_id is None:
        return False
    return known.base_id == base_id and known.role in MATRIX[what]


def _is_of_base(directory: Directory, person_id: UUID, base_id: UUID | None) -> bool:
    return person_id in directory.people and directory.people[person_id].base_id == base_id


_Right = Callable[[Directory, UUID, dict[str, Any]], bool]
_RIGHTS: dict[Kind, _Right] = {
    Kind.ROOT: lambda *_: False,
    Kind.ORGANISATION: lambda *_: False,
    Kind.PERSON: _may_state_person,
    Kind.DISABLED: _may_disable,
    Kind.SESSIONS_ENDED: _may_disable,
    Kind.CIRCLE: _may_state_circle,
    Kind.MEMBER: _may_state_member,
    Kind.MEMBER_ENDED: _may_state_member,
    Kind.ASSIGNMENT: _may_assign,
    Kind.ASSIGNMENT_ENDED: _may_end_assignment,
    Kind.TEAM: _may_state_team,
    Kind.LEADER: _may_state_leader,
    Kind.LEADER_ENDED: _may_end_leader,
    Kind.OUTSIDE_MEMBER: lambda *_: False,
    Kind.AGREED: lambda *_: False,
    Kind.KIT: lambda *_: False,
    Kind.STAGE: _may_move,
    # Only somebody who vouches for the whole organisation: people in danger see what a base says of itself.
    Kind.BASE: lambda directory, signer, _: directory.certifies(signer, None),
}
