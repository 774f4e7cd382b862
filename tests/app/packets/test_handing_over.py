"""Who took a file is recorded, and what cannot have been is refused."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.foundation.errors import (
    AlreadyDone,
    NotAllowedNow,
    NotVisible,
)
from app.foundation.local_time import to_typed
from app.foundation.vocabulary.copy_steps import StepKind
from app.packets.wording import Language
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    exported,
    hand_over,
    order_for,
    page_of,
    released,
    withdraw,
)


@pytest.mark.usefixtures("quick")
class TestHandingOver:
    def test_who_took_it_and_their_stamp_are_recorded(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        hand_over(organisation, packet_id, made.file_id, by="caseworker")

        (copy,) = page_of(organisation, packet_id).copies
        handed, received = copy.steps
        assert (handed.kind, received.kind) == (StepKind.HANDED_OVER, StepKind.RECEIVED)
        assert handed.words == received.words
        assert handed.words is not None
        assert (handed.words.officer, handed.words.stamp_number) == ("Lt. Sokha", "118/26")

    def test_a_khmer_draft_is_never_handed_over(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = released(organisation, case.case_id)
        order = order_for(organisation, packet_id, language=Language.KHMER)
        made = exported(organisation, packet_id, order)
        with pytest.raises(NotAllowedNow, match="khmer-draft"):
            hand_over(organisation, packet_id, made.file_id)

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            ({"officer": ""}, "officer-missing"),
            ({"unit": " "}, "unit-missing"),
            ({"on": date(2026, 11, 3)}, "in-the-future"),
            ({"on": date(2026, 10, 30)}, "handed-before-made"),
            ({"at": time(23, 59)}, "in-the-future"),
            ({"at": time(0, 1)}, "handed-before-made"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, organisation: Organisation, case: PacketCase, options: dict[str, Any], reason: str
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        with pytest.raises(NotAllowedNow, match=reason):
            hand_over(organisation, packet_id, made.file_id, **options)

    def test_a_receipt_that_arrives_after_the_packet_was_taken_back_is_recorded_and_a_later_handover_is_not(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        organisation.clock.move(timedelta(minutes=30))
        withdraw(organisation, packet_id, by="director")
        hand_over(organisation, packet_id, made.file_id)
        organisation.clock.move(timedelta(minutes=30))
        later = to_typed(organisation.clock.now()).time()
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            hand_over(organisation, packet_id, made.file_id, at=later)

    def test_the_same_form_sent_twice_makes_one_and_another_packets_file_is_not_there(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        handover_id = uuid4()
        hand_over(organisation, packet_id, made.file_id, id=handover_id)
        with pytest.raises(AlreadyDone):
            hand_over(organisation, packet_id, made.file_id, id=handover_id)
        other = released(organisation, case.case_id)
        with pytest.raises(NotVisible):
            hand_over(organisation, other, made.file_id)
