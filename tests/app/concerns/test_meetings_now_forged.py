"""Meetings marked now, and seen-by."""

import pytest

from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.urgencies import Urgency
from tests.app.concerns.test_first_things import first, meeting_now
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.tampering import put


@pytest.mark.parametrize("who", ["field2", "otherfield", "othersupervisor", "counsellor"])
def test_nobody_silences_a_meeting_they_may_not_read(organisation: Organisation, who: str) -> None:
    meeting = meeting_now(organisation)
    with pytest.raises((NotVisible, Refused, NotAllowedNow)):
        post(organisation, by=who, new=new_concern(Urgency.LOW, encounter_id=meeting))
    assert [one.id for one in first(organisation, "supervisor").meetings] == [meeting]


def test_a_meeting_stays_although_a_concern_of_it_was_put_to_another_meeting(
    organisation: Organisation,
) -> None:
    meeting = meeting_now(organisation)
    posted = post(organisation, by="field", new=new_concern(Urgency.LOW))
    from models.concern import Concern

    put(organisation, Concern, posted.id, encounter_id=meeting)
    assert [one.id for one in first(organisation, "supervisor").meetings] == [meeting]
