"""Lock 2: every query of a scoped table starts here, cut to the rows the person's permission reaches."""

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
    """A room asks for a table that was not declared, or with another permission than declared: a mistake of ours."""


@dataclass(frozen=True)
class Scope:
    """With which permissions a table is asked for, and how each reach cuts it."""

    allowed: Collection[Permission]
    rules: Mapping[Reach, Rule]


SCOPES: dict[type[Model], Scope] = {}
"""For each scoped table, its scope. Rooms declare theirs with `declare_scope`."""


def declare_scope(
    model: type[Model], *, allowed: Collection[Permission], rules: Mapping[Reach, Rule]
) -> None:
    """Say with which permissions a table is asked for, and how each reach cuts it.

    ALL needs no rule; a reach without a rule shows nothing.
    """
    SCOPES[model] = Scope(frozenset(allowed), rules)


def scoped(work: UnitOfWork, model: type[M], permission: Permission) -> Select[M]:
    """Return the one query a room may begin from: the rows of `model` the permission reaches.

    A person without the permission gets a query without rows. Raises OutOfScope, whoever asks, for a table that was
    not declared or a permission that was not declared for it.
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
    """Load one row through its permission. Raises NotVisible when it is not there for this person.

    Rooms that make one page together ask for the same row: within one snapshot it is loaded once.
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
"""The rows that were loaded one by one, by table, id and permission."""


def locked(query: Select[M]) -> Select[M]:
    """Return the query for rows to change: nobody else changes them until the work ends, and they are read anew.

    Where several may write at once, a row that was loaded before the wait would stay as it was then.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def require(work: UnitOfWork, permission: Permission) -> None:
    """Lock 1 within a service: raise Refused or NotVisible when the person does not have the permission."""
    if work.locks is Locks.KEYS_ONLY or reach_of(work.person, permission) is not None:
        return
    if may_see(work.person, permission):
        raise Refused(permission.value)
    raise NotVisible(permission.value)


def has(work: UnitOfWork, permission: Permission) -> bool:
    """Tell whether to offer what the permission allows: a missing right shows nothing."""
    return reach_of(work.person, permission) is not None


def own_base(column: InstrumentedAttribute[Any]) -> Rule:
    """Cut to rows of the person's own base; directors' ALL never comes here."""
    return lambda work: and_(column.is_not(None), column == work.person.base_id)


def either(*rules: Rule) -> Rule:
    """Cut to rows that any of the rules lets through."""
    return lambda work: or_(*(rule(work) for rule in rules))
