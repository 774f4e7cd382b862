"""The mapping base of all tables, and the three kinds of column a table may have."""

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
    """A moment, always timezone-aware UTC in Python, whatever the engine keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; SQLite keeps text without one."""
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
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of all tables: named constraints, UUID ids minted in Python, UTC moments."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        bytes: LargeBinary(),
        str: String(),
    }


class Versioned:
    """Mixin for rows that people edit: a stale write raises instead of overwriting silently."""

    version: Mapped[int] = mapped_column(Integer, default=1, info={"kind": "readable"})

    __mapper_args__: ClassVar[Any] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let SQLAlchemy put `WHERE version = ...` into every update of the row."""
        cls.__mapper_args__ = {"version_id_col": cls.version}
        super().__init_subclass__(**kwargs)


def only_where(condition: str) -> dict[str, Any]:
    """Have an index hold only the rows that a condition is true of, on either engine."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def readable(*arguments: Any, **options: Any) -> MappedColumn[Any]:
    """Declare a column that the machine may read: ids, links, dates, stage, risk, assignee."""
    return mapped_column(*arguments, info={"kind": "readable"}, **options)


def sealed(**options: Any) -> MappedColumn[Any]:
    """Declare a column whose bytes open only with a record key of the row's folder."""
    return mapped_column(LargeBinary, info={"kind": "sealed"}, **options)


def key_material(*arguments: Any, **options: Any) -> MappedColumn[Any]:
    """Declare a column of public keys, signatures, hashes, or private keys that are themselves sealed."""
    return mapped_column(*arguments, info={"kind": "key material"}, **options)
