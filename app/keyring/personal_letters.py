"""Seals bytes to one person: only their own private key opens them, and only as what they were sealed as."""

from app.foundation.errors import WillNotOpen
from app.vault import canonical, hpke
from app.vault.keychain import Keychain
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import SymmetricKey


def seal_letter(context: bytes, public: hpke.PublicKey, plain: bytes) -> bytes:
    """Seal bytes to a person's public key. `context` says what they are and where they belong, and must be unique.

    HPKE has no padding of its own: a fresh key is sealed to the person, and the bytes under that key.
    """
    key = SymmetricKey.generate()
    body = seal_value(key, context, plain)
    return canonical.encode(hpke.seal_to(public, context, key.reveal()), body)


def open_letter(keychain: Keychain, context: bytes, sealed: bytes) -> bytes:
    """Open what was sealed to the holder of a keychain. Raises WillNotOpen for anybody else, and elsewhere."""
    match canonical.decode(sealed):
        case (bytes(key_sealed), bytes(body)):
            private = keychain.private.for_suite(hpke.suite_of(key_sealed))
            key = SymmetricKey(hpke.open_with(private, context, key_sealed))
            return open_value(key, context, body)
        case _:
            raise WillNotOpen("a letter is not in its form")
