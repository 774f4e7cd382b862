"""What changed lately: what others wrote about one's own children, and nothing of anybody else's."""

from datetime import timedelta
from uuid import uuid4

from app.cases.notes import NoteDraft, add_note
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.today.changes import LOOKING_BACK, Change, lately
from tests.support.cases import new_case
from tests.support.lived_in import live_in
from tests.support.organisation import Organisation


def changes(organisation: Organisation, name: str) -> tuple[Change, ...]:
    """Return what Today tells somebody that others did."""
    with organisation.reading(name) as work:
        return lately(work)


def note(organisation: Organisation, case_id: object, by: str) -> None:
    """Write a note in a cast member's name."""
    with organisation.writing(by) as work:
        draft = NoteDraft("asked after the aunt", as_typed(work.now), EvidenceBasis.SEEN)
        add_note(work, case_id, uuid4(), draft)  # type: ignore[arg-type]  # the id of a case


def test_a_colleagues_note_shows_to_whoever_is_assigned_and_names_its_writer(
    organisation: Organisation,
) -> None:
    case_id = new_case(organisation)
    note(organisation, case_id, "supervisor")

    (change,) = changes(organisation, "caseworker")
    assert (change.kind, change.by) == ("note", "Supervisor Person")
    assert changes(organisation, "supervisor") == (), "what one wrote oneself is no news"
    assert changes(organisation, "othercaseworker") == ()
    assert changes(organisation, "othersupervisor") == ()
    assert changes(organisation, "field") == ()


def test_what_is_older_than_a_week_is_no_news(organisation: Organisation) -> None:
    note(organisation, new_case(organisation), "supervisor")
    organisation.clock.move(LOOKING_BACK + timedelta(minutes=1))

    assert changes(organisation, "caseworker") == ()


def test_every_kind_of_change_is_told_to_those_who_may_read_it(organisation: Organisation) -> None:
    live_in(organisation)

    told = {change.kind for change in changes(organisation, "director")}
    assert told >= {"note", "safety-plan", "placement", "consent", "concern", "encounter", "assessment"}
    assert {change.kind for change in changes(organisation, "counsellor")} == {"assessment", "concern"}
    assert changes(organisation, "technician") == ()
