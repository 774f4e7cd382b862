"""Nobody approves what they did not have on their screen: every page, of this snapshot, in their own name."""

from dataclasses import replace

import pytest

from app.foundation.errors import Conflict, NotAllowedNow
from app.packets.approving import PagesSeen, approve_packet, show_pages
from app.packets.loading import open_packet, to_change
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    opened,
    seen_by,
    submitted,
    version_of,
)


def approve_with(organisation: Organisation, packet_id: object, seen: PagesSeen) -> None:
    """Approve as the supervisor, having seen this."""
    digest = opened(organisation, packet_id).frozen.digest  # type: ignore[arg-type]  # an id
    with organisation.writing("supervisor") as work:
        version = version_of(organisation, packet_id)  # type: ignore[arg-type]  # an id
        approve_packet(work, packet_id, digest=digest, seen=seen, version=version)  # type: ignore[arg-type]  # an id


def test_every_page_has_to_be_read_and_the_signature_has_to_be_ones_own_of_this_snapshot(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id, other_id = (submitted(organisation, drafted(organisation, case.case_id)) for _ in range(2))
    digest, other = (opened(organisation, each).frozen.digest for each in (packet_id, other_id))
    with organisation.writing("supervisor") as work:
        mine, elsewhere = seen_by(work, packet_id, digest), seen_by(work, other_id, other)
    with organisation.writing("supervisor2") as work:
        hers = seen_by(work, packet_id, digest)
    unseen = (
        replace(mine, read=frozenset({1, 3})),
        replace(mine, pages=2, read=frozenset({1, 2})),
        PagesSeen(0, mine.signature, frozenset()),
        PagesSeen(3, "", mine.read),
        elsewhere,
        hers,
    )
    for seen in unseen:
        with pytest.raises(NotAllowedNow, match="packet-pages-not-seen"):
            approve_with(organisation, packet_id, seen)
    approve_with(organisation, packet_id, mine)
    (approval,) = opened(organisation, packet_id).approvals
    assert approval.pages == 3


def test_pages_are_signed_only_for_what_is_frozen_now(organisation: Organisation, case: PacketCase) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    with pytest.raises(Conflict), organisation.writing("supervisor") as work:
        show_pages(work, packet_id, 3, digest="0" * 64)


def test_an_approval_without_its_pages_counts_for_nothing(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    approve(organisation, packet_id, by="supervisor")
    with organisation.writing("caseworker") as work:
        packet = to_change(work, open_packet(work, packet_id))
        stripped = tuple(replace(one, pages=0, seen="", saw=()) for one in packet.approvals)
        packet.folder.write(packet.row, replace(packet.frozen, approvals=stripped))
    assert opened(organisation, packet_id).approvals == ()
