"""The defaults follow what the packet asks: who is asked about is kept; where a child sleeps, health, names are not."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NOTES, NoteInput, add_note
from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile, EmergencyWords
from app.children.emergency import change_sheet, see_sheet
from app.concerns.linking import link_to_case
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.foundation.errors import NotAllowedNow
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.second_reasons import SecondReason
from app.foundation.vocabulary.urgencies import Urgency
from app.mistakes.marking import MarkInput
from app.packets.cautions import DANGER, Caution, cautions_for
from app.packets.contents import ChronologyEntry, HowKnown
from app.packets.drafting import set_switches, take_in_news
from app.packets.reliance import left_in_packet
from app.packets.sources import sourced
from models.case_note import CaseNote
from tests.app.packets.packet_records import account
from tests.support.organisation import Organisation
from tests.support.packets import (
    NOTED,
    SEEN,
    PacketCase,
    approve,
    drafted,
    exported,
    opened,
    page_of,
    released,
    submitted,
    version_of,
)

REQUEST = "Please find the man in the white cap, who is called Vuthy."


def note(text: str, how: HowKnown = HowKnown.SEEN) -> ChronologyEntry:
    entry = replace(account(20, text), origin=(), how_known=how)
    return sourced(entry, "case_note", UUID(int=20), "words")


@pytest.mark.parametrize(
    ("entry", "caution"),
    [
        (account(10, SEEN), None),
        (account(10, "He sleeps behind the pagoda."), Caution.SLEEPING_PLACE),
        (account(10, "They stay at the boat of their uncle."), Caution.SLEEPING_PLACE),
        (account(10, "ក្មេងគេងនៅក្រោមស្ពាន"), Caution.SLEEPING_PLACE),
        (account(10, "The nurse gave her medicine."), Caution.HEALTH),
        (account(10, "He hit Keo  Sreymom."), None),
        (account(10, "He hit Keo Sreymom."), Caution.NAMES_A_CHILD),
        (account(10, "He asked.", involved="keo sreymom's father"), Caution.NAMES_A_CHILD),
        (note("The man in the white cap waited at the gate."), None),
        (note("The man was seen across the road and left."), None),
        (note("A woman was seen across the road."), Caution.NOTE),
        (note("Vuthy, in a white cap, sleeps at the pier."), Caution.SLEEPING_PLACE),
        (note("The man in the white cap waited.", HowKnown.TOLD), Caution.NOTE),
        (note("The mother is afraid."), Caution.NOTE),
    ],
)
def test_what_is_held_back_until_a_person_has_read_it(
    entry: ChronologyEntry, caution: Caution | None
) -> None:
    found = cautions_for([entry], request=REQUEST, others={"keo sreymom"})
    assert list(found.values()) == ([caution.value] if caution else [])


def test_who_was_involved_is_in_it_and_who_was_present_or_told_it_is_held_back(
    organisation: Organisation, case: PacketCase
) -> None:
    moment = MomentInput(date(2026, 11, 1), time(16, 0))
    observed = Observed(
        EvidenceBasis.TOLD,
        "He came back.",
        moment,
        involved="A man called Vuthy",
        present="Two waiters",
        source="The fruit seller",
    )
    concern_id = uuid4()
    with organisation.writing("field") as work:
        post_concern(work, ConcernInput(concern_id, Urgency.HIGH, observed, child_id=case.child_id))
    with organisation.writing("supervisor") as work:
        link_to_case(work, concern_id, case.case_id, case.child_id)

    shown = page_of(organisation, drafted(organisation, case.case_id)).shown
    entry = next(one for one in shown.chronology if one.record == concern_id)
    assert (entry.involved, entry.present, entry.told_by) == ("A man called Vuthy", None, None)


def test_what_names_another_child_of_the_base_is_held_back(
    organisation: Organisation, case: PacketCase
) -> None:
    with organisation.writing("field") as work:
        make_child(work, ChildInput(uuid4(), ChildProfile(latin="White Cap")))
    packet_id = drafted(organisation, case.case_id)

    assert "names-a-child" in opened(organisation, packet_id).draft.cautions.values()
    assert SEEN not in repr(page_of(organisation, packet_id).shown)


def written_note(organisation: Organisation, case: PacketCase) -> UUID:
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        moment = MomentInput(date(2026, 11, 1), time(15, 0))
        words = "The boy is in the guesthouse by the night market."
        add_note(work, case.case_id, note_id, NoteInput(words, moment, EvidenceBasis.SEEN))
    return note_id


def test_what_was_written_by_mistake_is_taken_into_no_packet_and_stops_one_that_has_it(
    organisation: Organisation, case: PacketCase
) -> None:
    note_id = written_note(organisation, case)
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    assert note_id in {one.record for one in page_of(organisation, packet_id).shown.chronology}
    with organisation.writing("caseworker") as work:
        NOTES.mark_mistaken(work, case.case_id, note_id, MarkInput(uuid4(), "Another child"))

    with pytest.raises(NotAllowedNow, match="packet-source-gone"):
        approve(organisation, packet_id, by="supervisor")
    again = opened(organisation, drafted(organisation, case.case_id)).draft.contents.chronology
    assert note_id not in {one.record for one in again}
    assert NOTED in repr(again)


@pytest.mark.usefixtures("quick")
def test_a_record_of_a_case_of_which_a_packet_left_is_marked_by_two(
    organisation: Organisation, case: PacketCase
) -> None:
    note_id = written_note(organisation, case)
    packet_id = released(organisation, case.case_id)
    with organisation.reading("supervisor") as work:
        assert left_in_packet(work, work.session.get_one(CaseNote, note_id)) is None
    exported(organisation, packet_id)
    with organisation.writing("caseworker") as work:
        outcome = NOTES.mark_mistaken(work, case.case_id, note_id, MarkInput(uuid4(), "Another child"))
    assert outcome is MarkOutcome.WAITING
    with organisation.reading("supervisor") as work:
        row = work.session.get_one(CaseNote, note_id)
        assert left_in_packet(work, row) is SecondReason.LEFT_IN_PACKET


def change_danger(organisation: Organisation, case: PacketCase, danger: str) -> None:
    """Write another danger into the child's emergency sheet."""
    with organisation.writing("supervisor") as work:
        seen = see_sheet(work, case.child_id)
        words = replace(seen.words or EmergencyWords(), danger=danger)
        change_sheet(work, case.child_id, words, version=seen.version)


def test_a_danger_that_tells_where_the_child_sleeps_is_held_back_until_somebody_keeps_these_very_words(
    organisation: Organisation, case: PacketCase
) -> None:
    change_danger(organisation, case, "He knows that she sleeps at the shop by the bridge.")
    packet_id = drafted(organisation, case.case_id)
    assert opened(organisation, packet_id).draft.cautions[DANGER] == Caution.SLEEPING_PLACE
    with organisation.writing("caseworker") as work:
        set_switches(work, packet_id, {DANGER}, version=version_of(organisation, packet_id))
    assert DANGER in opened(organisation, packet_id).draft.kept

    change_danger(
        organisation, case, "He knows that she sleeps at her aunt's, and is in hospital on Fridays."
    )
    with organisation.writing("caseworker") as work:
        take_in_news(work, packet_id, version=version_of(organisation, packet_id))

    assert DANGER not in opened(organisation, packet_id).draft.kept
