"""The practice organisation is whole: everyone can sign in, every stage is there, and services made all of it."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.verification import verify_trail
from app.factory import StartOptions, make_app, server_of
from app.foundation.settings import Settings
from app.keyring.known_directory import reverified_directory
from app.practice.building import PRACTICE
from app.practice.sign_ins import SIGN_INS_FILE, SignIn, read_outside_card
from models.audit_event import AuditEvent
from models.base import Base
from models.case import Case
from models.child import Child
from models.concern import Concern
from models.disclosure import Disclosure
from models.encounter import Encounter
from models.group_session import GroupSession
from models.home_visit import HomeVisit
from models.mapping import Model
from models.referral_packet import PacketFile, ReferralPacket
from models.screening import Screening
from models.shift import Shift
from tests.support.pages import read, send

ROLES = "field caseworker counsellor supervisor director technician auditor othersupervisor".split()
OTHER_CHAIRS = set(
    "field2 caseworker2 supervisor2 focalpoint oncall clinicallead outsidemember volunteer actingdirector".split()
)
MADE_BY: list[tuple[type[Model], str]] = [
    (Child, "child.made"),
    (Shift, "shift.opened"),
    (Encounter, "encounter.written"),
    (Concern, "concern.posted"),
    (Case, "case.opened"),
    (HomeVisit, "visit.planned"),
    (GroupSession, "group.planned"),
    (Screening, "screening.written"),
    (ReferralPacket, "packet.drafted"),
    (PacketFile, "packet.exported"),
]
"""Each kind of record, and what its service writes into the trail."""


def signed_in(app: Flask, person: SignIn) -> FlaskClient:
    """Return a browser in which somebody signed in through the sign-in page."""
    visitor = app.test_client()
    answer = send(visitor, "/sign-in", {"username": person.username, "password": person.password})
    assert answer.status_code == 303, f"{person.role} could not sign in"
    return visitor


def count(app: Flask, model: type[Model]) -> int:
    """Return how many rows a table has."""
    with server_of(app).store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_sign_ins_are_of_every_role_and_for_their_owner_only(
    practice_settings: Settings, sign_ins: dict[str, SignIn]
) -> None:
    assert list(sign_ins)[: len(ROLES)] == ROLES
    assert set(sign_ins) - set(ROLES) == OTHER_CHAIRS
    assert all(person.key == role and person.name for role, person in sign_ins.items())
    assert (practice_settings.data_folder / SIGN_INS_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("role", [*ROLES, *sorted(OTHER_CHAIRS)])
def test_everyone_signs_in_and_sees_that_it_is_practice(
    role: str, practice: Flask, sign_ins: dict[str, SignIn]
) -> None:
    page = read(signed_in(practice, sign_ins[role]).get("/today"))

    assert "Practice organisation" in page.get_text()
    assert "Your first quarter of an hour here" in page.get_text()


def test_the_outside_member_comes_in_with_the_card_and_gets_the_next_one(
    practice_settings: Settings, tmp_path: Path
) -> None:
    # A copy: the card's first use replaces it.
    settings = replace(practice_settings, data_folder=tmp_path / "data")
    shutil.copytree(practice_settings.data_folder, settings.data_folder)
    app = make_app(settings, StartOptions(kind=PRACTICE))
    words = read_outside_card(settings.data_folder)

    first = read(send(app.test_client(), "/outside-member", {"card_words": words}))
    again = read(send(app.test_client(), "/outside-member", {"card_words": words}), status=422)
    server_of(app).store.engine.dispose()

    assert len(words.split()) == 15
    assert "Shown once." in first.get_text()
    assert "This card opens nothing." in again.get_text()


def test_there_are_two_bases_sixty_children_and_a_year_of_nights(practice: Flask) -> None:
    assert count(practice, Base) == 2
    assert 55 <= count(practice, Child) <= 65
    assert 600 <= count(practice, Encounter) <= 700


def test_cases_stand_at_every_stage_of_the_road(practice: Flask) -> None:
    with server_of(practice).store.reading() as session:
        stages = Counter(session.scalars(select(Case.stage)))

    assert sum(stages.values()) >= 10
    assert set(stages) == {"opened", "prevention", "rescue", "restoration", "closed"}


@pytest.mark.parametrize(("model", "action"), MADE_BY)
def test_every_record_was_made_by_its_service(model: type[Model], action: str, practice: Flask) -> None:
    with server_of(practice).store.reading() as session:
        events = session.scalar(select(func.count()).where(AuditEvent.action == action))

    assert events
    assert count(practice, model) == events


def test_nothing_of_the_year_lies_ahead_of_now(practice: Flask) -> None:
    with server_of(practice).store.reading() as session:
        last = session.scalar(select(func.max(AuditEvent.at)))

    assert last is not None
    assert last <= datetime.now(UTC)


def test_the_trail_and_the_key_directory_are_whole(practice: Flask) -> None:
    server = server_of(practice)
    with server.store.reading() as session:
        verdict = verify_trail(session, server.installation_id, server.secret.checkpoint_key().public)
        directory = reverified_directory(session, server.installation_id)

    assert verdict.is_whole
    assert verdict.events > 2000
    assert verdict.checkpoints
    assert directory.broken_at is None


def test_a_childs_own_words_are_among_the_concerns(practice: Flask) -> None:
    assert count(practice, Disclosure) >= 3


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("field", ["/children/", "/outreach/", "/concerns/"]),
        ("supervisor", ["/children/", "/outreach/", "/concerns/", "/cases/", "/restoration/"]),
        ("director", ["/children/", "/cases/", "/packets/", "/audit/"]),
    ],
)
def test_the_places_of_a_role_open_and_are_not_empty(
    role: str, places: list[str], practice: Flask, sign_ins: dict[str, SignIn]
) -> None:
    visitor = signed_in(practice, sign_ins[role])

    for place in places:
        assert read(visitor.get(place)).select_one(".wh-empty") is None, f"{place} is empty"


def test_each_base_keeps_its_own(practice: Flask, sign_ins: dict[str, SignIn]) -> None:
    north = read(signed_in(practice, sign_ins["othersupervisor"]).get("/cases/")).get_text()
    south = read(signed_in(practice, sign_ins["supervisor"]).get("/cases/")).get_text()

    assert "SR-K-" in north
    assert "PP-K-" not in north
    assert "PP-K-" in south
    assert "SR-K-" not in south
