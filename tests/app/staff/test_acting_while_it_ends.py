"""An acting director's days end while a form is open: what was sent too late does nothing."""

from datetime import datetime, timedelta

import pytest

from app.foundation.errors import Conflict, KeyRefused, NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag, Role
from app.keyring.adding_statements import own_signer
from app.keyring.circles import circle_secret
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import root_signer
from app.staff.duties import change_flags, state_anew
from app.staff.members import account, mark_of
from tests.support.organisation import Organisation

ACTING = frozenset({Flag.ACTING_DIRECTOR})
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def until(organisation: Organisation) -> datetime:
    """Let the supervisor act as director for ten minutes, and return when that ends."""
    ends = organisation.clock.now() + TEN_MINUTES
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["supervisor"], ACTING, acting_until=ends)
    return ends


def version_of(organisation: Organisation) -> int:
    """Return the mark that a form about the acting director was opened with."""
    with organisation.reading("director") as work:
        return mark_of(work, account(work, organisation.ids["supervisor"]))


@pytest.mark.usefixtures("until")
def test_a_work_that_began_before_the_end_opens_nothing_after_it(organisation: Organisation) -> None:
    with organisation.reading("supervisor") as work:
        direction = directory_for(work).circle(CircleKind.DIRECTION, None)
        assert circle_secret(work, direction.id, direction.current_version).reveal()
        organisation.clock.move(TEN_MINUTES)
        with pytest.raises(NoKey):
            circle_secret(work, direction.id, direction.current_version)
    with organisation.writing("supervisor") as work, pytest.raises(NoKey):
        root_signer(work)


def test_a_form_opened_before_the_end_does_not_prolong_the_days(
    organisation: Organisation, until: datetime
) -> None:
    version = version_of(organisation)
    organisation.clock.move(TEN_MINUTES)

    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="acting-end"):
        change_flags(work, organisation.ids["supervisor"], ACTING, acting_until=until, version=version)


def test_a_form_opened_before_the_days_were_ended_meets_what_was_done_since(
    organisation: Organisation, until: datetime
) -> None:
    version = version_of(organisation)
    organisation.clock.move(TEN_MINUTES)
    organisation.tokens.pop("director2", None)
    organisation.token("director2")  # whose sign-in takes the duty away

    with organisation.writing("director") as work, pytest.raises(Conflict):
        change_flags(
            work,
            organisation.ids["supervisor"],
            ACTING,
            acting_until=until + timedelta(days=1),
            version=version,
        )


@pytest.mark.parametrize("moved", [timedelta(0), TEN_MINUTES])
def test_an_acting_director_states_nothing_for_directors_before_or_after_the_end(
    organisation: Organisation, until: datetime, moved: timedelta
) -> None:
    """The days open the circle's folders; what directors do asks for the role, on every page and in every statement."""
    organisation.clock.move(moved)
    assert until > organisation.clock.now() or moved
    with organisation.writing("supervisor") as work, pytest.raises(NotVisible):
        change_flags(work, organisation.ids["field"], frozenset({Flag.ON_CALL}))
    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        known = directory_for(work).person(organisation.ids["supervisor2"])
        state_anew(work, known, signer=own_signer(work))
    with organisation.reading("supervisor") as work:
        assert work.person.role is Role.SUPERVISOR
