"""A consent recorded wrongly is as if it were not there; who is not to be told stays so until somebody else signed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.children.documents import Age
from app.consent.documents import ConsentTerms, Withholding
from app.consent.gate import sharing_of
from app.consent.known_consents import CONSENTS, OF_WITHDRAWAL
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.signed_words import sign_words
from app.mistakes.documents import MarkDecision
from app.mistakes.marking import (
    MarkInput,
    SecondDecision,
    decide_mark,
    mark_mistaken,
    take_back_mark,
)
from app.mistakes.states import DECIDED, words_decided
from models.case import Case
from models.mistake import MistakeMark
from tests.support.cases import new_case
from tests.support.children import add_child
from tests.support.consents import consent_in, new_consent, take_back
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation

POLICE = SharedWith.POLICE
WITHHELD = {"shared_with": (), "what": "", "withheld": (Withholding(POLICE, "", "he is afraid"),)}


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def mark(
    organisation: Organisation, consent_id: UUID, *, name: str = "consent", by: str = "caseworker"
) -> UUID:
    new = MarkInput(uuid4(), "It was another child's.")
    with organisation.writing(by) as work:
        mark_mistaken(work, name, consent_id, new)
    return new.id


def agree(organisation: Organisation, mark_id: UUID, *, by: str = "supervisor") -> None:
    with organisation.writing(by) as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", version=1))


def verdict(organisation: Organisation, case_id: UUID) -> tuple[UUID | None, tuple[str, ...]]:
    """Return what allows sharing with police, or why it is not allowed."""
    with organisation.reading("caseworker") as work:
        child_id = work.session.get_one(Case, case_id).child_id
        found = sharing_of(work, child_id, with_whom=POLICE)
    return found.allowed_by, found.reasons


def test_it_allows_nothing_and_is_no_withdrawal(organisation: Organisation, case_id: UUID) -> None:
    consent_id = consent_in(organisation, case_id)
    mark(organisation, consent_id)
    assert verdict(organisation, case_id) == (None, ("consent-missing",))
    back = MarkInput(uuid4(), "It was this child's.")
    with organisation.writing("caseworker") as work:
        assert take_back_mark(work, "consent", consent_id, back) is MarkOutcome.WAITING
    assert verdict(organisation, case_id)[0] is None
    agree(organisation, back.id)
    assert verdict(organisation, case_id) == (consent_id, ())


def test_who_is_not_to_be_told_stays_so_until_somebody_else_agrees(
    organisation: Organisation, case_id: UUID
) -> None:
    allowed, withheld = (
        consent_in(organisation, case_id),
        consent_in(organisation, case_id, new_consent(**WITHHELD)),
    )
    mark_id = mark(organisation, withheld)
    assert verdict(organisation, case_id) == (None, ("consent-withheld",))
    agree(organisation, mark_id)
    assert verdict(organisation, case_id) == (allowed, ())


def test_whoever_holds_the_key_cannot_agree_in_another_name(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_in(organisation, case_id)
    withheld = consent_in(organisation, case_id, new_consent(**WITHHELD))
    mark_id = mark(organisation, withheld)
    with organisation.writing("caseworker") as work:
        held = CONSENTS.hold(work, withheld, CONSENTS.writes)
        act = work.session.get_one(MistakeMark, mark_id)
        act.outcome, act.decided_at = MarkOutcome.AGREED.value, work.now
        act.decided_by = organisation.ids["supervisor"]
        signature = sign_words(work, held.folder, DECIDED, *words_decided(act, ""))
        held.folder.write(act, MarkDecision("", signature))
        held.row.mistake_id = mark_id
        held.folder.write(held.row)
    assert verdict(organisation, case_id) == (None, ("consent-withheld",))


def test_a_withdrawal_that_nobody_made_is_void_and_one_that_was_made_counts(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_id = consent_in(organisation, case_id)
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="not-withdrawn"):
        mark_mistaken(work, OF_WITHDRAWAL, consent_id, MarkInput(uuid4(), "by mistake"))
    take_back(organisation, case_id, consent_id, by="supervisor")
    mark_id = mark(organisation, consent_id, name=OF_WITHDRAWAL)
    assert verdict(organisation, case_id) == (None, ("consent-withdrawn",))
    with pytest.raises(NotAllowedNow, match="involved-in-mark"):
        agree(organisation, mark_id)
    agree(organisation, mark_id, by="director")
    assert verdict(organisation, case_id) == (consent_id, ())

    take_back(organisation, case_id, consent_id)
    assert verdict(organisation, case_id) == (None, ("consent-withdrawn",))
    agree(organisation, mark(organisation, consent_id, name=OF_WITHDRAWAL), by="director")
    assert verdict(organisation, case_id) == (consent_id, ())


def test_the_one_that_was_given_last_counts_whenever_it_was_written_down(
    organisation: Organisation, case_id: UUID
) -> None:
    later = consent_in(organisation, case_id, new_consent(given_on=date(2026, 11, 1)))
    organisation.clock.move(timedelta(hours=1))
    consent_in(organisation, case_id, new_consent(given_on=date(2026, 10, 1)))
    assert verdict(organisation, case_id)[0] == later


def test_no_consent_is_older_than_the_child(organisation: Organisation) -> None:
    age = Age(2, 2, date(2026, 11, 1), AgeBasis.DOCUMENT, None, date(2024, 6, 1))
    case_id = case_of(organisation, add_child(organisation, age=age))
    with pytest.raises(NotAllowedNow, match="before-born"):
        consent_in(organisation, case_id, new_consent(given_on=date(2024, 5, 31)))
    consent_in(organisation, case_id, new_consent(given_on=date(2024, 6, 1)))


def test_the_terms_before_are_kept(organisation: Organisation, case_id: UUID) -> None:
    consent_id = consent_in(organisation, case_id)
    take_back(organisation, case_id, consent_id)
    with organisation.reading("caseworker") as work:
        (before,) = CONSENTS.earlier(work, case_id, consent_id)
    assert isinstance(before.document, ConsentTerms)
    assert before.document.withdrawal is None
