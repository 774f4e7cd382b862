"""Names the source of each field of a packet, and compares fields by what they say."""

import dataclasses
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from app.packets.contents import (
    Agreement,
    ChildFacts,
    ChronologyEntry,
    ImmediateSafety,
    SharingGrounds,
    Source,
    canonical_json,
)
from app.vault.digests import sha256_hex

Sourced = ChildFacts | ChronologyEntry | ImmediateSafety | Agreement | SharingGrounds
SourcedT = TypeVar("SourcedT", ChildFacts, ChronologyEntry, ImmediateSafety, Agreement, SharingGrounds)

OWN_WORDS = frozenset({"summary", "origin"})
"""What no record says: a summary is ours, and says so in print."""


def digest_of(value: object) -> str:
    """Return the SHA-256 (hex) of a field as it is printed from; None and an empty text are told apart from nothing."""
    return sha256_hex(canonical_json(value).encode())


def sourced(part: SourcedT, table: str, record: UUID, column: str, fields: Iterable[str] = ()) -> SourcedT:
    """Return the part with a source for each of its fields that has a value, or for the named ones of them."""
    names = tuple(fields) or tuple(each.name for each in dataclasses.fields(part))
    values = {name: getattr(part, name) for name in names if name not in OWN_WORDS}
    found: tuple[Source, ...] = tuple(
        Source(field=name, table=table, record=record, column=column, digest=digest_of(value))
        for name, value in values.items()
        if value is not None and value != ()
    )
    return dataclasses.replace(part, origin=(*part.origin, *found))


def without_fields(part: SourcedT, gone: Iterable[str]) -> SourcedT:
    """Return the part without the sources of fields that are not in it any more."""
    names = frozenset(gone)
    return dataclasses.replace(part, origin=tuple(one for one in part.origin if one.field not in names))


def digests_in(part: Sourced) -> dict[str, str]:
    """Return the digest of each of a part's fields as it was taken."""
    return {one.field: one.digest for one in part.origin}
