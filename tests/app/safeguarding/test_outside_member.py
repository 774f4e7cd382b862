"""Whom to call while nobody reads it here: a director signs it, everybody is told, and no row changes it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.errors import Conflict, FreshProofNeeded, KeyRefused, NotAllowedNow, NotVisible
from app.keyring.adding_statements import own_signer, state
from app.keyring.directory import OutsideMember
from app.keyring.statements import Kind
from app.safeguarding.outside_member import outside_member, outside_member_page, write_outside_member
from app.safeguarding.pages import posting_advice
from models.directory_statement import DirectoryStatement
from tests.support.concerns import write_board_member
from tests.support.organisation import Organisation

BOARD = OutsideMember("Sok Channary", "012 555 010")


@pytest.mark.parametrize("name", ["field", "technician", "auditor", "counsellor", "otherfield"])
def test_everybody_is_told_whom_to_call(organisation: Organisation, name: str) -> None:
    with organisation.reading(name) as work:
        assert posting_advice(work).outside is None

    write_board_member(organisation, f" {BOARD.name} ", "០១២ 555 010")

    with organisation.reading(name) as work:
        assert posting_advice(work).outside == BOARD


@pytest.mark.parametrize("name", ["supervisor", "technician", "auditor", "field"])
def test_nobody_but_a_director_writes_it(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        write_outside_member(work, BOARD.name, BOARD.phone, version=0)
    with organisation.writing(name) as work, pytest.raises(KeyRefused):
        fields = {"name": "Me", "phone": "1"}
        state(work, Kind.OUTSIDE_MEMBER, fields, signer=own_signer(work))


def test_it_wants_the_password_again(organisation: Organisation) -> None:
    organisation.token("director")
    organisation.clock.move(timedelta(minutes=6))

    with organisation.writing("director") as work, pytest.raises(FreshProofNeeded):
        write_outside_member(work, BOARD.name, BOARD.phone, version=outside_member_page(work).version)


@pytest.mark.parametrize(
    ("name", "phone", "reason"), [(" \u200b", "1", "name-missing"), ("Sok", " ", "phone-missing")]
)
def test_both_words_are_needed(organisation: Organisation, name: str, phone: str, reason: str) -> None:
    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match=reason):
        write_outside_member(work, name, phone, version=outside_member_page(work).version)


def test_two_directors_do_not_overwrite_each_other(organisation: Organisation) -> None:
    with organisation.reading("director2") as work:
        seen = outside_member_page(work).version
    write_board_member(organisation, BOARD.name, BOARD.phone)

    with organisation.writing("director2") as work, pytest.raises(Conflict):
        write_outside_member(work, "Somebody else", "1", version=seen)


def test_a_number_changed_in_the_database_is_not_believed(organisation: Organisation) -> None:
    write_board_member(organisation, BOARD.name, BOARD.phone)
    with organisation.server.store.writing() as session:
        query = select(DirectoryStatement).where(DirectoryStatement.kind == Kind.OUTSIDE_MEMBER.value)
        row = session.scalars(query).one()
        row.body = json.dumps({"name": BOARD.name, "phone": "099 999 999"})

    with organisation.reading("field") as work:
        known = outside_member(work)
    assert known is None or known == BOARD
