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
    KnownCircle,
    KnownCircleVersion,
    KnownPerson,
    OutsideMember,
)
from app.keyring.known_assignments import EndedAssignment, Ending, KnownAssignment
from app.keyring.known_leadings import KnownLeading
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.policy import CircleKind, Duty
from app.keyring.safeguarding_acts import (
    Act,
    ActKind,
    Agreement,
    ChangeKind,
    CircleChange,
    Voucher,
    is_agreed,
    kit_in_force,
    safeguarding_circle,
)
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
    directory.seq, directory.head, directory.form = statement.seq, statement.hash, statement.form
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
        _fall_out_of_safeguarding(directory, person_id, statement.stated_at)
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
    _fall_out_of_safeguarding(directory, known.id, statement.stated_at)


def _fall_out_of_safeguarding(
    directory: Directory, person_id: UUID, at: datetime, what: ChangeKind = ChangeKind.SUSPENDED
) -> None:
    """End a person's places in the circle where only members compare keys; its members let the new keys in again.

    A person's certifier cannot state anything about that circle. Their statement that the keys have ended therefore
    ends the places too. In every other circle, the certifier ends the places and begins a new version.
    """
    out = False
    for circle_id, version, holder in sorted(directory.memberships):
        if holder == person_id and directory.circles[circle_id].kind is CircleKind.SAFEGUARDING:
            out = True
            directory.memberships.discard((circle_id, version, holder))
            directory.fallen.add((circle_id, version, holder))
            directory.note_loss(circle_id)
    if out or what is ChangeKind.UN_NAMED:
        _note_change(directory, what, at, person=person_id)


def _note_change(
    directory: Directory, what: ChangeKind, at: datetime, *, person: UUID | None = None, name: str = ""
) -> None:
    directory.circle_changes = (*directory.circle_changes, CircleChange(what, at, person, name))


def _apply_circle(directory: Directory, statement: Statement) -> None:
    body = statement.fields
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
    if version > 1:
        directory.note_loss(circle_id)
    listed = [UUID(each) for each in body.get("members", ())]
    if kind is CircleKind.SAFEGUARDING:
        _note_version(directory, known, listed, statement)
    directory.circles[circle_id] = KnownCircle(circle_id, kind, base_id, versions)
    # Whoever begins a version names its members with it, so that there is no moment at which it has none.
    directory.memberships.update((circle_id, version, each) for each in listed)


def _note_version(
    directory: Directory, before: KnownCircle | None, listed: list[UUID], statement: Statement
) -> None:
    """Note who begins the circle, or begins it anew, or comes in with a new key of it."""
    there, at = directory.members(before.id) if before else [], statement.stated_at
    if before is not None and statement.signer_id in there:
        for newcomer in sorted(set(listed) - set(there)):
            _note_change(directory, ChangeKind.ADMITTED, at, person=newcomer)
        return
    directory.agreements = {
        act: agreed for act, agreed in directory.agreements.items() if act.kind is not ActKind.TAKE_UP
    }
    what = ChangeKind.BEGUN_ANEW if before else ChangeKind.BEGUN
    _note_change(directory, what, at, person=statement.signer_id)


def _apply_member(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    place = (UUID(body["circle"]), int(body["version"]), UUID(body["holder"]))
    circle = directory.circles[place[0]]
    is_new = circle.kind is CircleKind.SAFEGUARDING and place[2] in directory.people
    if is_new and place[2] not in directory.members(circle.id) and place[1] == circle.current_version:
        _note_change(directory, ChangeKind.ADMITTED, statement.stated_at, person=place[2])
    directory.memberships.add(place)


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
        gives_back=optional_uuid(body.get("gives_back")),
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


def _apply_assignment_ended(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    ended = directory.assignments.pop(UUID(body["assignment"]), None)
    if ended is None:
        return
    how = Ending(body.get("ending", Ending.ENDED))
    past = EndedAssignment(ended, statement.stated_at, statement.signer_id, how)
    directory.ended[ended.case_id] = (*directory.ended.get(ended.case_id, ()), past)
    for places, key in ((directory.on_case, ended.case_id), (directory.on_cases_of, ended.staff_id)):
        places[key] = tuple(each for each in places[key] if each.id != ended.id)
    directory.note_loss(ended.case_id)


def _apply_team(directory: Directory, body: dict[str, Any]) -> None:
    shift_id, people = UUID(body["shift"]), tuple(UUID(person) for person in body["people"])
    if not set(directory.teams.get(shift_id, ())) <= set(people):
        directory.note_loss(shift_id)
    directory.teams[shift_id] = people
    directory.team_bases[shift_id] = optional_uuid(body["base"])


def _apply_leader(directory: Directory, statement: Statement) -> None:
    body = statement.fields
    known = KnownLeading(
        UUID(body["leading"]),
        UUID(body["folder"]),
        UUID(body["person"]),
        optional_uuid(body["base"]),
        since=statement.stated_at,
        stated_by=statement.signer_id,
        until=datetime.fromisoformat(body["until"]) if body.get("until") else None,
    )
    if known.id in directory.leadings.in_force:
        raise KeyRefused("there is such a place already", leading=known.id)
    directory.leadings.begin(known)


def _apply_leader_ended(directory: Directory, statement: Statement) -> None:
    leading_id = UUID(statement.fields["leading"])
    ended = directory.leadings.end(leading_id, at=statement.stated_at, by=statement.signer_id)
    if ended is not None:
        directory.note_loss(ended.folder_id)


def _apply_outside_member(directory: Directory, statement: Statement) -> None:
    name, phone = str(statement.fields["name"]), str(statement.fields["phone"])
    directory.outside_member = OutsideMember(name, phone, since=statement.stated_at)
    _note_change(directory, ChangeKind.OUTSIDE_WRITTEN, statement.stated_at, name=name)


def _apply_kit(directory: Directory, statement: Statement) -> None:
    """A new kit counts at once while there is no circle that its cards could take over."""
    key = str(statement.fields["key"])
    directory.kit_offered = (key, statement.stated_at)
    if safeguarding_circle(directory) is None:
        directory.kit = key


def _apply_agreed(directory: Directory, statement: Statement) -> None:
    """Note that one of the three agreed; what two of them agreed to is so from now on."""
    act, by, at = Act.from_fields(statement.fields), Voucher(statement.fields["by"]), statement.stated_at
    who = kit_in_force(directory, at) if by is Voucher.KIT else str(statement.signer_id)
    before = directory.agreements.get(act, ())
    directory.agreements[act] = (*before, Agreement(by, who, at))
    if act.is_refusal or act.kind is ActKind.TAKE_UP or not is_agreed(directory, act, at):
        return
    del directory.agreements[act]
    _DO[act.kind](directory, act, at)


def _un_name(directory: Directory, act: Act, at: datetime) -> None:
    known = directory.people[act.person] if act.person else None
    if known is not None:
        _fall_out_of_safeguarding(directory, known.id, at, ChangeKind.UN_NAMED)
        directory.people[known.id] = replace(known, flags=known.flags - {Flag.SAFEGUARDING})
        directory.note_loss(known.id)


def _replace_outside(directory: Directory, act: Act, at: datetime) -> None:
    directory.outside_member = OutsideMember(act.name, act.phone, since=at)
    _note_loss_of_circle(directory)
    _note_change(directory, ChangeKind.OUTSIDE_WRITTEN, at, name=act.name)


def _give_card(directory: Directory, act: Act, at: datetime) -> None:
    outside = directory.outside_member
    if outside is None:
        raise KeyRefused("a card for nobody")
    keys = PersonPublicKeys.from_bytes(bytes.fromhex(act.key))
    directory.outside_member = replace(outside, id=act.person, keys=keys)
    _note_loss_of_circle(directory)
    _note_change(directory, ChangeKind.OUTSIDE_CARD, at, name=outside.name)


def _note_loss_of_circle(directory: Directory) -> None:
    """An earlier outside member may know the keys of what was sent to them: new ones come with the next write."""
    circle = safeguarding_circle(directory)
    if circle is not None:
        directory.note_loss(circle.id)


def _count_kit(directory: Directory, act: Act, at: datetime) -> None:
    directory.kit = act.key
    _note_change(directory, ChangeKind.KIT_COUNTS, at)


_DO = {
    ActKind.UN_NAME: _un_name,
    ActKind.OUTSIDE: _replace_outside,
    ActKind.CARD: _give_card,
    ActKind.KIT: _count_kit,
}
"""How what two of three agreed to is done; somebody who takes the circle up begins its version themselves."""


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
    Kind.MEMBER_ENDED: _apply_member_ended,
    Kind.TEAM: _apply_team,
    Kind.ORGANISATION: _apply_organisation,
    Kind.SESSIONS_ENDED: _apply_sessions_ended,
}

_APPLY_STATED = {
    Kind.PERSON: _apply_person,
    Kind.DISABLED: _apply_disabled,
    Kind.ASSIGNMENT: _apply_assignment,
    Kind.ASSIGNMENT_ENDED: _apply_assignment_ended,
    Kind.LEADER: _apply_leader,
    Kind.LEADER_ENDED: _apply_leader_ended,
    Kind.STAGE: _apply_stage,
    Kind.BASE: _apply_base,
    Kind.CIRCLE: _apply_circle,
    Kind.MEMBER: _apply_member,
    Kind.OUTSIDE_MEMBER: _apply_outside_member,
    Kind.AGREED: _apply_agreed,
    Kind.KIT: _apply_kit,
}
"""For these, who stated it and when also matters."""

_OF_PEOPLE_AND_CIRCLES = {
    *(Kind.PERSON, Kind.DISABLED, Kind.CIRCLE, Kind.MEMBER, Kind.MEMBER_ENDED),
    *(Kind.AGREED,),
}
