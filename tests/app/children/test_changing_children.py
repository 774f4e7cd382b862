"""Changing who a child is, and the safe-contact rule: nothing is overwritten unseen."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.children.children import (
    change_child,
    change_safe_contact,
    editable_child,
    see_child,
)
from app.children.documents import ChildProfile, SafeContact
from app.children.names import names_of
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.unit_of_work import UnitOfWork
from models.child import Child
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import Organisation
from tests.support.tampering import put

RULE = SafeContact(how="At the Tuesday club, through Maly", never="By phone")


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of the first base."""
    return add_child(organisation)


def rename(work: UnitOfWork, child_id: UUID, latin: str, *, version: int) -> None:
    known = editable_child(work, child_id).profile
    change_child(work, child_id, replace(known, latin=latin), version=version)


def flip(organisation: Organisation, column: str, child_id: UUID) -> None:
    """Change one bit of a sealed value, as somebody with the database file could."""
    with organisation.server.store.reading() as session:
        sealed = bytearray(getattr(session.get_one(Child, child_id), column))
    sealed[-1] ^= 1
    put(organisation, Child, child_id, **{column: bytes(sealed)})


def test_a_change_is_seen_by_everyone_on_the_street_and_on_the_card(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("caseworker") as work:
        rename(work, child_id, "Sok Sopheap", version=1)

    with organisation.reading("field2") as work:
        seen = see_child(work, child_id)
        assert seen.profile is not None
        assert (seen.profile.latin, seen.row.version) == ("Sok Sopheap", 2)
        assert seen.row.updated_by == organisation.ids["caseworker"]
        assert names_of(work, [child_id])[child_id].latin == "Sok Sopheap"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("counsellor", Refused),
        ("otherfield", NotVisible),
        ("othersupervisor", NotVisible),
        ("auditor", NotVisible),
    ],
)
def test_nobody_else_changes_a_child(
    organisation: Organisation, child_id: UUID, name: str, error: type[Exception]
) -> None:
    with organisation.writing(name) as work, pytest.raises(error):
        change_child(work, child_id, ChildProfile(latin="Other"), version=1)
    with organisation.writing(name) as work, pytest.raises(error):
        change_safe_contact(work, child_id, RULE, version=1)


def test_of_two_editors_the_second_is_told(organisation: Organisation, child_id: UUID) -> None:
    with organisation.writing("field") as work:
        rename(work, child_id, "First", version=1)
    with organisation.writing("field2") as work, pytest.raises(Conflict):
        rename(work, child_id, "Second", version=1)

    with organisation.reading("field") as work:
        assert names_of(work, [child_id])[child_id].latin == "First"


def test_a_form_about_the_rule_is_not_stale_because_the_profile_changed(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("field") as work:
        rename(work, child_id, "Sok Sopheap", version=1)
    with organisation.writing("field2") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    with organisation.writing("field") as work:
        rename(work, child_id, "Sok Sopheak", version=2)

    with organisation.reading("field") as work:
        seen = see_child(work, child_id)
        assert seen.profile is not None
        assert seen.rule is not None
        assert (seen.profile.latin, seen.rule.never, seen.row.version) == ("Sok Sopheak", "By phone", 4)


def test_a_rule_somebody_else_set_meanwhile_is_not_overwritten(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    with organisation.writing("field2") as work, pytest.raises(Conflict):
        change_safe_contact(work, child_id, SafeContact(how="Any time"), version=1)


def test_a_rule_says_who_set_it_and_can_be_taken_away(organisation: Organisation, child_id: UUID) -> None:
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    with organisation.reading("field2") as work:
        rule = see_child(work, child_id).rule
        assert rule is not None
        assert (rule.set_by, rule.set_at) == (organisation.ids["field"], work.now)
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(), version=2)
    with organisation.reading("field2") as work:
        taken_away = see_child(work, child_id).rule
        assert taken_away is not None
        assert taken_away.is_empty


def test_a_version_from_the_future_is_refused(organisation: Organisation, child_id: UUID) -> None:
    with organisation.writing("field") as work, pytest.raises(Conflict):
        rename(work, child_id, "Sok Sopheap", version=9)


def test_a_change_that_leaves_nothing_to_know_the_child_by_is_refused(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow):
        rename(work, child_id, "", version=1)


def test_each_change_writes_one_event_with_the_rows_version(
    organisation: Organisation, child_id: UUID
) -> None:
    seq = last_seq(organisation)
    with organisation.writing("field") as work:
        rename(work, child_id, "Sok Sopheap", version=1)
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=2)

    written = [event for event in events_since(organisation, seq) if event[0] != "opened"]
    assert written == [("child.changed", {child_id}), ("child.safe_contact_changed", {child_id})]


def test_a_child_that_was_changed_in_the_database_is_refused_whole_the_rule_with_it(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    flip(organisation, "profile", child_id)
    seq = last_seq(organisation)

    with organisation.reading("field") as work:
        seen = see_child(work, child_id)
        assert seen.is_changed
        assert (seen.profile, seen.rule) == (None, None)
    assert ("seal.refused", {child_id}) in events_since(organisation, seq)


def test_nothing_is_put_over_a_record_that_does_not_open(organisation: Organisation, child_id: UUID) -> None:
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    flip(organisation, "safe_contact", child_id)

    with organisation.writing("field") as work, pytest.raises(WillNotOpen):
        change_child(work, child_id, ChildProfile(latin="Other"), version=2)
    with organisation.writing("field") as work, pytest.raises(WillNotOpen):
        change_safe_contact(work, child_id, RULE, version=2)


def test_a_rule_moved_to_another_child_does_not_open(organisation: Organisation, child_id: UUID) -> None:
    other_id = add_child(organisation, latin="Chan Dara")
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, RULE, version=1)
    with organisation.server.store.reading() as session:
        moved = session.get_one(Child, child_id).safe_contact
    put(organisation, Child, other_id, safe_contact=moved)

    with organisation.reading("field") as work:
        assert see_child(work, other_id).rule is None
