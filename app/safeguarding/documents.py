"""The sealed documents about our own people: what was said, and how it was handled."""

from dataclasses import dataclass
from uuid import UUID

from app.concerns.documents import Handling, Observation
from app.keyring.documents import sealed_in


@sealed_in("allegation", "account")
@dataclass(frozen=True)
class Account:
    """What is said about one of our own people. It includes the child's code, because readers may not see children."""

    about: str
    observation: Observation
    base_id: UUID | None = None
    child_id: UUID | None = None
    child_code: str = ""
    # The allegation that this one adds to, if its poster had more to say.
    adds_to: UUID | None = None
    # Who wrote it, and their signature of the rest; it stands here alone. Without a name, it is signed with the secret
    # receipt of the one it adds to.
    posted_by: UUID | None = None
    signature: str = ""


@sealed_in("allegation", "handling")
@dataclass(frozen=True)
class AllegationHandling:
    """The same as for a concern, but closed to everyone outside the circle."""

    handling: Handling
