"""Lock 2: every query of a scoped table starts here, limited to the rows that the person's permission reaches."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation.access_rules import may_see, reach_of
from app.foundation.errors import NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import Locks, Mode, Remembered, UnitOfWork
from models.mapping import Model

M = TypeVar("M", bound=Model)
Rule = Callable[[UnitOfWork], ColumnElement[bool]]


class OutOfScope(TypeError):
    """A room asked for an undeclared table, or with an undeclared permission: a programming error."""


@dataclass(frozen=True)
class Scope:
    """The permissions a table may be queried with, and how each reach limits the rows."""

    allowed: Collection[Permission]
    rules: Mapping[Reach, Rule]


SCOPES: dict[type[Model], Scope] = {}
"""The scope of each scoped table. Rooms declare theirs with `declare_scope`."""


def declare_scope(
    model: type[Model], *, allowed: Collection[Permission], rules: Mapping[Reach, Rule]
) -> None:
    """Declare the permissions a table may be queried with, and how each reach limits the rows.

    ALL needs no rule. A reach without a rule shows nothing.
    """
    SCOPES[model] = Scope(frozenset(allowed), rules)


def scoped(work: UnitOfWork, model: type[M], permission: Permission) -> Select[M]:
    """Return the query that a room must begin from: the rows of `model` that the permission reaches.

    For a person without the permission, the query finds no rows. Raises OutOfScope, whoever asks, for a table that
    was not declared or a permission that was not declared for it.
    """
    return select(model).where(condition(work, model, permission))


def condition(work: UnitOfWork, model: type[Model], permission: Permission) -> ColumnElement[bool]:
    """Return the condition that `scoped` applies, for counts and joins. Raises OutOfScope."""
    scope = SCOPES.get(model)
    if scope is None or permission not in scope.allowed:
        raise OutOfScope(f"{model.__name__} is not asked for with {permission.value}")
    if work.locks is Locks.KEYS_ONLY:
        return true()
    reach = reach_of(work.person, permission)
    if reach is None:
        return false()
    if reach is Reach.ALL:
        return true()
    rule = scope.rules.get(reach)
    return rule(work) if rule is not None else false()


def visible(work: UnitOfWork, model: type[M], record_id: object, permission: Permission) -> M:
    """Load one row through its permission. Raises NotVisible when this person cannot see such a row.

    Several rooms of one page may ask for the same row; within one snapshot it is loaded once.
    """
    known, asked = work.remember(_LOADED), (model, record_id, permission)
    if asked not in known or work.mode is Mode.WRITING:
        identifier: InstrumentedAttribute[Any] = model.id  # type: ignore[attr-defined]  # every scoped table has an id
        query = scoped(work, model, permission).where(identifier == record_id)
        row = work.session.scalars(query).one_or_none()
        if row is None:
            raise NotVisible(model.__tablename__)
        known[asked] = row
    found: M = known[asked]
    return found


_LOADED: Remembered[dict[tuple[type[Any], object, Permission], Any]] = Remembered(dict)
"""The rows loaded singly, by table, id and permission."""


def visible_for(
    work: UnitOfWork, model: type[M], record_id: object, permission: Permission, *, reads: Permission
) -> M:
    """Load one row to act on it: 404 for people who may not read it, 403 for readers who lack the permission.

    Raises NotVisible, Refused.
    """
    visible(work, model, record_id, reads)
    require(work, permission)
    return visible(work, model, record_id, permission)


def locked_row(work: UnitOfWork, model: type[M], record_id: object, permission: Permission) -> M:
    """Load one row through its permission and lock it until this work ends, read afresh. Raises NotVisible."""
    identifier: InstrumentedAttribute[Any] = model.id  # type: ignore[attr-defined]  # every scoped table has an id
    query = scoped(work, model, permission).where(identifier == record_id)
    row = work.session.scalars(locked(query)).one_or_none()
    if row is None:
        raise NotVisible(model.__tablename__)
    return row


def locked(query: Select[M]) -> Select[M]:
    """Return the query for rows to change: it locks them until the work ends, and reads them afresh.

    Where several people may write at once, a row loaded before the wait would otherwise keep its old values.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def require(work: UnitOfWork, permission: Permission) -> None:
    """Lock 1 inside a service: raise Refused or NotVisible when the person lacks the permission."""
    if work.locks is Locks.KEYS_ONLY or reach_of(work.person, permission) is not None:
        return
    if may_see(work.person, permission):
        raise Refused(permission.value)
    raise NotVisible(permission.value)


def has(work: UnitOfWork, permission: Permission) -> bool:
    """Tell whether to offer what the permission allows. Pages hide what a person has no right to do."""
    return reach_of(work.person, permission) is not None


def own_base(column: InstrumentedAttribute[Any]) -> Rule:
    """Limit to rows of the person's own base. Directors have ALL and never reach this rule."""
    return lambda work: and_(column.is_not(None), column == work.person.base_id)


def either(*rules: Rule) -> Rule:
    """Limit to rows that at least one of the rules allows."""
    return lambda work: or_(*(rule(work) for rule in rules))
