"""With every password lost, the two cards of the kit bring the organisation back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet
from app.foundation.errors import KeyRefused, NoKey, NotAllowedNow, TooMany, WillNotOpen
from app.foundation.roles import Flag, Role
from app.keyring.circles import circle_secret
from app.keyring.folders import folder_of_base, open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, FolderKind
from app.keyring.root import root_signer, signing_identity
from app.recovery.kit import open_with_kit, server_secret_from_kit
from app.recovery.kit_state import kit_state
from app.recovery.organisation import DirectorInput, Recovered, recover_organisation
from app.recovery.typed_cards import CardFault, CardRefused, read_kit_cards
from app.set_up.steps import SetUpStep, set_up_step, type_cards_back
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.sessions import open_work, resume
from app.sign_in.signing_in import sign_in
from app.staff.pending import pending_lines
from app.unit_of_work import Mode, UnitOfWork
from models.case import Case
from models.child import Child
from models.circle import CircleMembership
from models.grant import Grant
from models.installation import Installation
from models.staff_member import StaffMember
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.staff import GOOD_PASSWORD, actions, admit_again, flag, renew

NEW = DirectorInput("Sun Bopha", "bopha", GOOD_PASSWORD)


def kit_words(organisation: Organisation) -> tuple[str, str]:
    """Return the words of both cards as paper holds them."""
    assert organisation.kit_cards is not None
    card_a, card_b = organisation.kit_cards
    return " ".join(card_a.words()), " ".join(card_b.words())


def recover(organisation: Organisation, new: DirectorInput = NEW) -> Recovered:
    words = kit_words(organisation)
    return recover_organisation(organisation.server, *words, new, device="test", address="here")


def work_of(organisation: Organisation, recovered: Recovered) -> UnitOfWork:
    with organisation.server.store.reading() as session:
        signed_in = resume(organisation.server, session, recovered.token)
    return open_work(organisation.server, signed_in, Mode.WRITING)


def lose_every_password(organisation: Organisation) -> None:
    """Take from everybody what a password or a card would open."""
    with organisation.server.store.writing() as session:
        session.execute(
            update(StaffMember).values(
                password_verifier=None, password_salt=None, keys_by_password=None, keys_by_card=None
            )
        )


def test_an_old_sealed_record_opens_again_after_every_password_is_lost(lived: LivedIn) -> None:
    organisation = lived.organisation
    lose_every_password(organisation)

    recovered = recover(organisation)

    work = work_of(organisation, recovered)
    with organisation.server.store.reading() as session:
        folders = list(session.scalars(select(Case.folder_id)))
        profiles = list(session.scalars(select(Child.folder_id)))
    assert all(open_folder(work, folder).record_keys() for folder in [*folders, *profiles])
    for base_id in (RIVERSIDE, HILLSIDE):
        assert folder_of_base(work, FolderKind.NAME_CARDS, base_id).record_keys()
    assert root_signer(work).id is None
    assert signing_identity(work).certificate_der
    work.end_transaction()


def test_the_new_director_is_stated_by_the_root_and_joins_every_circle_of_directors(
    organisation: Organisation,
) -> None:
    recovered = recover(organisation)

    work = work_of(organisation, recovered)
    directory = directory_for(work)
    known = directory.person(work.person.id)
    assert (known.role, known.base_id, work.person.display_name) == (Role.DIRECTOR, None, "Sun Bopha")
    joined = {
        (directory.circles[c].kind, directory.circles[c].base_id) for c, _ in directory.circles_of(known.id)
    }
    assert joined == {
        (CircleKind.DIRECTION, None),
        *(
            (kind, base_id)
            for base_id in (RIVERSIDE, HILLSIDE)
            for kind in (CircleKind.STREET, CircleKind.OFFICE, CircleKind.SUPERVISION)
        ),
    }
    assert pending_lines(work, known.id) == ()
    work.end_transaction()
    assert "organisation.recovered" in actions(organisation)


def test_the_kit_is_replaced_and_must_be_typed_back(organisation: Organisation) -> None:
    old = read_kit_cards(*kit_words(organisation))
    recovered = recover(organisation)
    _, card_a, card_b = recovered.cards
    words = (" ".join(card_a.words), " ".join(card_b.words))
    assert set_up_step(organisation.server) is SetUpStep.CARDS

    with pytest.raises(CardRefused) as refusal:
        recover(organisation, replace(NEW, username="bopha2"))
    assert refusal.value.fault is CardFault.OLDER_KIT

    work = work_of(organisation, recovered)
    assert not kit_state(work).is_confirmed
    type_cards_back(organisation.server, work, *words)
    work.session.commit()
    work.end_transaction()
    assert set_up_step(organisation.server) is SetUpStep.DONE
    folder = organisation.server.settings.data_folder
    assert server_secret_from_kit(folder, *read_kit_cards(*words)) == organisation.server.secret
    with pytest.raises(WillNotOpen):
        server_secret_from_kit(folder, *old)


def test_the_new_kit_recovers_a_second_time(organisation: Organisation) -> None:
    child_of(organisation)
    _, card_a, card_b = recover(organisation).cards
    words = (" ".join(card_a.words), " ".join(card_b.words))

    again = recover_organisation(
        organisation.server, *words, replace(NEW, username="bopha2"), device="", address=""
    )

    work = work_of(organisation, again)
    assert folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE).record_keys()
    work.end_transaction()


def test_colleagues_keep_their_accounts_and_come_back_by_invitation(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    lose_every_password(organisation)
    recovered = recover(organisation)
    with organisation.server.store.reading() as session:
        organisation.ids["bopha"] = resume(organisation.server, session, recovered.token).person.id
    organisation.tokens["bopha"] = recovered.token

    renew(organisation, "caseworker", by="bopha")
    admit_again(organisation, "caseworker", by="bopha")

    with organisation.reading("bopha") as work:
        (line,) = pending_lines(work, organisation.ids["caseworker"])
    assert line.may_give


def test_circles_nobody_but_their_members_open_come_back_too(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with organisation.reading("director") as work:
        circle = directory_for(work).circle(CircleKind.CLINICAL, RIVERSIDE)
        recovery = directory_for(work).circle(CircleKind.RECOVERY, None)
    before = sealed_to(organisation, circle.id, recovery.id)

    recovered = recover(organisation)

    assert sealed_to(organisation, circle.id, recovery.id) != before
    work = work_of(organisation, recovered)
    assert kit_state(work).left == ()
    work.end_transaction()


def sealed_to(organisation: Organisation, circle_id: object, holder_id: object) -> bytes:
    with organisation.server.store.reading() as session:
        query = select(CircleMembership.secret_sealed).where(
            CircleMembership.circle_id == circle_id, CircleMembership.holder_id == holder_id
        )
        return session.scalars(query.order_by(CircleMembership.version.desc())).first() or b""


def test_the_emergency_sheet_opens_through_the_office_after_recovery(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    with organisation.writing("caseworker") as work:
        change_sheet(work, child_id, EmergencyWords(danger="at the guesthouse"), version=0)
    lose_every_password(organisation)

    work = work_of(organisation, recover(organisation))

    with organisation.server.store.reading() as session:
        folder_id = session.scalars(
            select(Grant.folder_id).where(
                Grant.holder_id == directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE).id
            )
        ).first()
    assert folder_id is not None
    assert open_folder(work, folder_id).record_keys()
    work.end_transaction()


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (DirectorInput("", "bopha", GOOD_PASSWORD), "name-missing"),
        (DirectorInput("Sun Bopha", "director", GOOD_PASSWORD), "username-taken"),
        (DirectorInput("Sun Bopha", "b", GOOD_PASSWORD), "username-form"),
        (DirectorInput("Sun Bopha", "bopha", "short"), "password-too-short"),
        (DirectorInput("Sun Bopha", "bopha", "sun bopha sun bopha"), "password-too-common"),
    ],
)
def test_what_is_typed_wrong_uses_nothing_up(
    organisation: Organisation, new: DirectorInput, reason: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        recover(organisation, new)
    assert refusal.value.reasons == (reason,)
    assert recover(organisation).token


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("{a}", "{a}"), CardFault.SAME_CARD_TWICE),
        (("{a}", ""), CardFault.WORD_COUNT),
        (("{a}", "{b} {b}"), CardFault.WORD_COUNT),
        (("{a}x", "{b}"), CardFault.UNKNOWN_WORD),
    ],
)
def test_one_card_or_a_slip_opens_nothing(
    organisation: Organisation, typed: tuple[str, str], fault: CardFault
) -> None:
    card_a, card_b = kit_words(organisation)
    one, other = (text.format(a=card_a, b=card_b) for text in typed)

    with pytest.raises(CardRefused) as refusal:
        recover_organisation(organisation.server, one, other, NEW, device="", address="")

    assert refusal.value.fault is fault
    assert "organisation.recovered" not in actions(organisation)


def test_trying_cards_is_slowed_down(organisation: Organisation) -> None:
    for _ in range(5):
        with pytest.raises(CardRefused):
            recover_organisation(organisation.server, "abandon", "abandon", NEW, device="", address="here")

    with pytest.raises(TooMany) as wait:
        recover(organisation)
    organisation.clock.move(timedelta(seconds=wait.value.retry_after_seconds))
    assert recover(organisation).token


def test_a_sealed_circle_secret_changed_in_the_table_stays_shut_and_does_not_stop_the_rest(
    organisation: Organisation,
) -> None:
    with organisation.reading("director") as work:
        directory = directory_for(work)
        street = directory.circle(CircleKind.STREET, HILLSIDE)
        recovery = directory.circle(CircleKind.RECOVERY, None)
    with organisation.server.store.writing() as session:
        row = session.get_one(CircleMembership, (street.id, 1, recovery.id))
        row.secret_sealed = row.secret_sealed[:-1] + bytes([row.secret_sealed[-1] ^ 1])

    work = work_of(organisation, recover(organisation))

    assert folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE).record_keys()
    with pytest.raises(NoKey):
        circle_secret(work, street.id, 1)
    work.end_transaction()
    assert "kit.left_shut" in actions(organisation)


def test_a_changed_grant_of_the_root_stops_everything_and_writes_nothing(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        folder_id = session.scalars(select(Installation.root_folder_id)).one()
        for grant in session.scalars(select(Grant).where(Grant.folder_id == folder_id)):
            grant.key_sealed = grant.key_sealed[:-1] + bytes([grant.key_sealed[-1] ^ 1])

    with pytest.raises(KeyRefused):
        recover(organisation)

    assert "organisation.recovered" not in actions(organisation)
    with organisation.server.store.reading() as session:
        assert session.scalars(select(StaffMember.id).where(StaffMember.username == "bopha")).first() is None
        assert open_with_kit(session, *read_kit_cards(*kit_words(organisation))).recovery_secret.reveal()


def test_the_new_director_signs_in_with_the_new_password(organisation: Organisation) -> None:
    recover(organisation)

    token = sign_in(organisation.server, "bopha", GOOD_PASSWORD, device="", address="").token

    with organisation.server.store.reading() as session:
        assert resume(organisation.server, session, token).status is AdmissionStatus.ADMITTED


def test_a_stranger_who_tries_cards_closes_the_way_for_their_own_address_only(
    organisation: Organisation,
) -> None:
    for _ in range(7):
        with pytest.raises((CardRefused, TooMany)):
            recover_organisation(organisation.server, "no", "card", NEW, device="", address="a stranger's")

    with pytest.raises(TooMany):
        recover_organisation(organisation.server, "no", "card", NEW, device="", address="a stranger's")
    assert recover(organisation).token
