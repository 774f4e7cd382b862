"""What changed in the records is shown field by field, and stops the packet until it is settled."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from app.cases.notes import NoteInput, add_note
from app.children.children import change_child, change_safe_contact, editable_child
from app.children.documents import SafeContact
from app.concerns.chains import chains_of
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.foundation.errors import Conflict, NotAllowedNow, Refused
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language as Spoken
from app.foundation.vocabulary.packet_states import PacketState
from app.foundation.vocabulary.promptings import Prompting
from app.packets.changes import ChangeKind
from app.packets.drafting import change_part, correct_packet, set_switches, take_in_news
from app.packets.loading import frozen_contents
from app.packets.refusing import refuse_change
from models.disclosure import Disclosure
from tests.app.packets.packet_samples import NOW
from tests.support.organisation import Organisation
from tests.support.packets import (
    SAID,
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
from tests.support.tampering import behind

RIGHT_NAME = "Sok Vannary"


def rename(organisation: Organisation, case: PacketCase, name: str = RIGHT_NAME) -> None:
    """Correct the child's name in the record."""
    with organisation.writing("supervisor") as work:
        seen = editable_child(work, case.child_id)
        change_child(work, case.child_id, replace(seen.profile, latin=name), version=seen.row.version)


def put_right(organisation: Organisation, case: PacketCase, wrong: UUID, words: str) -> UUID:
    """Correct a disclosure by another one."""
    moment = MomentInput(date(2026, 10, 28), time(19, 0))
    new = DisclosureInput(uuid4(), words, Spoken.KHM, Prompting.SPONTANEOUS, moment, corrects_id=wrong)
    with organisation.writing("field") as work:
        add_disclosure(work, case.concern_id, new)
    return new.id


def told_id(organisation: Organisation, packet_id: UUID) -> UUID:
    """Return the record of what the child said."""
    found = [e.record for e in opened(organisation, packet_id).draft.contents.chronology if e.text == SAID]
    assert found[0] is not None
    return found[0]


def refuse(organisation: Organisation, packet_id: UUID, *, by: str, why: str = "Known by this name") -> None:
    """Leave the packet as it is in the one field that changed."""
    (change,) = page_of(organisation, packet_id, by=by).comparison.changes
    with organisation.writing(by) as work:
        version = version_of(organisation, packet_id)
        refuse_change(work, packet_id, change.mark, why=why, version=version)


def test_a_name_corrected_in_the_record_is_shown_before_and_after_and_is_taken_in(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    assert page_of(organisation, packet_id, by="caseworker").comparison.is_nothing_new
    rename(organisation, case)

    comparison = page_of(organisation, packet_id, by="caseworker").comparison
    assert not comparison.is_nothing_new
    (change,) = comparison.changes
    assert (change.before, change.after, change.is_identity) == ("Sok Vannak", RIGHT_NAME, True)
    with organisation.writing("caseworker") as work:
        assert take_in_news(work, packet_id, version=1).changed == 1
    page = page_of(organisation, packet_id, by="caseworker")
    assert page.shown.children[0].name_romanised == RIGHT_NAME
    assert page.comparison.is_nothing_new


def test_a_changed_name_stops_approval_until_it_is_taken_in_or_refused_with_a_reason(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    rename(organisation, case)

    with pytest.raises(NotAllowedNow, match="packet-identity-changed"):
        approve(organisation, packet_id, by="supervisor")
    with pytest.raises(NotAllowedNow, match="reason-missing"):
        refuse(organisation, packet_id, by="supervisor", why=" \u200b")
    with pytest.raises(Refused):
        refuse(organisation, packet_id, by="caseworker")
    refuse(organisation, packet_id, by="supervisor")
    approve(organisation, packet_id, by="supervisor")
    rename(organisation, case, "Sok Vannaroth")
    with pytest.raises(NotAllowedNow, match="packet-identity-changed"):
        approve(organisation, packet_id, by="director")


def test_a_refusal_that_nobody_signed_settles_nothing(organisation: Organisation, case: PacketCase) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    rename(organisation, case)
    refuse(organisation, packet_id, by="supervisor")
    packet = opened(organisation, packet_id)
    assert len(packet.refusals) == 1

    with organisation.writing("caseworker") as work:
        from app.packets.loading import open_packet, to_change

        mine = to_change(work, open_packet(work, packet_id))
        forged = tuple(replace(one, why="As we agreed") for one in mine.draft.refusals)
        mine.folder.write(mine.row, replace(mine.draft, refusals=forged))
    assert opened(organisation, packet_id).refusals == ()


def test_whoever_wrote_in_it_refuses_nothing(organisation: Organisation, case: PacketCase) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id, by="supervisor"), by="supervisor")
    rename(organisation, case)
    with pytest.raises(NotAllowedNow, match="packet-own-draft"):
        refuse(organisation, packet_id, by="supervisor")


@pytest.mark.usefixtures("quick")
def test_a_changed_safe_contact_stops_the_file_and_a_corrected_version_says_what_is_so_today(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    rename(organisation, case)
    with organisation.writing("field") as work:
        version = editable_child(work, case.child_id).row.version
        rule = SafeContact(never="Never through the club: he is known there")
        change_safe_contact(work, case.child_id, rule, version=version)

    assert not page_of(organisation, packet_id).comparison.is_nothing_new
    with pytest.raises(NotAllowedNow, match="packet-identity-changed"):
        exported(organisation, packet_id)
    new_id = uuid4()
    with organisation.writing("caseworker") as work:
        correct_packet(work, packet_id, new_id)
    contents = opened(organisation, new_id).draft.contents
    assert contents.children[0].name_romanised == RIGHT_NAME
    assert contents.safety.safe_contact == "Never through the club: he is known there"


def test_words_put_right_stop_the_packet_and_the_last_ones_stand_with_the_chain_named(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    first = told_id(organisation, packet_id)
    second = put_right(organisation, case, first, "បងនោះ")
    put_right(organisation, case, first, "បងនោះទូរសព្ទ")
    put_right(organisation, case, second, "បងនោះទូរសព្ទរាល់ថ្ងៃ")

    with pytest.raises(NotAllowedNow, match="packet-source-gone"):
        approve(organisation, packet_id, by="supervisor")
    kinds = {change.kind for change in page_of(organisation, packet_id).comparison.changes}
    assert kinds == {ChangeKind.GONE, ChangeKind.NEW}
    with organisation.writing("caseworker") as work:
        take_in_news(work, packet_id, version=version_of(organisation, packet_id))
    told = [e for e in opened(organisation, packet_id).draft.contents.chronology if e.put_right]
    assert [entry.text for entry in told] == ["បងនោះទូរសព្ទរាល់ថ្ងៃ"]
    assert len(told[0].put_right) == 3


def test_an_erased_source_stops_approval_until_it_is_taken_out(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    record = told_id(organisation, packet_id)
    with behind(organisation) as session:
        session.connection().execute(delete(Disclosure.__table__).where(Disclosure.id == record))  # type: ignore[arg-type]  # a table

    with pytest.raises(NotAllowedNow, match="packet-source-gone"):
        approve(organisation, packet_id, by="supervisor")
    with pytest.raises(NotAllowedNow, match="packet-not-refusable"):
        refuse(organisation, packet_id, by="supervisor")
    with organisation.writing("caseworker") as work:
        take_in_news(work, packet_id, version=version_of(organisation, packet_id))
    assert SAID not in repr(opened(organisation, packet_id).draft)
    submitted(organisation, packet_id)
    approve(organisation, packet_id, by="supervisor")


def test_what_is_withheld_or_new_is_shown_and_stops_nobody(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    with organisation.writing("caseworker") as work:
        set_switches(work, packet_id, (), version=1)
    submitted(organisation, packet_id)
    rename(organisation, case)
    with organisation.writing("caseworker") as work:
        moment = MomentInput(date(2026, 11, 1), time(15, 0))
        add_note(work, case.case_id, uuid4(), NoteInput("He asked again.", moment, EvidenceBasis.HEARD))

    changes = page_of(organisation, packet_id, by="supervisor").comparison.changes
    assert [(one.kind, one.is_kept) for one in changes] == [
        (ChangeKind.CHANGED, False),
        (ChangeKind.NEW, True),
    ]
    assert [one.source.startswith("1 Nov 2026, 15:00, Heard") for one in changes] == [False, True]
    approve(organisation, packet_id, by="supervisor")
    page = page_of(organisation, packet_id)
    assert {one.mark for one in page.comparison.changes} == page.seen_before


def test_a_mask_that_is_outdated_stops_approval(organisation: Organisation, case: PacketCase) -> None:
    packet_id = drafted(organisation, case.case_id)
    with organisation.writing("caseworker") as work:
        change_part(work, packet_id, "children.1", ["Sok Chan"], "", version=1)
    submitted(organisation, packet_id)
    assert "Sok Chan" not in repr(frozen_contents(opened(organisation, packet_id).frozen))
    with organisation.writing("supervisor") as work:
        seen = editable_child(work, case.child_id)
        guardian = replace(seen.profile.guardian, name="Sok Chan, the older")
        profile = replace(seen.profile, guardian=guardian)
        change_child(work, case.child_id, profile, version=seen.row.version)

    with pytest.raises(NotAllowedNow, match="packet-mask-outdated"):
        approve(organisation, packet_id, by="supervisor")
    assert opened(organisation, packet_id).state is PacketState.SUBMITTED


def test_a_change_that_is_gone_again_is_refused_by_nobody(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    rename(organisation, case)
    (change,) = page_of(organisation, packet_id, by="supervisor").comparison.changes
    rename(organisation, case, "Sok Vannak")
    with pytest.raises(Conflict), organisation.writing("supervisor") as work:
        version = version_of(organisation, packet_id)
        refuse_change(work, packet_id, change.mark, why="x", version=version)


def test_two_corrections_of_the_same_words_are_one_chain_and_a_circle_ends() -> None:
    first, second, third, other = (UUID(int=n) for n in range(1, 5))
    rows = {first: (None, NOW), second: (first, NOW), third: (first, NOW), other: (None, NOW)}
    assert chains_of(rows) == [(first, second, third), (other,)]
    assert chains_of({first: (second, NOW), second: (first, NOW)})
