"""Cases through a browser without scripts: list, opening, page, risk, people, notes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.case import Case
from models.case_note import CaseNote
from tests.support.cases import ask_move, fulfil_everything, new_case, put_plan_in_force
from tests.support.concerns import post
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip, put, recorded

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
LONG = "a" * 4001


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
    assert "Sok Sophea" in page.select(".wh-heading")[0].get_text()


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
    read(organisation.client("director").get(f"/cases/?{query}"))


def test_an_empty_list_says_what_to_do(organisation: Organisation) -> None:
    assert "No case is open." in read(organisation.client("supervisor").get("/cases/")).get_text()
    page = read(organisation.client("supervisor").get("/cases/?risk=high"))
    assert "No case fits this." in page.get_text()


def test_a_supervisor_opens_a_case_from_a_concern(organisation: Organisation, child_id: UUID) -> None:
    posted = post(organisation)
    client = organisation.client("supervisor")
    address = f"/cases/new?child={child_id}&concern={posted.id}"
    assert posted.reference in read(client.get(address)).get_text()

    answer = send(
        client,
        address,
        {"why": "seen with him again", "risk": "high", "worker": str(organisation.ids["caseworker"])},
    )

    assert answer.status_code == 303
    page = read(organisation.client("caseworker").get(answer.location))
    assert "seen with him again" in page.get_text()
    assert "High risk" in page.get_text()
    assert "The case is open." in read(client.get(answer.location)).get_text()


def test_sending_the_opening_form_twice_opens_one_case(organisation: Organisation, child_id: UUID) -> None:
    client = organisation.client("supervisor")
    form = filled(read(client.get(f"/cases/new?child={child_id}"))) | {"why": "twice"}

    first, second = (client.post("/cases/new", data=form) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert "already-saved" in second.location
    assert len(recorded(organisation, "case.opened")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"why": " "}, "Write why the case is opened."),
        ({"why": LONG}, "That is too long."),
        ({"risk": "enormous"}, "Choose one of the answers offered."),
        ({"worker": str(uuid4())}, "Choose one of the answers offered."),
    ],
)
def test_what_is_wrong_with_an_opening_is_said_beside_it_and_what_was_typed_stays(
    organisation: Organisation, child_id: UUID, changes: dict[str, str], words: str
) -> None:
    client = organisation.client("supervisor")
    answer = send(client, f"/cases/new?child={child_id}", {"why": "kept words"} | changes)

    page = read(answer, status=422)
    assert words in page.get_text()
    if "why" not in changes:
        assert "kept words" in page.get_text()
    assert not recorded(organisation, "case.opened")


def test_a_concern_that_cannot_be_linked_opens_no_case(organisation: Organisation, child_id: UUID) -> None:
    posted = post(organisation)
    client = organisation.client("supervisor")
    send(client, f"/cases/new?child={child_id}&concern={posted.id}", {"why": "first"})
    other = child_of(organisation, latin="Another")

    answer = send(client, f"/cases/new?child={other}&concern={posted.id}", {"why": "second"})

    read(answer, status=422)
    assert len(recorded(organisation, "case.opened")) == 1


@pytest.mark.parametrize(("name", "status"), [("caseworker", 403), ("field", 403), ("othersupervisor", 404)])
def test_others_do_not_open_cases(organisation: Organisation, child_id: UUID, name: str, status: int) -> None:
    assert organisation.client(name).get(f"/cases/new?child={child_id}").status_code == status


@pytest.mark.parametrize("query", ["", "?child=nobody", "?child=2e83c505-51b6-433a-a0d0-f405a1f62cdd"])
def test_without_a_child_there_is_no_opening(organisation: Organisation, query: str) -> None:
    assert organisation.client("supervisor").get(f"/cases/new{query}").status_code == 404


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<b>bold</b>", "{{ 7*7 }}"])
def test_markup_is_shown_as_it_was_typed(organisation: Organisation, child_id: UUID, words: str) -> None:
    client = organisation.client("supervisor")
    answer = send(client, f"/cases/new?child={child_id}", {"why": words})

    shown = client.get(answer.location)
    assert words in read(shown).get_text()
    assert "<script>alert" not in shown.text


def test_the_move_is_never_the_primary_button(organisation: Organisation, case_id: UUID) -> None:
    put(organisation, Case, case_id, risk="high")
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
    assert "The safety plan is overdue" in page
    assert "A move waits for a decision" in page
    assert "Decide it" in page
    assert "Decide it" not in read(organisation.client("caseworker").get(f"/cases/{case_id}")).get_text()


def test_a_closed_case_offers_notes_only(organisation: Organisation, case_id: UUID) -> None:
    put(organisation, Case, case_id, stage="closed", closed_at=organisation.clock.now())

    page = read(organisation.client("supervisor").get(f"/cases/{case_id}"))
    hrefs = " ".join(str(link["href"]) for link in page.select("main a[href]"))
    assert "/notes/new" in hrefs
    assert "/tasks/new" not in hrefs
    assert "/risk" not in hrefs
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
    for worker in ("", "nobody", str(organisation.ids["otherfield"])):
        read(send(client, f"/cases/{case_id}/assign", {"worker": worker}), status=422)


@pytest.mark.parametrize("name", ["caseworker"])
def test_a_caseworker_is_refused_the_assignments(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    assert organisation.client(name).get(f"/cases/{case_id}/assign").status_code == 403


def test_a_note_is_written_read_and_mended(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    typed = {
        "account": "She drew a house\nand a dog.",
        "basis": "seen",
        "happened_on": "2026-11-01",
        "happened_at": "១៦:៣០",
    }
    assert send(client, f"/cases/{case_id}/notes/new", typed).status_code == 303

    page = read(client.get(f"/cases/{case_id}"))
    address = next(str(link["href"]) for link in page.select("a[href^='/cases/notes/']"))
    note = read(client.get(address))
    assert "She drew a house\nand a dog." in note.get_text()
    assert "16:30" in note.get_text()
    mended = send(client, f"{address}/edit", {"account": "She drew a house and a cat."})
    assert mended.status_code == 303
    assert "and a cat." in read(client.get(address)).get_text()
    assert organisation.client("supervisor").get(f"{address}/edit").status_code == 403
    organisation.clock.move(timedelta(hours=25))
    assert "24 hours" in organisation.client("caseworker").get(f"{address}/edit").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"account": ""}, "Write what happened."),
        ({"account": LONG}, "That is too long."),
        ({"happened_on": ""}, "Give the day."),
        ({"happened_on": "yesterday"}, "Write the date as year-month-day"),
        ({"happened_on": "2026-02-30"}, "Write the date as year-month-day"),
        ({"happened_on": "2099-01-01"}, "future"),
        ({"happened_at": "25:00"}, "Write the time as hours:minutes"),
        ({"basis": "guessed"}, "Choose one of the answers offered."),
        ({"record_id": "1"}, "This page is out of date."),
    ],
)
def test_what_is_wrong_with_a_note_is_said_and_nothing_is_saved(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    typed = {"account": "kept words"} | changes
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/notes/new", typed)

    page = read(answer, status=422).get_text()
    assert words in page
    assert not recorded(organisation, "note.added")
    if "account" not in changes:
        assert "kept words" in page


def test_a_note_mended_in_two_windows_shows_both(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    send(client, f"/cases/{case_id}/notes/new", {"account": "as written"})
    page = read(client.get(f"/cases/{case_id}"))
    address = next(str(link["href"]) for link in page.select("a[href^='/cases/notes/']")) + "/edit"
    second = filled(read(client.get(address)))
    send(client, address, {"account": "first window"})

    stale = read(client.post(address, data=second | {"account": "second window"}), status=409).get_text()
    assert "first window" in stale
    assert "second window" in stale


def test_one_note_that_does_not_open_leaves_the_page_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    for words in ("the first note", "the second note"):
        send(client, f"/cases/{case_id}/notes/new", {"account": words})
    with organisation.server.store.reading() as session:
        first = session.query(CaseNote.id).order_by(CaseNote.written_at, CaseNote.id).first()
    assert first is not None
    flip(organisation, CaseNote, "words", first[0])

    page = read(client.get(f"/cases/{case_id}")).get_text()
    assert "do not open" in page
    assert ("the first note" in page) != ("the second note" in page)
    assert "does not open" in read(client.get(f"/cases/notes/{first[0]}")).get_text()
    assert recorded(organisation, "seal.refused")


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
    for words in ("her aunt", "Grandmother", "Restoration", "Consent", "Concern"):
        assert words in page


def test_without_its_token_nothing_is_written(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    form = filled(read(client.get(f"/cases/{case_id}/notes/new"))) | {"account": "forged"}
    form.pop("csrf_token")

    assert client.post(f"/cases/{case_id}/notes/new", data=form).status_code == 400
    assert not recorded(organisation, "note.added")


def test_a_note_kept_when_the_session_ended_is_offered_again(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    address = f"/cases/{case_id}/notes/new"
    form = filled(read(client.get(address))) | {"account": "typed before the break"}
    organisation.clock.move(timedelta(minutes=20))
    assert client.post(address, data=form).status_code == 302

    again = organisation.client("caseworker")
    page = read(again.get("/today"))
    assert "You were signed out while a form was open." in page.get_text()
    offered = page.select_one("a[href*='restore=']")
    assert offered is not None
    assert "typed before the break" in read(again.get(str(offered["href"]))).get_text()


def test_a_case_begun_when_the_session_ended_comes_back_to_the_same_child(
    organisation: Organisation, child_id: UUID
) -> None:
    client = organisation.client("supervisor")
    address = f"/cases/new?child={child_id}"
    form = filled(read(client.get(address))) | {"why": "typed before the break"}
    organisation.clock.move(timedelta(minutes=20))
    late = client.post(f"{address}&done=Sok+Sophea", data=form)
    assert f"child%3D{child_id}" in late.location
    assert "Sophea" not in late.location

    again = organisation.client("supervisor")
    offered = read(again.get("/today")).select_one("a[href*='restore=']")
    assert offered is not None
    assert str(offered["href"]).startswith(f"{address}&restore=")
    back = read(again.get(str(offered["href"])))
    assert "typed before the break" in back.get_text()
    assert "RV-0001" in back.get_text()
    listed = read(again.get("/account")).select_one("main a[href*='restore=']")
    assert listed is not None
    assert listed["href"] == offered["href"]

    assert send(again, str(offered["href"]), filled(back) | {"risk": "low"}).status_code == 303
    assert read(again.get("/account")).select_one("main a[href*='restore=']") is None


def test_a_case_kept_for_one_child_is_not_opened_on_the_page_of_another(
    organisation: Organisation, child_id: UUID
) -> None:
    client, other = organisation.client("supervisor"), child_of(organisation)
    address = f"/cases/new?child={child_id}"
    form = filled(read(client.get(address))) | {"why": "of the first child"}
    organisation.clock.move(timedelta(minutes=20))
    client.post(address, data=form)

    again = organisation.client("supervisor")
    offered = read(again.get("/today")).select_one("a[href*='restore=']")
    assert offered is not None
    elsewhere = str(offered["href"]).replace(str(child_id), str(other))
    assert again.get(elsewhere).status_code == 404


def test_no_risk_and_no_risk_set_are_two_things(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("supervisor")
    with organisation.reading("supervisor") as work:
        child_id = work.session.get_one(Case, case_id).child_id
    case, child = f"/cases/{case_id}", f"/children/{child_id}"
    put(organisation, Case, case_id, risk=None)
    assert "Risk not set" in read(client.get(case)).get_text()

    put(organisation, Case, case_id, risk="none")

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

    assert "Sok Sophea" in page.select(".wh-heading")[0].get_text()
    assert page.title is not None
    assert "Sophea" not in page.title.get_text()
