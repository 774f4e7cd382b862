"""Cells of accounts, sessions and the organisation changed outside Wayhome deceive nobody about who somebody is."""

from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.access.trail import TrailFilter, trail_page
from app.foundation.errors import KeyRefused, NotVisible, SignedOut
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import REPEATS
from app.keyring.root import organisation_name, root_signer, signing_identity
from app.sign_in.session_seal import IDLE
from app.sign_in.sessions import end_session, owner_of_ended, resume, sessions_list
from app.sign_in.signing_in import SignInFailed, sign_in
from app.staff.account_facts import AccountState
from app.staff.account_pages import AccountFilter, account_page, accounts_page
from app.staff.accounts import accept_invitation
from app.staff.colleagues import by_worker_code, colleagues
from app.staff.invitations import INVITATION_VALID_FOR
from app.staff.members import account, is_in_charge_of
from app.vault.digests import sha256
from app.vault.session_tokens import token_from_text, token_hash
from models.installation import Installation
from models.sign_in_session import SignInSession
from models.staff_member import StaffMember
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, copy_of, password_of
from tests.support.staff import last_day
from tests.support.tampering import behind

EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(
    built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Organisation]:
    """One organisation for all these tests: each puts back what it changed."""
    fresh = copy_of(built_organisation, tmp_path_factory.mktemp("kept"))
    last_day(fresh, "field", date(2026, 12, 1))
    yield fresh
    fresh.server.store.engine.dispose()


@contextmanager
def changed(organisation: Organisation, table: type[Any], row_id: UUID, **values: Any) -> Iterator[None]:
    """Put other values into one row's cells, and the old ones back afterwards."""
    with behind(organisation) as session:
        row = session.get_one(table, row_id)
        before = {name: getattr(row, name) for name in values}
        assert before != values
        session.execute(update(table).where(table.id == row_id).values(values))
    try:
        yield
    finally:
        with behind(organisation) as session:
            session.execute(update(table).where(table.id == row_id).values(before))


OTHERS: dict[str, Any] = {
    "display_name": "Somebody Else",
    "worker_code": "L9",  # a letter that is never given out
    "role": "director",
    "base_id": HILLSIDE,
    "state": "disabled",
    "ends_on": date(2020, 1, 1),
    "admitted_at": EARLIER,
    "disabled_at": EARLIER,
    "key_version": 9,
}


def told_of(organisation: Organisation, name: str) -> tuple[Any, ...]:
    """Return everything that pages, colleagues and a session tell of a person."""
    staff_id = organisation.ids[name]
    with organisation.reading("director") as work:
        page = account_page(work, staff_id)
        lines = {line.id: line for line in accounts_page(work, AccountFilter(), page=1).lines}
        counts = accounts_page(work, AccountFilter(), page=1).counts
        named = colleagues(work, [staff_id])[staff_id]
        shown = {
            name: getattr(page, name)
            for name in ("display_name", "role", "base_id", "state", "admitted_at", "disabled_at", "ends_on")
        }
        told = (
            *shown.values(),
            page.worker_code,
            page.version,
            lines[staff_id],
            tuple(counts.items()),
            named,
        )
    with organisation.reading(name) as work:
        return (*told, work.person)


@pytest.mark.parametrize("column", OTHERS)
def test_what_is_told_of_a_person_is_what_was_signed(kept: Organisation, column: str) -> None:
    before = told_of(kept, "field")
    with changed(kept, StaffMember, kept.ids["field"], **{column: OTHERS[column]}):
        assert told_of(kept, "field") == before


def test_every_signed_or_derived_column_of_an_account_is_tried() -> None:
    held = {
        column.name
        for column in StaffMember.__table__.columns
        if column.info.get("held") in {"signed", "derived"}
    }
    assert held == {*OTHERS, "id"}


def test_an_account_closed_by_statement_is_not_opened_by_its_row(kept: Organisation) -> None:
    staff_id = kept.ids["disabled"]
    with changed(kept, StaffMember, staff_id, state="active", disabled_at=None):
        with kept.reading("director") as work:
            page = account_page(work, staff_id)
        assert page.state is AccountState.DISABLED
        assert page.disabled_at is not None


@pytest.mark.parametrize("column", sorted(OTHERS.keys() - {"admitted_at", "disabled_at", "key_version"}))
def test_a_row_that_repeats_something_else_is_found_by_the_sweep(kept: Organisation, column: str) -> None:
    staff_id = kept.ids["field2"]
    with kept.reading("director") as work:
        assert not REPEATS[StaffMember](work, work.session.scalars(select(StaffMember)).all())
    with (
        changed(kept, StaffMember, staff_id, **{column: OTHERS[column]}),
        kept.reading("director") as work,
    ):
        found = REPEATS[StaffMember](work, work.session.scalars(select(StaffMember)).all())
        assert [row.id for row in found] == [staff_id]


def test_a_row_puts_nobody_into_a_supervisors_charge(kept: Organisation) -> None:
    with (
        changed(kept, StaffMember, kept.ids["otherfield"], base_id=RIVERSIDE),
        kept.reading("supervisor") as work,
    ):
        assert not is_in_charge_of(work, account(work, kept.ids["otherfield"]))


def test_a_swapped_worker_code_leads_to_nobody_else(kept: Organisation) -> None:
    with kept.reading("caseworker") as work:
        code = colleagues(work, [kept.ids["field"]])[kept.ids["field"]].worker_code
    with (
        changed(kept, StaffMember, kept.ids["field"], worker_code="L8"),
        changed(kept, StaffMember, kept.ids["field2"], worker_code=code),
        kept.reading("caseworker") as work,
    ):
        assert by_worker_code(work, code, base_id=RIVERSIDE) == kept.ids["field"]


def test_the_trail_names_people_as_they_were_vouched_for(kept: Organisation) -> None:
    with (
        changed(kept, StaffMember, kept.ids["director"], display_name="Somebody Else"),
        kept.reading("director") as work,
    ):
        page = trail_page(work, TrailFilter())
    assert "Somebody Else" not in {line.actor for line in page.lines} | {name for _, name in page.people}
    assert "Dara Director" in {line.actor for line in page.lines}


def test_a_swapped_username_signs_nobody_in_as_somebody_else(kept: Organisation) -> None:
    field, director = kept.ids["field"], kept.ids["director2"]
    with (
        changed(kept, StaffMember, field, username="nobody"),
        changed(kept, StaffMember, director, username="field"),
    ):
        with pytest.raises(SignInFailed):
            sign_in(kept.server, "field", password_of("field"), device="", address="swapped")
        # Whoever types the password of the row's own keys is that person, whatever the row is called.
        welcome = sign_in(kept.server, "field", password_of("director2"), device="", address="own")
        assert welcome.staff_id == director


@pytest.mark.parametrize(
    "values", [{"password_memory_kib": 32}, {"password_passes": 2}, {"password_lanes": 2}]
)
def test_another_cost_of_the_password_opens_nothing(kept: Organisation, values: dict[str, int]) -> None:
    with changed(kept, StaffMember, kept.ids["field2"], **values), pytest.raises(SignInFailed):
        sign_in(kept.server, "field2", password_of("field2"), device="", address=str(values))


def test_an_invitation_opened_anew_gives_keys_that_nobody_vouches_for(organisation: Organisation) -> None:
    staff_id, code = organisation.ids["director2"], b"twenty bytes of code"
    with behind(organisation) as session:
        row = session.get_one(StaffMember, staff_id)
        row.invitation_hash, row.invitation_ends_at = sha256(code), LATER
    with pytest.raises(NotVisible):
        accept_invitation(organisation.server, b32encode(code).decode(), "a password of somebody else")
    with behind(organisation) as session:
        row = session.get_one(StaffMember, staff_id)
        row.invitation_ends_at = organisation.clock.now() + INVITATION_VALID_FOR
    accept_invitation(organisation.server, b32encode(code).decode(), "a password of somebody else")

    with organisation.reading("director") as work:
        assert account_page(work, staff_id).state is AccountState.AWAITING
    welcome = sign_in(
        organisation.server, "director2", "a password of somebody else", device="", address="there"
    )
    with organisation.server.store.reading() as session:
        assert not resume(organisation.server, session, welcome.token).is_admitted


class TestSessions:
    @pytest.fixture
    def token(self, kept: Organisation) -> str:
        return sign_in(kept.server, "field2", password_of("field2"), device="phone", address="1.2.3.4").token

    @staticmethod
    def row_of(organisation: Organisation, token: str) -> UUID:
        hashed = token_hash(token_from_text(token))
        with behind(organisation) as session:
            found: UUID = session.scalars(
                select(SignInSession.id).where(SignInSession.token_hash == hashed)
            ).one()
            return found

    @staticmethod
    def resumed(organisation: Organisation, token: str) -> Any:
        with organisation.server.store.reading() as session:
            return resume(organisation.server, session, token)

    def test_an_ended_session_is_not_revived_by_its_columns(self, kept: Organisation, token: str) -> None:
        signed_in = self.resumed(kept, token)
        with kept.writing("field2") as work:
            end_session(work, signed_in.session_id)
        with (
            changed(
                kept, SignInSession, signed_in.session_id, ended_at=None, ends_at=LATER, last_seen_at=LATER
            ),
            pytest.raises(SignedOut),
        ):
            self.resumed(kept, token)

    def test_an_idle_session_is_not_revived_by_its_columns(self, kept: Organisation, token: str) -> None:
        session_id = self.row_of(kept, token)
        kept.clock.move(IDLE)
        now = kept.clock.now()
        with (
            changed(kept, SignInSession, session_id, last_seen_at=now, ends_at=LATER),
            pytest.raises(SignedOut),
        ):
            self.resumed(kept, token)

    def test_a_proof_is_not_given_by_a_column(self, kept: Organisation, token: str) -> None:
        session_id = self.row_of(kept, token)
        kept.clock.move(timedelta(minutes=6))
        with changed(kept, SignInSession, session_id, proved_at=kept.clock.now()):
            signed_in = self.resumed(kept, token)
        assert kept.clock.now() - signed_in.proved_at == timedelta(minutes=6)

    @pytest.mark.parametrize(
        "values",
        [
            {"device": "tablet"},
            {"address": "9.9.9.9"},
            {"created_at": EARLIER},
            {"proved_at": LATER},
        ],
    )
    def test_the_list_of_sessions_says_what_was_changed(
        self, kept: Organisation, token: str, values: dict[str, Any]
    ) -> None:
        session_id = self.row_of(kept, token)
        with changed(kept, SignInSession, session_id, **values), kept.reading("field2") as work:
            lines = {line.id: line for line in sessions_list(work)}
        assert lines[session_id].is_changed
        with kept.reading("field2") as work:
            assert not {line.id: line for line in sessions_list(work)}[session_id].is_changed

    def test_a_session_pointed_at_somebody_else_is_nobodys(self, kept: Organisation, token: str) -> None:
        session_id = self.row_of(kept, token)
        with changed(kept, SignInSession, session_id, staff_id=kept.ids["othercaseworker"]):
            with pytest.raises(SignedOut):
                self.resumed(kept, token)
            with kept.server.store.writing() as session:
                assert owner_of_ended(kept.server, session, token) is None
        with kept.server.store.writing() as session:
            owner = owner_of_ended(kept.server, session, token)
            assert owner is not None
            assert owner.id == kept.ids["field2"]


class TestOrganisation:
    def test_its_name_is_what_the_root_stated(self, kept: Organisation) -> None:
        with (
            changed(kept, Installation, kept.server.installation_id, name="Another House"),
            kept.reading("director") as work,
        ):
            assert organisation_name(work.session, directory_for(work)) == "Wayhome Tests"

    def test_its_certificate_is_what_the_root_stated(self, kept: Organisation) -> None:
        with kept.reading("director") as work:
            before = signing_identity(work).certificate_der
        with (
            changed(kept, Installation, kept.server.installation_id, signing_certificate=b"another"),
            kept.reading("director") as work,
        ):
            assert signing_identity(work).certificate_der == before

    @pytest.mark.parametrize("column", ["root_folder_id", "signing_folder_id"])
    def test_its_keys_lie_nowhere_else(self, kept: Organisation, column: str) -> None:
        with behind(kept) as session:
            row = session.scalars(select(Installation)).one()
            other = row.signing_folder_id if column == "root_folder_id" else row.root_folder_id
        opens = root_signer if column == "root_folder_id" else signing_identity
        with (
            changed(kept, Installation, kept.server.installation_id, **{column: other}),
            kept.writing("director") as work,
            pytest.raises(KeyRefused),
        ):
            opens(work)

    @pytest.mark.parametrize(
        "column", ["root_folder_id", "root_sealed", "signing_folder_id", "signing_sealed"]
    )
    def test_a_key_that_is_gone_is_told_as_changed_outside(self, kept: Organisation, column: str) -> None:
        opens = root_signer if column.startswith("root") else signing_identity
        with (
            changed(kept, Installation, kept.server.installation_id, **{column: None}),
            kept.writing("director") as work,
            pytest.raises(KeyRefused),
        ):
            opens(work)
