"""What is still lacking stands on Today of directors and technicians until it is there, and of nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.bases.settings import BaseDetails, base_line, change_base
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.roles import Flag, Role
from app.offers.set_up_steps import SetUpStep
from app.safeguarding.circle import admit_to_safeguarding, open_circle
from app.safeguarding.outside_card import make_outside_card
from app.safeguarding.outside_member import outside_member_page, write_outside_member
from app.staff.accounts import accept_invitation
from app.staff.duties import change_flags
from app.system_health.copies import COUNTS_FOR, OPENED, confirm_copy, copies_page, take_back
from app.system_health.signed_heads import take_head
from app.today.set_up_list import set_up_list
from models.audit_event import AuditEvent
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE, Organisation
from tests.support.staff import new_account, shell_of, six_words_of

DUTY_NUMBER = "A duty number for each base"
CARDS = "Both recovery cards on paper, opening every circle"
TWO_HOLDERS = "Two people for each circle"
ADMITTED = "Nobody waits to be admitted"
OUTSIDE = "Somebody outside whom people can call about our own"
CIRCLE = "A safeguarding circle"
OUTSIDE_CARD = "A card for the outside member"
COPY = "A copy that was opened elsewhere"
HEAD = "A signed head of the trail kept elsewhere"


def steps(organisation: Organisation, name: str = "director") -> dict[str, SetUpStep]:
    """Return the steps as somebody sees them, by their words."""
    with organisation.reading(name) as work:
        found = set_up_list(work)
    return {line.step.what: line.step for line in found.lines} if found else {}


def still(organisation: Organisation, name: str = "director") -> set[str]:
    """Return what is not done yet."""
    return {what for what, step in steps(organisation, name).items() if not step.is_done}


def give_numbers(organisation: Organisation) -> None:
    """Give each base a duty number, as the director does."""
    for base_id in (RIVERSIDE, HILLSIDE):
        with organisation.writing("director") as work:
            line = base_line(work, base_id, locale="en")
            change_base(
                work, base_id, BaseDetails(line.name, line.timezone, "012 555 010"), version=line.version
            )


@pytest.mark.parametrize("name", [*CAST, "director"])
def test_only_directors_and_technicians_have_the_list(organisation: Organisation, name: str) -> None:
    if name == "disabled":
        return
    role = CAST[name][0] if name in CAST else Role.DIRECTOR

    assert bool(steps(organisation, name)) is (role in {Role.DIRECTOR, Role.TECHNICIAN})


def test_who_holds_a_circle_is_for_the_director_alone(organisation: Organisation) -> None:
    assert TWO_HOLDERS in steps(organisation)
    assert TWO_HOLDERS not in steps(organisation, "technician")


def test_a_base_without_a_duty_number_is_named(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        line = base_line(work, HILLSIDE, locale="en")
        change_base(work, HILLSIDE, BaseDetails(line.name, line.timezone, ""), version=line.version)
    assert ("", "Hillside") in steps(organisation)[DUTY_NUMBER].lacking

    give_numbers(organisation)

    assert DUTY_NUMBER not in still(organisation)


def test_a_circle_that_one_person_holds_is_named(organisation: Organisation) -> None:
    assert TWO_HOLDERS not in still(organisation)

    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["counsellor"], frozenset({Flag.CLINICAL_LEAD}))

    assert steps(organisation)[TWO_HOLDERS].lacking == (("Clinical", "Riverside"),)


def test_whoever_made_keys_waits_on_both_lists(organisation: Organisation) -> None:
    assert ADMITTED not in still(organisation)

    invitation = shell_of(organisation, new_account("newcomer", Role.FIELD, RIVERSIDE))
    accept_invitation(organisation.server, invitation, "a long password of their own")

    assert ADMITTED in still(organisation)
    assert ADMITTED in still(organisation, "technician")


def test_safeguarding_is_set_up_step_by_step_and_nothing_is_told_of_what_was_sent(
    organisation: Organisation,
) -> None:
    assert {OUTSIDE, CIRCLE, OUTSIDE_CARD} <= still(organisation)
    with organisation.writing("director") as work:
        version = outside_member_page(work).version
        write_outside_member(work, "Sok Channary", "012 555 010", version=version)
    assert OUTSIDE not in still(organisation)

    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["supervisor2"], frozenset({Flag.SAFEGUARDING}))
    organisation.tokens.pop("supervisor2", None)
    with organisation.writing("supervisor2") as work:
        open_circle(work)
    assert CIRCLE not in still(organisation)

    assert organisation.kit_cards is not None
    card_a, card_b = organisation.kit_cards
    with organisation.writing("supervisor2") as work:
        make_outside_card(work, "Sok Channary", "012 555 010", card_a.payload(), card_b.payload())
    assert OUTSIDE_CARD not in still(organisation)
    assert not any(
        step.lacking for what, step in steps(organisation).items() if what in {CIRCLE, OUTSIDE_CARD}
    )


@pytest.mark.parametrize("name", ["technician", "director"])
def test_a_copy_counts_for_a_month_and_can_be_taken_back(organisation: Organisation, name: str) -> None:
    assert COPY in still(organisation, name)
    with organisation.writing(name) as work:
        confirm_copy(work)
    assert COPY not in still(organisation, name)

    organisation.clock.move(timedelta(minutes=1))
    with organisation.writing(name) as work:
        take_back(work)
    assert COPY in still(organisation, name)
    with organisation.writing(name) as work, pytest.raises(NotAllowedNow, match="no-copy"):
        take_back(work)

    with organisation.writing(name) as work:
        confirm_copy(work)
    organisation.clock.move(COUNTS_FOR + timedelta(minutes=1))
    assert COPY in still(organisation, name)


@pytest.mark.parametrize("name", ["supervisor", "caseworker", "field", "auditor"])
def test_nobody_else_says_that_a_copy_opened(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work:
        with pytest.raises(NotVisible):
            confirm_copy(work)
        with pytest.raises(NotVisible):
            copies_page(work)


def test_a_copy_that_the_trail_does_not_vouch_for_counts_as_none(organisation: Organisation) -> None:
    with organisation.writing("technician") as work:
        confirm_copy(work)
    with organisation.server.store.writing() as session:
        session.execute(
            update(AuditEvent)
            .where(AuditEvent.action == OPENED)
            .values(at=organisation.clock.now() - timedelta(seconds=5))
        )

    assert COPY in still(organisation)


def test_a_head_that_was_taken_away_counts(organisation: Organisation) -> None:
    assert HEAD in still(organisation)
    with organisation.writing("auditor") as work:
        take_head(work, organisation.server.checkpoint_key)

    assert HEAD not in still(organisation)


def test_the_list_goes_when_all_is_done_and_comes_back_with_the_next_lack(organisation: Organisation) -> None:
    give_numbers(organisation)
    test_safeguarding_is_set_up_step_by_step_and_nothing_is_told_of_what_was_sent(organisation)
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["supervisor"], frozenset({Flag.SAFEGUARDING}))
    words = six_words_of(organisation, "supervisor")
    with organisation.writing("supervisor2") as work:
        admit_to_safeguarding(work, organisation.ids["supervisor"], words)
    with organisation.writing("director") as work:
        confirm_copy(work)
        take_head(work, organisation.server.checkpoint_key)
    assert steps(organisation) == {}

    with organisation.writing("director") as work:
        line = base_line(work, HILLSIDE, locale="en")
        change_base(work, HILLSIDE, BaseDetails(line.name, line.timezone, ""), version=line.version)
    assert still(organisation) == {DUTY_NUMBER}
