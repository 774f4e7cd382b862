"""The sealed documents of a consent: from whom, for what, what is withheld from whom, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.foundation.vocabulary.consent_bases import OVERRIDES, ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Withholding:
    """Somebody who must not be told, and why. Without `who` it is everyone of that kind."""

    kind: SharedWith
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class Withdrawal:
    """Who took the consent back, in words, and why; the record stays."""

    at: datetime
    recorded_by: UUID
    by_whom: str = ""
    why: str = ""


@dataclass(frozen=True)
class OverrideApproval:
    """Who else agreed that something is shared without consent, and when, with their own signature (hex)."""

    by: UUID
    at: datetime
    signature: str = ""


@sealed_in("consent", "terms")
@dataclass(frozen=True)
class ConsentTerms:
    """One consent with the assent that belongs to it, or one override, which has a `reason` and no form.

    It repeats what its row carries, so that a row changed outside Wayhome allows nothing. If the time is not known,
    `given_at` is the start of that day. `not_a_suspect` is the writer's statement that the person who gave it is not
    suspected of harming the child.
    """

    basis: ConsentBasis
    given_at: datetime
    is_time_known: bool
    written_by: UUID
    shared_with: tuple[SharedWith, ...] = ()
    what: str = ""
    with_whom: str = ""
    given_by: str = ""
    form: ConsentForm | None = None
    witness: str = ""
    withheld: tuple[Withholding, ...] = ()
    non_identifiable_reporting: bool = False
    not_a_suspect: bool = False
    reason: str = ""
    withdrawal: Withdrawal | None = None
    approval: OverrideApproval | None = None

    @property
    def is_override(self) -> bool:
        """Whether this replaces consent."""
        return self.basis in OVERRIDES
