"""Set-up begins with the console's code, ends with the cards typed back and a base, and resumes anywhere between."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.access.gate import abandon, finish
from app.bases.settings import add_base
from app.factory import server_of
from app.foundation.clock import MovableClock
from app.foundation.errors import NotAllowedNow, NotVisible, TooMany
from app.recovery.kit import server_secret_from_kit
from app.recovery.printed_cards import CardKind, PrintedCard
from app.recovery.typed_cards import CardFault, CardField, CardRefused, read_kit_cards
from app.server import Server
from app.set_up.organisation import FirstDirectorInput
from app.set_up.steps import (
    Begun,
    SetUpStep,
    WrongCode,
    begin_set_up,
    make_new_cards,
    set_up_step,
    type_cards_back,
)
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.sessions import open_work, resume
from app.unit_of_work import Mode, UnitOfWork
from app.vault.cards import KitCard
from tests.app.staff.conftest import new_base
from tests.support.organisation import Organisation
from tests.support.same_app import copied_app
from tests.support.staff import GOOD_PASSWORD

FIRST = FirstDirectorInput("Lotus Path", "Chan Dara", "dara", GOOD_PASSWORD)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def app(built_empty: Flask, tmp_path: Path, clock: MovableClock) -> Flask:
    return copied_app(built_empty, tmp_path, clock)


@pytest.fixture
def server(app: Flask) -> Server:
    return server_of(app)


def begin(server: Server, first: FirstDirectorInput = FIRST, *, code: str | None = None) -> Begun:
    return begin_set_up(server, code or server.set_up_code, first, device="test", address="here")


def work_of(server: Server, begun: Begun, mode: Mode = Mode.WRITING) -> UnitOfWork:
    with server.store.reading() as session:
        return open_work(server, resume(server, session, begun.token), mode)


def words(card: PrintedCard) -> str:
    return " ".join(card.words)


def type_back(server: Server, begun: Begun, *cards: PrintedCard) -> None:
    work = work_of(server, begun)
    try:
        type_cards_back(server, work, *(words(card) for card in cards))
        finish(work)
    finally:
        abandon(work)


def make_cards(server: Server, begun: Begun) -> tuple[PrintedCard, PrintedCard]:
    work = work_of(server, begun)
    try:
        made = make_new_cards(server, work)
        finish(work)
    finally:
        abandon(work)
    return made


def test_set_up_gives_a_signed_in_director_and_three_cards(server: Server) -> None:
    assert set_up_step(server) is SetUpStep.ORGANISATION

    begun = begin(server)

    assert [card.kind for card in begun.cards] == [CardKind.PERSONAL, CardKind.KIT_A, CardKind.KIT_B]
    assert [len(card.words) for card in begun.cards] == [15, 26, 26]
    assert "redacted" not in repr(begun)
    assert begun.cards[0].words[0] not in repr(begun)
    with server.store.reading() as session:
        assert resume(server, session, begun.token).status is AdmissionStatus.ADMITTED
    assert set_up_step(server) is SetUpStep.CARDS


def test_the_code_may_be_typed_in_khmer_digits_and_without_its_dash(server: Server) -> None:
    khmer = "".join(chr(0x17E0 + int(digit)) for digit in server.set_up_code.replace("-", ""))

    assert begin(server, code=khmer).token


def test_a_wrong_code_makes_nothing_and_guessing_is_slowed_down(server: Server, clock: MovableClock) -> None:
    for _ in range(5):
        with pytest.raises(WrongCode):
            begin(server, code="0000-000")

    with pytest.raises(TooMany) as wait:
        begin(server)
    assert set_up_step(server) is SetUpStep.ORGANISATION
    clock.move(timedelta(seconds=wait.value.retry_after_seconds))
    assert begin(server).token


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (FirstDirectorInput("Lotus", "Chan Dara", "dara", "short one"), "password-too-short"),
        (FirstDirectorInput("Lotus", "Chan Dara", "dara", "qwertyuiop123456"), "password-too-common"),
        (FirstDirectorInput("Lotuspath", "Chan Dara", "dara", "my lotuspath is fine"), "password-too-common"),
        (FirstDirectorInput("Lotus", "Chan Dara", "d", GOOD_PASSWORD), "username-form"),
        (FirstDirectorInput("Lotus", "Chan Dara", "dara dara", GOOD_PASSWORD), "username-form"),
        (FirstDirectorInput("\u200b \u202e", "Chan Dara", "dara", GOOD_PASSWORD), "name-missing"),
        (FirstDirectorInput("Lotus", "\u200b", "dara", GOOD_PASSWORD), "name-missing"),
    ],
)
def test_what_is_typed_wrong_is_told_and_makes_nothing(
    server: Server, first: FirstDirectorInput, reason: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        begin(server, first)

    assert refusal.value.reasons == (reason,)
    assert set_up_step(server) is SetUpStep.ORGANISATION


def test_an_organisation_is_set_up_once(server: Server) -> None:
    begin(server)

    with pytest.raises(NotAllowedNow):
        begin(server, FirstDirectorInput("Other", "Other", "other", GOOD_PASSWORD))


def test_set_up_goes_on_until_both_cards_are_typed_back_and_a_base_is_made(server: Server) -> None:
    begun = begin(server)
    _, card_a, card_b = begun.cards

    type_back(server, begun, card_b, card_a)
    assert set_up_step(server) is SetUpStep.BASE

    work = work_of(server, begun)
    add_base(work, new_base("Riverside", "RV"))
    finish(work)
    assert set_up_step(server) is SetUpStep.DONE


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        (("{a} apple", "{b}"), CardField.CARD_A, CardFault.WORD_COUNT),
        (("{a}", "{b} lotus"), CardField.CARD_B, CardFault.UNKNOWN_WORD),
        (("{a}", "{a}"), CardField.CARD_B, CardFault.SAME_CARD_TWICE),
        (("{a}", "WAYHOME-KIT-1:NOT*A*CODE"), CardField.CARD_B, CardFault.UNREADABLE_CODE),
        (("", ""), CardField.CARD_A, CardFault.WORD_COUNT),
    ],
)
def test_a_slip_in_a_card_is_told_by_card_and_kind(
    server: Server, typed: tuple[str, str], field: CardField, fault: CardFault
) -> None:
    begun = begin(server)
    _, card_a, card_b = begun.cards
    texts = [text.format(a=words(card_a), b=words(card_b)) for text in typed]

    with pytest.raises(CardRefused) as refusal:
        type_cards_back(server, work_of(server, begun, Mode.READING), *texts)

    assert (refusal.value.field, refusal.value.fault) == (field, fault)
    assert set_up_step(server) is SetUpStep.CARDS


def test_lost_cards_are_replaced_and_the_older_ones_are_refused(server: Server) -> None:
    begun = begin(server)
    _, old_a, old_b = begun.cards

    new_a, new_b = make_cards(server, begun)

    with pytest.raises(CardRefused) as refusal:
        type_back(server, begun, old_a, old_b)
    assert refusal.value.fault is CardFault.OLDER_KIT
    with pytest.raises(CardRefused) as mixed:
        type_back(server, begun, old_a, new_b)
    assert mixed.value.fault is CardFault.OTHER_KIT
    type_back(server, begun, new_a, new_b)
    assert set_up_step(server) is SetUpStep.BASE


def cards_of(*printed: PrintedCard) -> tuple[KitCard, KitCard]:
    return read_kit_cards(*(words(card) for card in printed))


def test_the_kit_file_opens_with_either_kit_until_the_new_one_is_typed_back(server: Server) -> None:
    begun = begin(server)
    folder = server.settings.data_folder
    _, *old = begun.cards
    new = make_cards(server, begun)

    for cards in (old, new):
        assert server_secret_from_kit(folder, *cards_of(*cards)) == server.secret

    type_back(server, begun, *new)
    assert server_secret_from_kit(folder, *cards_of(*new)) == server.secret
    with pytest.raises(Exception, match="not of this kit"):
        server_secret_from_kit(folder, *cards_of(*old))


def test_a_damaged_kit_file_does_not_stand_in_the_way_of_new_cards(server: Server) -> None:
    begun = begin(server)
    (server.settings.data_folder / "recovery-kit.sealed").write_text("{torn")

    new = make_cards(server, begun)

    assert server_secret_from_kit(server.settings.data_folder, *cards_of(*new)) == server.secret


@pytest.mark.parametrize("name", ["supervisor", "technician", "auditor", "field"])
def test_only_a_director_touches_the_kit(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        make_new_cards(organisation.server, work)
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        type_cards_back(organisation.server, work, "a", "b")
