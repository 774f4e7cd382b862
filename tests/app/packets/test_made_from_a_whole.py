"""A packet of one of several children says what stands, whatever is written beside the whole later."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.for_each_child import ForChild, ForEachChild, make_for_each_child
from app.concerns.triage import acknowledge
from app.foundation.vocabulary.languages import Language as Spoken
from app.foundation.vocabulary.promptings import Prompting
from app.packets.comparing import Comparison, compared
from app.packets.contents import ChronologyEntry, EntryKind
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.gathering import gather
from app.packets.grounds import ground_of
from app.packets.loading import open_packet
from app.packets.wording import Language
from models.case import Case
from tests.app.concerns.test_for_each_child import EXCERPTS, WHOLE, Three
from tests.app.concerns.test_linking import add
from tests.app.packets.packet_samples import NOW
from tests.support.concerns import SEEN_ON
from tests.support.organisation import Organisation
from tests.support.packets import drafted, opened

WRONG, RIGHT = "The words of Sokha", "The words of Sokha, as she said them"


def heard(organisation: Organisation, concern_id: UUID, words: str, corrects: UUID | None = None) -> UUID:
    """Write down beside a concern what a child said, or correct it."""
    organisation.clock.move(timedelta(minutes=1))
    new = DisclosureInput(uuid4(), words, Spoken.KHM, Prompting.SPONTANEOUS, SEEN_ON, corrects_id=corrects)
    with organisation.writing("supervisor") as work:
        add_disclosure(work, concern_id, new)
    organisation.clock.move(timedelta(minutes=1))
    return new.id


def said(organisation: Organisation, case_id: UUID) -> list[ChronologyEntry]:
    """Return what a packet of the case would print as the child's words."""
    with organisation.reading("caseworker") as work:
        known = gather(work, work.session.get_one(Case, case_id)).happenings.known
    return [entry for entry in known if entry.kind is EntryKind.SAID]


def comparison(organisation: Organisation, packet_id: UUID, *, by: str = "caseworker") -> Comparison:
    """Return how a packet differs from its records for somebody."""
    with organisation.reading(by) as work:
        packet = open_packet(work, packet_id)
        return compared(work, packet, ground_of(work, packet.case, packet.draft.recipients))


@pytest.mark.parametrize("ticked", ["original", "correction"])
def test_words_that_were_corrected_come_with_their_corrections_whichever_is_named(
    organisation: Organisation, ticked: str
) -> None:
    three = Three(organisation)
    right = heard(organisation, three.whole_id, RIGHT, three.said["Sokha"])
    if ticked == "correction":
        three.said["Sokha"] = right
    three.made()

    (entry,) = said(organisation, three.cases["Sokha"])
    assert entry.text == RIGHT
    assert len(entry.put_right) == 1


def test_a_correction_beside_the_whole_stops_the_childs_packet_until_it_is_made_there_too(
    organisation: Organisation,
) -> None:
    three = Three(organisation)
    made = three.made()
    packet_id = drafted(organisation, three.cases["Sokha"])
    assert comparison(organisation, packet_id).is_nothing_new
    heard(organisation, three.whole_id, RIGHT, three.said["Sokha"])

    found = comparison(organisation, packet_id)
    assert (found.is_nothing_new, found.reasons) == (False, ("packet-whole-corrected",))
    assert found.why_not_submit == ("packet-whole-corrected",)

    heard(organisation, made["Sokha"], "Something else that she said")
    assert comparison(organisation, packet_id).reasons == ("packet-whole-corrected",)
    (record,) = [each.record for each in said(organisation, three.cases["Sokha"]) if each.text == WRONG]
    heard(organisation, made["Sokha"], RIGHT, record)
    assert not comparison(organisation, packet_id).wholes.is_corrected


def test_another_childs_words_corrected_beside_the_whole_stop_nothing(organisation: Organisation) -> None:
    three = Three(organisation)
    three.made()
    packet_id = drafted(organisation, three.cases["Sokha"])
    heard(organisation, three.whole_id, "As Dara said them", three.said["Dara"])

    assert comparison(organisation, packet_id).is_nothing_new


def test_what_was_added_to_the_whole_stops_the_childs_packet_until_somebody_received_it(
    organisation: Organisation,
) -> None:
    three = Three(organisation)
    three.made()
    packet_id = drafted(organisation, three.cases["Sokha"])
    add(organisation, three.whole_id, words="I was wrong. It was another girl.")

    found = comparison(organisation, packet_id)
    assert (found.is_nothing_new, found.reasons) == (False, ("packet-whole-waits",))
    with organisation.writing("supervisor") as work:
        acknowledge(work, three.whole_id)
    assert comparison(organisation, packet_id).is_nothing_new


def test_what_we_left_out_ourselves_is_said_where_it_was_left_out(organisation: Organisation) -> None:
    three = Three(organisation)
    three.made()
    contents = opened(organisation, drafted(organisation, three.cases["Sokha"])).draft.contents
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)

    note = "[…] or [...] stands here where words about others were left out."
    for shown in (packet_text(contents, copy), packet_html(contents, copy)):
        assert EXCERPTS["Sokha"] in shown
        assert shown.count(note) == 1


def test_a_whole_account_says_nothing_of_leaving_out(organisation: Organisation) -> None:
    three = Three(organisation)
    whole = ForChild(three.children["Sokha"], WHOLE), three.of("Dara")
    with organisation.writing("supervisor") as work:
        version = concern_page(work, three.whole_id).version
        make_for_each_child(work, three.whole_id, ForEachChild(version, whole))
    contents = opened(organisation, drafted(organisation, three.cases["Sokha"])).draft.contents

    assert [entry.left_out for entry in contents.chronology] == [False]
