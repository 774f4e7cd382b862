"""Adds statements to the key directory, signed by whoever has the right to make them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.errors import KeyRefused
from app.foundation.roles import Role
from app.keyring.directory import Directory
from app.keyring.known_directory import writable_directory
from app.keyring.statement_rights import admit
from app.keyring.statements import Kind, make_statement
from app.unit_of_work import UnitOfWork
from app.vault.signing import SigningKey


@dataclass(frozen=True)
class Signer:
    """Who signs a statement: a person by their own key, or (id None) the root."""

    id: UUID | None
    key: SigningKey


def own_signer(work: UnitOfWork) -> Signer:
    """Sign with the acting person's own key."""
    return Signer(work.person.id, work.keychain.private.sign)


def append_statement(
    session: Session,
    directory: Directory,
    kind: Kind,
    fields: dict[str, Any],
    *,
    signer: Signer,
    now: datetime,
) -> None:
    """Sign the next statement, check it as a reader would, and store it. Raises KeyRefused without the right."""
    if directory.broken_at is not None:
        raise KeyRefused("the key directory is broken; nothing is added to it", seq=directory.broken_at)
    statement = make_statement(
        directory.installation_id,
        seq=directory.seq + 1,
        previous=directory.head,
        kind=kind,
        fields=fields,
        signer_id=signer.id,
        key=signer.key,
        now=now,
    )
    admit(directory, statement)
    session.add(statement.to_row())


def state(work: UnitOfWork, kind: Kind, fields: dict[str, Any], *, signer: Signer) -> None:
    """Add a statement within the work's transaction. Raises KeyRefused when the signer has no right to it."""
    append_statement(work.session, writable_directory(work), kind, fields, signer=signer, now=work.now)


def acts_with_root(work: UnitOfWork) -> bool:
    """Tell whether the acting person certifies with the root key: directors do, supervisors sign themselves."""
    return work.person.role is Role.DIRECTOR
