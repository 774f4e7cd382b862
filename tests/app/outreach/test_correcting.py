"""A meeting is corrected by its writer and by supervisors, and so are the children met in it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.sexes import Sex
from app.outreach.documents import ChildDescription, MetChildInput
from models.audit_event import AuditEvent
from tests.support.organisation import Organisation
from tests.support.outreach import change, child_of, hour, met_on, read, rows_of, shift_of, typed


def test_its_writer_and_supervisors_correct_it_and_every_correction_is_recorded(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation, team=("field2", "caseworker"))
    encounter_id = met_on(organisation, shift_id)

    change(organisation, encounter_id, typed(organisation, place="by the gate"))
    organisation.clock.move(timedelta(minutes=1))
    change(
        organisation,
        encounter_id,
        typed(organisation, place="by the bridge", witness_id=organisation.ids["field"]),
        by="supervisor",
    )
    page = read(organisation, encounter_id)
    assert page.place == "by the bridge"
    assert page.met.version == 3
    assert page.met.writer.id == organisation.ids["field"]
    assert page.changed_by is not None
    assert page.changed_by.id == organisation.ids["supervisor"]
    with organisation.server.store.reading() as session:
        query = select(AuditEvent.actor_id).where(AuditEvent.action == "encounter.changed")
        changed = session.scalars(query.order_by(AuditEvent.seq)).all()
    assert changed == [organisation.ids["field"], organisation.ids["supervisor"]]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field2", Refused),
        ("caseworker", Refused),
        ("director", Refused),
        ("otherfield", NotVisible),
        ("othersupervisor", NotVisible),
        ("counsellor", NotVisible),
    ],
)
def test_nobody_else_corrects_it(organisation: Organisation, name: str, error: type[Exception]) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    encounter_id = met_on(organisation, shift_id)
    with pytest.raises(error):
        change(organisation, encounter_id, typed(organisation), by=name)


def test_a_stale_correction_overwrites_nothing(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)
    change(organisation, encounter_id, typed(organisation, place="theirs"))

    with pytest.raises(Conflict):
        change(organisation, encounter_id, typed(organisation, place="mine"), version=1)
    assert read(organisation, encounter_id).place == "theirs"


def test_a_correction_keeps_the_time_that_nobody_touched(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)
    met_at = read(organisation, encounter_id).met.met_at
    organisation.clock.move(timedelta(hours=30))

    what = typed(organisation, met=hour(organisation, -30), witness_id=organisation.ids["field"])
    change(organisation, encounter_id, what, by="supervisor")
    assert read(organisation, encounter_id).met.met_at == met_at


def test_children_are_described_added_and_taken_off(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation), child_of(organisation)
    encounter_id = met_on(organisation, shift_id, typed(organisation, count=3))
    first, second, third = rows_of(organisation, encounter_id)

    described = replace(first, description=ChildDescription(Sex.FEMALE, words="blue cap"))
    named = replace(second, child_id=sophea)
    new = MetChildInput(ChildDescription(words="came later"))
    what = typed(
        organisation,
        count=3,
        children=(described, named, new),
        removed=frozenset({third.row_id}),
    )
    change(organisation, encounter_id, what)

    after = rows_of(organisation, encounter_id)
    assert [child.row_id for child in after[:2]] == [first.row_id, second.row_id]
    assert after[0].description.words == "blue cap"
    assert after[1].child_id == sophea
    assert [child.description.words for child in after[2:]] == ["came later"]


def test_a_smaller_number_alone_takes_nobody_off(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id, typed(organisation, count=3))

    with pytest.raises(NotAllowedNow, match="take-children-off"):
        change(organisation, encounter_id, typed(organisation, count=2))
    change(organisation, encounter_id, typed(organisation, count=4))
    assert len(rows_of(organisation, encounter_id)) == 4


def test_the_last_child_is_not_taken_off(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)
    (only,) = rows_of(organisation, encounter_id)

    with pytest.raises(NotAllowedNow, match="children-missing"):
        change(organisation, encounter_id, typed(organisation, removed=frozenset({only.row_id})))
    assert len(rows_of(organisation, encounter_id)) == 1


def test_nothing_that_was_said_of_a_child_is_lost(organisation: Organisation) -> None:
    shift_id, sophea = shift_of(organisation), child_of(organisation)
    children = (
        MetChildInput(ChildDescription(Sex.FEMALE, words="red shirt")),
        MetChildInput(child_id=sophea),
    )
    encounter_id = met_on(organisation, shift_id, typed(organisation, count=2, children=children))
    first, second = rows_of(organisation, encounter_id)
    described = replace(first, description=ChildDescription(words="blue shirt"))

    organisation.clock.move(timedelta(minutes=1))
    change(organisation, encounter_id, typed(organisation, count=2, children=(described, second)))
    organisation.clock.move(timedelta(minutes=1))
    off = frozenset({first.row_id, second.row_id})
    new = MetChildInput(ChildDescription(words="somebody else"))
    change(organisation, encounter_id, typed(organisation, children=(new,), removed=off))

    last, before = read(organisation, encounter_id).before
    assert [
        (one.said.document.words, one.child_id, one.is_taken_off)
        for one in last.children
        if one.said.document
    ] == [
        ("blue shirt", None, True),
        ("", sophea, True),
    ]
    assert [(one.said.document, one.is_taken_off) for one in before.children] == [(first.description, False)]


def test_a_correction_that_leaves_the_children_alone_keeps_nothing_of_them(
    organisation: Organisation,
) -> None:
    encounter_id = met_on(organisation, shift_of(organisation), typed(organisation, count=2))
    same = tuple(rows_of(organisation, encounter_id))
    change(organisation, encounter_id, typed(organisation, place="by the gate", count=2, children=same))

    (before,) = read(organisation, encounter_id).before
    assert before.children == ()
