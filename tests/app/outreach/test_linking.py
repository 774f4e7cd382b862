"""Linking sets a child's id on a meeting and moves nothing; taking the link back is recorded too."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.outreach.documents import MetChildInput
from app.outreach.encounter_page import encounter_page
from app.outreach.linking import link_child, unlink_child
from app.outreach.writing import change_encounter
from app.outreach.writing_page import correcting_page
from models.audit_event import AuditEvent, AuditSubject
from models.encounter import Encounter, EncounterChild
from models.folder import Folder
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, met_on, shift_of, typed


def row_of(organisation: Organisation, encounter_id: UUID) -> UUID:
    """Return the id of the first child of a meeting."""
    with organisation.reading("supervisor") as work:
        return encounter_page(work, encounter_id, locale="en").met.children[0].row_id


def link(organisation: Organisation, encounter_id: UUID, child_id: UUID, *, by: str = "caseworker") -> None:
    """Link the first child of a meeting."""
    row_id = row_of(organisation, encounter_id)
    with organisation.writing(by) as work:
        link_child(work, encounter_id, row_id, child_id)


def linked(organisation: Organisation, encounter_id: UUID) -> list[UUID | None]:
    """Return which records the children of a meeting are linked to."""
    with organisation.reading("supervisor") as work:
        met = encounter_page(work, encounter_id, locale="en").met
    return [child.child_id for child in met.children]


@pytest.mark.parametrize("name", ["caseworker", "othercaseworker", "supervisor"])
def test_caseworkers_and_supervisors_of_the_base_link(organisation: Organisation, name: str) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    link(organisation, encounter_id, sophea, by=name)

    assert linked(organisation, encounter_id) == [sophea]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field", Refused),
        ("director", Refused),
        ("field2", Refused),
        ("counsellor", NotVisible),
        ("othersupervisor", NotVisible),
        ("otherfield", Refused),
        ("technician", NotVisible),
    ],
)
def test_nobody_else_does(organisation: Organisation, name: str, error: type[Exception]) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    with pytest.raises(error):
        link(organisation, encounter_id, sophea, by=name)
    assert linked(organisation, encounter_id) == [None]


def test_nothing_moves_and_both_steps_are_in_the_childs_trail(organisation: Organisation) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    row_id = row_of(organisation, encounter_id)

    def stored() -> tuple[object, ...]:
        with organisation.server.store.reading() as session:
            row = session.get_one(EncounterChild, row_id)
            folder = session.get_one(Folder, session.get_one(Encounter, encounter_id).folder_id)
            return row.description, folder.child_id, folder.case_id

    before = stored()
    link(organisation, encounter_id, sophea)
    assert stored() == before
    with organisation.writing("supervisor") as work:
        unlink_child(work, encounter_id, row_id)
    assert stored() == before
    assert linked(organisation, encounter_id) == [None]
    with organisation.server.store.reading() as session:
        query = select(AuditEvent.action).join(AuditSubject, AuditSubject.seq == AuditEvent.seq)
        mine = session.scalars(query.where(AuditSubject.subject_id == sophea).order_by(AuditEvent.seq)).all()
    assert [action for action in mine if action.startswith("encounter.")] == [
        "encounter.linked",
        "encounter.unlinked",
    ]


def test_the_same_link_twice_is_one_and_another_needs_the_first_taken_back(
    organisation: Organisation,
) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    link(organisation, encounter_id, sophea)

    with pytest.raises(AlreadyDone):
        link(organisation, encounter_id, sophea)
    with pytest.raises(NotAllowedNow, match="linked-already"):
        link(organisation, encounter_id, child_of(organisation, latin="Chan Dara"))
    with organisation.writing("caseworker") as work:
        unlink_child(work, encounter_id, row_of(organisation, encounter_id))
    with organisation.writing("caseworker") as work, pytest.raises(AlreadyDone):
        unlink_child(work, encounter_id, row_of(organisation, encounter_id))


def test_a_child_of_another_base_or_none_at_all_is_not_linked(organisation: Organisation) -> None:
    encounter_id = met_on(organisation, shift_of(organisation))
    for child_id in (child_of(organisation, by="otherfield"), uuid4()):
        with pytest.raises(NotVisible):
            link(organisation, encounter_id, child_id)
    with organisation.writing("caseworker") as work, pytest.raises(NotVisible):
        link_child(work, encounter_id, uuid4(), child_of(organisation))


def test_one_child_is_not_linked_twice_in_a_meeting(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    what = typed(organisation, children=(MetChildInput(child_id=sophea),), count=2)
    encounter_id = met_on(organisation, shift_of(organisation), what)
    with organisation.reading("supervisor") as work:
        unknown = encounter_page(work, encounter_id, locale="en").met.children[1].row_id

    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="child-twice"):
        link_child(work, encounter_id, unknown, sophea)


def test_a_correction_begun_before_the_link_does_not_undo_it(organisation: Organisation) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    stale = MetChildInput(row_id=row_of(organisation, encounter_id))
    link(organisation, encounter_id, sophea)

    with organisation.writing("field") as work, pytest.raises(Conflict):
        change_encounter(work, encounter_id, typed(organisation, children=(stale,)), version=1)
    assert linked(organisation, encounter_id) == [sophea]


def test_the_writer_cannot_change_a_link_the_office_made(organisation: Organisation) -> None:
    encounter_id, sophea = met_on(organisation, shift_of(organisation)), child_of(organisation)
    link(organisation, encounter_id, sophea)
    with organisation.reading("field") as work:
        page = correcting_page(work, encounter_id)
    assert page.met is not None
    row_id = page.met.children[0].row_id
    assert page.fixed == {row_id}

    cleared = typed(organisation, children=(MetChildInput(row_id=row_id),))
    with organisation.writing("field") as work:
        change_encounter(work, encounter_id, cleared, version=page.met.version)
    assert linked(organisation, encounter_id) == [sophea]
    taken_off = replace(cleared, children=(), removed=frozenset({row_id}), count=1)
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="linked-row"):
        version = work.session.get_one(Encounter, encounter_id).version
        change_encounter(work, encounter_id, taken_off, version=version)


def test_the_writer_corrects_a_child_they_chose_by_mistake(organisation: Organisation) -> None:
    sophea, dara = child_of(organisation), child_of(organisation, latin="Chan Dara")
    what = typed(organisation, children=(MetChildInput(child_id=sophea),))
    encounter_id = met_on(organisation, shift_of(organisation), what)
    row_id = row_of(organisation, encounter_id)

    corrected = typed(organisation, children=(MetChildInput(child_id=dara, row_id=row_id),))
    with organisation.writing("field") as work:
        change_encounter(work, encounter_id, corrected, version=1)
    assert linked(organisation, encounter_id) == [dara]
