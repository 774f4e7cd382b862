"""A poster may add to what they cannot read, and what they add must be received too."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.concern_page import concern_page
from app.concerns.linking import link_to_case
from app.concerns.receipts import receipt
from app.concerns.triage import (
    ChangeUrgency,
    CloseConcern,
    acknowledge,
    change_urgency,
    close_concern,
)
from app.foundation.errors import AlreadyDone, NoKey, NotAllowedNow, NotVisible, Refused
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import open_folder
from models.concern import ConcernAddition
from tests.support.concerns import SEEN_ON, assigned_case, new_concern, post
from tests.support.organisation import Organisation
from tests.support.tampering import flip


def addition(
    kind: AdditionKind = AdditionKind.NOTE, words: str = "He is back.", whom: str = ""
) -> AdditionInput:
    """Return an addition as it is typed."""
    return AdditionInput(uuid4(), kind, SEEN_ON, words, whom)


def add(
    organisation: Organisation, concern_id: UUID, by: str = "field", new: AdditionInput | None = None
) -> None:
    """Add to a concern in a cast member's name."""
    with organisation.writing(by) as work:
        add_to_concern(work, concern_id, new or addition())


def test_the_poster_adds_what_they_cannot_read_afterwards(organisation: Organisation) -> None:
    posted, new = post(organisation), addition()
    add(organisation, posted.id, new=new)

    with organisation.reading("supervisor") as work:
        (read,) = concern_page(work, posted.id).additions
    assert read.document is not None
    assert read.document.words == "He is back."
    with organisation.reading("field") as work:
        assert len(receipt(work, posted.id).added_at) == 1
        with pytest.raises(NoKey):
            open_folder(work, work.session.get_one(ConcernAddition, new.id).folder_id)


@pytest.mark.parametrize(
    "name", ["field2", "caseworker", "counsellor", "othersupervisor", "technician", "auditor"]
)
def test_nobody_adds_to_what_is_not_theirs(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    with pytest.raises(NotVisible):
        add(organisation, posted.id, name)


@pytest.mark.parametrize("name", ["supervisor", "director"])
def test_supervision_adds(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    add(organisation, posted.id, name)

    with organisation.reading("supervisor") as work:
        assert len(concern_page(work, posted.id).additions) == 1


def test_the_assigned_caseworker_adds_and_the_counsellor_reads_only(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, opened.case_id, opened.child_id)

    add(organisation, posted.id, "caseworker")
    with pytest.raises(NotVisible):
        add(organisation, posted.id, "counsellor")
    with organisation.reading("counsellor") as work:
        page = concern_page(work, posted.id)
    assert page.additions[0].document is not None
    assert not page.may_add


@pytest.mark.parametrize("kind", [kind for kind in AdditionKind if kind is not AdditionKind.NOTE])
def test_a_report_that_was_spoken_needs_no_words(organisation: Organisation, kind: AdditionKind) -> None:
    posted = post(organisation)

    add(organisation, posted.id, new=addition(kind, words="", whom="Hotline 1288,  desk officer"))

    with organisation.reading("supervisor") as work:
        (read,) = concern_page(work, posted.id).additions
    assert read.document is not None
    assert (read.document.kind, read.document.told_whom) == (kind, "Hotline 1288, desk officer")


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (addition(words=" \n"), "no-words"),
        (AdditionInput(uuid4(), AdditionKind.NOTE, MomentInput(date(2030, 1, 1)), "Later."), "in-the-future"),
    ],
    ids=["no words", "in the future"],
)
def test_what_makes_no_sense_is_refused(organisation: Organisation, new: AdditionInput, reason: str) -> None:
    posted = post(organisation)

    with pytest.raises(NotAllowedNow, match=reason):
        add(organisation, posted.id, new=new)


def test_adding_twice_adds_once_and_nobody_elses(organisation: Organisation) -> None:
    posted, new = post(organisation), addition()
    add(organisation, posted.id, new=new)

    with pytest.raises(AlreadyDone):
        add(organisation, posted.id, new=new)
    with pytest.raises(Refused):
        add(organisation, posted.id, "supervisor", new)
    with organisation.reading("supervisor") as work:
        assert len(concern_page(work, posted.id).additions) == 1


@pytest.mark.parametrize("was", ["acknowledged", "closed"])
def test_what_a_poster_adds_later_waits_to_be_received_again(organisation: Organisation, was: str) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))
    with organisation.writing("supervisor") as work:
        if was == "acknowledged":
            acknowledge(work, posted.id)
        else:
            close_concern(work, posted.id, CloseConcern("Nothing found.", 1))
    organisation.clock.move(timedelta(minutes=10))
    called_at = organisation.clock.now()

    add(organisation, posted.id)

    with organisation.reading("field") as work:
        seen = receipt(work, posted.id).delivery
    assert (seen.state, seen.must_call) == (ConcernState.WAITING, True)
    assert seen.clock is not None
    assert seen.clock.at == called_at + timedelta(minutes=15)
    with organisation.writing("supervisor") as work:
        change_urgency(work, posted.id, ChangeUrgency(Urgency.HIGH, "Seen and safe.", 3))
    with organisation.reading("supervisor") as work:
        clock = concern_page(work, posted.id).delivery.clock
    assert clock is not None
    assert clock.at == called_at + timedelta(hours=24)


def test_what_a_reader_adds_wakes_no_clock(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)

    add(organisation, posted.id, "supervisor2")

    with organisation.reading("supervisor") as work:
        assert concern_page(work, posted.id).delivery.state is ConcernState.ACKNOWLEDGED


def test_a_damaged_addition_leaves_the_others_standing(organisation: Organisation) -> None:
    posted = post(organisation)
    first = addition()
    add(organisation, posted.id, new=first)
    organisation.clock.move(timedelta(seconds=1))
    add(organisation, posted.id, new=addition(words="The second."))
    flip(organisation, ConcernAddition, "words", first.id)

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.observation is not None
    assert [each.document.words if each.document else None for each in page.additions] == [
        None,
        "The second.",
    ]
