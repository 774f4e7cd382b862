"""What people see of who has a concern: on Today, in the inbox, on its page; in few presses, without scripts."""

from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from app.concerns.triage import acknowledge
from app.foundation.vocabulary.urgencies import Urgency
from tests.support.concern_pages import page_of
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import read, send
from tests.views.web.test_late_forms import sign_in


def raised(organisation: Organisation, urgency: Urgency = Urgency.NOW) -> UUID:
    """Raise a concern as the field worker."""
    return post(organisation, new=new_concern(urgency)).id


def taken(organisation: Organisation, urgency: Urgency = Urgency.NOW) -> UUID:
    """Raise one that the supervisor takes."""
    concern_id = raised(organisation, urgency)
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)
    return concern_id


def today(organisation: Organisation, name: str) -> BeautifulSoup:
    """Open somebody's Today."""
    return read(organisation.client(name).get("/today"))


def sign_out(organisation: Organisation, name: str) -> str:
    """Sign out and return what the page then says."""
    client = organisation.client(name)
    token = read(client.get("/account")).select_one("input[name=csrf_token]")
    assert token is not None
    answer = client.post("/sign-out", data={"csrf_token": token["value"]}, follow_redirects=True)
    return read(answer).get_text(" ", strip=True)


class TestNow:
    def test_its_writer_reads_not_delivered_since_when_and_whom_to_call(
        self, organisation: Organisation
    ) -> None:
        raised(organisation)

        page = today(organisation, "field")

        text = page.get_text(" ", strip=True)
        assert "NOT delivered: call." in text
        assert "RV-C-0001" in text
        assert "2 Nov 2026" in text
        assert page.select('.wh-first-things a[href^="tel:"]')
        assert "nobody waits for you" not in text

    def test_it_is_there_again_after_signing_out_and_in(self, organisation: Organisation) -> None:
        raised(organisation)
        client = organisation.client("field")
        sign_out(organisation, "field")
        sign_in(client, "field")

        assert "NOT delivered: call." in read(client.get("/today")).get_text(" ")

    def test_the_page_after_signing_out_says_so_and_names_nothing(self, organisation: Organisation) -> None:
        raised(organisation)

        text = sign_out(organisation, "field")

        assert "NOT delivered: call." in text
        assert "RV-C" not in text
        assert "NOT delivered" not in sign_out(organisation, "caseworker")

    def test_a_supervisor_takes_it_from_today_with_one_press(self, organisation: Organisation) -> None:
        concern_id = raised(organisation)
        client = organisation.client("supervisor")

        answer = send(client, "/today", action=f"/concerns/{concern_id}/acknowledge")

        assert answer.status_code == 303
        text = read(client.get(answer.location)).get_text(" ", strip=True)
        assert "Call whoever raised it" in text
        assert "15 minutes left" in text or "min" in text
        assert "Now: nobody has it." not in today(organisation, "director").get_text(" ")

    @pytest.mark.parametrize("name", ["field2", "caseworker", "auditor", "othersupervisor"])
    def test_nobody_else_reads_of_it(self, organisation: Organisation, name: str) -> None:
        raised(organisation)

        assert not today(organisation, name).select(".wh-first-things")

    def test_a_meeting_marked_so_is_taken_and_its_writer_reads_by_whom(
        self, organisation: Organisation
    ) -> None:
        what = typed(organisation, urgency=Urgency.NOW)
        encounter_id = met_on(organisation, shift_of(organisation, team=("field",)), what)
        mine = today(organisation, "field")
        assert "NOT delivered: call." in mine.get_text(" ")
        assert mine.select(f'a[href="/concerns/urgent?encounter={encounter_id}"]')
        assert "NOT delivered: call." in sign_out(organisation, "field")
        organisation.tokens.clear()

        answer = send(organisation.client("supervisor"), "/today", action=f"/{encounter_id}/received")

        assert answer.status_code == 303
        text = today(organisation, "field").get_text(" ", strip=True)
        assert "Received, acting. Supervisor Person has the meeting" in text
        assert (
            send(organisation.client("field"), "/today", action=f"/{encounter_id}/heard").status_code == 303
        )
        assert not today(organisation, "field").select(".wh-first-things")


class TestWhoHasIt:
    def test_stands_in_the_inbox_on_its_page_and_for_its_poster(self, organisation: Organisation) -> None:
        concern_id = taken(organisation)

        inbox = read(organisation.client("supervisor2").get("/concerns/")).get_text(" ", strip=True)
        page = page_of(organisation, concern_id, "supervisor2").get_text(" ", strip=True)
        poster = page_of(organisation, concern_id, "field").get_text(" ", strip=True)

        assert "Supervisor" in inbox
        assert "Call whoever raised it" in inbox
        assert "Has it Supervisor Person" in page
        assert "Supervisor Person has it." in poster
        assert "Received, acting." in today(organisation, "field").get_text(" ", strip=True)

    def test_late_it_says_since_when(self, organisation: Organisation) -> None:
        concern_id = taken(organisation)
        organisation.clock.move(timedelta(minutes=16))

        assert "late since" in page_of(organisation, concern_id).get_text(" ")
        for name in ("supervisor", "supervisor2", "director"):
            text = today(organisation, name).get_text(" ", strip=True)
            assert "late since" in text, name
        assert "1 next step is late" in read(organisation.client("director").get("/concerns/")).get_text(" ")

    def test_the_next_step_is_chosen_in_one_form(self, organisation: Organisation) -> None:
        concern_id = taken(organisation, Urgency.HIGH)
        client = organisation.client("supervisor")

        answer = send(client, f"/concerns/{concern_id}/step", {"step": "see_child", "within": "1h"})

        assert answer.status_code == 303
        assert "See the child" in page_of(organisation, concern_id).get_text(" ")
        choices = read(client.get(f"/concerns/{concern_id}/step")).select('[name=step][value="in_case"]')
        assert not choices, "it is in no case"

    def test_it_is_handed_to_a_colleague_or_given_back(self, organisation: Organisation) -> None:
        concern_id = taken(organisation)
        address = f"/concerns/{concern_id}/hand-over"
        client = organisation.client("supervisor")
        names = read(client.get(address)).get_text(" ")
        assert "Supervisor2" in names
        assert "Caseworker" not in names

        assert send(client, address, {"to": str(organisation.ids["supervisor2"])}).status_code == 303
        assert "Supervisor2 Person has it." in page_of(organisation, concern_id, "field").get_text(" ")

        assert send(organisation.client("supervisor2"), address, {"to": "nobody"}).status_code == 303
        assert "NOT delivered: call." in today(organisation, "field").get_text(" ")

    def test_nobody_hands_it_to_somebody_the_form_did_not_offer(self, organisation: Organisation) -> None:
        concern_id = taken(organisation)
        to = {"to": str(organisation.ids["field2"])}

        answer = send(organisation.client("supervisor"), f"/concerns/{concern_id}/hand-over", to)

        assert answer.status_code == 422


def test_a_line_back_stands_first_until_its_reader_says_that_they_have(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    words = {"answer": "leave", "words": "The police are two minutes away"}
    assert send(organisation.client("supervisor"), f"/concerns/{concern_id}/answer", words).status_code == 303

    page = today(organisation, "field")
    (box,) = page.select(".wh-first-things .wh-alert-danger")
    assert "Leave now: The police are two minutes away" in box.get_text(" ", strip=True).replace(" :", ":")
    assert "Not read yet" in page_of(organisation, concern_id).get_text(" ")

    assert send(organisation.client("field"), "/today", action=f"/{concern_id}/heard").status_code == 303
    assert not today(organisation, "field").select(".wh-first-things")
    assert "Leave now" in page_of(organisation, concern_id, "field").get_text(" ")
    assert "Read by whoever raised it" in page_of(organisation, concern_id).get_text(" ")


def test_its_poster_is_told_by_the_open_page_when_something_is_new(organisation: Organisation) -> None:
    concern_id = raised(organisation)
    client = organisation.client("field")
    ask = str(read(client.get(f"/concerns/{concern_id}")).select("#delivery")[0]["hx-get"])
    assert client.get(ask).status_code == 204

    with organisation.writing("supervisor") as work:
        acknowledge(work, concern_id)

    answer = client.get(ask)
    assert answer.status_code == 200
    assert "Supervisor Person has it." in answer.text
