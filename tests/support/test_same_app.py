"""An organisation's copy runs in the application it was copied from and has nothing else in common with it."""

import re
from pathlib import Path

import pytest
from flask import Blueprint
from sqlalchemy import text

from app.unit_of_work import Locks
from models.child import Child
from tests.support.children import add_child
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation, copy_of

ADDRESSES = (
    "/today",
    "/children/",
    "/cases/{case_id}",
    "/cases/{case_id}/placements/new",
    "/static/wayhome.css",
)
FULL = 2
"""As SQLite numbers it (sqlite.org/pragma.html, synchronous)."""
NEW = re.compile(r'"X-CSRFToken": "[^"]*"|<input[^>]*type="hidden"[^>]*>')


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_a_copy_reads_as_in_an_application_that_was_made_for_it(
    lived: LivedIn, address: str
) -> None:
    asked = address.format(**lived.ids)
    made = lived.organisation.with_locks(Locks.ALL)

    ours, theirs = (each.client("caseworker").get(asked) for each in (lived.organisation, made))

    assert ours.status_code == theirs.status_code
    assert list(ours.headers.keys()) == list(theirs.headers.keys())
    assert without_tokens(ours.text) == without_tokens(theirs.text)
    ours.close()
    theirs.close()
    made.server.store.engine.dispose()


def without_tokens(page: str) -> str:
    """Return a page without its hidden fields, whose ids and tokens are new whenever it is drawn."""
    return NEW.sub("", page)


def test_what_is_written_in_one_copy_is_in_no_other(organisation: Organisation, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = copy_of(organisation, tmp_path / "other")

    child_id = add_child(organisation)

    with organisation.server.store.reading() as session:
        assert session.get(Child, child_id) is not None
    with other.server.store.reading() as session:
        assert session.get(Child, child_id) is None
    other.server.store.engine.dispose()


def test_what_the_process_remembers_of_one_copy_it_does_not_of_another(
    organisation: Organisation, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = copy_of(organisation, tmp_path / "other")

    ours, theirs = organisation.app.extensions, other.app.extensions

    assert organisation.app.url_map is other.app.url_map
    assert ours["wayhome"] is not theirs["wayhome"]
    assert organisation.server.settings.data_folder != other.server.settings.data_folder
    other.server.store.engine.dispose()


def test_only_a_copy_does_not_wait_until_the_disk_has_what_was_written(organisation: Organisation) -> None:
    made = organisation.with_locks(Locks.ALL)

    assert (waits_for_the_disk(made), waits_for_the_disk(organisation)) == (True, False)
    made.server.store.engine.dispose()


def waits_for_the_disk(organisation: Organisation) -> bool:
    """Tell whether a commit returns only when what it wrote outlives a power cut."""
    with organisation.server.store.engine.connect() as connection:
        return bool(connection.execute(text("PRAGMA synchronous")).scalar() == FULL)


def test_a_page_for_one_copy_alone_is_refused_because_all_would_have_it(organisation: Organisation) -> None:
    with pytest.raises(AssertionError, match="setup"):
        organisation.app.register_blueprint(Blueprint("another", __name__))
