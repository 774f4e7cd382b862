"""Who leads a club is stated by a certifier of its base, of people whose role writes registers there, and ends."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.clubs.documents import ClubPlan
from app.clubs.making import ClubInput, change_club
from app.clubs.scopes import visible_club
from app.foundation.errors import KeyRefused, NotVisible
from app.keyring.adding_statements import own_signer, state
from app.keyring.folders import open_folders
from app.keyring.known_directory import directory_for
from app.keyring.leading import folders_led_by
from app.keyring.statements import Kind
from models.folder import FolderKey
from models.grant import Grant
from models.kids_club import KidsClub
from tests.support.clubs import club_as, leads_no_more, led, made_club
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE, Organisation


def test_a_leader_reads_the_club_and_another_field_worker_does_not(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    assert club_as(organisation, club_id, "field").name == "Under the tree"
    for name in ("field2", "otherfield", "counsellor", "othersupervisor", "technician"):
        with pytest.raises(NotVisible):
            club_as(organisation, club_id, name)
    for name in ("caseworker", "supervisor", "director"):
        assert club_as(organisation, club_id, name).plan is not None


@pytest.mark.parametrize("name", ["field", "caseworker", "counsellor", "othersupervisor", "technician"])
def test_only_a_certifier_of_the_base_states_a_leader(organisation: Organisation, name: str) -> None:
    fields = _fields(organisation, "field2", RIVERSIDE)
    with organisation.writing(name) as work, pytest.raises(KeyRefused):
        state(work, Kind.LEADER, fields, signer=own_signer(work))


@pytest.mark.parametrize("name", ["counsellor", "otherfield", "technician", "disabled", "director2"])
def test_nobody_is_stated_a_leader_whose_place_does_not_fit(organisation: Organisation, name: str) -> None:
    fields = _fields(organisation, name, CAST[name][1] or RIVERSIDE)
    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        state(work, Kind.LEADER, fields, signer=own_signer(work))


def test_a_leader_is_not_ended_from_another_base(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    with organisation.writing("othersupervisor") as work:
        (leading,) = directory_for(work).leadings.in_force.values()
        fields = {"leading": str(leading.id), "base": str(HILLSIDE)}
        with pytest.raises(KeyRefused):
            state(work, Kind.LEADER_ENDED, fields, signer=own_signer(work))
    assert club_as(organisation, club_id, "field").plan is not None


def test_whoever_leads_no_more_reads_nothing_and_the_next_write_has_a_new_key(
    organisation: Organisation,
) -> None:
    club_id = made_club(organisation, leaders=("field", "field2"))
    leads_no_more(organisation, club_id, "field")
    with pytest.raises(NotVisible):
        club_as(organisation, club_id, "field")
    assert _versions(organisation, club_id) == [1]
    _written(organisation, club_id)
    assert _versions(organisation, club_id) == [1, 2]
    assert club_as(organisation, club_id, "field2").name == "By the bridge"
    assert organisation.ids["field"] not in _holders(organisation, club_id)


def test_a_copy_that_is_put_back_opens_nothing(organisation: Organisation) -> None:
    club_id = made_club(organisation, leaders=("field", "field2"))
    kept = _grants(organisation, club_id, "field")
    leads_no_more(organisation, club_id, "field")
    with organisation.server.store.writing() as session:
        for values in kept:
            session.add(Grant(**values))
    assert _opens(organisation, club_id, "field") is None


def test_the_time_of_a_stand_in_ends_by_the_clock(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    today = organisation.clock.now().date()
    led(organisation, club_id, "field2", until=today + timedelta(days=3))
    assert club_as(organisation, club_id, "field2").plan is not None
    organisation.clock.move(timedelta(days=5))
    with pytest.raises(NotVisible):
        club_as(organisation, club_id, "field2")
    assert _opens(organisation, club_id, "field2") is None
    _written(organisation, club_id)
    # The copies of the old key are still there, and nobody was given the new one for them.
    assert _versions(organisation, club_id) == [1, 2]
    assert organisation.ids["field2"] not in _holders(organisation, club_id, version=2)
    assert club_as(organisation, club_id, "field").name == "By the bridge"


def test_whoever_stood_in_can_be_asked_again(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    today = organisation.clock.now().date()
    led(organisation, club_id, "field2", until=today + timedelta(days=3))
    organisation.clock.move(timedelta(days=5))
    _written(organisation, club_id)
    led(organisation, club_id, "field2")
    assert club_as(organisation, club_id, "field2").name == "By the bridge"


def test_whoever_changes_the_base_leads_nothing_there(organisation: Organisation) -> None:
    made_club(organisation)
    with organisation.reading("supervisor") as work:
        assert len(folders_led_by(work, organisation.ids["field"])) == 1
        assert folders_led_by(work, organisation.ids["otherfield"]) == []


def _fields(organisation: Organisation, name: str, base_id: UUID) -> dict[str, str]:
    return {
        "leading": str(uuid4()),
        "folder": str(uuid4()),
        "person": str(organisation.ids[name]),
        "base": str(base_id),
    }


def _written(organisation: Organisation, club_id: UUID) -> None:
    version = club_as(organisation, club_id, "supervisor").version
    with organisation.writing("supervisor") as work:
        change_club(work, club_id, ClubInput("By the bridge", "under the bridge"), version=version)


def _folder_id(organisation: Organisation, club_id: UUID) -> UUID:
    with organisation.server.store.reading() as session:
        return session.scalars(select(KidsClub.folder_id).where(KidsClub.id == club_id)).one()


def _versions(organisation: Organisation, club_id: UUID) -> list[int]:
    folder_id = _folder_id(organisation, club_id)
    with organisation.server.store.reading() as session:
        query = select(FolderKey.version).where(FolderKey.folder_id == folder_id)
        return sorted(session.scalars(query))


def _holders(organisation: Organisation, club_id: UUID, *, version: int | None = None) -> set[UUID]:
    query = select(Grant.holder_id).where(Grant.folder_id == _folder_id(organisation, club_id))
    if version is not None:
        query = query.where(Grant.key_version == version)
    with organisation.server.store.reading() as session:
        return set(session.scalars(query))


def _grants(organisation: Organisation, club_id: UUID, name: str) -> list[dict[str, object]]:
    query = select(Grant).where(
        Grant.folder_id == _folder_id(organisation, club_id), Grant.holder_id == organisation.ids[name]
    )
    with organisation.server.store.reading() as session:
        rows = session.scalars(query).all()
        return [{c.key: getattr(row, c.key) for c in Grant.__table__.columns} for row in rows]


def _opens(organisation: Organisation, club_id: UUID, name: str) -> str | None:
    """Open the club's words by the key alone, without its scope."""
    with organisation.reading(name) as work:
        club = work.session.get(KidsClub, club_id)
        assert club is not None
        folder = open_folders(work, [club.folder_id]).get(club.folder_id)
        look = folder.look(club, ClubPlan) if folder is not None else None
        return look.document.name if look is not None and look.document is not None else None


def test_a_club_is_asked_for_by_those_who_reach_it(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    with organisation.reading("othersupervisor") as work, pytest.raises(NotVisible):
        visible_club(work, club_id)
