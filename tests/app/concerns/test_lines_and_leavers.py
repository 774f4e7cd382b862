"""Lines back that vanish unread, and concerns whose holder leaves."""

from datetime import timedelta

import pytest

from app.concerns.adding import add_to_concern
from app.concerns.first_things import first_things
from app.concerns.holdings import held, left_behind
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.urgencies import Urgency
from app.leaving.handing_over import hand_over_and_close
from tests.app.concerns.test_adding import addition
from tests.app.concerns.test_lines_back import answer
from tests.app.concerns.test_taking import hand, taken
from tests.support.organisation import Organisation


def lines_on_today(organisation: Organisation, name: str = "field") -> list[AnswerBack]:
    with organisation.reading(name) as work:
        seen = first_things(work)
    return [
        line.answer
        for each in (*seen.news, *seen.not_received)
        for line in each.lines
        if line.heard_at is None
    ]


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.HIGH])
def test_leave_now_stays_first_although_whoever_had_it_gave_it_back(
    organisation: Organisation, urgency: Urgency
) -> None:
    concern_id = taken(organisation, urgency)
    answer(organisation, concern_id, AnswerBack.LEAVE, "")
    hand(organisation, concern_id, None)
    assert set(lines_on_today(organisation)) == {AnswerBack.LEAVE}
    shown = organisation.client("field").get("/today").get_data(as_text=True)
    assert "Leave now" in shown


def test_leave_now_stays_first_although_its_poster_added_words_meanwhile(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    answer(organisation, concern_id, AnswerBack.LEAVE, "")
    with organisation.writing("field") as work:
        add_to_concern(work, concern_id, addition())
    assert lines_on_today(organisation) == [AnswerBack.LEAVE]


def test_leaver_who_was_handed_a_concern_is_said_to_hold_it(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    hand(organisation, concern_id, "supervisor2")
    with organisation.reading("director") as work:
        assert [item.record_id for item in held(work, organisation.ids["supervisor2"])] == [concern_id]
        assert held(work, organisation.ids["supervisor"]) == []


def test_a_concern_that_was_handed_to_a_leaver_is_told(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    hand(organisation, concern_id, "supervisor2")
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("director") as work:
        hand_over_and_close(work, organisation.ids["supervisor2"], {})
    with organisation.reading("supervisor") as work:
        assert [item.record_id for item in left_behind(work)] == [concern_id]


def test_one_whose_first_receiver_left_and_a_colleague_has_it_is_not_said_to_be_nobodys(
    organisation: Organisation,
) -> None:
    concern_id = taken(organisation, by="supervisor2")
    hand(organisation, concern_id, "supervisor")
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("director") as work:
        hand_over_and_close(work, organisation.ids["supervisor2"], {})
    with organisation.reading("supervisor") as work:
        assert left_behind(work) == []


def test_nobody_is_told_that_a_line_went_to_somebody_whose_account_is_closed(
    organisation: Organisation,
) -> None:
    concern_id = taken(organisation)
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("director") as work:
        hand_over_and_close(work, organisation.ids["field"], {})
    with pytest.raises(NotAllowedNow):
        answer(organisation, concern_id, AnswerBack.LEAVE, "")


def test_a_line_with_the_id_of_another_concerns_line(organisation: Organisation) -> None:
    one, other = taken(organisation), taken(organisation)
    new = answer(organisation, one)
    client = organisation.client("supervisor")
    from tests.support.pages import filled, read

    url = f"/concerns/{other}/answer"
    form = filled(read(client.get(url))) | {
        "record_id": str(new.id),
        "answer": "leave",
        "words": "other words",
    }
    got = client.post(url, data=form)
    assert got.status_code in (403, 409, 422), got.status_code
