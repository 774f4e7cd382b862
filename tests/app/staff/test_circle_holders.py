"""The director sees who holds each circle, what stands on one person, and what the newest kit does not open."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.foundation.errors import NotVisible
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.recovery.kit_state import kit_state, own_left, reseal_own
from app.recovery.organisation import DirectorInput, recover_organisation
from app.set_up.steps import make_new_cards, type_cards_back
from app.staff.circle_holders import CircleLine, HolderWarning, circles_page
from app.staff.closing import disable
from models.audit_event import AuditEvent
from tests.support.concerns import let_take_up, name_for_safeguarding, own_card, safeguarding_circle
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.staff import GOOD_PASSWORD, actions, flag, renew
from tests.support.tampering import forge_event, recorded


def lines(organisation: Organisation) -> dict[tuple[CircleKind, str], CircleLine]:
    """Return every line of the page by kind and base."""
    with organisation.reading("director") as work:
        page = circles_page(work)
    found = [*page.organisation, *(line for _, each in page.bases for line in each)]
    return {(line.kind, line.base_name): line for line in found}


def test_every_circle_is_there_with_its_living_holders(organisation: Organisation) -> None:
    found = lines(organisation)

    assert len(found) == 2 + 2 * 5
    assert found[CircleKind.OFFICE, "Riverside"].holders == (
        "Caseworker Person",
        "Dara Director",
        "Director2 Person",
        "Othercaseworker Person",
        "Supervisor Person",
        "Supervisor2 Person",
    )
    assert found[CircleKind.OFFICE, "Riverside"].warning is HolderWarning.NONE
    assert found[CircleKind.CLINICAL, "Riverside"].warning is HolderWarning.NOBODY
    assert not found[CircleKind.SAFEGUARDING, ""].is_made


def test_one_holder_is_a_standing_warning(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    line = lines(organisation)[CircleKind.CLINICAL, "Riverside"]
    assert (line.holders, line.warning) == (("Counsellor Person",), HolderWarning.ONE)


def test_safeguarding_with_one_living_member_is_a_standing_warning(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    assert lines(organisation)[CircleKind.SAFEGUARDING, ""].warning is HolderWarning.NONE

    with organisation.writing("director") as work:
        disable(work, organisation.ids["supervisor"])

    line = lines(organisation)[CircleKind.SAFEGUARDING, ""]
    assert (line.holders, line.warning) == (("Auditor Person",), HolderWarning.ONE)


def test_who_only_waits_is_not_counted(organisation: Organisation) -> None:
    renew(organisation, "director2")

    assert lines(organisation)[CircleKind.DIRECTION, ""].warning is HolderWarning.ONE


@pytest.mark.parametrize("name", ["supervisor", "technician", "auditor", "field"])
def test_nobody_but_a_director_sees_circles(organisation: Organisation, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        circles_page(work)


def test_a_new_kit_leaves_closed_circles_to_their_members(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with organisation.writing("director") as work:
        cards = make_new_cards(organisation.server, work)
        clinical = directory_for(work).circle(CircleKind.CLINICAL, RIVERSIDE).id
    assert not lines(organisation)[CircleKind.CLINICAL, "Riverside"].in_kit
    with organisation.reading("director") as work:
        state = kit_state(work)
        assert (state.is_confirmed, state.left) == (False, (clinical,))
        assert own_left(work) == ()

    with organisation.writing("counsellor") as work:
        assert own_left(work) == (clinical,)
        assert reseal_own(work) == 1
    words = (" ".join(cards[0].words), " ".join(cards[1].words))
    with organisation.writing("director") as work:
        type_cards_back(organisation.server, work, *words)

    with organisation.reading("director") as work:
        state = kit_state(work)
        assert (state.is_confirmed, state.left) == (True, ())
    new = DirectorInput("Sun Bopha", "bopha", GOOD_PASSWORD)
    recover_organisation(organisation.server, *words, new, device="", address="")
    # Only the first versions of circles that began without anybody stay shut, and nobody ever opened those.
    assert actions(organisation).count("kit.left_shut") == 2 * 2


def test_new_cards_are_made_though_the_safeguarding_circle_has_nobody(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    card = own_card(organisation)
    with organisation.writing("director") as work:
        disable(work, organisation.ids["auditor"])
        make_new_cards(organisation.server, work)
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
    with organisation.reading("director") as work:
        assert kit_state(work).left == (circle.id,)

    name_for_safeguarding(organisation, "supervisor")
    # The old cards agree: the new ones do not count for the circle yet.
    let_take_up(organisation, "supervisor", words=card)
    with organisation.writing("supervisor") as work:
        assert reseal_own(work) == 1

    with organisation.reading("director") as work:
        assert kit_state(work).left == ()


def test_a_circle_without_anybody_begins_anew_under_the_new_kit(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        before = directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE).current_version
        make_new_cards(organisation.server, work)
        assert directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE).current_version == before + 1
    organisation.clock.move(timedelta(minutes=1))
    assert lines(organisation)[CircleKind.EMERGENCY, "Riverside"].in_kit


def test_no_event_that_nobody_chained_says_that_the_cards_were_typed_back(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with organisation.writing("director") as work:
        make_new_cards(organisation.server, work)
        clinical = directory_for(work).circle(CircleKind.CLINICAL, RIVERSIDE).id
    forge_event(organisation, "kit.confirmed")
    forge_event(organisation, "kit.resealed", clinical)

    with organisation.reading("director") as work:
        state = kit_state(work)
    assert (state.is_confirmed, state.left) == (False, (clinical,))


def test_a_kit_whose_event_was_changed_counts_as_not_typed_back(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        cards = make_new_cards(organisation.server, work)
    with organisation.writing("director") as work:
        type_cards_back(organisation.server, work, " ".join(cards[0].words), " ".join(cards[1].words))
    with organisation.reading("director") as work:
        assert kit_state(work).is_confirmed

    made = AuditEvent.seq == recorded(organisation, "kit.made")[-1].seq
    with organisation.server.store.writing() as session:
        session.execute(update(AuditEvent).where(made).values(body='{"subjects": []}'))

    with organisation.reading("director") as work:
        assert not kit_state(work).is_confirmed
