"""verify-audit tells a whole trail from a damaged one, and the kinds of damage apart."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.gate import record_alone
from app.audit.chain import hash_of
from app.audit.checkpoints import as_text, newest
from app.factory import make_app, server_of
from app.foundation.clock import SystemClock
from app.foundation.settings import Engine, Settings
from models.audit_event import AuditEvent, AuditHead
from tests.app.cli.conftest import Call
from tests.support.organisation import Organisation


@pytest.fixture
def checked(organisation: Organisation) -> Organisation:
    """An organisation whose trail has a signed head near its end and one event after it."""
    server = organisation.server
    organisation.clock.move(timedelta(minutes=1))
    for _ in range(2):
        record_alone(
            server.store,
            "looked",
            actor_id=organisation.ids["auditor"],
            now=organisation.clock.now(),
            checkpoint_key=server.checkpoint_key,
        )
    return organisation


@contextmanager
def tampering(organisation: Organisation) -> Iterator[sqlite3.Connection]:
    """Change the database behind Wayhome's back."""
    with closing(sqlite3.connect(organisation.server.settings.database_file)) as connection:
        yield connection
        connection.commit()


def cut(organisation: Organisation, *, after: int) -> None:
    """Cut the end of the trail off and make its head fit."""
    with tampering(organisation) as database:
        database.execute("DELETE FROM audit_subject WHERE seq > ?", [after])
        database.execute("DELETE FROM audit_event WHERE seq > ?", [after])
        database.execute(
            "UPDATE audit_head SET seq = ?, hash = (SELECT hash FROM audit_event WHERE seq = ?)",
            [after, after],
        )


def write_anew(organisation: Organisation, *, from_seq: int) -> None:
    """Change one event and hash everything after it again, as somebody with the program could."""
    with organisation.server.store.writing() as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.seq >= from_seq - 1).order_by(AuditEvent.seq)
        )
        before, *after = rows.all()
        after[0].action = "something.else"
        previous = before.hash
        for row in after:
            row.hash = previous = hash_of(row, previous)
        session.get_one(AuditHead, 1).hash = previous


def length(organisation: Organisation) -> int:
    """Return how many events there are."""
    with organisation.server.store.reading() as session:
        return session.get_one(AuditHead, 1).seq


def kept_checkpoint(organisation: Organisation, folder: Path) -> Path:
    """Keep the newest signed head outside the data folder."""
    with organisation.server.store.reading() as session:
        server = organisation.server
        checkpoint = newest(session, server.installation_id, server.checkpoint_key.key.public)
        assert checkpoint is not None
        file = folder / "checkpoint.txt"
        file.write_text(as_text(checkpoint, organisation.server.installation_id))
        return file


def test_a_whole_trail_is_said_to_be_whole_and_what_that_does_not_prove(
    checked: Organisation, call: Call, data_folder: Path
) -> None:
    said = call("verify-audit", "--data", data_folder)

    assert said.code == 0
    assert f"{length(checked)} events" in said.out
    assert "whole" in said.out
    assert "What it cannot prove" in said.out
    assert "The newest 1 events come after the newest signed head" in said.out


def test_a_clock_that_was_set_back_is_told_and_is_no_damage(
    checked: Organisation, call: Call, data_folder: Path
) -> None:
    right = checked.clock.moment
    for moment in (right + timedelta(days=730), right + timedelta(minutes=5)):
        record_alone(checked.server.store, "looked", actor_id=checked.ids["auditor"], now=moment)
    said = call("verify-audit", "--data", data_folder)

    assert said.code == 0
    assert f"CLOCK: at event {length(checked) - 1} the server's clock was set back from 2028-" in said.out
    assert "GAP" not in said.out


def test_a_trail_that_ends_in_the_future_asks_for_a_look_at_the_clock(
    checked: Organisation, call: Call, data_folder: Path
) -> None:
    ahead = SystemClock().now() + timedelta(days=730)
    record_alone(checked.server.store, "looked", actor_id=checked.ids["auditor"], now=ahead)

    assert (
        "which is still to come; look at this machine's clock"
        in call("verify-audit", "--data", data_folder).out
    )


def test_a_missing_event_is_a_gap(checked: Organisation, call: Call, data_folder: Path) -> None:
    with tampering(checked) as database:
        database.execute("DELETE FROM audit_subject WHERE seq = 5")
        database.execute("DELETE FROM audit_event WHERE seq = 5")

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "GAP: event 5" in said.out
    assert "EDIT" not in said.out


@pytest.mark.parametrize(
    "change",
    [
        "action = 'something.else'",
        "body = '{}'",
        "at = '2020-01-01 00:00:00.000000'",
        "actor_id = NULL",
        "visibility = 'safeguarding'",
        "hash = zeroblob(32)",
    ],
)
def test_a_changed_event_is_an_edit(
    change: str, checked: Organisation, call: Call, data_folder: Path
) -> None:
    with tampering(checked) as database:
        database.execute(f"UPDATE audit_event SET {change} WHERE seq = 7")  # noqa: S608 - one of the changes above

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "EDIT: event 7" in said.out
    assert "GAP" not in said.out


def test_a_trail_written_anew_is_a_fork_of_what_was_signed(
    checked: Organisation, call: Call, data_folder: Path
) -> None:
    write_anew(checked, from_seq=6)

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "FORK: the head signed" in said.out
    assert "EDIT" not in said.out


def test_a_cut_off_end_is_a_truncation_of_what_was_signed(
    checked: Organisation, call: Call, data_folder: Path
) -> None:
    signed = length(checked) - 1
    cut(checked, after=signed - 3)

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "TRUNCATION: the trail ends before the head signed" in said.out


def test_a_cut_off_end_with_its_signed_heads_shows_only_with_a_checkpoint_kept_elsewhere(
    checked: Organisation, call: Call, data_folder: Path, tmp_path: Path
) -> None:
    file = kept_checkpoint(checked, tmp_path)
    signed = length(checked) - 1
    cut(checked, after=signed - 3)
    with tampering(checked) as database:
        database.execute("DELETE FROM checkpoint WHERE seq > ?", [signed - 3])

    alone = call("verify-audit", "--data", data_folder)
    with_checkpoint = call("verify-audit", "--data", data_folder, "--checkpoint", file)

    assert alone.code == 0
    assert with_checkpoint.code == 1
    assert "TRUNCATION: the trail ends before the head signed" in with_checkpoint.out


def test_a_head_with_another_signature_is_told(checked: Organisation, call: Call, data_folder: Path) -> None:
    with tampering(checked) as database:
        database.execute("UPDATE checkpoint SET signed_at = '2020-01-01 00:00:00.000000'")

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "BAD CHECKPOINT" in said.out


def test_a_changed_key_directory_is_told(checked: Organisation, call: Call, data_folder: Path) -> None:
    with tampering(checked) as database:
        database.execute("DELETE FROM directory_statement WHERE seq = 4")

    said = call("verify-audit", "--data", data_folder)

    assert said.code == 1
    assert "Key directory: statement 5 is REFUSED" in said.out


def test_a_checkpoint_that_agrees_says_how_far_it_proves(
    checked: Organisation, call: Call, data_folder: Path, tmp_path: Path
) -> None:
    file = kept_checkpoint(checked, tmp_path)
    checked.clock.move(timedelta(hours=1))

    said = call("verify-audit", "--data", data_folder, "--checkpoint", file)

    assert said.code == 0
    assert f"Not before event {length(checked) - 1}" in said.out


@pytest.mark.parametrize(
    ("replaced", "by", "told"),
    [
        ("organisation ", "organization ", "does not hold a checkpoint"),
        (
            "organisation ",
            "organisation 00000000-0000-4000-8000-000000000000\nformerly ",
            "of another organisation",
        ),
        ("head ", "head 00", "was changed, or another server signed it"),
        ("signed 2", "signed 3", "was changed, or another server signed it"),
    ],
)
def test_a_checkpoint_that_is_none_of_ours_is_one_line(
    replaced: str, by: str, told: str, checked: Organisation, call: Call, data_folder: Path, tmp_path: Path
) -> None:
    file = kept_checkpoint(checked, tmp_path)
    file.write_text(file.read_text().replace(replaced, by, 1))

    said = call("verify-audit", "--data", data_folder, "--checkpoint", file)

    assert said.code == 1
    assert told in said.err
    assert said.err.count("\n") == 1


def test_a_folder_without_an_organisation_is_one_line(call: Call, tmp_path: Path) -> None:
    said = call("verify-audit", "--data", tmp_path / "nothing")

    assert said.code == 1
    assert "There is no organisation in" in said.err


def test_an_organisation_that_nobody_set_up_yet_is_said_to_be_empty(call: Call, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data", Engine.SQLITE, None, tmp_path / "data.key", None)
    server_of(make_app(settings)).store.engine.dispose()

    said = call("verify-audit", "--data", settings.data_folder)

    assert said.code == 0
    assert "nobody has set this organisation up yet" in said.out


def test_a_database_that_somebody_does_not_let_go_of_is_told_in_one_line(
    checked: Organisation, data_folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.engines.BUSY_TIMEOUT_SECONDS", 0.05)
    with checked.server.store.writing() as elsewhere:
        elsewhere.get_one(AuditHead, 1)
        said = call("verify-audit", "--data", data_folder)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "try again in a moment" in said.err
