"""What became of each copy: recorded, put right, recalled; told by signed records alone, and due in time."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.copy_steps import StepKind
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.document import PacketForm
from app.packets.drafting import correct_packet
from app.packets.drafts import new_packet_page
from app.packets.files import CopyView
from app.packets.listing import packets_page
from app.packets.registry import NotVouched
from app.packets.today import due_copies
from models.copy_step import CopyStep
from tests.app.packets.test_correcting import registered
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    exported,
    hand_over,
    order_for,
    page_of,
    record,
    released,
    submitted,
    withdraw,
)
from tests.support.tampering import behind

pytestmark = pytest.mark.usefixtures("quick")

Told = tuple[PacketState, CopyWait | None]


@pytest.fixture
def left(organisation: Organisation, case: PacketCase) -> tuple[UUID, UUID, str]:
    """A packet with one file: its id, the file's id and SHA-256."""
    packet_id = released(organisation, case.case_id)
    made = exported(organisation, packet_id)
    return packet_id, made.file_id, made.sha256_hex


def copy_of(organisation: Organisation, packet_id: UUID) -> CopyView:
    (copy,) = page_of(organisation, packet_id).copies
    return copy


def told(organisation: Organisation, packet_id: UUID) -> Told:
    """Return a copy's state as its page and the list say it alike."""
    facts = copy_of(organisation, packet_id).facts
    assert facts is not None
    with organisation.reading("director") as work:
        (line,) = (line for line in packets_page(work).lines if line.id == packet_id)
    assert [one.facts for one in line.copies] == [facts]
    return facts.state, facts.waits_for


def listed(organisation: Organisation, **chosen: Any) -> list[UUID]:
    with organisation.reading("director") as work:
        return [line.id for line in packets_page(work, **chosen).lines]


def test_a_copy_goes_from_its_file_to_what_the_unit_did_in_one_set_of_words(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    steps: list[tuple[Told, StepKind | None, dict[str, Any]]] = [
        ((PacketState.FILE_MADE, CopyWait.HANDOVER), StepKind.HANDED_OVER, {"file_id": file_id}),
        ((PacketState.HANDED_OVER, CopyWait.RECEIPT), StepKind.RECEIVED, {"stamp_number": "9"}),
        ((PacketState.RECEIVED, CopyWait.OUTCOME), StepKind.OUTCOME, {}),
        ((PacketState.RECEIVED, None), StepKind.RECALL_ASKED, {}),
        ((PacketState.RECALLED, CopyWait.RECALL_END), StepKind.DESTROYED, {}),
        ((PacketState.RECALLED, None), None, {}),
    ]
    for (state, waits), step, options in steps:
        assert told(organisation, packet_id) == (state, waits)
        assert packet_id in listed(organisation, state=state)
        assert not any(packet_id in listed(organisation, waits=each) for each in CopyWait if each != waits)
        assert waits is None or packet_id in listed(organisation, waits=waits)
        if step is not None:
            record(organisation, packet_id, step, **options)


def test_a_copy_nobody_heard_of_is_due_in_the_list_and_today_until_it_is_received(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    hand_over(organisation, packet_id, file_id, stamp_number="")

    def due() -> tuple[bool, list[UUID]]:
        with organisation.reading("supervisor") as work:
            items = due_copies(work, until=local_day(work.now))
        return copy_of(organisation, packet_id).is_due, [item.record_id for item in items]

    organisation.clock.move(timedelta(days=6))
    assert due() == (False, [])
    organisation.clock.move(timedelta(days=2))
    assert due() == (True, [packet_id])
    record(organisation, packet_id, StepKind.RECEIVED)
    assert due() == (False, [])


def test_a_withdrawn_packet_lists_its_copies_until_each_is_accounted_for(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id, units=["Provincial police"])
    exported(organisation, packet_id)
    withdraw(organisation, packet_id, by="supervisor")
    # The second unit's file was never made: there is nothing to recall.
    (copy,) = page_of(organisation, packet_id).to_recall
    assert packet_id in listed(organisation, waits=CopyWait.RECALL)
    record(organisation, packet_id, StepKind.RECALL_ASKED)
    assert page_of(organisation, packet_id).to_recall != ()
    record(organisation, packet_id, StepKind.NOT_RETURNED, remark="The officer was moved away")
    page = page_of(organisation, packet_id)
    assert page.to_recall == ()
    (ended,) = (one.facts for one in page.copies if one.recipient == copy.recipient)
    assert ended is not None
    assert ended.recall is StepKind.NOT_RETURNED


def test_who_checks_a_recalled_copy_reads_so_and_a_recall_that_was_removed_is_missed(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, _, sha256 = left
    recall_id = record(organisation, packet_id, StepKind.RECALL_ASKED)
    entry = registered(organisation, sha256)
    assert entry is not None
    assert (entry.is_recalled, entry.is_withdrawn, entry.is_current) == (True, False, False)
    record(organisation, packet_id, StepKind.RETURNED)
    entry = registered(organisation, sha256)
    assert entry is not None
    assert entry.is_recalled
    with behind(organisation) as session:
        session.execute(delete(CopyStep).where(CopyStep.id == recall_id))
    with pytest.raises(NotVouched):
        registered(organisation, sha256)


def test_a_copy_whose_recall_was_removed_has_to_be_asked_back_again(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    hand_over(organisation, packet_id, file_id)
    organisation.clock.move(timedelta(hours=1))
    recall_id = record(organisation, packet_id, StepKind.RECALL_ASKED)
    with behind(organisation) as session:
        session.execute(delete(CopyStep).where(CopyStep.id == recall_id))

    assert told(organisation, packet_id) == (PacketState.RECALLED, CopyWait.RECALL)
    assert page_of(organisation, packet_id).to_recall != ()
    with pytest.raises(NotAllowedNow, match="packet-recalled"):
        hand_over(organisation, packet_id, file_id)
    record(organisation, packet_id, StepKind.RECALL_ASKED)
    assert told(organisation, packet_id) == (PacketState.RECALLED, CopyWait.RECALL_END)


def test_what_was_recorded_wrongly_is_put_right_and_what_stood_there_stays_readable(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    wrong = record(organisation, packet_id, StepKind.RECEIVED, officer="Lt. Dara", stamp_number="81")
    right = record(
        organisation, packet_id, StepKind.RECEIVED, officer="Lt. Sokha", stamp_number="18", corrects_id=wrong
    )
    shown = {step.id: step for step in copy_of(organisation, packet_id).steps}
    assert [(shown[each].counts, shown[each].words.stamp_number) for each in (wrong, right)] == [  # type: ignore[union-attr]  # it opens
        (False, "81"),
        (True, "18"),
    ]
    with pytest.raises(NotAllowedNow, match="corrected-already"):
        record(organisation, packet_id, StepKind.RECEIVED, corrects_id=wrong)
    with pytest.raises(NotVisible):
        record(organisation, packet_id, StepKind.HANDED_OVER, file_id=file_id, corrects_id=right)


def test_a_step_written_by_mistake_counts_for_nothing_and_stays_readable_but_a_recall_stays(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    wrong = hand_over(organisation, packet_id, file_id, stamp_number="")
    with pytest.raises(NotAllowedNow, match="reason-missing"):
        record(organisation, packet_id, StepKind.MISTAKE, corrects_id=wrong, remark="")
    taken = record(organisation, packet_id, StepKind.MISTAKE, corrects_id=wrong, remark="Another unit's file")
    assert told(organisation, packet_id) == (PacketState.FILE_MADE, CopyWait.HANDOVER)
    shown = {step.id: step.counts for step in copy_of(organisation, packet_id).steps}
    assert shown == {wrong: False, taken: True}
    with pytest.raises(NotVisible):
        record(organisation, packet_id, StepKind.MISTAKE)
    recall_id = record(organisation, packet_id, StepKind.RECALL_ASKED)
    for each in (recall_id, taken):
        with pytest.raises(NotAllowedNow, match="recall-stays"):
            record(organisation, packet_id, StepKind.MISTAKE, corrects_id=each)


def test_a_step_without_its_signature_is_shown_and_counts_for_nothing(
    organisation: Organisation, left: tuple[UUID, UUID, str]
) -> None:
    packet_id, file_id, _ = left
    hand_over(organisation, packet_id, file_id)
    with behind(organisation) as session:
        session.execute(update(CopyStep).values(signature=None))
    assert told(organisation, packet_id) == (PacketState.FILE_MADE, CopyWait.HANDOVER)
    steps = copy_of(organisation, packet_id).steps
    assert [(step.is_signed, step.counts) for step in steps] == [(False, False)] * 2


def test_only_supervision_recalls_and_nothing_is_recorded_of_a_copy_that_was_not_made(
    organisation: Organisation, left: tuple[UUID, UUID, str], case: PacketCase
) -> None:
    packet_id, _, _ = left
    with pytest.raises(Refused):
        record(organisation, packet_id, StepKind.RECALL_ASKED, by="caseworker")
    with pytest.raises(NotAllowedNow, match="not-recalled"):
        record(organisation, packet_id, StepKind.RETURNED)
    with pytest.raises(NotAllowedNow, match="outcome-missing"):
        record(organisation, packet_id, StepKind.OUTCOME, remark=" ")
    other = released(organisation, case.case_id)
    with pytest.raises(NotAllowedNow, match="no-file-made"):
        record(organisation, other, StepKind.RECEIVED)
    with pytest.raises(NotVisible):
        record(organisation, packet_id, StepKind.RECEIVED, by="othersupervisor")


def test_the_packet_of_a_closed_case_is_recalled_by_anybody_who_may_and_corrected_with_a_supervisors_word(
    organisation: Organisation, left: tuple[UUID, UUID, str], case: PacketCase
) -> None:
    packet_id, _, _ = left
    put_at(organisation, case.case_id, "closed")
    new_id = uuid4()
    with pytest.raises(NotAllowedNow, match="packet-case-closed"), organisation.writing("caseworker") as work:
        correct_packet(work, packet_id, new_id)
    with pytest.raises(NotAllowedNow, match="reason-missing"), organisation.writing("supervisor") as work:
        correct_packet(work, packet_id, new_id)
    with organisation.writing("supervisor") as work:
        correct_packet(work, packet_id, new_id, why_on_closed="The age is wrong")
    submitted(organisation, new_id, by="supervisor")
    with pytest.raises(NotAllowedNow, match="packet-own-draft"):
        approve(organisation, new_id, by="supervisor")
    approve(organisation, new_id, by="supervisor2")
    page = page_of(organisation, approve(organisation, new_id, by="director"))
    assert page.on_closed is not None
    assert (page.state, page.on_closed.why) == (PacketState.RELEASED, "The age is wrong")

    record(organisation, packet_id, StepKind.RECALL_ASKED)
    record(organisation, packet_id, StepKind.RETURNED, by="caseworker")
    assert told(organisation, packet_id) == (PacketState.RECALLED, None)
    withdraw(organisation, packet_id, by="director")


def test_two_drafts_of_one_case_warn_each_other_until_one_is_approved(
    organisation: Organisation, case: PacketCase
) -> None:
    first = drafted(organisation, case.case_id)
    second = drafted(organisation, case.case_id, by="supervisor")
    with organisation.reading("caseworker") as work:
        seen = new_packet_page(work, case.case_id).others
    assert [(one.number, one.is_reached) for one in seen] == [("RV-P-0001", True), ("RV-P-0002", False)]
    assert [one.id for one in page_of(organisation, first).others] == [second]
    assert [one.id for one in page_of(organisation, second).others] == [first]
    submitted(organisation, second, by="supervisor")
    approve(organisation, second, by="supervisor2")
    assert [one.id for one in page_of(organisation, first).others] == [second]
    approve(organisation, second, by="director")
    assert page_of(organisation, first).others == ()


def test_prints_on_paper_are_numbered_for_each_copy(organisation: Organisation, case: PacketCase) -> None:
    packet_id = released(organisation, case.case_id)
    for form in (PacketForm.PRINT, PacketForm.FILE, PacketForm.PRINT):
        exported(organisation, packet_id, order_for(organisation, packet_id, form=form))
        organisation.clock.move(timedelta(seconds=1))
    assert [file.print_number for file in page_of(organisation, packet_id).files[::-1]] == [1, None, 2]
