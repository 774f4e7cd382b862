"""Who sees what of the audit trail."""

import pytest
from bs4 import Tag

from app.access.trail import TrailFilter, trail_page
from app.foundation.errors import NotVisible
from app.foundation.roles import Flag
from app.staff.duties import change_flags
from tests.support.concerns import allege, safeguarding_circle
from tests.support.opened_cases import child_of
from tests.support.organisation import Organisation
from tests.support.pages import read


def actions(organisation: Organisation, name: str, **wanted: object) -> list[str]:
    """Return the actions a cast member sees."""
    with organisation.reading(name) as work:
        return [line.action for line in trail_page(work, TrailFilter(**wanted)).lines]  # type: ignore[arg-type]


def test_a_supervisor_sees_events_about_their_own_base_only(organisation: Organisation) -> None:
    child_of(organisation)
    child_of(organisation, by="otherfield")
    with organisation.reading("supervisor") as work:
        lines = trail_page(work, TrailFilter()).lines
    assert {line.base for line in lines} == {"Riverside"}
    assert "child.made" in {line.action for line in lines}


def test_a_technician_sees_the_system_and_no_childs_code(organisation: Organisation) -> None:
    child_of(organisation)
    with organisation.reading("technician") as work:
        lines = trail_page(work, TrailFilter()).lines
    assert "sign_in" in {line.action for line in lines}
    assert not {"child.made", "opened"} & {line.action for line in lines}
    assert {subject.kind for line in lines for subject in line.subjects} <= {"staff"}


def test_an_auditor_sees_all_and_finds_a_childs_events(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    found = actions(organisation, "auditor", subject_id=child_id)
    assert "child.made" in found
    assert {"sign_in", "child.made"} <= set(actions(organisation, "auditor"))


@pytest.mark.parametrize("name", ["director", "auditor"])
def test_being_named_for_safeguarding_opens_none_of_its_events(organisation: Organisation, name: str) -> None:
    safeguarding_circle(organisation, "supervisor2")
    allege(organisation)
    by = "director2" if name == "director" else "director"
    with organisation.writing(by) as work:
        change_flags(work, organisation.ids[name], frozenset({Flag.SAFEGUARDING}))

    seen = actions(organisation, name)

    assert not [action for action in seen if action.startswith(("allegation", "safeguarding"))]
    assert actions(organisation, name, action="allegation.posted") == []
    assert "allegation" not in organisation.client(name).get("/audit/").text


def test_a_member_of_the_circle_sees_its_events_and_every_number(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    allege(organisation)

    with organisation.reading("auditor") as work:
        page = trail_page(work, TrailFilter())

    assert "allegation.posted" in {line.action for line in page.lines}
    numbers = [line.seq for line in page.lines if line.seq is not None]
    assert numbers == list(range(numbers[0], numbers[0] - len(page.lines), -1))


@pytest.mark.parametrize("name", ["director", "auditor", "supervisor", "technician"])
def test_whoever_does_not_see_every_event_sees_no_holes(organisation: Organisation, name: str) -> None:
    safeguarding_circle(organisation, "supervisor2")
    allege(organisation)
    child_of(organisation)
    organisation.client("technician").get("/audit/checkpoint")

    with organisation.reading(name) as work:
        page = trail_page(work, TrailFilter())

    assert page.lines
    assert not page.is_numbered
    assert not [fact for line in page.lines for fact in line.facts if fact[0] == "seq"]
    assert "No." not in [cell.get_text(strip=True) for cell in trail_heads(organisation, name)]


def trail_heads(organisation: Organisation, name: str) -> list[Tag]:
    """Return the heads of the table on the trail's page."""
    return list(read(organisation.client(name).get("/audit/")).select("thead th"))


@pytest.mark.parametrize("name", ["field", "caseworker", "counsellor"])
def test_others_do_not_see_the_trail(organisation: Organisation, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        trail_page(work, TrailFilter())
    assert organisation.client(name).get("/audit/").status_code == 404


def test_what_a_director_opened_is_an_event_of_the_records_base(organisation: Organisation) -> None:
    child_id = child_of(organisation, by="otherfield")
    organisation.client("director").get(f"/children/{child_id}")
    with organisation.reading("othersupervisor") as work:
        lines = trail_page(work, TrailFilter(subject_id=child_id)).lines
    assert ("opened", "Hillside") in {(line.action, line.base) for line in lines}


def test_facts_are_told_in_words(organisation: Organisation) -> None:
    organisation.client("field").get("/settings/")
    told = " ".join(read(organisation.client("auditor").get("/audit/")).get_text(" ").split())
    assert "page: Settings (settings.show_settings)" in told
    assert "settings_read" not in told


@pytest.mark.parametrize("name", ["supervisor", "director", "technician", "auditor"])
def test_the_pages_are_there(organisation: Organisation, name: str) -> None:
    client = organisation.client(name)
    child_of(organisation)
    assert client.get("/audit/?since=2026-01-01&code=RV-0001").status_code == 200
    assert "Whole, as far as this can tell" in client.get("/audit/whole").text


@pytest.mark.parametrize(
    "query",
    ["_method=POST", "endpoint=x", "_external=1&_scheme=javascript", "_anchor=x", "self=x", "until=9999-12-31",
     "since=0001-01-01", "until=0001-01-01", "page=999999", "form=x", "number=1"],
)  # fmt: skip
def test_no_address_breaks_the_trail_or_its_ways_on(organisation: Organisation, query: str) -> None:
    client = organisation.client("director")
    for number in range(60):
        with organisation.writing("director") as work:
            work.record("looked", number=number)

    page = read(client.get(f"/audit/?{query}"))

    ways = [str(link["href"]) for link in page.select("main a[href*='page=']")]
    assert ways or "until=0001" in query or "page=9" in query
    assert all(way.startswith("/audit/?") and query not in way for way in ways) or query[:5] in {
        "until",
        "since",
    }
