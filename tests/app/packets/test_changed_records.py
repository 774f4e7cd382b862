"""Records changed or removed outside Wayhome let nothing stand again in a packet: it stops, and says why."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.part_marks import SAID as SAID_PART
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.packets.gathering import Gathered, gather
from models.case import Case
from models.disclosure import Disclosure
from models.emergency_sheet import EmergencySheet
from models.mistake import MistakeMark
from tests.app.concerns.test_marked_concerns import agree, ask
from tests.app.concerns.test_marked_parts import ask as ask_about
from tests.support.concerns import SEEN_ON
from tests.support.organisation import Organisation
from tests.support.packets import NOTED, PacketCase, approve, drafted, page_of, submitted
from tests.support.tampering import behind

pytestmark = pytest.mark.usefixtures("quick")

WRONG, RIGHT, LATER = "My uncle hits me.", "My neighbour hits me.", "He came again."


def gathered(organisation: Organisation, case: PacketCase) -> Gathered:
    with organisation.reading("caseworker") as work:
        return gather(work, work.session.get_one(Case, case.case_id))


def texts(found: Gathered) -> list[str]:
    return [entry.text for entry in found.happenings.known]


def hear(organisation: Organisation, concern_id: UUID, words: str, corrects: UUID | None = None) -> UUID:
    new = DisclosureInput(uuid4(), words, Language.ENG, Prompting.SPONTANEOUS, SEEN_ON, corrects_id=corrects)
    with organisation.writing("field") as work:
        add_disclosure(work, concern_id, new)
    organisation.clock.move(timedelta(seconds=1))
    return new.id


def stops(organisation: Organisation, packet_id: UUID) -> None:
    """Expect that nobody can approve it or says that nothing is new, and that its page says why."""
    comparison = page_of(organisation, packet_id).comparison
    assert comparison.reasons == ("packet-source-changed",)
    assert not comparison.is_nothing_new
    with pytest.raises(NotAllowedNow, match="packet-source-changed"):
        approve(organisation, packet_id, by="supervisor2")


def removed(mark_id: UUID) -> Callable[[Session], object]:
    return lambda session: session.execute(delete(MistakeMark).where(MistakeMark.id == mark_id))


def versioned(mark_id: UUID) -> Callable[[Session], object]:
    return lambda session: session.execute(
        update(MistakeMark).where(MistakeMark.id == mark_id).values(version=7)
    )


@pytest.mark.parametrize("how", [removed, versioned])
def test_a_concern_whose_mark_was_changed_does_not_count_again(
    organisation: Organisation, case: PacketCase, how: Callable[[UUID], Callable[[Session], object]]
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    agree(organisation, mark_id := ask(organisation, case.concern_id))
    with behind(organisation) as session:
        how(mark_id)(session)

    found = gathered(organisation, case)
    assert texts(found) == [NOTED]
    assert found.happenings.changed == (case.concern_id,) == found.closed
    stops(organisation, packet_id)


def test_words_of_a_child_whose_mark_was_changed_do_not_count_again(
    organisation: Organisation, case: PacketCase
) -> None:
    with organisation.reading("supervisor") as work:
        (heard,) = concern_page(work, case.concern_id).disclosures
    agree(organisation, mark_id := ask_about(organisation, SAID_PART, heard.id))
    assert heard.document is not None
    assert heard.document.words not in texts(gathered(organisation, case))
    with behind(organisation) as session:
        versioned(mark_id)(session)

    found = gathered(organisation, case)
    assert heard.document.words not in texts(found)
    assert found.happenings.changed == (heard.id,)


@pytest.mark.parametrize("is_removed", [True, False])
def test_wrong_words_do_not_stand_again_when_what_put_them_right_was_removed_or_cut_off(
    organisation: Organisation, case: PacketCase, is_removed: bool
) -> None:
    first = hear(organisation, case.concern_id, WRONG)
    correction = hear(organisation, case.concern_id, RIGHT, corrects=first)
    hear(organisation, case.concern_id, LATER)
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    assert {RIGHT, LATER} < set(texts(gathered(organisation, case)))
    which = Disclosure.id == correction
    change = delete(Disclosure) if is_removed else update(Disclosure).values(corrects_id=None)
    # By the connection: no rule of ours stands between.
    with organisation.server.store.engine.begin() as connection:
        connection.execute(change.where(which))

    found = gathered(organisation, case)
    assert not {WRONG, RIGHT, LATER} & set(texts(found))
    assert first in found.closed
    assert found.is_changed
    stops(organisation, packet_id)


def test_danger_does_not_drop_out_silently_when_the_emergency_sheet_was_changed(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    assert gathered(organisation, case).safety.danger is not None
    with behind(organisation) as session:
        session.execute(update(EmergencySheet).values(version=EmergencySheet.version + 1))

    found = gathered(organisation, case)
    assert found.safety.danger is None
    assert found.happenings.changed == (case.child_id,) == found.closed
    stops(organisation, packet_id)
    anew = drafted(organisation, case.case_id, by="supervisor2")
    assert page_of(organisation, anew).closed == 1
    assert "packet-source-changed" in page_of(organisation, anew).missing
    with pytest.raises(NotAllowedNow, match="packet-source-changed"):
        submitted(organisation, anew, by="supervisor2")
