"""The mapping base of all tables, the kinds of column a table may have, and what protects each readable one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Integer, LargeBinary, MetaData, String, TypeDecorator, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: always timezone-aware UTC in Python, however the engine stores it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; SQLite stores text without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the library's signature
    ) -> datetime | None:
        """Restore the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of all tables: named constraints, UUID ids made in Python, UTC moments."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        bytes: LargeBinary(),
        str: String(),
    }


class Versioned:
    """Mixin for rows that people edit: a stale write raises instead of overwriting silently."""

    version: Mapped[int] = mapped_column(
        Integer, default=1, info={"kind": "readable", "held": "bound", "since": 1}
    )

    __mapper_args__: ClassVar[Any] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Have SQLAlchemy put `WHERE version = ...` into every update of the row."""
        cls.__mapper_args__ = {"version_id_col": cls.version}
        super().__init_subclass__(**kwargs)


class Markable:
    """Mixin for rows that can be marked as written by mistake (app.mistakes).

    A row with a `mistake_id` is shown as it was and counts for nothing. The tag covers it, so that a mark that was
    deleted, or written by the database, is noticed. Name this base first, and raise the table's `tag_format` to 2.
    """

    # The mark that is in force; None while the row counts.
    mistake_id: Mapped[UUID | None] = mapped_column(
        Uuid, default=None, nullable=True, info={"kind": "readable", "held": "bound", "since": 2}
    )


@dataclass(frozen=True)
class LiesIn:
    """Which folder a row lies in: its kinds, and which of the row's columns say what the folder belongs to.

    What is not named here is not said by the row, and is not compared. `through` is the column that names a parent
    row, for rows that lie in their parent's folder and have none of their own.
    """

    kinds: tuple[str, ...]
    base: str | None = None
    child: str | None = None
    case: str | None = None
    shift: str | None = None
    through: str | None = None


class Tagged(Model):
    """Base of tables whose rows, with their readable columns, are bound to the key of the folder they lie in.

    `tag` is an HMAC, made when the row is written through its folder and checked when it is read (app.keyring.rows).
    `tag_format` increases when a table gets a new bound column: an older tag does not name that column, which then
    counts as absent.
    """

    __abstract__ = True

    tag: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True, info={"kind": "key material"})
    lies_in: ClassVar[LiesIn]
    """Which folder a row lies in."""
    tag_format: ClassVar[int] = 1


class InFolder(Tagged):
    """Base of tagged tables whose rows name the folder they lie in."""

    __abstract__ = True

    id: Mapped[UUID]
    folder_id: Mapped[UUID]


class OnBoards(InFolder):
    """Base of tagged tables that boards show by the hundred: a second tag, under a key of the row's base.

    `board_folder` is the kind of base folder whose key makes that tag; everybody who reads such a board holds it.
    """

    __abstract__ = True

    board_folder: ClassVar[str] = "facts"

    base_id: Mapped[UUID]
    board_tag: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True, info={"kind": "key material"})


def only_where(condition: str) -> dict[str, Any]:
    """Limit an index to the rows for which a condition is true, on either engine."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def bound(*arguments: Any, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """Declare a readable column that the row's tag protects, from that tag format on."""
    return mapped_column(*arguments, info={"kind": "readable", "held": "bound", "since": since}, **options)


def signed(*arguments: Any, by: str, **options: Any) -> MappedColumn[Any]:
    """Declare a readable column that repeats what is signed elsewhere and is read from there. `by`: where that is."""
    return mapped_column(*arguments, info={"kind": "readable", "held": "signed", "by": by}, **options)


def chained(*arguments: Any, **options: Any) -> MappedColumn[Any]:
    """Declare a readable column that a chain of hashes protects: the trail's, or the key directory's."""
    return mapped_column(*arguments, info={"kind": "readable", "held": "chained"}, **options)


def derived(*arguments: Any, by: str, **options: Any) -> MappedColumn[Any]:
    """Declare a readable column that only helps to find or sort what something else decides. `by`: what decides it."""
    return mapped_column(*arguments, info={"kind": "readable", "held": "derived", "by": by}, **options)


def free(*arguments: Any, because: str, **options: Any) -> MappedColumn[Any]:
    """Declare a readable column that nothing protects, because a false value there harms nobody. `because`: why not."""
    return mapped_column(*arguments, info={"kind": "readable", "held": "free", "by": because}, **options)


def sealed(*, since: int = 1, **options: Any) -> MappedColumn[Any]:
    """Declare a column whose bytes open only with a record key of the row's folder; a tag covers their digest."""
    return mapped_column(LargeBinary, info={"kind": "sealed", "since": since}, **options)


def key_material(*arguments: Any, **options: Any) -> MappedColumn[Any]:
    """Declare a column of public keys, signatures, hashes, or private keys that are themselves sealed."""
    return mapped_column(*arguments, info={"kind": "key material"}, **options)
