"""A record that was changed outside stands in red wherever it is shown, and nothing of it is."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NoteInput, add_note
from app.cases.tasks import TaskInput, add_task
from app.consent.recording import write_consent
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.restoration.assessments import AssessmentInput, DomainScore, ScoreSheet, write_assessment
from app.restoration.goals import GoalInput, GoalWords, set_goal
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from models.assessment import Assessment
from models.case_note import CaseNote
from models.consent import Consent
from models.goal import Goal
from models.placement import Placement
from models.restoration_review import RestorationReview
from models.safety_plan import SafetyPlan
from models.task import Task
from tests.support.cases import new_case, put_plan_in_force, record_home
from tests.support.consents import new_consent
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation, copy_of
from tests.support.pages import read
from tests.support.tampering import put

LIE = date(2029, 3, 14)
SHOWN = "14 Mar 2029"
"""How a page would show that day."""

Ids = dict[type[Any], UUID]


@pytest.fixture(scope="module")
def lived(
    built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Organisation, UUID, Ids]]:
    """A child in restoration with one record of each kind, written by others than `supervisor2`, who reads."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("changed"))
    case_id = new_case(organisation)
    ids: Ids = {
        SafetyPlan: put_plan_in_force(organisation, case_id),
        Placement: record_home(organisation, case_id),
        **{table: uuid4() for table in (Task, CaseNote, Goal, Assessment, RestorationReview)},
    }
    with organisation.writing("caseworker") as work:
        today = local_day(work.now)
        add_task(work, case_id, ids[Task], TaskInput("ask the school", today, None))
        add_note(work, case_id, ids[CaseNote], NoteInput("at school", as_typed(work.now), None))
        set_goal(work, case_id, GoalInput(ids[Goal], today, GoalWords("go to school again")))
        sheet = ScoreSheet((DomainScore("safety", 3),))
        write_assessment(work, case_id, AssessmentInput(ids[Assessment], today, sheet))
        ids[Consent] = write_consent(work, case_id, new_consent())
    with organisation.writing("supervisor") as work:
        next_on = today + timedelta(days=60)
        sign_off(work, case_id, ReviewInput(ids[RestorationReview], next_on, ReviewRemark("steady")))
    put_at(organisation, case_id, "prevention", "restoration")
    yield organisation, case_id, ids
    organisation.server.store.engine.dispose()


PLACES = [
    (Placement, "from_on", ("/placements/", "")),
    (SafetyPlan, "review_on", ("/safety-plan", "")),
    (Task, "due_on", ("",)),
    (CaseNote, "happened_at", ("",)),
    (Goal, "due_on", ("/restoration", "/restoration/review")),
    (Assessment, "scored_on", ("/restoration", "/restoration/review", "")),
    (RestorationReview, "next_review_on", ("/restoration", "/restoration/review", "")),
    (Consent, "given_at", ("/consents/",)),
]
BOARDS = {Goal: "/restoration/", Assessment: "/restoration/", RestorationReview: "/restoration/"}


@pytest.mark.parametrize(("table", "column", "pages"), PLACES)
def test_every_page_shows_that_it_was_changed_and_nothing_of_it(
    lived: tuple[Organisation, UUID, Ids], table: Any, column: str, pages: tuple[str, ...]
) -> None:
    organisation, case_id, ids = lived
    with organisation.server.store.reading() as session:
        before = getattr(session.get_one(table, ids[table]), column)
    lie = organisation.clock.now().replace(2029, 3, 14) if column.endswith("_at") else LIE
    addresses = [f"/cases/{case_id}{page}" for page in pages]
    addresses += [BOARDS[table]] if table in BOARDS else []
    client = organisation.client("supervisor2")
    assert not [each for each in addresses if red(client, each)], "nothing is changed yet"
    put(organisation, table, ids[table], **{column: lie})

    try:
        for address in addresses:
            assert red(client, address), f"{address} does not say so"
            assert SHOWN not in client.get(address).text
    finally:
        put(organisation, table, ids[table], **{column: before})


def test_today_says_of_what_was_changed_only_where_it_stands(
    lived: tuple[Organisation, UUID, Ids],
) -> None:
    organisation, _case_id, ids = lived
    client = organisation.client("supervisor2")
    assert not red(client, "/today")
    put(organisation, CaseNote, ids[CaseNote], written_by=organisation.ids["field"])

    try:
        page = read(client.get("/today"))
        assert len(page.select("[data-changed-outside]")) == 1
        assert "Field Person" not in page.get_text()
    finally:
        put(organisation, CaseNote, ids[CaseNote], written_by=organisation.ids["caseworker"])


def red(client: Any, address: str) -> int:
    return len(read(client.get(address)).select("[data-changed-outside]"))
