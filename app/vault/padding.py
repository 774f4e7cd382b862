"""Pads to a few sizes, so that the length of a ciphertext says little about the length of its words.

Sizes are 32, 64, 128 and 256 bytes, then Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", PoPETs 2019, algorithm 1), which adds at most 12 %. The padding itself is ISO/IEC 7816-4:
one byte 0x80, then zeros.
"""

from typing import Final

BUCKETS: Final = (32, 64, 128, 256)
_MARK: Final = b"\x80"


def padded_length(unpadded_length: int) -> int:
    """Return the size in bytes of the padded form of a value of `unpadded_length` bytes."""
    needed = unpadded_length + len(_MARK)
    for bucket in BUCKETS:
        if needed <= bucket:
            return bucket
    exponent = needed.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (needed + mask) & ~mask


def pad(data: bytes) -> bytes:
    """Return `data` padded to its bucket; `unpad` gives it back."""
    return (data + _MARK).ljust(padded_length(len(data)), b"\x00")


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given.

    Raises ValueError unless `padded` is exactly what `pad` would have made.
    """
    marked = padded.rstrip(b"\x00")
    if not marked.endswith(_MARK):
        raise ValueError("padding has no mark")
    data = marked[: -len(_MARK)]
    if len(padded) != padded_length(len(data)):
        raise ValueError("padding has the wrong length")
    return data
