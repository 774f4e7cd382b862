"""Wrapper types for secret material, so that none is shown, compared carelessly or pickled by accident."""

import hmac
import secrets
import unicodedata
from typing import Final, NoReturn, Self

KEY_BYTES: Final = 32


class _Redacted:
    """What every secret type shares: its text form is its type's name, and it refuses to be pickled or copied."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is secret and is not pickled or copied")


class Secret(_Redacted):
    """Secret bytes of any length.

    Not hashable; equality takes the same time wherever the first difference is.
    """

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        if not isinstance(value, bytes):
            raise TypeError("a secret is made of bytes")
        self._value = value

    def reveal(self) -> bytes:
        """Return the secret bytes; the one place to look for when asking who reads a secret."""
        return self._value

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a hash would leak through timing and dictionaries


class SymmetricKey(Secret):
    """A uniformly random 256-bit key."""

    __slots__ = ()

    def __init__(self, value: bytes) -> None:
        super().__init__(value)
        if len(value) != KEY_BYTES:
            raise ValueError("a symmetric key has exactly 32 bytes")

    @classmethod
    def generate(cls) -> Self:
        """Return a new key from the operating system's random source."""
        return cls(secrets.token_bytes(KEY_BYTES))


class Passphrase(_Redacted):
    """Secret text as a person typed it.

    Equality is that of the NFKC form, which is what keys are derived from.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError("a passphrase is text")
        self._text = text

    def reveal(self) -> str:
        """Return the text exactly as typed."""
        return self._text

    def normalised(self) -> str:
        """Return the text in Unicode NFKC, so that two keyboards that compose letters differently agree."""
        return unicodedata.normalize("NFKC", self._text)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        # "surrogatepass" because comparing must never raise, whatever a browser sent.
        mine = self.normalised().encode("utf-8", "surrogatepass")
        theirs = other.normalised().encode("utf-8", "surrogatepass")
        return hmac.compare_digest(mine, theirs)

    __hash__ = None  # type: ignore[assignment]  # a hash would leak through timing and dictionaries
