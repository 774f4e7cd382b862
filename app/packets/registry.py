"""The registry of every file ever made: it tells what a file's SHA-256 stands for, and nothing about anyone.

It needs nobody's keys. Its answers are signed, and the audit trail must agree with them; otherwise the only answer is
that the registry cannot be believed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.errors import WayhomeError
from app.foundation.vocabulary.copy_steps import StepKind
from app.keyring.directory import Directory
from app.keyring.known_directory import directory_for
from app.keyring.root import our_certificate
from app.packets import told, vouching
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork
from models.copy_step import CopyStep
from models.referral_packet import PacketFile, PacketRecipient, ReferralPacket


class NotVouched(WayhomeError):
    """The registry says something about a file that nobody signed, or less than what was signed.

    Likely cause: somebody changed its rows outside Wayhome.
    """

    code = "not-vouched"


@dataclass(frozen=True)
class RegistryEntry:
    """One registered file. `replaced_by` is the newest approved version of its packet, if that is a later one.

    `is_recalled`: we asked for this copy alone, or the whole packet was withdrawn.
    """

    packet_id: UUID
    number: str
    version: int
    mark: str
    language: Language
    template_version: str
    pages: int
    made_at: datetime
    is_withdrawn: bool
    replaced_by: int | None
    is_recalled: bool = False
    print_number: int | None = None

    @property
    def is_current(self) -> bool:
        """Whether the file is still our current version, and nobody asked for it back."""
        return not self.is_withdrawn and not self.is_recalled and self.replaced_by is None


def find_file(session: Session, directory: Directory, sha256_hex: str) -> RegistryEntry | None:
    """Return the registry entry for the SHA-256 (hex, any case) of a file's exact bytes.

    No person's scope applies: somebody who holds the file already has more than the answer. Raises NotVouched when
    the entry, its packet's later status, or a file of ours that the trail names is not as it was signed.
    """
    digest = sha256_hex.strip().lower()
    found = session.execute(
        select(PacketFile, ReferralPacket, PacketRecipient.mark)
        .outerjoin(ReferralPacket, ReferralPacket.id == PacketFile.packet_id)
        .outerjoin(PacketRecipient, PacketRecipient.id == PacketFile.recipient_id)
        .where(PacketFile.sha256 == digest)
    ).one_or_none()
    if found is None:
        if digest and told.is_exported_file(session, digest):
            raise NotVouched
        return None
    if None in found or not vouching.is_registered(directory, found[0], found[1], mark=found[2]):
        raise NotVouched
    file, packet, mark = found
    is_withdrawn = _is_withdrawn(session, directory, packet)
    return RegistryEntry(
        packet_id=packet.id,
        number=packet.number,
        version=packet.number_version,
        mark=mark,
        language=Language(file.language),
        template_version=file.template_version,
        pages=file.pages,
        made_at=file.exported_at,
        is_withdrawn=is_withdrawn,
        is_recalled=is_withdrawn or _is_recalled(session, directory, packet, file.recipient_id, mark=mark),
        print_number=file.print_number,
        replaced_by=_replaced_by(session, directory, packet),
    )


def registry_entry(work: UnitOfWork, sha256_hex: str) -> RegistryEntry | None:
    """Return the same for a page. Raises NotVouched, which is recorded."""
    try:
        return find_file(work.session, directory_for(work), sha256_hex)
    except NotVouched:
        work.record("packet.not_vouched", sha256=sha256_hex.strip().lower())
        raise


def registered_files(
    session: Session, directory: Directory, files: Iterable[PacketFile]
) -> dict[UUID, PacketFile]:
    """Return those of these registry entries, by id, that their exporter signed."""
    listed = {file.id: file for file in files}
    query = (
        select(PacketFile.id, ReferralPacket, PacketRecipient.mark)
        .join(ReferralPacket, ReferralPacket.id == PacketFile.packet_id)
        .join(PacketRecipient, PacketRecipient.id == PacketFile.recipient_id)
        .where(PacketFile.id.in_(listed))
    )
    rows = session.execute(query).all() if listed else ()
    return {
        file_id: listed[file_id]
        for file_id, packet, mark in rows
        if vouching.is_registered(directory, listed[file_id], packet, mark=mark)
    }


def our_certificates(session: Session, directory: Directory) -> tuple[bytes, ...]:
    """Return the certificates (DER) that sign our files; needed to recognise an altered file."""
    certificate = our_certificate(session, directory)
    return (certificate,) if certificate else ()


def _is_withdrawn(session: Session, directory: Directory, packet: ReferralPacket) -> bool:
    claimed = packet.withdrawn_at is not None or packet.withdrawn_by is not None
    signed = vouching.is_withdrawn(directory, packet)
    if not claimed == signed == told.was_withdrawn(session, packet.id):
        raise NotVouched
    return signed


def _is_recalled(
    session: Session, directory: Directory, packet: ReferralPacket, recipient_id: UUID, *, mark: str
) -> bool:
    """Tell whether a copy was asked back, which its end does not undo: nobody may act on such a copy."""
    stored = session.scalars(select(CopyStep).where(CopyStep.recipient_id == recipient_id)).all()
    signed = [step for step in stored if vouching.is_step(directory, step, packet, mark=mark)]
    asked = {step.id for step in signed if step.step == StepKind.RECALL_ASKED}
    if asked != told.recalls_of(session, recipient_id):
        raise NotVouched
    return bool(asked)


def _replaced_by(session: Session, directory: Directory, packet: ReferralPacket) -> int | None:
    query = select(ReferralPacket).where(
        ReferralPacket.number == packet.number, ReferralPacket.number_version > packet.number_version
    )
    released = (
        row.number_version
        for row in session.scalars(query)
        if vouching.is_released(directory, row) and not vouching.is_withdrawn(directory, row)
    )
    signed = max(released, default=None)
    if signed != told.newest_release(session, packet.number, above=packet.number_version):
        raise NotVouched
    return signed
