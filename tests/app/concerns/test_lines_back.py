"""One line back to whoever raised a concern: only they and supervision read it, and it is noted that they did."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.concerns.concern_page import concern_page
from app.concerns.first_things import first_things
from app.concerns.lines_back import LineInput, LineView, answer_poster, hear, unsay_line
from app.concerns.receipts import Delivery, receipt
from app.concerns.triage import CloseConcern, acknowledge, close_concern
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.urgencies import Urgency
from models.concern import LineToPoster
from tests.app.concerns.test_taking import hand, status, taken
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.tampering import flip, put

WORDS = "The white car, by the pagoda gate"


def answer(
    organisation: Organisation,
    concern_id: UUID,
    chosen: AnswerBack = AnswerBack.STAY_NEAR,
    words: str = WORDS,
    by: str = "supervisor",
) -> LineInput:
    """Tell the poster one line."""
    new = LineInput(uuid4(), chosen, words)
    with organisation.writing(by) as work:
        answer_poster(work, concern_id, new)
    return new


def read_by(organisation: Organisation, concern_id: UUID, name: str = "field") -> Delivery:
    """Return what its poster sees."""
    with organisation.reading(name) as work:
        return receipt(work, concern_id).delivery


def news(organisation: Organisation, name: str = "field") -> list[str]:
    """Return the references of what stands first on somebody's Today because they have not read it."""
    with organisation.reading(name) as work:
        return [each.reference for each in first_things(work).news]


def lines_of(organisation: Organisation, concern_id: UUID) -> tuple[LineView, ...]:
    """Return the lines as supervision sees them."""
    with organisation.reading("supervisor2") as work:
        return concern_page(work, concern_id).delivery.lines


def test_the_poster_reads_who_has_it_and_what_they_answer_first(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    assert news(organisation) == ["RV-C-0001"]

    answer(organisation, concern_id)

    seen = read_by(organisation, concern_id)
    assert [(line.answer, line.words) for line in seen.lines] == [(AnswerBack.STAY_NEAR, WORDS)]
    assert seen.lines[0].by is not None
    assert seen.lines[0].by.id == organisation.ids["supervisor"]
    assert news(organisation) == ["RV-C-0001"]


@pytest.mark.parametrize("name", ["field2", "caseworker", "supervisor", "director", "othersupervisor"])
def test_it_stands_first_for_nobody_else(organisation: Organisation, name: str) -> None:
    answer(organisation, taken(organisation))

    assert news(organisation, name) == []


def test_that_they_read_it_is_noted_and_it_stands_first_no_more(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    answer(organisation, concern_id)
    version = status(organisation, concern_id).version
    with organisation.writing("field") as work:
        hear(work, concern_id, turn=receipt(work, concern_id).delivery.turn)

    assert news(organisation) == []
    assert lines_of(organisation, concern_id)[0].heard_at == organisation.clock.now()
    assert status(organisation, concern_id).version == version, "reading makes nobody's form stale"
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        hear(work, concern_id, turn=receipt(work, concern_id).delivery.turn)

    answer(organisation, concern_id, AnswerBack.LEAVE, "")
    assert news(organisation) == ["RV-C-0001"]
    assert [line.is_at_once for line in read_by(organisation, concern_id).lines] == [True, False]


@pytest.mark.parametrize("name", ["field2", "caseworker", "supervisor", "othersupervisor"])
def test_nobody_reads_it_in_their_name(organisation: Organisation, name: str) -> None:
    concern_id = taken(organisation)

    with organisation.writing(name) as work, pytest.raises(NotVisible):
        hear(work, concern_id, turn=receipt(work, concern_id).delivery.turn)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field", NotVisible),
        ("caseworker", Refused),
        ("othersupervisor", NotVisible),
        ("auditor", NotVisible),
    ],
)
def test_only_who_receives_concerns_answers(
    organisation: Organisation, name: str, error: type[Exception]
) -> None:
    concern_id = taken(organisation)

    with pytest.raises(error):
        answer(organisation, concern_id, by=name)


def test_what_nobody_has_is_answered_by_nobody(organisation: Organisation) -> None:
    posted = post(organisation)

    with pytest.raises(NotAllowedNow) as refusal:
        answer(organisation, posted.id)

    assert refusal.value.reasons == ("concern-not-taken",)


def test_nobody_answers_themselves(organisation: Organisation) -> None:
    posted = post(organisation, by="supervisor")
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)

    with pytest.raises(NotAllowedNow) as refusal:
        answer(organisation, posted.id)
    assert refusal.value.reasons == ("posted-by-yourself",)
    assert news(organisation, "supervisor") == []


def test_sent_twice_it_is_one_line(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    new = answer(organisation, concern_id)

    with organisation.writing("supervisor") as work, pytest.raises(AlreadyDone):
        answer_poster(work, concern_id, new)
    with organisation.writing("supervisor2") as work, pytest.raises(AlreadyDone):
        answer_poster(work, concern_id, replace(new, words=""))

    assert len(read_by(organisation, concern_id).lines) == 1


def test_its_words_are_readable_for_nobody_at_rest(organisation: Organisation) -> None:
    answer(organisation, taken(organisation))

    with organisation.server.store.reading() as session:
        row = session.scalars(select(LineToPoster)).one()
    assert WORDS.encode() not in row.words


@pytest.mark.parametrize("how", ["words", "concern_id", "gone"])
def test_words_that_were_changed_are_not_shown_and_the_choice_stays(
    organisation: Organisation, how: str
) -> None:
    concern_id, other_id = taken(organisation), taken(organisation)
    line = answer(organisation, concern_id, AnswerBack.LEAVE)
    if how == "words":
        flip(organisation, LineToPoster, "words", line.id)
    elif how == "concern_id":
        put(organisation, LineToPoster, line.id, concern_id=other_id)
    else:
        put(organisation, LineToPoster, line.id, id=uuid4())

    seen = read_by(organisation, concern_id).lines[0]

    assert (seen.answer, seen.words, seen.is_changed) == (AnswerBack.LEAVE, "", True)
    assert lines_of(organisation, concern_id)[0].words == WORDS, "supervision keeps its own"


def test_one_that_was_closed_before_they_read_that_anybody_has_it_says_so(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))
    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern("Her aunt took her home.", 1))

    assert news(organisation) == ["RV-C-0001"]


def test_given_back_nobody_reads_any_more_that_somebody_has_it(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    hand(organisation, concern_id, None)

    assert news(organisation) == []
    assert read_by(organisation, concern_id).taken_by is None


def unsaid(organisation: Organisation, concern_id: UUID, line_id: UUID, by: str = "supervisor2") -> None:
    """Say that a line was a mistake."""
    with organisation.writing(by) as work:
        unsay_line(work, concern_id, line_id, reason="It was meant for RV-C-0002.")


def test_a_line_written_by_mistake_is_struck_through_and_stands_first_again(
    organisation: Organisation,
) -> None:
    concern_id = taken(organisation)
    line = answer(organisation, concern_id, AnswerBack.LEAVE)
    assert read_by(organisation, concern_id).lines[0].is_at_once
    with organisation.writing("field") as work:
        hear(work, concern_id, turn=receipt(work, concern_id).delivery.turn)
    assert news(organisation) == []

    unsaid(organisation, concern_id, line.id)

    (seen,) = read_by(organisation, concern_id).lines
    assert seen.words == WORDS, "it stays readable"
    assert seen.mistaken_at is not None
    assert not seen.is_at_once
    assert seen.why_mistaken == "", "why is for supervision"
    assert news(organisation) == ["RV-C-0001"], "whoever read it may have acted on it"
    (kept,) = lines_of(organisation, concern_id)
    assert (kept.words, kept.why_mistaken) == (WORDS, "It was meant for RV-C-0002.")
    with organisation.writing("field") as work:
        hear(work, concern_id, turn=receipt(work, concern_id).delivery.turn)
    assert news(organisation) == []
    page = read(organisation.client("field").get(f"/concerns/{concern_id}"))
    struck = page.find("s")
    assert struck is not None
    assert WORDS in struck.get_text()


def test_a_line_is_a_mistake_once_and_only_of_its_own_concern(organisation: Organisation) -> None:
    concern_id, other = taken(organisation), taken(organisation)
    line = answer(organisation, concern_id)

    with pytest.raises(NotVisible):
        unsaid(organisation, other, line.id)
    unsaid(organisation, concern_id, line.id)
    with pytest.raises(AlreadyDone):
        unsaid(organisation, concern_id, line.id)


@pytest.mark.parametrize("name", ["field", "caseworker", "othersupervisor", "auditor"])
def test_nobody_else_strikes_a_line_through(organisation: Organisation, name: str) -> None:
    concern_id = taken(organisation)
    line = answer(organisation, concern_id)

    with pytest.raises((NotVisible, Refused)):
        unsaid(organisation, concern_id, line.id, by=name)


def test_the_form_asks_which_and_why_and_a_second_press_is_no_mistake(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    line = answer(organisation, concern_id)
    client, address = organisation.client("supervisor"), f"/concerns/{concern_id}/answer/mistake"
    assert client.post(address, data=filled(read(client.get(address)))).status_code == 422

    form = filled(read(client.get(address))) | {"line": str(line.id), "reason": "the wrong person"}
    for _press in range(2):
        assert client.post(address, data=form).status_code == 303
    assert len([each for each in lines_of(organisation, concern_id) if each.mistaken_at]) == 1
