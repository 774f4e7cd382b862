"""A full disk is said in words, by pages and by the health page; what was saved stays, and no restart is needed."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import app.database.store
import app.system_health.probing
from app.audit.verification import verify_trail
from app.database.store import Store
from app.foundation.local_time import local_day
from app.system_health.probing import Health, Probe
from models.audit_event import AuditHead
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

pytestmark = pytest.mark.usefixtures("looks_each_time")

WHAT = "Walk with her to the school by the river"
SMALL_BYTES = 8 * 1024


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process become larger than a few pages: what it writes is refused as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def add_task(in_a_file: Organisation, in_browser: FlaskClient) -> Callable[[], TestResponse]:
    address = f"/cases/{new_case(in_a_file, 'caseworker')}/tasks/new"
    due_on = local_day(in_a_file.clock.now()) + timedelta(days=2)
    form = filled(read(in_browser.get(address))) | {"what": WHAT, "due_on": due_on.isoformat()}
    return lambda: in_browser.post(address, data=form)


def test_a_page_says_what_is_wrong_and_what_to_do_and_keeps_what_was_written(
    in_browser: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        looked = read(in_browser.get("/children/"), status=503)
        kept = read(add_task(), status=503)
        health = in_browser.get("/healthz")
    for page in (looked, kept):
        assert "There is no space left" in page.get_text()
        assert "Tell your technician to free some space" in page.get_text().replace("tell", "Tell")
    assert WHAT in kept.get_text()
    assert (health.status_code, health.text) == (503, "no space\n")


def test_once_there_is_space_everything_goes_on_by_itself(
    in_a_file: Organisation, in_browser: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        kept = read(add_task(), status=503)
    form = kept.select_one("main form")
    assert form is not None

    assert in_browser.post(str(form["action"]), data=filled(kept)).status_code == 303
    assert in_browser.get("/healthz").text == "ready\n"
    assert in_browser.get("/children/").status_code == 200
    server = in_a_file.server
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.secret.checkpoint_key().public).is_whole


def test_a_form_sent_again_after_a_full_disk_is_saved_once(
    in_browser: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        assert add_task().status_code == 503
    assert add_task().status_code == 303
    assert "already" in str(add_task().headers["Location"])


def test_health_looks_seldom_however_often_it_is_asked(
    in_a_file: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.system_health.probing, "REMEMBERED_SECONDS", 60)
    probe = Probe(in_a_file.server.store, in_a_file.server.settings)
    assert probe.health() is Health.READY
    with full_disk():
        assert probe.health() is Health.READY
    assert not (in_a_file.server.settings.data_folder / "probe").exists()


def test_health_does_not_wait_for_who_writes(
    in_a_file: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.database.store, "PROBE_SECONDS", 0.05)
    probe = Probe(in_a_file.server.store, in_a_file.server.settings)
    with Store(in_a_file.server.store.engine).writing() as elsewhere:
        elsewhere.get_one(AuditHead, 1)
        assert probe.health() is Health.BUSY
    assert probe.health() is Health.READY
