"""Two who may be the same child are proposed with reasons; a person decides, and can take that back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.children.documents import Age
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.sexes import Sex
from app.mistakes.marking import MarkInput, mark_mistaken
from app.outreach.alike import Why
from app.outreach.alike_page import AlikePage, alike_page
from app.outreach.documents import ChildDescription, MetChildInput, Place
from app.outreach.judging import judge, take_judgement_back
from app.outreach.linking import link_child
from app.outreach.met_page import MetAsked, met_page
from app.outreach.mistaken import MEETING
from models.encounter import EncounterChild
from tests.app.outreach.met_samples import meeting_of, met, unknown_of
from tests.support.children import add_child
from tests.support.organisation import Organisation
from tests.support.outreach import change, met_on, rows_of, shift_of, typed
from tests.support.tampering import put, recorded


def page_of(organisation: Organisation, row_id: UUID, *, by: str = "caseworker") -> AlikePage:
    with organisation.reading(by) as work:
        page = alike_page(work, row_id, locale="en")
    assert page is not None
    return page


def proposed(organisation: Organisation, row_id: UUID, *, by: str = "caseworker") -> list[UUID]:
    page = page_of(organisation, row_id, by=by)
    return [
        one.met.row_id if one.met else one.child.id  # type: ignore[union-attr]
        for one in page.proposals
    ]


def say(
    organisation: Organisation, row_id: UUID, other: UUID, *, is_same: bool, by: str = "caseworker"
) -> None:
    with organisation.writing(by) as work:
        judge(work, row_id, other, is_same=is_same)


@pytest.fixture
def boy(organisation: Organisation) -> UUID:
    """A boy whom nobody knows yet."""
    return met(organisation, "red shirt, scar on the forehead")


@pytest.fixture
def again(organisation: Organisation, boy: UUID) -> UUID:
    """A boy on a later night, who is much like him."""
    return met(organisation, "scar, red shirts")


def test_one_of_another_night_is_proposed_with_reasons_in_words(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    (one,) = page_of(organisation, again).proposals
    assert one.met is not None
    assert one.met.row_id == boy
    assert {reason.why: reason.what for reason in one.reasons} == {
        Why.LOOKS: ("red", "scar", "shirts"),
        Why.PLACE: (one.met.place,),
        Why.AGE: ("6–12",),
        Why.SEX: ("male",),
    }


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("scar, red shirt", {"sex": Sex.FEMALE}),
        ("scar, red shirt", {"age": AgeBand.ADULT}),
        ("scar, red shirt, about 16", {}),
        ("long hair", {}),
        ("", {}),
        ("scar", {"place": Place(words="the market"), "age": AgeBand.NOT_KNOWN}),
    ],
)
def test_another_sex_another_age_or_too_little_in_common_is_not_proposed(
    organisation: Organisation, boy: UUID, words: str, changed: dict[str, object]
) -> None:
    met(organisation, words, **changed)  # type: ignore[arg-type]
    assert proposed(organisation, boy) == []


def test_two_of_one_night_are_two_children(organisation: Organisation, boy: UUID) -> None:
    shift_id = shift_of(organisation)
    rows = [
        unknown_of(
            organisation,
            met_on(
                organisation,
                shift_id,
                typed(organisation, children=(MetChildInput(ChildDescription(Sex.MALE, words=words)),)),
            ),
        )
        for words in ("blue cap, silver thread", "silver thread, blue cap")
    ]
    assert proposed(organisation, rows[0]) == []


def test_a_child_with_a_record_is_proposed_by_looks_age_place_and_company(organisation: Organisation) -> None:
    friend = add_child(organisation, latin="Chan Friend")
    today = local_day(organisation.clock.now())
    known = add_child(
        organisation, latin="Sok Dara", sex=Sex.MALE, appearance="Scar on the chin", age=Age(9, 10, today)
    )
    add_child(organisation, latin="Sok Girl", sex=Sex.FEMALE, appearance="Scar on the chin")
    add_child(organisation, latin="Sok Old", sex=Sex.MALE, appearance="Scar, chin", age=Age(16, 17, today))
    shift_id = shift_of(organisation, team=("field",))
    both = (MetChildInput(child_id=known), MetChildInput(child_id=friend))
    place = typed(organisation, place="ferry steps", children=both, count=2)
    met_on(organisation, shift_id, place)
    organisation.clock.move(timedelta(hours=5))
    boy = met(organisation, "scar on his chin", place=Place("", "Ferry steps"), beside=(friend,))

    (one,) = page_of(organisation, boy).proposals

    assert one.child is not None
    assert one.child.id == known
    assert [reason.why for reason in one.reasons] == [
        Why.LOOKS,
        Why.TOGETHER,
        Why.PLACE,
        Why.AGE,
        Why.SEX,
    ]
    assert next(reason.what for reason in one.reasons if reason.why is Why.TOGETHER) == ("RV-0001",)


def test_whoever_reads_one_of_both_alone_is_proposed_nothing(organisation: Organisation, boy: UUID) -> None:
    other = met(organisation, "red shirt, scar", by="field2")
    assert proposed(organisation, boy, by="field") == []
    assert proposed(organisation, other, by="field2") == []
    assert proposed(organisation, other, by="director") == [boy]
    assert not page_of(organisation, other, by="director").may_link


def test_not_the_same_is_remembered_and_can_be_taken_back(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    say(organisation, boy, again, is_same=False)

    for row in (boy, again):
        assert proposed(organisation, row) == []
    (decision,) = page_of(organisation, again).apart
    assert (decision.by, decision.met and decision.met.row_id) == ("Caseworker Person", boy)

    with organisation.writing("supervisor") as work:
        take_judgement_back(work, again, boy)

    assert proposed(organisation, boy) == [again]
    assert page_of(organisation, boy).apart == ()
    assert [each.action for each in recorded(organisation, "encounter.judged")] == ["encounter.judged"]
    assert len(recorded(organisation, "encounter.judgement_taken_back")) == 1


def test_not_the_child_of_a_record_is_remembered_too(organisation: Organisation, boy: UUID) -> None:
    known = add_child(organisation, latin="Sok Dara", sex=Sex.MALE, appearance="Scar, forehead, red shirt")
    assert proposed(organisation, boy) == [known]
    say(organisation, boy, known, is_same=False)
    assert proposed(organisation, boy) == []
    (decision,) = page_of(organisation, boy).apart
    assert decision.child is not None
    assert decision.child.id == known


def test_the_same_child_stands_in_the_list_once(organisation: Organisation, boy: UUID, again: UUID) -> None:
    third = met(organisation, "long hair")
    say(organisation, boy, again, is_same=True)
    say(organisation, third, boy, is_same=True, by="supervisor")

    with organisation.reading("director") as work:
        (item,) = met_page(work, MetAsked(words="red shirt"), page=1, locale="en").items

    assert item.line.row_id == third
    assert [one.row_id for one in item.again] == [again, boy]
    assert proposed(organisation, boy) == []
    assert {one.met.row_id for one in page_of(organisation, boy).again if one.met} == {again, third}


def test_whoever_is_linked_proposes_their_record_for_the_others(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    say(organisation, boy, again, is_same=True)
    child = add_child(organisation)
    with organisation.writing("supervisor") as work:
        link_child(work, meeting_of(organisation, again), again, child)

    (one,) = page_of(organisation, boy).proposals

    assert (one.child and one.child.id, [reason.why for reason in one.reasons]) == (child, [Why.SAID_SAME])


def test_a_correction_leaves_what_was_decided(organisation: Organisation, boy: UUID, again: UUID) -> None:
    say(organisation, boy, again, is_same=False)
    (row,) = rows_of(organisation, meeting_of(organisation, boy))
    description = ChildDescription(Sex.MALE, AgeBand.FROM_6_TO_12, "red shirt, scar, cap")
    change(
        organisation,
        meeting_of(organisation, boy),
        typed(
            organisation,
            children=(MetChildInput(description, None, row.row_id),),
            witness_id=organisation.ids["field"],
        ),
        by="supervisor",
    )
    assert proposed(organisation, boy) == []
    assert len(page_of(organisation, boy).apart) == 1


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field", Refused),
        ("director", Refused),
        ("counsellor", NotVisible),
        ("othersupervisor", NotVisible),
        ("technician", NotVisible),
    ],
)
def test_whoever_may_not_link_decides_nothing(
    organisation: Organisation, boy: UUID, again: UUID, name: str, error: type[Exception]
) -> None:
    for act in (judge, take_judgement_back):
        facts = {"is_same": True} if act is judge else {}
        with pytest.raises(error), organisation.writing(name) as work:
            act(work, boy, again, **facts)


def test_what_cannot_be_decided_is_refused_in_words(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    child = add_child(organisation)
    elsewhere = add_child(organisation, by="otherfield")
    say(organisation, boy, again, is_same=True)
    with pytest.raises(AlreadyDone):
        say(organisation, boy, again, is_same=True)
    with pytest.raises(AlreadyDone):
        say(organisation, again, boy, is_same=True)
    for other, is_same in ((uuid4(), True), (child, True), (uuid4(), False), (elsewhere, False)):
        with pytest.raises(NotVisible):
            say(organisation, boy, other, is_same=is_same)
    with organisation.writing("caseworker") as work:
        link_child(work, meeting_of(organisation, boy), boy, child)
    with pytest.raises(NotAllowedNow, match="linked-already"):
        say(organisation, boy, again, is_same=False)
    with organisation.writing("field") as work:
        mark_mistaken(work, MEETING, meeting_of(organisation, again), MarkInput(uuid4(), "Twice."))
    with pytest.raises(NotAllowedNow, match="written-by-mistake"):
        say(organisation, again, boy, is_same=False)


def test_a_company_that_was_written_into_the_row_is_no_reason(organisation: Organisation, boy: UUID) -> None:
    friend, stranger = add_child(organisation, latin="Friend"), add_child(organisation, latin="Stranger")
    with_friend = met(organisation, "red cap, scar", beside=(friend,))
    other = met(organisation, "scar, red cap, shirt", beside=(stranger,))
    (row,) = (row.row_id for row in rows_of(organisation, meeting_of(organisation, other)) if row.child_id)
    assert row is not None
    put(organisation, EncounterChild, row, child_id=friend)

    reasons = {
        reason.why
        for one in page_of(organisation, with_friend).proposals
        if one.met and one.met.row_id == other
        for reason in one.reasons
    }

    assert reasons
    assert Why.TOGETHER not in reasons
