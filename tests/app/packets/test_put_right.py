"""A packet that left is flagged when what it rests on is taken out, marked, or its case should never have been."""

from uuid import UUID, uuid4

import pytest

from app.concerns.concern_page import concern_page
from app.concerns.concern_status import concern_status_of
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.concerns.part_marks import SAID
from app.foundation.case_statuses import CaseStatus
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken
from app.outreach.documents import MetChildInput
from app.outreach.mistaken import MEETING
from models.concern import Concern
from models.encounter import Encounter
from tests.app.concerns.test_marked_concerns import agree, ask
from tests.app.concerns.test_marked_parts import ask as ask_about
from tests.app.stage_moves.test_unmaking import close_as, reopen
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.packets import PacketCase, exported, page_of, released

LISTED = "a record was put right since"
FLAG = "Records changed since a file of this packet was made."


pytestmark = pytest.mark.usefixtures("quick")


def left(organisation: Organisation, case: PacketCase) -> UUID:
    """Release a packet of the case, and make a file of it."""
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    assert page_of(organisation, packet_id).comparison.reasons == ()
    assert FLAG not in organisation.client("director").get(f"/packets/{packet_id}").text
    return packet_id


@pytest.mark.parametrize("how", ["taken out", "marked"])
def test_a_concern_that_is_taken_out_or_marked_flags_it(
    organisation: Organisation, case: PacketCase, how: str
) -> None:
    packet_id, concern_id = left(organisation, case), case.concern_id

    if how == "marked":
        agree(organisation, ask(organisation, concern_id))
    else:
        with organisation.writing("supervisor") as work:
            version = concern_status_of(work, work.session.get_one(Concern, concern_id)).version
            put_elsewhere(work, concern_id, PutElsewhere("another boy", version))

    page = page_of(organisation, packet_id)
    assert page.comparison.reasons == ("packet-source-gone",)
    assert FLAG in organisation.client("director").get(f"/packets/{packet_id}").text
    assert LISTED in organisation.client("director").get("/packets/").text


def test_of_a_packet_that_left_later_or_of_another_child_the_list_says_nothing(
    organisation: Organisation, case: PacketCase
) -> None:
    agree(organisation, ask(organisation, case.concern_id))
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    assert LISTED not in organisation.client("director").get("/packets/").text


def test_a_meeting_that_left_in_it_is_marked_by_two_people_and_flags_it(
    organisation: Organisation, case: PacketCase
) -> None:
    met = typed(organisation, words="at the pier", children=(MetChildInput(child_id=case.child_id),))
    meeting = met_on(organisation, shift_of(organisation, team=("field",)), met)
    packet_id, new = left(organisation, case), MarkInput(uuid4(), "The other night's.")

    with organisation.writing("field") as work:
        assert mark_mistaken(work, MEETING, meeting, new) is MarkOutcome.WAITING
    assert page_of(organisation, packet_id).comparison.reasons == ()
    with organisation.writing("supervisor") as work:
        decide_mark(work, new.id, SecondDecision(MarkOutcome.AGREED, "", 1))
        assert work.session.get_one(Encounter, meeting).mistake_id == new.id

    assert page_of(organisation, packet_id).comparison.reasons == ("packet-source-gone",)


def test_words_of_a_child_that_left_in_it_are_marked_and_flag_it(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = left(organisation, case)
    with organisation.reading("supervisor") as work:
        (heard,) = concern_page(work, case.concern_id).disclosures

    agree(organisation, ask_about(organisation, SAID, heard.id))

    assert page_of(organisation, packet_id).comparison.reasons == ("packet-source-gone",)
    assert FLAG in organisation.client("director").get(f"/packets/{packet_id}").text


def test_a_case_that_should_never_have_been_flags_it_until_it_goes_on(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = left(organisation, case)

    close_as(organisation, case.case_id, ClosureReason.OPENED_BY_MISTAKE)
    page = page_of(organisation, packet_id)
    assert page.comparison.reasons == ("packet-case-mistaken",)
    assert page.rights.why_not_export == {page.recipients[0].id: ("packet-case-mistaken",)}

    reopen(organisation, case.case_id, to=CaseStatus.OPENED)
    assert "packet-case-mistaken" not in page_of(organisation, packet_id).comparison.reasons
