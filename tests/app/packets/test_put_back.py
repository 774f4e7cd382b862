"""A whole older row of a packet, put back outside Wayhome, is neither approved nor made a file of: the trail knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.drafting import return_to_writer
from models.referral_packet import PacketApproval, ReferralPacket
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    exported,
    page_of,
    released,
    submitted,
    version_of,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("quick")


@contextmanager
def put_back(organisation: Organisation, packet_id: UUID) -> Iterator[None]:
    """Put the packet and its approvals back as they were, after what is done meanwhile."""
    engine = organisation.server.store.engine
    packet = select(ReferralPacket.__table__).where(ReferralPacket.id == packet_id)
    approvals = select(PacketApproval.__table__).where(PacketApproval.packet_id == packet_id)
    with engine.begin() as connection:
        before = dict(connection.execute(packet).mappings().one())
        given = [dict(row) for row in connection.execute(approvals).mappings()]
    yield
    with engine.begin() as connection:
        changed = {name: value for name, value in before.items() if name != "id"}
        connection.execute(update(ReferralPacket).where(ReferralPacket.id == packet_id).values(changed))
        connection.execute(delete(PacketApproval).where(PacketApproval.packet_id == packet_id))
        if given:
            connection.execute(insert(PacketApproval), given)


def send_back(organisation: Organisation, packet_id: UUID) -> None:
    version = version_of(organisation, packet_id)
    with organisation.writing("director") as work:
        return_to_writer(work, packet_id, why="The wrong boy", version=version)


def take_back(organisation: Organisation, packet_id: UUID) -> None:
    withdraw(organisation, packet_id, by="director")


def test_a_packet_that_a_director_sent_back_is_not_approved_as_it_was(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    approve(organisation, packet_id, by="supervisor")
    with put_back(organisation, packet_id):
        send_back(organisation, packet_id)

    assert page_of(organisation, packet_id).state is PacketState.APPROVED
    assert page_of(organisation, packet_id).rights.why_not_approve == "packet-put-back"
    with pytest.raises(NotAllowedNow, match="packet-put-back"):
        approve(organisation, packet_id, by="director")


@pytest.mark.parametrize("end", [send_back, take_back])
def test_no_file_is_made_of_a_packet_that_was_sent_back_or_withdrawn(
    organisation: Organisation, case: PacketCase, end: Callable[[Organisation, UUID], None]
) -> None:
    packet_id = released(organisation, case.case_id)
    if end is take_back:
        exported(organisation, packet_id)
    with put_back(organisation, packet_id):
        end(organisation, packet_id)

    assert page_of(organisation, packet_id).state is PacketState.RELEASED
    with pytest.raises(NotAllowedNow, match="packet-put-back"):
        exported(organisation, packet_id)


def test_a_packet_that_was_sent_back_and_submitted_again_goes_on(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    send_back(organisation, packet_id)
    submitted(organisation, packet_id)
    approve(organisation, packet_id, by="supervisor")
    approve(organisation, packet_id, by="director")
    assert exported(organisation, packet_id).pages
