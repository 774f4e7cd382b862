"""HKDF and HPKE's key schedule, written out from their RFCs to check the vault against."""

import hashlib
import hmac


def hkdf_extract(salt: bytes, source: bytes) -> bytes:
    """Return the pseudorandom key of RFC 5869, section 2.2."""
    return hmac.new(salt or bytes(32), source, hashlib.sha256).digest()


def hkdf_expand(key: bytes, info: bytes, length: int) -> bytes:
    """Return the output of RFC 5869, section 2.3."""
    output, block = b"", b""
    while len(output) < length:
        block = hmac.new(key, block + info + bytes([len(output) // 32 + 1]), hashlib.sha256).digest()
        output += block
    return output[:length]


def hpke_key_and_nonce(kem_id: int, shared_secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return the key and base nonce of RFC 9180, section 5.1, for base mode, HKDF-SHA256 and AES-256-GCM."""
    suite = b"HPKE" + kem_id.to_bytes(2, "big") + b"\x00\x01" + b"\x00\x02"

    def extract(salt: bytes, label: bytes, source: bytes) -> bytes:
        return hkdf_extract(salt, b"HPKE-v1" + suite + label + source)

    def expand(key: bytes, label: bytes, context: bytes, length: int) -> bytes:
        return hkdf_expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context, length)

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared_secret, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
