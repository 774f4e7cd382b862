"""A concern that was put in the wrong place is taken out of it; its keys, its clock and what was told of it follow."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from app.cases.assigning import assign
from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.concern_page import concern_page
from app.concerns.linking import LinkChild, link_child
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.concerns.triage import CloseConcern, ReopenConcern, close_concern, reopen_concern
from app.foundation.errors import (
    AlreadyDone,
    Conflict,
    KeyRefused,
    NotAllowedNow,
    NotVisible,
    Refused,
    WayhomeError,
)
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.folder_bindings import bind
from app.stage_moves.facts import gather_facts
from app.unit_of_work import Locks
from models.case import Case
from models.concern import ConcernAddition
from models.folder import Folder
from models.grant import Grant
from tests.app.concerns.test_linking import add, hear, link
from tests.app.stage_moves.test_unmaking import close_as
from tests.support.concerns import SEEN_ON, OpenCase, assigned_case, case_row, child_of, post
from tests.support.organisation import Organisation

WHY = "Two girls with one name: it was the other one."


def version_of(organisation: Organisation, concern_id: UUID) -> int:
    """Return the version that a form would be opened with."""
    with organisation.reading("supervisor") as work:
        return concern_page(work, concern_id).version


def put(
    organisation: Organisation, concern_id: UUID, child_id: UUID | None = None, *, into_case: bool = True
) -> None:
    """Put a concern elsewhere as the supervisor."""
    where = PutElsewhere(WHY, version_of(organisation, concern_id), child_id, into_case)
    with organisation.writing("supervisor") as work:
        put_elsewhere(work, concern_id, where)
    organisation.clock.move(timedelta(seconds=1))


def wrongly_linked(organisation: Organisation) -> tuple[UUID, OpenCase]:
    """Return a concern, with words of a child and an addition, in a case where it does not belong."""
    opened = assigned_case(organisation)
    posted = post(organisation)
    hear(organisation, posted.id)
    add(organisation, posted.id)
    link(organisation, posted.id, opened)
    return posted.id, opened


@pytest.mark.parametrize("to", ["nobody", "another child", "no case"])
def test_what_others_added_while_it_was_in_the_case_goes_with_it(organisation: Organisation, to: str) -> None:
    concern_id, opened = wrongly_linked(organisation)
    for by in ("field", "caseworker"):
        add(organisation, concern_id, by=by, words=f"By the {by}.")
        hear(organisation, concern_id, by=by)

    if to == "no case":
        close_as(organisation, opened.case_id, ClosureReason.OPENED_BY_MISTAKE)
    else:
        put(organisation, concern_id, child_of(organisation) if to == "another child" else None)

    with organisation.reading("supervisor") as work:
        page = concern_page(work, concern_id)
    assert [each.document is not None for each in page.additions] == [True] * 3
    assert [each.document is not None for each in page.disclosures] == [True] * 3
    assert page.case_id is None
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        page = concern_page(work, concern_id)
    assert [each.document for each in page.additions] == [None] * 3


def test_a_claim_to_be_of_another_case_is_not_vouched_for_by_moving_what_lies_beside_it(
    organisation: Organisation,
) -> None:
    concern_id, _opened = wrongly_linked(organisation)
    elsewhere, new = child_of(organisation), AdditionInput(uuid4(), AdditionKind.NOTE, SEEN_ON, "Added.")
    with organisation.writing("field") as work:
        add_to_concern(work, concern_id, new)
        folder = work.session.get_one(Folder, work.session.get_one(ConcernAddition, new.id).folder_id)
        folder.child_id = elsewhere
        bind(work, folder, work.keychain.record_keys[folder.id, 1])

    with pytest.raises(KeyRefused):
        put(organisation, concern_id)


def test_taken_out_of_the_wrong_childs_case_its_workers_read_nothing_of_it_any_more(
    organisation: Organisation,
) -> None:
    concern_id, opened = wrongly_linked(organisation)
    with organisation.server.store.reading() as session:
        kept = [grant for grant in session.scalars(select(Grant)) if grant.assignment_id is not None]
        session.expunge_all()

    put(organisation, concern_id)
    add(organisation, concern_id, words="Written afterwards.")

    for name in ("caseworker", "counsellor"):
        with organisation.reading(name) as work, pytest.raises(NotVisible):
            concern_page(work, concern_id)
        with organisation.with_locks(Locks.KEYS_ONLY).reading(name) as work:
            page = concern_page(work, concern_id)
        assert (page.observation, page.handling) == (None, None)
        assert [each.document for each in page.additions] == [None, None]
        assert [each.document for each in page.disclosures] == [None]
    _put_back(organisation, kept)
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        page = concern_page(work, concern_id)
    assert page.observation is None, "a copy put back was given for another case"
    assert [each.document for each in page.additions] == [None, None]
    assert [each.document for each in page.disclosures] == [None]
    with organisation.reading("supervisor") as work:
        page = concern_page(work, concern_id)
        facts = gather_facts(work, work.session.get_one(Case, opened.case_id))
    assert page.observation is not None
    assert all(each.document for each in page.additions)
    assert all(each.document for each in page.disclosures)
    assert (page.child_id, page.case_id, page.is_changed) == (None, None, False)
    assert [each.reason for each in page.handling.place_changes] == [WHY]  # type: ignore[union-attr]
    assert facts.concerns == 0


def _put_back(organisation: Organisation, grants: list[Grant]) -> None:
    """Put deleted grants back from outside, as somebody with the database could."""
    with organisation.server.store.writing() as session:
        there = set(session.scalars(select(Grant.id)))
        for grant in grants:
            if grant.id not in there:
                values = {column.key: getattr(grant, column.key) for column in Grant.__table__.columns}
                session.execute(insert(Grant).values(**values))
        session.commit()


def test_put_into_another_childs_case_only_its_workers_read_it(organisation: Organisation) -> None:
    concern_id, _wrong = wrongly_linked(organisation)
    right = child_of(organisation)
    with organisation.writing("supervisor") as work:
        case_id = case_row(work, right)
        assign(work, case_id, organisation.ids["othercaseworker"])

    put(organisation, concern_id, right)

    with organisation.reading("othercaseworker") as work:
        page = concern_page(work, concern_id)
    assert page.observation is not None
    assert all(each.document for each in page.additions)
    assert all(each.document for each in page.disclosures)
    assert (page.child_id, page.case_id) == (right, case_id)
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        assert concern_page(work, concern_id).observation is None


@pytest.mark.parametrize(
    ("name", "error"), [("field", NotVisible), ("othersupervisor", NotVisible), ("caseworker", Refused)]
)
def test_only_supervision_of_the_base_takes_it_out(
    organisation: Organisation, name: str, error: type[WayhomeError]
) -> None:
    concern_id, _opened = wrongly_linked(organisation)
    with organisation.writing(name) as work, pytest.raises(error):
        put_elsewhere(work, concern_id, PutElsewhere(WHY, 9))


def test_it_goes_nowhere_without_a_reason_or_over_somebody_elses_change(organisation: Organisation) -> None:
    concern_id, opened = wrongly_linked(organisation)
    version = version_of(organisation, concern_id)
    wrong = {
        Conflict: PutElsewhere(WHY, version - 1),
        NotAllowedNow: PutElsewhere("  ", version),
        AlreadyDone: PutElsewhere(WHY, version, opened.child_id, into_case=True),
    }
    for error, where in wrong.items():
        with organisation.writing("supervisor") as work, pytest.raises(error):
            put_elsewhere(work, concern_id, where)


def test_a_named_child_is_not_replaced_without_saying_why(organisation: Organisation) -> None:
    first, second = child_of(organisation), child_of(organisation)
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_child(work, posted.id, LinkChild(first, 1))

    with (
        organisation.writing("supervisor") as work,
        pytest.raises(NotAllowedNow, match="concern-has-a-child"),
    ):
        link_child(work, posted.id, LinkChild(second, 2))
    put(organisation, posted.id, second)
    with organisation.reading("supervisor") as work:
        assert concern_page(work, posted.id).child_id == second


def test_closed_by_mistake_it_waits_again_with_a_new_clock_and_shows_the_closing_as_taken_back(
    organisation: Organisation,
) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern("Nothing in it.", 1))
    organisation.clock.move(timedelta(days=3))

    with organisation.writing("supervisor2") as work:
        reopen_concern(work, posted.id, ReopenConcern("It was another one.", 2))

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.delivery.state is ConcernState.WAITING
    assert page.delivery.clock is not None
    assert page.delivery.clock.at == organisation.clock.now() + timedelta(hours=24)
    assert not page.is_changed
    assert page.handling is not None
    assert page.handling.closing_reasons == ("Nothing in it.",)
    taken_back = page.handling.taken_back(0)
    assert taken_back is not None
    assert (taken_back.reason, taken_back.by) == ("It was another one.", organisation.ids["supervisor2"])
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="concern-open"):
        reopen_concern(work, posted.id, ReopenConcern("Again.", page.version))
    with organisation.writing("caseworker") as work, pytest.raises(Refused):
        reopen_concern(work, posted.id, ReopenConcern("Again.", page.version))
