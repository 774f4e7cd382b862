"""What is signed of a packet, so that whoever holds a file is told the truth without a key of the packet.

Each of these is one person's signature over all that a page or `verify-packet` would say. A row in the registry, a
release or a withdrawal without it counts for nothing.
"""

from datetime import UTC
from typing import Final
from uuid import UUID

from app.foundation.roles import Role
from app.keyring.directory import Directory
from app.keyring.folders import OpenFolder
from app.keyring.signed_words import once_stood_in, sign_words, were_signed
from app.unit_of_work import UnitOfWork
from app.vault.canonical import Part
from models.referral_packet import PacketFile, ReferralPacket

_FILE: Final = "packet file"
_RELEASE: Final = "packet release"
_WITHDRAWAL: Final = "packet withdrawal"


def sign_file(
    work: UnitOfWork, folder: OpenFolder, file: PacketFile, packet: ReferralPacket, *, mark: str
) -> None:
    """Sign a registry entry in the exporter's name."""
    file.signature = _signed(work, folder, _FILE, _file_words(file, packet, mark))


def is_registered(directory: Directory, file: PacketFile, packet: ReferralPacket, *, mark: str) -> bool:
    """Tell whether a director signed that this file was made of that packet for that recipient."""
    words = _file_words(file, packet, mark)
    is_signed = file.folder_id == packet.folder_id and _holds(
        directory, packet, _FILE, words, by=file.exported_by, signature=file.signature
    )
    return is_signed and once_stood_in(directory, packet.base_id, file.exported_by, Role.DIRECTOR)


def sign_release(work: UnitOfWork, folder: OpenFolder, packet: ReferralPacket) -> None:
    """Sign in the director's name that this version is released from now on."""
    packet.released_by = work.person.id
    packet.release_signature = _signed(work, folder, _RELEASE, _version_words(packet, packet.snapshot_hash))


def is_released(directory: Directory, packet: ReferralPacket) -> bool:
    """Tell whether a director signed that this version is released, as it is frozen now."""
    by = packet.released_by
    if by is None or not once_stood_in(directory, packet.base_id, by, Role.DIRECTOR):
        return False
    words = _version_words(packet, packet.snapshot_hash)
    return _holds(directory, packet, _RELEASE, words, by=by, signature=packet.release_signature)


def sign_withdrawal(work: UnitOfWork, folder: OpenFolder, packet: ReferralPacket) -> None:
    """Sign in the acting person's name that they took this version back, at the time its row says."""
    packet.withdrawn_by = work.person.id
    packet.withdrawal_signature = _signed(work, folder, _WITHDRAWAL, _withdrawal_words(packet))


def is_withdrawn(directory: Directory, packet: ReferralPacket) -> bool:
    """Tell whether somebody who may take back what has left signed that they did."""
    by = packet.withdrawn_by
    if by is None:
        return False
    may = any(once_stood_in(directory, packet.base_id, by, role) for role in (Role.SUPERVISOR, Role.DIRECTOR))
    words = _withdrawal_words(packet)
    return may and _holds(directory, packet, _WITHDRAWAL, words, by=by, signature=packet.withdrawal_signature)


def _signed(work: UnitOfWork, folder: OpenFolder, label: str, words: tuple[Part, ...]) -> bytes:
    return bytes.fromhex(sign_words(work, folder, label, *words))


def _holds(
    directory: Directory,
    packet: ReferralPacket,
    label: str,
    words: tuple[Part, ...],
    *,
    by: UUID,
    signature: bytes | None,
) -> bool:
    if signature is None:
        return False
    return were_signed(directory, packet.folder_id, label, *words, by=by, signature=signature.hex())


def _version_words(packet: ReferralPacket, *more: Part) -> tuple[Part, ...]:
    return (packet.id, packet.base_id, packet.case_id, packet.number, packet.number_version, *more)


def _file_words(file: PacketFile, packet: ReferralPacket, mark: str) -> tuple[Part, ...]:
    return _version_words(
        packet,
        file.packet_id,
        file.id,
        file.recipient_id,
        mark,
        file.sha256,
        file.snapshot_hash,
        file.template_version,
        file.language,
        file.pages,
        file.exported_at.astimezone(UTC).isoformat(),
    )


def _withdrawal_words(packet: ReferralPacket) -> tuple[Part, ...]:
    at = packet.withdrawn_at
    return _version_words(packet, at.astimezone(UTC).isoformat() if at else None)
