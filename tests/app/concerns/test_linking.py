"""A concern is put to a child and into a case, and with it whoever is assigned there reads all of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.linking import LinkChild, link_child, link_to_case
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.keyring.assigning import end_assignment
from app.unit_of_work import Locks
from models.assignment import Assignment
from models.audit_event import AuditEvent
from models.case import Case
from models.concern import Concern
from models.folder import Folder
from tests.support.concerns import SEEN_ON, OpenCase, assigned_case, case_row, child_of, new_concern, post
from tests.support.opened_cases import put_at
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.tampering import put


def add(organisation: Organisation, concern_id: UUID, by: str = "field", words: str = "She is back.") -> None:
    """Add words to a concern."""
    with organisation.writing(by) as work:
        add_to_concern(work, concern_id, AdditionInput(uuid4(), AdditionKind.NOTE, SEEN_ON, words))
    organisation.clock.move(timedelta(seconds=1))


def hear(organisation: Organisation, concern_id: UUID, by: str = "field") -> None:
    """Write down what a child said."""
    new = DisclosureInput(uuid4(), "ខ្ញុំខ្លាច", Language.KHM, Prompting.SPONTANEOUS, SEEN_ON)
    with organisation.writing(by) as work:
        add_disclosure(work, concern_id, new)


def link(organisation: Organisation, concern_id: UUID, opened: OpenCase, by: str = "supervisor") -> None:
    """Put a concern into a case."""
    with organisation.writing(by) as work:
        link_to_case(work, concern_id, opened.case_id, opened.child_id)


@pytest.mark.parametrize("name", ["caseworker", "counsellor"])
def test_the_assigned_read_the_concern_and_all_that_was_added_before_and_after(
    organisation: Organisation, name: str
) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    add(organisation, posted.id, words="Added before.")
    hear(organisation, posted.id)
    link(organisation, posted.id, opened)
    add(organisation, posted.id, words="Added after.")

    with organisation.reading(name) as work:
        page = concern_page(work, posted.id)

    assert page.observation is not None
    assert [each.document.words for each in page.additions if each.document] == [
        "Added before.",
        "Added after.",
    ]
    assert [each.document.words for each in page.disclosures if each.document] == ["ខ្ញុំខ្លាច"]
    assert not page.may_triage


@pytest.mark.parametrize("name", ["othercaseworker", "field2", "othersupervisor", "technician", "auditor"])
def test_nobody_else_reads_it_for_that(organisation: Organisation, name: str) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    link(organisation, posted.id, opened)

    with organisation.reading(name) as work, pytest.raises(NotVisible):
        concern_page(work, posted.id)
    with organisation.with_locks(Locks.KEYS_ONLY).reading(name) as work:
        assert concern_page(work, posted.id).observation is None


def test_when_the_assignment_ends_so_does_the_reading(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    link(organisation, posted.id, opened)
    with organisation.writing("supervisor") as work:
        query = select(Assignment).where(Assignment.staff_id == organisation.ids["caseworker"])
        assignment = work.session.scalars(query).one()
        end_assignment(work, assignment.id, base_id=work.session.get_one(Case, opened.case_id).base_id)

    with organisation.reading("caseworker") as work, pytest.raises(NotVisible):
        concern_page(work, posted.id)
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        assert concern_page(work, posted.id).observation is None


def test_a_concern_in_a_case_is_acknowledged_and_knows_its_child(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)

    link(organisation, posted.id, opened)

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.delivery.state is ConcernState.ACKNOWLEDGED
    assert (page.child_id, page.case_id) == (opened.child_id, opened.case_id)


def test_linking_twice_links_once_and_never_to_a_second_case(organisation: Organisation) -> None:
    opened, other = assigned_case(organisation), assigned_case(organisation)
    posted = post(organisation)
    link(organisation, posted.id, opened)
    link(organisation, posted.id, opened)

    with pytest.raises(NotAllowedNow, match="concern-in-a-case"):
        link(organisation, posted.id, other)


def test_a_case_must_be_of_the_concerns_child(organisation: Organisation) -> None:
    opened, other = assigned_case(organisation), child_of(organisation)
    posted = post(organisation, new=new_concern(child_id=other))

    with pytest.raises(NotAllowedNow, match="concern-of-another-child"):
        link(organisation, posted.id, opened)


@pytest.mark.parametrize("wrong", ["no such case", "another child's", "another base's", "closed"])
def test_a_case_that_does_not_fit_is_refused(organisation: Organisation, wrong: str) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    case_id, child_id = opened.case_id, opened.child_id
    if wrong == "no such case":
        case_id = uuid4()
    elif wrong == "another child's":
        child_id = child_of(organisation)
    elif wrong == "another base's":
        child_id = child_of(organisation, "othersupervisor", base_id=HILLSIDE)
        with organisation.writing("director") as work:
            case_id = case_row(work, child_id, base_id=HILLSIDE)
    else:
        put_at(organisation, case_id, "closed")

    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="case-does-not-fit"):
        link_to_case(work, posted.id, case_id, child_id)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field", NotVisible),
        ("auditor", NotVisible),
        ("othersupervisor", NotVisible),
        ("caseworker", Refused),
    ],
)
def test_only_supervision_links(organisation: Organisation, name: str, error: type[Exception]) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)

    with pytest.raises(error):
        link(organisation, posted.id, opened, name)
    with organisation.writing(name) as work, pytest.raises(error):
        link_child(work, posted.id, LinkChild(opened.child_id, 1))


def test_a_child_is_linked_and_every_folder_says_so(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    posted = post(organisation)
    hear(organisation, posted.id)

    with organisation.writing("supervisor") as work:
        link_child(work, posted.id, LinkChild(child_id, 2))

    with organisation.server.store.reading() as session:
        folders = session.scalars(select(Folder).where(Folder.kind == "concern")).all()
    assert [folder.child_id for folder in folders] == [child_id, child_id]
    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.child is not None
    assert page.observation is not None


def test_another_bases_child_is_not_linked(organisation: Organisation) -> None:
    child_id = child_of(organisation, "othersupervisor", base_id=HILLSIDE)
    posted = post(organisation)

    with organisation.writing("supervisor") as work, pytest.raises(NotVisible):
        link_child(work, posted.id, LinkChild(child_id, 1))
    with (
        organisation.writing("director") as work,
        pytest.raises(NotAllowedNow, match="child-of-another-base"),
    ):
        link_child(work, posted.id, LinkChild(child_id, 1))


def test_two_who_link_different_children_do_not_overwrite_each_other(organisation: Organisation) -> None:
    first, second = child_of(organisation), child_of(organisation)
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_child(work, posted.id, LinkChild(first, 1))

    with organisation.writing("supervisor2") as work, pytest.raises(Conflict):
        link_child(work, posted.id, LinkChild(second, 1))
    with organisation.writing("supervisor2") as work:
        link_child(work, posted.id, LinkChild(first, 1))


def test_in_a_case_the_child_stays(organisation: Organisation) -> None:
    opened, other = assigned_case(organisation), child_of(organisation)
    posted = post(organisation)
    link(organisation, posted.id, opened)

    with (
        organisation.writing("supervisor") as work,
        pytest.raises(NotAllowedNow, match="concern-has-a-child"),
    ):
        link_child(work, posted.id, LinkChild(other, 3))


def test_a_row_that_somebody_changed_grants_an_addition_to_nobody(organisation: Organisation) -> None:
    """Who can write to the database puts a concern into a case of their friend's; what is added is not granted."""
    opened = assigned_case(organisation)
    posted = post(organisation)
    with organisation.server.store.reading() as session:
        folder_id = session.get_one(Concern, posted.id).folder_id
    put(organisation, Concern, posted.id, case_id=opened.case_id)
    put(organisation, Folder, folder_id, case_id=opened.case_id)
    add(organisation, posted.id)

    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        page = concern_page(work, posted.id)
    assert page.observation is None
    assert [each.document for each in page.additions] == [None]
    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert [each.document.words for each in page.additions if each.document] == ["She is back."]
    with organisation.server.store.reading() as session:
        assert session.scalars(select(AuditEvent).where(AuditEvent.action == "seal.refused")).all()


def test_linking_is_in_the_trail_of_child_and_case(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    organisation.clock.move(timedelta(minutes=1))
    link(organisation, posted.id, opened)

    with organisation.server.store.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "concern.case_linked")).one()
    assert all(str(each) in event.body for each in (posted.id, opened.child_id, opened.case_id))
