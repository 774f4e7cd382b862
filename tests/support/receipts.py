"""Forges receipts for tests: signed with the keys of somebody of the cast, and stored past every rule."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.keyring.receipt_rows import LABEL, message_of
from app.vault.signing import sign
from models.receipt import Receipt, SignedReceipt
from tests.support.organisation import RIVERSIDE, Organisation


@dataclass
class Forger:
    """Who holds somebody's keys and may write to the database."""

    organisation: Organisation
    keys: dict[str, Any] = field(default_factory=dict)

    def take_keys(self, name: str) -> None:
        """Keep a copy of somebody's keys, for later too."""
        with self.organisation.reading(name) as work:
            self.keys[name] = work.keychain.private.sign

    def put(
        self,
        about_id: UUID,
        kind: str,
        *,
        number: int,
        keys_of: str = "supervisor",
        named: str | None = None,
        at: datetime | None = None,
        base_id: UUID | None = RIVERSIDE,
        kept_in: type[SignedReceipt] = Receipt,
        table: str = "concern",
        facts: dict[str, str] | None = None,
    ) -> None:
        """Sign a receipt with the keys of one person, in their own name or `named` another's, and store it."""
        if keys_of not in self.keys:
            self.take_keys(keys_of)
        with self.organisation.reading("supervisor") as work:
            installation_id = work.installation_id
        row = kept_in(
            id=uuid4(),
            about_table=table,
            about_id=about_id,
            number=number,
            kind=kind,
            signed_by=self.organisation.ids[named or keys_of],
            signed_at=at or self.organisation.clock.now(),
            base_id=base_id,
            facts=json.dumps(facts or {}, sort_keys=True, separators=(",", ":")),
        )
        row.signature = sign(self.keys[keys_of], LABEL, message_of(installation_id, row))
        with Session(self.organisation.server.store.engine) as session:
            session.add(row)
            session.commit()


def receipt_of(
    organisation: Organisation, about_id: UUID, kind: str, kept_in: type[SignedReceipt] = Receipt
) -> SignedReceipt:
    """Return the one receipt of that kind about a record."""
    with organisation.server.store.reading() as session:
        query = select(kept_in).where(kept_in.about_id == about_id, kept_in.kind == kind)
        found = session.scalars(query).one()
        session.expunge(found)
        return found


def take_away(organisation: Organisation, receipt_id: UUID, kept_in: type[SignedReceipt] = Receipt) -> None:
    """Delete a receipt behind the application's back."""
    with Session(organisation.server.store.engine) as session:
        session.execute(delete(kept_in).where(kept_in.id == receipt_id))
        session.commit()
