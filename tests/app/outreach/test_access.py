"""Who reads nights: scope alone, keys alone, and that neither opens what the other shuts."""

import pytest

from app.foundation.errors import NoKey, NotVisible
from app.keyring.folders import open_folders
from app.outreach.encounter_page import encounter_page
from app.outreach.shift_page import shift_page
from app.unit_of_work import Locks
from models.encounter import Encounter
from models.shift import Shift
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed

READS = (
    "field",
    "field2",
    "caseworker",
    "othercaseworker",
    "supervisor",
    "supervisor2",
    "director",
    "director2",
)
READS_NOT = ("counsellor", "technician", "auditor", "otherfield", "othersupervisor")


@pytest.mark.parametrize("name", READS)
def test_the_team_and_the_office_read_a_meeting(organisation: Organisation, name: str) -> None:
    shift_id = shift_of(organisation, team=("field2",), words="stay in pairs")
    encounter_id = met_on(organisation, shift_id, typed(organisation, words="seen here"))

    with organisation.reading(name) as work:
        page = encounter_page(work, encounter_id, locale="en")
        shift = shift_page(work, shift_id, page=1)
    assert page.met.account is not None
    assert page.met.account.words == "seen here"
    assert shift.notes is not None
    assert shift.notes.opening == "stay in pairs"


@pytest.mark.parametrize("name", READS_NOT)
def test_for_everyone_else_it_is_not_there(organisation: Organisation, name: str) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    encounter_id = met_on(organisation, shift_id)

    with organisation.reading(name) as work, pytest.raises(NotVisible):
        shift_page(work, shift_id, page=1)
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        encounter_page(work, encounter_id, locale="en")


def test_a_field_worker_reads_only_their_own_nights(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id)

    with organisation.reading("field2") as work, pytest.raises(NotVisible):
        encounter_page(work, encounter_id, locale="en")


@pytest.mark.parametrize("name", [*READS, *READS_NOT])
def test_without_scope_the_keys_alone_let_in_the_same_people(organisation: Organisation, name: str) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    encounter_id = met_on(organisation, shift_id)
    unlocked = organisation.with_locks(Locks.KEYS_ONLY)

    with unlocked.reading(name) as work:
        folders = {
            work.session.get_one(Shift, shift_id).folder_id,
            work.session.get_one(Encounter, encounter_id).folder_id,
        }
        opened = set(open_folders(work, folders))
    assert opened == (folders if name in READS else set())
    unlocked.server.store.engine.dispose()


@pytest.mark.parametrize("name", READS_NOT)
def test_without_scope_a_page_still_shows_nothing_sealed(organisation: Organisation, name: str) -> None:
    shift_id = shift_of(organisation, words="stay in pairs")
    encounter_id = met_on(organisation, shift_id)
    unlocked = organisation.with_locks(Locks.KEYS_ONLY)

    with unlocked.reading(name) as work:
        page = shift_page(work, shift_id, page=1)
    assert page.notes is None
    assert [met.account for met in page.met] == [None]
    assert [child.description for met in page.met for child in met.children] == [None]
    with unlocked.reading(name) as work, pytest.raises(NoKey):
        encounter_page(work, encounter_id, locale="en")
    unlocked.server.store.engine.dispose()
