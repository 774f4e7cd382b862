"""Cases through a browser without scripts: list, page, risk, people."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.case import Case
from tests.support.cases import ask_move, fulfil_everything, new_case, put_plan_in_force
from tests.support.opened_cases import case_of, child_of, put_at, rewrite
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import recorded

READERS = ["caseworker", "supervisor", "supervisor2", "director", "director2"]


OUTSIDERS = [
    "field",
    "field2",
    "counsellor",
    "othercaseworker",
    "otherfield",
    "othersupervisor",
    "technician",
    "auditor",
]


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child without a case."""
    return child_of(organisation)


@pytest.mark.parametrize("name", READERS)
def test_readers_open_list_and_page(organisation: Organisation, case_id: UUID, name: str) -> None:
    client = organisation.client(name)

    assert "RV-K-0001" in read(client.get("/cases/")).get_text()
    page = read(client.get(f"/cases/{case_id}"))
    assert page.title is not None
    assert "Sophea" not in page.title.get_text()
    assert page.h1 is not None
    assert "Sok Sophea" in page.select(".wh-case")[0].get_text()


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/risk",
        "/assign",
        "/notes/new",
        "/tasks/new",
        "/moves/",
        "/moves/close",
        "/safety-plan",
        "/placements/",
    ],
)
def test_for_everyone_else_there_is_no_such_page(
    organisation: Organisation, case_id: UUID, name: str, path: str
) -> None:
    client = organisation.client(name)
    status = client.get(f"/cases/{case_id}{path}").status_code

    # Who works on cases, but not on this one, is refused what their role never does: of any case, real or not.
    assert status == client.get(f"/cases/{uuid4()}{path}").status_code
    assert status == (403 if (name, path) == ("othercaseworker", "/assign") else 404)


def test_the_list_shows_codes_and_no_names(organisation: Organisation, case_id: UUID) -> None:
    page = read(organisation.client("supervisor").get("/cases/"))

    assert "RV-0001" in page.get_text()
    assert "Sophea" not in page.get_text()
    assert "asked for help" not in page.get_text()


@pytest.mark.parametrize(
    "query",
    [
        "stage=nowhere",
        "risk=9",
        "worker=me",
        "base='--",
        "timeliness=%00",
        "page=-1",
        "page=999999",
        "stage=closed",
    ],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(
    organisation: Organisation, case_id: UUID, query: str
) -> None:
    page = read(organisation.client("director").get(f"/cases/?{query}"))
    assert page.select_one("main form") is not None, "the filter can be put right"


def test_an_empty_list_says_what_to_do(organisation: Organisation) -> None:
    assert "No case is open." in read(organisation.client("supervisor").get("/cases/")).get_text()
    page = read(organisation.client("supervisor").get("/cases/?risk=high"))
    assert "No case fits this." in page.get_text()


def test_the_move_is_never_the_primary_button(organisation: Organisation, case_id: UUID) -> None:
    rewrite(organisation, case_id, risk="high")
    page = read(organisation.client("caseworker").get(f"/cases/{case_id}"))

    primary = [button.get_text(strip=True) for button in page.select(".btn-primary")]
    assert primary == ["Write a note"]


def test_a_missing_right_shows_no_button_and_leads_nowhere(organisation: Organisation, case_id: UUID) -> None:
    for name in READERS:
        client = organisation.client(name)
        page = read(client.get(f"/cases/{case_id}"))
        links = {str(link["href"]) for link in page.select("main a[href^='/']")}
        assert links
        for link in links:
            assert client.get(link).status_code == 200, (name, link)


def test_the_workbench_shows_what_is_late_and_what_waits(organisation: Organisation, case_id: UUID) -> None:
    put_plan_in_force(organisation, case_id, days=2)
    ask_move(organisation, case_id, "prevention")
    organisation.clock.move(timedelta(days=3))

    page = read(organisation.client("supervisor").get(f"/cases/{case_id}")).get_text()
    assert "Look at the safety plan again" in page
    assert "1 day late, since 4 Nov" in page
    assert "A move waits for a decision" in page
    assert "Decide it" in page
    assert "Decide it" not in read(organisation.client("caseworker").get(f"/cases/{case_id}")).get_text()


def test_a_closed_case_offers_notes_only(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")

    page = read(organisation.client("supervisor").get(f"/cases/{case_id}"))
    hrefs = " ".join(str(link["href"]) for link in page.select("main a[href]"))
    assert "/notes/new" in hrefs
    assert "/tasks/new" not in hrefs
    assert "/risk " not in f"{hrefs} "
    assert "End their assignments" in page.get_text()


def test_the_risk_is_set_and_a_stale_page_shows_both_versions(
    organisation: Organisation, case_id: UUID
) -> None:
    mine, theirs = organisation.client("caseworker"), organisation.client("supervisor")
    form = filled(read(mine.get(f"/cases/{case_id}/risk")))
    send(theirs, f"/cases/{case_id}/risk", {"risk": "low", "reason": "safe with the aunt"})

    stale = read(
        mine.post(f"/cases/{case_id}/risk", data=form | {"risk": "high", "reason": "he waits outside"}),
        status=409,
    )
    assert "safe with the aunt" in stale.get_text()
    assert "he waits outside" in stale.get_text()

    again = mine.post(f"/cases/{case_id}/risk", data=filled(stale))
    assert again.status_code == 303
    assert "High risk" in read(mine.get(f"/cases/{case_id}")).get_text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "because"}, "Choose the risk."),
        ({"risk": "high"}, "Write why."),
        ({"risk": "high", "reason": "a" * 2001}, "That is too long."),
        ({"risk": "medium", "reason": "the same"}, "The risk is that already."),
    ],
)
def test_a_risk_without_choice_or_reason_is_not_set(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/risk", changes)

    assert words in read(answer, status=422).get_text()


def test_somebody_is_put_on_the_case_and_taken_off_again(organisation: Organisation, case_id: UUID) -> None:
    client, other = organisation.client("supervisor"), organisation.client("othercaseworker")
    address = f"/cases/{case_id}/assign"
    worker = {"worker": str(organisation.ids["othercaseworker"])}
    form = filled(read(client.get(address))) | worker
    first, second = (client.post(address, data=form) for _ in range(2))
    assert "assigned" in first.location
    assert "already-saved" in second.location
    read(other.get(f"/cases/{case_id}"))

    page = read(client.get(address))
    ways = [str(link["href"]) for link in page.select("a[href$='/end']")]
    assert len(ways) == 2
    assert send(client, ways[1]).status_code == 303
    assert other.get(f"/cases/{case_id}").status_code == 404


def test_nobody_is_chosen_by_sending_an_id_that_was_not_offered(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("supervisor")
    before = len(recorded(organisation, "assignment.made"))
    for worker in ("", "nobody", str(organisation.ids["otherfield"])):
        read(send(client, f"/cases/{case_id}/assign", {"worker": worker}), status=422)
    assert len(recorded(organisation, "assignment.made")) == before


@pytest.mark.parametrize("name", ["caseworker"])
def test_a_caseworker_is_refused_the_assignments(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    assert organisation.client(name).get(f"/cases/{case_id}/assign").status_code == 403


def test_the_chronology_is_filtered_by_how_something_is_known(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    for basis in ("seen", "heard", "told"):
        send(client, f"/cases/{case_id}/notes/new", {"account": f"what was {basis}", "basis": basis})

    page = read(client.get(f"/cases/{case_id}?how=heard")).get_text()
    assert "what was heard" in page
    assert "what was seen" not in page
    read(client.get(f"/cases/{case_id}?how=guessed&page=9"))


def test_a_case_far_along_shows_everything_at_once(organisation: Organisation, case_id: UUID) -> None:
    fulfil_everything(organisation, case_id)

    page = read(organisation.client("caseworker").get(f"/cases/{case_id}")).get_text()
    for words in ("her aunt", "Grandmother", "Restoration", "Papers", "Concern"):
        assert words in page


def test_without_its_token_nothing_is_written(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    form = filled(read(client.get(f"/cases/{case_id}/notes/new"))) | {"account": "forged"}
    form.pop("csrf_token")

    assert client.post(f"/cases/{case_id}/notes/new", data=form).status_code == 400
    assert not recorded(organisation, "note.added")


def test_no_risk_and_no_risk_set_are_two_things(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("supervisor")
    with organisation.reading("supervisor") as work:
        child_id = work.session.get_one(Case, case_id).child_id
    case, child = f"/cases/{case_id}", f"/children/{child_id}"
    rewrite(organisation, case_id, risk=None)
    assert "Risk not set" in read(client.get(case)).get_text()

    rewrite(organisation, case_id, risk="none")

    for address in (case, child):
        tags = [each.get_text(strip=True) for each in read(client.get(address)).select(".wh-tag")]
        assert "No risk" in tags, address
        assert not any("set" in each for each in tags), address


def test_a_directors_list_names_the_base(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation, by="otherfield"), by="othersupervisor", assigned=())

    assert "Hillside" in read(organisation.client("director").get("/cases/")).get_text()


@pytest.mark.parametrize(
    "path",
    [
        *("/assign", "/risk", "/notes/new", "/tasks/new", "/safety-plan", "/safety-plan/new"),
        *("/placements/", "/placements/new", "/consents/", "/consents/new", "/consents/override"),
        *("/moves/", "/moves/close", "/restoration/goals/new", "/restoration/assessments/new"),
    ],
)
def test_every_page_of_a_case_says_whom_it_is_about(
    organisation: Organisation, case_id: UUID, path: str
) -> None:
    page = read(organisation.client("supervisor").get(f"/cases/{case_id}{path}"))

    assert "Sok Sophea" in page.select(".wh-case")[0].get_text()
    assert page.title is not None
    assert "Sophea" not in page.title.get_text()


def test_who_was_taken_off_by_mistake_is_given_back_from_the_page(organisation: Organisation) -> None:
    case_id, client = new_case(organisation), organisation.client("supervisor")
    page = read(client.get(f"/cases/{case_id}/assign"))
    address = str(page.select_one("a[href$='/end']")["href"])  # type: ignore[index]  # the supervisor sees the way

    assert send(client, address, {}).status_code == 303
    page = read(client.get(f"/cases/{case_id}/assign"))
    form = page.select_one("form[action$='/give-back']")
    assert form is not None
    token = form.select_one("[name=csrf_token]")
    assert token is not None
    back = [client.post(str(form["action"]), data={"csrf_token": token["value"]}) for _ in range(2)]
    assert ["assigned-again" in back[0].location, "already-saved" in back[1].location] == [True, True]
    assert "taken off by mistake, and given back" in read(client.get(f"/cases/{case_id}")).text

    page = read(client.get(f"/cases/{case_id}/assign"))
    address = str(page.select_one("a[href$='/end']")["href"])  # type: ignore[index]  # the supervisor sees the way
    wrong = send(client, address, {"ending": "begun_by_mistake"})
    assert "they never worked on it" in client.get(wrong.location).text
    struck = read(client.get(f"/cases/{case_id}")).find("s")
    assert struck is not None
