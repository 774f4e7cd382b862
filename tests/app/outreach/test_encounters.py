"""Meetings: quick to write, corrected by who wrote them, never lost, never written twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.encounter_actions import EncounterAction
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, Sign
from app.outreach.encounter_page import EncounterPage
from app.outreach.places import places_to_choose
from app.outreach.shift_page import shift_page
from app.outreach.writing import write_encounter
from app.outreach.writing_page import new_encounter_page, with_places
from models.audit_event import AuditEvent
from tests.support.organisation import Organisation
from tests.support.outreach import (
    PLAN,
    change,
    child_of,
    ended,
    hour,
    met_on,
    read,
    route_of,
    shift_of,
    typed,
)


def account_of(page: EncounterPage) -> Account:
    """Return what happened, which must have opened."""
    assert page.met.account is not None
    return page.met.account


def test_a_place_and_a_number_are_enough(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id, typed(organisation, count=3))

    page = read(organisation, encounter_id, by="field")
    assert page.place == "by the steps"
    assert len(page.met.children) == 3
    assert all(child.child_id is None for child in page.met.children)
    assert page.met.met_at == organisation.clock.now().replace(second=0, microsecond=0)
    assert page.met.writer.id == organisation.ids["field"]
    assert page.met.witness is not None
    assert page.met.witness.id == organisation.ids["field"]
    assert page.met.urgency is None
    assert not page.met.asks_for_a_report


def test_everything_that_is_written_is_read_again(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation, team=("field2",)), child_of(organisation)
    account = Account(
        Place("12", "by the steps"),
        company=(Company.UNKNOWN_ADULT, Company.OTHER_CHILDREN),
        company_words="a woman with a blue bag",
        signs=(
            Sign("hands_over_earnings", "seen"),
            Sign("family_debt", "told"),
            Sign("secrecy", "not_known"),
        ),
        needs_met=(Need.FOOD,),
        actions=(EncounterAction.TALKED, EncounterAction.FOOD),
        words="They sold flowers.\nThe woman took the money.",
    )
    boy = MetChildInput(ChildDescription(Sex.MALE, AgeBand.FROM_6_TO_12, "red shirt"))
    children = (MetChildInput(child_id=sophea), boy)
    encounter_id = met_on(
        organisation,
        shift_id,
        typed(
            organisation,
            account=account,
            children=children,
            count=3,
            urgency=Urgency.MEDIUM,
            witness_id=organisation.ids["field2"],
        ),
    )

    page = read(organisation, encounter_id)
    kept = account_of(page)
    assert page.place == "by the steps, Phnom Penh"
    assert kept.signs == (Sign("hands_over_earnings", "seen"), Sign("family_debt", "told"))
    assert kept.company == (Company.OTHER_CHILDREN, Company.UNKNOWN_ADULT)
    assert kept.company_words == account.company_words
    assert (kept.needs_met, kept.actions, kept.words) == (account.needs_met, account.actions, account.words)
    assert [child.child_id for child in page.met.children] == [sophea, None, None]
    assert page.met.children[1].description == boy.description
    assert page.met.children[0].code == page.names[sophea].code
    assert page.met.witness is not None
    assert page.met.witness.id == organisation.ids["field2"]


def test_words_are_stored_clean(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    account = Account(
        Place(words=" by\u200b the \u202e steps "),
        company_words="a\u200b  man",
        words="one\u200b\r\n\n\n\ntwo",
    )
    child = MetChildInput(ChildDescription(words="<b>red</b>\u200b  shirt"))
    what = typed(organisation, account=account, children=(child,))
    page = read(organisation, met_on(organisation, shift_id, what))

    kept = account_of(page)
    assert (kept.place.words, kept.company_words, kept.words) == ("by the steps", "a man", "one\n\ntwo")
    assert page.met.children[0].description == ChildDescription(words="<b>red</b> shirt")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": ""}, "place-missing"),
        ({"place": "\u200b \u202e"}, "place-missing"),
        ({"account": Account(Place("999999"))}, "unknown-area"),
        ({"account": Account(Place("12"), signs=(Sign("no_such_sign", "seen"),))}, "unknown-sign"),
        ({"account": Account(Place("12"), signs=(Sign("secrecy", "surely"),))}, "unknown-sign"),
        ({"count": 0}, "children-missing"),
        ({"count": 31}, "too-many-children"),
        ({"children": (MetChildInput(child_id=uuid4()),)}, "unknown-child"),
        ({"witness_id": uuid4()}, "who-saw-it-missing"),
    ],
)
def test_what_makes_no_sense_is_refused(
    organisation: Organisation, changes: dict[str, Any], reason: str
) -> None:
    shift_id = shift_of(organisation)
    with pytest.raises(NotAllowedNow, match=reason):
        met_on(organisation, shift_id, typed(organisation, **changes))


@pytest.mark.parametrize("hours", [1, 4, -3, -12])
def test_a_time_when_the_shift_was_not_out_is_refused(organisation: Organisation, hours: float) -> None:
    shift_id = shift_of(organisation)
    with pytest.raises(NotAllowedNow, match="not-on-this-shift"):
        met_on(organisation, shift_id, typed(organisation, met=hour(organisation, hours)))


def test_a_time_before_midnight_written_after_it_is_yesterdays(organisation: Organisation) -> None:
    organisation.clock.move(timedelta(hours=14))  # 23:00 there
    shift_id = shift_of(organisation)
    met = organisation.clock.now() + timedelta(minutes=40)
    organisation.clock.move(timedelta(minutes=80))
    what = typed(organisation, met=hour(organisation, -40 / 60))

    page = read(organisation, met_on(organisation, shift_id, what))
    assert page.met.met_at == met.replace(second=0)


def test_a_child_of_another_base_is_not_named(organisation: Organisation) -> None:
    shift_id, elsewhere = shift_of(organisation), child_of(organisation, by="otherfield")
    with pytest.raises(NotAllowedNow, match="unknown-child"):
        met_on(organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=elsewhere),)))


def test_one_child_is_not_met_twice_at_once(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation), child_of(organisation)
    twice = (MetChildInput(child_id=sophea), MetChildInput(child_id=sophea))
    with pytest.raises(NotAllowedNow, match="child-twice"):
        met_on(organisation, shift_id, typed(organisation, children=twice))


def test_the_same_form_sent_twice_makes_one_meeting(organisation: Organisation) -> None:
    shift_id, encounter_id = shift_of(organisation, team=("field2",)), uuid4()
    met_on(organisation, shift_id, encounter_id=encounter_id)

    with pytest.raises(AlreadyDone):
        met_on(organisation, shift_id, encounter_id=encounter_id)
    with pytest.raises(Refused):
        met_on(organisation, shift_id, encounter_id=encounter_id, by="field2")
    with organisation.reading("supervisor") as work:
        assert shift_page(work, shift_id, page=1).total == 1


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("caseworker", Refused),
        ("director", Refused),
        ("field2", NotVisible),
        ("otherfield", NotVisible),
        ("othersupervisor", NotVisible),
        ("counsellor", NotVisible),
        ("technician", NotVisible),
    ],
)
def test_nobody_outside_the_shift_writes_in_it(
    organisation: Organisation, name: str, error: type[Exception]
) -> None:
    shift_id = shift_of(organisation)
    with pytest.raises(error):
        met_on(organisation, shift_id, by=name)


def test_a_supervisor_who_was_not_there_says_who_saw_it(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with pytest.raises(NotAllowedNow, match="who-saw-it-missing"):
        met_on(organisation, shift_id, by="supervisor")

    seen_by = typed(organisation, witness_id=organisation.ids["field"])
    page = read(organisation, met_on(organisation, shift_id, seen_by, by="supervisor"), by="field")
    assert page.met.writer.id == organisation.ids["supervisor"]
    assert page.met.account is not None


def test_the_team_writes_for_a_day_after_the_end_and_supervisors_always(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    organisation.clock.move(timedelta(hours=1))
    ended(organisation, shift_id)
    late = typed(organisation, met=hour(organisation, -0.5), witness_id=organisation.ids["field"])

    organisation.clock.move(timedelta(hours=24))
    encounter_id = met_on(organisation, shift_id, late)
    organisation.clock.move(timedelta(seconds=1))
    with pytest.raises(NotAllowedNow, match="shift-over"):
        met_on(organisation, shift_id, late)
    with pytest.raises(NotAllowedNow, match="shift-over"):
        change(organisation, encounter_id, replace(late, count=2))
    change(organisation, encounter_id, replace(late, count=2), by="supervisor")
    met_on(organisation, shift_id, late, by="supervisor")


@pytest.mark.parametrize(
    ("signs", "marked", "urgency", "asks"),
    [
        ((), None, None, False),
        ((), Urgency.LOW, Urgency.LOW, False),
        ((), Urgency.MEDIUM, Urgency.MEDIUM, False),
        ((), Urgency.HIGH, Urgency.HIGH, True),
        ((), Urgency.NOW, Urgency.NOW, True),
        ((Sign("late_or_school_hours", "seen"),), Urgency.LOW, Urgency.LOW, False),
        ((Sign("sexual_abuse_now", "told"),), None, Urgency.NOW, True),
        ((Sign("one_adult_controls_several", "seen"),), Urgency.LOW, Urgency.NOW, True),
        ((Sign("gifts_or_needs_met", "seen"), Sign("secrecy", "told")), None, Urgency.HIGH, True),
    ],
)
def test_what_should_be_told_says_so(
    organisation: Organisation,
    signs: tuple[Sign, ...],
    marked: Urgency | None,
    urgency: Urgency | None,
    asks: bool,
) -> None:
    shift_id = shift_of(organisation)
    what = typed(organisation, account=Account(Place(words="here"), signs=signs), urgency=marked)
    page = read(organisation, met_on(organisation, shift_id, what))

    assert page.met.urgency is urgency
    assert page.met.asks_for_a_report is asks
    assert bool(page.rules) is (asks and bool(signs))


def test_the_last_place_of_the_shift_comes_first(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, route_id=route_of(organisation))
    with organisation.reading("field") as work:
        assert with_places(work, new_encounter_page(work, shift_id)).last_place is None
    met_on(organisation, shift_id, typed(organisation, account=Account(Place("12", "night market gate"))))

    with organisation.reading("field") as work:
        page = with_places(work, new_encounter_page(work, shift_id))
    assert page.last_place == Place("12", "night market gate")
    assert page.places == (
        Place("12", "night market gate"),
        Place("12", "steps by the ferry"),
        Place("12"),
    )


def test_points_of_a_route_of_several_areas_have_none(organisation: Organisation) -> None:
    plan = replace(PLAN, areas=("1201", "1202"))
    assert Place("", "steps by the ferry") in places_to_choose([], plan)
    assert places_to_choose([Place(), Place()], None) == ()


def test_a_place_that_was_typed_is_not_offered_again_as_a_point_of_the_route() -> None:
    plan = replace(PLAN, areas=("12",), points=("Arcade", "Fountain"))
    typed, elsewhere = Place("", "arcade"), Place("13", "Fountain")

    offered = places_to_choose([typed, elsewhere], plan)

    assert offered == (typed, elsewhere, Place("12", "Fountain"), Place("12"))


def test_what_was_opened_of_a_child_is_in_the_trail_by_its_id(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation), child_of(organisation)
    encounter_id = met_on(
        organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=sophea),))
    )

    read(organisation, encounter_id, by="caseworker")
    with organisation.server.store.reading() as session:
        query = select(AuditEvent.body).where(
            AuditEvent.action == "opened", AuditEvent.actor_id == organisation.ids["caseworker"]
        )
        body = session.scalars(query.order_by(AuditEvent.seq.desc())).first()
    assert body is not None
    assert str(sophea) in body
    assert str(encounter_id) in body


def test_no_word_is_in_the_trail(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, words="canary-orange")
    encounter_id = met_on(
        organisation, shift_id, typed(organisation, place="canary-orange", words="canary-orange")
    )
    change(organisation, encounter_id, typed(organisation, place="canary-orange"))

    with organisation.server.store.reading() as session:
        assert not [body for body in session.scalars(select(AuditEvent.body)) if "canary" in body]


def test_a_meeting_that_is_refused_leaves_nothing_behind(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow):
        write_encounter(work, shift_id, uuid4(), typed(organisation, place=""))
    with organisation.reading("field") as work:
        assert shift_page(work, shift_id, page=1).total == 0
