"""Makes a file for one recipient: checked, made, checked again under the write lock, and only then handed out."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.access.scope import scoped
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.root import signing_identity
from app.packets.comparing import compared
from app.packets.contents import PacketContents
from app.packets.document import PacketForm, Translation
from app.packets.documents import ExportReason, PacketSnapshot, Recipient, RecipientUnit
from app.packets.file_making import PacketFile as MadeFile
from app.packets.file_making import make_packet_file
from app.packets.grounds import ground_of
from app.packets.length import is_too_long
from app.packets.loading import (
    OpenPacket,
    PacketToChange,
    frozen_contents,
    hands_of,
    lock_packet,
    open_packet,
)
from app.packets.separation import why_not_export
from app.packets.template_reviews import translation_of
from app.packets.told import recalls_of, stands_as_submitted
from app.packets.vouching import sign_file
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork
from app.vault.passwords import generate_digit_groups, generate_short_passphrase
from app.vault.secrets import Passphrase
from models.referral_packet import PacketFile, PacketRecipient

PASSPHRASE_WORDS: Final = 7
PASSPHRASE_GROUPS: Final = 5
"""Groups of four digits: 66 bits, and 24 characters."""
PASSPHRASE_LETTERS: Final = 32
"""Poppler's tools cut a password here, and a person who checks a file with them must be able to open it (decision
0009)."""


class OpenedWith(StrEnum):
    """What a file is opened with: short English words, or groups of digits for whoever reads no Latin letters."""

    WORDS = "words"
    DIGITS = "digits"


@dataclass(frozen=True)
class ExportOrder:
    """The request for a file. `id` becomes the file's; `version` is the packet's as the page showed it."""

    id: UUID
    packet_id: UUID
    recipient_id: UUID
    language: Language
    reason: str
    version: int
    form: PacketForm = PacketForm.FILE
    opened_with: OpenedWith = OpenedWith.WORDS


@dataclass(frozen=True)
class ExportedFile:
    """A finished file and the words that open it. Neither is kept anywhere once this object is gone."""

    file_id: UUID
    content: bytes = field(repr=False)
    words: str = field(repr=False)
    file_name: str
    sha256_hex: str
    pages: int
    recipient: Recipient
    language: Language
    opened_with: OpenedWith = OpenedWith.WORDS
    is_draft: bool = False


@dataclass(frozen=True)
class _Ready:
    """What a file is made from, and what must not have changed when it is registered."""

    snapshot: PacketSnapshot
    recipient: Recipient
    translation: Translation
    print_number: int | None

    @property
    def contents(self) -> PacketContents:
        return frozen_contents(self.snapshot)


def export_packet(work: UnitOfWork, order: ExportOrder) -> ExportedFile:
    """Make one recipient's file. The work begins reading and ends writing; it must commit before the bytes leave.

    Raises Refused, NotVisible, AlreadyDone, Conflict, the errors of the file's making, or
    NotAllowedNow with what `why_not_now` returns, `reason-missing` or `packet-unknown-recipient`.
    """
    if not clean_lines(order.reason):
        raise NotAllowedNow("reason-missing")
    packet = open_packet(work, order.packet_id, Permission.PACKET_EXPORT)
    if packet.row.version != order.version:
        raise Conflict(record=order.packet_id, version=packet.row.version)
    before = _ready(work, packet, order)
    passphrase = _passphrase(order.opened_with)
    made = _made(work, before, order, passphrase)
    work.begin_writing()
    packet = lock_packet(work, order.packet_id, Permission.PACKET_EXPORT, version=order.version)
    after = _ready(work, packet, order)
    if replace(after, snapshot=before.snapshot) != before or after.snapshot.digest != before.snapshot.digest:
        raise Conflict(record=order.packet_id)
    _register(work, packet, after, order, made)
    return ExportedFile(
        file_id=order.id,
        content=made.content,
        words=passphrase.reveal(),
        file_name=made.file_name,
        sha256_hex=made.sha256_hex,
        pages=made.pages,
        recipient=after.recipient,
        language=order.language,
        opened_with=order.opened_with,
        is_draft=after.translation is Translation.DRAFT,
    )


def _passphrase(opened_with: OpenedWith) -> Passphrase:
    if opened_with is OpenedWith.DIGITS:
        return generate_digit_groups(PASSPHRASE_GROUPS)
    return generate_short_passphrase(PASSPHRASE_WORDS, most_letters=PASSPHRASE_LETTERS)


def why_not_now(work: UnitOfWork, packet: OpenPacket, recipients: tuple[Recipient, ...]) -> tuple[str, ...]:
    """Return the codes of the reasons why no file can be made for these recipients now; empty when it can.

    The gate is asked again, because consent may have been taken back after the packet was approved, and the packet is
    compared with its records again.
    """
    if packet.state is not PacketState.RELEASED:
        is_withdrawn = packet.state is PacketState.WITHDRAWN
        return ("packet-withdrawn" if is_withdrawn else "packet-not-approved",)
    reason = why_not_export(hands_of(packet), work.person.id) or _why_not_by_trail(work, packet, recipients)
    if reason or is_too_long(frozen_contents(packet.frozen)):
        return (reason or "packet-too-long",)
    ground = ground_of(work, packet.case, recipients)
    if not ground.is_allowed:
        return ground.reasons
    if not ground.allowing & set(packet.frozen.rests_on):
        return ("packet-grounds-changed",)
    # All that is printed is compared, also what another recipient's file rests on.
    return compared(work, packet, ground_of(work, packet.case, packet.frozen.recipients)).reasons


def _why_not_by_trail(work: UnitOfWork, packet: OpenPacket, recipients: tuple[Recipient, ...]) -> str | None:
    # Whoever checks a recalled copy is told not to act on it, so no other file bears its mark.
    if any(recalls_of(work.session, one.id) for one in recipients):
        return "packet-recalled"
    is_newest = stands_as_submitted(work.session, packet.row.id, packet.frozen.digest)
    return None if is_newest else "packet-put-back"


def _ready(work: UnitOfWork, packet: OpenPacket, order: ExportOrder) -> _Ready:
    there = work.session.scalars(select(PacketFile).where(PacketFile.id == order.id)).one_or_none()
    if there is not None:
        if there.exported_by != work.person.id or there.packet_id != order.packet_id:
            raise Refused(Permission.PACKET_EXPORT.value)
        raise AlreadyDone(record_id=order.id)
    snapshot = packet.snapshot
    recipients = [one for one in snapshot.recipients if one.id == order.recipient_id] if snapshot else []
    reasons = why_not_now(work, packet, tuple(recipients))
    if reasons:
        raise NotAllowedNow(*reasons)
    if not recipients:
        raise NotAllowedNow("packet-unknown-recipient")
    _check_recipient(work, packet, recipients[0])
    return _Ready(
        packet.frozen,
        recipients[0],
        translation_of(work, order.language),
        _next_print(work, packet, recipients[0]) if order.form is PacketForm.PRINT else None,
    )


def _next_print(work: UnitOfWork, packet: OpenPacket, recipient: Recipient) -> int:
    """Return the number of the next print of this copy, so that no two sheets of paper look alike."""
    query = scoped(work, PacketFile, Permission.PACKET_READ).where(
        PacketFile.packet_id == packet.row.id, PacketFile.recipient_id == recipient.id
    )
    return 1 + max((file.print_number or 0 for file in work.session.scalars(query)), default=0)


def _check_recipient(work: UnitOfWork, packet: OpenPacket, recipient: Recipient) -> None:
    """Raise ChangedOutside unless the recipient's row, which the registry names, agrees with the snapshot."""
    row = work.session.get_one(PacketRecipient, recipient.id)
    unit = packet.folder.read(row, RecipientUnit)
    if (row.packet_id, row.mark, unit) != (packet.row.id, recipient.mark, recipient.unit):
        raise ChangedOutside("a recipient is not the one that was frozen", record=row.id)


def _made(work: UnitOfWork, ready: _Ready, order: ExportOrder, passphrase: Passphrase) -> MadeFile:
    """Draw, encrypt and sign outside every transaction: it takes a second, and nobody waits for a lock meanwhile."""
    identity, now = signing_identity(work), work.now
    work.end_transaction()
    return make_packet_file(
        ready.contents,
        language=order.language,
        recipient_mark=ready.recipient.mark,
        recipient_unit=_unit_name(ready.recipient, order.language),
        passphrase=passphrase,
        identity=identity,
        now=now,
        translation=ready.translation,
        print_number=ready.print_number,
    )


def _unit_name(recipient: Recipient, language: Language) -> str:
    local = recipient.unit.name_local if language is Language.KHMER else ""
    return local or recipient.unit.name


def _register(
    work: UnitOfWork, packet: PacketToChange, ready: _Ready, order: ExportOrder, made: MadeFile
) -> None:
    file = PacketFile(
        id=order.id,
        packet_id=packet.row.id,
        recipient_id=ready.recipient.id,
        sha256=made.sha256_hex,
        snapshot_hash=ready.snapshot.digest,
        template_version=made.template_version,
        language=order.language.value,
        pages=made.pages,
        exported_by=work.person.id,
        exported_at=work.now,
        folder_id=packet.folder.id,
        print_number=ready.print_number,
        translation=None if order.language is Language.ENGLISH else ready.translation.value,
    )
    sign_file(work, packet.folder, file, packet.row, mark=ready.recipient.mark)
    packet.folder.write(file, ExportReason(clean_lines(order.reason)))
    work.session.flush()
    work.record(
        "packet.exported",
        subjects=[order.id, *packet.subjects],
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
        sha256=made.sha256_hex,
        snapshot=ready.snapshot.digest,
        mark=ready.recipient.mark,
        language=order.language.value,
        number=packet.row.number,
        version=packet.row.number_version,
    )
