"""Which readable cells there are, and what each is changed to: other values that are valid there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, Table, case, func, or_, select, tuple_

from app.foundation.case_statuses import CaseStatus
from app.foundation.roles import Role
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.packet_states import PacketState
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.second_reasons import SecondReason
from app.foundation.vocabulary.sheets import SheetKind, SheetShows, SheetStepKind
from app.foundation.vocabulary.urgencies import Urgency
from app.foundation.vocabulary.visit_states import VisitState
from app.keyring.policy import FolderKind
from models.mapping import Model, UtcDateTime

DAYS: dict[type[Any], tuple[Any, ...]] = {
    datetime: (datetime(2091, 3, 4, 5, 6, tzinfo=UTC), datetime(1999, 3, 4, 5, 6, tzinfo=UTC)),
    date: (date(2091, 3, 4), date(1999, 3, 4)),
}
"""Days far ahead and far back, that no page shows otherwise."""

CODES: Mapping[str, tuple[str, ...]] = {
    "allegation.state": tuple(ConcernState),
    "allegation.urgency": tuple(Urgency),
    "base.timezone": ("Asia/Tokyo",),
    "base.duty_number": ("099 111 222",),
    "case_file.risk": tuple(Risk),
    "case_file.stage": tuple(CaseStatus),
    "concern.state": tuple(ConcernState),
    "concern.urgency": tuple(Urgency),
    "club_session.state": ("held", "cancelled"),
    "encounter.urgency": tuple(Urgency),
    "folder.kind": tuple(FolderKind),
    "home_visit.state": tuple(VisitState),
    "group_session.kind": tuple(GroupKind),
    "group_session.state": tuple(GroupState),
    "installation.kind": ("practice", "real"),
    "mistake_mark.outcome": tuple(MarkOutcome),
    "mistake_mark.needs_second": tuple(SecondReason),
    "receipt.kind": ("posted", "acknowledged", "added", "closed"),
    "referral_packet.state": tuple(PacketState),
    "risk_change.from_risk": tuple(Risk),
    "risk_change.to_risk": tuple(Risk),
    "staff_member.role": tuple(Role),
    "staff_member.locale": ("km",),
    "staff_member.theme": ("dark",),
    "staff_member.state": ("active", "disabled", "invited"),
    "stage_move.from_stage": tuple(CaseStatus),
    "stage_move.to_stage": tuple(CaseStatus),
    "stage_move.state": ("approved", "refused", "withdrawn"),
    "packet_approval.approved_as": ("supervisor", "director"),
    "packet_file.language": ("km", "en"),
    "printed_sheet.kind": tuple(SheetKind),
    "printed_sheet.shows": tuple(SheetShows),
    "sheet_step.step": tuple(SheetStepKind),
}
"""Valid values of coded columns; the others take a value that another row has."""

GIVEN = {"assignment", "task"}
"""Tables that name a caseworker who was given something."""
NEWEST_FIRST = {"audit_event", "audit_subject", "directory_statement", "checkpoint"}
"""Of what only grows, the newest is looked at: pages show that."""


@dataclass(frozen=True)
class Cell:
    """One readable cell and what it is changed to."""

    table: Table
    key: tuple[Any, ...]
    column: Column[Any]
    lie: Any

    def __str__(self) -> str:
        return f"{self.table.name}.{self.column.name} := {self.lie}"


def readable_columns() -> list[Column[Any]]:
    """Return every readable column, by table and name."""
    columns = [c for table in Model.metadata.tables.values() for c in table.columns]
    return sorted(
        (c for c in columns if c.info.get("kind") == "readable"), key=lambda c: (c.table.name, c.name)
    )


def lies_for(connection: Connection, column: Column[Any], first: Mapping[str, UUID]) -> list[Cell]:
    """Return the ways in which a column is changed: an empty cell is filled, a filled one emptied and changed.

    Rows of the records in `first` are taken before others': their own pages are looked at. A link is changed there, and
    in another record so that it leads to the first one's.
    """
    table = column.table
    assert isinstance(table, Table)
    keys = list(table.primary_key.columns)
    cells: list[Cell] = []
    for here in (column.is_not(None), column.is_(None)) if column.nullable else (column.is_not(None),):
        query = select(*keys, column).where(here).order_by(*_first_of(table, first)).limit(1)
        for *key, value in connection.execute(query):
            lies = _other_values(connection, column, value)
            cells += [Cell(table, tuple(key), column, lie) for lie in lies if lie != value]
            cells += _led_here(connection, column, tuple(key), value)
    return cells


def _led_here(
    connection: Connection, column: Column[Any], key: tuple[Any, ...], value: Any
) -> Iterator[Cell]:
    """Point another record's link to where the first one's leads."""
    table = column.table
    assert isinstance(table, Table)
    if value is None or column.primary_key or column.type.python_type is not UUID:
        return
    keys = list(table.primary_key.columns)
    query = select(*keys).where(column != value, ~tuple_(*keys).in_([key])).order_by(*keys).limit(1)
    for found in connection.execute(query):
        yield Cell(table, tuple(found), column, value)


def _first_of(table: Table, first: Mapping[str, UUID]) -> Iterator[Any]:
    """Order rows: those of `first` themselves, then those of its case, then what leads to any of them."""
    wanted = list(first.values())
    links = [c for c in table.columns if c.type.python_type is UUID and c.info.get("kind") == "readable"]
    own = [key for key in table.primary_key.columns if key in links]
    if own:
        yield case((or_(*(key.in_(wanted) for key in own)), 0), else_=1)
    if "case_id" in table.columns:
        yield case((table.columns["case_id"] == first["case_id"], 0), else_=1)
    nearer = [link for link in links if link.name != "base_id"]
    if nearer:
        yield case((or_(*(link.in_(wanted) for link in nearer)), 0), else_=1)
    for key in table.primary_key.columns:
        yield key.desc() if table.name in NEWEST_FIRST else key


def _other_values(connection: Connection, column: Column[Any], value: Any) -> Iterator[Any]:
    if value is not None and column.nullable:
        yield None
    kind = datetime if isinstance(column.type, UtcDateTime) else column.type.python_type
    if kind is UUID:
        yield from _other_ids(connection, column, value)
    elif kind is date:
        yield from DAYS[date] if value is not None else DAYS[date][:1]
    elif kind is datetime:
        # One of the two, by the column's name: there are many.
        yield DAYS[datetime][len(column.name) % 2]
    elif kind is int:
        yield (value or 0) + 1
    elif kind is str:
        yield _other_text(connection, column, value)


def _other_ids(connection: Connection, column: Column[Any], value: Any) -> Iterator[UUID]:
    """Another record of the kind the column points at, and for a folder one of the same kind as well."""
    if column.unique or (column.primary_key and len(column.table.primary_key.columns) == 1):
        yield uuid4()
        return
    reference = next((key.column for key in column.foreign_keys), column)
    if reference.table.name == "staff_member":
        yield _other_person(connection, column, value)
        return
    query = select(reference).where(reference.is_not(None), reference != value).order_by(reference)
    if reference.table.name == "folder" and value is not None:
        kind = select(reference.table.c.kind).where(reference == value).scalar_subquery()
        same_kind = connection.execute(query.where(reference.table.c.kind == kind)).scalars().first()
        if same_kind:
            yield same_kind
            query = query.where(reference.table.c.kind != kind)
    yield connection.execute(query).scalars().first() or uuid4()


def _other_person(connection: Connection, column: Column[Any], value: Any) -> UUID:
    """Somebody whom the record is none of: a caseworker for what caseworkers are given, else of the street."""
    staff = Model.metadata.tables["staff_member"].c
    wanted = ("othercaseworker", "field2") if column.table.name in GIVEN else ("field2", "othercaseworker")
    rows = connection.execute(select(staff.username, staff.id).where(staff.username.in_(wanted))).all()
    found: dict[str, UUID] = {row.username: row.id for row in rows}
    return next(found[name] for name in wanted if found[name] != value)


def _other_text(connection: Connection, column: Column[Any], value: str | None) -> str:
    others = [each for each in CODES.get(f"{column.table.name}.{column.name}", ()) if each != value]
    if others:
        return str(others[0])
    if not column.unique:
        used = select(column).where(column.is_not(None), column != value).group_by(column)
        found = connection.execute(used.order_by(func.count().desc(), column).limit(1)).scalars().first()
        if found is not None:
            return str(found)
    if value and value[-1].isdigit():
        return value[:-1] + str((int(value[-1]) + 7) % 10)
    return f"zebra-{(value or '')[:4]}"
