"""A case is opened through the browser without scripts, for one child and from a concern."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.concerns.linking import LinkChild, link_child
from app.concerns.posting import Posted
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from tests.support.concerns import post
from tests.support.opened_cases import child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import recorded

LONG = "a" * 4001


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child without a case."""
    return child_of(organisation)


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


def version_of(work: UnitOfWork, concern_id: UUID) -> int:
    """Return the version a form about the concern would carry."""
    return work.session.get_one(Concern, concern_id).version


def of_child(organisation: Organisation, child_id: UUID) -> Posted:
    """Post a concern and say that it is about the child."""
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_child(work, posted.id, LinkChild(child_id, version=version_of(work, posted.id)))
    return posted


def test_a_case_opened_from_the_childs_page_takes_the_childs_concerns_in(
    organisation: Organisation, child_id: UUID
) -> None:
    ticked, left = of_child(organisation, child_id), of_child(organisation, child_id)
    client = organisation.client("supervisor")
    page = read(client.get(f"/cases/new?child={child_id}"))
    form = filled(page) | {"why": "both were about her"}
    assert set(form["concerns"]) == {str(ticked.id), str(left.id)}

    answers = [client.post("/cases/new", data=form | {"concerns": [str(ticked.id)]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with organisation.reading("supervisor") as work:
        rows = [work.session.get_one(Concern, one.id) for one in (ticked, left)]
    assert (rows[0].case_id is not None, rows[0].state) == (True, "acknowledged")
    assert (rows[1].case_id, rows[1].state) == (None, "waiting")


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
        ({"concerns": [str(uuid4())]}, "Choose one of the answers offered."),
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
