"""What is signed about a packet, so that somebody with a file is told the truth without a key of the packet.

Each of these is one person's signature over everything that a page or `verify-packet` would say. A registry row, a
release, a withdrawal or a step of a copy without one counts for nothing.
"""

from datetime import UTC
from typing import Final
from uuid import UUID

from app.foundation.roles import Role
from app.foundation.vocabulary.copy_steps import StepKind
from app.keyring.directory import Directory
from app.keyring.folders import OpenFolder
from app.keyring.signed_words import once_stood_in, sign_words, were_signed
from app.unit_of_work import UnitOfWork
from app.vault.canonical import Part
from models.copy_step import CopyStep
from models.referral_packet import PacketFile, ReferralPacket

_FILE: Final = "packet file"
_RELEASE: Final = "packet release"
_WITHDRAWAL: Final = "packet withdrawal"
_STEP: Final = "packet copy step"
_MAY_RECALL: Final = (Role.SUPERVISOR, Role.DIRECTOR)
_MAY_RECORD: Final = (Role.CASEWORKER, *_MAY_RECALL)


def sign_file(
    work: UnitOfWork, folder: OpenFolder, file: PacketFile, packet: ReferralPacket, *, mark: str
) -> None:
    """Sign a registry entry as the exporter."""
    file.signature = _signed(work, folder, _FILE, _file_words(file, packet, mark))


def is_registered(directory: Directory, file: PacketFile, packet: ReferralPacket, *, mark: str) -> bool:
    """Tell whether a director signed that this file was made from that packet for that recipient."""
    words = _file_words(file, packet, mark)
    is_signed = file.folder_id == packet.folder_id and _holds(
        directory, packet, _FILE, words, by=file.exported_by, signature=file.signature
    )
    return is_signed and once_stood_in(directory, packet.base_id, file.exported_by, Role.DIRECTOR)


def sign_release(work: UnitOfWork, folder: OpenFolder, packet: ReferralPacket) -> None:
    """Sign, as the director, that this version is released from now on."""
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
    """Sign, as the acting person, that they took this version back, at the time in its row."""
    packet.withdrawn_by = work.person.id
    packet.withdrawal_signature = _signed(work, folder, _WITHDRAWAL, _withdrawal_words(packet))


def is_withdrawn(directory: Directory, packet: ReferralPacket) -> bool:
    """Tell whether somebody with the right to take back a packet that left signed that they did."""
    by = packet.withdrawn_by
    if by is None:
        return False
    may = any(once_stood_in(directory, packet.base_id, by, role) for role in _MAY_RECALL)
    words = _withdrawal_words(packet)
    return may and _holds(directory, packet, _WITHDRAWAL, words, by=by, signature=packet.withdrawal_signature)


def sign_step(
    work: UnitOfWork, folder: OpenFolder, step: CopyStep, packet: ReferralPacket, *, mark: str
) -> None:
    """Sign, as the acting person, what happened to a copy."""
    step.signature = _signed(work, folder, _STEP, _step_words(step, packet, mark))


def is_step(directory: Directory, step: CopyStep, packet: ReferralPacket, *, mark: str) -> bool:
    """Tell whether somebody with the right to say so signed that this happened to that copy."""
    may = _MAY_RECALL if step.step == StepKind.RECALL_ASKED else _MAY_RECORD
    if not any(once_stood_in(directory, packet.base_id, step.recorded_by, role) for role in may):
        return False
    words = _step_words(step, packet, mark)
    return step.folder_id == packet.folder_id and _holds(
        directory, packet, _STEP, words, by=step.recorded_by, signature=step.signature
    )


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
        # Entries of before have neither, and were signed without them.
        *((file.print_number, file.translation) if file.print_number or file.translation else ()),
    )


def _step_words(step: CopyStep, packet: ReferralPacket, mark: str) -> tuple[Part, ...]:
    return _version_words(
        packet,
        step.id,
        step.recipient_id,
        mark,
        step.file_id,
        step.step,
        step.corrects_id,
        step.handed_at.astimezone(UTC).isoformat(),
        step.recorded_at.astimezone(UTC).isoformat(),
    )


def _withdrawal_words(packet: ReferralPacket) -> tuple[Part, ...]:
    at = packet.withdrawn_at
    return _version_words(packet, at.astimezone(UTC).isoformat() if at else None)
