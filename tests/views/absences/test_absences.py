"""Pages about regulars who stay away: words and no numbers of chance, the contact rule beside each child, the steps."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from app.children.children import change_safe_contact
from app.children.documents import SafeContact
from app.foundation.local_time import local_day
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from tests.support.absences import answered, club_with_absent, member_of
from tests.support.organisation import Organisation
from tests.support.pages import read, send

LIST = "/clubs/staying-away"
NEVER = "never by telephone"


@pytest.fixture
def absent(organisation: Organisation) -> tuple[UUID, UUID]:
    """A club, and Sophea, who stays away from it and has a contact rule."""
    club_id, sophea = club_with_absent(organisation)
    with organisation.writing("field") as work:
        change_safe_contact(work, sophea, SafeContact(never=NEVER), version=1)
    return club_id, sophea


def _said(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").text.split())  # type: ignore[union-attr]


def _answer(organisation: Organisation, absent: tuple[UUID, UUID], by: str = "field", **typed: str) -> str:
    client = organisation.client(by)
    address = f"{LIST}/{member_of(organisation, *absent)}"
    return str(send(client, address, typed).headers["Location"])


def test_the_list_says_what_was_seen_and_the_contact_rule_in_full(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    said = _said(read(organisation.client("field").get(LIST)))

    assert "Sok Sophea" in said
    assert "came 9 of the last 10 times, missed the last 3, on days when most came" in said
    assert f"Contact rule. Never: {NEVER}" in said
    assert not re.search(r"\d\s?%|0\.\d", said)


@pytest.mark.parametrize("name", ["field", "caseworker", "supervisor"])
def test_today_has_the_child_with_the_contact_rule(
    organisation: Organisation, absent: tuple[UUID, UUID], name: str
) -> None:
    said = _said(read(organisation.client(name).get("/today")))

    assert "A regular stays away from the club: came 9 of the last 10 times" in said
    assert NEVER in said


@pytest.mark.parametrize("name", ["field2", "othersupervisor", "counsellor", "director"])
def test_today_of_others_has_nothing_of_it(
    organisation: Organisation, absent: tuple[UUID, UUID], name: str
) -> None:
    assert "stays away" not in _said(read(organisation.client(name).get("/today")))


def test_a_visit_is_asked_for_and_a_caseworker_decides(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    shown = _answer(organisation, absent, kind="visit", words="Her mother works at night.")
    assert "A club asks for a visit: decide" in _said(read(organisation.client("caseworker").get("/today")))
    assert "asks for a visit" not in _said(read(organisation.client("field").get("/today")))
    with organisation.reading("caseworker") as work:
        tomorrow = local_day(work.now) + timedelta(days=1)

    address = f"{shown.split('?')[0]}/visit"
    client = organisation.client("caseworker")
    read(client.post(address, data={"decision": "goes"}), status=400)
    sent = send(client, address, {"decision": "goes", "day": tomorrow.isoformat()})

    assert sent.status_code == 303
    today = _said(read(client.get("/today")))
    assert "Visit: stays away from the club" in today
    assert "decide" not in today
    field = _said(read(organisation.client("field").get(f"{LIST}?show=looked_after")))
    assert "Caseworker Person" in field
    assert NEVER in field


def test_no_visit_now_needs_a_reason_and_asks_again(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    absence_id = answered(organisation, *absent, AbsenceAnswer.VISIT)
    client, address = organisation.client("caseworker"), f"/clubs/answers/{absence_id}/visit"

    refused = read(send(client, address, {"decision": "not_now"}), status=422)
    assert refused.select_one("#words-error, [id$=words-error]")
    send(client, address, {"decision": "not_now", "words": "Her aunt called: she is at school."})

    said = _said(read(organisation.client("field").get(LIST)))
    assert "Sok Sophea" in said
    assert "no visit now" in said


def test_whoever_was_taken_in_a_sweep_leads_to_a_concern_with_what_is_known(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    shown = _answer(organisation, absent, kind="sweep", where="by the station", whom="her brother")
    page = read(organisation.client("field").get(shown))
    button = page.select_one("main .wh-alert-danger a.btn-primary")
    assert button is not None

    form = read(organisation.client("field").get(str(button["href"])))

    assert form.select_one("[name=place]")["value"] == "by the station"  # type: ignore[index]
    assert form.select_one("[name=source]")["value"] == "her brother"  # type: ignore[index]
    assert form.select_one("[name=child_id]")["value"] == str(absent[1])  # type: ignore[index]
    assert "street sweep" in form.select_one("[name=account]").text  # type: ignore[union-attr]


def test_a_question_names_whom_and_seen_elsewhere_says_where(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    client, address = organisation.client("field"), f"{LIST}/{member_of(organisation, *absent)}"
    assert "Say whom you ask" in read(send(client, address, {"kind": "ask"}), status=422).text
    assert "Say where" in read(send(client, address, {"kind": "seen"}), status=422).text
    with organisation.reading("field") as work:
        ahead = (local_day(work.now) + timedelta(days=3)).isoformat()
    late = {"kind": "seen", "where": "at the market", "day": ahead}
    assert "future" in read(send(client, address, late), status=422).text


def test_an_answer_is_corrected_and_what_it_said_before_stands(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    absence_id = answered(organisation, *absent)
    address = f"/clubs/answers/{absence_id}"

    send(organisation.client("field"), f"{address}/correct", {"where": "at her grandmother's"})

    said = _said(read(organisation.client("supervisor").get(address)))
    assert "at her grandmother's" in said
    assert "at her aunt's" in said.split("What stood here before")[1]


def test_only_its_writer_and_supervisors_correct_an_answer(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    address = f"/clubs/answers/{answered(organisation, *absent)}/correct"
    assert organisation.client("supervisor").get(address).status_code == 200
    assert organisation.client("caseworker").get(address).status_code == 403
    assert organisation.client("field2").get(address).status_code == 404
    assert organisation.client("othersupervisor").get(address).status_code == 404


def test_an_answer_changed_outside_stands_in_red(
    organisation: Organisation, absent: tuple[UUID, UUID]
) -> None:
    absence_id = answered(organisation, *absent)
    with organisation.server.store.writing_session() as session:
        session.connection().exec_driver_sql("UPDATE club_absence SET version = version + 1")
        session.commit()

    for address in (LIST, f"/clubs/answers/{absence_id}", f"{LIST}/{member_of(organisation, *absent)}"):
        page = read(organisation.client("field").get(address))
        assert page.select("[data-changed-outside]"), address
        assert "at her aunt" not in _said(page)


def test_the_child_road_tells_it(organisation: Organisation, absent: tuple[UUID, UUID]) -> None:
    answered(organisation, *absent, words="She helps at the stall.")
    said = _said(read(organisation.client("caseworker").get(f"/children/{absent[1]}")))
    assert "Stayed away from a club" in said
    assert "She helps at the stall." in said
