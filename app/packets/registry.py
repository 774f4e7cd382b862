"""The registry of every file ever made: what a file's SHA-256 tells about it, and nothing about anyone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.vocabulary.packet_states import PacketState
from app.packets.wording import Language
from models.installation import Installation
from models.referral_packet import PacketFile, PacketRecipient, ReferralPacket


@dataclass(frozen=True)
class RegistryEntry:
    """One registered file. `replaced_by` is the newest released version of its packet, if that is a later one."""

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

    @property
    def is_current(self) -> bool:
        """Whether the file says what we still say."""
        return not self.is_withdrawn and self.replaced_by is None


def find_file(session: Session, sha256_hex: str) -> RegistryEntry | None:
    """Return what is registered under the SHA-256 (hex, any case) of a file's exact bytes.

    Asked without a person's scope: whoever holds the file already holds more than the answer.
    """
    found = session.execute(
        select(PacketFile, ReferralPacket, PacketRecipient.mark)
        .join(ReferralPacket, ReferralPacket.id == PacketFile.packet_id)
        .join(PacketRecipient, PacketRecipient.id == PacketFile.recipient_id)
        .where(PacketFile.sha256 == sha256_hex.strip().lower())
    ).one_or_none()
    if found is None:
        return None
    file, packet, mark = found
    return RegistryEntry(
        packet_id=packet.id,
        number=packet.number,
        version=packet.number_version,
        mark=mark,
        language=Language(file.language),
        template_version=file.template_version,
        pages=file.pages,
        made_at=file.exported_at,
        is_withdrawn=packet.withdrawn_at is not None,
        replaced_by=_replaced_by(session, packet),
    )


def our_certificates(session: Session) -> tuple[bytes, ...]:
    """Return the certificates (DER) that our files are signed with; needed to know a file that was altered."""
    certificate = session.scalars(select(Installation.signing_certificate)).one()
    return (certificate,) if certificate else ()


def _replaced_by(session: Session, packet: ReferralPacket) -> int | None:
    newest: int | None = session.scalar(
        select(func.max(ReferralPacket.number_version)).where(
            ReferralPacket.number == packet.number,
            ReferralPacket.number_version > packet.number_version,
            ReferralPacket.state == PacketState.RELEASED.value,
        )
    )
    return newest
