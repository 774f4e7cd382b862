"""Allegations about our own people: posted by anyone, sealed to the safeguarding circle, in no other list or count."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

import app.safeguarding.scopes  # noqa: F401 - says who reaches what was said
from app.access.scope import locked, locked_row, require, visible
from app.children.children import visible_child
from app.concerns.books import ALLEGATIONS, Word, facts_of_posting
from app.concerns.clocks import acknowledge_within, moved_due
from app.concerns.concern_status import say, told_of, waits
from app.concerns.documents import Handling, UrgencyChange
from app.concerns.double_press import raise_if_already_posted
from app.concerns.observing import Observed, observation_of
from app.concerns.triage import (
    ChangeUrgency,
    CloseConcern,
    Outcome,
    ReopenConcern,
    reason_to_handle,
    reason_to_reopen,
    reopened,
)
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import OpenFolder
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder_for_nobody
from app.safeguarding.circle import (
    name_nobody,
    readers_of_allegations,
    renew_if_left,
    require_reader,
)
from app.safeguarding.documents import Account, AllegationHandling
from app.safeguarding.writers import sign_account
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault.cards import RecoveryCard
from app.vault.signing import SigningKey
from models.allegation import Allegation

_REFERENCE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class AllegationInput:
    """What is typed. `about` is the accused person, in words.

    `left_out` are members of the circle whom it is not sealed to, because it is about them. `adds_to` is an earlier
    allegation by the same poster, from before posters were sealed inside.
    """

    id: UUID
    urgency: Urgency
    about: str
    observed: Observed
    child_id: UUID | None = None
    left_out: frozenset[UUID] = frozenset()
    adds_to: UUID | None = None


@dataclass(frozen=True, repr=False)
class AllegationPosted:
    """What the poster keeps: the reference, and the secret receipt with which they come back."""

    id: UUID
    reference: str
    receipt: RecoveryCard


def post_allegation(
    work: UnitOfWork, new: AllegationInput, receipt: RecoveryCard | None = None
) -> AllegationPosted:
    """Seal an allegation to safeguarding. Its poster keeps no key, and no table, key, grant or event names them.

    Their name and signature lie sealed inside. `receipt` is the secret that their form carries, so that a form sent
    twice gives the same one. Raises NotAllowedNow with `no-safeguarding` when nobody could read it, and nothing is
    stored; `about-missing`, `no-words`, `in-the-future`, `too-long-ago`; AlreadyDone, or Refused when the id is
    somebody else's record; NotVisible.
    """
    require(work, Permission.ALLEGATION_POST)
    receipt = receipt or RecoveryCard.generate()
    used = rows_of_receipt(work, receipt)
    raise_if_already_posted(
        work, new.id, Permission.ALLEGATION_POST, receipt_keys={row.receipt_key for row in used}
    )
    refuse_without_readers(work, new.left_out)
    account = _account_of(work, new)
    due_at = work.now + acknowledge_within(work, None, new.urgency)
    key = receipt.receipt_key(work.installation_id.bytes, len(used))
    own = work.keychain.private.sign
    # Not before: a form that is refused shows what a look shows, and whoever looked stands in the trail.
    name_nobody(work)
    row = seal_for_nobody(
        work, new.id, account, Poster(key, own), urgency=new.urgency, due_at=due_at, left_out=new.left_out
    )
    return AllegationPosted(row.id, row.reference, receipt)


def rows_of_receipt(work: UnitOfWork, receipt: RecoveryCard) -> list[Allegation]:
    """Return what was written with a secret receipt, oldest first; locked in a work that writes."""
    found: list[Allegation] = []
    while True:
        key = receipt.receipt_key(work.installation_id.bytes, len(found)).public.raw.hex()
        query = select(Allegation).where(Allegation.receipt_key == key)
        row = work.session.scalars(locked(query) if work.mode is Mode.WRITING else query).one_or_none()
        if row is None:
            return found
        found.append(row)


def refuse_without_readers(work: UnitOfWork, left_out: Collection[UUID] = ()) -> None:
    """Raise NotAllowedNow with `no-safeguarding` when nobody could read what is sealed now."""
    readers = set(readers_of_allegations(work)) - set(left_out)
    if not readers and not directory_for(work).has_outside_key:
        raise NotAllowedNow("no-safeguarding")


@dataclass(frozen=True, repr=False)
class Poster:
    """The key of a poster's secret receipt, and the key that signs the account inside: their own, or the receipt's."""

    receipt: SigningKey
    own: SigningKey


def seal_for_nobody(
    work: UnitOfWork,
    new_id: UUID,
    account: Account,
    poster: Poster,
    *,
    urgency: Urgency,
    due_at: datetime,
    left_out: Collection[UUID] = (),
) -> Allegation:
    """Store an allegation that names nobody outside what is sealed, with its first receipt."""
    folder = make_folder_for_nobody(work, left_out=left_out)
    facts = facts_of_posting(_new_reference(), urgency, due_at, folder_id=folder.id)
    receipts = ALLEGATIONS.sign_as_poster(work, new_id, Word.POSTED, facts=facts, key=poster.receipt)
    row = Allegation(
        id=new_id,
        reference=facts["reference"],
        folder_id=folder.id,
        receipt_key=poster.receipt.public.raw.hex(),
        posted_at=receipts.said[0].at,
        urgency=urgency.value,
        due_at=due_at,
        state=ConcernState.WAITING.value,
    )
    folder.write(row, sign_account(work.installation_id, row, account, poster.own))
    work.session.flush()
    _record(work, "allegation.posted", row, folder)
    return row


def _account_of(work: UnitOfWork, new: AllegationInput) -> Account:
    about = clean_lines(new.about)
    if not about:
        raise NotAllowedNow("about-missing")
    if new.adds_to is not None:
        visible(work, Allegation, new.adds_to, Permission.ALLEGATION_POST)
    return Account(
        about=about,
        observation=observation_of(work, new.observed),
        base_id=work.person.base_id,
        child_id=new.child_id,
        child_code=visible_child(work, new.child_id).code if new.child_id else "",
        adds_to=new.adds_to,
        posted_by=work.person.id,
    )


def acknowledge_allegation(work: UnitOfWork, allegation_id: UUID) -> Outcome:
    """Say that a member or the outside member has received it and will act. Raises NotVisible for everyone else."""
    row = _locked(work, allegation_id)
    if not waits(work, row):
        return Outcome.WAS_DONE
    say(work, row, Word.ACKNOWLEDGED)
    _record(work, "allegation.acknowledged", row)
    return Outcome.DONE


def change_allegation_urgency(work: UnitOfWork, allegation_id: UUID, change: ChangeUrgency) -> None:
    """Change the urgency for a reason; the clock is counted again from the time of posting.

    Raises Conflict; NotAllowedNow with `concern-closed`, `same-urgency` or `reason-missing`; NotVisible.
    """
    row, folder, reason = _to_handle(work, allegation_id, change.reason, change.version)
    status = told_of(work, row)
    before = status.urgency
    if before is change.urgency:
        raise NotAllowedNow("same-urgency")
    due_at = moved_due(
        status.due_at,
        posted_at=status.posted_at,
        before=acknowledge_within(work, None, before),
        after=acknowledge_within(work, None, change.urgency),
        called_again=False,
    )
    handling = handling_of(folder, row)
    changed = UrgencyChange(before, change.urgency, work.person.id, work.now, reason)
    _write(folder, row, replace(handling, urgency_changes=(*handling.urgency_changes, changed)))
    row.urgency = change.urgency.value
    work.session.flush()
    say(work, row, Word.URGENCY, urgency=row.urgency, due=due_at.isoformat())
    _record(work, "allegation.urgency_changed", row, folder)


def close_allegation(work: UnitOfWork, allegation_id: UUID, closing: CloseConcern) -> None:
    """Close an allegation with the reason.

    Raises Conflict; NotAllowedNow with `concern-closed` or `reason-missing`; NotVisible.
    """
    row, folder, reason = _to_handle(work, allegation_id, closing.reason, closing.version)
    handling = handling_of(folder, row)
    _write(folder, row, replace(handling, closing_reasons=(*handling.closing_reasons, reason)))
    work.session.flush()
    say(work, row, Word.CLOSED)
    _record(work, "allegation.closed", row, folder)


def reopen_allegation(work: UnitOfWork, allegation_id: UUID, opening: ReopenConcern) -> None:
    """Take back a closing that was a mistake: it waits for the circle again, and its clock starts anew, now.

    What was written when it was closed stays, as taken back. Raises Conflict; NotAllowedNow with `concern-open` or
    `reason-missing`; NotVisible.
    """
    row = _locked(work, allegation_id)
    status = told_of(work, row)
    reason = reason_to_reopen(status, opening)
    folder = folder_to_write(work, FolderKind.ALLEGATION, row.folder_id)
    _write(folder, row, reopened(work, handling_of(folder, row), reason))
    work.session.flush()
    due_at = work.now + acknowledge_within(work, None, status.urgency)
    say(work, row, Word.REOPENED, due=due_at.isoformat())
    _record(work, "allegation.reopened", row, folder)


def _locked(work: UnitOfWork, allegation_id: UUID) -> Allegation:
    """Return an allegation for a member or the outside member to handle, locked until this work ends.

    First renews a circle that somebody has left. Raises NotVisible for everyone else.
    """
    require_reader(work)
    renew_if_left(work)
    return locked_row(work, Allegation, allegation_id, Permission.ALLEGATION_READ)


def handling_of(folder: OpenFolder, row: Allegation) -> Handling:
    """Return how it was handled so far. Raises WillNotOpen, so that a damaged record is not overwritten."""
    if row.handling is None:
        return Handling()
    return folder.read(row, AllegationHandling).handling


def _to_handle(
    work: UnitOfWork, allegation_id: UUID, reason: str, version: int
) -> tuple[Allegation, FolderToWrite, str]:
    row = _locked(work, allegation_id)
    cleaned = reason_to_handle(work, row, reason, version)
    return row, folder_to_write(work, FolderKind.ALLEGATION, row.folder_id), cleaned


def _write(folder: FolderToWrite, row: Allegation, handling: Handling) -> None:
    folder.write(row, AllegationHandling(handling))


def _new_reference() -> str:
    """Return a random reference: with numbers in order, anyone could count allegations, or the gaps between concerns.

    Eight characters out of 31 letters and digits: among a thousand references, the odds of a repeat are one in a
    million.
    """
    drawn = "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(8))
    return f"S-{drawn[:4]}-{drawn[4:]}"


def _record(work: UnitOfWork, action: str, row: Allegation, folder: OpenFolder | None = None) -> None:
    work.record(
        action,
        subjects=[row.id],
        folders=[folder.id] if folder else [],
        visibility=Visibility.SAFEGUARDING,
    )
