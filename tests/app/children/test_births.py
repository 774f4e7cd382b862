"""No day of a child's records lies before the child can have been born."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid4

import pytest

from app.case_records.moving import MoveInput
from app.cases.moving import move_to_case
from app.cases.notes import NoteInput, add_note
from app.children.births import refuse_before_birth
from app.children.children import change_child, editable_child, see_child
from app.children.documents import Age
from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.linking import LinkChild
from app.concerns.linking import link_child as link_to
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.documents import MetChildInput
from app.outreach.linking import link_child
from tests.app.concerns.test_moving import version_of
from tests.app.outreach.test_moving import TwoNights
from tests.support.children import add_child
from tests.support.concerns import OBSERVED, new_concern, post
from tests.support.consents import consent_in, new_consent
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.outreach import change, met_on, rows_of, shift_of, typed
from tests.support.pages import filled, read

TODAY = date(2026, 11, 1)
ABOUT_TEN = Age(8, 11, TODAY, AgeBasis.APPEARANCE)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of a child of about ten."""
    return case_of(organisation, add_child(organisation, age=ABOUT_TEN))


def test_no_consent_and_no_note_is_older_than_a_child_of_that_age(
    organisation: Organisation, case_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="before-any-birth"):
        consent_in(organisation, case_id, new_consent(given_on=date(2010, 1, 1)))
    note = NoteInput("She came.", MomentInput(date(1999, 11, 1), time(9)), EvidenceBasis.SEEN)
    with pytest.raises(NotAllowedNow, match="before-any-birth"), organisation.writing("caseworker") as work:
        add_note(work, case_id, uuid4(), note)


@pytest.mark.parametrize(
    ("age", "first"),
    [
        (ABOUT_TEN, 2011),
        (Age(2, 2, date(2018, 6, 1), AgeBasis.SAID_BY_CHILD), 2012),
        (Age(9, 10, TODAY, AgeBasis.ANIMAL_YEAR, AnimalYear.MONKEY), 2012),
    ],
)
def test_the_margin_is_generous(organisation: Organisation, age: Age, first: int) -> None:
    child_id = add_child(organisation, age=age)
    with organisation.reading("field") as work:
        refuse_before_birth(work, child_id, date(first, 1, 1))
        with pytest.raises(NotAllowedNow, match="before-any-birth"):
            refuse_before_birth(work, child_id, date(first - 1, 12, 31))


def test_a_child_of_unknown_age_refuses_nothing(organisation: Organisation) -> None:
    child_id, day = add_child(organisation, age=None), date(1950, 1, 1)
    with organisation.reading("field") as work:
        refuse_before_birth(work, child_id, day)
        assert see_child(work, child_id).profile is not None, "it was read, and says nothing against that day"


BORN = date(2026, 10, 20)
BABY = Age(0, 0, BORN, AgeBasis.DOCUMENT, born_on=BORN)
"""The organisation's clock says 2 November: thirteen days later."""
TOMORROW = date(2026, 11, 3)
BEFORE = MomentInput(date(2026, 10, 1), time(9))
AFTER = MomentInput(date(2026, 10, 25), time(9))


@pytest.fixture
def baby(organisation: Organisation) -> UUID:
    """A child who was born some days ago."""
    return add_child(organisation, age=BABY)


def test_a_baby_was_not_met_before_its_birth(organisation: Organisation, baby: UUID) -> None:
    old, shift_id = child_of(organisation), shift_of(organisation)
    meeting = met_on(organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=old),)))
    younger = add_child(organisation, age=Age(0, 0, TOMORROW, AgeBasis.DOCUMENT, born_on=TOMORROW))
    with pytest.raises(NotAllowedNow, match="before-born"):
        met_on(organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=younger),)))
    (row,) = rows_of(organisation, meeting)
    with pytest.raises(NotAllowedNow, match="before-born"):
        change(organisation, meeting, typed(organisation, children=(replace(row, child_id=younger),)))
    met_on(organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=baby),)))


def test_an_unknown_child_of_a_meeting_is_no_child_who_was_born_later(organisation: Organisation) -> None:
    younger = add_child(organisation, age=Age(0, 0, TOMORROW, AgeBasis.DOCUMENT, born_on=TOMORROW))
    meeting = met_on(organisation, shift_of(organisation))
    (row,) = rows_of(organisation, meeting)
    assert row.row_id is not None

    with pytest.raises(NotAllowedNow, match="before-born"), organisation.writing("supervisor") as work:
        link_child(work, meeting, row.row_id, younger)
    page = organisation.client("supervisor").post(
        f"/outreach/encounters/{meeting}/children/{row.row_id}/record", data={"child": str(younger)}
    )
    assert page.status_code != 500


def test_a_corrected_meeting_is_not_asked_again_about_whom_it_named_already(
    organisation: Organisation,
) -> None:
    child_id = child_of(organisation)
    children = (MetChildInput(child_id=child_id),)
    meeting = met_on(organisation, shift_of(organisation), typed(organisation, children=children))
    with organisation.writing("supervisor") as work:
        known = editable_child(work, child_id)
        later = replace(known.profile, age=Age(0, 0, TOMORROW, AgeBasis.DOCUMENT, born_on=TOMORROW))
        change_child(work, child_id, later, version=known.row.version)

    same = tuple(rows_of(organisation, meeting))
    change(organisation, meeting, typed(organisation, place="by the gate", children=same))


def test_a_meeting_is_moved_to_no_day_before_its_child_was_born(organisation: Organisation) -> None:
    nights = TwoNights(organisation)
    born = local_day(organisation.clock.now())
    younger = add_child(organisation, age=Age(0, 0, born, AgeBasis.DOCUMENT, born_on=born))
    (row,) = rows_of(organisation, nights.meeting)
    change(organisation, nights.meeting, typed(organisation, children=(replace(row, child_id=younger),)))

    with pytest.raises(NotAllowedNow, match="before-born"):
        nights.move()


@pytest.mark.parametrize("is_before_birth", [False, True])
def test_a_concern_of_before_a_birth_is_asked_about(
    organisation: Organisation, baby: UUID, *, is_before_birth: bool
) -> None:
    """About a child who was not born yet there may be a concern: it is asked, and not forbidden."""
    observed = replace(OBSERVED, when=BEFORE)
    loose = post(organisation, new=new_concern(observed=observed))
    version, other = version_of(organisation, loose.id), child_of(organisation)
    posted = post(organisation, new=new_concern(observed=observed, child_id=other))

    def may(act: Callable[[], object]) -> None:
        if is_before_birth:
            act()
            return
        with pytest.raises(NotAllowedNow, match="before-born"):
            act()

    def link() -> None:
        with organisation.writing("supervisor") as work:
            link_to(work, loose.id, LinkChild(baby, version, is_before_birth))

    def move() -> None:
        with organisation.writing("supervisor") as work:
            where = PutElsewhere("It was the baby.", version_of(organisation, posted.id), baby)
            put_elsewhere(work, posted.id, replace(where, is_before_birth=is_before_birth))

    may(
        lambda: post(
            organisation, new=new_concern(observed=observed, child_id=baby, is_before_birth=is_before_birth)
        )
    )
    may(link)
    may(move)


def test_nothing_is_added_to_a_babys_concern_of_a_day_before_its_birth_unasked(
    organisation: Organisation, baby: UUID
) -> None:
    posted = post(organisation, new=new_concern(observed=replace(OBSERVED, when=AFTER), child_id=baby))
    new = AdditionInput(uuid4(), AdditionKind.NOTE, BEFORE, "She said so before.")

    with pytest.raises(NotAllowedNow, match="before-born"), organisation.writing("field") as work:
        add_to_concern(work, posted.id, new)
    with organisation.writing("field") as work:
        add_to_concern(work, posted.id, replace(new, is_before_birth=True))


def test_an_urgent_concern_asks_nothing(organisation: Organisation) -> None:
    younger = add_child(organisation, age=Age(0, 0, TOMORROW, AgeBasis.DOCUMENT, born_on=TOMORROW))
    client = organisation.client("field")
    form = filled(read(client.get(f"/concerns/urgent?child={younger}")))
    sent = client.post(
        "/concerns/urgent",
        data=form
        | {
            "account": "He takes the baby away.",
            "basis": "seen",
            "press_sure": "1",
        },
    )
    assert sent.status_code == 303


def test_a_note_is_moved_to_no_case_of_a_child_who_was_born_later(
    organisation: Organisation, case_id: UUID, baby: UUID
) -> None:
    note_id, other = uuid4(), case_of(organisation, baby)
    with organisation.writing("caseworker") as work:
        add_note(work, case_id, note_id, NoteInput("She came.", BEFORE, EvidenceBasis.SEEN))

    with pytest.raises(NotAllowedNow, match="before-born"), organisation.writing("caseworker") as work:
        move_to_case(work, "case_note", case_id, note_id, MoveInput(uuid4(), other, "the baby's"))
