"""A closed account ends at once, everywhere, and never shuts a circle behind it."""

import pytest
from sqlalchemy import delete, func, select

from app.children.cards import write_card
from app.children.documents import CardFacts
from app.foundation.errors import NotAllowedNow, NotVisible, Refused, SignedOut
from app.foundation.roles import Flag
from app.keyring.assigning import assignments_of
from app.keyring.folders import folder_of_base, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, FolderKind
from app.keyring.writing import make_folder
from app.sign_in.sessions import resume
from app.sign_in.signing_in import AccountEnded, sign_in
from app.staff.circle_places import only_holder_of
from app.staff.closing import disable
from app.staff.pending import PendingKind, give, pending_lines
from models.child import Child
from models.circle import CircleMembership
from models.grant import Grant
from tests.support.folders import newest_version
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import RIVERSIDE, Organisation, password_of
from tests.support.staff import flag, renew, row_of


def close(organisation: Organisation, name: str, *, by: str = "supervisor") -> None:
    """Close a cast member's account."""
    with organisation.writing(by) as work:
        disable(work, organisation.ids[name])


def held_by(organisation: Organisation, name: str) -> int:
    """Return how many keys are still sealed to a cast member."""
    with organisation.server.store.reading() as session:
        return sum(
            session.scalar(
                select(func.count()).select_from(table).where(table.holder_id == organisation.ids[name])
            )
            or 0
            for table in (Grant, CircleMembership)
        )


def test_sessions_keys_grants_and_assignments_end(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    token = organisation.token("caseworker")
    assert held_by(organisation, "caseworker")

    close(organisation, "caseworker")

    with organisation.server.store.reading() as session, pytest.raises(SignedOut):
        resume(organisation.server, session, token)
    with pytest.raises(AccountEnded):
        sign_in(organisation.server, "caseworker", password_of("caseworker"), device="", address="x")
    assert held_by(organisation, "caseworker") == 0
    row = row_of(organisation, "caseworker")
    assert (row.state, row.keys_by_password, row.keys_by_card, row.pins) == ("disabled", None, None, None)
    with organisation.reading("supervisor") as work:
        assert assignments_of(work, case_id, RIVERSIDE) == []
        assert not directory_for(work).people[organisation.ids["caseworker"]].enabled


def test_folders_of_their_circles_get_new_keys_with_the_next_write(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    with organisation.reading("field") as work:
        cards = folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE)
        before = newest_version(work, cards.id)
    close(organisation, "field2")

    with organisation.writing("field") as work:
        write_card(work, work.session.get_one(Child, child_id), CardFacts())
        assert newest_version(work, cards.id) == before + 1
        write_card(work, work.session.get_one(Child, child_id), CardFacts())
        assert newest_version(work, cards.id) == before + 1
        work.record("test.written", folders=[cards.id])


@pytest.mark.parametrize(
    ("by", "whom", "error"),
    [
        ("supervisor", "supervisor2", Refused),
        ("supervisor", "director", NotVisible),
        ("supervisor", "otherfield", NotVisible),
        ("technician", "field", Refused),
        ("caseworker", "field", NotVisible),
        ("auditor", "field", NotVisible),
    ],
)
def test_only_who_is_in_charge_closes(
    organisation: Organisation, by: str, whom: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        close(organisation, whom, by=by)


@pytest.mark.parametrize(
    ("by", "whom", "reason"),
    [("director", "director", "yourself"), ("director", "disabled", "account-disabled")],
)
def test_oneself_and_the_closed_are_not_closed(
    organisation: Organisation, by: str, whom: str, reason: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        close(organisation, whom, by=by)
    assert refusal.value.reasons == (reason,)


def test_the_last_holder_of_a_circle_is_not_closed(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    with pytest.raises(NotAllowedNow) as refusal:
        close(organisation, "counsellor", by="director")

    assert refusal.value.reasons == ("last-holder",)
    assert row_of(organisation, "counsellor").state == "active"


@pytest.mark.parametrize("step", ["closing", "taking the duty away"])
def test_the_only_one_on_call_may_go_because_the_office_opens_the_same_sheets(
    organisation: Organisation, step: str
) -> None:
    flag(organisation, "field", Flag.ON_CALL)
    child_id = child_of(organisation)
    with organisation.writing("supervisor") as work:
        before = make_folder(work, FolderKind.EMERGENCY, base_id=RIVERSIDE, child_id=child_id).id
        work.record("test.made", folders=[before])

    if step == "closing":
        close(organisation, "field", by="director")
    else:
        flag(organisation, "field")

    with organisation.writing("caseworker") as work:
        after = make_folder(work, FolderKind.EMERGENCY, base_id=RIVERSIDE, child_id=child_id).id
        circle = directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE)
        assert organisation.ids["field"] not in {
            h for c, _, h in directory_for(work).memberships if c == circle.id
        }
        assert directory_for(work).members(circle.id) == []
        work.record("test.made", folders=[after])
    with organisation.reading("supervisor") as work:
        assert len(open_folders(work, [before, after])) == 2
        assert all(folder.record_keys() for folder in open_folders(work, [before, after]).values())


def test_whoever_is_on_call_next_opens_what_is_sealed_then_and_is_given_the_rest(
    organisation: Organisation,
) -> None:
    flag(organisation, "field", Flag.ON_CALL)
    with organisation.writing("supervisor") as work:
        before = make_folder(work, FolderKind.EMERGENCY, base_id=RIVERSIDE).id
        work.record("test.made", folders=[before])
    close(organisation, "field", by="director")

    flag(organisation, "field2", Flag.ON_CALL)
    with organisation.reading("supervisor") as work:
        lines = pending_lines(work, organisation.ids["field2"])
    assert [line.kind for line in lines] == [PendingKind.EARLIER]
    with organisation.writing("director") as work:
        give(work, organisation.ids["field2"], lines[0].key)

    with organisation.reading("field2") as work:
        assert open_folders(work, [before])[before].record_keys()


def test_without_anyone_in_the_office_the_last_on_call_stays(organisation: Organisation) -> None:
    flag(organisation, "field", Flag.ON_CALL)
    with organisation.reading("director") as work:
        field, circle = organisation.ids["field"], directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE)
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE)
        assert only_holder_of(work, field, [circle.id]) == []
    with organisation.server.store.writing() as session:
        session.execute(delete(CircleMembership).where(CircleMembership.circle_id == office.id))

    with organisation.reading("director") as work:
        assert only_holder_of(work, field, [circle.id]) == [circle.id]


def test_somebody_who_only_waits_does_not_count_as_a_holder(organisation: Organisation) -> None:
    renew(organisation, "director2")

    with pytest.raises(NotAllowedNow) as refusal:
        close(organisation, "director", by="director2")  # waits, and cannot even do this
    assert refusal.value.reasons == ("last-holder",)


def test_a_supervisor_leaves_people_with_further_duties_to_a_director(organisation: Organisation) -> None:
    flag(organisation, "caseworker", Flag.ON_CALL)
    flag(organisation, "field", Flag.ON_CALL)

    with pytest.raises(NotAllowedNow) as refusal:
        close(organisation, "caseworker")
    assert refusal.value.reasons == ("director-only",)
    close(organisation, "caseworker", by="director")


def test_somebody_with_new_keys_who_never_came_back_is_closed_too(organisation: Organisation) -> None:
    renew(organisation, "caseworker")

    close(organisation, "caseworker")

    with organisation.reading("supervisor") as work:
        assert not directory_for(work).people[organisation.ids["caseworker"]].enabled
    with pytest.raises(NotAllowedNow) as refusal:
        renew(organisation, "caseworker")
    assert refusal.value.reasons == ("account-disabled",)
