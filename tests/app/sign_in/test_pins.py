"""Each person's keychain remembers the heads it saw: what was cut, forked or replaced is told at the next sign-in."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.foundation.errors import NotAllowedNow
from app.foundation.roles import Role
from app.keyring.directory import START
from app.keyring.statements import Kind, make_statement
from app.recovery.personal_card import use_card
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.last_seen import accept_what_is_here, what_is_broken
from app.sign_in.pins import PinBroken
from app.sign_in.sessions import resume
from app.sign_in.signing_in import Welcome, sign_in
from app.staff.own_account import new_recovery_card, renew_keys
from app.vault import digests
from app.vault.signing import SigningKey
from models.audit_event import AuditEvent, AuditHead, AuditSubject
from models.directory_statement import DirectoryStatement
from models.staff_member import StaffMember
from tests.support.organisation import RIVERSIDE, Organisation, add_person, copy_of, password_of
from tests.support.pages import filled, read
from tests.support.staff import GOOD_PASSWORD, actions, admit_again, renew


def arrive(organisation: Organisation, name: str = "field") -> Welcome:
    """Sign a cast member in once more."""
    return sign_in(organisation.server, name, password_of(name), device="", address="x")


@pytest.fixture
def seen(organisation: Organisation) -> Organisation:
    """An organisation whose `field` signed in when everything was whole, and in which more happened since."""
    add_person(organisation, "newcomer", Role.CASEWORKER, RIVERSIDE)
    assert arrive(organisation).broken == ()
    add_person(organisation, "another", Role.CASEWORKER, RIVERSIDE)
    return organisation


def restarted(organisation: Organisation, tmp_path: Path) -> Organisation:
    """Return the same organisation in a process that remembers nothing."""
    return copy_of(organisation, tmp_path / "again")


def test_nothing_is_told_while_everything_stands(seen: Organisation, tmp_path: Path) -> None:
    assert arrive(seen).broken == ()
    assert arrive(restarted(seen, tmp_path)).broken == ()


def test_a_directory_that_was_cut_short_is_told(seen: Organisation, tmp_path: Path) -> None:
    again = restarted(seen, tmp_path)
    with again.server.store.writing() as session:
        last = session.scalars(select(DirectoryStatement.seq).order_by(DirectoryStatement.seq.desc())).first()
        assert last is not None
        session.execute(delete(DirectoryStatement).where(DirectoryStatement.seq > last - 12))

    assert arrive(again).broken == (PinBroken.DIRECTORY,)


def test_until_somebody_says_that_a_cut_directory_is_cleared_up_they_open_nothing(
    seen: Organisation, tmp_path: Path
) -> None:
    """Whoever was closed since counts again: what is written would be sealed to them."""
    again = restarted(seen, tmp_path)
    with again.server.store.writing() as session:
        last = session.scalars(select(DirectoryStatement.seq).order_by(DirectoryStatement.seq.desc())).first()
        assert last is not None
        session.execute(delete(DirectoryStatement).where(DirectoryStatement.seq > last - 12))
    token = arrive(again).token

    def status() -> AdmissionStatus:
        with again.server.store.reading() as session:
            return resume(again.server, session, token).status

    assert status() is AdmissionStatus.DIRECTORY_DIFFERS
    again.tokens["field"] = token
    client = again.client("field")
    assert client.get("/today").location == "/account/waiting"
    assert client.get("/account/waiting").location == "/account/warning"
    page = read(client.get("/account/warning"))
    assert "Until it is cleared up nothing opens here" in page.get_text(" ", strip=True)

    assert client.post("/account/warning", data=filled(page)).location == "/today?done=heads-accepted"
    assert status() is AdmissionStatus.ADMITTED
    assert client.get("/today").status_code == 200


def test_a_directory_with_a_changed_link_is_told(seen: Organisation, tmp_path: Path) -> None:
    again = restarted(seen, tmp_path)
    with again.server.store.writing() as session:
        row = session.scalars(select(DirectoryStatement).where(DirectoryStatement.seq == 20)).one()
        row.body = row.body.replace("1", "2")

    assert PinBroken.DIRECTORY in arrive(again).broken


def test_another_branch_of_the_same_past_is_told(organisation: Organisation, tmp_path: Path) -> None:
    branch = copy_of(organisation, tmp_path / "branch")
    add_person(organisation, "newcomer", Role.CASEWORKER, RIVERSIDE)
    arrive(organisation)
    add_person(branch, "somebodyelse", Role.FIELD, RIVERSIDE)
    add_person(branch, "another", Role.FIELD, RIVERSIDE)

    move_pins(organisation, branch)

    assert arrive(branch).broken == (PinBroken.DIRECTORY, PinBroken.AUDIT)


def move_pins(one: Organisation, other: Organisation) -> None:
    """Let `field` of the other copy remember what `field` of the one saw."""
    with one.server.store.reading() as session:
        pins = session.scalars(select(StaffMember.pins).where(StaffMember.username == "field")).one()
    with other.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.username == "field").values(pins=pins))


def test_somebody_elses_pins_do_not_open_and_that_is_told(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        pins = session.scalars(select(StaffMember.pins).where(StaffMember.username == "director")).one()
        session.execute(update(StaffMember).where(StaffMember.username == "field").values(pins=pins))

    assert arrive(seen).broken == (PinBroken.PINS,)


def test_an_audit_trail_that_was_cut_short_is_told(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        head = session.scalars(select(AuditHead)).one()
        session.execute(delete(AuditSubject).where(AuditSubject.seq > 10))
        session.execute(delete(AuditEvent).where(AuditEvent.seq > 10))
        head.seq = 10
        head.hash = session.scalars(select(AuditEvent.hash).where(AuditEvent.seq == 10)).one()

    assert arrive(seen).broken == (PinBroken.AUDIT,)


def test_an_audit_trail_rewritten_from_a_point_on_is_told(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        for row in session.scalars(select(AuditEvent)):
            row.hash = digests.sha256(row.hash)

    assert PinBroken.AUDIT in arrive(seen).broken


def test_the_warning_comes_back_until_it_is_accepted(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        for row in session.scalars(select(AuditEvent)):
            row.hash = digests.sha256(row.hash)
        head = session.scalars(select(AuditHead)).one()
        head.hash = session.scalars(select(AuditEvent.hash).where(AuditEvent.seq == head.seq)).one()
    assert arrive(seen).broken
    assert arrive(seen).broken
    seen.tokens.pop("field", None)

    with seen.writing("field") as work:
        assert what_is_broken(work) == (PinBroken.AUDIT,)
        accept_what_is_here(work)

    assert arrive(seen).broken == ()
    assert "heads.accepted" in actions(seen)


def test_coming_back_with_the_card_compares_too(seen: Organisation) -> None:
    with seen.writing("field") as work:
        words = " ".join(new_recovery_card(seen.server, work).words)
    with seen.server.store.writing() as session:
        for row in session.scalars(select(AuditEvent)):
            row.hash = digests.sha256(row.hash)

    used = use_card(seen.server, "field", words, GOOD_PASSWORD, device="", address="")

    assert PinBroken.AUDIT in used.broken


@pytest.fixture
def other_root(seen: Organisation, tmp_path: Path) -> Organisation:
    """The same people under another root: a directory somebody made anew from its first statement."""
    again = restarted(seen, tmp_path)
    key = SigningKey.generate()
    with again.server.store.reading() as session:
        private = resume(again.server, session, arrive(again).token).keychain.private
    forge_directory(again, key, private.public.to_bytes())
    return copy_of(again, tmp_path / "forged")


def forge_directory(organisation: Organisation, root: SigningKey, keys: bytes) -> None:
    """Replace the whole directory by one of a stranger's making that names `field` a director."""
    installation, now = organisation.server.installation_id, organisation.clock.now()
    facts: dict[str, Any] = {
        "person": str(organisation.ids["field"]),
        "keys": keys.hex(),
        "key_version": 1,
        "role": "director",
        "base": None,
        "flags": [],
    }
    previous, rows = START, []
    stated: list[tuple[Kind, dict[str, Any]]] = [
        (Kind.ROOT, {"public": root.public.raw.hex()}),
        (Kind.PERSON, facts),
    ]
    for seq, (kind, fields) in enumerate(stated, start=1):
        made = make_statement(
            installation,
            seq=seq,
            previous=previous,
            kind=kind,
            fields=fields,
            signer_id=None,
            key=root,
            now=now,
        )
        previous = made.hash
        rows.append(made.to_row())
    with organisation.server.store.writing() as session:
        session.execute(delete(DirectoryStatement))
        session.add_all(rows)


def test_another_root_shuts_everything_but_ones_own_account(other_root: Organisation) -> None:
    welcome = arrive(other_root)

    assert PinBroken.ROOT in welcome.broken
    with other_root.server.store.reading() as session:
        signed_in = resume(other_root.server, session, welcome.token)
    assert signed_in.status is AdmissionStatus.ROOT_DIFFERS
    assert signed_in.person.role is Role.FIELD


@pytest.mark.parametrize("spoilt", [None, b"\0" * 80], ids=["emptied", "spoilt"])
def test_an_emptied_row_does_not_let_another_root_pass(
    other_root: Organisation, spoilt: bytes | None
) -> None:
    with other_root.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.username == "field").values(pins=spoilt))
        session.execute(delete(AuditSubject))
        session.execute(delete(AuditEvent))
        session.execute(delete(AuditHead))

    for _visit in range(2):
        welcome = arrive(other_root)
        assert welcome.broken == (PinBroken.PINS,)
        with other_root.server.store.reading() as session:
            signed_in = resume(other_root.server, session, welcome.token)
            told = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "sign_in")).all()
        assert (signed_in.status, signed_in.person.role) == (AdmissionStatus.ROOT_DIFFERS, Role.FIELD)
        assert all('"broken":"pins"' in body for body in told)


def test_emptied_pins_are_told_and_shut_everything_under_the_old_root_too(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.username == "field").values(pins=None))
    client = seen.client("field")

    assert arrive(seen).broken == (PinBroken.PINS,)
    assert client.get("/today").location == "/account/waiting"
    with seen.writing("field") as work, pytest.raises(NotAllowedNow) as refusal:
        accept_what_is_here(work)
    assert refusal.value.reasons == ("root-differs",)


def test_keys_are_never_without_what_their_owner_remembers(seen: Organisation) -> None:
    with seen.server.store.reading() as session:
        rows = session.scalars(select(StaffMember).where(StaffMember.state == "active")).all()
        assert [row.username for row in rows if row.pins is None] == []


def test_new_keys_do_not_make_another_root_ones_own(other_root: Organisation) -> None:
    with other_root.reading("field") as work, pytest.raises(NotAllowedNow) as refusal:
        renew_keys(other_root.server, work, GOOD_PASSWORD, device="", address="")

    assert refusal.value.reasons == ("root-differs",)


def test_new_keys_and_a_new_admission_bring_somebody_with_emptied_pins_back(seen: Organisation) -> None:
    with seen.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.username == "field").values(pins=None))
    renew(seen, "field")
    admit_again(seen, "field")

    assert arrive(seen).broken == ()
    with seen.reading("field") as work:
        assert work.person.role is Role.FIELD


def test_another_root_is_never_accepted(other_root: Organisation) -> None:
    with other_root.writing("field") as work, pytest.raises(NotAllowedNow) as refusal:
        accept_what_is_here(work)

    assert refusal.value.reasons == ("root-differs",)
