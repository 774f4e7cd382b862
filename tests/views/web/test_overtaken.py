"""A work that another overtakes is done again from its beginning, alone; any other failure is not."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

import views.concerns.pages
from app.access.gate import is_write_conflict
from app.database.store import Turn
from app.foundation.errors import OthersWrite
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from tests.support.concerns import post
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from views.web.guard import MOST_TRIES


class Answered(Exception):
    """What a database driver raises, with the state PostgreSQL gave it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def acknowledge(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, *failures: Exception
) -> tuple[TestResponse, list[UnitOfWork], list[str]]:
    """Acknowledge a concern while the service fails like this, try after try, and then no more.

    Returns the answer, the work of every try, and what was put right.
    """
    posted = post(organisation)
    client = organisation.client("supervisor")
    address = f"/concerns/{posted.id}/acknowledge"
    form = filled(read(client.get(f"/concerns/{posted.id}")), action="/acknowledge")
    receive, left = vars(views.concerns.pages)["receive"], list(failures)
    works: list[UnitOfWork] = []
    undone: list[str] = []

    def tried(work: UnitOfWork, concern_id: object) -> object:
        works.append(work)
        work.on_rollback.append(lambda: undone.append("put right"))
        outcome = receive(work, concern_id)
        if left:
            raise left.pop(0)
        return outcome

    monkeypatch.setattr(views.concerns.pages, "receive", tried)
    return client.post(address, data=form), works, undone


def acknowledged(organisation: Organisation) -> bool:
    with organisation.server.store.reading() as session:
        return session.query(Concern).one().acknowledged_at is not None


def test_what_was_overtaken_is_done_again_with_nothing_left_of_the_first_try(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, works, undone = acknowledge(organisation, monkeypatch, StaleDataError("quicker"))

    assert answer.status_code == 303
    assert len(works) == len(set(map(id, works))) == 2
    assert [work.turn for work in works] == [Turn.BESIDE_OTHERS, Turn.ALONE]
    assert undone == ["put right"]
    assert acknowledged(organisation)


def test_what_is_overtaken_again_and_again_is_given_up_and_said_so(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [StaleDataError("quicker")] * (MOST_TRIES + 1)
    answer, works, undone = acknowledge(organisation, monkeypatch, *failures)

    page = read(answer, status=409)
    assert "Others are saving just now" in page.text
    assert "this was not done" in page.text
    again = page.select_one("form[action$='/acknowledge'] button[type=submit]")
    assert again is not None, "a press without words is pressed again from here"
    assert len(works) == len(undone) == MOST_TRIES
    assert not acknowledged(organisation)


def test_any_other_failure_is_not_tried_again(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, works, undone = acknowledge(organisation, monkeypatch, OSError("the disk is full"))

    assert answer.status_code == 500
    assert len(works) == len(undone) == 1
    assert not acknowledged(organisation)


@pytest.mark.parametrize(
    ("error", "overtaken"),
    [
        (StaleDataError("a row of an older version"), True),
        (OthersWrite(), True),
        (IntegrityError("insert", None, Answered("23505")), True),
        (OperationalError("update", None, Answered("40P01")), True),
        (OperationalError("update", None, Answered("40001")), True),
        (IntegrityError("insert", None, Answered("23502")), False),
        (IntegrityError("insert", None, Exception("UNIQUE constraint failed")), False),
        (OSError("the disk is full"), False),
    ],
)
def test_only_what_another_was_quicker_with_counts_as_overtaken(error: Exception, overtaken: bool) -> None:
    assert is_write_conflict(error) is overtaken
