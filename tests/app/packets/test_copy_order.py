"""A recalled copy stays recalled, its steps stand in an order that can be, and a correction corrects something."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import to_typed
from app.foundation.vocabulary.copy_steps import StepKind
from app.foundation.vocabulary.copy_waits import CopyWait
from app.packets import exporting
from tests.app.packets.test_copies import copy_of, listed, told
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, exported, hand_over, page_of, record, released, withdraw

pytestmark = pytest.mark.usefixtures("quick")

MADE_ON = date(2026, 11, 2)


@pytest.fixture
def made(organisation: Organisation, case: PacketCase) -> tuple[UUID, UUID]:
    """A packet with one file, five days ago: its id and the file's."""
    packet_id = released(organisation, case.case_id)
    file_id = exported(organisation, packet_id).file_id
    organisation.clock.move(timedelta(days=5))
    return packet_id, file_id


def day(number: int) -> date:
    """Return a day that many days after the file was made."""
    return MADE_ON + timedelta(days=number)


def told_on_page(organisation: Organisation, packet_id: UUID) -> str:
    answer = organisation.client("director").get(f"/packets/{packet_id}")
    assert answer.status_code == 200
    return answer.text


def test_no_file_is_made_of_a_copy_that_was_asked_back_and_its_page_says_why(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, _ = made
    record(organisation, packet_id, StepKind.RECALL_ASKED)
    record(organisation, packet_id, StepKind.DESTROYED)
    with pytest.raises(NotAllowedNow, match="packet-recalled"):
        exported(organisation, packet_id)
    assert "This copy was asked back, so nothing more is made of it" in told_on_page(organisation, packet_id)


def test_a_file_that_was_made_after_a_recall_had_ended_has_to_be_asked_back_itself(
    organisation: Organisation, made: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    packet_id, _ = made
    record(organisation, packet_id, StepKind.RECALL_ASKED)
    record(organisation, packet_id, StepKind.DESTROYED)
    organisation.clock.move(timedelta(hours=1))
    # Wayhome made such files once.
    monkeypatch.setattr(exporting, "recalls_of", lambda *_: ())
    exported(organisation, packet_id)
    monkeypatch.undo()

    def waits() -> CopyWait | None:
        told_on_page(organisation, packet_id)
        waiting = told(organisation, packet_id)[1]
        assert [each for each in CopyWait if packet_id in listed(organisation, waits=each)] == (
            [waiting] if waiting else []
        )
        assert bool(page_of(organisation, packet_id).to_recall) is (waiting is not None)
        return waiting

    assert waits() is CopyWait.RECALL
    organisation.clock.move(timedelta(hours=1))
    withdraw(organisation, packet_id, by="director")
    assert waits() is CopyWait.RECALL
    record(organisation, packet_id, StepKind.RECALL_ASKED)
    assert waits() is CopyWait.RECALL_END
    record(organisation, packet_id, StepKind.RETURNED)
    assert waits() is None


def test_a_copy_is_not_handed_over_later_than_it_was_asked_back(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, file_id = made
    now = to_typed(organisation.clock.now())
    record(organisation, packet_id, StepKind.RECALL_ASKED, on=day(2))
    with pytest.raises(NotAllowedNow, match="packet-recalled"):
        hand_over(organisation, packet_id, file_id, on=now.date(), at=now.time())
    handed = hand_over(organisation, packet_id, file_id, on=day(1), stamp_number="")
    with pytest.raises(NotAllowedNow, match="packet-recalled"):
        hand_over(organisation, packet_id, file_id, on=day(3), corrects_id=handed)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((StepKind.HANDED_OVER, 3, None), (StepKind.RECEIVED, 2, None)),
        ((StepKind.RECEIVED, 2, None), (StepKind.HANDED_OVER, 3, None)),
        ((StepKind.RECEIVED, 2, time(9)), (StepKind.HANDED_OVER, 2, time(10))),
        ((StepKind.RECEIVED, 3, None), (StepKind.OUTCOME, 2, None)),
        ((StepKind.OUTCOME, 2, None), (StepKind.RECEIVED, 3, None)),
        ((StepKind.RECALL_ASKED, 3, None), (StepKind.DESTROYED, 2, None)),
        ((StepKind.RECALL_ASKED, 3, time(10)), (StepKind.RETURNED, 3, time(9))),
    ],
)
def test_steps_in_an_order_that_cannot_be_are_refused_and_with_an_hour_unknown_days_are_compared(
    organisation: Organisation,
    made: tuple[UUID, UUID],
    first: tuple[StepKind, int, time | None],
    then: tuple[StepKind, int, time | None],
) -> None:
    packet_id, file_id = made

    def recorded(kind: StepKind, number: int, at: time | None) -> UUID:
        about: dict[str, Any] = {"file_id": file_id} if kind is StepKind.HANDED_OVER else {}
        return record(organisation, packet_id, kind, on=day(number), at=at, stamp_number="", **about)

    recorded(*first)
    with pytest.raises(NotAllowedNow, match="steps-out-of-order"):
        recorded(*then)
    recorded(then[0], first[1], None)


def test_a_step_is_not_put_right_to_a_day_that_contradicts_another(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, file_id = made
    handed = hand_over(organisation, packet_id, file_id, on=day(1), stamp_number="")
    record(organisation, packet_id, StepKind.RECEIVED, on=day(2))
    with pytest.raises(NotAllowedNow, match="steps-out-of-order"):
        hand_over(organisation, packet_id, file_id, on=day(3), stamp_number="", corrects_id=handed)
    hand_over(organisation, packet_id, file_id, on=day(2), stamp_number="", corrects_id=handed)


def test_a_second_file_is_handed_over_after_the_first_was_received(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, file_id = made
    hand_over(organisation, packet_id, file_id, on=day(1))
    record(organisation, packet_id, StepKind.OUTCOME, on=day(2))
    second = exported(organisation, packet_id).file_id
    handed = hand_over(organisation, packet_id, second, on=day(5))
    (copy,) = page_of(organisation, packet_id).copies
    assert handed in {each.id for each in copy.steps}


@pytest.mark.parametrize("at", [None, time(11, 30)])
def test_putting_right_what_is_not_changed_makes_no_record(
    organisation: Organisation, made: tuple[UUID, UUID], at: time | None
) -> None:
    packet_id, _ = made
    typed: dict[str, Any] = {"on": day(2), "at": at, "stamp_number": "81"}
    step_id = record(organisation, packet_id, StepKind.RECEIVED, **typed)
    with pytest.raises(NotAllowedNow, match="nothing-put-right"):
        record(organisation, packet_id, StepKind.RECEIVED, corrects_id=step_id, **typed)
    record(organisation, packet_id, StepKind.RECEIVED, corrects_id=step_id, **typed | {"stamp_number": "18"})


def test_only_the_day_of_a_step_is_printed_and_filled_in_when_its_hour_is_not_known(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, file_id = made
    hand_over(organisation, packet_id, file_id, on=MADE_ON, stamp_number="")
    record(organisation, packet_id, StepKind.RECALL_ASKED, on=day(2))
    record(organisation, packet_id, StepKind.RETURNED, on=day(2), at=time(11, 30))
    text = told_on_page(organisation, packet_id)
    assert "Handed over, 2 Nov 2026:" in text
    assert "Recall asked for, 4 Nov 2026:" in text
    assert "Given back to us, 4 Nov 2026, 11:30" in text
    (copy,) = page_of(organisation, packet_id).copies
    at = {step.kind: step for step in copy.steps}
    url = f"/packets/{packet_id}/copies/{copy.recipient.id}/steps/"
    client = organisation.client("director")
    assert 'value="00:00"' not in client.get(f"{url}{at[StepKind.RECALL_ASKED].id}").text
    assert 'value="11:30"' in client.get(f"{url}{at[StepKind.RETURNED].id}").text


def test_a_copy_that_was_handed_over_is_not_called_lost(
    organisation: Organisation, made: tuple[UUID, UUID]
) -> None:
    packet_id, file_id = made
    lost = "Nobody took this file."
    assert lost in told_on_page(organisation, packet_id)
    hand_over(organisation, packet_id, file_id)
    assert copy_of(organisation, packet_id).is_handed_over
    assert lost not in told_on_page(organisation, packet_id)
