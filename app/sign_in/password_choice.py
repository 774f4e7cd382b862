"""Chooses passwords: refuses the ones that are guessed first, and offers five words instead."""

from collections.abc import Iterable

from app.foundation.errors import NotAllowedNow
from app.vault.passwords import PasswordVerdict, generate_passphrase, is_acceptable
from app.vault.secrets import Passphrase

_REASONS = {
    PasswordVerdict.TOO_SHORT: "password-too-short",
    PasswordVerdict.TOO_COMMON: "password-too-common",
}


def check_new_password(password: str, *, names: Iterable[str]) -> None:
    """Refuse a password that is too short or easily guessed. `names` are the person's and the organisation's.

    Raises NotAllowedNow with `password-too-short` or `password-too-common` (NIST SP 800-63B, 5.1.1.2).
    """
    verdict = is_acceptable(Passphrase(password), forbidden=tuple(name for name in names if name))
    if verdict is not PasswordVerdict.OK:
        raise NotAllowedNow(_REASONS[verdict])


def offered_passphrase() -> str:
    """Return five random words to offer as a password; nothing keeps them."""
    return generate_passphrase().reveal()
