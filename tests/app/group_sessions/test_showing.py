"""What children chose to show: read by those who write there, and no artwork is noted to which nobody agreed."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.children.documents import Age
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import ShownByChild
from app.group_sessions.pages import group_before
from tests.support.children import add_child
from tests.support.groups import came, group_as, session_of, showed
from tests.support.organisation import Organisation

DAY = date(2026, 1, 1)
SMALL, OLDER, GROWN = Age(5, 5, DAY), Age(15, 15, DAY), Age(20, 20, DAY)


def child(organisation: Organisation, age: Age | None = OLDER) -> UUID:
    return add_child(organisation, by="caseworker", age=age)


def held(organisation: Organisation, child_id: UUID, *, kind: GroupKind = GroupKind.ARTS) -> UUID:
    group_id = session_of(organisation, child_id, kind=kind)
    came(organisation, group_id, child_id)
    return group_id


def yesterday(organisation: Organisation) -> date:
    return local_day(organisation.clock.now()) - timedelta(days=1)


def test_what_was_shown_is_read_by_those_who_write_there_and_by_no_director(
    organisation: Organisation,
) -> None:
    child_id = child(organisation)
    group_id = held(organisation, child_id)
    showed(organisation, group_id, ShownByChild(child_id, "a boat, and who is in it"))
    for name in ("counsellor", "field", "caseworker", "supervisor"):
        shown = group_as(organisation, group_id, name).shown
        assert shown is not None
        assert shown.lines[0].words == "a boat, and who is in it"
    assert group_as(organisation, group_id, "director").shown is None
    with pytest.raises(Refused):
        showed(organisation, group_id, ShownByChild(child_id, "else"), by="director")


def test_what_was_shown_before_is_kept_for_those_who_write_there(organisation: Organisation) -> None:
    child_id = child(organisation)
    group_id = held(organisation, child_id)
    showed(organisation, group_id, ShownByChild(child_id, "a boat"))
    showed(organisation, group_id, ShownByChild(child_id, "a boat and a moon"))
    with organisation.reading("counsellor") as work:
        (earlier,) = group_before(work, group_id).shown
    assert earlier.document is not None
    assert earlier.document.lines[0].words == "a boat"
    with organisation.reading("director") as work:
        assert group_before(work, group_id).shown == ()
        assert group_before(work, group_id).shown_now is None


@pytest.mark.parametrize(("basis", "is_dated"), [(None, True), (ConsentBasis.CHILD, False), (None, False)])
def test_artwork_without_a_dated_answer_is_refused(
    organisation: Organisation, basis: ConsentBasis | None, is_dated: bool
) -> None:
    child_id = child(organisation)
    group_id = held(organisation, child_id)
    day = yesterday(organisation) if is_dated else None
    with pytest.raises(NotAllowedNow, match="artwork-consent"):
        showed(organisation, group_id, ShownByChild(child_id, "a boat", "shelf 3", basis, day))
    showed(organisation, group_id, ShownByChild(child_id, "a boat"))


@pytest.mark.parametrize(
    ("age", "basis", "fits"),
    [
        (SMALL, ConsentBasis.CHILD, False),
        (SMALL, ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT, True),
        (SMALL, ConsentBasis.CAREGIVER, False),
        (None, ConsentBasis.CHILD, False),
        (OLDER, ConsentBasis.CASEWORKER, False),
        (OLDER, ConsentBasis.ADULT, False),
        (GROWN, ConsentBasis.ADULT, True),
        (GROWN, ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT, False),
    ],
)
def test_whoever_agrees_must_be_who_the_childs_age_asks_for(
    organisation: Organisation, age: Age | None, basis: ConsentBasis, fits: bool
) -> None:
    child_id = child(organisation, age)
    group_id = held(organisation, child_id)
    line = ShownByChild(child_id, "", "folder 12", basis, yesterday(organisation))
    if not fits:
        with pytest.raises(NotAllowedNow, match="artwork-consent-age"):
            showed(organisation, group_id, line)
        return
    showed(organisation, group_id, line)
    shown = group_as(organisation, group_id, "counsellor").shown
    assert shown is not None
    assert shown.lines == (line,)


def test_an_answer_of_tomorrow_is_none(organisation: Organisation) -> None:
    child_id = child(organisation, GROWN)
    group_id = held(organisation, child_id)
    day = yesterday(organisation) + timedelta(days=2)
    with pytest.raises(NotAllowedNow, match="in-the-future"):
        showed(organisation, group_id, ShownByChild(child_id, "", "1", ConsentBasis.ADULT, day))


def test_only_who_came_can_show_something_and_each_once(organisation: Organisation) -> None:
    child_id, other = child(organisation), child(organisation)
    group_id = held(organisation, child_id)
    for lines in ((other,), (child_id, child_id)):
        with pytest.raises(NotAllowedNow, match="shown-by-others"):
            showed(organisation, group_id, *(ShownByChild(each, "a boat") for each in lines))


def test_nothing_is_shown_before_it_is_held_or_elsewhere_than_in_healing_arts(
    organisation: Organisation,
) -> None:
    child_id = child(organisation)
    planned = session_of(organisation, child_id)
    with pytest.raises(NotAllowedNow, match="not-held-yet"):
        showed(organisation, planned, ShownByChild(child_id, "a boat"))
    lesson = held(organisation, child_id, kind=GroupKind.ENGLISH)
    with pytest.raises(NotAllowedNow, match="not-healing-arts"):
        showed(organisation, lesson, ShownByChild(child_id, "a boat"), by="caseworker")


def test_nobody_is_taken_off_of_whom_something_is_written(organisation: Organisation) -> None:
    child_id = child(organisation)
    group_id = held(organisation, child_id)
    showed(organisation, group_id, ShownByChild(child_id, "a boat"))
    with pytest.raises(NotAllowedNow, match="shown-stays"):
        came(organisation, group_id)
    showed(organisation, group_id)
    came(organisation, group_id)


def test_the_same_again_changes_nothing_and_two_at_once_are_told(organisation: Organisation) -> None:
    child_id = child(organisation)
    group_id = held(organisation, child_id)
    with pytest.raises(AlreadyDone):
        showed(organisation, group_id, ShownByChild(child_id, "  "))
    showed(organisation, group_id, ShownByChild(child_id, "a boat"))
    with pytest.raises(Conflict):
        showed(organisation, group_id, ShownByChild(child_id, "a moon"), version=2)
