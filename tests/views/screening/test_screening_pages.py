"""Screenings through a browser without scripts."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.children.children import change_safe_contact
from app.children.documents import SafeContact
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.screenings import ALERTING, screened

RULE = "at the market, where the uncle sits"


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    child_id = child_of(organisation)
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(never=RULE), version=1)
    return child_id


def new_form(client: FlaskClient, child_id: UUID) -> dict[str, object]:
    return dict(filled(read(client.get(f"/children/{child_id}/screenings/new"))))


def test_a_screening_from_the_childs_page_to_what_it_means(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    assert f"/children/{child_id}/screenings/" in field.get(f"/children/{child_id}").text
    empty = field.get(f"/children/{child_id}/screenings/").text
    assert "Nothing has to be asked" in empty
    page = field.get(f"/children/{child_id}/screenings/new").text
    assert "Nothing here has to be asked." in page
    assert RULE in page
    typed = new_form(field, child_id) | {"answer-secrecy": "told", "words-secrecy": "her cousin says so"}
    saved = send(field, f"/children/{child_id}/screenings/new", typed)
    assert saved.status_code == 303
    shown = field.get(saved.location).text
    assert "her cousin says so" in shown
    assert "No rule of the list is met. That does not say that all is well." in shown
    assert RULE in shown


def test_what_cannot_wait_says_so_at_once_and_whom_to_call(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"answer-one_adult_controls_several": "seen"}
    shown = field.get(send(field, f"/children/{child_id}/screenings/new", typed).location).text
    assert "A concern was raised from this screening:" in shown
    assert "Nobody has received it yet: the call is what helps now." in shown
    assert "One adult controlling several children: call the supervisor now" in shown
    assert "RV-C-0001" in organisation.client("supervisor").get("/today").text


def test_it_never_shows_a_number_that_looks_like_a_score(organisation: Organisation, child_id: UUID) -> None:
    screening_id = screened(organisation, child_id, ALERTING)
    text = organisation.client("supervisor").get(f"/children/{child_id}/screenings/{screening_id}").text
    assert "%" not in text.split("<main", 1)[1].split("</main>", 1)[0].replace("%20", "")
    assert "score" not in text.lower()


def test_an_answer_that_is_not_offered_is_refused_beside_its_item_and_nothing_is_lost(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"answer-secrecy": "perhaps", "words": "by the bridge"}
    answer = send(field, f"/children/{child_id}/screenings/new", typed)
    assert answer.status_code == 422
    assert "Choose one of the answers offered." in answer.text
    assert "by the bridge" in answer.text


def test_an_item_the_list_does_not_have_says_nothing(organisation: Organisation, child_id: UUID) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"answer-invented": "seen", "words": "by the bridge"}
    shown = field.get(send(field, f"/children/{child_id}/screenings/new", typed).location).text
    assert "invented" not in shown


def test_words_without_an_answer_ask_for_it(organisation: Organisation, child_id: UUID) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"words-secrecy": "her cousin says so"}
    answer = send(field, f"/children/{child_id}/screenings/new", typed)
    assert "Choose the answer too, or take this out." in answer.text


def test_a_list_that_changed_meanwhile_is_looked_through_and_then_saved(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"answer-secrecy": "told", "pack_version": "2"}
    answer = send(field, f"/children/{child_id}/screenings/new", typed)
    assert answer.status_code == 422
    assert "The list was changed while you wrote." in answer.text
    again = filled(read(answer, status=422))
    assert again["pack_version"] == "3"
    assert again["answer-secrecy"] == ["told"]
    assert send(field, f"/children/{child_id}/screenings/new", dict(again)).status_code == 303


def test_what_is_about_our_own_people_leads_to_safeguarding(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    typed = new_form(field, child_id) | {"is_our_own": "yes", "answer-secrecy": "told"}
    answer = send(field, f"/children/{child_id}/screenings/new", typed)
    assert answer.status_code == 422
    assert "Tell safeguarding instead" in answer.text
    assert "/allegations/new" in answer.text or "safeguarding" in answer.text


def test_it_is_corrected_with_see_before(organisation: Organisation, child_id: UUID) -> None:
    field = organisation.client("field")
    screening_id = screened(organisation, child_id, {"secrecy": "told"}, by="field", words="by the bridge")
    address = f"/children/{child_id}/screenings/{screening_id}"
    typed = filled(read(field.get(f"{address}/correct"))) | {"answer-secrecy": "heard"}
    assert send(field, f"{address}/correct", typed).status_code == 303
    before = field.get(f"{address}/before").text
    assert "Asks the child to keep a secret" in before
    assert "Told" in before
    assert "Heard" in before


def test_what_is_different_from_the_last_one_is_told_in_words(
    organisation: Organisation, child_id: UUID
) -> None:
    before = local_day(organisation.clock.now()) - timedelta(days=40)
    screened(organisation, child_id, {"secrecy": "told"}, when=MomentInput(before))
    screening_id = screened(organisation, child_id, {"secrecy": "seen", "family_debt": "heard"})
    text = organisation.client("supervisor").get(f"/children/{child_id}/screenings/{screening_id}").text
    assert "now: Seen; then: Told" in text
    assert "now: Heard; then: not asked" in text


def test_a_mistake_is_marked_and_taken_back(organisation: Organisation, child_id: UUID) -> None:
    field = organisation.client("field")
    screening_id = screened(organisation, child_id, {"secrecy": "told"}, by="field")
    address = f"/children/{child_id}/screenings/{screening_id}"
    typed = filled(read(field.get(f"{address}/mistake"))) | {"reason": "another child"}
    assert send(field, f"{address}/mistake", typed).status_code == 303
    assert "another child" in field.get(address).text
    typed = filled(read(field.get(f"{address}/counts-again"))) | {"reason": "this one after all"}
    assert send(field, f"{address}/counts-again", typed).status_code == 303


def test_one_that_alerted_asks_a_second_person_and_the_asking_is_withdrawn(
    organisation: Organisation, child_id: UUID
) -> None:
    field = organisation.client("field")
    screening_id = screened(organisation, child_id, ALERTING, by="field")
    address = f"/children/{child_id}/screenings/{screening_id}"
    typed = filled(read(field.get(f"{address}/mistake"))) | {"reason": "another child"}
    assert send(field, f"{address}/mistake", typed).status_code == 303
    text = field.get(address).text
    assert "/withdraw" in text
    assert "Screening" in organisation.client("supervisor").get("/mistakes/").text
    withdraw = text.split(f"{address}/marks/")[1].split("/withdraw")[0]
    token = filled(read(field.get(f"{address}/correct")))["csrf_token"]
    answer = field.post(f"{address}/marks/{withdraw}/withdraw", data={"csrf_token": token})
    assert answer.status_code in (302, 303)
    assert "/withdraw" not in field.get(address).text


def test_the_way_from_a_record_to_its_page(organisation: Organisation, child_id: UUID) -> None:
    screening_id = screened(organisation, child_id, {"secrecy": "told"}, by="field")
    answer = organisation.client("field").get(f"/screenings/{screening_id}")
    assert answer.location.endswith(f"/children/{child_id}/screenings/{screening_id}")
    assert organisation.client("field2").get(f"/screenings/{screening_id}").status_code == 404


def test_today_tells_the_caseworker_of_a_child_without_a_screening(
    organisation: Organisation, child_id: UUID
) -> None:
    put_at(organisation, case_of(organisation, child_id), "prevention")
    assert (
        "No screening yet: write down what you know" in organisation.client("caseworker").get("/today").text
    )
    assert "No screening yet" in organisation.client("supervisor").get(f"/children/{child_id}").text
