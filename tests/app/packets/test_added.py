"""What was added to a concern reaches a packet: whoever wrote the concern may have taken it back."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.part_marks import ADDED
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.packets.changes import ChangeKind
from app.packets.contents import ChronologyEntry, HowKnown
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.drafting import take_in_news
from app.packets.loading import frozen_contents
from app.packets.marks import switched_off
from app.packets.wording import Language
from models.staff_member import StaffMember
from tests.app.concerns.test_marked_concerns import agree
from tests.app.concerns.test_marked_parts import ask
from tests.app.packets.packet_samples import NOW
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    drafted,
    exported,
    opened,
    page_of,
    released,
    submitted,
    version_of,
)

WRONG = "I was wrong. It was another boy."
ON = MomentInput(date(2026, 11, 1), time(23, 0))


def added(
    organisation: Organisation,
    case: PacketCase,
    words: str = WRONG,
    *,
    kind: AdditionKind = AdditionKind.NOTE,
    by: str = "field",
) -> UUID:
    """Add to the concern."""
    new = AdditionInput(uuid4(), kind, ON, words, "Lt. Sokha, commune police")
    with organisation.writing(by) as work:
        add_to_concern(work, case.concern_id, new)
    return new.id


def entry_of(organisation: Organisation, packet_id: UUID, record: UUID) -> ChronologyEntry | None:
    """Return what a draft says of a record."""
    entries = opened(organisation, packet_id).draft.contents.chronology
    return next((entry for entry in entries if entry.record == record), None)


@pytest.mark.parametrize("by", ["field", "supervisor"])
def test_what_was_added_is_in_a_new_packet_with_its_own_source(
    organisation: Organisation, case: PacketCase, by: str
) -> None:
    addition = added(organisation, case, by=by)
    packet_id = drafted(organisation, case.case_id)

    entry = entry_of(organisation, packet_id, addition)
    assert entry is not None
    assert (entry.text, entry.how_known) == (WRONG, HowKnown.ADDED)
    assert {(one.table, one.column) for one in entry.origin} == {("concern_addition", "words")}
    with organisation.reading("director") as work:
        assert entry.worker_code == work.session.get_one(StaffMember, organisation.ids[by]).worker_code
    contents = frozen_contents(opened(organisation, submitted(organisation, packet_id)).frozen)
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
    assert f"[Added later]\n  | {WRONG}\n" in packet_text(contents, copy)
    assert "Added later: our worker added it" in packet_html(contents, copy)


@pytest.mark.usefixtures("quick")
def test_what_its_poster_takes_back_after_release_is_new(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    addition = added(organisation, case)

    found = page_of(organisation, packet_id).comparison
    assert not found.is_nothing_new
    assert [(one.kind, one.key, one.after) for one in found.changes] == [
        (ChangeKind.NEW, f"chronology.{addition.hex}", WRONG)
    ]


def test_what_was_added_and_marked_as_a_mistake_is_gone(organisation: Organisation, case: PacketCase) -> None:
    addition = added(organisation, case)
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    agree(organisation, ask(organisation, ADDED, addition))

    assert page_of(organisation, packet_id).comparison.reasons == ("packet-source-gone",)


def test_a_report_by_voice_is_held_back_at_first_and_never_says_to_whom(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    report = added(organisation, case, "He waits by the gate.", kind=AdditionKind.TOLD_POLICE)
    silent = added(organisation, case, "", kind=AdditionKind.TOLD_HOTLINE)
    with organisation.writing("caseworker") as work:
        take_in_news(work, packet_id, version=version_of(organisation, packet_id))

    entry, draft = entry_of(organisation, packet_id, report), opened(organisation, packet_id).draft
    assert entry is not None
    assert entry.how_known is HowKnown.REPORTED
    assert f"chronology.{report.hex}" in switched_off(draft, draft.contents)
    assert "Sokha" not in repr(entry)
    assert entry_of(organisation, packet_id, silent) is None
