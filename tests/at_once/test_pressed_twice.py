"""Forms pressed twice at the same moment, where several may write: the second press finds the first, none breaks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wtforms

from app.audit.verification import verify_trail
from app.foundation.settings import Engine, Settings
from app.keyring.known_directory import reverified_directory
from tests.support.at_once import at_once, meet_before
from tests.support.lived_in import LivedIn, live_in
from tests.support.organisation import build_organisation, copy_of
from tests.support.pages import filled, read
from tests.support.postgres import PostgresCluster

TEMPLATE = "lived_in"

FORMS: dict[str, tuple[str, str, dict[str, Any], list[int]]] = {
    "a goal": (
        "caseworker",
        "/cases/{case_id}/restoration/goals/{goal_id}",
        {"aim": "to go to school"},
        [303, 303],
    ),
    "an assessment": (
        "caseworker",
        "/cases/{case_id}/restoration/assessments/new",
        {"score-safety": "3", "seen-safety": "sleeps well"},
        [303, 303],
    ),
    "a review": (
        "supervisor",
        "/cases/{case_id}/restoration/review",
        {"words": "She sleeps well"},
        [303, 303],
    ),
    "a note": ("caseworker", "/cases/notes/{note_id}/edit", {"words": "She ate with us"}, [303, 303]),
    "a route": ("supervisor", "/outreach/routes/new", {"name": "By the ferry"}, [303, 303]),
    "the end of a shift": (
        "field",
        "/outreach/shifts/{shift_id}/end",
        {"words": "all came back", "accounted_for": "y"},
        [303, 303],
    ),
    "a later return": ("field", "/outreach/shifts/{shift_id}/return", {}, [303, 303]),
    "a closed account": ("supervisor", "/settings/accounts/{staff_id}/close", {}, [303, 422]),
    "a duty": ("director", "/settings/accounts/{staff_id}/duties", {"flags": ["on_call"]}, [303, 303]),
    "an invitation": ("supervisor", "/settings/accounts/{staff_id}/invite", {}, [200, 200]),
}
"""What is pressed: by whom, where, what is typed into the form, and what the two presses are answered."""


@pytest.fixture(scope="session")
def lived_in_postgres(postgres: PostgresCluster, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """The template; never used directly."""
    folder = tmp_path_factory.mktemp("lived-in-postgres")
    url = postgres.create_database(TEMPLATE)
    settings = Settings(folder / "data", Engine.POSTGRESQL, url, folder / "data.key", None)
    return live_in(build_organisation(settings))


@pytest.fixture
def lived(lived_in_postgres: LivedIn, postgres: PostgresCluster, tmp_path: Path) -> Iterator[LivedIn]:
    """A fresh copy."""
    template = lived_in_postgres.organisation
    template.server.store.engine.dispose()
    with postgres.fresh_database(template=TEMPLATE) as url:
        fresh = copy_of(template, tmp_path, postgresql_url=url)
        yield LivedIn(fresh, lived_in_postgres.ids)
        fresh.server.store.engine.dispose()


@pytest.mark.parametrize(("who", "address", "changes", "answers"), FORMS.values(), ids=FORMS)
def test_nothing_breaks(
    lived: LivedIn,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    address: str,
    changes: dict[str, Any],
    answers: list[int],
) -> None:
    client, place = lived.organisation.client(who), address.format(**lived.ids)
    form = filled(read(client.get(place))) | changes
    meet_before(monkeypatch, (wtforms.Form, "validate"))

    both = at_once(*[lambda: client.post(place, data=form)] * 2)

    assert sorted(answer.status_code for answer in both) == answers
    server = lived.organisation.server
    with server.store.reading() as session:
        public = server.secret.checkpoint_key().public
        assert verify_trail(session, server.installation_id, public).is_whole
        assert reverified_directory(session, server.installation_id).broken_at is None
