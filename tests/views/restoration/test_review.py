"""The restoration review through a browser without scripts: the board, a return, scoring again."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.cases import assess_and_set_a_goal
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.pages import read, send


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case in restoration with one assessment by `caseworker`."""
    case_id = case_of(organisation, child_of(organisation))
    put_at(organisation, case_id, "prevention", "restoration")
    form = {"score-safety": "1", "seen-safety": "sleeps at the stand", "scored_on": "2026-11-01"}
    address = f"/cases/{case_id}/restoration/assessments/new"
    assert send(organisation.client("caseworker"), address, form).status_code == 303
    return case_id


def words(organisation: Organisation, address: str, name: str = "supervisor") -> str:
    main = read(organisation.client(name).get(address)).main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def way_to(organisation: Organisation, case_id: UUID, ending: str, name: str = "supervisor") -> str:
    """Return the link that ends so, of the review or of the child's restoration."""
    address = "/restoration/" if name == "supervisor" else f"/cases/{case_id}/restoration"
    links = read(organisation.client(name).get(address)).select("main a[href]")
    return next(str(link["href"]) for link in links if str(link["href"]).endswith(ending))


def test_the_row_says_what_is_low_who_scored_it_and_when(organisation: Organisation, case_id: UUID) -> None:
    said = words(organisation, "/restoration/")
    assert "In danger or crisis: 1" in said
    assert "scored by Caseworker Person, 1 Nov 2026" in said
    assert "1 child · 1 with a low score" in said


@pytest.mark.parametrize("address", ["/restoration", "/restoration/review"])
def test_the_childs_own_pages_begin_with_the_lowest_score_and_say_what_it_is_called(
    organisation: Organisation, case_id: UUID, address: str
) -> None:
    scores = {
        "score-safety": "3",
        "score-trusted_relationships": "1",
        "score-physical_health": "2",
        "scored_on": "2026-11-02",
    }
    new = f"/cases/{case_id}/restoration/assessments/new"
    assert (
        send(organisation.client("caseworker"), new, scores | {"scored_on": "2026-11-02"}).status_code == 303
    )

    page = read(organisation.client("supervisor").get(f"/cases/{case_id}{address}"))
    rows = [row.get_text(" ", strip=True) for row in page.select("main tbody tr")]
    assert "1 In danger or crisis" in rows[0]
    assert "2 Fragile" in rows[1]
    assert rows[2].startswith("Safety")


def test_a_late_review_is_red_on_the_childs_own_page(organisation: Organisation, case_id: UUID) -> None:
    client, address = organisation.client("supervisor"), f"/cases/{case_id}/restoration"
    assert send(client, f"{address}/review", {"next_review_on": "2026-11-10"}).status_code == 303
    assert not read(client.get(address)).select("main .wh-tag-red:-soup-contains('10 Nov 2026')")
    organisation.clock.move(timedelta(days=9))
    page = read(organisation.client("supervisor").get(address))
    assert page.select("main .wh-tag-red:-soup-contains('10 Nov 2026')")


def test_it_is_returned_and_scored_again_from_the_pages(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("supervisor")
    address = way_to(organisation, case_id, "/return")
    assert "Write the reason." in read(send(client, address), status=422).get_text()
    sent = send(client, address, {"why": "look at the aunt's home", "due_on": "2026-11-08"})
    assert sent.status_code == 303
    assert "returned, waiting for Caseworker Person since 2 Nov 2026" in words(organisation, "/restoration/")

    assert "Score again: look at the aunt's home" in words(organisation, "/today", "caseworker")
    again = way_to(organisation, case_id, "/again", "caseworker")
    page = read(organisation.client("caseworker").get(again))
    assert "look at the aunt's home" in page.get_text()
    assert "sleeps at the stand" in page.get_text(), "what was written is there to be changed"
    assert send(organisation.client("caseworker"), again, {"score-safety": "3"}).status_code == 303
    assert "returned" not in words(organisation, "/restoration/")
    assert "scored again since" in words(organisation, f"/cases/{case_id}/restoration", "caseworker")


def test_signing_off_says_what_was_promised_last_time(organisation: Organisation, case_id: UUID) -> None:
    client, address = organisation.client("supervisor"), f"/cases/{case_id}/restoration/review"
    sent = send(client, address, {"promised": "Maly visits the school", "next_review_on": "2026-12-01"})
    assert sent.status_code == 303

    said = "Promised last time (2 Nov 2026): Maly visits the school"
    assert said in words(organisation, "/restoration/")
    assert said in words(organisation, address)


def test_a_returned_assessment_is_not_signed_off(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("supervisor")
    send(client, way_to(organisation, case_id, "/return"), {"why": "look again", "due_on": "2026-11-08"})

    sent = send(client, f"/cases/{case_id}/restoration/review", {"next_review_on": "2026-12-01"})
    assert "returned to its scorer" in read(sent, status=422).get_text()


def test_a_filter_that_leaves_nobody_says_what_to_do_and_stays(
    organisation: Organisation, case_id: UUID
) -> None:
    page = read(organisation.client("supervisor").get("/restoration/?look=fell"))
    assert "No child fits this." in page.get_text()
    chosen = page.select_one('select[name="look"] option[selected]')
    assert chosen is not None
    assert chosen["value"] == "fell"
    assert "In danger or crisis: 1" in words(
        organisation, "/restoration/?look=low&domain=safety&worker=nobody"
    )


def test_the_work_of_each_worker_names_children_and_no_score(
    organisation: Organisation, case_id: UUID
) -> None:
    said = words(organisation, "/restoration/workers")
    assert "Caseworker Person" in said
    assert "In danger" not in said


def test_without_anybody_in_restoration_it_says_when_a_child_appears(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    assess_and_set_a_goal(organisation, case_id)

    assert "A child appears here when a move to restoration is approved." in words(
        organisation, "/restoration/"
    )
    assert "Nobody works on a child in restoration" in words(organisation, "/restoration/workers")
