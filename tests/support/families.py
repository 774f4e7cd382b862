"""Families for tests, written down by the cast."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from app.families.beginning import TakenAlong, begin_family
from app.families.documents import HouseholdProfile, MemberWords
from app.families.household_page import HouseholdPage, household_page
from app.families.households import HouseholdInput
from app.families.members import MemberInput, add_member
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.family_roles import FamilyRole
from tests.support.organisation import Organisation

READERS = ("caseworker", "othercaseworker", "supervisor", "supervisor2", "director")
"""Who reads the families of the first base."""
OTHERS = ("field", "counsellor", "othersupervisor", "technician", "auditor")
"""Who must not learn that a family is written down: another role, or another base."""
DAY = timedelta(days=1)


def family(
    organisation: Organisation, *, child_id: UUID | None = None, by: str = "caseworker", name: str = "Chea"
) -> UUID:
    """Begin a family, with a child if there is one."""
    household_id = uuid4()
    with organisation.writing(by) as work:
        along = TakenAlong(child_id) if child_id is not None else None
        begin_family(work, household_id, HouseholdInput(HouseholdProfile(name)), along)
    organisation.clock.move(timedelta(seconds=1))
    return household_id


def mother(name: str = "Chea Sokha", **said: object) -> MemberWords:
    """Return what is written of a mother who is safe to contact."""
    known: dict[str, object] = {"safe": ContactSafety.YES, "how": "at noon, at the market"} | said
    return MemberWords(FamilyRole.MOTHER, name, **known)  # type: ignore[arg-type]


def member(
    organisation: Organisation,
    household_id: UUID,
    words: MemberWords,
    *,
    by: str = "caseworker",
    child_id: UUID | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    paper_until: date | None = None,
) -> UUID:
    """Write down somebody who belongs to a family."""
    member_id = uuid4()
    with organisation.writing(by) as work:
        new = MemberInput(words, child_id, from_on, until_on, paper_until)
        add_member(work, household_id, member_id, new)
    organisation.clock.move(timedelta(seconds=1))
    return member_id


def page_of(organisation: Organisation, household_id: UUID, by: str = "caseworker") -> HouseholdPage:
    """Return a family's page as somebody reads it."""
    with organisation.reading(by) as work:
        return household_page(work, household_id)
