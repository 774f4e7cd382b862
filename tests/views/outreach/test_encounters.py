"""The form of a meeting as a tired person uses it: little is asked, nothing is lost, nothing is done twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, Sign
from app.outreach.shifts import Missing, end_shift
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, hour, met_on, route_of, shift_of, typed
from tests.support.pages import filled, read, send

BEFORE = "What stood here before"


def words(page: BeautifulSoup) -> str:
    """Return the words of the page's main part, on one line."""
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def form_of(organisation: Organisation, **options: Any) -> tuple[FlaskClient, str]:
    """Open a shift and return a browser and the address of the form of a meeting."""
    return organisation.client(
        "field"
    ), f"/outreach/shifts/{shift_of(organisation, **options)}/encounters/new"


def test_a_place_and_save_is_all_it_takes(organisation: Organisation) -> None:
    client, address = form_of(organisation, route_id=route_of(organisation))
    answer = send(client, address, {"place": "12|night market gate"})

    assert answer.status_code == 303
    page = read(client.get(answer.location))
    assert "night market gate, Phnom Penh" in words(page)
    assert "The meeting is written down." in words(page)
    assert "NOT a report" not in words(page)
    again = filled(read(client.get(address)))
    assert again["place"] == ["12|night market gate"]


def test_the_first_save_button_comes_before_everything_that_may_be_left_out(
    organisation: Organisation,
) -> None:
    client, address = form_of(organisation, route_id=route_of(organisation))
    page = read(client.get(address))

    names = [box.get("name") for box in page.select("main form input:not([type=hidden]), main form button")]
    first_save = names.index(None)
    assert set(names[:first_save]) == {"place", "place_words", "count", "urgency"}


def test_one_more_child_needs_no_script_and_loses_nothing(organisation: Organisation) -> None:
    client, address = form_of(organisation)
    typed_so_far = filled(read(client.get(address))) | {
        "place_words": "by the gate",
        "count": "1",
        "children-0-words": "red shirt",
        "children-0-sex": "female",
        "company": ["alone"],
        "signs-secrecy": "told",
        "words": "asked for water",
        "urgency": "low",
    }

    page = read(client.post(address, data=typed_so_far | {"add": "1"}))
    kept = filled(page)
    assert kept["count"] == ["2"]
    for name in ("place_words", "children-0-words", "words", "record_id"):
        assert kept[name] == typed_so_far[name]
    assert (kept["company"], kept["signs-secrecy"], kept["urgency"]) == (["alone"], ["told"], ["low"])
    saved = client.post(address, data=kept | {"children-1-words": "blue cap"})
    shown = words(read(client.get(saved.location)))
    assert "red shirt" in shown
    assert "blue cap" in shown


def test_a_child_is_found_by_name_or_code_and_chosen(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    client, address = form_of(organisation)
    form = filled(read(client.get(address))) | {"place_words": "by the gate", "children-0-find": "sok sophea"}

    page = read(client.post(address, data=form | {"find": "0"}))
    assert page.select(f'input[name="children-0-known"][value="{sophea}"]')
    chosen = filled(page) | {"children-0-known": str(sophea)}
    saved = client.post(address, data=chosen)
    assert saved.status_code == 303
    assert "RV-0001" in words(read(client.get(saved.location)))


def test_a_name_without_a_choice_is_not_lost_by_saving(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    client, address = form_of(organisation)
    answer = send(client, address, {"place_words": "by the gate", "children-0-find": "RV-0001"})

    page = read(answer, status=422)
    assert "Choose the child below, or clear the name." in words(page)
    assert page.select(f'input[name="children-0-known"][value="{sophea}"]')
    nobody = read(client.post(address, data=filled(page) | {"children-0-find": "zzzz zzzz"}), status=422)
    assert "Nobody found." in words(nobody)


def test_children_of_another_base_are_not_found(organisation: Organisation) -> None:
    child_of(organisation, by="otherfield", latin="Sok Sophea")
    client, address = form_of(organisation)
    form = filled(read(client.get(address))) | {"children-0-find": "Sok Sophea", "find": "0"}

    assert "Nobody found." in words(read(client.post(address, data=form)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"place_words": ""}, "Choose where it was, or write it."),
        ({"place_words": "\u200b\u202e"}, "Choose where it was, or write it."),
        ({"place_words": "x" * 201}, "That is too long."),
        ({"place": "y" * 501}, "That is too long."),
        ({"place": "999999|"}, "This area is not in the list"),
        ({"count": "31"}, "Choose one of the answers offered."),
        ({"count": "many"}, "Choose one of the answers offered."),
        ({"count": "-1"}, "Choose one of the answers offered."),
        ({"urgency": "soon"}, "Choose one of the answers offered."),
        ({"children-0-sex": "boy"}, "Choose one of the answers offered."),
        ({"children-0-age": "9"}, "Choose one of the answers offered."),
        ({"children-0-words": "x" * 201}, "That is too long."),
        ({"children-0-known": "somebody"}, "This page is out of date."),
        ({"children-0-known": str(uuid4())}, "A child you chose is not open to you any more."),
        ({"company": ["nobody"]}, "Choose one of the answers offered."),
        ({"company_words": "x" * 201}, "That is too long."),
        ({"signs-no_such_sign": "seen"}, "Choose one of the answers offered."),
        ({"signs-secrecy": "surely"}, "Choose one of the answers offered."),
        ({"needs_met": ["money"]}, "Choose one of the answers offered."),
        ({"actions": ["arrested"]}, "Choose one of the answers offered."),
        ({"words": "x" * 4001}, "That is too long."),
        ({"met": ""}, "Give the time, such as 21:40."),
        ({"met": "25:99"}, "Write the time as hours:minutes"),
        ({"witness": "nobody"}, "Choose one of the answers offered."),
        ({"witness": str(uuid4())}, "Choose one of the answers offered."),
        ({"record_id": "one"}, "This page is out of date."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(
    organisation: Organisation, changes: dict[str, Any], says: str
) -> None:
    client, address = form_of(organisation)
    answer = send(client, address, {"place_words": "by <b>the</b> gate"} | changes)

    page = read(answer, status=422)
    assert says in words(page)
    assert page.select("[data-error-summary]")
    if not {"place_words", "place"} & set(changes):
        assert filled(page)["place_words"] == "by <b>the</b> gate"


def test_a_time_that_lies_ahead_is_refused(organisation: Organisation) -> None:
    client, address = form_of(organisation)
    ahead = hour(organisation, 1).strftime("%H:%M")
    answer = send(client, address, {"place_words": "by the gate", "met": ahead})

    assert "it cannot lie in the future" in words(read(answer, status=422))


def test_markup_and_hidden_characters_do_no_harm(organisation: Organisation) -> None:
    client, address = form_of(organisation)
    answer = send(
        client,
        address,
        {
            "place_words": "<script>x</script>\u202egate",
            "children-0-words": "\u200bred",
            "words": "<img src=x>\u2066ok",
        },
    )

    page = read(client.get(answer.location))
    assert not page.select("main script, main img")
    shown = words(page)
    assert "<script>x</script>gate" in shown
    assert "<img src=x>ok" in shown
    assert not set("\u202e\u200b\u2066") & set(shown)


def test_a_form_sent_twice_is_written_once(organisation: Organisation) -> None:
    client, address = form_of(organisation)
    form = filled(read(client.get(address))) | {"place_words": "by the gate"}

    first, second = (client.post(address, data=form) for _ in range(2))
    assert "done=encounter-written" in first.location
    assert "done=already-saved" in second.location
    shift = read(client.get(address.removesuffix("/encounters/new")))
    assert len(shift.select("main tbody tr")) == 1


@pytest.mark.parametrize(
    ("changes", "calls", "reports"),
    [
        ({}, False, False),
        ({"urgency": "medium"}, False, False),
        ({"urgency": "high"}, False, True),
        ({"urgency": "now"}, True, True),
        ({"signs-sexual_abuse_now": "told"}, True, True),
        ({"signs-one_adult_controls_several": "seen", "urgency": "low"}, True, True),
        ({"signs-late_or_school_hours": "seen"}, False, False),
        ({"signs-sexual_abuse_now": "not_known"}, False, False),
    ],
)
def test_what_should_be_told_says_that_it_is_no_report_and_whom_to_call(
    organisation: Organisation, changes: dict[str, str], calls: bool, reports: bool
) -> None:
    client, address = form_of(organisation)
    saved = send(client, address, {"place_words": "by the gate"} | changes)
    page = read(client.get(saved.location))

    assert ("This is NOT a report yet." in words(page)) is reports
    assert bool(page.select('a[href="tel:012000111"]')) is calls
    encounter_id = saved.location.partition("?")[0].rpartition("/")[2]
    leads = page.select(f'main a[href$="encounter={encounter_id}"]')
    there = "concerns.post_concern" in organisation.app.view_functions
    assert bool(leads) is (reports and there)


def test_a_base_without_a_duty_number_says_whom_to_call(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, by="otherfield")
    encounter_id = met_on(organisation, shift_id, typed(organisation, urgency=Urgency.NOW), by="otherfield")
    page = read(organisation.client("otherfield").get(f"/outreach/encounters/{encounter_id}"))

    assert "Call your supervisor." in words(page)
    assert not page.select('a[href^="tel:"]')


def corrected(organisation: Organisation) -> tuple[UUID, str]:
    """Write a meeting with everything in it and return its id and the address of its form."""
    account = Account(
        Place("12", "by the steps"),
        company=(Company.UNKNOWN_ADULT, Company.OTHER_CHILDREN),
        signs=(Sign("secrecy", "told"),),
        words="sold flowers",
        company_words="a man",
    )
    child = MetChildInput(ChildDescription(words="red shirt"))
    shift_id = shift_of(organisation, team=("field2",))
    encounter_id = met_on(
        organisation, shift_id, typed(organisation, account=account, children=(child,), count=2)
    )
    return encounter_id, f"/outreach/encounters/{encounter_id}/correct"


def test_a_correction_begins_with_what_was_written(organisation: Organisation) -> None:
    _, address = corrected(organisation)
    client = organisation.client("field")

    form = filled(read(client.get(address)))
    assert form["place"] == ["12|by the steps"]
    assert (form["count"], form["words"], form["company_words"]) == (["2"], "sold flowers", "a man")
    assert form["children-0-words"] == "red shirt"
    assert form["signs-secrecy"] == ["told"]
    saved = client.post(address, data=form | {"words": "sold jasmine"})
    assert saved.status_code == 303
    page = words(read(client.get(saved.location)))
    assert "sold jasmine" in page
    assert "red shirt" in page
    assert "Corrected by Field Person" in page


def test_two_who_correct_see_both_versions_and_what_only_they_changed_is_taken_over(
    organisation: Organisation,
) -> None:
    encounter_id, address = corrected(organisation)
    mine, theirs = organisation.client("field"), organisation.client("supervisor")
    form = filled(read(mine.get(address)))
    changes = {"words": "their words", "company_words": "her uncle", "company": ["caregiver"]}
    assert send(theirs, address, changes).status_code == 303

    # A browser sends what is ticked in the order of the page.
    form["company"] = sorted(form["company"], key=list(Company).index)
    page = read(mine.post(address, data=form | {"words": "my words"}), status=409)
    shown = words(page)
    assert "their words" in shown
    assert "Saved by Supervisor Person" in shown
    assert page.select(f'a[href="/outreach/encounters/{encounter_id}"]')
    again = filled(page)
    assert (again["words"], again["company_words"], again["company"]) == (
        "my words",
        "her uncle",
        ["caregiver"],
    )
    assert mine.post(address, data=again).status_code == 303
    met = words(read(mine.get(f"/outreach/encounters/{encounter_id}")))
    assert "my words" in met
    assert "her uncle" in met


def test_a_conflict_about_children_keeps_both(organisation: Organisation) -> None:
    encounter_id, address = corrected(organisation)
    mine, theirs = organisation.client("field"), organisation.client("supervisor")
    form = filled(read(mine.get(address)))
    assert send(theirs, address, {"children-1-words": "their child"}).status_code == 303

    page = read(mine.post(address, data=form | {"words": "my words"}), status=409)
    again = filled(page)
    assert again["children-1-words"] == "their child"
    assert mine.post(address, data=again).status_code == 303
    assert "their child" in words(read(mine.get(f"/outreach/encounters/{encounter_id}")))


def test_a_stale_form_that_changes_nothing_has_no_conflict(organisation: Organisation) -> None:
    _, address = corrected(organisation)
    mine, theirs = organisation.client("field"), organisation.client("supervisor")
    form = filled(read(mine.get(address)))
    send(theirs, address, {"words": "their words"})

    assert mine.post(address, data=form).status_code == 303


def test_a_child_is_taken_off(organisation: Organisation) -> None:
    encounter_id, address = corrected(organisation)
    client = organisation.client("field")

    assert send(client, address, {"children-0-removed": "y"}).status_code == 303
    now, before = words(read(client.get(f"/outreach/encounters/{encounter_id}"))).split(BEFORE)
    assert "red shirt" not in now
    assert "red shirt" in before
    fewer = read(send(client, address, {"count": "1", "children-0-removed": "y"}), status=422)
    assert "Say how many children there were." in words(fewer)


def test_the_office_links_a_child_and_takes_the_link_back(organisation: Organisation) -> None:
    sophea = child_of(organisation)
    encounter_id, _ = corrected(organisation)
    client, met = organisation.client("caseworker"), f"/outreach/encounters/{encounter_id}"
    page = read(client.get(met))
    link = str(page.select('main a[href$="/link"]')[0]["href"])

    assert "Type a name or a code." in words(read(send(client, link), status=422))
    found = read(send(client, link, {"name_or_code": "sok sophea"}))
    chosen = filled(found, action="/record") | {"child": str(sophea)}
    answer = client.post(link.removesuffix("/link") + "/record", data=chosen)
    assert answer.status_code == 303
    page = read(client.get(answer.location))
    assert "RV-0001" in words(page)
    back = filled(page, action="/unlink")
    assert client.post(link.removesuffix("/link") + "/unlink", data=back).status_code == 303
    now, before = words(read(client.get(met))).split(BEFORE)
    assert "RV-0001" not in now
    assert "RV-0001" in before
    assert client.post(link.removesuffix("/link") + "/record", data=back).status_code == 400


def test_buttons_are_shown_only_to_those_who_may(organisation: Organisation) -> None:
    encounter_id, _ = corrected(organisation)
    met = f"/outreach/encounters/{encounter_id}"
    for name, corrects, links in (
        ("field", True, False),
        ("field2", False, False),
        ("supervisor", True, True),
        ("caseworker", False, True),
        ("director", False, False),
    ):
        page = read(organisation.client(name).get(met))
        assert bool(page.select('main a[href$="/correct"]')) is corrects, name
        assert bool(page.select('main a[href$="/link"]')) is links, name


def test_after_a_day_the_form_is_closed_and_says_why(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("field") as work:
        end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR)
    organisation.clock.move(timedelta(hours=24, seconds=1))
    organisation.tokens.clear()
    client = organisation.client("field")

    answer = client.get(f"/outreach/shifts/{shift_id}/encounters/new")
    assert "Ask your supervisor" in words(read(answer, status=409))
    page = read(client.get(f"/outreach/shifts/{shift_id}"))
    assert not page.select('main a[href$="/encounters/new"]')


def test_what_was_typed_survives_a_session_that_ended(organisation: Organisation) -> None:
    client, address = form_of(organisation)
    form = filled(read(client.get(address))) | {"place_words": "by the gate", "children-0-words": "red shirt"}
    organisation.clock.move(timedelta(minutes=16))
    late = client.post(address, data=form)
    assert "kept=1" in late.location

    organisation.tokens.clear()
    client = organisation.client("field")
    today = read(client.get("/outreach/"))
    restore = next(str(a["href"]) for a in today.select("main a") if "restore=" in str(a["href"]))
    kept = filled(read(client.get(restore)))
    assert (kept["place_words"], kept["children-0-words"]) == ("by the gate", "red shirt")
    assert kept["record_id"] == form["record_id"]
    assert client.post(restore, data=kept).status_code == 303
