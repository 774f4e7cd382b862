"""Two acts: lost keeps the old keys until the new are admitted; compromised ends them at once."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.foundation.errors import NotAllowedNow, NotVisible, Refused, SignedOut, WillNotOpen
from app.foundation.roles import Flag, Role
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.recovery.personal_card import use_card
from app.sign_in import private_keys
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.private_keys import open_by_card
from app.sign_in.sessions import resume
from app.sign_in.signing_in import AccountEnded, SignInFailed, sign_in
from app.sign_in.waiting_keys import waiting_keys_of
from app.staff.account_facts import AccountState
from app.staff.account_pages import account_page
from app.staff.closing import disable
from app.staff.compromised import end_keys
from app.staff.invitations import accept_invitation, invite_again
from app.staff.own_account import account_page as own_account_page
from app.staff.own_account import change_password, new_recovery_card
from app.staff.pending import give, pending_lines
from app.unit_of_work import Mode
from app.vault.passwords import Argon2Cost, PasswordKeys, derive
from app.vault.secrets import Passphrase
from models.case import Case
from models.circle import CircleMembership
from models.grant import Grant
from models.staff_member import StaffMember
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import RIVERSIDE, Organisation, password_of
from tests.support.staff import GOOD_PASSWORD, actions, admit_again, flag, row_of, six_words_of

OLD = password_of("caseworker")


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def invited_anew(organisation: Organisation, *, by: str = "supervisor") -> str:
    """Say that the caseworker lost password and card; return the invitation's code."""
    with organisation.writing(by) as work:
        return invite_again(work, organisation.ids["caseworker"])


def lost(organisation: Organisation) -> str:
    """Let the caseworker make new keys after losing the old, and return a token of a session with the new."""
    accept_invitation(organisation.server, invited_anew(organisation), GOOD_PASSWORD)
    return sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="new").token


def status(organisation: Organisation, token: str) -> AdmissionStatus:
    with organisation.server.store.reading() as session:
        return resume(organisation.server, session, token).status


def sealed_to(organisation: Organisation, name: str) -> tuple[int, int]:
    """Return how many circle secrets and folder keys are sealed to somebody."""
    person = organisation.ids[name]
    with organisation.server.store.reading() as session:
        circles = select(func.count()).where(CircleMembership.holder_id == person)
        grants = select(func.count()).where(Grant.holder_id == person)
        return session.scalar(circles) or 0, session.scalar(grants) or 0


def opens_case(organisation: Organisation, case_id: UUID) -> bool:
    """Tell whether the caseworker's own session opens their case."""
    with organisation.reading("caseworker") as work:
        return bool(open_folder(work, work.session.get_one(Case, case_id).folder_id).id)


class TestLost:
    def test_nothing_ends_before_the_new_keys_are_admitted(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        old = organisation.token("caseworker")
        before = sealed_to(organisation, "caseworker")

        new = lost(organisation)

        assert sealed_to(organisation, "caseworker") == before
        assert status(organisation, old) is AdmissionStatus.ADMITTED
        assert opens_case(organisation, case_id)
        assert status(organisation, new) is AdmissionStatus.AWAITING
        assert sign_in(organisation.server, "caseworker", OLD, device="", address="old").broken == ()
        with organisation.reading("supervisor") as work:
            page = account_page(work, organisation.ids["caseworker"])
            assert (page.state, page.waits_with_new_keys) == (AccountState.AWAITING, True)

    def test_admission_replaces_the_old_and_colleagues_give_again(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        old = organisation.token("caseworker")
        organisation.tokens["caseworker"] = new = lost(organisation)

        admit_again(organisation, "caseworker", by="supervisor")

        assert status(organisation, new) is AdmissionStatus.ADMITTED
        with pytest.raises(SignedOut):
            status(organisation, old)
        with pytest.raises(SignInFailed):
            sign_in(organisation.server, "caseworker", OLD, device="", address="old")
        with organisation.writing("supervisor") as work:
            caseworker = organisation.ids["caseworker"]
            keys = [line.key for line in pending_lines(work, caseworker) if line.may_give]
            assert all(give(work, caseworker, key) for key in keys)
            assert keys
        assert opens_case(organisation, case_id)
        assert waiting_keys_of(row_of(organisation, "caseworker")) is None

    def test_an_invitation_written_into_the_row_destroys_nothing(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        """Whoever may write to the database could otherwise delete a director's keys through the front door."""
        code = invited_anew(organisation)
        before = sealed_to(organisation, "caseworker")

        accept_invitation(organisation.server, code, "a password of somebody else")

        assert sealed_to(organisation, "caseworker") == before
        assert opens_case(organisation, case_id)

    def test_one_derivation_tries_both_passwords(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody can tell from the time an answer takes that keys are waiting."""
        lost(organisation)
        derived: list[bytes] = []

        def counted(password: Passphrase, salt: bytes, cost: Argon2Cost) -> PasswordKeys:
            derived.append(salt)
            return derive(password, salt, cost)

        monkeypatch.setattr(private_keys, "derive", counted)

        for password in (OLD, GOOD_PASSWORD):
            sign_in(organisation.server, "caseworker", password, device="", address=password)
        with pytest.raises(SignInFailed):
            sign_in(organisation.server, "caseworker", "neither of them at all", device="", address="x")

        assert len(derived) == 3

    @pytest.mark.parametrize("lowered", [True, False])
    def test_a_lowered_cost_or_another_salt_is_not_shared(
        self, organisation: Organisation, lowered: bool
    ) -> None:
        code = invited_anew(organisation)
        if lowered:
            with organisation.server.store.writing() as session:
                session.get_one(StaffMember, organisation.ids["caseworker"]).password_memory_kib = 32
        accept_invitation(organisation.server, code, GOOD_PASSWORD)
        if not lowered:
            work = organisation.open("caseworker", Mode.READING)
            change_password(organisation.server, work, OLD, "another passphrase of old keys")
            work.session.commit()
            work.end_transaction()

        kept = waiting_keys_of(row_of(organisation, "caseworker"))
        assert kept is not None
        assert (kept.password_salt == row_of(organisation, "caseworker").password_salt) is False
        assert kept.password_memory_kib == organisation.server.argon2_cost.memory_kib
        assert sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="x").token

    def test_who_waits_keeps_password_card_and_pins_of_the_new_keys_apart(
        self, organisation: Organisation
    ) -> None:
        organisation.token("caseworker")
        with organisation.writing("caseworker") as work:
            old_card = new_recovery_card(organisation.server, work)
        organisation.tokens["caseworker"] = lost(organisation)
        with organisation.writing("caseworker") as work:
            assert own_account_page(work).has_card
            new_card = new_recovery_card(organisation.server, work)

        used = use_card(
            organisation.server, "caseworker", " ".join(new_card.words), GOOD_PASSWORD, device="", address="n"
        )
        assert status(organisation, used.token) is AdmissionStatus.AWAITING
        used = use_card(
            organisation.server,
            "caseworker",
            " ".join(old_card.words),
            "the old one came back to me",
            device="",
            address="o",
        )
        assert status(organisation, used.token) is AdmissionStatus.ADMITTED

    def test_a_column_that_was_changed_opens_nothing_and_breaks_no_page(
        self, organisation: Organisation
    ) -> None:
        for value in (b"", b"no keys at all", bytes(100)):
            with organisation.server.store.writing() as session:
                session.get_one(StaffMember, organisation.ids["caseworker"]).waiting_keys = value
            assert sign_in(organisation.server, "caseworker", OLD, device="", address=value.hex()).token
            with organisation.reading("supervisor") as work:
                assert account_page(work, organisation.ids["caseworker"]).state is AccountState.ACTIVE

    def test_a_closed_account_keeps_no_waiting_keys(self, organisation: Organisation) -> None:
        new = lost(organisation)
        with organisation.writing("supervisor") as work:
            disable(work, organisation.ids["caseworker"])

        with pytest.raises(SignedOut):
            status(organisation, new)
        with pytest.raises((AccountEnded, SignInFailed)):
            sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="x")

    def test_lost_once_more_the_newest_keys_are_admitted(self, organisation: Organisation) -> None:
        first = lost(organisation)
        organisation.tokens["caseworker"] = second = lost(organisation)
        with pytest.raises(SignedOut):
            status(organisation, first)

        admit_again(organisation, "caseworker", by="supervisor")

        assert status(organisation, second) is AdmissionStatus.ADMITTED


class TestCompromised:
    def ended(self, organisation: Organisation, *, by: str = "supervisor") -> str:
        with organisation.writing(by) as work:
            return end_keys(work, organisation.ids["caseworker"])

    @pytest.mark.usefixtures("case_id")
    def test_everything_ends_at_once(self, organisation: Organisation) -> None:
        old = organisation.token("caseworker")
        with organisation.reading("supervisor") as work:
            before = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE).current_version

        self.ended(organisation)

        with pytest.raises(SignedOut):
            status(organisation, old)
        with pytest.raises((AccountEnded, SignInFailed)):
            sign_in(organisation.server, "caseworker", OLD, device="", address="x")
        assert sealed_to(organisation, "caseworker") == (0, 0)
        with organisation.reading("supervisor") as work:
            directory = directory_for(work)
            assert not directory.people[organisation.ids["caseworker"]].enabled
            assert directory.circle(CircleKind.OFFICE, RIVERSIDE).current_version > before
            page = account_page(work, organisation.ids["caseworker"])
            assert (page.state, page.may_end_keys) == (AccountState.SHELL, False)
        row = row_of(organisation, "caseworker")
        assert {row.keys_by_password, row.keys_by_card, row.password_verifier, row.pins} == {None}
        assert "account.keys_ended" in actions(organisation)

    def test_the_person_comes_back_with_new_keys_to_the_same_cases(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        accept_invitation(organisation.server, self.ended(organisation), GOOD_PASSWORD)
        welcome = sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="x")
        organisation.tokens["caseworker"] = welcome.token
        assert status(organisation, welcome.token) is AdmissionStatus.AWAITING

        admit_again(organisation, "caseworker", by="supervisor")
        with organisation.writing("supervisor") as work:
            caseworker = organisation.ids["caseworker"]
            for line in pending_lines(work, caseworker):
                assert give(work, caseworker, line.key)
        assert opens_case(organisation, case_id)

    def test_keys_that_wait_end_too(self, organisation: Organisation) -> None:
        new = lost(organisation)

        self.ended(organisation)

        with pytest.raises((AccountEnded, SignInFailed)):
            sign_in(organisation.server, "caseworker", GOOD_PASSWORD, device="", address="x")
        with pytest.raises(SignedOut):
            status(organisation, new)

    def test_the_old_card_opens_nothing_though_the_older_row_is_put_back(
        self, organisation: Organisation
    ) -> None:
        with organisation.writing("caseworker") as work:
            card = new_recovery_card(organisation.server, work)
        older = row_of(organisation, "caseworker")
        self.ended(organisation)
        with organisation.server.store.writing() as session:
            row = session.get_one(StaffMember, older.id)
            row.keys_by_card, row.card_salt, row.pins = older.keys_by_card, older.card_salt, older.pins
            row.public_keys = older.public_keys

        with pytest.raises(AccountEnded):
            use_card(
                organisation.server, "caseworker", " ".join(card.words), GOOD_PASSWORD, device="", address="x"
            )

    @pytest.mark.parametrize(
        ("by", "whom", "error"),
        [
            ("supervisor", "supervisor2", Refused),
            ("othersupervisor", "caseworker", NotVisible),
            ("technician", "caseworker", Refused),
            ("caseworker", "field", NotVisible),
        ],
    )
    def test_only_who_is_in_charge_does_it(
        self, organisation: Organisation, by: str, whom: str, error: type[Exception]
    ) -> None:
        with organisation.writing(by) as work, pytest.raises(error):
            end_keys(work, organisation.ids[whom])

    @pytest.mark.parametrize(
        ("whom", "reason"),
        [("director", "yourself-invite"), ("disabled", "not-active"), ("counsellor", "last-holder")],
    )
    def test_it_is_refused_where_it_would_end_too_much_or_nothing(
        self, organisation: Organisation, whom: str, reason: str
    ) -> None:
        flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
        with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match=reason):
            end_keys(work, organisation.ids[whom])


def test_whose_new_keys_wait_is_no_holder_for_others_to_leave_by(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        code = invite_again(work, organisation.ids["director2"])
    accept_invitation(organisation.server, code, GOOD_PASSWORD)
    assert six_words_of(organisation, "director")

    with organisation.writing("director") as work:
        page = account_page(work, organisation.ids["director"])
    assert CircleKind.DIRECTION in {kind for kind, _base in page.only_holder_of}
    assert page.role is Role.DIRECTOR


def test_the_waiting_keys_are_opened_by_their_own_card_alone(organisation: Organisation) -> None:
    with organisation.writing("caseworker") as work:
        new_recovery_card(organisation.server, work)
    _staff_id, card = accept_invitation(organisation.server, invited_anew(organisation), GOOD_PASSWORD)
    row = row_of(organisation, "caseworker")

    with pytest.raises(WillNotOpen):
        open_by_card(row, card, organisation.server.installation_id)
