"""Marks a form with the session and person it was drawn for: a reference that opens nothing and lets nobody in."""

from dataclasses import dataclass
from uuid import UUID

from app.server import Server
from app.vault.digests import hmac_sha256, same

ID_DIGITS = 32


@dataclass(frozen=True)
class FormMark:
    """In which session, and for whom, a form was drawn.

    The person is named beside the session: whose session it was, a row says, and a row can be changed.
    """

    session_id: UUID
    staff_id: UUID

    def as_text(self, server: Server) -> str:
        """Return the mark as a form carries it, made of letters and digits alone."""
        return self.session_id.hex + self.staff_id.hex + self._seal(server)

    def _seal(self, server: Server) -> str:
        # The label keeps it apart from the visitor's cookie, which is signed with the same key.
        message = b"form mark 2:" + self.session_id.bytes + self.staff_id.bytes
        return hmac_sha256(server.secret.cookie_key(), message).hex()

    @classmethod
    def read(cls, server: Server, text: str) -> "FormMark | None":
        """Read what `as_text` wrote; None when there is no mark, or it was changed on its way."""
        try:
            mark = cls(UUID(text[:ID_DIGITS]), UUID(text[ID_DIGITS : 2 * ID_DIGITS]))
        except ValueError:
            return None
        fits = same(text[2 * ID_DIGITS :].encode(), mark._seal(server).encode())
        return mark if fits else None
