"""What pages say of records by the trail, they say by events that fit the chain."""

from uuid import uuid4

from sqlalchemy import insert

from app.audit.trail_pages import subjects_of_action
from models.audit_event import AuditSubject
from tests.support.organisation import Organisation
from tests.support.tampering import forge_event, recorded

TAKEN = "packet.downloaded"


def test_an_action_is_believed_of_what_its_event_names(organisation: Organisation) -> None:
    taken, other = uuid4(), uuid4()
    with organisation.writing("director") as work:
        work.record(TAKEN, subjects=[taken])

    with organisation.reading("director") as work:
        assert subjects_of_action(work, TAKEN, [taken, other]) == {taken}
        assert subjects_of_action(work, TAKEN, []) == set()


def test_a_row_that_puts_something_else_to_an_event_says_nothing(organisation: Organisation) -> None:
    taken, other = uuid4(), uuid4()
    with organisation.writing("director") as work:
        work.record(TAKEN, subjects=[taken])
    seq = recorded(organisation, TAKEN)[-1].seq
    with organisation.server.store.writing() as session:
        session.execute(insert(AuditSubject).values(seq=seq, subject_id=other))

    with organisation.reading("director") as work:
        assert subjects_of_action(work, TAKEN, [taken, other]) == {taken}


def test_an_event_that_nobody_chained_says_nothing(organisation: Organisation) -> None:
    never_taken = uuid4()
    forge_event(organisation, TAKEN, never_taken)

    with organisation.reading("director") as work:
        assert subjects_of_action(work, TAKEN, [never_taken]) == set()
