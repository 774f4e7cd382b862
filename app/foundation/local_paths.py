"""Tells an address within Wayhome from one that leads elsewhere, and builds the address of a kept form."""

from urllib.parse import urlsplit
from uuid import UUID

FIRST_PRINTABLE = 32
DELETE = 127


def is_local(address: str) -> bool:
    """Tell whether an address is a path of ours, such as `/children/?page=2`.

    Control characters are refused: browsers drop some of them before they read an address, and no header may contain
    one.
    """
    if any(ord(letter) < FIRST_PRINTABLE or ord(letter) == DELETE for letter in address):
        return False
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def with_draft(address: str, draft_id: UUID) -> str:
    """Return the address that opens a kept form again: its own address, which names the draft."""
    return _with(address, f"restore={draft_id}")


def with_notice(address: str, code: str) -> str:
    """Return the address of a page that shows a notice, in place of one that it would show already."""
    path, _, query = address.partition("?")
    rest = "&".join(part for part in query.split("&") if part and not part.startswith("done="))
    return _with(f"{path}?{rest}" if rest else path, f"done={code}")


def _with(address: str, part: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{part}"
