"""Makes the file that leaves: drawn, then encrypted for one recipient, then signed, in that order."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.packets.contents import PacketContents
from app.packets.document import PacketCopy, Purpose, Translation, packet_html, packet_text
from app.packets.drawing import draw_in_budget
from app.packets.rendering import Rendering, TextAttachment
from app.packets.wording import TEMPLATE_VERSIONS, Language, words_in
from app.vault.digests import sha256_hex
from app.vault.packet_signing import SigningIdentity
from app.vault.secrets import Passphrase

_NOT_NEUTRAL: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class PacketFile:
    """A finished file and the registry's facts about it: the SHA-256 (hex) is that of exactly these bytes."""

    content: bytes
    sha256_hex: str
    pages: int
    file_name: str
    template_version: str


def make_packet_file(
    contents: PacketContents,
    *,
    language: Language,
    recipient_mark: str,
    passphrase: Passphrase,
    identity: SigningIdentity,
    now: datetime,
    recipient_unit: str | None = None,
    translation: Translation = Translation.DRAFT,
    print_number: int | None = None,
) -> PacketFile:
    """Return one recipient's encrypted and signed file, or a numbered print; a draft `translation` says so.

    Raises PdfLibraryMissing, PageDrawingFailed, DrawingStopped or CannotProtect.
    """
    copy = PacketCopy(
        language=language,
        recipient_mark=recipient_mark,
        issued_at=now,
        recipient_unit=recipient_unit,
        translation=translation,
        print_number=print_number,
        certificate=sha256_hex(identity.certificate_der),
    )
    rendering = draw_pages(contents, copy)
    signed = _protected(
        rendering.pdf,
        title=contents.cover.packet_number,
        passphrase=passphrase,
        identity=identity,
        now=now,
    )
    return PacketFile(
        content=signed,
        sha256_hex=sha256_hex(signed),
        pages=rendering.pages,
        file_name=f"{_file_stem(contents, copy)}.pdf",
        template_version=TEMPLATE_VERSIONS[language],
    )


def draw_preview(
    contents: PacketContents,
    *,
    language: Language,
    recipient_mark: str,
    now: datetime,
    translation: Translation = Translation.DRAFT,
) -> Rendering:
    """Return the same pages unencrypted and unsigned, marked as a preview across the whole page."""
    copy = PacketCopy(
        language=language,
        recipient_mark=recipient_mark,
        issued_at=now,
        translation=translation,
        purpose=Purpose.PREVIEW,
    )
    return draw_pages(contents, copy)


def draw_pages(contents: PacketContents, copy: PacketCopy) -> Rendering:
    """Return the tagged PDF of one copy, with the same words inside it as plain text."""
    text = TextAttachment(
        name=f"{_file_stem(contents, copy)}.txt",
        text=packet_text(contents, copy),
        description=words_in(copy.language)["text_name"],
    )
    return draw_in_budget(packet_html(contents, copy), made_at=copy.issued_at, attachments=(text,))


def _protected(
    pdf: bytes, *, title: str, passphrase: Passphrase, identity: SigningIdentity, now: datetime
) -> bytes:
    """Encrypt, then sign: in the other order, encryption would break the signature."""
    # Half a second of imports that only this needs; everything else starts without them.
    from app.packets.protection import encrypt_pdf
    from app.packets.signature import sign_pdf

    encrypted = encrypt_pdf(pdf, passphrase, title=title)
    return sign_pdf(encrypted, passphrase=passphrase, identity=identity, signed_at=now)


def _file_stem(contents: PacketContents, copy: PacketCopy) -> str:
    """Return a file name without its ending: number, version, mark and language, and nothing about anyone."""
    cover, form = contents.cover, f"print{copy.print_number}" if copy.print_number else ""
    parts = (
        cover.packet_number,
        f"v{cover.version}",
        copy.recipient_mark,
        copy.language,
        *filter(None, [form]),
    )
    return "-".join(_NOT_NEUTRAL.sub("-", part).strip("-") for part in parts)
