"""Receipts count when whom they name signed them, with the right to, then: everything else counts for nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.books import CONCERNS, Word
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.triage import Outcome, acknowledge
from app.foundation.errors import KeyRefused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.safeguarding.allegations import acknowledge_allegation
from app.safeguarding.circle import admit_to_safeguarding
from app.staff.accounts import own_six_words
from app.staff.closing import disable
from app.staff.duties import state_anew
from models.allegation import Allegation
from models.concern import Concern
from models.receipt import AllegationReceipt, Receipt
from tests.support.concerns import SEEN_ON, allege, name_for_safeguarding, post, safeguarding_circle
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.receipts import Forger, receipt_of, take_away
from tests.support.tampering import put, recorded


@pytest.fixture
def concern_id(organisation: Organisation) -> UUID:
    """A concern that a field worker posted and that waits."""
    posted = post(organisation)
    organisation.clock.move(timedelta(minutes=5))
    return posted.id


@pytest.fixture
def forger(organisation: Organisation) -> Forger:
    """Who may write to the database."""
    return Forger(organisation)


def status(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> ConcernStatus:
    """Return how a concern stands."""
    with organisation.reading(by) as work:
        return concern_status_of(work, work.session.get_one(Concern, concern_id))


def stands_waiting(organisation: Organisation, concern_id: UUID) -> bool:
    """Tell whether it waits, to its readers and to its poster, and that something was refused."""
    told = [status(organisation, concern_id, by) for by in ("supervisor", "field")]
    assert recorded(organisation, "seal.refused")
    return all(each.waits and each.acknowledged_at is None for each in told)


def test_who_received_it_is_told_by_what_they_signed(organisation: Organisation, concern_id: UUID) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)

    for by in ("supervisor", "field", "director"):
        told = status(organisation, concern_id, by)
        assert (told.state_now, told.is_changed) == (ConcernState.ACKNOWLEDGED, False)
        assert told.acknowledged_by == organisation.ids["supervisor"]
        assert told.acknowledged_at == organisation.clock.now()
    assert not recorded(organisation, "seal.refused")


def test_a_receipt_that_nobody_signed_counts_for_nothing(
    organisation: Organisation, concern_id: UUID, forger: Forger
) -> None:
    forger.put(concern_id, Word.ACKNOWLEDGED, number=2)
    forged = receipt_of(organisation, concern_id, Word.ACKNOWLEDGED)
    put(organisation, Receipt, forged.id, signature=bytes(64))

    assert stands_waiting(organisation, concern_id)


WRONG: dict[str, dict[str, Any]] = {
    "in another's name": {"keys_of": "field", "named": "supervisor"},
    "by somebody without the right": {"keys_of": "caseworker"},
    "by its poster": {"keys_of": "field"},
    "by another base's supervisor": {"keys_of": "othersupervisor"},
    "by another base's supervisor, for their own base": {"keys_of": "othersupervisor", "base_id": HILLSIDE},
    "for no base": {"base_id": None},
    "of another table": {"table": "shift"},
    "in another table's name": {"table": "allegation"},
}


@pytest.mark.parametrize("way", WRONG)
def test_a_receipt_without_the_right_counts_for_nothing(
    organisation: Organisation, concern_id: UUID, forger: Forger, way: str
) -> None:
    forger.put(concern_id, Word.ACKNOWLEDGED, number=2, **WRONG[way])

    told = [status(organisation, concern_id, by) for by in ("supervisor", "field", "director")]
    assert all(each.waits and each.acknowledged_at is None for each in told)


def test_a_moment_before_the_posting_counts_for_nothing(
    organisation: Organisation, concern_id: UUID, forger: Forger
) -> None:
    at = organisation.clock.now() - timedelta(minutes=6)
    forger.put(concern_id, Word.ACKNOWLEDGED, number=2, at=at)

    assert stands_waiting(organisation, concern_id)


def test_a_moment_ahead_counts_for_nothing_and_is_told_apart_from_what_is_refused(
    organisation: Organisation, concern_id: UUID, forger: Forger
) -> None:
    at = organisation.clock.now() + timedelta(minutes=3)
    forger.put(concern_id, Word.ACKNOWLEDGED, number=2, at=at)

    told = status(organisation, concern_id, "supervisor")
    assert (told.waits, told.acknowledged_at, told.is_clock_wrong) == (True, None, True)
    assert not recorded(organisation, "seal.refused")


def test_somebody_whose_account_was_closed_signs_nothing_more(
    organisation: Organisation, forger: Forger
) -> None:
    forger.take_keys("supervisor2")
    with organisation.writing("director") as work:
        disable(work, organisation.ids["supervisor2"])
    organisation.clock.move(timedelta(minutes=1))
    posted = post(organisation)
    forger.put(posted.id, Word.ACKNOWLEDGED, number=2, keys_of="supervisor2")

    assert stands_waiting(organisation, posted.id)


def test_who_has_had_their_last_day_signs_nothing_more(organisation: Organisation, forger: Forger) -> None:
    forger.take_keys("supervisor2")
    with organisation.writing("director") as work:
        known = directory_for(work).people[organisation.ids["supervisor2"]]
        last_day = local_day(organisation.clock.now()) + timedelta(days=1)
        state_anew(work, replace(known, ends_on=last_day, worker_code="R9"), signer=certifying_signer(work))
    organisation.clock.move(timedelta(hours=1))
    posted = post(organisation)
    with organisation.writing("supervisor2") as work:
        acknowledge(work, posted.id)
    assert not status(organisation, posted.id).waits
    organisation.clock.move(timedelta(days=3))
    later = post(organisation)
    forger.put(later.id, Word.ACKNOWLEDGED, number=2, keys_of="supervisor2")

    assert stands_waiting(organisation, later.id)
    assert not status(organisation, posted.id).waits


def test_what_somebody_signed_stays_when_they_leave(organisation: Organisation, concern_id: UUID) -> None:
    with organisation.writing("supervisor2") as work:
        acknowledge(work, concern_id)
    organisation.clock.move(timedelta(minutes=1))
    with organisation.writing("director") as work:
        disable(work, organisation.ids["supervisor2"])

    assert status(organisation, concern_id).state_now is ConcernState.ACKNOWLEDGED


def test_a_receipt_moved_to_another_concern_counts_for_nothing(
    organisation: Organisation, concern_id: UUID
) -> None:
    other = post(organisation)
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("supervisor") as work:
        acknowledge(work, other.id)
    put(
        organisation,
        Receipt,
        receipt_of(organisation, other.id, Word.ACKNOWLEDGED).id,
        about_id=concern_id,
    )

    assert stands_waiting(organisation, concern_id)
    assert status(organisation, other.id).waits


CHANGES: dict[str, Any] = {
    "about_table": "shift",
    "about_id": uuid4(),
    "number": 3,
    "kind": Word.CLOSED.value,
    "signed_by": "director",
    "signed_at": timedelta(minutes=-1),
    "base_id": HILLSIDE,
    "facts": '{"reference":"RV-C-0009"}',
    "signature": bytes(64),
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_receipt_counts_for_nothing_and_the_concern_waits_in_red(
    organisation: Organisation, concern_id: UUID, column: str
) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    receipt = receipt_of(organisation, concern_id, Word.ACKNOWLEDGED)
    value = CHANGES[column]
    if column == "signed_by":
        value = organisation.ids[value]
    if column == "signed_at":
        value = receipt.signed_at + value
    put(organisation, Receipt, receipt.id, **{column: value})

    for by in ("supervisor", "field"):
        told = status(organisation, concern_id, by)
        assert (told.state_now, told.is_changed) == (ConcernState.WAITING, True)
        assert told.acknowledged_at is None


def test_a_receipt_that_was_taken_away_makes_it_wait_again(
    organisation: Organisation, concern_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    take_away(organisation, receipt_of(organisation, concern_id, Word.ACKNOWLEDGED).id)

    assert status(organisation, concern_id).waits
    with organisation.writing("supervisor2") as work:
        assert acknowledge(work, concern_id) is Outcome.DONE
    told = status(organisation, concern_id)
    assert (told.waits, told.acknowledged_by) == (False, organisation.ids["supervisor2"])


def test_a_call_that_was_taken_away_from_between_makes_it_wait_until_somebody_answers(
    organisation: Organisation, concern_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    with organisation.writing("field") as work:
        add_to_concern(
            work, concern_id, AdditionInput(uuid4(), next(iter(AdditionKind)), SEEN_ON, words="He is back.")
        )
    Forger(organisation).put(concern_id, Word.ADDED, number=4, facts={"what": "words"})
    take_away(organisation, receipt_of(organisation, concern_id, Word.CALLED).id)

    told = status(organisation, concern_id)
    assert (told.waits, told.is_changed) == (True, True)
    with organisation.writing("supervisor2") as work:
        acknowledge(work, concern_id)
    assert not status(organisation, concern_id).waits


def test_without_what_its_poster_signed_it_is_as_urgent_as_can_be(
    organisation: Organisation, concern_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    take_away(organisation, receipt_of(organisation, concern_id, Word.POSTED).id)

    told = status(organisation, concern_id)
    assert (told.waits, told.is_changed) == (True, True)
    clock = told.clock(organisation.clock.now())
    assert clock is not None
    assert clock.is_late


def test_forged_receipts_keep_nobody_from_answering(
    organisation: Organisation, concern_id: UUID, forger: Forger
) -> None:
    for number in (2, 3, 9):
        forger.put(concern_id, Word.CLOSED, number=number, keys_of="field")

    with organisation.writing("supervisor") as work:
        assert acknowledge(work, concern_id) is Outcome.DONE
    told = status(organisation, concern_id)
    assert (told.state_now, told.is_changed) == (ConcernState.ACKNOWLEDGED, False)


def test_nobody_signs_what_they_may_not_say(organisation: Organisation, concern_id: UUID) -> None:
    with organisation.writing("caseworker") as work, pytest.raises(KeyRefused):
        CONCERNS.sign(work, concern_id, Word.CLOSED, base_id=work.person.base_id, facts={})


def test_a_clock_that_was_set_back_puts_no_receipt_before_the_one_before(
    organisation: Organisation, concern_id: UUID
) -> None:
    before = status(organisation, concern_id).posted_at
    organisation.clock.moment = before - timedelta(minutes=10)
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    organisation.clock.move(timedelta(minutes=20))

    told = status(organisation, concern_id)
    assert (told.state_now, told.acknowledged_at) == (ConcernState.ACKNOWLEDGED, before)


class TestOfAllegations:
    """Only who was a member of the safeguarding circle then receives an allegation."""

    @pytest.fixture
    def with_circle(self, organisation: Organisation) -> Organisation:
        """The organisation with a circle of two."""
        safeguarding_circle(organisation, "auditor", "counsellor")
        organisation.clock.move(timedelta(minutes=1))
        return organisation

    def status(self, organisation: Organisation, allegation_id: UUID, by: str) -> ConcernStatus:
        """Return how an allegation stands."""
        with organisation.reading(by) as work:
            return concern_status_of(work, work.session.get_one(Allegation, allegation_id))

    def test_a_receipt_replayed_for_another_allegation_counts_for_nothing(
        self, with_circle: Organisation
    ) -> None:
        one, other = allege(with_circle), allege(with_circle)
        with_circle.clock.move(timedelta(minutes=5))
        with with_circle.writing("auditor") as work:
            acknowledge_allegation(work, one.id)
        receipt = receipt_of(with_circle, one.id, Word.ACKNOWLEDGED, AllegationReceipt)
        put(with_circle, AllegationReceipt, receipt.id, about_id=other.id)

        for by in ("auditor", "field"):
            assert self.status(with_circle, other.id, by).acknowledged_at is None
            assert self.status(with_circle, one.id, by).waits

    @pytest.mark.parametrize("keys_of", ["director", "supervisor", "field"])
    def test_nobody_outside_the_circle_receives_one(self, with_circle: Organisation, keys_of: str) -> None:
        posted = allege(with_circle)
        with_circle.clock.move(timedelta(minutes=5))
        Forger(with_circle).put(
            posted.id,
            Word.ACKNOWLEDGED,
            number=2,
            keys_of=keys_of,
            base_id=None,
            kept_in=AllegationReceipt,
            table="allegation",
        )

        assert self.status(with_circle, posted.id, "field").acknowledged_at is None

    def test_what_is_refused_of_one_is_closed_to_everyone_outside(self, with_circle: Organisation) -> None:
        posted = allege(with_circle)
        Forger(with_circle).put(
            posted.id,
            Word.ACKNOWLEDGED,
            number=2,
            base_id=None,
            kept_in=AllegationReceipt,
            table="allegation",
        )
        self.status(with_circle, posted.id, "auditor")

        refusals = recorded(with_circle, "seal.refused")
        assert refusals
        assert {each.visibility for each in refusals} == {"safeguarding"}

    def test_who_was_admitted_later_did_not_receive_it_before(self, with_circle: Organisation) -> None:
        posted = allege(with_circle)
        with_circle.clock.move(timedelta(minutes=5))
        before = with_circle.clock.now()
        with_circle.clock.move(timedelta(minutes=5))
        name_for_safeguarding(with_circle, "supervisor2")
        with with_circle.reading("supervisor2") as work:
            words = " ".join(own_six_words(work))
        with with_circle.writing("auditor") as work:
            admit_to_safeguarding(work, with_circle.ids["supervisor2"], words)
        with_circle.clock.move(timedelta(minutes=5))

        for number, at in ((2, before), (3, with_circle.clock.now())):
            assert self.status(with_circle, posted.id, "field").acknowledged_at is None
            Forger(with_circle).put(
                posted.id,
                Word.ACKNOWLEDGED,
                number=number,
                keys_of="supervisor2",
                at=at,
                base_id=None,
                kept_in=AllegationReceipt,
                table="allegation",
            )
        told = self.status(with_circle, posted.id, "field")
        assert told.acknowledged_at == with_circle.clock.now()


@pytest.mark.parametrize(
    "cells", [{"signature": bytes(64)}, {"facts": "{ }"}, {"kind": Word.CLOSED}, {"number": 3}]
)
def test_a_receipt_that_is_changed_after_it_was_believed_is_found(
    organisation: Organisation, concern_id: UUID, cells: dict[str, Any]
) -> None:
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    assert status(organisation, concern_id).state_now is ConcernState.ACKNOWLEDGED
    believed = receipt_of(organisation, concern_id, Word.ACKNOWLEDGED)

    put(organisation, Receipt, believed.id, **cells)

    assert stands_waiting(organisation, concern_id)
