"""A server that dies between two steps of an export: the file is registered or was never made, and that is told."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import views.packets.leaving
import views.web.guard
from app.access import gate
from app.packets import exporting
from app.packets.downloads import OneTimeDownloads
from app.vault.digests import sha256_hex
from models.audit_event import AuditEvent
from models.referral_packet import PacketFile
from tests.support.at_once import at_once, meet_before
from tests.support.killed import die_after, die_before, killed_during
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, quick_files, recipients_of, released
from tests.support.pages import filled, read

Death = Callable[[pytest.MonkeyPatch], None]

BEFORE_THE_COMMIT: dict[str, Death] = {
    "before the file is made": partial(die_before, module=exporting, name="make_packet_file"),
    "once the file is made": partial(die_after, module=exporting, name="make_packet_file"),
    "once the packet is locked": partial(die_after, module=exporting, name="lock_packet"),
    "once the file has its row": partial(die_after, module=exporting, name="_register"),
    "once the file waits in memory": partial(die_after, module=OneTimeDownloads, name="keep"),
    "before the trail is written": partial(die_before, module=gate, name="append"),
    "once the trail is written": partial(die_after, module=gate, name="append"),
    "before the commit": partial(die_before, module=Session, name="commit"),
}
AFTER_THE_COMMIT: dict[str, Death] = {
    "once it is committed": partial(die_after, module=Session, name="commit"),
    "before the answer leaves": partial(die_after, module=views.web.guard, name="finish"),
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_files(monkeypatch)


@pytest.fixture
def packet_id(organisation: Organisation, case: PacketCase) -> UUID:
    return released(organisation, case.case_id)


@pytest.fixture
def export(organisation: Organisation, packet_id: UUID) -> str:
    """The address of the form that makes the file of the packet's one recipient."""
    return f"/packets/{packet_id}/export/{recipients_of(organisation, packet_id)[0].id}"


def form_of(client: FlaskClient, address: str) -> dict[str, object]:
    return filled(read(client.get(address))) | {"why": "The unit goes out at nine"}


def words_on(answer: TestResponse) -> str:
    secret = read(answer).find(id="packet-words")
    assert secret is not None
    return secret.get_text()


def registered(organisation: Organisation) -> list[str]:
    """Return the SHA-256 of every registered file, having checked that the trail names the same ones."""
    with organisation.server.store.reading() as session:
        hashes = sorted(session.scalars(select(PacketFile.sha256)))
        bodies = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "packet.exported")).all()
    assert len(bodies) == len(hashes)
    assert all(len(each) == 64 and any(each in body for body in bodies) for each in hashes)
    return hashes


def taken(organisation: Organisation) -> int:
    with organisation.server.store.reading() as session:
        return len(
            session.scalars(select(AuditEvent.seq).where(AuditEvent.action == "packet.downloaded")).all()
        )


class TestKilledWhileMakingAFile:
    @pytest.mark.parametrize("death", BEFORE_THE_COMMIT.values(), ids=BEFORE_THE_COMMIT)
    def test_before_the_commit_nothing_was_made_and_the_same_form_makes_it(
        self, organisation: Organisation, export: str, death: Death
    ) -> None:
        client = organisation.client("director")
        form = form_of(client, export)
        with pytest.MonkeyPatch.context() as patch:
            death(patch)
            assert killed_during(organisation, lambda: client.post(export, data=form))
        assert registered(organisation) == []

        made = client.post(export, data=form)

        assert len(words_on(made).split()) == 7
        file = client.post("/packets/download", data=filled(read(made), action="/packets/download"))
        assert registered(organisation) == [sha256_hex(file.data)]

    @pytest.mark.parametrize("death", AFTER_THE_COMMIT.values(), ids=AFTER_THE_COMMIT)
    def test_after_it_the_file_is_registered_and_the_director_is_told_to_make_another(
        self, organisation: Organisation, packet_id: UUID, export: str, death: Death
    ) -> None:
        client = organisation.client("director")
        form = form_of(client, export)
        with pytest.MonkeyPatch.context() as patch:
            death(patch)
            assert killed_during(organisation, lambda: client.post(export, data=form))
        (lost,) = registered(organisation)

        again = client.post(export, data=form)
        told = read(client.get(again.headers["Location"]))
        assert "if you did not see them, make another file" in told.text
        assert "Nobody took this file" in told.text
        assert "packet-words" not in told.decode()

        made = client.post(export, data=form_of(client, export))
        file = client.post("/packets/download", data=filled(read(made), action="/packets/download"))
        assert set(registered(organisation)) == {lost, sha256_hex(file.data)}
        assert read(client.get(f"/packets/{packet_id}")).text.count("made, not taken") == 1
        assert "Nobody took this file" not in read(client.get(f"/packets/{packet_id}")).text

    def test_where_it_is_told_depends_on_who_can_make_another(
        self, organisation: Organisation, packet_id: UUID, export: str
    ) -> None:
        director = organisation.client("director")
        director.post(export, data=form_of(director, export))

        for name, reads_it in (("director", True), ("supervisor", False), ("caseworker", False)):
            page = read(organisation.client(name).get(f"/packets/{packet_id}"))
            assert ("Nobody took this file" in page.text) is reads_it, name
            assert "made, not taken" in page.text


class TestTakingTheFile:
    @pytest.fixture
    def take(self, organisation: Organisation, export: str) -> Callable[[], TestResponse]:
        client = organisation.client("director")
        made = client.post(export, data=form_of(client, export))
        form = filled(read(made), action="/packets/download")
        return lambda: client.post("/packets/download", data=form)

    def test_killed_before_the_trail_says_so_it_does_not_count_as_taken(
        self, organisation: Organisation, packet_id: UUID, take: Callable[[], TestResponse]
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            die_before(patch, gate, "append")
            assert killed_during(organisation, take)
        assert taken(organisation) == 0
        page = read(organisation.client("director").get(f"/packets/{packet_id}"))
        assert "made, not taken" in page.text

    def test_a_file_that_could_not_be_given_out_still_waits(
        self, organisation: Organisation, take: Callable[[], TestResponse]
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "append", _fails)
            assert take().status_code == 500
        assert taken(organisation) == 0

        file = take()

        assert file.status_code == 200
        assert [sha256_hex(file.data)] == registered(organisation)
        assert taken(organisation) == 1
        assert "You took this file already" in read(take(), status=409).text

    def test_after_a_restart_it_is_said_that_nothing_of_it_is_kept(
        self, organisation: Organisation, take: Callable[[], TestResponse]
    ) -> None:
        del organisation.app.extensions["packet-downloads"]
        text = read(take(), status=409).text
        assert "Wayhome was restarted" in text
        assert "make another file" in text

    def test_two_who_press_at_once_get_it_once(
        self, organisation: Organisation, take: Callable[[], TestResponse]
    ) -> None:
        answers = at_once(take, take)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert taken(organisation) == 1


def _fails(*_arguments: object, **_options: object) -> None:
    raise OSError("the disk is full")


class TestExportingAtOnce:
    def test_a_form_sent_twice_makes_one_file_and_shows_its_words_once(
        self, organisation: Organisation, export: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = organisation.client("director")
        form = form_of(client, export)
        meet_before(monkeypatch, (exporting, "make_packet_file"))

        answers = at_once(*[lambda: client.post(export, data=form)] * 2)

        assert sorted(answer.status_code for answer in answers) == [200, 303]
        assert len(registered(organisation)) == 1

    def test_two_tabs_make_two_files_and_both_are_registered(
        self, organisation: Organisation, packet_id: UUID, export: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = organisation.client("director")
        forms = [form_of(client, export) for _ in range(2)]
        meet_before(monkeypatch, (exporting, "make_packet_file"))

        answers = at_once(*[partial(client.post, export, data=form) for form in forms])

        assert len({words_on(answer) for answer in answers}) == 2
        files = [
            client.post("/packets/download", data=filled(read(answer), action="/packets/download"))
            for answer in answers
        ]
        assert registered(organisation) == sorted(sha256_hex(file.data) for file in files)
        assert "made, not taken" not in read(client.get(f"/packets/{packet_id}")).text

    def test_an_export_that_fails_at_its_end_keeps_no_file(
        self, organisation: Organisation, export: str
    ) -> None:
        client = organisation.client("director")
        form = form_of(client, export)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(views.packets.leaving, "render_template", _fails)
            assert client.post(export, data=form).status_code == 500
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "append", _fails)
            assert client.post(export, data=form).status_code == 500

        assert registered(organisation) == []
        assert len(organisation.app.extensions["packet-downloads"]) == 0
        assert len(words_on(client.post(export, data=form)).split()) == 7
