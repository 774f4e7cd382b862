"""What the pages show of a packet whose rows were changed outside Wayhome."""

import pytest

from models.referral_packet import PacketFile, ReferralPacket
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, drafted, exported, quick_files, released
from tests.support.pages import read, send
from tests.support.tampering import put, recorded


def test_the_list_marks_it_and_tells_nothing_of_it(organisation: Organisation, case: PacketCase) -> None:
    packet_id = drafted(organisation, case.case_id)
    put(organisation, ReferralPacket, packet_id, number="RV-P-0099")

    page = read(organisation.client("supervisor").get("/packets/"))

    assert "Changed outside Wayhome" in page.text
    assert "RV-P-00" not in page.text


def test_a_file_of_which_nobody_signed_what_stands_there_is_not_listed_and_not_vouched_for(
    organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_files(monkeypatch)
    packet_id = released(organisation, case.case_id)
    made = exported(organisation, packet_id)
    put(organisation, PacketFile, made.file_id, language="km")
    client = organisation.client("director")

    page = read(client.get(f"/packets/{packet_id}"))
    assert "Files or receipts of this packet" in page.text
    assert made.sha256_hex not in page.text
    answer = read(send(client, "/packets/verify", {"sha256": made.sha256_hex}))
    assert "Nobody vouches for this." in answer.text
    assert "RV-P-0001" not in answer.text
    assert recorded(organisation, "packet.not_vouched")
