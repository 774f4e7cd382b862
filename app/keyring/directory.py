"""The key directory as verified: who has which keys, roles and places."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.foundation.errors import KeyRefused
from app.foundation.roles import Flag, Role
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.moments import Past
from app.keyring.policy import CircleKind, Duty
from app.keyring.statements import Kind, Statement
from app.vault import digests, hpke
from app.vault.person_keys import PersonPublicKeys
from app.vault.signing import VerifyKey

START = b"\0" * 32

_COPIED = (
    "heads",
    "people",
    "stood",
    "old_keys",
    "keys_until",
    "circles",
    "memberships",
    "fallen",
    "assignments",
    "cases",
    "teams",
    "team_bases",
    "lost_at",
    "then",
)


@dataclass(frozen=True)
class KnownPerson:
    """A person whose keys a certifier vouched for. `enabled` ends with their removal; the keys stay known."""

    id: UUID
    keys: PersonPublicKeys
    key_version: int
    role: Role
    base_id: UUID | None
    flags: frozenset[Flag]
    name: str
    """What colleagues pick the person by: signed, so that nobody is picked for another."""
    enabled: bool = True
    acting_until: datetime | None = None
    """When the duty of an acting director ends, by the clock and without anybody's doing."""
    worker_code: str | None = None
    """What stands for the person on packets; None in statements of before it was signed, with the last day."""
    ends_on: date | None = None
    """The last day of the account, if it has one."""
    admitted_at: datetime | None = None
    """When somebody first vouched for the person."""
    disabled_at: datetime | None = None
    """When their keys ended, or the account was closed."""

    def acts_no_more(self, now: datetime) -> bool:
        """Tell whether the days as acting director are over."""
        return self.acting_until is not None and now >= self.acting_until


@dataclass(frozen=True)
class KnownCircleVersion:
    """One version of a circle: where to seal to, and the commitment that its secret must match."""

    public: hpke.PublicKey
    commitment: bytes


@dataclass(frozen=True)
class KnownCircle:
    """A circle and its versions by number."""

    id: UUID
    kind: CircleKind
    base_id: UUID | None
    versions: dict[int, KnownCircleVersion]

    @property
    def current_version(self) -> int:
        """The version to seal to now."""
        return max(self.versions)

    @property
    def current(self) -> KnownCircleVersion:
        """The keys to seal to now."""
        return self.versions[self.current_version]


@dataclass(frozen=True)
class KnownAssignment:
    """A person's signed place on a case."""

    id: UUID
    case_id: UUID
    staff_id: UUID
    duty: Duty
    base_id: UUID | None


@dataclass(frozen=True)
class OutsideMember:
    """Whom to call about our own people while nobody reads it here: signed, so that no row sends callers astray."""

    name: str
    phone: str


@dataclass
class Directory:
    """Everything the verified chain says. `broken_at` is the first statement that was refused, if any."""

    installation_id: UUID
    seq: int = 0
    head: bytes = START
    heads: list[bytes] = field(default_factory=list)
    """The hash of every statement taken in, the first at 0."""
    root: VerifyKey | None = None
    people: dict[UUID, KnownPerson] = field(default_factory=dict)
    stood: dict[UUID, frozenset[tuple[Role, UUID | None]]] = field(default_factory=dict)
    """Every role in every base that each person was ever stated in."""
    old_keys: dict[tuple[UUID, int], PersonPublicKeys] = field(default_factory=dict)
    keys_until: dict[tuple[UUID, int], int] = field(default_factory=dict)
    """The statement by which each of the old keys was replaced."""
    circles: dict[UUID, KnownCircle] = field(default_factory=dict)
    memberships: set[tuple[UUID, int, UUID]] = field(default_factory=set)
    fallen: set[tuple[UUID, int, UUID]] = field(default_factory=set)
    assignments: dict[UUID, KnownAssignment] = field(default_factory=dict)
    cases: dict[tuple[UUID, UUID | None], dict[UUID, frozenset[Duty]]] = field(default_factory=dict)
    """Who was ever assigned to a case in a base, and as what."""
    teams: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    team_bases: dict[UUID, UUID | None] = field(default_factory=dict)
    lost_at: dict[UUID, int] = field(default_factory=dict)
    """The last statement by which a person, or somebody in a circle, case or shift's team, lost a place."""
    then: Past = field(default_factory=Past)
    """Who was who at a moment that has passed."""
    outside_member: OutsideMember | None = None
    organisation: KnownOrganisation | None = None
    stated_at: datetime | None = None
    """When the statement that is being taken in was made."""
    broken_at: int | None = None

    def fork(self) -> "Directory":
        """Return a copy that can be written to without anyone else seeing it."""
        twin = copy(self)
        for name in _COPIED:
            setattr(twin, name, copy(getattr(self, name)))
        return twin

    @property
    def root_fingerprint(self) -> bytes:
        """SHA-256 of the root's public key; each person's keychain pins it."""
        if self.root is None:
            raise KeyRefused("the key directory has no root yet")
        return digests.sha256(self.root.raw)

    def person(self, person_id: UUID) -> KnownPerson:
        """Return an admitted, enabled person. Raises KeyRefused."""
        known = self.people.get(person_id)
        if known is None or not known.enabled:
            raise KeyRefused("nobody vouches for this person's keys", person=person_id)
        return known

    def circle(self, kind: CircleKind, base_id: UUID | None) -> KnownCircle:
        """Return the circle of that kind. Raises KeyRefused when the directory knows none."""
        for known in self.circles.values():
            if known.kind is kind and known.base_id == base_id:
                return known
        raise KeyRefused("the key directory knows no such circle", kind=kind.value, base=base_id)

    def has_circle(self, kind: CircleKind, base_id: UUID | None) -> bool:
        """Tell whether the circle was made yet; `safeguarding` waits for its first member."""
        return any(c.kind is kind and c.base_id == base_id for c in self.circles.values())

    def verify_keys_of(self, person_id: UUID) -> tuple[VerifyKey, ...]:
        """Return every signing key the person ever had here, newest first; empty for a stranger.

        For grants and folders, which stay valid when their signer's keys end; statements need the keys of now.
        """
        known = self.people.get(person_id)
        if known is None:
            return ()
        older = [k.sign for (pid, _), k in sorted(self.old_keys.items(), reverse=True) if pid == person_id]
        return tuple(dict.fromkeys([known.keys.sign, *older]))

    def verify_keys_at(self, person_id: UUID, seq: int) -> tuple[VerifyKey, ...]:
        """Return those of them that were not replaced yet when the directory had come to that statement.

        Keys are replaced because somebody else may know them: what they sign later is not believed.
        """
        ended = {
            old.sign
            for place, old in self.old_keys.items()
            if place[0] == person_id and self.keys_until[place] <= seq
        }
        return tuple(key for key in self.verify_keys_of(person_id) if key not in ended)

    def circles_of(self, person_id: UUID) -> list[tuple[UUID, int]]:
        """Return the circle versions the person is a member of."""
        return [(c, v) for c, v, holder in self.memberships if holder == person_id]

    def living_circles_of(self, person_id: UUID, now: datetime) -> list[tuple[UUID, int]]:
        """Return the circle versions whose secrets the person may open now: a time-boxed place ends with its time."""
        return [
            place for place in self.circles_of(person_id) if not self.has_run_out(place[0], person_id, now)
        ]

    def has_run_out(self, circle_id: UUID, person_id: UUID, now: datetime) -> bool:
        """Tell whether the person is in that circle only as an acting director whose days are over."""
        known, circle = self.people.get(person_id), self.circles.get(circle_id)
        if known is None or circle is None or circle.kind is not CircleKind.DIRECTION:
            return False
        return known.role is not Role.DIRECTOR and known.acts_no_more(now)

    def members(self, circle_id: UUID) -> list[UUID]:
        """Return the enabled people who are members of the circle's current version."""
        version = self.circles[circle_id].current_version
        holders = [h for c, v, h in self.memberships if (c, v) == (circle_id, version)]
        return [h for h in holders if h in self.people and self.people[h].enabled]

    def fallen_from(self, circle_id: UUID) -> list[UUID]:
        """Return who fell out of the circle since its current version began: their keys ended, its secret did not."""
        version = self.circles[circle_id].current_version
        return sorted(h for c, v, h in self.fallen if (c, v) == (circle_id, version))

    def assigned(self, case_id: UUID, base_id: UUID | None) -> list[KnownAssignment]:
        """Return the assignments to the case that are in force and were certified in the case's own base.

        Whoever certifies in another base can state an assignment there; it opens nothing here.
        """
        return [a for a in self.assignments.values() if (a.case_id, a.base_id) == (case_id, base_id)]

    def once_assigned(self, case_id: UUID, base_id: UUID | None) -> dict[UUID, frozenset[Duty]]:
        """Return who is or was assigned to the case, certified in its own base, and as what."""
        return self.cases.get((case_id, base_id), {})

    def certifies(self, person_id: UUID | None, base_id: UUID | None) -> bool:
        """Tell whether the person may vouch for others in that base (None: the whole organisation)."""
        known = self.people.get(person_id) if person_id else None
        if known is None or not known.enabled:
            return False
        if known.role is Role.DIRECTOR:
            return True
        return known.role is Role.SUPERVISOR and base_id is not None and known.base_id == base_id

    def apply(self, statement: Statement) -> None:
        """Take in a statement that `statement_rights` has checked."""
        self.stated_at = statement.stated_at
        _APPLY[statement.kind](self, statement.fields)
        self.then.note(self, statement)
        self.seq, self.head = statement.seq, statement.hash
        self.heads.append(statement.hash)

    def reaches(self, seq: int, head: bytes) -> bool:
        """Tell whether the chain, as far as it was verified, has that statement in that place."""
        return seq == 0 or (seq <= self.seq and self.heads[seq - 1] == head)

    def note_loss(self, place_id: UUID) -> None:
        """Note that the statement being taken in ends a place there."""
        self.lost_at[place_id] = self.seq + 1


def optional_uuid(text: str | None) -> UUID | None:
    """Read an id that may be absent."""
    return UUID(text) if text else None


def _apply_root(directory: Directory, body: dict[str, Any]) -> None:
    directory.root = VerifyKey(bytes.fromhex(body["public"]))


def _apply_person(directory: Directory, body: dict[str, Any]) -> None:
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
        admitted_at=earlier.admitted_at if earlier is not None else directory.stated_at,
    )


def _apply_disabled(directory: Directory, body: dict[str, Any]) -> None:
    known = directory.people[UUID(body["person"])]
    directory.people[known.id] = replace(known, enabled=False, disabled_at=directory.stated_at)
    directory.note_loss(known.id)
    _fall_out_of_safeguarding(directory, known.id)


def _fall_out_of_safeguarding(directory: Directory, person_id: UUID) -> None:
    """End a person's places in the circle whose members alone compare keys: its members let the new keys in again.

    Whoever vouches for people cannot state anything about that circle, so their word that the keys have ended ends
    the places with it. In every other circle it is the certifier who ends them and begins a new version.
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


def _apply_assignment(directory: Directory, body: dict[str, Any]) -> None:
    known = KnownAssignment(
        UUID(body["assignment"]),
        UUID(body["case"]),
        UUID(body["person"]),
        Duty(body["duty"]),
        optional_uuid(body["base"]),
    )
    if known.id in directory.assignments:
        raise KeyRefused("there is such an assignment already", assignment=known.id)
    directory.assignments[known.id] = known
    of_case = dict(directory.once_assigned(known.case_id, known.base_id))
    of_case[known.staff_id] = of_case.get(known.staff_id, frozenset()) | {known.duty}
    directory.cases[known.case_id, known.base_id] = of_case


def _apply_assignment_ended(directory: Directory, body: dict[str, Any]) -> None:
    ended = directory.assignments.pop(UUID(body["assignment"]), None)
    if ended is not None:
        directory.note_loss(ended.case_id)


def _apply_team(directory: Directory, body: dict[str, Any]) -> None:
    shift_id, people = UUID(body["shift"]), tuple(UUID(person) for person in body["people"])
    if not set(directory.teams.get(shift_id, ())) <= set(people):
        directory.note_loss(shift_id)
    directory.teams[shift_id] = people
    directory.team_bases[shift_id] = optional_uuid(body["base"])


def _apply_outside_member(directory: Directory, body: dict[str, Any]) -> None:
    directory.outside_member = OutsideMember(str(body["name"]), str(body["phone"]))


def _apply_organisation(directory: Directory, body: dict[str, Any]) -> None:
    directory.organisation = KnownOrganisation.from_fields(body)


_APPLY = {
    Kind.ROOT: _apply_root,
    Kind.ORGANISATION: _apply_organisation,
    Kind.PERSON: _apply_person,
    Kind.DISABLED: _apply_disabled,
    Kind.CIRCLE: _apply_circle,
    Kind.MEMBER: _apply_member,
    Kind.MEMBER_ENDED: _apply_member_ended,
    Kind.ASSIGNMENT: _apply_assignment,
    Kind.ASSIGNMENT_ENDED: _apply_assignment_ended,
    Kind.TEAM: _apply_team,
    Kind.OUTSIDE_MEMBER: _apply_outside_member,
}
