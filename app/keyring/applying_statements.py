"""Applies a checked statement to the directory: what each kind of statement changes there."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.foundation.case_statuses import CaseStatus
from app.foundation.errors import KeyRefused
from app.foundation.roles import Flag, Role
from app.keyring.directory import (
    Directory,
    KnownAssignment,
    KnownCircle,
    KnownCircleVersion,
    KnownPerson,
    OutsideMember,
)
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.policy import CircleKind, Duty
from app.keyring.stated_facts import KnownBase, StatedMove
from app.keyring.statements import Kind, Statement
from app.vault import hpke
from app.vault.person_keys import PersonPublicKeys
from app.vault.signing import VerifyKey


def take_in(directory: Directory, statement: Statement) -> None:
    """Apply a statement that `statement_rights` has checked. Raises KeyRefused when it does not fit."""
    if statement.kind in _APPLY_STATED:
        _APPLY_STATED[statement.kind](directory, statement)
    else:
        _APPLY[statement.kind](directory, statement.fields)
    directory.seq, directory.head = statement.seq, statement.hash
    directory.heads[statement.seq] = statement.hash
    if statement.kind in _OF_PEOPLE_AND_CIRCLES:
        directory.index_anew()
    directory.then.note(directory, statement)


def optional_uuid(text: str | None) -> UUID | None:
    """Read an id that may be absent."""
    return UUID(text) if text else None


def _apply_root(directory: Directory, body: dict[str, Any]) -> None:
    directory.root = VerifyKey(bytes.fromhex(body["public"]))


def _apply_person(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    person_id = UUID(body["person"])
    earlier = directory.people.get(person_id)
    keys = PersonPublicKeys.from_bytes(bytes.fromhex(body["keys"]))
    if earlier is not None and earlier.key_version != body["key_version"]:
        directory.old_keys[person_id, earlier.key_version] = earlier.keys
        directory.keys_until[person_id, earlier.key_version] = directory.seq + 1
    if earlier is not None and earlier.keys != keys:
        _fall_out_of_safeguarding(directory, person_id)
    role, base_id = Role(body["role"]), optional_uuid(body["base"])
    if earlier is not None and (earlier.keys, earlier.role, earlier.base_id) != (keys, role, base_id):
        directory.note_loss(person_id)
    directory.stood[person_id] = directory.stood.get(person_id, frozenset()) | {(role, base_id)}
    directory.people[person_id] = KnownPerson(
        id=person_id,
        keys=keys,
        key_version=body["key_version"],
        role=role,
        base_id=base_id,
        flags=frozenset(Flag(flag) for flag in body["flags"]),
        name=str(body["name"]),
        acting_until=datetime.fromisoformat(body["acting_until"]) if body.get("acting_until") else None,
        worker_code=body.get("worker_code"),
        ends_on=date.fromisoformat(body["ends_on"]) if body.get("ends_on") else None,
        admitted_at=earlier.admitted_at if earlier is not None else statement.stated_at,
    )


def _apply_disabled(directory: Directory, statement: Statement) -> None:
    known = directory.people[UUID(statement.fields["person"])]
    directory.people[known.id] = replace(known, enabled=False, disabled_at=statement.stated_at)
    directory.note_loss(known.id)
    _fall_out_of_safeguarding(directory, known.id)


def _fall_out_of_safeguarding(directory: Directory, person_id: UUID) -> None:
    """End a person's places in the circle where only members compare keys; its members let the new keys in again.

    A person's certifier cannot state anything about that circle. Their statement that the keys have ended therefore
    ends the places too. In every other circle, the certifier ends the places and begins a new version.
    """
    for circle_id, version, holder in sorted(directory.memberships):
        if holder == person_id and directory.circles[circle_id].kind is CircleKind.SAFEGUARDING:
            directory.memberships.discard((circle_id, version, holder))
            directory.fallen.add((circle_id, version, holder))
            directory.note_loss(circle_id)


def _apply_circle(directory: Directory, body: dict[str, Any]) -> None:
    circle_id, version = UUID(body["circle"]), int(body["version"])
    known = directory.circles.get(circle_id)
    versions = dict(known.versions) if known else {}
    if version != len(versions) + 1:
        raise KeyRefused("a circle's versions follow one another", circle=circle_id)
    kind, base_id = CircleKind(body["circle_kind"]), optional_uuid(body["base"])
    if known is not None and (known.kind, known.base_id) != (kind, base_id):
        raise KeyRefused("a circle stays what it was made as", circle=circle_id)
    if known is None and directory.has_circle(kind, base_id):
        raise KeyRefused("there is such a circle already", circle=circle_id)
    public = hpke.PublicKey.from_bytes(bytes.fromhex(body["public"]))
    versions[version] = KnownCircleVersion(public, bytes.fromhex(body["commitment"]))
    directory.circles[circle_id] = KnownCircle(circle_id, kind, base_id, versions)
    if version > 1:
        directory.note_loss(circle_id)


def _apply_member(directory: Directory, body: dict[str, Any]) -> None:
    directory.memberships.add((UUID(body["circle"]), int(body["version"]), UUID(body["holder"])))


def _apply_member_ended(directory: Directory, body: dict[str, Any]) -> None:
    circle_id = UUID(body["circle"])
    directory.memberships.discard((circle_id, int(body["version"]), UUID(body["holder"])))
    directory.note_loss(circle_id)


def _apply_assignment(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    known = KnownAssignment(
        UUID(body["assignment"]),
        UUID(body["case"]),
        UUID(body["person"]),
        Duty(body["duty"]),
        optional_uuid(body["base"]),
        since=statement.stated_at,
        stated_by=statement.signer_id,
    )
    if known.id in directory.assignments:
        raise KeyRefused("there is such an assignment already", assignment=known.id)
    directory.assignments[known.id] = known
    directory.on_case[known.case_id] = (*directory.on_case.get(known.case_id, ()), known)
    directory.on_cases_of[known.staff_id] = (*directory.on_cases_of.get(known.staff_id, ()), known)
    directory.case_bases.setdefault(known.case_id, known.base_id)
    of_case = dict(directory.once_assigned(known.case_id, known.base_id))
    of_case[known.staff_id] = of_case.get(known.staff_id, frozenset()) | {known.duty}
    directory.cases[known.case_id, known.base_id] = of_case


def _apply_assignment_ended(directory: Directory, body: dict[str, Any]) -> None:
    ended = directory.assignments.pop(UUID(body["assignment"]), None)
    if ended is None:
        return
    for places, key in ((directory.on_case, ended.case_id), (directory.on_cases_of, ended.staff_id)):
        places[key] = tuple(each for each in places[key] if each.id != ended.id)
    directory.note_loss(ended.case_id)


def _apply_team(directory: Directory, body: dict[str, Any]) -> None:
    shift_id, people = UUID(body["shift"]), tuple(UUID(person) for person in body["people"])
    if not set(directory.teams.get(shift_id, ())) <= set(people):
        directory.note_loss(shift_id)
    directory.teams[shift_id] = people
    directory.team_bases[shift_id] = optional_uuid(body["base"])


def _apply_outside_member(directory: Directory, body: dict[str, Any]) -> None:
    directory.outside_member = OutsideMember(str(body["name"]), str(body["phone"]))


def _apply_sessions_ended(directory: Directory, body: dict[str, Any]) -> None:
    person_id, generation = UUID(body["person"]), int(body["generation"])
    if generation != directory.generation_of(person_id) + 1:
        raise KeyRefused("the generations of sessions follow one another", person=person_id)
    directory.generations[person_id] = generation


def _apply_organisation(directory: Directory, body: dict[str, Any]) -> None:
    directory.organisation = KnownOrganisation.from_fields(body)


def _apply_stage(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    made = StatedMove(
        id=UUID(body["move"]),
        case_id=UUID(body["case"]),
        base_id=UUID(body["base"]),
        from_status=CaseStatus(body["from"]),
        to=CaseStatus(body["to"]),
        asked_by=UUID(body["asked_by"]),
        decided_by=statement.signer_id,
        decided_at=statement.stated_at,
    )
    place = (made.case_id, made.base_id)
    directory.moves[place] = (*directory.moves.get(place, ()), made)


def _apply_base(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    stated = KnownBase(
        id=UUID(body["base"]),
        name=str(body["name"]),
        prefix=str(body["prefix"]),
        pack_id=str(body["pack"]),
        pack_version=int(body["pack_version"]),
        timezone=str(body["zone"]),
        duty_number=str(body["duty_number"]),
        since=statement.stated_at,
    )
    before = directory.bases.get(stated.id)
    if before is not None and (before.prefix, before.pack_id) != (stated.prefix, stated.pack_id):
        raise KeyRefused("a base keeps its prefix and its pack", base=stated.id)
    others = [each for each in directory.bases.values() if each.id != stated.id]
    if any(stated.name == each.name or stated.prefix == each.prefix for each in others):
        raise KeyRefused("there is such a base already", base=stated.id)
    directory.bases[stated.id] = stated


_APPLY = {
    Kind.ROOT: _apply_root,
    Kind.CIRCLE: _apply_circle,
    Kind.MEMBER: _apply_member,
    Kind.MEMBER_ENDED: _apply_member_ended,
    Kind.ASSIGNMENT_ENDED: _apply_assignment_ended,
    Kind.TEAM: _apply_team,
    Kind.OUTSIDE_MEMBER: _apply_outside_member,
    Kind.ORGANISATION: _apply_organisation,
    Kind.SESSIONS_ENDED: _apply_sessions_ended,
}

_APPLY_STATED = {
    Kind.PERSON: _apply_person,
    Kind.DISABLED: _apply_disabled,
    Kind.ASSIGNMENT: _apply_assignment,
    Kind.STAGE: _apply_stage,
    Kind.BASE: _apply_base,
}
"""For these, who stated it and when also matters."""

_OF_PEOPLE_AND_CIRCLES = {Kind.PERSON, Kind.DISABLED, Kind.CIRCLE, Kind.MEMBER, Kind.MEMBER_ENDED}
