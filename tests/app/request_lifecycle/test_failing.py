"""A page that fails says in the log where it broke, and nothing of what was sent to it."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import request
from sqlalchemy import text

from app.unit_of_work import UnitOfWork
from tests.support.organisation import Organisation

WORDS = "her uncle sells her"


def _in_the_message(_work: UnitOfWork) -> None:
    raise ValueError(f"cannot read {request.form['why']}")


def _in_a_cause(_work: UnitOfWork) -> None:
    try:
        raise KeyError(request.form["why"])
    except KeyError as error:
        error.add_note(request.form["why"])
        raise RuntimeError("wrapped") from error


def _in_a_context(_work: UnitOfWork) -> None:
    try:
        raise KeyError(request.form["why"])
    except KeyError:
        raise RuntimeError("while handling") from None


def _in_a_bundle(_work: UnitOfWork) -> None:
    raise ExceptionGroup("several", [ValueError(request.form["why"]), KeyError(request.form["why"])])


def _in_parameters(work: UnitOfWork) -> None:
    statement = text("INSERT INTO base (id, name) VALUES (:id, :name)")
    work.session.execute(statement, {"id": uuid4().bytes, "name": request.form["why"]})


def _in_a_query(work: UnitOfWork) -> None:
    work.session.execute(text(f"SELECT '{request.form['why']}' FROM no_such_table"))  # noqa: S608 - breaks on purpose


WAYS: list[Callable[[UnitOfWork], None]] = [
    _in_the_message,
    _in_a_cause,
    _in_a_context,
    _in_a_bundle,
    _in_parameters,
    _in_a_query,
]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send_words(organisation: Organisation) -> int:
    """Send words to a page, as a director; returns the status."""
    client = organisation.client("director")
    found = TOKEN.search(client.get("/account").text)
    assert found is not None
    address = f"/children/{uuid4()}/emergency/edit?why={WORDS}"
    return client.post(address, data={"csrf_token": found[1], "why": WORDS}).status_code


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_was_sent_is_in_the_log(
    organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    way: Callable[[UnitOfWork], None],
) -> None:
    monkeypatch.setattr("views.children.emergency.editable_sheet", lambda work, _child_id: way(work))

    assert send_words(organisation) == 500

    assert WORDS not in caplog.text
    assert "unforeseen error on emergency.edit_sheet" in caplog.text
    assert "test_failing.py:" in caplog.text
    assert "views/children/emergency.py:" in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


def test_kinds_of_error_and_causes_are_named(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("views.children.emergency.editable_sheet", lambda work, _child_id: _in_a_cause(work))
    send_words(organisation)
    assert "builtins.RuntimeError\n" in caplog.text
    assert "KeyError\n" in caplog.text


def test_a_page_whose_error_page_fails_as_well_says_no_more(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_again(*_: object, **__: object) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr(
        "views.children.emergency.editable_sheet", lambda work, _child_id: _in_the_message(work)
    )
    monkeypatch.setattr("app.request_lifecycle.errors.render_template", break_again)
    with pytest.raises(ValueError, match=WORDS):
        send_words(organisation)
    assert "unforeseen error on" in caplog.text
    assert WORDS not in caplog.text


def test_a_method_that_is_not_meant_is_answered_with_those_that_are(organisation: Organisation) -> None:
    answer = organisation.client("field").put("/sign-in")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(str(answer.headers["Allow"]).split(", "))
