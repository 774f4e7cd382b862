"""Tells whether a file is one of our packets, unaltered, without needing its passphrase.

A PDF's encryption leaves two things readable: the byte range a signature covers, and the signature itself (ISO
32000-2, 7.6.2 and 12.8.1). Both are found in the raw bytes. Of a hostile file, only one number list and one CMS
structure are therefore interpreted.
"""

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.packets.registry import NotVouched
from app.vault.digests import sha256_hex

EntryT = TypeVar("EntryT")

_BYTE_RANGE = re.compile(
    rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s{0,8}\]"
)
# Our files have one signature. A few more are checked, but not so many that a crafted file keeps the machine busy.
_MOST_SIGNATURES = 8
# DER: a bit string of 66 bytes, no unused bits, an uncompressed point.
_P256_POINT_BEGINS = b"\x03\x42\x00\x04"


class SignatureState(StrEnum):
    """INTACT: fits and covers the whole file. BROKEN: the file was changed or extended after signing."""

    INTACT = "intact"
    BROKEN = "broken"


@dataclass(frozen=True)
class FoundSignature:
    """One signature in a file: the SHA-256 (hex) of its certificate, and whether it is still valid."""

    certificate_fingerprint: str
    state: SignatureState


@dataclass(frozen=True)
class FileFacts:
    """What the bytes alone say: their SHA-256 (hex), their signatures, and whether our certificate appears."""

    sha256_hex: str
    signatures: tuple[FoundSignature, ...]
    carries_our_certificate: bool
    signed_by_us: bool


class Verdict(StrEnum):
    """OURS: registered, byte for byte. NOT_VOUCHED: the registry was changed outside Wayhome, and says nothing.

    UNREGISTERED: our signature is valid, but the registry has no such file. ALTERED: carries our certificate, but is
    not a file we made. NOT_OURS: no sign of us.
    """

    OURS = "ours"
    NOT_VOUCHED = "not-vouched"
    UNREGISTERED = "unregistered"
    ALTERED = "altered"
    NOT_OURS = "not-ours"


@dataclass(frozen=True)
class Judgement(Generic[EntryT]):
    """The verdict, and the registry's entry if there is one, which tells whether the version was replaced."""

    verdict: Verdict
    entry: EntryT | None


def read_file_facts(content: bytes, *, our_certificates: Collection[bytes]) -> FileFacts:
    """Read what a file's bytes say about themselves; `our_certificates` are DER, including past ones.

    Never raises for malformed files, and needs neither the passphrase nor the registry.
    """
    ours = {sha256_hex(certificate) for certificate in our_certificates}
    signatures = _signatures(content)
    return FileFacts(
        sha256_hex=sha256_hex(content),
        signatures=signatures,
        carries_our_certificate=any(found.certificate_fingerprint in ours for found in signatures)
        or _shows_a_trace(content, our_certificates),
        signed_by_us=any(
            found.certificate_fingerprint in ours and found.state is SignatureState.INTACT
            for found in signatures
        ),
    )


def judge(facts: FileFacts, find_in_registry: Callable[[str], EntryT | None]) -> Judgement[EntryT]:
    """Return the verdict on a file; `find_in_registry` takes its SHA-256 in hex, and may raise NotVouched.

    The registry decides. The signature distinguishes an altered packet from a stranger's file, and from one of ours
    that this registry does not know (made before a backup was restored, for example).
    """
    try:
        entry = find_in_registry(facts.sha256_hex)
    except NotVouched:
        return Judgement(Verdict.NOT_VOUCHED, None)
    if entry is not None:
        return Judgement(Verdict.OURS, entry)
    if facts.signed_by_us:
        return Judgement(Verdict.UNREGISTERED, None)
    return Judgement(Verdict.ALTERED if facts.carries_our_certificate else Verdict.NOT_OURS, None)


def _signatures(content: bytes) -> tuple[FoundSignature, ...]:
    ranges = [tuple(map(int, found.groups())) for found in _BYTE_RANGE.finditer(content)]
    found = (_signature_over(content, *byte_range) for byte_range in ranges[-_MOST_SIGNATURES:])
    return tuple(signature for signature in found if signature is not None)


def _signature_over(
    content: bytes, start: int, length: int, rest: int, rest_length: int
) -> FoundSignature | None:
    """Check the signature in the gap between the two parts of a byte range; None if there is none."""
    # Half a second of imports that only a file with a signature needs.
    from app.packets.signature import check_signature

    end = rest + rest_length
    if start != 0 or not length < rest <= end <= len(content):
        return None
    gap = content[length:rest]
    cms_der = _cms_in(gap)
    if cms_der is None:
        return None
    digest = hashlib.sha256(content[:length])
    digest.update(content[rest:end])
    checked = check_signature(cms_der, digest.digest())
    if checked is None:
        return None
    holds = checked.fits and end == len(content) and _is_as_written(gap, cms_der)
    state = SignatureState.INTACT if holds else SignatureState.BROKEN
    return FoundSignature(checked.certificate_fingerprint, state)


def _cms_in(gap: bytes) -> bytes | None:
    """Return the DER structure in a `<hex…>` string, without the zeros after it; None if it is not one."""
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return None
    try:
        padded = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return None
    size = _der_size(padded)
    return padded[:size] if size is not None and size <= len(padded) else None


def _der_size(data: bytes) -> int | None:
    """Return how many bytes the DER element at the start takes, header included (X.690, 8.1.3)."""
    if len(data) < 2:
        return None
    if data[1] < 0x80:
        return 2 + data[1]
    length_bytes = data[1] & 0x7F
    return 2 + length_bytes + int.from_bytes(data[2 : 2 + length_bytes], "big")


def _is_as_written(gap: bytes, cms_der: bytes) -> bool:
    """Tell whether the gap is exactly the structure as we write it, in capital letters, followed by zeros.

    The gap is the only part that a signature does not cover, so nothing may be hidden there, not even in its letters'
    case.
    """
    hexadecimal = gap[1:-1]
    spelled = cms_der.hex().upper().encode()
    return hexadecimal == spelled + b"0" * (len(hexadecimal) - len(spelled))


def _shows_a_trace(content: bytes, certificates: Collection[bytes]) -> bool:
    """Tell whether half of a certificate's public key is in the file, even if its signature is damaged.

    It looks for the key, because the rest of a certificate (names, dates) is the same in a stranger's imitation.
    """
    haystack = content.upper()
    return any(half.hex().upper().encode() in haystack for one in certificates for half in _key_halves(one))


def _key_halves(certificate: bytes) -> tuple[bytes, ...]:
    """Return the two coordinates of a certificate's P-256 key (SEC 1, 2.3.3), or nothing for other keys."""
    _, mark, rest = certificate.partition(_P256_POINT_BEGINS)
    return (rest[:32], rest[32:64]) if mark and len(rest) >= 64 else ()
