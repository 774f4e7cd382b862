"""Group sessions through a browser without scripts."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from app.children.documents import Age
from app.foundation.local_time import local_day
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import Answers, ShownByChild
from models.group_session import GroupSession
from tests.support.children import add_child
from tests.support.groups import adults, came, group_as, parents, session_of, showed
from tests.support.lived_in import live_in
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

OLDER = Age(15, 15, date(2026, 1, 1))


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    return add_child(organisation, by="caseworker", age=OLDER)


def planned(organisation: Organisation, **said: object) -> dict[str, object]:
    """Return what somebody types who plans a session of yesterday."""
    day = local_day(organisation.clock.now()) - timedelta(days=1)
    typed = {"held_on": day.isoformat(), "begins": "14:00", "ends": "16:00", "place": "the hall"}
    return typed | {"leaders": [str(organisation.ids["field"])]} | said


def error_beside(page: BeautifulSoup, field: str) -> str:
    """Return the words of the error beside a field."""
    found = page.select_one(f"#{field}-error")
    return found.get_text(" ", strip=True) if found is not None else ""


def test_a_class_from_its_plan_to_who_came(organisation: Organisation, child_id: UUID) -> None:
    caseworker, field = organisation.client("caseworker"), organisation.client("field")
    listed = read(caseworker.get("/groups/"))
    assert "No group session yet" in listed.get_text()
    chosen = read(caseworker.get("/groups/new"))
    assert chosen.select_one('a[href="/groups/new/healing_arts"]') is not None
    page = read(caseworker.get("/groups/new/healing_arts"))
    sent = filled(page) | planned(organisation, art_form="clay", codes="RV-0001")
    shown = read(caseworker.post("/groups/new/healing_arts", data=sent, follow_redirects=True))
    assert "The session is planned." in shown.get_text()
    assert "Nobody has said how it went." in shown.get_text()
    with organisation.reading("caseworker") as work:
        group_id = work.session.query(GroupSession.id).scalar()
    again = read(caseworker.post("/groups/new/healing_arts", data=sent, follow_redirects=True))
    assert "saved already" in again.get_text()
    form = read(field.get(f"/groups/{group_id}/report"))
    told = filled(form) | {"came": [str(child_id)], "words": "they laughed"}
    done = read(field.post(f"/groups/{group_id}/report", data=told, follow_redirects=True))
    assert "1 of 1 children" in done.get_text(" ", strip=True)
    assert "they laughed" in done.get_text()
    assert "1 session" in read(caseworker.get("/groups/")).get_text(" ", strip=True)


def test_parents_are_asked_before_and_after(organisation: Organisation) -> None:
    field = organisation.client("field")
    evening = parents(organisation, question="Is it allowed to send a child away for a debt?")
    paper = read(field.get(f"/groups/{evening}/question"))
    assert "Is it allowed to send a child away for a debt?" in paper.get_text()
    assert len(paper.select(".wh-paper-table svg")) == 3
    address = f"/groups/{evening}/report"
    page = read(field.get(address))
    typed = filled(page) | {"women": "9", "men": "2"} | {"before_yes": "8", "before_no": "4"}
    refused = read(field.post(address, data=typed), status=422)
    assert "More people answered before than were there." in error_beside(refused, "before_yes")
    assert filled(refused)["women"] == "9"
    right = typed | {"before_yes": "3", "after_yes": "10", "after_unsure": "1"}
    done = read(field.post(address, data=right, follow_redirects=True))
    rows = [row.get_text(" ", strip=True) for row in done.select("table.wh-table tbody tr")]
    assert rows == ["Yes 3 10", "Not sure 0 1", "No 4 0"]
    assert len(done.select("svg.wh-bar")) == 2
    assert "11 adults" in done.get_text(" ", strip=True)


def test_an_empty_count_is_asked_for_and_khmer_digits_are_read(organisation: Organisation) -> None:
    field, evening = organisation.client("field"), parents(organisation)
    address = f"/groups/{evening}/report"
    page = filled(read(field.get(address)))
    refused = read(field.post(address, data=page), status=422)
    assert "Say how many came" in error_beside(refused, "women")
    field.post(address, data=page | {"women": "១២"})
    report = group_as(organisation, evening, "field").view.report
    assert report is not None
    assert report.adults == 12


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"ends": "13:00"}, "ends", "A session ends after it begins"),
        ({"codes": "RV-0999"}, "codes", "One of these codes leads to no child."),
        ({"place": ""}, "place", "Say where it is."),
        ({"leaders": []}, "leaders", "Choose who leads it."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    organisation: Organisation, said: dict[str, object], field: str, words: str
) -> None:
    client = organisation.client("caseworker")
    sent = filled(read(client.get("/groups/new/sports"))) | planned(organisation) | said
    refused = read(client.post("/groups/new/sports", data=sent), status=422)
    assert words in error_beside(refused, field)


def test_a_kind_that_is_none_is_no_page(organisation: Organisation) -> None:
    assert organisation.client("caseworker").get("/groups/new/dancing").status_code == 404


def test_a_lesson_has_no_question_to_print(organisation: Organisation, child_id: UUID) -> None:
    lesson = session_of(organisation, child_id, kind=GroupKind.ENGLISH)
    assert organisation.client("field").get(f"/groups/{lesson}/question").status_code == 404


def test_artwork_is_noted_with_the_childs_answer_only(organisation: Organisation, child_id: UUID) -> None:
    counsellor, group_id = organisation.client("counsellor"), session_of(organisation, child_id)
    came(organisation, group_id, child_id)
    address = f"/groups/{group_id}/shown"
    page = read(counsellor.get(address))
    assert page.select_one('input[type="file"]') is None
    typed = filled(page) | {"lines-0-words": "a boat", "lines-0-reference": "shelf 3"}
    refused = read(counsellor.post(address, data=typed), status=422)
    assert "Say who agreed that the artwork is noted." in error_beside(refused, "lines-0-basis")
    assert "a boat" in refused.get_text()
    young = typed | {"lines-0-basis": "adult", "lines-0-agreed_on": "2026-01-02"}
    refused = read(counsellor.post(address, data=young), status=422)
    assert "At this child's age somebody else has to agree" in error_beside(refused, "lines-0-basis")
    undated = typed | {"lines-0-basis": "child_and_caregiver"}
    refused = read(counsellor.post(address, data=undated), status=422)
    assert "Give the day on which they agreed." in error_beside(refused, "lines-0-reference")


def test_what_was_shown_is_on_the_page_for_those_who_write_there(
    organisation: Organisation, child_id: UUID
) -> None:
    group_id = session_of(organisation, child_id)
    came(organisation, group_id, child_id)
    grown = add_child(organisation, by="caseworker", age=Age(20, 20, date(2026, 1, 1)))
    came(organisation, group_id, child_id, codes="RV-0002")
    day = local_day(organisation.clock.now()) - timedelta(days=1)
    line = ShownByChild(grown, "a moon", "folder 12", ConsentBasis.ADULT, day)
    showed(organisation, group_id, ShownByChild(child_id, "a boat"), line)
    for name, sees in (("counsellor", True), ("caseworker", True), ("director", False)):
        text = read(organisation.client(name).get(f"/groups/{group_id}")).get_text(" ", strip=True)
        assert ("a boat" in text, "Artwork: folder 12" in text) == (sees, sees)


def test_a_concern_takes_the_place_the_time_and_the_children_along(
    organisation: Organisation, child_id: UUID
) -> None:
    other = add_child(organisation, by="caseworker")
    field, group_id = organisation.client("field"), session_of(organisation, child_id, other)
    came(organisation, group_id, child_id, other)
    page = read(field.get(f"/groups/{group_id}"))
    links = [link["href"] for link in page.select('a[href^="/concerns/new?group"]')]
    assert len(links) == 3
    of_all = filled(read(field.get(f"/concerns/new?group={group_id}")))
    assert (of_all["place"], of_all["seen_at"]) == ("the hall", "14:00")
    assert of_all["child_words"] == "RV-0001, RV-0002"
    of_one = filled(read(field.get(f"/concerns/new?group={group_id}&child={child_id}")))
    assert (of_one["child_id"], of_one["child_words"]) == ([str(child_id)], "")
    strange = filled(read(organisation.client("field2").get(f"/concerns/new?group={group_id}")))
    assert (strange["place"], strange["child_words"]) == ("", "")


def test_the_restoration_page_counts_the_groups(organisation: Organisation) -> None:
    lived = live_in(organisation)
    page = read(organisation.client("caseworker").get(f"/cases/{lived['case_id']}/restoration"))
    assert "Groups since" not in page.get_text()
    today = session_of(organisation, lived["child_id"], days_ago=0, begins=time(0), ends=time(0, 5))
    came(organisation, today, lived["child_id"], by="caseworker")
    page = read(organisation.client("caseworker").get(f"/cases/{lived['case_id']}/restoration"))
    assert "Healing arts" in page.get_text()
    assert "1 of 1" in page.get_text(" ", strip=True)
    seen = read(organisation.client("counsellor").get(f"/cases/{lived['case_id']}/restoration"))
    assert "Only the sessions that you lead are counted here." in seen.get_text()


def test_an_answer_that_nobody_was_asked_for_stands_as_a_dash(organisation: Organisation) -> None:
    evening = parents(organisation)
    adults(organisation, evening, women=3, after=Answers(2, 1, 0))
    page = read(organisation.client("director").get(f"/groups/{evening}"))
    rows = [row.get_text(" ", strip=True) for row in page.select("table.wh-table tbody tr")]
    assert rows == ["Yes – 2", "Not sure – 1", "No – 0"]


def test_a_filter_that_leaves_nothing_says_so(organisation: Organisation) -> None:
    parents(organisation)
    page = read(organisation.client("caseworker").get("/groups/?kind=sports"))
    assert "No session of this kind" in page.get_text()
    kept = read(organisation.client("caseworker").get("/groups/?kind=parent_education"))
    assert "Parent education" in " ".join(each.get_text() for each in kept.select("main table"))


def test_a_session_is_marked_moved_and_read_as_it_was(organisation: Organisation, child_id: UUID) -> None:
    caseworker, group_id = organisation.client("caseworker"), session_of(organisation, child_id)
    came(organisation, group_id, child_id)
    address = f"/groups/{group_id}/plan"
    day = local_day(organisation.clock.now()) - timedelta(days=4)
    typed = filled(read(caseworker.get(address))) | {"held_on": day.isoformat(), "art_form": "clay"}
    caseworker.post(address, data=typed)
    before = read(caseworker.get(f"/groups/{group_id}/before")).get_text(" ", strip=True)
    assert "What was said before" in before
    mark = filled(read(caseworker.get(f"/groups/{group_id}/mistake"))) | {"reason": "it never was"}
    done = read(caseworker.post(f"/groups/{group_id}/mistake", data=mark, follow_redirects=True))
    assert "it never was" in done.get_text()
    again = read(caseworker.get(f"/groups/{group_id}/counts-again"))
    assert "It counts after all" in again.get_text()


def test_a_session_that_is_not_held_says_why(organisation: Organisation, child_id: UUID) -> None:
    field, group_id = organisation.client("field"), session_of(organisation, child_id)
    address = f"/groups/{group_id}/not-held"
    page = filled(read(field.get(address)))
    refused = read(field.post(address, data=page), status=422)
    assert "Say why it was not held." in error_beside(refused, "reason")
    done = read(field.post(address, data=page | {"reason": "rain"}, follow_redirects=True))
    assert "Rain or flood" in done.get_text()
    came(organisation, group_id, child_id)
    told = page | {"reason": "rain", "version": filled(read(field.get(address)))["version"]}
    assert "If nobody did, correct that first." in error_beside(
        read(field.post(address, data=told), status=422), "reason"
    )
