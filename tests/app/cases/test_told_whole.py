"""The trail of a child holds every act on their records, and no record takes the id of another."""

from uuid import UUID, uuid4

import pytest

from app.cases.assigning import assign, assign_page, end_assignment
from app.cases.creating import CaseInput, open_case
from app.cases.risk import risk_page, set_risk
from app.cases.stages import CaseStatus
from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.foundation.errors import Refused
from app.foundation.moments import as_typed
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.risks import Risk
from app.outreach.writing import write_encounter
from app.stage_moves.moving import MoveInput, ask
from models.case import Case, RiskChange
from models.encounter import Encounter
from models.mapping import Model
from models.stage_move import StageMove
from tests.support.cases import fulfil_everything, link_concern, new_case
from tests.support.children import events_since, last_seq
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def child_behind(organisation: Organisation, case_id: UUID) -> UUID:
    with organisation.server.store.reading() as session:
        return session.get_one(Case, case_id).child_id


def subjects_of(organisation: Organisation, seq: int, action: str) -> set[UUID]:
    return next(subjects for done, subjects in events_since(organisation, seq) if done == action)


def column_of(organisation: Organisation, table: type[Model], row_id: UUID, name: str) -> UUID:
    with organisation.server.store.reading() as session:
        value: UUID = getattr(session.get_one(table, row_id), name)
        return value


def test_a_change_of_risk_names_itself_its_case_and_the_child(
    organisation: Organisation, case_id: UUID
) -> None:
    seq = last_seq(organisation)
    with organisation.writing("caseworker") as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=Risk.HIGH, reason="left alone at night", version=version)
    with organisation.server.store.reading() as session:
        changed = session.query(RiskChange.id).filter_by(case_id=case_id, to_risk="high").scalar()
    told = subjects_of(organisation, seq, "case.risk_set")
    assert told == {changed, case_id, child_behind(organisation, case_id)}


def test_an_assignment_names_itself_its_case_the_child_and_the_person(
    organisation: Organisation, case_id: UUID
) -> None:
    seq = last_seq(organisation)
    person = organisation.ids["othercaseworker"]
    with organisation.writing("supervisor") as work:
        assign(work, case_id, person)
        made = next(
            one.assignment_id for one in assign_page(work, case_id).assigned if one.staff_id == person
        )
    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, made)
    whole = {made, case_id, person, child_behind(organisation, case_id)}
    assert subjects_of(organisation, seq, "assignment.made") == whole
    assert subjects_of(organisation, seq, "assignment.ended") == whole


def test_what_is_added_to_a_concern_names_itself_the_concern_its_case_and_the_child(
    organisation: Organisation, case_id: UUID
) -> None:
    concern_id = link_concern(organisation, case_id)
    seq = last_seq(organisation)
    with organisation.writing("supervisor") as work:
        now = as_typed(work.now)
        addition = AdditionInput(uuid4(), AdditionKind.NOTE, now, words="seen again")
        add_to_concern(work, concern_id, addition)
        heard = DisclosureInput(uuid4(), "I want to go home", Language.KHM, Prompting.SPONTANEOUS, now)
        add_disclosure(work, concern_id, heard)
    around = {concern_id, case_id, child_behind(organisation, case_id)}
    assert subjects_of(organisation, seq, "concern.added_to") == {addition.id, *around}
    assert subjects_of(organisation, seq, "disclosure.added") == {heard.id, *around}


def test_a_move_sent_to_another_case_under_the_same_id_is_refused(
    organisation: Organisation, case_id: UUID
) -> None:
    other = new_case(organisation)
    fulfil_everything(organisation, case_id)
    move = MoveInput(uuid4(), CaseStatus.PREVENTION, "it is time")
    with organisation.writing("caseworker") as work:
        ask(work, case_id, move)
    with pytest.raises(Refused), organisation.writing("caseworker") as work:
        ask(work, other, move)
    assert column_of(organisation, StageMove, move.id, "case_id") == case_id


def test_a_case_opened_for_another_child_under_the_same_id_is_refused(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_id = case_of(organisation, child_id, by="supervisor")
    with pytest.raises(Refused), organisation.writing("supervisor") as work:
        open_case(work, CaseInput(case_id, child_of(organisation), "asked for help"))
    assert child_behind(organisation, case_id) == child_id


def test_a_meeting_sent_to_another_shift_under_the_same_id_is_refused(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)
    with pytest.raises(Refused), organisation.writing("field") as work:
        write_encounter(work, uuid4(), encounter_id, typed(organisation))
    assert column_of(organisation, Encounter, encounter_id, "shift_id") == shift_id
