"""The organisation's recovery kit: two cards that together open everything when every password is lost."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.errors import NoKey, NotReady, WillNotOpen
from app.foundation.private_files import read_private, replace_private
from app.keyring import circles
from app.keyring.adding_statements import Signer, state
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import root_signer
from app.keyring.safeguarding_acts import Act, ActKind, Voucher, makes_sense
from app.keyring.statements import Kind
from app.server import Server
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import canonical
from app.vault.cards import KitCard, RecoveryKit
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import SymmetricKey
from app.vault.server_secret import ServerSecret
from models.installation import Installation

KIT_FILE = "recovery-kit.sealed"
"""The server's secret under the kit, beside the database in the data folder, for when the key file is lost. While new
cards wait to be typed back, it holds the secret under the old kit too. Whatever happens between writing the file and
the database's commit, the cards that the database knows also open the file."""


@dataclass(frozen=True)
class KitOpened:
    """What the two cards open: the secret of the `recovery` circle, and its version."""

    kit: RecoveryKit
    recovery_secret: SymmetricKey


def make_kit(server: Server, work: UnitOfWork, *, signer: Signer) -> tuple[KitCard, KitCard]:
    """Make a kit: a `recovery` circle (or its next version) whose secret only the two cards open.

    The cards are returned once, to be shown and printed; they are not kept anywhere. The event names the circles that
    only their own members can seal to the new kit (`app.recovery.kit_state` lists them).
    """
    kit = RecoveryKit.generate()
    secret = circles.renew_recovery(work, signer=signer)
    _store(work, kit, secret)
    state_kit(work, kit, signer=signer)
    add_to_kit_file(server, kit)
    work.record("kit.made", subjects=_closed_to(work, signer), visibility=Visibility.SYSTEM)
    card_a, card_b = kit.split()
    return card_a, card_b


def state_kit(work: UnitOfWork, kit: RecoveryKit, *, signer: Signer) -> None:
    """State, with the root, the key with which the cards agree to changes of the safeguarding circle.

    Beside a circle that has begun it counts only once two of three agreed: whoever makes new cards could otherwise
    take the circle over with them.
    """
    state(work, Kind.KIT, {"key": kit.signing_key().public.raw.hex()}, signer=signer)


def agree_to_new_kit(work: UnitOfWork, old: RecoveryKit) -> None:
    """Agree, with the cards that are being replaced, that the new ones count; it takes one of the others as well."""
    directory, key = directory_for(work), old.signing_key()
    if directory.kit_offered is None:
        return
    act = Act(ActKind.KIT, key=directory.kit_offered[0])
    if makes_sense(directory, act) and key.public.raw.hex() == directory.kit:
        fields = act.to_fields() | {"by": Voucher.KIT.value}
        state(work, Kind.AGREED, fields, signer=Signer(None, key))


def _closed_to(work: UnitOfWork, signer: Signer) -> list[UUID]:
    """Return the circles left under the older kit. One without members begins a version under the new one."""
    directory = directory_for(work)
    recovery_id = directory.circle(CircleKind.RECOVERY, None).id
    closed = []
    for circle_id in sorted({c for c, _, holder in directory.memberships if holder == recovery_id}):
        try:
            for version in directory.circles[circle_id].versions:
                circles.circle_secret(work, circle_id, version)
        except NoKey:
            # Nobody outside safeguarding states anything about it: whoever restarts it seals it to the new kit.
            is_closed = directory.circles[circle_id].kind is CircleKind.SAFEGUARDING
            if is_closed or directory.members(circle_id):
                closed.append(circle_id)
            else:
                circles.begin_version(work, circle_id, (), signer=signer)
    return closed


def _store(work: UnitOfWork, kit: RecoveryKit, secret: SymmetricKey) -> None:
    row = work.session.scalars(select(Installation)).one()
    row.kit_salt = secrets.token_bytes(16)
    row.recovery_sealed = seal_value(kit.recovery_key(), _context(row.id, row.kit_salt), secret.reveal())


def open_with_kit(session: Session, card_a: KitCard, card_b: KitCard) -> KitOpened:
    """Open the `recovery` circle with both cards. Raises CardMistyped, or WillNotOpen for an older kit."""
    kit = RecoveryKit.join(card_a, card_b)
    row = session.scalars(select(Installation)).one()
    if row.recovery_sealed is None or row.kit_salt is None:
        raise WillNotOpen("there is no kit yet")
    secret = open_value(kit.recovery_key(), _context(row.id, row.kit_salt), row.recovery_sealed)
    return KitOpened(kit, SymmetricKey(secret))


def confirm_cards(work: UnitOfWork, card_a: KitCard, card_b: KitCard) -> None:
    """End set-up once the words of both cards were typed back. Raises CardMistyped or WillNotOpen."""
    opened = open_with_kit(work.session, card_a, card_b)
    recovery = directory_for(work).circle(CircleKind.RECOVERY, None)
    circles.check_secret(recovery, recovery.current_version, opened.recovery_secret)
    _state_unknown(work, opened.kit)
    row = work.session.scalars(select(Installation)).one()
    if row.set_up_at is None:
        row.set_up_at = work.now
    work.record("kit.confirmed", visibility=Visibility.SYSTEM)


def _state_unknown(work: UnitOfWork, kit: RecoveryKit) -> None:
    """State the key of cards from before such keys were stated, now that both were typed."""
    directory, key = directory_for(work), kit.signing_key().public.raw.hex()
    offered = directory.kit_offered[0] if directory.kit_offered else ""
    if key not in (directory.kit, offered):
        state_kit(work, kit, signer=root_signer(work))


def add_to_kit_file(server: Server, kit: RecoveryKit) -> None:
    """Put the server's secret, sealed under a new kit, before what the file already holds."""
    sealed = seal_value(
        kit.database_key_wrap(), _file_context(server.installation_id), server.secret.reveal()
    )
    file = server.settings.data_folder / KIT_FILE
    try:
        older = _sealed_secrets(file)[1]
    except NotReady:
        # There was no file yet, or it is damaged and no cards open it any more: start a new one.
        older = ()
    _write_kit_file(file, server.installation_id, (sealed, *older))


def keep_only_in_file(server: Server, card_a: KitCard, card_b: KitCard) -> None:
    """Drop older kits from the file, once this kit's cards were typed back and that was committed."""
    key = RecoveryKit.join(card_a, card_b).database_key_wrap()
    file = server.settings.data_folder / KIT_FILE
    organisation, kept = _sealed_secrets(file)
    _write_kit_file(file, organisation, [one for one in kept if _opens(key, organisation, one) is not None])


def server_secret_from_kit(data_folder: Path, card_a: KitCard, card_b: KitCard) -> ServerSecret:
    """Open the server's secret with both cards. Raises NotReady, CardMistyped or WillNotOpen."""
    key = RecoveryKit.join(card_a, card_b).database_key_wrap()
    organisation, kept = _sealed_secrets(data_folder / KIT_FILE)
    for sealed in kept:
        secret = _opens(key, organisation, sealed)
        if secret is not None:
            return ServerSecret(secret)
    raise WillNotOpen("the file is not of this kit")


def _opens(key: SymmetricKey, organisation: UUID, sealed: bytes) -> bytes | None:
    try:
        return open_value(key, _file_context(organisation), sealed)
    except WillNotOpen:
        return None


def _sealed_secrets(file: Path) -> tuple[UUID, tuple[bytes, ...]]:
    try:
        kept = json.loads(read_private(file))
        return UUID(kept["organisation"]), tuple(bytes.fromhex(each) for each in kept["sealed"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotReady(f"{KIT_FILE} is missing from the data folder or is damaged") from error


def _write_kit_file(file: Path, organisation: UUID, sealed: Sequence[bytes]) -> None:
    kept = {"organisation": str(organisation), "sealed": [each.hex() for each in sealed]}
    replace_private(file, json.dumps(kept))


def _context(installation_id: UUID, salt: bytes) -> bytes:
    return canonical.encode("recovery circle secret", installation_id, salt)


def _file_context(installation_id: UUID) -> bytes:
    return canonical.encode("server secret", installation_id)
