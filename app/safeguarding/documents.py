"""What is sealed about our own people: what was said, and how it was handled."""

from dataclasses import dataclass
from uuid import UUID

from app.concerns.documents import Handling, Observation
from app.keyring.documents import sealed_in


@sealed_in("allegation", "account")
@dataclass(frozen=True)
class Account:
    """What is said about one of our own people. The child's code is kept because readers may not see children."""

    about: str
    observation: Observation
    base_id: UUID | None = None
    child_id: UUID | None = None
    child_code: str = ""
    # The allegation this one adds to, when its poster had more to say.
    adds_to: UUID | None = None


@sealed_in("allegation", "handling")
@dataclass(frozen=True)
class AllegationHandling:
    """The same as for a concern, closed to everyone outside the circle."""

    handling: Handling
