"""A packet is taken back or corrected by a new version; what has left stays known."""

from uuid import UUID, uuid4

import pytest

from app.foundation.errors import (
    NotAllowedNow,
    Refused,
)
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.known_directory import verified_directory
from app.packets.drafting import correct_packet
from app.packets.registry import RegistryEntry, find_file
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    exported,
    hand_over,
    opened,
    page_of,
    released,
    submitted,
    withdraw,
)


def registered(organisation: Organisation, sha256_hex: str) -> RegistryEntry | None:
    server = organisation.server
    with server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        return find_file(session, directory, sha256_hex)


@pytest.mark.usefixtures("quick")
class TestTakingBackAndCorrecting:
    def test_a_packet_taken_back_makes_no_file_and_its_copies_are_listed(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        hand_over(organisation, packet_id, made.file_id)
        withdraw(organisation, packet_id, by="supervisor2")

        page = page_of(organisation, packet_id)
        assert page.state is PacketState.WITHDRAWN
        assert page.taken_back is not None
        assert page.taken_back.why == "The name is wrong"
        (copy,) = page.to_recall
        assert copy.facts is not None
        assert (copy.facts.state, copy.facts.waits_for) == (PacketState.RECALLED, CopyWait.RECALL)
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            exported(organisation, packet_id)
        entry = registered(organisation, made.sha256_hex)
        assert entry is not None
        assert entry.is_withdrawn
        assert not entry.is_current

    def test_a_caseworker_takes_back_only_what_has_not_left(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        first = drafted(organisation, case.case_id)
        withdraw(organisation, first, by="caseworker")
        second = released(organisation, case.case_id)
        exported(organisation, second)
        with pytest.raises(Refused):
            withdraw(organisation, second, by="caseworker")
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            withdraw(organisation, first, by="director")

    def test_a_correction_names_the_one_it_replaces_and_the_registry_knows_once_it_is_released(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        new_id = uuid4()
        with organisation.writing("caseworker") as work:
            correct_packet(work, packet_id, new_id)

        packet = opened(organisation, new_id)
        cover = packet.draft.contents.cover
        assert (packet.row.number, packet.row.number_version) == ("RV-P-0001", 2)
        assert (cover.version, cover.replaces) == (2, "RV-P-0001 version 1")
        assert packet.row.replaces_id == packet_id
        before = registered(organisation, made.sha256_hex)
        assert before is not None
        assert before.is_current
        submitted(organisation, new_id)
        approve(organisation, new_id, by="supervisor")
        approve(organisation, new_id, by="director")
        after = registered(organisation, made.sha256_hex)
        assert after is not None
        assert after.replaced_by == 2
        assert page_of(organisation, packet_id).is_replaced

    def test_one_correction_at_a_time_and_none_of_what_never_left(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with pytest.raises(NotAllowedNow, match="packet-not-left"):
            correct(organisation, packet_id)
        exported(organisation, packet_id)
        correct(organisation, packet_id)
        with pytest.raises(NotAllowedNow, match="packet-corrected-already"):
            correct(organisation, packet_id)

    def test_whoever_wrote_the_first_version_does_not_approve_the_second(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id, by="supervisor")
        submitted(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="supervisor2")
        approve(organisation, packet_id, by="director")
        exported(organisation, packet_id)
        new_id = correct(organisation, packet_id, by="supervisor2")
        submitted(organisation, new_id, by="supervisor2")
        for name in ("supervisor", "supervisor2"):
            with pytest.raises(NotAllowedNow, match="packet-own-draft"):
                approve(organisation, new_id, by=name)


def correct(organisation: Organisation, packet_id: UUID, *, by: str = "supervisor") -> UUID:
    with organisation.writing(by) as work:
        return correct_packet(work, packet_id, uuid4())
