"""One unambiguous byte form for lists of values, used for every AAD, HPKE info, signed message and key label.

Each part is `type (1 byte) | length (4 bytes, big-endian) | body`. Different lists never give the same bytes,
and the form decodes in exactly one way.
"""

from typing import Final
from uuid import UUID

_NONE: Final = b"N"
_BYTES: Final = b"B"
_TEXT: Final = b"S"
_INTEGER: Final = b"I"
_UUID: Final = b"U"

_HEADER_BYTES: Final = 5
_NONE_PART: Final = _NONE + bytes(4)
_UUID_HEADER: Final = _UUID + (16).to_bytes(4, "big")
_SHORT_LENGTHS: Final = tuple(length.to_bytes(4, "big") for length in range(256))
"""Nearly all parts are short, and a page encodes some thousands."""

Part = bytes | str | int | UUID | None


def encode(*parts: Part) -> bytes:
    """Return the canonical bytes of the parts, in order.

    Text is UTF-8 and is not normalised. Integers are two's complement, big-endian, in the fewest bytes.
    Raises TypeError for anything else, truth values included: `True` would read back as 1.
    """
    return b"".join([encode_part(part) for part in parts])


def decode(data: bytes) -> tuple[Part, ...]:
    """Return the parts `encode` was given.

    Raises ValueError unless the bytes are exactly what it would make.
    """
    parts: list[Part] = []
    at = 0
    while at < len(data):
        kind = data[at : at + 1]
        body_at = at + _HEADER_BYTES
        end = body_at + int.from_bytes(data[at + 1 : body_at], "big")
        if body_at > len(data) or end > len(data):
            raise ValueError("canonical bytes end too early")
        parts.append(_decode_body(kind, data[body_at:end]))
        at = end
    if encode(*parts) != data:
        raise ValueError("bytes are not in canonical form")
    return tuple(parts)


def encode_part(part: object) -> bytes:
    """Return the canonical bytes of one part: those of several are these, one after the other."""
    if type(part) is UUID:
        # First, because every sealed value's binding is mostly ids, and a list opens thousands.
        return _UUID_HEADER + part.bytes
    if part is None:
        return _NONE_PART
    if isinstance(part, str):
        return _framed(_TEXT, part.encode("utf-8"))
    if isinstance(part, bytes):
        return _framed(_BYTES, part)
    if isinstance(part, UUID):
        return _framed(_UUID, part.bytes)
    if isinstance(part, int) and not isinstance(part, bool):
        size = (part if part >= 0 else ~part).bit_length() // 8 + 1
        return _framed(_INTEGER, part.to_bytes(size, "big", signed=True))
    raise TypeError(f"{type(part).__name__} has no canonical form")


def _framed(kind: bytes, body: bytes) -> bytes:
    length = len(body)
    return kind + (_SHORT_LENGTHS[length] if length < 256 else length.to_bytes(4, "big")) + body


def _decode_body(kind: bytes, body: bytes) -> Part:
    if kind == _NONE:
        return None
    if kind == _BYTES:
        return body
    if kind == _TEXT:
        return body.decode("utf-8")
    if kind == _UUID:
        return UUID(bytes=body)
    if kind == _INTEGER:
        return int.from_bytes(body, "big", signed=True)
    raise ValueError("unknown type in canonical bytes")
