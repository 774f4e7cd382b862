"""Keys that their person ended, because somebody else may know them: their circles go on under new secrets."""

from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

import app.staff.endings
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, FolderKind
from app.keyring.writing import make_folder
from models.grant import Grant
from models.sign_in_session import SignInSession
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.staff import admit_again, renew_own


def version_of(organisation: Organisation, kind: CircleKind) -> int:
    """Return the number of a circle's newest version."""
    with organisation.reading("director") as work:
        return directory_for(work).circle(kind, RIVERSIDE).current_version


def given_to(organisation: Organisation, folder_id: UUID) -> set[int]:
    """Return the versions of circles that a folder's key was given to."""
    with organisation.server.store.reading() as session:
        return set(session.scalars(select(Grant.holder_version).where(Grant.folder_id == folder_id)))


@pytest.mark.parametrize("by", ["supervisor", "director2"])
def test_the_next_certifier_who_signs_in_renews_the_circles(organisation: Organisation, by: str) -> None:
    """Until then whoever knows the password opens, with the secrets they took, what others write."""
    before = version_of(organisation, CircleKind.OFFICE)
    renew_own(organisation, "caseworker")
    organisation.tokens.pop(by, None)

    with organisation.writing(by) as work:
        made = make_folder(work, FolderKind.CHILD_OFFICE, base_id=RIVERSIDE).id
        work.record("test.made", folders=[made])

    assert version_of(organisation, CircleKind.OFFICE) == before + 1
    assert given_to(organisation, made) == {before + 1}


def test_whoever_comes_back_is_in_their_circles_again(organisation: Organisation) -> None:
    renew_own(organisation, "caseworker")
    organisation.tokens.pop("supervisor", None)
    organisation.token("supervisor")

    assert admit_again(organisation, "caseworker", by="supervisor") == []

    with organisation.reading("caseworker") as work:
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE)
        assert work.person.id in directory_for(work).members(office.id)


def test_a_supervisor_of_another_base_renews_nothing_here(organisation: Organisation) -> None:
    before = version_of(organisation, CircleKind.OFFICE)
    renew_own(organisation, "caseworker")
    organisation.tokens.pop("othersupervisor", None)
    organisation.token("othersupervisor")

    assert version_of(organisation, CircleKind.OFFICE) == before


def test_a_certifier_whom_another_overtakes_in_this_is_signed_in_once_all_the_same(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who sign in at the same moment would both begin the circle's new version; PostgreSQL lets one do it."""
    before = version_of(organisation, CircleKind.OFFICE)
    renew_own(organisation, "caseworker")
    sessions = sessions_of(organisation, "supervisor")

    def overtaken(*_arguments: object, **_options: object) -> None:
        raise StaleDataError("quicker")

    organisation.tokens.pop("supervisor", None)
    with monkeypatch.context() as patched:
        patched.setattr(app.staff.endings, "finish", overtaken)
        organisation.token("supervisor")
    assert sessions_of(organisation, "supervisor") == sessions + 1
    assert version_of(organisation, CircleKind.OFFICE) == before

    organisation.tokens.pop("supervisor")
    organisation.token("supervisor")
    assert version_of(organisation, CircleKind.OFFICE) == before + 1


def sessions_of(organisation: Organisation, name: str) -> int:
    """Return how often somebody has signed in."""
    mine = SignInSession.staff_id == organisation.ids[name]
    with organisation.server.store.reading() as session:
        return session.scalars(select(func.count()).select_from(SignInSession).where(mine)).one()
