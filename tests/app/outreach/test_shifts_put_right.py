"""What was forgotten or pressed for the wrong person is put right after a shift has ended."""

from datetime import timedelta

import pytest

from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.outreach.documents import ShiftNotes
from app.outreach.safety import alarms
from app.outreach.shift_page import shift_page
from app.outreach.shifts import (
    Check,
    add_to_team,
    check,
    go_on,
)
from tests.support.organisation import Organisation
from tests.support.outreach import ended, met_on, shift_of


def test_a_forgotten_mate_is_put_on_the_team_after_the_end(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)
    ended(organisation, shift_id)
    with organisation.writing("field") as work:
        add_to_team(work, shift_id, [organisation.ids["field2"]])

    with organisation.reading("field2") as work:
        page = shift_page(work, shift_id, page=1)
        assert [met.id for met in page.met if met.account is not None] == [encounter_id]
        assert alarms(work) == []
    organisation.clock.move(timedelta(hours=25))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="shift-over"):
        add_to_team(work, shift_id, [organisation.ids["caseworker"]])
    with organisation.writing("supervisor") as work:
        add_to_team(work, shift_id, [organisation.ids["caseworker"]])


def test_a_check_out_of_the_wrong_person_is_taken_back_after_the_end(organisation: Organisation) -> None:
    shift_id, other = shift_of(organisation, team=("field2",)), organisation.ids["field2"]
    ended(organisation, shift_id)
    for kind in (Check.OUT, Check.NOT_OUT):
        with organisation.writing("field") as work:
            check(work, shift_id, other, kind)

    with organisation.reading("field") as work:
        page = shift_page(work, shift_id, page=1)
        assert other in {mate.id for mate in page.head.still_out}
        assert alarms(work) == []
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        check(work, shift_id, other, Check.NOT_OUT)


def test_the_words_of_an_end_that_was_too_early_stay(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    for words in ("Quiet night.", "A fight at the gate.", "A fight at the gate."):
        ended(organisation, shift_id, words=words)
        with organisation.reading("field") as work:
            notes = shift_page(work, shift_id, page=1).notes
        with organisation.writing("field") as work:
            go_on(work, shift_id)

    assert notes == ShiftNotes(ending="Quiet night.\n\nA fight at the gate.")
