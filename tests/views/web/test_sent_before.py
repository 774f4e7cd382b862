"""What is remembered of sent forms: of works that were finished, by whom, through a restart, and no word of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app.access.gate import abandon, finish
from app.sign_in.sent_forms import KEPT_FOR
from app.unit_of_work import UnitOfWork
from models.sent_form import SentForm
from tests.support.organisation import Organisation
from views.web.sent_before import remember, remember_step, says_the_same, was_taken

RECORD = uuid4()
WORDS = "by the river"


@contextmanager
def saying(organisation: Organisation, words: str = WORDS) -> Iterator[None]:
    """The request of a form that says something."""
    with organisation.app.test_request_context("/cases/new", method="POST", data={"words": words}):
        yield


def pressed(organisation: Organisation, by: str = "caseworker") -> UnitOfWork:
    """Press Save; the work is not at its end yet."""
    work = organisation.open(by)
    remember(work, RECORD)
    remember_step(work, 3)
    return work


def test_what_was_undone_is_not_said_to_be_saved(organisation: Organisation) -> None:
    with saying(organisation):
        abandon(pressed(organisation))

        with organisation.reading("caseworker") as work:
            assert not says_the_same(work, RECORD)
            assert not was_taken(work, 3)


def test_what_was_saved_is_known_to_every_process(organisation: Organisation) -> None:
    with saying(organisation):
        finish(pressed(organisation))

        # Nothing of it is kept in memory: another session of the same person finds it in the database.
        with organisation.reading("caseworker") as work:
            assert says_the_same(work, RECORD)
            assert was_taken(work, 3)
            assert not was_taken(work, 4)


def test_other_words_are_another_form(organisation: Organisation) -> None:
    with saying(organisation):
        finish(pressed(organisation))
    with saying(organisation, "by the bridge"), organisation.reading("caseworker") as work:
        assert not says_the_same(work, RECORD)
        assert not was_taken(work, 3)


def test_it_is_known_for_whoever_sent_it_and_nobody_else(organisation: Organisation) -> None:
    with saying(organisation):
        finish(pressed(organisation))
        with organisation.reading("supervisor") as work:
            assert not says_the_same(work, RECORD)
            assert not was_taken(work, 3)


def test_neither_the_record_nor_the_words_nor_the_person_stand_in_the_row(organisation: Organisation) -> None:
    with saying(organisation):
        finish(pressed(organisation))
    with organisation.server.store.reading() as session:
        rows = session.scalars(select(SentForm)).all()
    assert len(rows) == 2
    for row in rows:
        kept = row.id.bytes + row.said
        assert row.id != RECORD
        assert RECORD.bytes[:8] not in kept
        assert WORDS.encode() not in kept
        assert organisation.ids["caseworker"].bytes[:8] not in kept


def test_it_is_forgotten_after_a_day(organisation: Organisation) -> None:
    with saying(organisation):
        finish(pressed(organisation))
    organisation.clock.move(KEPT_FOR + timedelta(minutes=1))
    organisation.tokens.clear()
    organisation.token("caseworker")
    with organisation.server.store.reading() as session:
        assert session.scalars(select(SentForm)).all() == []
