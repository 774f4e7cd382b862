"""Drafting, approving and exporting stay in three hands, whoever holds which role by now."""

from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.packets.documents import ApprovedAs
from app.packets.separation import Hands, why_not_approve, why_not_export

people = st.integers(1, 4).map(lambda number: UUID(int=number))
capacities = st.sampled_from(ApprovedAs)
WRITER, SUPERVISOR, DIRECTOR, OTHER = (UUID(int=number) for number in range(1, 5))
APPROVED = ((SUPERVISOR, ApprovedAs.SUPERVISOR), (DIRECTOR, ApprovedAs.DIRECTOR))


@given(st.lists(people, min_size=1, max_size=3), st.lists(st.tuples(people, capacities), max_size=8))
def test_however_people_press_three_hands_are_needed(
    writers: list[UUID], presses: list[tuple[UUID, ApprovedAs]]
) -> None:
    hands = Hands(frozenset(writers))
    for person, capacity in presses:
        if why_not_approve(hands, person, capacity) is None:
            hands = Hands(hands.writers, (*hands.approved, (person, capacity)))

    approvers = [person for person, _ in hands.approved]
    assert len(approvers) == len(set(approvers)) <= 2
    assert not set(approvers) & set(writers)
    for person in (WRITER, SUPERVISOR, DIRECTOR, OTHER):
        if why_not_export(hands, person) is None:
            (supervisor,) = hands.approvers(ApprovedAs.SUPERVISOR)
            assert person not in writers
            assert person != supervisor
            assert hands.approvers(ApprovedAs.DIRECTOR)
            assert all(len({writer, supervisor, person}) == 3 for writer in writers)


@given(st.lists(people, max_size=3), st.lists(st.tuples(people, capacities), max_size=4), people)
def test_export_never_rests_on_a_writer_or_on_one_person_in_two_capacities(
    writers: list[UUID], approved: list[tuple[UUID, ApprovedAs]], person: UUID
) -> None:
    hands = Hands(frozenset(writers), tuple(approved))

    if why_not_export(hands, person) is None:
        pairs = product(hands.approvers(ApprovedAs.SUPERVISOR), hands.approvers(ApprovedAs.DIRECTOR))
        assert any(len({*writers, one, other}) == len(set(writers)) + 2 for one, other in pairs)


def test_a_supervisor_approves_before_a_director() -> None:
    hands = Hands({WRITER})

    assert why_not_approve(hands, DIRECTOR, ApprovedAs.DIRECTOR) == "packet-supervisor-first"
    assert why_not_approve(hands, SUPERVISOR, ApprovedAs.SUPERVISOR) is None


def test_a_promotion_gives_no_second_say() -> None:
    hands = Hands({WRITER}, APPROVED[:1])

    assert why_not_approve(hands, SUPERVISOR, ApprovedAs.DIRECTOR) == "packet-approved-by-you"
    assert why_not_approve(hands, WRITER, ApprovedAs.DIRECTOR) == "packet-own-draft"
    assert why_not_approve(hands, DIRECTOR, ApprovedAs.DIRECTOR) is None


def test_the_director_who_approved_exports_and_the_others_who_had_a_hand_in_it_do_not() -> None:
    hands = Hands({WRITER}, APPROVED)

    assert why_not_export(hands, DIRECTOR) is None
    assert why_not_export(hands, OTHER) is None
    assert why_not_export(hands, WRITER) == "packet-own-draft"
    assert why_not_export(hands, SUPERVISOR) == "packet-approved-by-you"


def test_nothing_is_exported_before_both_approved() -> None:
    for approved in ((), APPROVED[:1], APPROVED[1:]):
        assert why_not_export(Hands({WRITER}, approved), OTHER) == "packet-not-approved"
