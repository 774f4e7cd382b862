"""Whoever is on the programme posts a concern; only those who must act can read it."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.concerns.concern_page import concern_page
from app.concerns.documents import CodedConcern, Observation
from app.concerns.observing import coded_concerns
from app.concerns.posting import post_concern
from app.concerns.receipts import receipt
from app.foundation.errors import AlreadyDone, NoKey, NotAllowedNow, NotVisible, Refused
from app.foundation.moments import MomentInput
from app.foundation.roles import Role
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import open_folder
from app.unit_of_work import Locks
from models.audit_event import AuditEvent
from models.concern import Concern
from tests.support.concerns import OBSERVED, WORDS, child_of, new_concern, post
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.outreach import met_on, shift_of
from tests.support.tampering import flip, put

POSTERS = ["field", "caseworker", "counsellor", "supervisor"]
POST_WITHOUT_READING = ["field", "caseworker", "counsellor"]


@pytest.mark.parametrize("name", POSTERS)
def test_the_programmes_staff_post_to_their_own_base(organisation: Organisation, name: str) -> None:
    posted = post(organisation, name)

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.observation is not None
    assert page.observation.words == WORDS
    assert page.delivery.reference == "RV-C-0001"
    assert page.posted_by is not None
    assert page.posted_by.id == organisation.ids[name]


@pytest.mark.parametrize("name", ["technician", "auditor"])
def test_those_who_are_not_on_the_programme_do_not_post(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        post_concern(work, new_concern())


@pytest.mark.parametrize("name", POST_WITHOUT_READING)
def test_once_the_request_is_over_the_poster_holds_no_key(organisation: Organisation, name: str) -> None:
    posted = post(organisation, name)

    with organisation.reading(name) as work:
        row = work.session.get_one(Concern, posted.id)
        with pytest.raises(NoKey):
            open_folder(work, row.folder_id)
        with pytest.raises(NotVisible):
            concern_page(work, posted.id)


@pytest.mark.parametrize("name", [*POST_WITHOUT_READING, "technician", "auditor", "othersupervisor"])
def test_the_key_alone_keeps_the_words_from_whoever_may_not_read(
    organisation: Organisation, name: str
) -> None:
    posted = post(organisation)

    with organisation.with_locks(Locks.KEYS_ONLY).reading(name) as work:
        page = concern_page(work, posted.id)
    assert page.observation is None


@pytest.mark.parametrize("name", ["supervisor", "supervisor2", "director", "director2"])
def test_supervision_reads_it_at_once(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    with organisation.reading(name) as work:
        page = concern_page(work, posted.id)
    assert page.observation is not None


@pytest.mark.parametrize("name", ["othersupervisor", "otherfield", "othercaseworker", "field2", "auditor"])
def test_nobody_else_finds_it(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    with organisation.reading(name) as work, pytest.raises(NotVisible):
        concern_page(work, posted.id)


def test_the_poster_sees_that_it_arrived_and_nothing_of_what_it_says(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))

    with organisation.reading("field") as work:
        seen = receipt(work, posted.id)
    assert (seen.delivery.reference, seen.delivery.state) == ("RV-C-0001", ConcernState.WAITING)
    assert seen.delivery.must_call
    assert seen.delivery.duty_number == "012 000 111"
    assert WORDS not in repr(seen)


def test_a_colleague_does_not_see_the_posters_receipt(organisation: Organisation) -> None:
    posted = post(organisation)

    with organisation.reading("field2") as work, pytest.raises(NotVisible):
        receipt(work, posted.id)


def test_a_director_says_which_base_it_is_for(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        with pytest.raises(NotAllowedNow, match="choose-base"):
            post_concern(work, new_concern())
        posted = post_concern(work, new_concern(base_id=HILLSIDE))

    with organisation.reading("othersupervisor") as work:
        assert concern_page(work, posted.id).observation is not None
    with organisation.reading("supervisor") as work, pytest.raises(NotVisible):
        concern_page(work, posted.id)


def test_nobody_with_a_base_posts_to_another(organisation: Organisation) -> None:
    with organisation.writing("field") as work, pytest.raises(Refused):
        post_concern(work, new_concern(base_id=HILLSIDE))


def test_a_director_cannot_post_to_a_base_that_is_not_there(organisation: Organisation) -> None:
    with organisation.writing("director") as work, pytest.raises(NotVisible):
        post_concern(work, new_concern(base_id=uuid4()))


def test_a_volunteer_posts_without_seeing_any_child(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    add_volunteer(organisation)

    posted = post(organisation, "volunteer")

    with organisation.reading("supervisor") as work:
        assert concern_page(work, posted.id).observation is not None
    with organisation.writing("volunteer") as work, pytest.raises(NotVisible):
        post_concern(work, new_concern(child_id=child_id))


def add_volunteer(organisation: Organisation) -> None:
    """Add a volunteer of Riverside, whose account ends."""
    from app.staff.accounts import AccountInput, accept_invitation, admit, make_shell, own_six_words

    new = AccountInput(uuid4(), "volunteer", "Vuthy Person", Role.VOLUNTEER, RIVERSIDE, date(2027, 3, 1))
    with organisation.writing("supervisor") as work:
        code = make_shell(work, new)
    password = "lantern river market umbrella volunteer"
    accept_invitation(organisation.server, code, password)
    with organisation.reading("volunteer") as work:
        words = " ".join(own_six_words(work))
    with organisation.writing("supervisor") as work:
        admit(work, new.id, words)


def test_sending_the_form_twice_makes_one(organisation: Organisation) -> None:
    new = new_concern()
    post(organisation, new=new)
    with pytest.raises(AlreadyDone):
        post(organisation, new=new)

    assert [each.reference for each in concerns(organisation)] == ["RV-C-0001"]


def test_somebody_elses_form_is_refused(organisation: Organisation) -> None:
    new = new_concern()
    post(organisation, "field", new)

    with organisation.writing("field2") as work, pytest.raises(Refused):
        post_concern(work, new)


def test_references_count_up_within_each_base(organisation: Organisation) -> None:
    post(organisation)
    post(organisation, "field2")
    post(organisation, "otherfield")

    assert sorted(each.reference for each in concerns(organisation)) == [
        "HL-C-0001",
        "RV-C-0001",
        "RV-C-0002",
    ]


def concerns(organisation: Organisation) -> list[Concern]:
    """Return every row there is."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(Concern)))


def test_a_child_of_ones_base_can_be_named(organisation: Organisation) -> None:
    child_id = child_of(organisation)

    posted = post(organisation, new=new_concern(child_id=child_id))

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.child is not None
    assert (page.child.code, page.child.latin) == ("RV-0001", "Sokha")


def test_a_child_of_another_base_cannot(organisation: Organisation) -> None:
    child_id = child_of(organisation, "othersupervisor", base_id=HILLSIDE)

    with organisation.writing("field") as work, pytest.raises(NotVisible):
        post_concern(work, new_concern(child_id=child_id))
    with (
        organisation.writing("director") as work,
        pytest.raises(NotAllowedNow, match="child-of-another-base"),
    ):
        post_concern(work, new_concern(child_id=child_id, base_id=RIVERSIDE))


def test_the_meeting_it_came_from_is_named_by_who_was_on_that_night(organisation: Organisation) -> None:
    encounter_id = met_on(organisation, shift_of(organisation, team=("field",)))

    posted = post(organisation, new=new_concern(encounter_id=encounter_id))

    with organisation.reading("supervisor") as work:
        assert concern_page(work, posted.id).encounter_id == encounter_id
    for name in ("field2", "otherfield", "counsellor"):
        with organisation.writing(name) as work, pytest.raises(NotVisible):
            post_concern(work, new_concern(encounter_id=encounter_id))


def test_what_cannot_be_seen_in_text_is_not_kept(organisation: Organisation) -> None:
    typed = "\u202eMaly\u202c  saw\u200b it\n\n\n\nand ran"
    observed = replace(OBSERVED, words=typed, place="<b>ferry</b>\u200f")

    posted = post(organisation, new=new_concern(observed=observed))

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)
    assert page.observation is not None
    assert (page.observation.words, page.observation.place) == ("Maly saw it\n\nand ran", "<b>ferry</b>")


@pytest.mark.parametrize(
    ("observed", "reason"),
    [
        (replace(OBSERVED, words=" \u200b\n "), "no-words"),
        (replace(OBSERVED, when=MomentInput(date(2026, 11, 3))), "in-the-future"),
        (replace(OBSERVED, when=MomentInput(date(2026, 11, 2), time(9, 30))), "in-the-future"),
        (replace(OBSERVED, when=MomentInput(date(1, 1, 1))), "too-long-ago"),
    ],
)
def test_what_makes_no_sense_is_refused_and_takes_no_number(
    organisation: Organisation, observed: object, reason: str
) -> None:
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match=reason):
        post_concern(work, new_concern(observed=observed))

    assert post(organisation).reference == "RV-C-0001"


def test_a_day_without_a_time_is_kept_as_such(organisation: Organisation) -> None:
    posted = post(
        organisation, new=new_concern(observed=replace(OBSERVED, when=MomentInput(date(2026, 11, 2))))
    )

    with organisation.reading("supervisor") as work:
        seen = concern_page(work, posted.id).observation
    assert seen is not None
    assert (seen.seen_at.isoformat(), seen.is_time_known) == ("2026-11-01T17:00:00+00:00", False)


def test_what_is_happening_leaves_out_the_risk_of_it() -> None:
    coded = coded_concerns(
        at_risk_of=[ConcernKind.TRAFFICKING, ConcernKind.NEGLECT, ConcernKind.ORPHANED],
        experiencing=[ConcernKind.NEGLECT],
        situation=[ConcernKind.ORPHANED, ConcernKind.KIDNAPPING],
    )

    assert coded == (
        CodedConcern(ConcernKind.NEGLECT, ConcernDegree.EXPERIENCING),
        CodedConcern(ConcernKind.TRAFFICKING, ConcernDegree.AT_RISK_OF),
        CodedConcern(ConcernKind.ORPHANED),
    )


def test_the_trail_says_that_it_was_posted_in_ids_and_codes(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    posted = post(organisation, new=new_concern(Urgency.NOW, child_id=child_id))

    with organisation.server.store.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "concern.posted")).one()
    assert event.visibility == "programme"
    assert event.base_id == RIVERSIDE
    assert str(posted.id) in event.body
    assert str(child_id) in event.body
    assert WORDS not in event.body


def test_a_damaged_concern_leaves_the_page_standing_and_the_refusal_is_recorded(
    organisation: Organisation,
) -> None:
    posted = post(organisation)
    flip(organisation, Concern, "observation", posted.id)

    with organisation.reading("supervisor") as work:
        page = concern_page(work, posted.id)

    assert page.observation is None
    assert page.delivery.reference == posted.reference
    with organisation.server.store.reading() as session:
        refusals = select(func.count()).where(AuditEvent.action == "seal.refused")
        assert session.scalar(refusals) == 1


def test_a_concern_moved_into_anothers_row_does_not_open(organisation: Organisation) -> None:
    first, second = post(organisation), post(organisation, "field2")
    with organisation.server.store.reading() as session:
        elsewhere = session.get_one(Concern, second.id).observation
    put(organisation, Concern, first.id, observation=elsewhere)

    with organisation.reading("supervisor") as work:
        assert concern_page(work, first.id).observation is None
        assert concern_page(work, second.id).observation is not None


def test_the_clock_starts_at_posting(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))
    organisation.clock.move(timedelta(minutes=5))

    with organisation.reading("supervisor") as work:
        clock = concern_page(work, posted.id).delivery.clock
    assert clock is not None
    assert (clock.seconds, clock.is_late) == (600, False)


def test_every_document_type_is_registered_for_its_column() -> None:
    from app.keyring.documents import SEALED_DOCUMENTS

    assert SEALED_DOCUMENTS[Observation] == ("concern", "observation")
