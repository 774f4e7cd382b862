"""Registers in memory: filled when first asked for, following what is written, dropped when nobody uses them."""

from datetime import timedelta
from uuid import UUID

from app.clubs.merging import Said
from app.clubs.register_memory import held_in_memory, registers_for
from app.clubs.registers import RegisterInput, take_register
from app.foundation.local_time import local_day
from app.keyring.in_memory import UNUSED_FOR
from tests.support.absences import club_with_absent, write_session
from tests.support.clubs import slot_today
from tests.support.organisation import RIVERSIDE, Organisation


def _sessions(organisation: Organisation, name: str, club_id: UUID) -> int:
    with organisation.reading(name) as work:
        return sum(len(each.memory.days_of(club_id)) for each in registers_for(work))


def test_a_register_that_is_written_later_is_read_then(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    assert _sessions(organisation, "supervisor", club_id) == 13

    with organisation.writing("field") as work:
        write_session(work, club_id, local_day(work.now), [sophea])

    assert _sessions(organisation, "supervisor", club_id) == 14
    assert _sessions(organisation, "field", club_id) == 14


def test_a_register_that_is_typed_from_paper_is_read_then(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    assert _sessions(organisation, "supervisor", club_id) == 13
    typed = RegisterInput(0, {sophea: Said()}, {sophea}, taken_by="Srey Mom", is_paper=True)
    with organisation.writing("field") as work:
        take_register(work, club_id, slot_today(organisation, days_ago=2), typed)

    assert _sessions(organisation, "supervisor", club_id) == 14


def test_nothing_stays_in_memory_that_nobody_used_for_a_quarter_of_an_hour(
    organisation: Organisation,
) -> None:
    club_id, _ = club_with_absent(organisation)
    _sessions(organisation, "supervisor", club_id)
    with organisation.reading("director") as work:
        assert held_in_memory(work) == {RIVERSIDE}

    organisation.clock.move(UNUSED_FOR + timedelta(minutes=1))
    _sessions(organisation, "othersupervisor", club_id)

    with organisation.reading("director") as work:
        assert not held_in_memory(work)


def test_a_club_of_another_base_is_not_read(organisation: Organisation) -> None:
    club_id, _ = club_with_absent(organisation)
    assert _sessions(organisation, "supervisor", club_id) == 13
    assert _sessions(organisation, "othersupervisor", club_id) == 0
    assert _sessions(organisation, "counsellor", club_id) == 0


def test_what_is_opened_for_memory_names_nobody_in_the_trail_until_they_are_shown(
    organisation: Organisation,
) -> None:
    club_with_absent(organisation)
    with organisation.reading("supervisor") as work:
        registers_for(work)
        shown = {id_ for noted in (*work.opened.values(), *work.listed.values()) for id_ in noted.subjects}
    assert not shown
