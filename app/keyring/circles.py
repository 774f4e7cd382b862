"""Makes circles and their versions, seals their secrets to members, and opens them for a member."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from app.foundation.errors import KeyRefused, NoKey, NotAllowedNow
from app.keyring.adding_statements import Signer, state
from app.keyring.directory import KnownCircle
from app.keyring.known_directory import directory_for
from app.keyring.policy import ORGANISATION_CIRCLES, CircleKind, is_shared
from app.keyring.repeated_facts import declare_repeats
from app.keyring.statements import Kind
from app.unit_of_work import Remembered, UnitOfWork
from app.vault import canonical, hpke
from app.vault.sealing import RecordKey, open_value, seal_value
from app.vault.secrets import SymmetricKey
from models.circle import Circle, CircleMembership, CircleVersion
from models.installation import Installation

LIVING_HOLDERS_WANTED = 2
"""A circle with fewer members than this shows a permanent warning."""


def make_circle(
    work: UnitOfWork,
    kind: CircleKind,
    base_id: UUID | None,
    *,
    members: Iterable[UUID],
    signer: Signer,
    keep: bool = True,
) -> KnownCircle:
    """Make a circle and its first version, sealed to the members and to `recovery`.

    With `keep` false the maker keeps nothing: a certifier may make a circle they are not in.
    """
    if (kind in ORGANISATION_CIRCLES) != (base_id is None):
        raise ValueError("a circle is of a base or of the organisation, by its kind")
    circle_id = uuid4()
    work.session.add(Circle(id=circle_id, kind=kind.value, base_id=base_id))
    work.session.flush()
    members = list(members)
    secret = _new_version(work, circle_id, kind, base_id, members=members, signer=signer)
    circle = directory_for(work).circles[circle_id]
    for member in members:
        _seal_to_person(work, circle.id, circle.current_version, secret, member, signer=signer)
    if kind is not CircleKind.RECOVERY:
        _seal_to_recovery(work, circle, secret, signer=signer)
    if keep:
        work.keychain.circle_secrets[circle.id, circle.current_version] = secret
    return circle


def renew_recovery(work: UnitOfWork, *, signer: Signer) -> SymmetricKey:
    """Make the `recovery` circle or its next version, and seal to it every circle the person can open.

    Returns its secret, for the kit to seal; nobody else keeps it. Circles closed to the acting person stay sealed to
    the previous version until one of their members seals them again.
    """
    if not directory_for(work).has_circle(CircleKind.RECOVERY, None):
        made = make_circle(work, CircleKind.RECOVERY, None, members=(), signer=signer)
        return work.keychain.circle_secrets.pop((made.id, made.current_version))
    recovery = directory_for(work).circle(CircleKind.RECOVERY, None)
    secret = _new_version(work, recovery.id, recovery.kind, recovery.base_id, members=(), signer=signer)
    public = directory_for(work).circle(CircleKind.RECOVERY, None).current.public
    reseal_to_recovery(work, recovery.id, public)
    return secret


def reseal_to_recovery(work: UnitOfWork, recovery_id: UUID, public: hpke.PublicKey) -> list[UUID]:
    """Seal every circle secret that the acting person can open to the current recovery key.

    Returns the circles that could not be sealed: their own members must do it.
    """
    left = set()
    held = select(CircleMembership).where(CircleMembership.holder_id == recovery_id)
    for row in work.session.scalars(held).all():
        try:
            secret = circle_secret(work, row.circle_id, row.version)
        except NoKey:
            left.add(row.circle_id)
            continue
        context = membership_context(work.installation_id, row.circle_id, row.version, recovery_id)
        row.secret_sealed = hpke.seal_to(public, context, secret.reveal())
    return sorted(left)


def _new_version(
    work: UnitOfWork,
    circle_id: UUID,
    kind: CircleKind,
    base_id: UUID | None,
    *,
    members: Iterable[UUID],
    signer: Signer,
) -> SymmetricKey:
    """Begin the version after the newest stated one; rows do not decide which that is.

    In `safeguarding` the statement names the version's members, none of whom may be left out.
    """
    known = directory_for(work).circles.get(circle_id)
    version = known.current_version + 1 if known else 1
    secret = SymmetricKey.generate()
    private = hpke.generate(current_suite(work))
    fields: dict[str, object] = {
        "circle": str(circle_id),
        "circle_kind": kind.value,
        "base": str(base_id) if base_id else None,
        "version": version,
        "public": private.public.to_bytes().hex(),
        "commitment": commitment_of(secret, version).hex(),
    }
    if kind is CircleKind.SAFEGUARDING:
        fields["members"] = sorted(str(member) for member in members)
    state(work, Kind.CIRCLE, fields, signer=signer)
    context = _private_context(work.installation_id, circle_id, version)
    work.session.add(
        CircleVersion(
            circle_id=circle_id,
            version=version,
            private_sealed=seal_value(secret, context, private.to_bytes()),
            made_at=work.now,
        )
    )
    work.session.flush()
    return secret


def add_member(work: UnitOfWork, circle_id: UUID, person_id: UUID, *, signer: Signer) -> None:
    """Admit a person to a circle the acting person can open: state it, and seal every version's secret to them."""
    directory = directory_for(work)
    for version in directory.circles[circle_id].versions:
        if (circle_id, version, person_id) in directory_for(work).memberships:
            continue
        secret = circle_secret(work, circle_id, version)
        _seal_to_person(work, circle_id, version, secret, person_id, signer=signer)


def remove_member(work: UnitOfWork, circle_id: UUID, person_id: UUID, *, signer: Signer) -> None:
    """End a membership and begin a new version sealed to the remaining members.

    Raises NotAllowedNow with `last-holder` when nobody else is in the circle and it alone holds some of its folders:
    nobody could open them any more.
    """
    staying = [member for member in directory_for(work).members(circle_id) if member != person_id]
    if not staying and _would_shut(work, circle_id, person_id):
        raise NotAllowedNow("last-holder", circles=(circle_id,))
    _end_memberships(work, circle_id, [person_id], signer=signer)
    begin_version(work, circle_id, staying, signer=signer)


def _would_shut(work: UnitOfWork, circle_id: UUID, person_id: UUID) -> bool:
    """Tell whether the person's leaving makes anything unreadable. Somebody whose keys ended opens nothing.

    By the statements alone: a row that was taken away does not let the last holder go.
    """
    directory = directory_for(work)
    is_holder = person_id in directory.members(circle_id)
    return is_holder and not is_shared(directory.circles[circle_id].kind)


def keep_only(work: UnitOfWork, circle_id: UUID, staying: Iterable[UUID], *, signer: Signer) -> None:
    """End every other person's membership and begin a new version sealed to the remaining members."""
    remaining, directory = set(staying), directory_for(work)
    stated = {holder for circle, _, holder in directory.memberships if circle == circle_id}
    leaving = sorted(stated & directory.people.keys() - remaining)
    # In this order, because whoever takes a circle up is a member only from the new version on.
    begin_version(work, circle_id, remaining, signer=signer)
    _end_memberships(work, circle_id, leaving, signer=signer)


def _end_memberships(work: UnitOfWork, circle_id: UUID, people: Iterable[UUID], *, signer: Signer) -> None:
    for person_id in people:
        for version in directory_for(work).circles[circle_id].versions:
            _end_membership(work, circle_id, version, person_id, signer=signer)


def begin_version(work: UnitOfWork, circle_id: UUID, members: Iterable[UUID], *, signer: Signer) -> None:
    """Begin a new version sealed to the members and to `recovery`; the maker keeps nothing.

    A certifier may do this for a circle they are not in; what was sealed to older versions stays as it was. If the
    signer is a member, they are stated first: in a circle that only its members may certify, nobody else may state
    the other members while the version has none.
    """
    before, members = directory_for(work).circles[circle_id], list(members)
    secret = _new_version(work, circle_id, before.kind, before.base_id, members=members, signer=signer)
    circle = directory_for(work).circles[circle_id]
    for member in sorted(members, key=lambda id_: (id_ != signer.id, id_)):
        _seal_to_person(work, circle_id, circle.current_version, secret, member, signer=signer)
    _seal_to_recovery(work, circle, secret, signer=signer)


def _end_membership(
    work: UnitOfWork, circle_id: UUID, version: int, person_id: UUID, *, signer: Signer
) -> None:
    if (circle_id, version, person_id) not in directory_for(work).memberships:
        return
    state(work, Kind.MEMBER_ENDED, _member_fields(circle_id, version, person_id, "person"), signer=signer)
    row = work.session.get(CircleMembership, (circle_id, version, person_id))
    if row is not None:
        work.session.delete(row)
        work.session.flush()


def _seal_to_person(
    work: UnitOfWork, circle_id: UUID, version: int, secret: SymmetricKey, person_id: UUID, *, signer: Signer
) -> None:
    public = directory_for(work).person(person_id).keys.for_suite(current_suite(work))
    _seal_to(work, circle_id, version, secret, person_id, "person", public, signer=signer)


def _seal_to_recovery(work: UnitOfWork, circle: KnownCircle, secret: SymmetricKey, *, signer: Signer) -> None:
    recovery = directory_for(work).circle(CircleKind.RECOVERY, None)
    public = recovery.current.public
    _seal_to(work, circle.id, circle.current_version, secret, recovery.id, "circle", public, signer=signer)


def _seal_to(
    work: UnitOfWork,
    circle_id: UUID,
    version: int,
    secret: SymmetricKey,
    holder_id: UUID,
    holder_kind: str,
    public: hpke.PublicKey,
    *,
    signer: Signer,
) -> None:
    state(work, Kind.MEMBER, _member_fields(circle_id, version, holder_id, holder_kind), signer=signer)
    context = membership_context(work.installation_id, circle_id, version, holder_id)
    work.session.add(
        CircleMembership(
            circle_id=circle_id,
            version=version,
            holder_id=holder_id,
            holder_kind=holder_kind,
            secret_sealed=hpke.seal_to(public, context, secret.reveal()),
            added_at=work.now,
        )
    )
    work.session.flush()


def _member_fields(circle_id: UUID, version: int, holder_id: UUID, holder_kind: str) -> dict[str, object]:
    return {
        "circle": str(circle_id),
        "version": version,
        "holder": str(holder_id),
        "holder_kind": holder_kind,
    }


def circle_secret(work: UnitOfWork, circle_id: UUID, version: int) -> SymmetricKey:
    """Open a circle's secret with the acting person's keychain.

    Raises NoKey when they are not a member, KeyRefused when the stored secret is not the one vouched for.
    """
    directory = directory_for(work)
    if directory.has_run_out(circle_id, work.person.id, work.now):
        raise NoKey("the days as acting director are over", circle=circle_id)
    kept = work.keychain.circle_secrets.get((circle_id, version))
    if kept is not None:
        return kept
    if (circle_id, version, work.person.id) not in directory.memberships:
        raise NoKey("not a member of the circle", circle=circle_id)
    if directory.people[work.person.id].keys != work.keychain.private.public:
        raise NoKey("these keys wait to be admitted, or are over", circle=circle_id)
    row = _own_membership(work, circle_id, version)
    context = membership_context(work.installation_id, circle_id, version, work.person.id)
    private = work.keychain.private.for_suite(hpke.suite_of(row.secret_sealed))
    secret = SymmetricKey(hpke.open_with(private, context, row.secret_sealed))
    check_secret(directory.circles[circle_id], version, secret)
    work.keychain.circle_secrets[circle_id, version] = secret
    return secret


_OWN: Remembered[dict[tuple[UUID, int], CircleMembership]] = Remembered(dict)
"""The acting person's own rows, by circle and version."""


def _own_membership(work: UnitOfWork, circle_id: UUID, version: int) -> CircleMembership:
    """Return the circle's secret as sealed to the acting person. Reads all their rows at once. Raises NoKey."""
    known = work.remember(_OWN)
    if (circle_id, version) not in known:
        # Read again when one is missing: this very work may have added it.
        mine = select(CircleMembership).where(CircleMembership.holder_id == work.person.id)
        known.update({(row.circle_id, row.version): row for row in work.session.scalars(mine)})
    if (circle_id, version) not in known:
        raise NoKey("the circle's secret is not here", circle=circle_id)
    return known[circle_id, version]


def lacks_own_rows(work: UnitOfWork, circle_id: UUID) -> bool:
    """Tell whether the acting person is stated as a member, but a secret sealed to them is not in the database."""
    stated = {v for c, v in directory_for(work).living_circles_of(work.person.id, work.now) if c == circle_id}
    rows = select(CircleMembership.version).where(
        CircleMembership.circle_id == circle_id, CircleMembership.holder_id == work.person.id
    )
    return bool(stated - set(work.session.scalars(rows)))


def check_secret(circle: KnownCircle, version: int, secret: SymmetricKey) -> None:
    """Raise KeyRefused unless the secret is the one the signed directory commits to."""
    if commitment_of(secret, version) != circle.versions[version].commitment:
        raise KeyRefused("a circle's secret is not the one vouched for", circle=circle.id)


def circle_private_key(
    work: UnitOfWork, circle_id: UUID, version: int, secret: SymmetricKey
) -> hpke.PrivateKey:
    """Open the circle's private HPKE key with its secret, once in a transaction.

    Raises KeyRefused when it is not the vouched-for pair.
    """
    kept = work.keychain.circle_private_keys.get((circle_id, version))
    if kept is not None:
        return kept
    row = work.session.get(CircleVersion, (circle_id, version))
    if row is None:
        raise KeyRefused("a circle's key pair is not there", circle=circle_id)
    context = _private_context(work.installation_id, circle_id, version)
    private = hpke.PrivateKey.from_bytes(open_value(secret, context, row.private_sealed))
    if private.public != directory_for(work).circles[circle_id].versions[version].public:
        raise KeyRefused("a circle's key pair is not the one vouched for", circle=circle_id)
    work.keychain.circle_private_keys[circle_id, version] = private
    return private


def commitment_of(secret: SymmetricKey, version: int) -> bytes:
    """Return the public commitment to a circle's secret."""
    return RecordKey(secret, version).key_id


def membership_context(installation_id: UUID, circle_id: UUID, version: int, holder_id: UUID) -> bytes:
    """Bind a sealed circle secret to its place."""
    return canonical.encode("circle secret", installation_id, circle_id, version, holder_id)


def _private_context(installation_id: UUID, circle_id: UUID, version: int) -> bytes:
    return canonical.encode("circle private key", installation_id, circle_id, version)


def current_suite(work: UnitOfWork) -> hpke.Suite:
    """Return the suite for everything new: the one in the row, but never weaker than the default.

    Nobody signs the row. A change could otherwise have records sealed so weakly that a later machine could open them.
    """
    number = work.session.scalars(select(Installation.hpke_suite)).one()
    return hpke.Suite(max(number, hpke.DEFAULT_SUITE))


def _misfits(work: UnitOfWork, rows: Sequence[CircleMembership]) -> list[CircleMembership]:
    """Return the rows that nobody stated. If one replaced a stated row, its holder cannot open the circle."""
    stated = directory_for(work).memberships
    return [row for row in rows if (row.circle_id, row.version, row.holder_id) not in stated]


declare_repeats(CircleMembership, _misfits)
