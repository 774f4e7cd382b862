"""The sealed document of one screening: what was answered, under which list, and what it raised."""

from dataclasses import dataclass
from uuid import UUID

from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Given:
    """One item that was answered, by the codes of its pack, with words. An item that is not here was not asked."""

    item: str
    answer: str
    words: str = ""


@sealed_in("screening", "sheet")
@dataclass(frozen=True)
class ScreeningSheet:
    """What one occasion says. `asked_by` is who looked or asked, if that was not the writer.

    `pack_sha256` is the digest of the list as it was answered. `concerns` are all that its rules ever raised.
    """

    given: tuple[Given, ...]
    pack_sha256: str
    is_time_known: bool = True
    place: str = ""
    asked_by: str = ""
    present: str = ""
    words: str = ""
    concerns: tuple[UUID, ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by item."""
        return {each.item: each.answer for each in self.given}
