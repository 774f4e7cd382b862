"""What is remembered of sent forms: of works that were finished, and of presses that were not all undone."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from app.access.gate import abandon, finish
from app.unit_of_work import UnitOfWork
from tests.support.organisation import Organisation
from views.web.sent_before import SentForms

RECORD = uuid4()


@pytest.fixture
def saying(organisation: Organisation) -> Iterator[None]:
    """The request of a form that says something."""
    with organisation.app.test_request_context("/cases/new", method="POST", data={"words": "by the river"}):
        yield


def pressed(organisation: Organisation, sent: SentForms) -> UnitOfWork:
    """Press Save; the work is not at its end yet."""
    work = organisation.open("caseworker")
    sent.remember(work, RECORD)
    sent.remember_step(work, 3)
    return work


@pytest.mark.usefixtures("saying")
class TestOneForm:
    def test_what_was_undone_is_not_said_to_be_saved(self, organisation: Organisation) -> None:
        sent = SentForms()
        abandon(pressed(organisation, sent))
        assert not sent.says_the_same(RECORD)
        assert not sent.was_taken(3)

    def test_of_two_presses_the_one_that_is_undone_does_not_take_back_what_the_other_saved(
        self, organisation: Organisation
    ) -> None:
        sent = SentForms()
        first, second = pressed(organisation, sent), pressed(organisation, sent)
        finish(second)
        abandon(first)
        assert sent.says_the_same(RECORD)
        assert sent.was_taken(3)
        assert not sent.was_taken(4)


def test_other_words_are_another_form(organisation: Organisation) -> None:
    sent = SentForms()
    with organisation.app.test_request_context("/cases/new", method="POST", data={"words": "by the river"}):
        finish(pressed(organisation, sent))
    with organisation.app.test_request_context("/cases/new", method="POST", data={"words": "by the bridge"}):
        assert not sent.says_the_same(RECORD)
        assert not sent.was_taken(3)
