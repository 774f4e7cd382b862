"""Marks a form with the session and person it was drawn for: a reference that opens nothing and admits nobody."""

from dataclasses import dataclass
from uuid import UUID

from app.server import Server
from app.vault.digests import hmac_sha256, same

ID_DIGITS = 32


@dataclass(frozen=True)
class FormMark:
    """The session in which, and the person for whom, a form was drawn.

    The person is named as well as the session, because only a row says whose session it was, and a row can be
    changed.
    """

    session_id: UUID
    staff_id: UUID

    def as_text(self, server: Server) -> str:
        """Return the mark as a form carries it, made only of letters and digits."""
        return self.session_id.hex + self.staff_id.hex + self._seal(server)

    def _seal(self, server: Server) -> str:
        message = b"form mark 2:" + self.session_id.bytes + self.staff_id.bytes
        return hmac_sha256(server.secret.form_mark_key(), message).hex()

    @classmethod
    def read(cls, server: Server, text: str) -> "FormMark | None":
        """Read what `as_text` wrote; None when there is no mark, or it was changed on its way."""
        try:
            mark = cls(UUID(text[:ID_DIGITS]), UUID(text[ID_DIGITS : 2 * ID_DIGITS]))
        except ValueError:
            return None
        fits = same(text[2 * ID_DIGITS :].encode(), mark._seal(server).encode())
        return mark if fits else None
