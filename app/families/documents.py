"""What is sealed of a family: what we call it, where it lives, who belongs to it, what helps, what a parent asked."""

from dataclasses import dataclass

from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.family_supports import SupportKind
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.legal_authorities import LegalAuthority
from app.foundation.vocabulary.offers_made import OfferMade
from app.foundation.vocabulary.support_states import SupportState
from app.keyring.documents import sealed_in


@sealed_in("household", "profile")
@dataclass(frozen=True)
class HouseholdProfile:
    """What we call a family, what it speaks and lacks; once it is closed, why."""

    name: str
    languages: tuple[Language, ...] = ()
    needs: str = ""
    notes: str = ""
    closed_why: str = ""


@sealed_in("household_address", "words")
@dataclass(frozen=True)
class AddressWords:
    """Where the family lives and how somebody finds it; if it is to stay hidden, who said so and from whom."""

    where: str = ""
    why_hidden: str = ""


@sealed_in("household_member", "words")
@dataclass(frozen=True)
class MemberWords:
    """One person of a family. `name` is empty for a child with a record, whose card says the name.

    A child whom another base knows has no more here than the code there, and the colleague to ask.
    `feared_because` is who fears this person and what is known of it; such a person is never offered as a contact. If
    it `is_beside_others`, the person lives in two families at one time, as somebody said when asked.
    """

    role: FamilyRole
    name: str = ""
    safe: ContactSafety = ContactSafety.NOT_KNOWN
    how: str = ""
    authority: LegalAuthority = LegalAuthority.NOT_KNOWN
    paper: str = ""
    is_feared: bool = False
    feared_because: str = ""
    is_beside_others: bool = False
    notes: str = ""
    left_because: str = ""
    code_elsewhere: str = ""
    ask_whom: str = ""


@sealed_in("family_support", "words")
@dataclass(frozen=True)
class SupportWords:
    """What somebody is helped with, in their own words, how far that is, and who does what."""

    kind: SupportKind
    state: SupportState
    own_words: str = ""
    done: str = ""


@sealed_in("parent_wish", "words")
@dataclass(frozen=True)
class WishWords:
    """What a parent asked for in their own words, what help to keep the child came first, and who of the kin was asked.

    Then what became of it: how it was taken back, or which authority decided what.
    """

    said: str
    first_help: str = ""
    kin: str = ""
    offered: OfferMade = OfferMade.NOT_KNOWN
    taken_back: str = ""
    decided: str = ""
