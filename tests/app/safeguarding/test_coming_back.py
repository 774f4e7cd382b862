"""Coming back with the secret receipt: whether it was received, saying more, calling again; nobody else does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.foundation.errors import AlreadyDone
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.recovery.typed_cards import CardRefused
from app.safeguarding.allegations import (
    AllegationPosted,
    acknowledge_allegation,
)
from app.safeguarding.coming_back import (
    CameBack,
    MoreInput,
    NoSuchReceipt,
    call_again,
    come_back,
    say_more,
)
from app.safeguarding.pages import allegation_list, allegation_page
from app.vault.cards import RecoveryCard
from tests.support.concerns import (
    OBSERVED,
    WORDS,
    allege,
    safeguarding_circle,
)
from tests.support.organisation import Organisation

NEW = "/concerns/our-own/new"


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, "auditor", "supervisor")
    return organisation


def words_of(posted: AllegationPosted) -> str:
    """Return the words of a receipt."""
    return " ".join(posted.receipt.words())


def back(organisation: Organisation, words: str) -> CameBack:
    """Come back with a receipt."""
    return come_back(organisation.server, words, address="anywhere")


def test_whoever_has_the_receipt_sees_whether_it_was_received(with_circle: Organisation) -> None:
    posted = allege(with_circle, urgency=Urgency.NOW)
    seen = back(with_circle, words_of(posted))
    assert (seen.first.reference, seen.first.state, seen.must_call) == (
        posted.reference,
        ConcernState.WAITING,
        True,
    )
    with with_circle.writing("auditor") as work:
        acknowledge_allegation(work, posted.id)

    assert back(with_circle, words_of(posted)).first.state is ConcernState.ACKNOWLEDGED
    assert WORDS not in repr(back(with_circle, words_of(posted)))


def test_another_card_finds_nothing(with_circle: Organisation) -> None:
    allege(with_circle)
    with pytest.raises(NoSuchReceipt):
        back(with_circle, " ".join(RecoveryCard.generate().words()))
    with pytest.raises(CardRefused):
        back(with_circle, "not a card")


def test_more_is_said_with_the_receipt_and_is_known_to_be_by_the_same_person(
    with_circle: Organisation,
) -> None:
    posted, more = (
        allege(with_circle),
        MoreInput(uuid4(), Urgency.HIGH, replace(OBSERVED, words="He came again.")),
    )
    say_more(with_circle.server, words_of(posted), more, address="anywhere")
    with pytest.raises(AlreadyDone):
        say_more(with_circle.server, words_of(posted), more, address="anywhere")

    assert len(back(with_circle, words_of(posted)).lines) == 2
    with with_circle.reading("auditor") as work:
        page = allegation_page(work, more.id)
    assert page.account is not None
    assert page.account.observation.words == "He came again."
    assert page.writer is not None
    assert page.writer.is_of_earlier
    assert page.adds_to is not None
    assert page.adds_to.id == posted.id


def test_calling_again_makes_it_wait_again(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    call_again(with_circle.server, words_of(posted), address="anywhere")
    with with_circle.writing("auditor") as work:
        acknowledge_allegation(work, posted.id)
    with_circle.clock.move(timedelta(days=2))

    call_again(with_circle.server, words_of(posted), address="anywhere")

    assert back(with_circle, words_of(posted)).first.state is ConcernState.WAITING
    with with_circle.reading("auditor") as work:
        (line,) = allegation_list(work).of_circle
    assert (line.state, line.is_changed) == (ConcernState.WAITING, False)


def test_guessing_receipts_is_slowed_by_address(with_circle: Organisation) -> None:
    from app.foundation.errors import TooMany

    posted = allege(with_circle)
    for _ in range(5):
        with pytest.raises(NoSuchReceipt):
            come_back(with_circle.server, " ".join(RecoveryCard.generate().words()), address="one")
    with pytest.raises(TooMany):
        come_back(with_circle.server, words_of(posted), address="one")
    assert come_back(with_circle.server, words_of(posted), address="two").lines
