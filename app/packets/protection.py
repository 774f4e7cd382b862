"""Encrypts a packet with AES-256 (PDF 2.0, revision 6) so that only the passphrase opens it.

The only module that imports pikepdf. The text form of its objects shows passwords, so no log and no error here
contains one.
"""

import secrets
from io import BytesIO

import pikepdf

from app.foundation.errors import WayhomeError
from app.vault.secrets import Passphrase

# What a renderer writes about a file; anything else (author, subject, keywords) could name a child.
_NEUTRAL_METADATA = frozenset({"/Title", "/Producer", "/CreationDate", "/ModDate"})
_OWNER_PASSWORD_BYTES = 32
# ISO 32000-2, 7.6.4.3.4: longer passwords are cut, which would weaken them unnoticed.
_LONGEST_PASSWORD_BYTES = 127


class CannotProtect(WayhomeError):
    """The file was not encrypted. Likely cause: metadata that names someone, or a passphrase that is too long."""

    code = "cannot-protect"


def encrypt_pdf(pdf: bytes, passphrase: Passphrase, *, title: str) -> bytes:
    """Return the PDF encrypted with the passphrase, including metadata, attachments and structure.

    Printing, copying text and reading aloud are allowed; changing is not. The owner password is random and is not
    kept, so nobody can lift the restrictions. Raises CannotProtect unless the title is exactly `title` and there is
    no other metadata that could name anyone.
    """
    user = passphrase.normalised()
    if not 0 < len(user.encode()) <= _LONGEST_PASSWORD_BYTES:
        raise CannotProtect("passphrase length")
    with pikepdf.open(BytesIO(pdf)) as document:
        _check_metadata(document, title)
        output = BytesIO()
        document.save(
            output,
            encryption=pikepdf.Encryption(
                user=user,
                owner=secrets.token_urlsafe(_OWNER_PASSWORD_BYTES),
                R=6,
                aes=True,
                metadata=True,
                allow=_PERMISSIONS,
            ),
        )
    return output.getvalue()


# `extract` stays on: officers copy names and have text read aloud, and anybody who can read the page can copy it
# anyway.
_PERMISSIONS = pikepdf.Permissions(
    accessibility=True,
    extract=True,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
    print_lowres=True,
    print_highres=True,
)


def _check_metadata(document: pikepdf.Pdf, title: str) -> None:
    entries = document.docinfo
    unexpected = sorted(str(key) for key in entries if key not in _NEUTRAL_METADATA)
    if unexpected or str(entries.get("/Title", "")) != title:
        raise CannotProtect("metadata", keys=unexpected)
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        titles = described.get("dc:title")
        if titles not in (None, title) or "dc:creator" in described or "dc:description" in described:
            raise CannotProtect("metadata", keys=["xmp"])
