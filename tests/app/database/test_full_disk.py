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
from app.foundation.settings import Engine
from app.system_health.probing import Health, Probe
from models.audit_event import AuditHead
from tests.support.cases import new_case
from tests.support.organisation import Organisation, build_organisation, settings_in
from tests.support.pages import filled, read

WHAT = "Walk with her to the school by the river"
SMALL_BYTES = 8 * 1024


@pytest.fixture(scope="module", params=[Engine.SQLITE, Engine.SQLCIPHER], ids=lambda engine: engine.value)
def organisation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return build_organisation(settings_in(tmp_path_factory.mktemp("full"), request.param))


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.system_health.probing, "REMEMBERED_SECONDS", 0)


@pytest.fixture
def client(organisation: Organisation) -> FlaskClient:
    return organisation.client("caseworker")


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
def add_task(organisation: Organisation, client: FlaskClient) -> Callable[[], TestResponse]:
    address = f"/cases/{new_case(organisation, 'caseworker')}/tasks/new"
    due_on = local_day(organisation.clock.now()) + timedelta(days=2)
    form = filled(read(client.get(address))) | {"what": WHAT, "due_on": due_on.isoformat()}
    return lambda: client.post(address, data=form)


def test_a_page_says_what_is_wrong_and_what_to_do_and_keeps_what_was_written(
    client: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        looked = read(client.get("/children/"), status=503)
        kept = read(add_task(), status=503)
        health = client.get("/healthz")
    for page in (looked, kept):
        assert "There is no space left" in page.get_text()
        assert "Tell your technician to free some space" in page.get_text().replace("tell", "Tell")
    assert WHAT in kept.get_text()
    assert (health.status_code, health.text) == (503, "no space\n")


def test_once_there_is_space_everything_goes_on_by_itself(
    organisation: Organisation, client: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        kept = read(add_task(), status=503)
    form = kept.select_one("main form")
    assert form is not None

    assert client.post(str(form["action"]), data=filled(kept)).status_code == 303
    assert client.get("/healthz").text == "ready\n"
    assert client.get("/children/").status_code == 200
    server = organisation.server
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.secret.checkpoint_key().public).is_whole


def test_a_form_sent_again_after_a_full_disk_is_saved_once(
    client: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    with full_disk():
        assert add_task().status_code == 503
    assert add_task().status_code == 303
    assert "already" in str(add_task().headers["Location"])


def test_health_looks_seldom_however_often_it_is_asked(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.system_health.probing, "REMEMBERED_SECONDS", 60)
    probe = Probe(organisation.server.store, organisation.server.settings)
    assert probe.health() is Health.READY
    with full_disk():
        assert probe.health() is Health.READY
    assert not (organisation.server.settings.data_folder / "probe").exists()


def test_health_does_not_wait_for_who_writes(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.database.store, "PROBE_SECONDS", 0.05)
    probe = Probe(organisation.server.store, organisation.server.settings)
    with Store(organisation.server.store.engine).writing() as elsewhere:
        elsewhere.get_one(AuditHead, 1)
        assert probe.health() is Health.BUSY
    assert probe.health() is Health.READY
