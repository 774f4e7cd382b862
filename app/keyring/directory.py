"""The verified key directory: who has which keys, roles and places."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from app.foundation.case_statuses import CaseStatus, way_back
from app.foundation.errors import KeyRefused
from app.foundation.roles import Flag, Role
from app.keyring.acting_directors import acting_is_over
from app.keyring.directory_history import Past
from app.keyring.known_assignments import EndedAssignment, KnownAssignment
from app.keyring.known_leadings import Leadings
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.layered_mapping import Layered
from app.keyring.policy import CircleKind, Duty
from app.keyring.safeguarding_acts import Act, Agreement, CircleChange
from app.keyring.stated_facts import KnownBase, StatedMove, standing
from app.vault import digests, hpke
from app.vault.person_keys import PersonPublicKeys
from app.vault.signing import VerifyKey

K = TypeVar("K")
V = TypeVar("V")

START = b"\0" * 32

_COPIED = (
    "heads",
    "people",
    "generations",
    "stood",
    "old_keys",
    "keys_until",
    "circles",
    "memberships",
    "fallen",
    "assignments",
    "on_case",
    "on_cases_of",
    "ended",
    "cases",
    "case_bases",
    "moves",
    "bases",
    "teams",
    "team_bases",
    "leadings",
    "lost_at",
    "agreements",
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
    """The name colleagues pick the person by. It is signed, so that nobody is mistaken for another."""
    enabled: bool = True
    acting_until: datetime | None = None
    """When an acting director's duty ends: by the clock, without anybody doing anything."""
    worker_code: str | None = None
    """The person's code on packets; None in statements from before the code and the last day were signed."""
    ends_on: date | None = None
    """The last day of the account, if it has one."""
    admitted_at: datetime | None = None
    """When somebody first vouched for the person."""
    disabled_at: datetime | None = None
    """When their keys ended, or the account was closed."""

    def acts_no_more(self, now: datetime) -> bool:
        """Tell whether the days as acting director are over."""
        return self.acting_until is not None and acting_is_over(self.acting_until, now)


@dataclass(frozen=True)
class KnownCircleVersion:
    """One version of a circle: its keys to seal to, and the commitment that its secret must match."""

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
class OutsideMember:
    """Whom to call about our own people. It is signed, so no row can mislead callers.

    With a key of their own, opened by a card, they read what is sent to them, and are one of the three who agree to
    changes of the circle. `id` and `keys` are None until a card is made.
    """

    name: str
    phone: str
    id: UUID | None = None
    keys: PersonPublicKeys | None = None
    since: datetime | None = field(default=None, compare=False)
    """When they became the outside member, or their name or number was last changed."""

    def as_known(self) -> "KnownPerson | None":
        """Return them like somebody who may receive allegations; None without a key."""
        if self.id is None or self.keys is None:
            return None
        flags = frozenset({Flag.SAFEGUARDING})
        return KnownPerson(self.id, self.keys, 1, Role.AUDITOR, None, flags, self.name)


class DirectoryIndex:
    """Finds circles, their members and old keys without searching all of them; made when first needed."""

    def __init__(
        self,
        circles: dict[UUID, KnownCircle],
        memberships: set[tuple[UUID, int, UUID]],
        old_keys: dict[tuple[UUID, int], PersonPublicKeys],
    ) -> None:
        self._circles = circles
        self._memberships = memberships
        self._old_keys = old_keys

    @cached_property
    def circles(self) -> dict[tuple[CircleKind, UUID | None], UUID]:
        """The circle of each kind and base."""
        return {(each.kind, each.base_id): each.id for each in self._circles.values()}

    @cached_property
    def joined(self) -> dict[UUID, list[tuple[UUID, int]]]:
        """The circle versions of each holder."""
        return _gathered((holder, (circle, version)) for circle, version, holder in self._memberships)

    @cached_property
    def holders(self) -> dict[tuple[UUID, int], list[UUID]]:
        """The holders of each circle version."""
        return _gathered(((circle, version), holder) for circle, version, holder in self._memberships)

    @cached_property
    def old_keys(self) -> dict[UUID, list[tuple[UUID, int]]]:
        """Where the earlier keys of each person are, newest first."""
        return _gathered((place[0], place) for place in sorted(self._old_keys, reverse=True))


def _gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@dataclass
class Directory:
    """Everything the verified chain says. `broken_at` is the first statement that was refused, if any."""

    installation_id: UUID
    seq: int = 0
    head: bytes = START
    heads: Layered[int, bytes] = field(default_factory=Layered)
    """The hash of every applied statement, by its number."""
    root: VerifyKey | None = None
    people: dict[UUID, KnownPerson] = field(default_factory=dict)
    generations: dict[UUID, int] = field(default_factory=dict)
    """The generation of each person's sessions: those begun in an earlier one have ended."""
    stood: dict[UUID, frozenset[tuple[Role, UUID | None]]] = field(default_factory=dict)
    """Every role that each person was ever stated to have, in every base."""
    old_keys: dict[tuple[UUID, int], PersonPublicKeys] = field(default_factory=dict)
    keys_until: dict[tuple[UUID, int], int] = field(default_factory=dict)
    """The statement that replaced each of the old keys."""
    circles: dict[UUID, KnownCircle] = field(default_factory=dict)
    memberships: set[tuple[UUID, int, UUID]] = field(default_factory=set)
    fallen: set[tuple[UUID, int, UUID]] = field(default_factory=set)
    assignments: Layered[UUID, KnownAssignment] = field(default_factory=Layered)
    on_case: Layered[UUID, tuple[KnownAssignment, ...]] = field(default_factory=Layered)
    """The assignments in force, by case, in whichever base they were certified."""
    on_cases_of: Layered[UUID, tuple[KnownAssignment, ...]] = field(default_factory=Layered)
    """The same by person."""
    ended: Layered[UUID, tuple[EndedAssignment, ...]] = field(default_factory=Layered)
    """The assignments that have ended, by case, in the order in which they ended."""
    cases: Layered[tuple[UUID, UUID | None], dict[UUID, frozenset[Duty]]] = field(default_factory=Layered)
    """Everybody who was ever assigned to a case in a base, and their duties."""
    case_bases: Layered[UUID, UUID | None] = field(default_factory=Layered)
    """The base in which somebody was first assigned to a case."""
    moves: Layered[tuple[UUID, UUID], tuple[StatedMove, ...]] = field(default_factory=Layered)
    """The decided moves of a case, stated in a base, in order."""
    bases: dict[UUID, KnownBase] = field(default_factory=dict)
    """What each base says of itself."""
    teams: Layered[UUID, tuple[UUID, ...]] = field(default_factory=Layered)
    team_bases: Layered[UUID, UUID | None] = field(default_factory=Layered)
    leadings: Leadings = field(default_factory=Leadings)
    lost_at: Layered[UUID, int] = field(default_factory=Layered)
    """The last statement that ended a place of a person, or of somebody in a circle, a case or a shift's team."""
    then: Past = field(default_factory=Past)
    """The directory at past moments."""
    outside_member: OutsideMember | None = None
    organisation: KnownOrganisation | None = None
    form: int = 1
    """The newest form of statement so far; an older one is not believed after it."""
    kit: str = ""
    """The public key, in hex, of the recovery kit whose two cards agree to changes of the safeguarding circle."""
    kit_offered: tuple[str, datetime] | None = None
    """The newest kit's, and when it was made. It counts once two of three agreed."""
    agreements: dict[Act, tuple[Agreement, ...]] = field(default_factory=dict)
    """Who agreed to what about the safeguarding circle, until it is done."""
    circle_changes: tuple[CircleChange, ...] = ()
    """What happened to the safeguarding circle, oldest first."""
    broken_at: int | None = None

    def __post_init__(self) -> None:
        """Prepare the look-ups."""
        self.index_anew()

    def fork(self) -> "Directory":
        """Return a copy that can be changed without affecting this one."""
        twin = copy(self)
        for name in _COPIED:
            setattr(twin, name, copy(getattr(self, name)))
        twin.index_anew()
        return twin

    def index_anew(self) -> None:
        """Rebuild the look-ups of places, circles and keys; call it after one of them changed."""
        self.index = DirectoryIndex(self.circles, self.memberships, self.old_keys)

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
        circle_id = self.index.circles.get((kind, base_id))
        if circle_id is None:
            raise KeyRefused("the key directory knows no such circle", kind=kind.value, base=base_id)
        return self.circles[circle_id]

    def has_circle(self, kind: CircleKind, base_id: UUID | None) -> bool:
        """Tell whether the circle exists yet; `safeguarding` waits for its first member."""
        return (kind, base_id) in self.index.circles

    def verify_keys_of(self, person_id: UUID) -> tuple[VerifyKey, ...]:
        """Return every signing key the person ever had here, newest first; empty for a stranger.

        Use it for grants and folders, which stay valid when their signer's keys end. Statements need the current
        keys.
        """
        known = self.people.get(person_id)
        if known is None:
            return ()
        older = self.index.old_keys.get(person_id, ())
        return tuple(dict.fromkeys([known.keys.sign, *(self.old_keys[each].sign for each in older)]))

    def generation_of(self, person_id: UUID) -> int:
        """Return the generation in which the person begins sessions now."""
        return self.generations.get(person_id, 0)

    def verify_keys_at(self, person_id: UUID, seq: int) -> tuple[VerifyKey, ...]:
        """Return the keys that were not yet replaced when the directory had come to that statement.

        Keys are replaced because somebody else may know them, so what they sign later is not believed.
        """
        older = self.index.old_keys.get(person_id, ())
        ended = {self.old_keys[each].sign for each in older if self.keys_until[each] <= seq}
        return tuple(key for key in self.verify_keys_of(person_id) if key not in ended)

    def circles_of(self, person_id: UUID) -> list[tuple[UUID, int]]:
        """Return the circle versions the person is a member of."""
        return list(self.index.joined.get(person_id, ()))

    def living_circles_of(self, person_id: UUID, now: datetime) -> list[tuple[UUID, int]]:
        """Return the circle versions whose secrets the person may open now: a time-limited place ends on time."""
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
        holders = self.index.holders.get((circle_id, version), ())
        return [h for h in holders if h in self.people and self.people[h].enabled]

    @property
    def has_outside_key(self) -> bool:
        """Whether the outside member has a key of their own."""
        return self.outside_member is not None and self.outside_member.keys is not None

    def holder(self, holder_id: UUID) -> KnownPerson:
        """Return somebody to seal to: an enabled person, or the outside member. Raises KeyRefused."""
        outside = self.outside_member.as_known() if self.outside_member else None
        return outside if outside is not None and outside.id == holder_id else self.person(holder_id)

    def fallen_from(self, circle_id: UUID) -> list[UUID]:
        """Return members of the current version whose keys ended after it began, while its secret stayed the same."""
        version = self.circles[circle_id].current_version
        return sorted(h for c, v, h in self.fallen if (c, v) == (circle_id, version))

    def assigned(self, case_id: UUID, base_id: UUID | None) -> list[KnownAssignment]:
        """Return the assignments in force to the case that were certified in its own base.

        A certifier in another base can state an assignment there, but it opens nothing here.
        """
        return [each for each in self.on_case.get(case_id, ()) if each.base_id == base_id]

    def once_worked(self, case_id: UUID, base_id: UUID | None) -> list[EndedAssignment]:
        """Return the assignments to the case that have ended, certified in its own base, in the order they ended."""
        return [each for each in self.ended.get(case_id, ()) if each.assignment.base_id == base_id]

    def once_assigned(self, case_id: UUID, base_id: UUID | None) -> dict[UUID, frozenset[Duty]]:
        """Return everybody who is or was assigned to the case, certified in its own base, and their duties."""
        return self.cases.get((case_id, base_id), {})

    def bases_by_name(self) -> tuple[KnownBase, ...]:
        """Return what every base says of itself, sorted by name."""
        return tuple(sorted(self.bases.values(), key=lambda base: base.name))

    def base_name(self, base_id: UUID | None) -> str:
        """Return a base's name; empty for None, and for a base that nobody vouches for."""
        stated = self.bases.get(base_id) if base_id is not None else None
        return stated.name if stated else ""

    def moves_of(self, case_id: UUID, base_id: UUID) -> tuple[StatedMove, ...]:
        """Return the decided moves of the case that were stated in its own base, oldest first."""
        return self.moves.get((case_id, base_id), ())

    def case_status_of(self, case_id: UUID, base_id: UUID) -> CaseStatus:
        """Return the case's status: newly opened, until a move was stated."""
        moves = self.moves_of(case_id, base_id)
        return moves[-1].to if moves else CaseStatus.OPENED

    def way_back(self, case_id: UUID, base_id: UUID) -> CaseStatus | None:
        """Return where a case goes if its last move that counts was a mistake; None if that is no way of its own."""
        moves = standing(self.moves_of(case_id, base_id))
        return way_back(moves[-1].from_status, moves[-1].to) if moves else None

    def certifies(self, person_id: UUID | None, base_id: UUID | None) -> bool:
        """Tell whether the person may vouch for others in that base (None: the whole organisation)."""
        known = self.people.get(person_id) if person_id else None
        if known is None or not known.enabled:
            return False
        if known.role is Role.DIRECTOR:
            return True
        return known.role is Role.SUPERVISOR and base_id is not None and known.base_id == base_id

    def reaches(self, seq: int, head: bytes) -> bool:
        """Tell whether the chain, as far as it was verified, has that statement at that place."""
        return seq == 0 or self.heads.get(seq) == head

    def note_loss(self, place_id: UUID) -> None:
        """Note that the statement being applied ends a place there."""
        self.lost_at[place_id] = self.seq + 1
