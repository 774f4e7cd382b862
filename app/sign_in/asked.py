"""What was asked, sealed into the address of its results: Back finds them again, and no name stands in an address.

Only the person who asked can open it, with their own keys, and for a day. A history or a log tells nothing, not even
how long a name is.
"""

import base64
import json
from datetime import datetime, timedelta

from app.foundation.clock import is_within
from app.foundation.errors import WillNotOpen
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.derivation import derive_key
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import SymmetricKey

KEPT = timedelta(days=1)
_PADDED_TO = 512
"""More bytes than the longest question has."""


def sealed_question(work: UnitOfWork, asked: str) -> str:
    """Return what was asked as an address may carry it."""
    said = json.dumps([work.now.isoformat(), asked], ensure_ascii=False).encode().ljust(_PADDED_TO)
    return base64.urlsafe_b64encode(seal_value(*_place(work), said)).decode().rstrip("=")


def question_from(work: UnitOfWork, sealed: str) -> str:
    """Return what this person asked; nothing for another's question, an old one, or an address that was changed."""
    try:
        said = open_value(*_place(work), base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
        at, asked = json.loads(said)
    except (WillNotOpen, ValueError):
        return ""
    return str(asked) if is_within(KEPT, datetime.fromisoformat(at), work.now) else ""


def _place(work: UnitOfWork) -> tuple[SymmetricKey, bytes]:
    key = derive_key(work.keychain.own_secret, "what was asked")
    return key, canonical.encode("what was asked", work.installation_id, work.person.id)
