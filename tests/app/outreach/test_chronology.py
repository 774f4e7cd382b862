"""What nights tell of a child's road, and what they put on Today."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.chronology import chronology_entries
from app.outreach.documents import ChildDescription, MetChildInput
from app.outreach.today import due_items
from models.encounter import Encounter
from models.grant import Grant
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, ended, met_on, shift_of, typed
from tests.support.tampering import put


def test_each_meeting_of_the_child_is_an_entry_in_words(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation), child_of(organisation)
    child = MetChildInput(ChildDescription(words="tired"), sophea)
    with_her = typed(organisation, words="sold flowers", children=(child,), count=2, urgency=Urgency.HIGH)
    encounter_id = met_on(organisation, shift_id, with_her)
    met_on(organisation, shift_id, typed(organisation, words="somebody else"))

    with organisation.reading("caseworker") as work:
        (entry,) = chronology_entries(work, sophea)
    assert (entry.kind, entry.record_id) == ("encounter", encounter_id)
    assert entry.text == "by the steps\nsold flowers\ntired"
    assert entry.basis is EvidenceBasis.SEEN
    assert entry.is_weighty
    assert not entry.is_sealed
    assert entry.by == "Field Person"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("field", 1),
        ("field2", 0),
        ("caseworker", 1),
        ("supervisor", 1),
        ("director", 1),
        ("counsellor", 0),
        ("otherfield", 0),
        ("othersupervisor", 0),
        ("technician", 0),
    ],
)
def test_each_role_sees_the_meetings_it_reads(organisation: Organisation, name: str, seen: int) -> None:
    sophea = child_of(organisation)
    met_on(
        organisation, shift_of(organisation), typed(organisation, children=(MetChildInput(child_id=sophea),))
    )

    with organisation.reading(name) as work:
        assert len(chronology_entries(work, sophea)) == seen


def test_a_meeting_in_scope_without_a_key_stands_without_words(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    what = typed(organisation, words="sold flowers", children=(MetChildInput(child_id=sophea),))
    encounter_id = met_on(organisation, shift_of(organisation), what)
    with organisation.server.store.writing() as session:
        folder_id = session.scalars(select(Encounter.folder_id).where(Encounter.id == encounter_id)).one()
        session.execute(
            delete(Grant).where(Grant.folder_id == folder_id, Grant.holder_id == organisation.ids["field"])
        )

    with organisation.reading("field") as work:
        (entry,) = chronology_entries(work, sophea)
    assert (entry.text, entry.is_sealed) == ("", True)


def test_a_meeting_that_was_changed_outside_stands_without_words(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    what = typed(organisation, words="sold flowers", children=(MetChildInput(child_id=sophea),))
    encounter_id = met_on(organisation, shift_of(organisation), what)
    put(organisation, Encounter, encounter_id, account=b"\0" * 80)

    with organisation.reading("supervisor") as work:
        (entry,) = chronology_entries(work, sophea)
        assert [event.action for event in work.pending] == ["seal.refused"]
    assert (entry.text, entry.is_changed) == ("", True)


def test_today_shows_ones_own_open_shift_until_it_ends(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("caseworker",))
    for name, count in (("field", 1), ("caseworker", 1), ("supervisor", 0), ("field2", 0), ("counsellor", 0)):
        with organisation.reading(name) as work:
            assert [item.record_id for item in due_items(work)] == [shift_id] * count, name

    ended(organisation, shift_id)
    with organisation.reading("field") as work:
        assert due_items(work) == []


def test_today_rings_for_the_team_and_whoever_answers_for_it_with_codes_only(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation, hours=1)
    organisation.clock.move(timedelta(hours=2))

    for name in ("field", "supervisor", "director"):
        with organisation.reading(name) as work:
            (item,) = due_items(work)
        assert item.record_id == shift_id
        assert item.due_at is not None
        assert item.due_at < organisation.clock.now()
        assert "Person" not in item.code + item.detail + item.title
    for name in ("caseworker", "othersupervisor"):
        with organisation.reading(name) as work:
            assert due_items(work) == [], name
