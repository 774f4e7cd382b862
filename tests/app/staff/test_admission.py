"""Nobody is admitted before six words were compared, and nothing is sealed to keys nobody compared."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.foundation.errors import (
    Conflict,
    KeyRefused,
    NoKey,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.foundation.roles import Flag, Role
from app.keyring.admitting import CIRCLES_OF_ROLE
from app.keyring.circles import circle_secret
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import certifying_signer
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.sessions import resume
from app.sign_in.waiting_keys import waiting_keys_of
from app.staff.account_facts import AccountState
from app.staff.accounts import Details, change_details
from app.staff.admission import admission_terms, admit, own_digits
from app.staff.duties import change_flags, state_anew
from app.staff.invitations import accept_invitation
from app.staff.members import account, facts_of, mark_of
from app.unit_of_work import UnitOfWork
from app.vault.person_keys import PersonPrivateKeys
from models.circle import CircleMembership
from models.staff_member import StaffMember
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, add_person, password_of
from tests.support.staff import (
    actions,
    admit_again,
    flag,
    give_role,
    new_account,
    renew,
    row_of,
    shell_of,
    six_words_of,
)


def opens(work: UnitOfWork, kind: CircleKind, base_id: UUID | None = RIVERSIDE) -> bool:
    """Tell whether a keychain opens the newest and every older version of a circle."""
    circle = directory_for(work).circle(kind, base_id)
    try:
        return bool([circle_secret(work, circle.id, version) for version in circle.versions])
    except NoKey:
        return False


@pytest.mark.parametrize("by", ["supervisor", "director"])
@pytest.mark.parametrize("role", [Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR])
def test_an_admitted_person_opens_the_circles_of_their_role(
    organisation: Organisation, by: str, role: Role
) -> None:
    add_person(organisation, "newcomer", role, RIVERSIDE, by=by)

    with organisation.reading("newcomer") as work:
        found = {
            kind
            for kind in (CircleKind.STREET, CircleKind.OFFICE, CircleKind.SUPERVISION)
            if opens(work, kind)
        }
        assert found == set(CIRCLES_OF_ROLE[role])
        assert not opens(work, CircleKind.STREET, HILLSIDE)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abandon abandon abandon abandon abandon abandon",
        "{first5}",
        "{words} extra",
        "{reversed}",
    ],
)
def test_other_words_admit_nobody_and_are_noted(organisation: Organisation, typed: str) -> None:
    renew(organisation, "caseworker")
    words = six_words_of(organisation, "caseworker").split()
    text = typed.format(first5=" ".join(words[:5]), words=" ".join(words), reversed=" ".join(reversed(words)))

    work = organisation.open("supervisor")
    with pytest.raises(NotAllowedNow) as refusal:
        admit(work, organisation.ids["caseworker"], text)

    assert refusal.value.reasons == ("words-differ",)
    assert [event.action for event in work.pending if event.survives_rollback] == ["admission.words_differ"]
    assert facts_of(work, row_of(organisation, "caseworker")).state is AccountState.AWAITING
    work.end_transaction()


def test_four_letters_of_a_word_and_capitals_are_enough(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    typed = " ".join(word[:4].upper() for word in six_words_of(organisation, "caseworker").split())

    with organisation.writing("supervisor") as work:
        admit(work, organisation.ids["caseworker"], typed)

    assert row_of(organisation, "caseworker").state == "active"


def test_the_digits_below_the_words_are_enough(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    with organisation.reading("caseworker") as work:
        digits = " ".join(own_digits(work))

    with organisation.writing("supervisor") as work:
        admit(work, organisation.ids["caseworker"], digits)

    assert row_of(organisation, "caseworker").state == "active"


def test_another_persons_digits_admit_nobody_and_are_noted(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    with organisation.reading("field") as work:
        digits = " ".join(own_digits(work))

    work = organisation.open("supervisor")
    with pytest.raises(NotAllowedNow) as refusal:
        admit(work, organisation.ids["caseworker"], digits)

    assert refusal.value.reasons == ("words-differ",)
    assert [event.action for event in work.pending if event.survives_rollback] == ["admission.words_differ"]
    work.end_transaction()


def test_swapped_public_keys_show_in_the_words(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    words = six_words_of(organisation, "caseworker")
    row = row_of(organisation, "caseworker")
    kept = waiting_keys_of(row)
    assert kept is not None
    swapped = replace(kept, public_keys=PersonPrivateKeys.generate().public.to_bytes())
    write_row(organisation, "caseworker", waiting_keys=swapped.to_bytes())

    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
        admit(work, organisation.ids["caseworker"], words)

    assert refusal.value.reasons == ("words-differ",)


def swap_public_keys(organisation: Organisation, name: str) -> PersonPrivateKeys:
    """Put a stranger's public keys into a row, as somebody with access to the database could."""
    stranger = PersonPrivateKeys.generate()
    with organisation.server.store.writing() as session:
        session.execute(
            update(StaffMember)
            .where(StaffMember.id == organisation.ids[name])
            .values(public_keys=stranger.public.to_bytes())
        )
    return stranger


def test_swapped_public_keys_are_not_vouched_for_by_a_later_statement(organisation: Organisation) -> None:
    stranger = swap_public_keys(organisation, "caseworker")

    with pytest.raises(NotAllowedNow, match="not-active"):
        flag(organisation, "caseworker", Flag.SAFEGUARDING)
    with pytest.raises(NotAllowedNow, match="not-active"):
        give_role(organisation, "caseworker", Role.COUNSELLOR, RIVERSIDE)
    with organisation.writing("director") as work:
        mark = mark_of(work, account(work, organisation.ids["caseworker"]))
        change_details(work, organisation.ids["caseworker"], Details("Another Name", None), version=mark)

    with organisation.reading("director") as work:
        known = directory_for(work).person(organisation.ids["caseworker"])
    assert known.keys != stranger.public
    with organisation.reading("caseworker") as work:
        assert work.keychain.private.public == known.keys


@pytest.mark.parametrize(
    ("by", "whom", "error"),
    [
        ("supervisor", "supervisor2", Refused),
        ("othersupervisor", "caseworker", NotVisible),
        ("supervisor", "technician", NotVisible),
        ("technician", "caseworker", Refused),
        ("caseworker", "field", NotVisible),
        ("auditor", "field", NotVisible),
    ],
)
def test_only_who_is_in_charge_admits(
    organisation: Organisation, by: str, whom: str, error: type[Exception]
) -> None:
    renew(organisation, whom)
    words = six_words_of(organisation, whom)

    with organisation.writing(by) as work, pytest.raises(error):
        admit(work, organisation.ids[whom], words)


@pytest.mark.parametrize("whom", ["field", "disabled"])
def test_who_is_not_waiting_is_not_admitted(organisation: Organisation, whom: str) -> None:
    with organisation.writing("director") as work, pytest.raises(NotAllowedNow) as refusal:
        admit(work, organisation.ids[whom], "any words at all will do here")

    assert refusal.value.reasons == ("not-waiting",)


def test_who_waits_sees_their_own_account_and_opens_nothing(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    token = organisation.token("caseworker")

    with organisation.server.store.reading() as session:
        assert resume(organisation.server, session, token).status is AdmissionStatus.AWAITING
    with organisation.reading("caseworker") as work:
        assert not opens(work, CircleKind.STREET)


def test_readmission_gives_every_circle_again_under_new_versions(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        before = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE).current_version
        old_keys = directory_for(work).person(organisation.ids["caseworker"]).keys
    renew(organisation, "caseworker", by="supervisor")

    pending = admit_again(organisation, "caseworker", by="supervisor")

    assert pending == []
    with organisation.reading("caseworker") as work:
        assert opens(work, CircleKind.STREET)
        assert opens(work, CircleKind.OFFICE)
        assert not opens(work, CircleKind.SUPERVISION)
        directory = directory_for(work)
        assert directory.circle(CircleKind.OFFICE, RIVERSIDE).current_version > before
        known = directory.person(organisation.ids["caseworker"])
        assert (known.key_version, known.keys != old_keys) == (2, True)
        assert old_keys.sign in directory.verify_keys_of(known.id)


def test_the_only_holder_of_a_circle_begins_it_anew_when_readmitted(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    renew(organisation, "counsellor")

    admit_again(organisation, "counsellor")

    with organisation.reading("counsellor") as work:
        circle = directory_for(work).circle(CircleKind.CLINICAL, RIVERSIDE)
        assert circle_secret(work, circle.id, circle.current_version).reveal()
        with pytest.raises(NoKey):
            circle_secret(work, circle.id, circle.current_version - 1)


def test_a_director_is_readmitted_by_another_and_signs_with_the_root_again(
    organisation: Organisation,
) -> None:
    renew(organisation, "director2")
    admit_again(organisation, "director2")

    with organisation.writing("director2") as work:
        change_flags(work, organisation.ids["field"], frozenset({Flag.ON_CALL}))
    assert "account.flags_changed" in actions(organisation)


def write_row(organisation: Organisation, name: str, **changed: object) -> None:
    """Change a person's row, as somebody with access to the database could."""
    with organisation.server.store.writing() as session:
        member = session.scalars(select(StaffMember).where(StaffMember.username == name)).one()
        session.execute(update(StaffMember).where(StaffMember.id == member.id).values(**changed))


def waiting(organisation: Organisation, role: Role = Role.SUPERVISOR) -> UUID:
    """Return a newcomer who has keys and was never admitted."""
    new = new_account("newcomer", role, RIVERSIDE)
    accept_invitation(organisation.server, shell_of(organisation, new), password_of("newcomer"))
    organisation.ids["newcomer"] = new.id
    return new.id


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "director", "base_id": None},
        {"base_id": HILLSIDE},
        {"ends_on": date(2031, 1, 1)},
        {"display_name": "Somebody / Else"},
    ],
)
def test_a_row_changed_after_it_was_shown_is_not_signed(
    organisation: Organisation, changed: dict[str, object]
) -> None:
    staff_id, words = waiting(organisation), six_words_of(organisation, "newcomer")
    with organisation.reading("director") as work:
        shown = admission_terms(work, staff_id).as_text()
    write_row(organisation, "newcomer", **changed)

    work = organisation.open("director")
    with pytest.raises(Conflict):
        admit(work, staff_id, words, shown=shown)
    assert [event.action for event in work.pending if event.survives_rollback] == ["admission.terms_differ"]
    work.end_transaction()
    assert row_of(organisation, "newcomer").state == "awaiting"


def test_readmission_takes_role_base_and_duties_from_the_directory(organisation: Organisation) -> None:
    flag(organisation, "caseworker", Flag.ON_CALL)
    renew(organisation, "caseworker")
    write_row(organisation, "caseworker", role="supervisor", base_id=HILLSIDE)

    admit_again(organisation, "caseworker")

    with organisation.reading("director") as work:
        known = directory_for(work).person(organisation.ids["caseworker"])
        assert (known.role, known.base_id, set(known.flags)) == (Role.CASEWORKER, RIVERSIDE, {Flag.ON_CALL})
    row = row_of(organisation, "caseworker")
    assert (row.role, row.base_id) == ("caseworker", RIVERSIDE)


def test_a_duty_that_does_not_fit_the_role_is_refused_in_the_statement(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        known = directory_for(work).person(organisation.ids["caseworker"])
        unfit = replace(known, flags=frozenset({Flag.ACTING_DIRECTOR}))
        with pytest.raises(KeyRefused):
            state_anew(work, unfit, signer=certifying_signer(work))


def test_a_row_that_says_active_admits_nobody(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    with organisation.server.store.writing() as session:
        session.execute(
            update(StaffMember)
            .where(StaffMember.id == organisation.ids["caseworker"])
            .values(state="active", role="director", base_id=None)
        )

    with organisation.server.store.reading() as session:
        signed_in = resume(organisation.server, session, organisation.token("caseworker"))

    assert signed_in.status is AdmissionStatus.AWAITING
    assert signed_in.person.role is Role.CASEWORKER


def test_a_role_written_into_a_row_gives_nothing(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        session.execute(
            update(StaffMember)
            .where(StaffMember.id == organisation.ids["field"])
            .values(role="director", base_id=None)
        )

    with organisation.reading("field") as work:
        assert (work.person.role, work.person.base_id) == (Role.FIELD, RIVERSIDE)


def test_a_membership_written_into_the_table_gives_nothing(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        row = session.scalars(
            select(CircleMembership).where(CircleMembership.holder_id == organisation.ids["supervisor"])
        ).first()
        assert row is not None
        session.add(
            CircleMembership(
                circle_id=row.circle_id,
                version=row.version,
                holder_id=organisation.ids["auditor"],
                holder_kind="person",
                secret_sealed=row.secret_sealed,
                added_at=row.added_at,
            )
        )
        circle_id, version = row.circle_id, row.version

    with organisation.reading("auditor") as work, pytest.raises((NoKey, KeyRefused)):
        circle_secret(work, circle_id, version)


def test_an_invitation_opened_late_still_waits_for_the_words(organisation: Organisation) -> None:
    renew(organisation, "field")
    organisation.clock.move(timedelta(days=2))

    assert admit_again(organisation, "field", by="supervisor") == []
