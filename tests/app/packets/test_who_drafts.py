"""Who begins a packet and for whom it is there: the case's own caseworker and supervision, and nobody else."""

import pytest

from app.cases.assigning import assign
from app.foundation.errors import (
    AlreadyDone,
    NoKey,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.packets.drafting import (
    begin_packet,
)
from app.packets.listing import packets_page
from app.packets.loading import open_packet
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    drafted,
    new_packet,
    opened,
)


class TestWhoDrafts:
    @pytest.mark.parametrize("name", ["caseworker", "supervisor"])
    def test_the_assigned_caseworker_and_supervision_draft(
        self, organisation: Organisation, case: PacketCase, name: str
    ) -> None:
        assert opened(organisation, drafted(organisation, case.case_id, by=name)).draft.writers == (
            organisation.ids[name],
        )

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("director", Refused),
            ("othercaseworker", NotVisible),
            ("othersupervisor", NotVisible),
            ("field", NotVisible),
            ("counsellor", NotVisible),
            ("technician", NotVisible),
            ("auditor", NotVisible),
        ],
    )
    def test_nobody_else_does(
        self, organisation: Organisation, case: PacketCase, name: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            drafted(organisation, case.case_id, by=name)

    @pytest.mark.parametrize("name", ["othercaseworker", "othersupervisor", "field", "counsellor", "auditor"])
    def test_a_packet_is_not_there_for_others(
        self, organisation: Organisation, case: PacketCase, name: str
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with pytest.raises(NotVisible), organisation.reading(name) as work:
            open_packet(work, packet_id)
        with organisation.reading(name) as work:
            assert packets_page(work).total == 0

    def test_a_second_caseworker_on_the_case_sees_no_packet_whose_key_they_were_not_given(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.writing("supervisor") as work:
            assign(work, case.case_id, organisation.ids["othercaseworker"])
        with pytest.raises((NotVisible, NoKey)), organisation.reading("othercaseworker") as work:
            open_packet(work, packet_id)
        with organisation.reading("othercaseworker") as work:
            assert packets_page(work).total == 0

    def test_the_same_form_sent_twice_makes_one(self, organisation: Organisation, case: PacketCase) -> None:
        typed = new_packet(case.case_id)
        with organisation.writing("caseworker") as work:
            begin_packet(work, typed)
        with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
            begin_packet(work, typed)
        with pytest.raises(Refused), organisation.writing("supervisor") as work:
            begin_packet(work, typed)
        with organisation.reading("director") as work:
            assert packets_page(work).total == 1

    def test_a_closed_case_begins_no_packet(self, organisation: Organisation, case: PacketCase) -> None:
        put_at(organisation, case.case_id, "closed")
        with pytest.raises(NotAllowedNow, match="case-closed"):
            drafted(organisation, case.case_id)
