"""A case that should not be there ends without an untrue word, and one that was closed by mistake goes on."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.due import due_items
from app.cases.listing import CaseFilter, case_list
from app.chronology.story import story_of
from app.concerns.concern_page import concern_page
from app.concerns.concern_status import concern_status_of
from app.foundation.case_statuses import CaseStatus
from app.foundation.errors import KeyRefused, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.keyring.adding_statements import own_signer, state
from app.keyring.case_status import case_status_of
from app.keyring.stated_facts import AskedMove
from app.keyring.statements import Kind
from app.stage_moves.moving import MoveInput, ask
from app.stage_moves.road import road_of
from app.stage_moves.unmaking import closing_of
from app.sweeps.pages import sweep_view
from app.sweeps.sweeping import begin_sweep, sweep_on
from app.unit_of_work import Locks
from models.case import Case
from models.concern import Concern
from tests.support.cases import decide_it, link_concern, move_along, new_case, put_plan_in_force, status
from tests.support.opened_cases import case_of
from tests.support.organisation import RIVERSIDE, Organisation

WHY = "It was her sister who asked for help."


def close_as(
    organisation: Organisation,
    case_id: UUID,
    reason: ClosureReason,
    *,
    other: str = "",
    by: str = "caseworker",
) -> None:
    """Close a case for a reason, with nothing confirmed."""
    move = MoveInput(uuid4(), CaseStatus.CLOSED, WHY, reason, duplicate_of=other)
    with organisation.writing(by) as work:
        ask(work, case_id, move)
    decide_it(organisation, case_id, move.id)


def reopen(organisation: Organisation, case_id: UUID, *, to: CaseStatus, by: str = "supervisor") -> None:
    """Ask to open a case again, and let a colleague approve it."""
    move = MoveInput(uuid4(), to, "Closed the wrong one.")
    with organisation.writing(by) as work:
        ask(work, case_id, move)
    decide_it(organisation, case_id, move.id)


def code_of(organisation: Organisation, case_id: UUID) -> str:
    """Return a case's code."""
    with organisation.server.store.reading() as session:
        return session.get_one(Case, case_id).code


def titles(organisation: Organisation, case_id: UUID, by: str = "supervisor") -> list[str]:
    """Return what the child's road tells, by title."""
    with organisation.reading(by) as work:
        child_id = work.session.get_one(Case, case_id).child_id
        return [str(entry.title) for entry in story_of(work, child_id).entries]


def test_opened_by_mistake_it_ends_with_nothing_confirmed_and_leaves_nothing_behind(
    organisation: Organisation,
) -> None:
    case_id = new_case(organisation)
    concern_id = link_concern(organisation, case_id)

    close_as(organisation, case_id, ClosureReason.OPENED_BY_MISTAKE)

    assert status(organisation, case_id) == "closed"
    with organisation.reading("supervisor") as work:
        concern, closing = concern_page(work, concern_id), closing_of(work, case_id)
        child_id = work.session.get_one(Case, case_id).child_id
        listed = case_list(work, CaseFilter(), page=1)
        due = due_items(work, until=local_day(work.now) + timedelta(days=99))
    assert (concern.case_id, concern.child_id, concern.is_open) == (None, child_id, True)
    assert closing is not None
    assert closing.reason is not None
    assert (closing.reason.closure, closing.reason.confirmed) == (ClosureReason.OPENED_BY_MISTAKE, ())
    assert case_id not in {line.id for line in listed.lines}
    assert case_id not in {item.record_id for item in due}
    with organisation.reading("caseworker") as work, pytest.raises(NotVisible):
        closing_of(work, case_id)
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        assert concern_page(work, concern_id).observation is None
    told = titles(organisation, case_id)
    assert "Case closed: it was opened by mistake" in told
    assert "A concern was taken out of the case" in told
    _nothing_is_out_of_place(organisation)


def _nothing_is_out_of_place(organisation: Organisation) -> None:
    sweep_id = uuid4()
    with organisation.writing("supervisor") as work:
        begin_sweep(work, RIVERSIDE, sweep_id)
    for _ in range(40):
        with organisation.reading("supervisor") as work:
            seen = sweep_view(work, sweep_id)
        if seen.finished_at is not None:
            break
        with organisation.writing("supervisor") as work:
            sweep_on(work, sweep_id)
    assert seen.finished_at is not None
    assert not seen.found


def test_a_duplicate_names_the_other_case_which_must_be_one_the_asker_reads(
    organisation: Organisation,
) -> None:
    case_id, other = new_case(organisation), new_case(organisation)
    for wrong in ("", "RV-K-9999", code_of(organisation, case_id)):
        with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="no-such-case"):
            move = MoveInput(uuid4(), CaseStatus.CLOSED, WHY, ClosureReason.DUPLICATE, duplicate_of=wrong)
            ask(work, case_id, move)

    close_as(organisation, case_id, ClosureReason.DUPLICATE, other=code_of(organisation, other).lower())

    with organisation.reading("supervisor") as work:
        closing = closing_of(work, case_id)
    assert closing is not None
    assert closing.reason is not None
    assert closing.reason.duplicate_of == code_of(organisation, other)
    assert "Case closed: there was another one already" in titles(organisation, case_id)


def test_closed_by_mistake_it_stands_where_it_stood_since_it_stood_there(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    link_concern(organisation, case_id)
    put_plan_in_force(organisation, case_id)
    move_along(organisation, case_id, "prevention", "rescue")
    with organisation.reading("supervisor") as work:
        before = case_status_of(work, work.session.get_one(Case, case_id))
        road = road_of(work, case_id)
    organisation.clock.move(timedelta(hours=2))
    close_as(organisation, case_id, ClosureReason.OPENED_BY_MISTAKE)
    organisation.clock.move(timedelta(minutes=1))

    reopen(organisation, case_id, to=CaseStatus.RESCUE)

    with organisation.reading("supervisor") as work:
        row = work.session.get_one(Case, case_id)
        assert case_status_of(work, row) == before
        assert (row.stage, row.stage_since, row.closed_at) == ("rescue", before.since, None)
        assert road_of(work, case_id) == road
        assert closing_of(work, case_id) is None
        assert row.next_contact_on == local_day(work.now)
    told = titles(organisation, case_id)
    assert "Case opened again: it was closed by mistake" in told
    assert "Case closed: it was opened by mistake" in told
    _nothing_is_out_of_place(organisation)


def test_it_goes_back_nowhere_else_and_not_beside_another_open_case(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    close_as(organisation, case_id, ClosureReason.OPENED_BY_MISTAKE)
    with (
        organisation.writing("supervisor") as work,
        pytest.raises(NotAllowedNow, match="no-such-move"),
    ):
        ask(work, case_id, MoveInput(uuid4(), CaseStatus.RESTORATION, "why not"))
    with organisation.reading("supervisor") as work:
        child_id = work.session.get_one(Case, case_id).child_id
    case_of(organisation, child_id)
    with (
        organisation.writing("supervisor") as work,
        pytest.raises(NotAllowedNow, match="case-open-already"),
    ):
        ask(work, case_id, MoveInput(uuid4(), CaseStatus.OPENED, "why not"))


@pytest.mark.parametrize("to", [CaseStatus.RESTORATION, CaseStatus.CLOSED])
def test_no_statement_takes_a_closing_back_to_where_the_case_never_stood(
    organisation: Organisation, to: CaseStatus
) -> None:
    case_id = new_case(organisation)
    close_as(organisation, case_id, ClosureReason.OPENED_BY_MISTAKE)
    asked = AskedMove(uuid4(), case_id, RIVERSIDE, CaseStatus.CLOSED, to)
    with organisation.reading("supervisor") as work:
        request = asked.sign(work.installation_id, work.keychain.private.sign)
    fields = {
        "move": str(asked.id),
        "case": str(case_id),
        "base": str(RIVERSIDE),
        "from": "closed",
        "to": to.value,
        "asked_by": str(organisation.ids["supervisor"]),
        "request": request.hex(),
    }
    with organisation.writing("supervisor2") as work, pytest.raises(KeyRefused):
        state(work, Kind.STAGE, fields, signer=own_signer(work))


def test_a_concern_that_left_an_unmade_case_is_what_its_receipts_say(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    concern_id = link_concern(organisation, case_id)
    close_as(organisation, case_id, ClosureReason.OPENED_BY_MISTAKE)
    with organisation.reading("supervisor") as work:
        assert not concern_status_of(work, work.session.get_one(Concern, concern_id)).is_changed
