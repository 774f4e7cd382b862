"""A drafter holds a packet as long as they are assigned to its case; whoever holds it by their circle keeps it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.cases.assigning import assign, assign_page, end_assignment
from app.foundation.errors import NoKey, NotVisible
from app.keyring.folders import open_folder
from app.packets.documents import ExportReason
from app.packets.loading import open_packet
from app.packets.packet_page import packet_page
from app.staff.pending import PendingKind, pending_lines
from app.unit_of_work import Locks
from models.grant import Grant
from models.referral_packet import ReferralPacket
from tests.support.folders import newest_version, to_write
from tests.support.organisation import Organisation
from tests.support.packets import drafted, told_case
from tests.support.staff import admit_again, renew


def folder_of(organisation: Organisation, packet_id: UUID) -> UUID:
    """Return the packet's folder."""
    with organisation.server.store.reading() as session:
        return session.get_one(ReferralPacket, packet_id).folder_id


def take_off(organisation: Organisation, case_id: UUID, name: str = "caseworker") -> None:
    """End a cast member's assignment."""
    with organisation.writing("supervisor") as work:
        page = assign_page(work, case_id)
        (found,) = [one for one in page.assigned if one.staff_id == organisation.ids[name]]
        end_assignment(work, case_id, found.assignment_id)


def put_back(organisation: Organisation, case_id: UUID, name: str = "caseworker") -> None:
    """Assign a cast member."""
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids[name])


def opens(organisation: Organisation, name: str, folder_id: UUID) -> bool:
    """Tell whether a cast member's keychain alone opens a folder."""
    with organisation.with_locks(Locks.KEYS_ONLY).reading(name) as work:
        try:
            return bool(open_folder(work, folder_id).record_keys())
        except NoKey:
            return False


def test_the_end_of_the_assignment_takes_the_packets_key_too(organisation: Organisation) -> None:
    case_id = told_case(organisation).case_id
    packet_id = drafted(organisation, case_id)
    folder_id = folder_of(organisation, packet_id)
    assert opens(organisation, "caseworker", folder_id)

    take_off(organisation, case_id)

    assert not opens(organisation, "caseworker", folder_id)
    with organisation.reading("caseworker") as work, pytest.raises(NotVisible):
        packet_page(work, packet_id)
    for name in ("supervisor", "director"):
        assert opens(organisation, name, folder_id)
    with organisation.server.store.reading() as session:
        holder = Grant.holder_id == organisation.ids["caseworker"]
        assert session.scalars(select(Grant).where(Grant.folder_id == folder_id, holder)).all() == []
    with organisation.writing("supervisor") as work:
        to_write(work, folder_id).seal(ExportReason("A later word."), packet_id)
        work.record("test.sealed", folders=[folder_id])
        assert newest_version(work, folder_id) == 2


def test_nobody_else_on_the_case_loses_theirs(organisation: Organisation) -> None:
    case_id = told_case(organisation).case_id
    put_back(organisation, case_id, "othercaseworker")
    mine = folder_of(organisation, drafted(organisation, case_id))
    theirs = folder_of(organisation, drafted(organisation, case_id, by="othercaseworker"))

    take_off(organisation, case_id)

    assert [opens(organisation, "othercaseworker", each) for each in (mine, theirs)] == [False, True]
    assert not opens(organisation, "caseworker", mine)


def test_who_is_assigned_again_has_their_packet_back(organisation: Organisation) -> None:
    case_id = told_case(organisation).case_id
    packet_id = drafted(organisation, case_id)
    take_off(organisation, case_id)

    put_back(organisation, case_id)

    with organisation.reading("caseworker") as work:
        assert open_packet(work, packet_id).row.id == packet_id
    take_off(organisation, case_id)
    assert not opens(organisation, "caseworker", folder_of(organisation, packet_id))


def test_new_keys_do_not_bring_it_back_after_the_assignment_ended(organisation: Organisation) -> None:
    case_id = told_case(organisation).case_id
    drafted(organisation, case_id)
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")

    def made() -> list[PendingKind]:
        with organisation.reading("supervisor") as work:
            lines = pending_lines(work, organisation.ids["caseworker"])
        return [line.kind for line in lines if line.kind is PendingKind.MADE]

    assert made() == [PendingKind.MADE]
    take_off(organisation, case_id)
    assert made() == []


def test_a_supervisor_who_drafted_it_keeps_it(organisation: Organisation) -> None:
    case_id = told_case(organisation).case_id
    packet_id = drafted(organisation, case_id, by="supervisor")

    take_off(organisation, case_id)

    assert opens(organisation, "supervisor", folder_of(organisation, packet_id))
