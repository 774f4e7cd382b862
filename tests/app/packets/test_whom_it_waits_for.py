"""A submitted packet stands on Today of those who can approve it next."""

from app.packets.today import due_items
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    submitted,
)


def waiting(organisation: Organisation) -> set[str]:
    """Return for whom of the cast a packet waits."""
    found = set()
    for name in organisation.ids:
        if name == "disabled":
            continue
        with organisation.reading(name) as work:
            if due_items(work):
                found.add(name)
    return found


def test_it_waits_for_those_who_can_approve_it_next(organisation: Organisation, case: PacketCase) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id, by="supervisor"), by="supervisor")

    assert waiting(organisation) == {"supervisor2"}
    approve(organisation, packet_id, by="supervisor2")
    assert waiting(organisation) == {"director", "director2"}
    approve(organisation, packet_id, by="director")
    assert waiting(organisation) == set()
