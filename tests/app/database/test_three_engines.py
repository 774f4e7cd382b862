"""What must hold on SQLCipher, SQLite and PostgreSQL alike."""

import threading
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from app.audit.verification import verify_trail
from app.bases.making import BaseInput, make_base
from app.database.migrating import downgrade, upgrade
from app.keyring.folders import open_folder
from app.keyring.known_directory import reverified_directory
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from models.audit_event import AuditEvent
from models.base import Base
from models.mapping import Model
from tests.app.keyring.conftest import TEXT, Words
from tests.support.organisation import RIVERSIDE, Organisation

WRITERS = 24


def test_the_schema_is_what_the_models_say(each_organisation: Organisation) -> None:
    with each_organisation.server.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_the_trail_and_the_directory_are_whole(each_organisation: Organisation) -> None:
    server = each_organisation.server
    with server.store.reading() as session:
        public = server.secret.checkpoint_key().public
        assert verify_trail(session, server.installation_id, public).is_whole
        # Once more with what the process remembers: rows are compared as each engine gives them.
        for _ in range(2):
            assert verify_trail(session, server.installation_id, public, store=server.store).is_whole
        assert reverified_directory(session, server.installation_id).broken_at is None


def test_what_one_seals_another_opens(each_organisation: Organisation) -> None:
    row_id = uuid4()
    with each_organisation.writing("supervisor") as work:
        folder = make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=uuid4())
        sealed = folder.seal(Words(TEXT), row_id)
    with each_organisation.reading("director") as work:
        assert open_folder(work, folder.id).open(Words, row_id, sealed).text == TEXT


def test_work_that_is_not_finished_leaves_nothing(each_organisation: Organisation) -> None:
    new = BaseInput(uuid4(), "Never Made", "NM", "cambodia", "Asia/Phnom_Penh")
    with pytest.raises(ZeroDivisionError), each_organisation.writing("director") as work:
        make_base(work, new)
        raise ZeroDivisionError
    with each_organisation.server.store.reading() as session:
        assert session.get(Base, new.id) is None


def test_many_writers_at_once_all_succeed_and_the_chain_stays_whole(each_organisation: Organisation) -> None:
    for name in ("field", "supervisor", "caseworker"):
        each_organisation.token(name)
    names = ["field", "supervisor", "caseworker"] * (WRITERS // 3)
    made: list[UUID] = []
    failures: list[Exception] = []
    start = threading.Barrier(WRITERS)

    def write(name: str) -> None:
        try:
            work_of = each_organisation.writing(name)
            start.wait()
            with work_of as work:
                folder = make_folder(work, FolderKind.CHILD_OFFICE, base_id=RIVERSIDE)
                work.record("test.written", folders=[folder.id])
            made.append(folder.id)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with each_organisation.server.store.reading() as session:
        written = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "test.written")).all()
    assert len(written) == WRITERS == len(set(made))
    test_the_trail_and_the_directory_are_whole(each_organisation)


def test_of_two_editors_the_second_is_told(each_organisation: Organisation) -> None:
    store = each_organisation.server.store
    with store.reading() as session:
        stale = session.get_one(Base, RIVERSIDE)
        session.expunge(stale)
    with store.writing() as session:
        session.get_one(Base, RIVERSIDE).duty_number = "012 000 222"
    # The second editor's row still has the version it was read with.
    with pytest.raises(StaleDataError), store.writing() as session:
        session.add(stale)
        stale.duty_number = "012 000 333"


def test_a_reader_sees_one_moment(each_organisation: Organisation) -> None:
    store = each_organisation.server.store
    with store.reading() as reader:
        before = reader.scalar(select(Base.duty_number).where(Base.id == RIVERSIDE))
        with store.writing() as writer:
            writer.get_one(Base, RIVERSIDE).duty_number = "012 999 999"
        assert reader.scalar(select(Base.duty_number).where(Base.id == RIVERSIDE)) == before


def test_migrations_go_down_and_up_again(each_organisation: Organisation) -> None:
    engine = each_organisation.server.store.engine
    downgrade(engine, to="base")
    with engine.connect() as connection:
        tables = set(connection.dialect.get_table_names(connection))
    assert tables <= {"alembic_version"}
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM child")).scalar() == 0


def test_an_error_of_the_database_carries_no_values(each_organisation: Organisation) -> None:
    with pytest.raises(DBAPIError) as failed, each_organisation.server.store.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere WHERE word = :word"), {"word": TEXT})
    assert TEXT not in str(failed.value)
