"""Further duties are stated by directors; their circles are joined and left with them."""

from contextlib import closing
from datetime import timedelta
from sqlite3 import connect
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.bases.making import BaseInput, make_base
from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet
from app.foundation.errors import Conflict, NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag
from app.keyring.circles import circle_secret
from app.keyring.folders import open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import root_signer
from app.sign_in.signing_in import sign_in
from app.staff.circle_places import living_holders
from app.staff.duties import change_flags
from app.staff.members import account, facts_of, mark_of
from app.staff.pending import PendingKind, give, pending_lines
from app.unit_of_work import UnitOfWork
from models.emergency_sheet import EmergencySheet
from tests.support.opened_cases import child_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, password_of
from tests.support.staff import flag


def is_member(
    organisation: Organisation, name: str, kind: CircleKind, base_id: UUID | None = RIVERSIDE
) -> bool:
    """Tell whether a cast member is a member of a circle's newest version."""
    with organisation.reading("director") as work:
        directory = directory_for(work)
        circle = directory.circle(kind, base_id)
        return organisation.ids[name] in directory.members(circle.id)


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("caseworker", Flag.ON_CALL, CircleKind.EMERGENCY),
        ("counsellor", Flag.CLINICAL_LEAD, CircleKind.CLINICAL),
    ],
)
def test_a_duty_joins_its_circle_and_counts_in_the_session(
    organisation: Organisation, name: str, given: Flag, kind: CircleKind
) -> None:
    flag(organisation, name, given)

    assert is_member(organisation, name, kind)
    assert not is_member(organisation, name, kind, HILLSIDE)
    with organisation.reading(name) as work:
        assert work.person.has_flag(given)


def test_a_duty_taken_away_leaves_its_circle_to_the_others(organisation: Organisation) -> None:
    flag(organisation, "caseworker", Flag.ON_CALL)
    flag(organisation, "field", Flag.ON_CALL)

    flag(organisation, "caseworker")

    assert not is_member(organisation, "caseworker", CircleKind.EMERGENCY)
    assert is_member(organisation, "field", CircleKind.EMERGENCY)
    with organisation.reading("caseworker") as work:
        assert not work.person.flags


def test_the_last_holder_keeps_the_duty(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    with pytest.raises(NotAllowedNow) as refusal:
        flag(organisation, "counsellor")
    assert refusal.value.reasons == ("last-holder",)
    with organisation.reading("counsellor") as work:
        assert work.person.has_flag(Flag.CLINICAL_LEAD)


def sheets_open(work: UnitOfWork) -> int:
    """Return how many emergency sheets a keychain opens."""
    folders = open_folders(work, work.session.scalars(select(EmergencySheet.folder_id)))
    return sum(bool(folder.record_keys()) for folder in folders.values())


def test_the_first_on_call_person_is_given_older_sheets_by_whoever_holds_them(
    organisation: Organisation,
) -> None:
    child_id = child_of(organisation)
    with organisation.writing("caseworker") as work:
        change_sheet(work, child_id, EmergencyWords(danger="at the guesthouse"), version=0)
    flag(organisation, "field", Flag.ON_CALL)
    with organisation.reading("field") as work:
        assert sheets_open(work) == 0
    with organisation.reading("director") as work:
        (line,) = pending_lines(work, organisation.ids["field"])
    assert (line.kind, line.circle, line.count, line.may_give) == (
        PendingKind.EARLIER,
        CircleKind.EMERGENCY,
        1,
        True,
    )

    with organisation.writing("director") as work:
        assert give(work, organisation.ids["field"], line.key) == 1

    with organisation.reading("field") as work:
        assert sheets_open(work) == 1
    with organisation.reading("director") as work:
        assert pending_lines(work, organisation.ids["field"]) == ()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("technician", Flag.ON_CALL),
        ("technician", Flag.SAFEGUARDING),
        ("auditor", Flag.ON_CALL),
        ("field", Flag.CLINICAL_LEAD),
        ("director2", Flag.CLINICAL_LEAD),
    ],
)
def test_duties_that_do_not_fit_a_role_are_refused(
    organisation: Organisation, name: str, given: Flag
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        flag(organisation, name, given)
    assert refusal.value.reasons == ("flag-role",)


@pytest.mark.parametrize("by", ["supervisor", "technician", "auditor", "field"])
def test_only_directors_give_duties(organisation: Organisation, by: str) -> None:
    with organisation.writing(by) as work, pytest.raises(NotVisible):
        change_flags(work, organisation.ids["caseworker"], frozenset({Flag.ON_CALL}))


def test_an_acting_director_needs_a_last_day_and_stops_by_themselves(organisation: Organisation) -> None:
    acting = frozenset({Flag.ACTING_DIRECTOR})
    staff_id = organisation.ids["supervisor"]
    until = organisation.clock.now() + timedelta(days=3)
    for wrong in (None, organisation.clock.now()):
        with organisation.writing("director") as work, pytest.raises(NotAllowedNow) as refusal:
            change_flags(work, staff_id, acting, acting_until=wrong)
        assert refusal.value.reasons == ("acting-end",)

    with organisation.writing("director") as work:
        change_flags(work, staff_id, acting, acting_until=until)

    assert is_member(organisation, "supervisor", CircleKind.DIRECTION, None)
    with organisation.reading("supervisor") as work:
        assert work.person.has_flag(Flag.ACTING_DIRECTOR)
    organisation.clock.move(timedelta(days=3))
    with organisation.reading("supervisor") as work:
        assert not work.person.flags
        assert facts_of(work, account(work, staff_id)).flags == acting
        assert not facts_of(work, account(work, staff_id)).living_flags(work.now)


def test_after_the_last_day_the_root_stays_shut(organisation: Organisation) -> None:
    staff_id, until = organisation.ids["supervisor"], organisation.clock.now() + timedelta(days=3)
    with organisation.writing("director") as work:
        change_flags(work, staff_id, frozenset({Flag.ACTING_DIRECTOR}), acting_until=until)
    with organisation.writing("supervisor") as work:
        root_signer(work)

    organisation.clock.move(timedelta(days=3))

    with organisation.writing("supervisor") as work:
        assert not work.person.flags
        circle = directory_for(work).circle(CircleKind.DIRECTION, None)
        with pytest.raises(NoKey):
            circle_secret(work, circle.id, circle.current_version)
        with pytest.raises(NoKey):
            root_signer(work)
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE)
        assert circle_secret(work, office.id, office.current_version).reveal()


def test_nobody_gives_themselves_duties(organisation: Organisation) -> None:
    with organisation.writing("director") as work, pytest.raises(NotAllowedNow) as refusal:
        change_flags(work, organisation.ids["director"], frozenset({Flag.SAFEGUARDING}))

    assert refusal.value.reasons == ("yourself-duties",)


def test_a_stale_form_changes_nothing(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        version = mark_of(work, account(work, organisation.ids["field"]))
    flag(organisation, "field", Flag.ON_CALL)

    with organisation.writing("director") as work, pytest.raises(Conflict):
        change_flags(work, organisation.ids["field"], frozenset(), version=version)


def make_acting(organisation: Organisation) -> None:
    """Make the supervisor acting director for three days."""
    until = organisation.clock.now() + timedelta(days=3)
    with organisation.writing("director") as work:
        acting = frozenset({Flag.ACTING_DIRECTOR})
        change_flags(work, organisation.ids["supervisor"], acting, acting_until=until)


def sign_in_anew(organisation: Organisation, name: str) -> None:
    """Sign a cast member in with their password."""
    sign_in(organisation.server, name, password_of(name), device="", address="x")


def test_when_a_director_next_signs_in_the_duty_is_over_and_direction_has_new_keys(
    organisation: Organisation,
) -> None:
    make_acting(organisation)
    with organisation.reading("director") as work:
        before = directory_for(work).circle(CircleKind.DIRECTION, None).current_version
    sign_in_anew(organisation, "director2")
    assert is_member(organisation, "supervisor", CircleKind.DIRECTION, None)

    organisation.clock.move(timedelta(days=3))
    sign_in_anew(organisation, "director2")

    assert not is_member(organisation, "supervisor", CircleKind.DIRECTION, None)
    with organisation.reading("director") as work:
        assert directory_for(work).circle(CircleKind.DIRECTION, None).current_version == before + 1
        assert facts_of(work, account(work, organisation.ids["supervisor"])).flags == frozenset()
        root_signer(work)
    assert is_member(organisation, "supervisor", CircleKind.SUPERVISION)


def test_an_ending_that_cannot_be_done_keeps_no_other_from_being_done(organisation: Organisation) -> None:
    """The last holder of a circle stays in it; without a row in the list of accounts they are tried again and again."""
    make_acting(organisation)
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with closing(connect(organisation.server.settings.database_file)) as database, database:
        database.execute("DELETE FROM staff_member WHERE id = ?", (organisation.ids["counsellor"].hex,))

    organisation.clock.move(timedelta(days=3))
    sign_in_anew(organisation, "director2")

    assert is_member(organisation, "counsellor", CircleKind.CLINICAL)
    assert not is_member(organisation, "supervisor", CircleKind.DIRECTION, None)


def test_an_acting_directors_ended_days_count_for_nobody_who_could_open_the_circle(
    organisation: Organisation,
) -> None:
    make_acting(organisation)
    organisation.clock.move(timedelta(days=3))
    with organisation.reading("director") as work:
        circle = directory_for(work).circle(CircleKind.DIRECTION, None)
        holders = living_holders(work, circle.id, circle.current_version)
    assert organisation.ids["supervisor"] not in holders
    assert organisation.ids["director"] in holders


def test_a_new_base_is_not_opened_to_an_acting_director_for_ever(organisation: Organisation) -> None:
    make_acting(organisation)
    with organisation.writing("director") as work:
        base = make_base(work, BaseInput(uuid4(), "Lakeside", "LK", "cambodia", "Asia/Phnom_Penh"))
        base_id = base.id

    assert is_member(organisation, "director", CircleKind.SUPERVISION, base_id)
    assert not is_member(organisation, "supervisor", CircleKind.SUPERVISION, base_id)
