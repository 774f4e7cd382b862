"""What changed lately: what others wrote about one's own children, and nothing of anybody else's."""

from datetime import timedelta
from uuid import uuid4

from app.cases.notes import NoteInput, add_note
from app.foundation.chronology import Change
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.today.changes import LOOKING_BACK, lately
from tests.support.cases import ask_move, decide_it, new_case
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation


def changes(organisation: Organisation, name: str) -> tuple[Change, ...]:
    """Return what Today tells somebody that others did."""
    with organisation.reading(name) as work:
        return lately(work)


def note(organisation: Organisation, case_id: object, by: str) -> None:
    """Write a note in a cast member's name."""
    with organisation.writing(by) as work:
        draft = NoteInput("asked after the aunt", as_typed(work.now), EvidenceBasis.SEEN)
        add_note(work, case_id, uuid4(), draft)  # type: ignore[arg-type]  # the id of a case


def test_a_colleagues_note_shows_to_whoever_is_assigned_and_names_its_writer(
    organisation: Organisation,
) -> None:
    case_id = new_case(organisation)
    note(organisation, case_id, "supervisor")

    change, assignment = changes(organisation, "caseworker")
    assert (change.kind, change.by) == ("note", "Supervisor Person")
    assert assignment.kind == "assignment"
    assert changes(organisation, "supervisor") == (), "what one wrote oneself is no news"
    assert changes(organisation, "othercaseworker") == ()
    assert changes(organisation, "othersupervisor") == ()
    assert changes(organisation, "field") == ()


def test_what_is_older_than_a_week_is_no_news(organisation: Organisation) -> None:
    note(organisation, new_case(organisation), "supervisor")
    organisation.clock.move(LOOKING_BACK + timedelta(minutes=1))

    assert changes(organisation, "caseworker") == ()


def test_every_kind_of_change_is_told_to_those_who_may_read_it(lived: LivedIn) -> None:
    organisation = lived.organisation
    told = {change.kind for change in changes(organisation, "director")}
    assert told >= {"note", "safety-plan", "placement", "consent", "concern", "encounter", "assessment"}
    assert {change.kind for change in changes(organisation, "counsellor")} == {
        "assessment",
        "concern",
        "counselling-assignment",
    }
    assert changes(organisation, "technician") == ()


def test_whoever_is_assigned_learns_to_which_case_and_by_whom(organisation: Organisation) -> None:
    new_case(organisation, "caseworker", "counsellor", by="supervisor2")

    for name, kind in (("caseworker", "assignment"), ("counsellor", "counselling-assignment")):
        (told,) = changes(organisation, name)
        assert (told.kind, told.code, told.by) == (kind, "RV-K-0001", "Supervisor2 Person")
    assert changes(organisation, "othercaseworker") == ()


def test_a_worker_learns_that_a_move_they_asked_for_was_decided(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    decide_it(organisation, case_id, ask_move(organisation, case_id, "prevention"))

    assert "stage-move" in {change.kind for change in changes(organisation, "caseworker")}
