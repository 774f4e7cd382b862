"""Makes a base: its pack, its code prefix and its five circles."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from app.access.scope import declare_scope, own_base, require
from app.bases.pack import load_pack
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import Role
from app.keyring import circles
from app.keyring.adding_statements import state
from app.keyring.known_directory import directory_for
from app.keyring.policy import BASE_CIRCLES, CircleKind, FolderKind
from app.keyring.root import certifying_signer
from app.keyring.stated_facts import KnownBase
from app.keyring.statements import Kind
from app.keyring.writing import make_folder
from app.unit_of_work import UnitOfWork, Visibility
from models.base import Base
from models.pack_version import PackVersion

declare_scope(
    Base,
    allowed={
        Permission.BASE_MANAGE,
        Permission.PROFILE_READ,
        Permission.PROFILE_WRITE,
        Permission.CLUB_MANAGE,
        Permission.ROWS_CHECK,
    },
    rules={Reach.BASE: own_base(Base.id)},
)


@dataclass(frozen=True)
class BaseInput:
    """What is typed to make a base. `prefix` begins every child's code, such as PP."""

    id: UUID
    name: str
    prefix: str
    pack_id: str
    timezone: str
    duty_number: str = ""


def make_base(work: UnitOfWork, new: BaseInput) -> Base:
    """Make a base and its circles; the director joins `street`, `office` and `supervision`.

    Raises NotAllowedNow with `name-taken` or `prefix-taken`.
    """
    require(work, Permission.BASE_MANAGE)
    check_name(work, new.id, new.name)
    if any(new.prefix == each.prefix for each in directory_for(work).bases.values()) or work.session.scalar(
        select(Base.id).where(Base.prefix == new.prefix)
    ):
        raise NotAllowedNow("prefix-taken")
    pack = load_pack(new.pack_id)
    base = Base(
        id=new.id,
        name=new.name,
        prefix=new.prefix,
        pack_id=pack.id,
        pack_version=pack.version,
        timezone=new.timezone,
        duty_number=new.duty_number,
        created_at=work.now,
    )
    work.session.add(base)
    _note_pack(work, pack.id, pack.version, pack.sha256)
    work.session.flush()
    state_base(work, base)
    _make_circles(work, base.id)
    make_folder(work, FolderKind.NAME_CARDS, base_id=base.id)
    make_folder(work, FolderKind.ROUTES, base_id=base.id)
    make_folder(work, FolderKind.FACTS, base_id=base.id)
    work.record("base.made", subjects=[base.id], base_id=base.id, visibility=Visibility.SYSTEM)
    return base


def check_name(work: UnitOfWork, base_id: UUID, name: str) -> None:
    """Raise NotAllowedNow with `name-taken` when another base has that name, by its statement or its row."""
    stated = [each.id for each in directory_for(work).bases.values() if each.name == name]
    rows = work.session.scalars(select(Base.id).where(Base.name == name)).all()
    if {*stated, *rows} - {base_id}:
        raise NotAllowedNow("name-taken")


def state_base(work: UnitOfWork, base: Base) -> KnownBase:
    """State a row's new values: from then on they are read from the statement, and the row repeats them."""
    fields = {
        "base": str(base.id),
        "name": base.name,
        "prefix": base.prefix,
        "pack": base.pack_id,
        "pack_version": base.pack_version,
        "zone": base.timezone,
        "duty_number": base.duty_number,
    }
    state(work, Kind.BASE, fields, signer=certifying_signer(work))
    return directory_for(work).bases[base.id]


def _make_circles(work: UnitOfWork, base_id: UUID) -> None:
    signer = certifying_signer(work)
    direction = directory_for(work).circle(CircleKind.DIRECTION, None)
    people = directory_for(work).people
    # An acting director is in `direction` for a limited time, and in no base's circles beyond their own.
    directors = [
        id_ for id_ in directory_for(work).members(direction.id) if people[id_].role is Role.DIRECTOR
    ]
    for kind in BASE_CIRCLES:
        joined = kind in (CircleKind.STREET, CircleKind.OFFICE, CircleKind.SUPERVISION)
        circles.make_circle(
            work, kind, base_id, members=directors if joined else (), signer=signer, keep=joined
        )


def _note_pack(work: UnitOfWork, pack_id: str, version: int, sha256: str) -> None:
    known = select(PackVersion.id).where(
        PackVersion.kind == "base", PackVersion.pack_id == pack_id, PackVersion.sha256 == sha256
    )
    if work.session.scalars(known).first() is None:
        work.session.add(
            PackVersion(
                id=uuid4(),
                kind="base",
                pack_id=pack_id,
                pack_version=version,
                sha256=sha256,
                loaded_at=work.now,
            )
        )
