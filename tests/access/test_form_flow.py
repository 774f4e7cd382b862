"""What the form flow promises, asked of every form that is saved by it: once each, and not again in every room."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.foundation.local_time import local_day
from tests.architecture.source import modules
from tests.support.lived_in import LivedIn
from tests.support.organisation import copy_of
from tests.support.pages import filled, read
from tests.views.web.test_late_forms import drafts, sign_in, sign_out

WORDS, OTHER_WORDS = "lantern by the river", "boat under the bridge"
OF_BUTTONS = {"press_sure"}
"""What a form says by the button that sends it, and not by a field."""
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
    "concerns.urgent": Asked(
        "/concerns/urgent", "account", {"basis": "seen", "press_sure": "yes"}, in_open_cases=False
    ),
    "concerns.answer": Asked(
        "/concerns/{concern_id}/answer",
        "words",
        {"answer": "coming"},
        by="supervisor",
        also_by="supervisor2",
        in_open_cases=False,
    ),
    "concerns.add": Asked(
        "/concerns/{concern_id}/add", "account", in_open_cases=False, has_empty_fields=False
    ),
    "concerns.add_disclosure": Asked(
        "/concerns/{concern_id}/words", "said", {"prompting": "spontaneous"}, in_open_cases=False
    ),
    "outreach.new_route": Asked("/outreach/routes/new", "name", by="supervisor", in_open_cases=False),
    "outreach.new_shift": Asked(
        "/outreach/shifts/new",
        "words",
        {"twice": "y"},
        by="field",
        in_open_cases=False,
        has_empty_fields=False,
    ),
    "outreach.new_encounter": Asked(
        "/outreach/shifts/{shift_id}/encounters/new",
        "words",
        {"place_words": "by the steps", "count": "1", "urgency": "low"},
        by="field",
        in_open_cases=False,
        has_empty_fields=False,
    ),
    "home_visits.new_visit": Asked(
        "/families/{household_id}/visits/new",
        "purpose",
        {"planned_on": TODAY, "why_alone": "her colleague is ill"},
        in_open_cases=False,
    ),
    "screening.new_screening": Asked(
        "/children/{child_id}/screenings/new", "words", by="field", in_open_cases=False
    ),
    "absences.answer_away": Asked(
        "/clubs/staying-away/{club_child_id}", "words", {"kind": "visit"}, by="field", in_open_cases=False
    ),
    "clubs.new_club": Asked(
        "/clubs/new", "name", {"place": "by the bridge"}, by="supervisor", in_open_cases=False
    ),
    "group_sessions.new_group": Asked(
        "/groups/new/healing_arts",
        "aim",
        {"held_on": TODAY, "begins": "14:00", "ends": "16:00", "place": "the hall", "art_form": "clay"},
        in_open_cases=False,
    ),
    # A sheet is printed as often as it is needed, each time with a number of its own.
    "sheets._print": Asked("/children/{child_id}/sheets/child/new", "purpose", in_open_cases=False),
    "families.new_household": Asked("/families/new", "notes", {"name": "Chea"}, in_open_cases=False),
    "families.new_member": Asked(
        "/families/{household_id}/members/new",
        "notes",
        {"name": "Chea Sokha", "role": "aunt"},
        in_open_cases=False,
    ),
    "families.new_support": Asked(
        "/families/{household_id}/support/new",
        "own_words",
        {"kind": "food", "said_on": TODAY},
        in_open_cases=False,
    ),
}
EDITED: dict[str, Asked] = {
    "placements.edit_placement": Asked("/cases/{case_id}/placements/{placement_id}", "carer"),
    "tasks.edit_task": Asked("/cases/{case_id}/tasks/{task_id}", "what"),
    "cases.mend_note": Asked(
        "/cases/notes/{note_id}/edit", "account", also_by="caseworker", in_open_cases=False
    ),
    "cases.edit_why": Asked("/cases/{case_id}/why/edit", "why", {"reason": "a slip"}, in_open_cases=False),
    "home_visits.write_visit": Asked(
        "/families/{household_id}/visits/{visit_id}/report",
        "words",
        by="field",
        also_by="caseworker",
        in_open_cases=False,
    ),
    "group_sessions.edit_group": Asked("/groups/{group_id}/plan", "aim", in_open_cases=False),
    "group_sessions._report_children": Asked("/groups/{group_id}/report", "words", in_open_cases=False),
    "group_sessions.show_shown": Asked("/groups/{group_id}/shown", "lines-0-words", in_open_cases=False),
    "screening.edit_screening": Asked(
        "/children/{child_id}/screenings/{screening_id}/correct",
        "words",
        by="field",
        also_by="caseworker",
        in_open_cases=False,
    ),
    "restoration.edit_goal": Asked("/cases/{case_id}/restoration/goals/{goal_id}", "aim"),
    "children.edit_child": Asked("/children/{child_id}/edit", "notes", in_open_cases=False),
    "children.edit_safe_contact": Asked("/children/{child_id}/safe-contact", "how", in_open_cases=False),
    "emergency.edit_sheet": Asked("/children/{child_id}/emergency/edit", "danger", in_open_cases=False),
    "outreach.edit_route": Asked(
        "/outreach/routes/{route_id}", "name", by="supervisor", also_by="supervisor2", in_open_cases=False
    ),
    "outreach.correct_shift_notes": Asked(
        "/outreach/shifts/{shift_id}/notes", "opening", by="field", in_open_cases=False
    ),
    "absences.correct_answer": Asked(
        "/clubs/answers/{absence_id}/correct", "words", by="field", in_open_cases=False
    ),
    "clubs.edit_club": Asked(
        "/clubs/{club_id}/change", "name", by="supervisor", also_by="supervisor2", in_open_cases=False
    ),
    "bases.edit_base": Asked(
        "/settings/bases/{base_id}", "name", by="director", also_by="director2", in_open_cases=False
    ),
    "families.edit_household": Asked("/families/{household_id}/edit", "notes", in_open_cases=False),
    "families.edit_address": Asked("/families/{household_id}/address", "where", in_open_cases=False),
    "families.edit_member": Asked(
        "/families/{household_id}/members/{member_id}", "notes", in_open_cases=False
    ),
    "families.edit_support": Asked(
        "/families/{household_id}/support/{support_id}", "done", in_open_cases=False
    ),
    "families.edit_wish": Asked("/families/{household_id}/wishes/{wish_id}", "kin", in_open_cases=False),
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
    "concerns.next_step": Asked(
        "/concerns/{concern_id}/step",
        "words",
        {"step": "see_child"},
        by="supervisor",
        also_by="supervisor2",
        in_open_cases=False,
        has_empty_fields=False,
    ),
    "absences.decide_about_visit": Asked(
        "/clubs/answers/{absence_id}/visit", "words", {"decision": "not_now"}, in_open_cases=False
    ),
    "clubs.close": Asked("/clubs/{club_id}/close", "words", by="supervisor", in_open_cases=False),
    "clubs.move": Asked(
        "/clubs/{club_id}/move", "place", {"since": NEXT_WEEK}, by="supervisor", in_open_cases=False
    ),
    "concerns.close": Asked("/concerns/{concern_id}/close", "reason", by="supervisor", in_open_cases=False),
    "families.leave_family": Asked(
        "/families/{household_id}/members/{member_id}/left",
        "left_because",
        {"until_on": TODAY},
        in_open_cases=False,
    ),
}
ALL = NEW | EDITED | STEPS
ELSEWHERE = {
    "clubs.add_leader": "nothing is typed: test_clubs.py",
    "clubs.cancel": "a session is cancelled once: test_register.py",
    "clubs.move_register": "nothing is typed but a time: test_register.py",
    "clubs._marking_club": "it is marked once: test_marked_clubs.py",
    "clubs._marking_session": "it is marked once: test_marked_clubs.py",
    "cases.open_case": "a child has one open case: test_case_opening.py",
    "restoration_review.return_it": "an assessment is returned once: test_review.py",
    "restoration.score_it_again": "a returned assessment is answered once: test_review.py",
    "cases.set_risk": "the same risk is not set twice: test_cases.py",
    "stage_moves.ask": "one move waits at a time: test_stage_moves.py",
    "stage_moves.ask_in_danger": "one move waits at a time: test_stage_moves.py",
    "stage_moves.reopen": "the case must be closed: test_stage_moves.py",
    "stage_moves.close": "one move waits at a time: test_stage_moves.py",
    "consents.approve": "nothing is typed: test_consents.py",
    "cases.assign": "nothing is typed: test_cases.py",
    "concerns.hand_to": "nothing is typed: test_following_up.py",
    "concerns.change_urgency": "the same urgency is not set twice: test_handling_concerns.py",
    "concerns.put_elsewhere": "a child is looked up first: test_putting_right.py",
    "cases._marking": "a risk has one mark: cases/test_risk_mistaken.py",
    "concerns.unsay": "a line is struck through once: concerns/test_lines_back.py",
    "concerns._marking_part": "a second person decides: test_marked_parts.py",
    "concerns._marking": "a second person decides: test_marked_concerns.py",
    "children.mark": "it is marked once: test_written_twice.py",
    "children.take_back": "it is taken back once: test_written_twice.py",
    "absences._marking": "it is marked once: absences/test_marked_answers.py",
    "outreach._marking": "it is marked once: test_marked_meetings.py",
    "outreach._marking_shift": "it is marked once: test_marked_shifts.py",
    "concerns.reopen": "it must be closed: test_putting_right.py",
    "concerns.make_for_each": "its children are looked up first: test_putting_right.py",
    "allegations.post_allegation": "a member reads it, others get a receipt: test_allegations.py",
    "allegations.change_urgency": "the same urgency is not set twice: test_allegations.py",
    "allegations.close": "it is closed once: test_allegations.py",
    "allegations.reopen": "it must be closed: test_allegations.py",
    "children.new_child": "the same child is asked about first: test_new_child.py",
    "bases.new_base": "letters are given once: test_settings.py",
    "set_up.first_base": "there is one first base: test_set_up.py",
    "accounts.edit_details": "it asks nothing but days and names: test_accounts.py",
    "accounts.edit_role": "it asks for the password first: test_duties.py",
    "accounts.edit_duties": "it asks for the password first: test_duties.py",
    "settings.edit_outside_member": "it asks for the password first: test_settings.py",
    "outreach.past_shift": "times are typed beside the words: test_shift_times.py",
    "outreach.correct_shift": "it asks nothing but days and times: test_shift_times.py",
    "outreach.change_team": "nothing is typed: test_outreach.py",
    "outreach.change_return": "nothing is typed: test_outreach.py",
    "outreach.move": "another shift is needed: outreach/test_moving_a_meeting.py",
    "outreach.finish_shift": "a shift ends once: test_outreach.py",
    "mistakes.marking": "a record has one mark: mistakes/test_mistakes.py",
    "mistakes.move": "a record is moved once: cases/test_moving.py",
    "mistakes.decide": "it is decided once: mistakes/test_mistakes.py",
    "packets.new_packet": "its pages are of a draft: packets/test_writing.py",
    "packets.edit_words": "its fields are the packet's: packets/test_writing.py",
    "packets.edit_part": "what is masked has to stand there: packets/test_writing.py",
    "packets.edit_recipients": "nothing is typed: packets/test_writing.py",
    "packets.edit_switches": "nothing is typed: packets/test_writing.py",
    "packets.edit_first_page": "nothing is typed: packets/test_first_page.py",
    "packets.edit_khmer": "its fields are the packet's: packets/test_first_page.py",
    "packets.correct_closed": "the case must be closed: packets/test_copies.py",
    "packets._recorded": "of a copy that left, for each of its steps: packets/test_copies.py",
    "packets.take_out_step": "of a copy that left: packets/test_copies.py",
    "packets.review_template": "of a template: packets/test_copies.py",
    "families.new_wish": "its people are the family's: families/test_families.py",
    "families._settle": "a wish is settled once: families/test_families.py",
    "families.move": "somebody moves once: families/test_families.py",
    "families.close": "a family is closed once: families/test_families.py",
    "families._marking": "a record has one mark: families/test_families.py",
    "group_sessions._report_adults": "another session is needed: test_group_sessions.py",
    "group_sessions.cancel_group": "nobody may have come: test_group_sessions.py",
    "group_sessions._marking": "a record has one mark: test_group_sessions.py",
    "home_visits.edit_plan": "a visit must still be planned: home_visits/test_home_visits.py",
    "home_visits.leave_for_visit": "nothing is typed: home_visits/test_home_visits.py",
    "home_visits.change_visit_return": "nothing is typed: home_visits/test_home_visits.py",
    "home_visits.visit_in_vain": "another visit is needed: home_visits/test_home_visits.py",
    "home_visits.no_concern": "it is said once: home_visits/test_home_visits.py",
    "home_visits._marking": "a record has one mark: home_visits/test_home_visits.py",
    "screening._marking": "a record has one mark: screening/test_screening_pages.py",
    "home_visits.move": "a visit is moved once: home_visits/test_home_visits.py",
    "sheets._record": "of a sheet that is out, each of its steps: sheets/test_steps.py",
}
"""Forms that cannot be asked again and again of one record, and where they are asked instead."""


SAVES = ("save_new", "save_edit", "save_step", "save_mark")


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
    assert set[str]().union(*map(saved_by, SAVES)) == ALL.keys() | ELSEWHERE.keys(), (
        "a form has its line in NEW, EDITED or STEPS, or in ELSEWHERE with a reason"
    )


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
        again = filled(shown) | {name: said for name, said in asked.answers.items() if name in OF_BUTTONS}
        assert again[asked.words] == OTHER_WORDS
        assert client.post(address, data=again).status_code == 409, "a second record is never made unasked"
        (saved,) = shown.find_all("a", string="See what is saved")
        assert "saved already" in read(client.get(str(saved["href"]))).get_text()
        second = client.post(address, data=again | {"second": "y"})
        assert "already" not in f"{told(read(second, status=second.status_code))} {second.location}"

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
        whose = "You saved" if asked.by == asked.also_by else "Somebody saved this while"
        assert whose in told(shown)
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
    assert "kept=" in client.post(house.address(endpoint), data=form).location

    sign_in(client, asked.by)
    offered = read(client.get("/today")).find("a", string="Go on with it")
    assert offered is not None
    restored = filled(read(client.get(str(offered["href"]))))
    restored |= {name: said for name, said in asked.answers.items() if name in OF_BUTTONS}
    assert restored[asked.words] == WORDS
    assert client.post(str(offered["href"]), data=restored).status_code == 303
    assert drafts(house.lived.organisation) == []


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
