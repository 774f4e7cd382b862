"""A database of which a part cannot be read: pages say so and what to do, and nothing has to be started again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import app.database.store
import app.system_health.probing
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

pytestmark = pytest.mark.usefixtures("looks_each_time")

PAGE_BYTES = 4096
WORDS = "She walked home with her aunt"


@contextmanager
def damaged(organisation: Organisation) -> Iterator[None]:
    """Let everything but the first page of the file be unreadable, and then be as it was."""
    engine, file = organisation.server.store.engine, organisation.server.settings.database_file
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()  # what connections have in their memory would be shown
    whole = file.read_bytes()
    _write_over(file, whole[:PAGE_BYTES] + os.urandom(len(whole) - PAGE_BYTES))
    try:
        yield
    finally:
        _write_over(file, whole)


def _write_over(file: Path, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.write(content)


def test_pages_and_health_say_what_is_wrong_and_keep_what_was_written(
    in_a_file: Organisation, in_browser: FlaskClient
) -> None:
    address = f"/cases/{new_case(in_a_file, 'caseworker')}/notes/new"
    form = filled(read(in_browser.get(address))) | {"account": WORDS}
    with damaged(in_a_file):
        looked = read(in_browser.get("/children/"), status=503)
        kept = read(in_browser.post(address, data=form), status=503)
        health = in_browser.get("/healthz")
    for page in (looked, kept):
        assert "The records are damaged" in page.get_text()
        assert "ell your technician at once" in page.get_text()
        assert "what was saved before is safe" not in page.get_text().lower()
    assert WORDS in kept.get_text()
    assert (health.status_code, health.text) == (503, "the database is damaged\n")


def test_once_the_file_is_whole_again_everything_goes_on_by_itself(
    in_a_file: Organisation, in_browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with damaged(in_a_file):
        assert in_browser.get("/children/").status_code == 503
    assert in_browser.get("/children/").status_code == 200
    assert in_browser.get("/healthz").status_code == 503  # somebody has to look at that disk
    monkeypatch.setattr(app.database.store, "DAMAGE_TOLD_SECONDS", 0)
    assert in_browser.get("/healthz").text == "ready\n"
