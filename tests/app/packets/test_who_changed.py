"""An account that was changed after it was written says so in print, and who changed it approves nothing of it."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NoteInput, add_note, mend_note
from app.foundation.errors import NotAllowedNow
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.documents import MetChildInput
from app.packets.contents import ChronologyEntry, PacketContents
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.loading import frozen_contents
from app.packets.wording import Language
from models.case_note import CaseNote
from models.staff_member import StaffMember
from tests.app.packets.packet_samples import NOW
from tests.support.organisation import Organisation
from tests.support.outreach import change, hour, met_on, rows_of, shift_of, typed
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    opened,
    page_of,
    released,
    submitted,
)

COPY = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
SEEN = "At the pier, with the man in the white cap"
REWRITTEN = "At the pier, alone"


def code_of(organisation: Organisation, name: str) -> str:
    """Return a cast member's worker code."""
    with organisation.reading("director") as work:
        return work.session.get_one(StaffMember, organisation.ids[name]).worker_code


def meeting(organisation: Organisation, case: PacketCase) -> UUID:
    """Write down, as the field worker, where the child was met."""
    what = typed(organisation, words=SEEN, children=(MetChildInput(child_id=case.child_id),))
    return met_on(organisation, shift_of(organisation, team=("field",)), what)


def rewritten(organisation: Organisation, meeting_id: UUID, *, by: str) -> None:
    """Change the words of a meeting two days later."""
    children, met = tuple(rows_of(organisation, meeting_id)), hour(organisation)
    organisation.clock.move(timedelta(days=2))
    witness = organisation.ids["field"]
    what = typed(organisation, words=REWRITTEN, children=children, met=met, witness_id=witness)
    change(organisation, meeting_id, what, by=by)


def frozen(organisation: Organisation, packet_id: UUID) -> PacketContents:
    """Return what was submitted."""
    return frozen_contents(opened(organisation, packet_id).frozen)


def of_text(contents: PacketContents, text: str) -> ChronologyEntry:
    """Return the entry that begins so."""
    return next(entry for entry in contents.chronology if entry.text.startswith(text))


def test_an_eyewitness_account_rewritten_by_a_supervisor_says_so_in_print(
    organisation: Organisation, case: PacketCase
) -> None:
    met = meeting(organisation, case)
    rewritten(organisation, met, by="supervisor")
    contents = frozen(organisation, submitted(organisation, drafted(organisation, case.case_id)))

    entry = of_text(contents, REWRITTEN)
    assert (entry.worker_code, entry.changed_by) == (
        code_of(organisation, "field"),
        code_of(organisation, "supervisor"),
    )
    assert entry.late_entry
    assert entry.recorded_at == organisation.clock.now()
    for printed in (packet_text(contents, COPY), packet_html(contents, COPY)):
        assert "Put right: first written down" in printed
        assert "Put right by" in printed


def test_who_rewrote_somebodys_account_approves_nothing_of_it(
    organisation: Organisation, case: PacketCase
) -> None:
    rewritten(organisation, meeting(organisation, case), by="supervisor")
    packet_id = submitted(organisation, drafted(organisation, case.case_id))

    assert page_of(organisation, packet_id, by="supervisor").rights.why_not_approve == "packet-own-change"
    with pytest.raises(NotAllowedNow, match="packet-own-change"):
        approve(organisation, packet_id, by="supervisor")
    approve(organisation, packet_id, by="supervisor2")


def test_who_corrects_their_own_account_is_not_named_twice(
    organisation: Organisation, case: PacketCase
) -> None:
    met = meeting(organisation, case)
    change(
        organisation, met, typed(organisation, words=REWRITTEN, children=tuple(rows_of(organisation, met)))
    )
    contents = frozen(organisation, submitted(organisation, drafted(organisation, case.case_id)))

    entry = of_text(contents, REWRITTEN)
    assert (len(entry.put_right), entry.changed_by, entry.late_entry) == (1, None, False)


def test_an_account_rewritten_after_release_stops_the_packet(
    organisation: Organisation, case: PacketCase
) -> None:
    met = meeting(organisation, case)
    packet_id = released(organisation, case.case_id)
    rewritten(organisation, met, by="supervisor")

    found = page_of(organisation, packet_id).comparison
    assert found.reasons == ("packet-records-changed",)
    assert {"Earlier versions", "Put right by", "Late entry", "What happened"} <= {
        one.label for one in found.changes
    }


def test_a_note_that_its_writer_mended_says_when(organisation: Organisation, case: PacketCase) -> None:
    note_id, met = uuid4(), MomentInput(date(2026, 11, 1), time(23, 0))
    with organisation.writing("caseworker") as work:
        add_note(work, case.case_id, note_id, NoteInput("He waited by the gate.", met, EvidenceBasis.SEEN))
    organisation.clock.move(timedelta(hours=20))
    with organisation.writing("caseworker") as work:
        written_at = work.session.get_one(CaseNote, note_id).written_at
        new = NoteInput("He waited by the pier.", met, EvidenceBasis.SEEN)
        mend_note(work, note_id, new, version=1)
    contents = opened(organisation, drafted(organisation, case.case_id)).draft.contents

    entry = of_text(contents, "He waited by the pier.")
    assert (entry.put_right, entry.changed_by) == ((written_at,), None)
    assert entry.recorded_at == organisation.clock.now()
