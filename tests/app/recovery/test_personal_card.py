"""The personal card brings somebody back once, and is replaced by the next."""

from datetime import timedelta

import pytest

from app.foundation.errors import NotAllowedNow, TooMany
from app.recovery.personal_card import CardUsed, use_card
from app.recovery.typed_cards import CardFault, CardRefused
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.sessions import resume
from app.sign_in.signing_in import AccountEnded, SignInFailed, sign_in
from app.staff.closing import disable
from app.staff.own_account import new_recovery_card
from app.vault.cards import RecoveryCard
from tests.support.organisation import Organisation, password_of
from tests.support.staff import GOOD_PASSWORD, actions, renew


@pytest.fixture
def card(organisation: Organisation) -> str:
    """The words of a card `caseworker` has."""
    with organisation.writing("caseworker") as work:
        return " ".join(new_recovery_card(organisation.server, work).words)


def use(
    organisation: Organisation, words: str, *, name: str = "caseworker", password: str = GOOD_PASSWORD
) -> CardUsed:
    return use_card(organisation.server, name, words, password, device="test", address="here")


def test_the_card_sets_a_password_and_keeps_the_keys(organisation: Organisation, card: str) -> None:
    before = organisation.token("caseworker")

    used = use(organisation, card)

    with organisation.server.store.reading() as session:
        signed_in = resume(organisation.server, session, used.token)
        assert signed_in.status is AdmissionStatus.ADMITTED
        with pytest.raises(Exception, match="signed-out"):
            resume(organisation.server, session, before)
    with pytest.raises(SignInFailed):
        sign_in(organisation.server, "caseworker", password_of("caseworker"), device="", address="x")
    assert sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="x").token
    assert used.broken == ()
    assert "card.used" in actions(organisation)


def test_a_card_works_once_and_the_next_one_after_it(organisation: Organisation, card: str) -> None:
    used = use(organisation, card)

    with pytest.raises(SignInFailed):
        use(organisation, card)
    assert use(organisation, " ".join(used.card.words), password="seven bridge market lantern copper").token


def test_the_scanned_code_does_as_well_as_the_words(organisation: Organisation) -> None:
    with organisation.writing("caseworker") as work:
        payload = new_recovery_card(organisation.server, work).payload

    assert use(organisation, payload.lower()).token


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", CardFault.WORD_COUNT),
        ("abandon " * 14, CardFault.WORD_COUNT),
        ("abandon " * 14 + "lotusflower", CardFault.UNKNOWN_WORD),
        ("abandon " * 15, CardFault.CHECKSUM),
        ("WAYHOME-CARD-1:ZZZZ", CardFault.UNREADABLE_CODE),
        ("<b>not a word</b> at all", CardFault.UNKNOWN_WORD),
        ("\u202eabandon", CardFault.WORD_COUNT),
    ],
)
def test_a_slip_is_told_by_its_kind(organisation: Organisation, words: str, fault: CardFault) -> None:
    with pytest.raises(CardRefused) as refusal:
        use(organisation, words)
    assert refusal.value.fault is fault


def test_somebody_elses_card_and_a_name_that_is_not_here_are_refused_alike(
    organisation: Organisation, card: str
) -> None:
    stranger = " ".join(RecoveryCard.generate().words())

    for words, name in ((stranger, "caseworker"), (card, "field"), (card, "nobody")):
        with pytest.raises(SignInFailed):
            use(organisation, words, name=name)
    assert actions(organisation).count("card.refused") == 3


def test_guessing_is_slowed_down_and_never_for_good(organisation: Organisation, card: str) -> None:
    stranger = " ".join(RecoveryCard.generate().words())
    for _ in range(5):
        with pytest.raises(SignInFailed):
            use(organisation, stranger)

    with pytest.raises(TooMany) as wait:
        use(organisation, card)
    organisation.clock.move(timedelta(seconds=wait.value.retry_after_seconds))
    assert use(organisation, card).token


@pytest.mark.parametrize("password", ["short", "caseworker person person", "aaaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_password_leaves_the_card_as_it_is(
    organisation: Organisation, card: str, password: str
) -> None:
    with pytest.raises(NotAllowedNow):
        use(organisation, card, password=password)

    assert use(organisation, card).token


def test_a_closed_account_does_not_come_back(organisation: Organisation, card: str) -> None:
    with organisation.writing("supervisor") as work:
        disable(work, organisation.ids["caseworker"])

    with pytest.raises((AccountEnded, SignInFailed)):
        use(organisation, card)


def test_who_waits_comes_back_to_waiting(organisation: Organisation) -> None:
    words = " ".join(renew(organisation, "caseworker").words())

    used = use(organisation, words)

    with organisation.server.store.reading() as session:
        assert resume(organisation.server, session, used.token).status is AdmissionStatus.AWAITING
