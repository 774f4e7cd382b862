"""What the form flow promises, asked of every form that is saved by it: once each, and not again in every room."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.local_time import local_day
from tests.architecture.source import modules
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import put_at
from tests.support.organisation import copy_of
from tests.support.pages import filled, read
from tests.views.web.test_late_forms import drafts, sign_in, sign_out

WORDS, OTHER_WORDS = "lantern by the river", "boat under the bridge"
TODAY, NEXT_WEEK = "today", "next week"
"""Days of the organisation's own clock."""


@dataclass(frozen=True)
class Asked:
    """A form: where it is, whose it is, the field that words are typed into, and what else has to be answered.

    The ids of its address are those of tests/support/lived_in.py. A form without such a field stands in ELSEWHERE.
    """

    address: str
    words: str
    answers: dict[str, Any] = field(default_factory=dict)
    by: str = "caseworker"
    also_by: str = "supervisor"
    in_open_cases: bool = True
    """Whether a closed case refuses it; it is not asked what is not about a case."""
    has_empty_fields: bool = True
    """Whether a field that must be answered is empty when the form is opened."""


NEW: dict[str, Asked] = {
    "placements.new_placement": Asked(
        "/cases/{case_id}/placements/new", "carer", {"kind": "foster", "safety": "safe", "from_on": TODAY}
    ),
    "safety_plans.write_plan": Asked(
        "/cases/{case_id}/safety-plan/new", "why", {"actions-0-who": "Maly", "review_on": NEXT_WEEK}
    ),
    "tasks.new_task": Asked("/cases/{case_id}/tasks/new", "what", {"due_on": NEXT_WEEK}),
    "cases.add_note": Asked("/cases/{case_id}/notes/new", "account", in_open_cases=False),
    "restoration.new_goal": Asked("/cases/{case_id}/restoration/goals/new", "aim"),
    "restoration.new_assessment": Asked(
        "/cases/{case_id}/restoration/assessments/new",
        "childs_words",
        {"score-safety": "3"},
        has_empty_fields=False,
    ),
    "restoration_review.review_child": Asked(
        "/cases/{case_id}/restoration/review", "remark", by="supervisor", has_empty_fields=False
    ),
    "consents.new_consent": Asked(
        "/cases/{case_id}/consents/new",
        "what",
        {
            "basis": "caseworker",
            "form": "signed",
            "given_by": "the child",
            "shared_with": ["police"],
            "not_a_suspect": "y",
        },
    ),
    "consents.new_override": Asked(
        "/cases/{case_id}/consents/override",
        "reason",
        {"basis": "imminent_harm", "shared_with": ["police"], "what": "Where he is"},
    ),
    "concerns.post_concern": Asked("/concerns/new", "account", {"basis": "seen"}, in_open_cases=False),
    "concerns.add": Asked(
        "/concerns/{concern_id}/add", "account", in_open_cases=False, has_empty_fields=False
    ),
    "concerns.add_disclosure": Asked(
        "/concerns/{concern_id}/words", "said", {"prompting": "spontaneous"}, in_open_cases=False
    ),
    "outreach.new_route": Asked("/outreach/routes/new", "name", by="supervisor", in_open_cases=False),
    "outreach.new_shift": Asked(
        "/outreach/shifts/new", "words", by="field", in_open_cases=False, has_empty_fields=False
    ),
    "outreach.new_encounter": Asked(
        "/outreach/shifts/{shift_id}/encounters/new",
        "words",
        {"place_words": "by the steps", "count": "1", "urgency": "low"},
        by="field",
        in_open_cases=False,
        has_empty_fields=False,
    ),
}
EDITED: dict[str, Asked] = {
    "placements.edit_placement": Asked("/cases/{case_id}/placements/{placement_id}", "carer"),
    "tasks.edit_task": Asked("/cases/{case_id}/tasks/{task_id}", "what"),
    "cases.mend_note": Asked(
        "/cases/notes/{note_id}/edit", "account", also_by="caseworker", in_open_cases=False
    ),
    "restoration.edit_goal": Asked("/cases/{case_id}/restoration/goals/{goal_id}", "aim"),
    "children.edit_child": Asked("/children/{child_id}/edit", "notes", in_open_cases=False),
    "children.edit_safe_contact": Asked("/children/{child_id}/safe-contact", "how", in_open_cases=False),
    "emergency.edit_sheet": Asked("/children/{child_id}/emergency/edit", "danger", in_open_cases=False),
    "outreach.edit_route": Asked(
        "/outreach/routes/{route_id}", "name", by="supervisor", also_by="supervisor2", in_open_cases=False
    ),
    "bases.edit_base": Asked(
        "/settings/bases/{base_id}", "name", by="director", also_by="director2", in_open_cases=False
    ),
}
STEPS: dict[str, Asked] = {
    "restoration.drop_goal": Asked("/cases/{case_id}/restoration/goals/{goal_id}/drop", "why"),
    "consents.withdraw": Asked(
        "/cases/{case_id}/consents/{consent_id}/withdraw", "by_whom", in_open_cases=False
    ),
    "stage_moves.decide": Asked(
        "/cases/{case_id}/moves/{move_id}/decide",
        "remark",
        {"verdict": "refuse"},
        by="supervisor",
        in_open_cases=False,
    ),
    "concerns.close": Asked("/concerns/{concern_id}/close", "reason", by="supervisor", in_open_cases=False),
}
ALL = NEW | EDITED | STEPS
ELSEWHERE = {
    "cases.open_case": "a child has one open case: test_case_opening.py",
    "cases.set_risk": "the same risk is not set twice: test_cases.py",
    "stage_moves.ask": "one move waits at a time: test_stage_moves.py",
    "stage_moves.close": "one move waits at a time: test_stage_moves.py",
    "consents.approve": "nothing is typed: test_consents.py",
    "cases.assign": "nothing is typed: test_cases.py",
    "concerns.change_urgency": "the same urgency is not set twice: test_handling_concerns.py",
    "allegations.post_allegation": "a member reads it, others get a receipt: test_allegations.py",
    "allegations.change_urgency": "the same urgency is not set twice: test_allegations.py",
    "allegations.close": "it is closed once: test_allegations.py",
    "children.new_child": "the same child is asked about first: test_new_child.py",
    "bases.new_base": "letters are given once: test_settings.py",
    "set_up.first_base": "there is one first base: test_set_up.py",
    "accounts.edit_details": "it asks nothing but days and names: test_accounts.py",
    "accounts.edit_role": "it asks for the password first: test_duties.py",
    "accounts.edit_duties": "it asks for the password first: test_duties.py",
    "settings.edit_outside_member": "it asks for the password first: test_settings.py",
    "outreach.change_team": "nothing is typed: test_outreach.py",
    "outreach.change_return": "nothing is typed: test_outreach.py",
    "outreach.finish_shift": "a shift ends once: test_outreach.py",
    "packets.new_packet": "its pages are of a draft: packets/test_writing.py",
    "packets.edit_words": "its fields are the packet's: packets/test_writing.py",
    "packets.edit_recipients": "nothing is typed: packets/test_writing.py",
    "packets.edit_switches": "nothing is typed: packets/test_writing.py",
    "packets.hand_over": "of a file that left: packets/test_leaving.py",
}
"""Forms that cannot be asked again and again of one record, and where they are asked instead."""


def saved_by(function: str) -> set[str]:
    """Return the endpoints whose views call a function of the flow."""
    found = set()
    for module in modules():
        if not module.within("views") or module.within("views.web"):
            continue
        for view in ast.walk(module.tree):
            if isinstance(view, ast.FunctionDef) and function in {
                call.func.id
                for call in ast.walk(view)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            }:
                found.add(f"{importlib.import_module(module.name).bp.name}.{view.name}")
    return found


def test_every_form_that_is_saved_by_the_flow_is_asked() -> None:
    assert (
        saved_by("save_new") | saved_by("save_edit") | saved_by("save_step") == ALL.keys() | ELSEWHERE.keys()
    ), "a form has its line in NEW, EDITED or STEPS, or in ELSEWHERE with a reason"


@dataclass
class House:
    """An organisation with a record of every kind, which these tests add to."""

    lived: LivedIn

    def client(self, name: str) -> FlaskClient:
        return self.lived.organisation.client(name)

    def address(self, endpoint: str) -> str:
        return ALL[endpoint].address.format(**self.lived.ids)

    def opened(self, endpoint: str, client: FlaskClient, words: str = WORDS) -> dict[str, Any]:
        """Open a form and write into it."""
        asked = ALL[endpoint]
        today = local_day(self.lived.organisation.clock.now())
        days = {TODAY: today.isoformat(), NEXT_WEEK: (today + timedelta(days=7)).isoformat()}
        answers = {name: days.get(str(said), said) for name, said in asked.answers.items()}
        return filled(read(client.get(self.address(endpoint)))) | answers | {asked.words: words}


def copied(template: LivedIn, factory: pytest.TempPathFactory) -> House:
    """Return an organisation of these tests' own."""
    return House(LivedIn(copy_of(template.organisation, factory.mktemp("flow")), template.ids))


@pytest.fixture(scope="module")
def house(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One organisation for all tests whose case stays open."""
    house = copied(lived_template, tmp_path_factory)
    yield house
    house.lived.organisation.server.store.engine.dispose()


@pytest.fixture(scope="module")
def closed(
    lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, TestResponse]]:
    """What each form answers whose case was closed while it was open."""
    house = copied(lived_template, tmp_path_factory)
    clients = {endpoint: house.client(asked.by) for endpoint, asked in ALL.items() if asked.in_open_cases}
    forms = {endpoint: house.opened(endpoint, client) for endpoint, client in clients.items()}
    put_at(house.lived.organisation, house.lived.ids["case_id"], "closed")
    yield {
        endpoint: client.post(house.address(endpoint), data=forms[endpoint])
        for endpoint, client in clients.items()
    }
    house.lived.organisation.server.store.engine.dispose()


def told(page: BeautifulSoup) -> str:
    """Return what a page says in its list of what is wrong."""
    summary = page.select_one("[data-error-summary]")
    return summary.get_text(" ", strip=True) if summary else ""


@pytest.mark.parametrize("endpoint", NEW)
class TestNew:
    def test_sent_twice_it_is_saved_once(self, house: House, endpoint: str) -> None:
        client = house.client(ALL[endpoint].by)
        form = house.opened(endpoint, client)

        first, second = (client.post(house.address(endpoint), data=form) for _ in range(2))

        assert (first.status_code, second.status_code) == (303, 303), read(first, status=422).get_text()
        assert "already-saved" not in first.location
        assert "already-saved" in second.location

    def test_after_back_the_same_words_were_saved_already_and_others_are_not_dropped(
        self, house: House, endpoint: str
    ) -> None:
        client, asked, address = house.client(ALL[endpoint].by), ALL[endpoint], house.address(endpoint)
        form = house.opened(endpoint, client)
        assert client.post(address, data=form).status_code == 303

        # The page is drawn anew behind Back; the browser keeps the record's id with its place in the history.
        back = house.opened(endpoint, client) | form | {"record_id": form["record_id"]}
        assert "already-saved" in client.post(address, data=back).location
        shown = read(client.post(address, data=back | {asked.words: OTHER_WORDS}), status=409)

        assert "This form was saved once already." in told(shown)
        again = filled(shown)
        assert again[asked.words] == OTHER_WORDS
        assert UUID(again["record_id"]) != UUID(form["record_id"])

    def test_a_broken_id_is_told_and_nothing_is_lost(self, house: House, endpoint: str) -> None:
        client, asked = house.client(ALL[endpoint].by), ALL[endpoint]
        form = house.opened(endpoint, client) | {"record_id": "no-id"}
        shown = read(client.post(house.address(endpoint), data=form), status=422)
        assert "out of date" in told(shown)
        assert filled(shown)[asked.words] == WORDS


@pytest.mark.parametrize("endpoint", [name for name, asked in NEW.items() if asked.has_empty_fields])
def test_what_is_missing_is_said_beside_its_field(house: House, endpoint: str) -> None:
    client = house.client(ALL[endpoint].by)
    form = filled(read(client.get(house.address(endpoint))))
    shown = read(client.post(house.address(endpoint), data=form), status=422)
    links = [str(link["href"]) for link in shown.select("[data-error-summary] a")]
    assert links
    assert all(shown.select_one(link) for link in links)
    assert len(shown.select(".wh-wrong .wh-error")) == len(links)


@pytest.mark.parametrize("endpoint", EDITED)
class TestEdited:
    def test_of_two_who_change_it_the_second_sees_both_and_may_save_on_top(
        self, house: House, endpoint: str
    ) -> None:
        asked, address = ALL[endpoint], house.address(endpoint)
        mine, theirs = house.client(asked.by), house.client(asked.also_by)
        form = house.opened(endpoint, mine, WORDS)
        other = house.opened(endpoint, theirs, OTHER_WORDS)
        assert theirs.post(address, data=other).status_code == 303

        shown = read(mine.post(address, data=form), status=409)

        both = shown.select_one(".wh-both")
        assert both is not None
        assert {WORDS, OTHER_WORDS} <= {cell.get_text(strip=True) for cell in both.select(".wh-version")}
        assert "Somebody saved this while you were writing." in told(shown)
        assert mine.post(address, data=filled(shown)).status_code == 303

    def test_two_who_write_the_same_have_nothing_to_compare(self, house: House, endpoint: str) -> None:
        asked, address = ALL[endpoint], house.address(endpoint)
        mine, theirs = house.client(asked.by), house.client(asked.also_by)
        forms = [(client, house.opened(endpoint, client, "the same words")) for client in (theirs, mine)]
        assert [client.post(address, data=form).status_code for client, form in forms] == [303, 303]

    @pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30])
    def test_a_broken_version_is_told_and_nothing_is_lost(
        self, house: House, endpoint: str, version: str
    ) -> None:
        client, asked = house.client(ALL[endpoint].by), ALL[endpoint]
        form = house.opened(endpoint, client) | {"version": version}
        shown = read(client.post(house.address(endpoint), data=form), status=422)
        assert "out of date" in told(shown)
        assert filled(shown)[asked.words] == WORDS


@pytest.mark.parametrize("endpoint", NEW | EDITED)
def test_signed_out_while_writing_it_is_kept_and_gone_once_it_is_saved(house: House, endpoint: str) -> None:
    asked, client = ALL[endpoint], house.client(ALL[endpoint].by)
    form = house.opened(endpoint, client)
    sign_out(client)
    assert "kept=1" in client.post(house.address(endpoint), data=form).location

    sign_in(client, asked.by)
    offered = read(client.get("/today")).find("a", string="Go on with it")
    assert offered is not None
    restored = filled(read(client.get(str(offered["href"]))))
    assert restored[asked.words] == WORDS
    assert client.post(str(offered["href"]), data=restored).status_code == 303
    assert drafts(house.lived.organisation) == []


@pytest.mark.parametrize("endpoint", [name for name, asked in ALL.items() if asked.in_open_cases])
def test_a_case_that_was_closed_meanwhile_says_so_and_nothing_typed_is_lost(
    closed: dict[str, TestResponse], endpoint: str
) -> None:
    shown = read(closed[endpoint], status=422)
    assert "closed" in told(shown)
    assert filled(shown)[ALL[endpoint].words] == WORDS


@pytest.mark.parametrize("endpoint", STEPS)
def test_a_step_with_what_was_changed_meanwhile_is_not_taken_until_it_is_sent_again(
    house: House, endpoint: str
) -> None:
    asked, address = ALL[endpoint], house.address(endpoint)
    client = house.client(asked.by)
    form = house.opened(endpoint, client) | {"version": "77"}

    shown = read(client.post(address, data=form), status=409)

    assert "Somebody changed this record while you read it." in told(shown)
    again = filled(shown)
    assert again[asked.words] == WORDS
    assert client.post(address, data=again).status_code == 303
    assert client.post(address, data=again).status_code == 303, (
        "a second press of one's own was saved already"
    )
    assert client.post(address, data=again | {asked.words: "other words"}).status_code == 409
