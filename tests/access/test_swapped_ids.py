"""Pages of the other base, other roles and hostile text in the new rooms."""

from uuid import uuid4

import pytest

from tests.app.concerns.test_taking import status, taken
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

HOSTILE = (
    "<script>alert(1)</script>\u202egnp.exe\u2066 =cmd|'/C calc'!A0 {{7*7}} \u200d\U000e0041"
    + "ឧ" * 400
    + "x" * 3000
)


@pytest.mark.parametrize("who", ["othersupervisor", "othercaseworker", "field2", "counsellor", "otherfield"])
def test_nobody_elses_concern_is_handled(organisation: Organisation, who: str) -> None:
    concern_id = taken(organisation)
    client = organisation.client(who)
    for path in ("step", "hand-over", "answer"):
        got = client.get(f"/concerns/{concern_id}/{path}")
        assert got.status_code in (403, 404), (path, got.status_code)
    read(organisation.client("supervisor").get(f"/concerns/{concern_id}/answer"))
    token = filled(read(client.get("/concerns/new")))
    for path, form in (
        ("step", {"step": "go", "within": "hour", "version": "2"}),
        ("hand-over", {"to": str(organisation.ids["supervisor2"]), "version": "2"}),
        ("answer", {"answer": "leave", "words": "x", "record_id": str(uuid4())}),
        ("heard", {}),
    ):
        got = client.post(
            f"/concerns/{concern_id}/{path}", data=form | {k: v for k, v in token.items() if "csrf" in k}
        )
        assert got.status_code in (400, 403, 404), (path, got.status_code)
    assert status(organisation, concern_id).held_by == organisation.ids["supervisor"]


@pytest.mark.parametrize("to", ["othersupervisor", "caseworker", "disabled", "auditor", "field"])
def test_no_concern_is_handed_to_somebody_who_does_not_receive_them(
    organisation: Organisation, to: str
) -> None:
    concern_id = taken(organisation)
    client, url = organisation.client("supervisor"), f"/concerns/{concern_id}/hand-over"
    form = filled(read(client.get(url))) | {"to": str(organisation.ids[to])}
    got = client.post(url, data=form)
    assert got.status_code in (400, 422), got.status_code
    assert status(organisation, concern_id).held_by == organisation.ids["supervisor"]


def test_no_choice_at_all_gives_nothing_back(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    client, url = organisation.client("supervisor"), f"/concerns/{concern_id}/hand-over"
    form = filled(read(client.get(url)))
    form.pop("to", None)
    client.post(url, data=form)
    assert status(organisation, concern_id).held_by == organisation.ids["supervisor"]


def test_hostile_line_back(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    client, url = organisation.client("supervisor"), f"/concerns/{concern_id}/answer"
    form = filled(read(client.get(url))) | {"answer": "leave", "words": HOSTILE[:180]}
    got = client.post(url, data=form)
    assert got.status_code in (303, 422), got.status_code
    for page in ("/today", f"/concerns/{concern_id}"):
        text = organisation.client("field").get(page).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "\u202e" not in text
        assert "\U000e0041" not in text


def test_hostile_sheet_fields(lived: LivedIn) -> None:
    house = lived.organisation
    client = house.client("caseworker")
    url = f"/children/{lived['child_id']}/sheets/child/new"
    form = filled(read(client.get(url))) | {"purpose": HOSTILE[:480]}
    got = client.post(url, data=form)
    assert got.status_code == 303, got.status_code
    drawn = got.location
    text = client.get(drawn).get_data(as_text=True)
    assert "<script>alert" not in text
    assert "\u202e" not in text
    sheet = drawn.split("?")[0].removesuffix("/pages")
    text = client.get(sheet).get_data(as_text=True)
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "\U000e0041" not in text


PAPER = [
    "/children/{child_id}/paper",
    "/cases/{case_id}/paper",
    "/outreach/shifts/{shift_id}/paper",
    "/cases/{case_id}/restoration/paper",
    "/clubs/{club_id}/paper",
]
OF_A_BASE = "/restoration/paper"
READERS = [(url, by) for url in PAPER for by in ("supervisor", "director", "caseworker")]
READERS += [(OF_A_BASE, by) for by in ("supervisor", "director")]


@pytest.mark.parametrize(("url", "by"), READERS)
def test_codes_only_paper_has_no_word_that_somebody_typed(lived: LivedIn, url: str, by: str) -> None:
    got = lived.organisation.client(by).get(url.format(**lived.ids))
    text = read(got).get_text()
    whole = got.get_data(as_text=True)
    for word in (*CANARIES.values(), "Sok Sophea", "សុខ សុភា", "red shirt", "by the steps"):
        assert word not in text, word
        assert word not in whole, word


@pytest.mark.parametrize("who", ["othersupervisor", "field", "caseworker", "technician", "counsellor"])
def test_seen_by_is_not_theirs(lived: LivedIn, who: str) -> None:
    client = lived.organisation.client(who)
    for path in ("", "/sheet"):
        assert client.get(f"/audit/seen-by/{lived['child_id']}{path}").status_code in (403, 404)
    got = client.get("/audit/seen-by?code=RV-0001")
    assert got.status_code in (200, 403, 404)
    if got.status_code == 200:
        assert read(got).get_text() == read(client.get("/audit/seen-by?code=RV-9999")).get_text().replace(
            "RV-9999", "RV-0001"
        )


@pytest.mark.parametrize("who", ["othersupervisor", "field2", "otherfield", "counsellor"])
def test_met_row_of_others(lived: LivedIn, who: str) -> None:
    client = lived.organisation.client(who)
    assert client.get(f"/outreach/met/{lived['row_id']}").status_code in (403, 404)


def test_forged_kept_filters(lived: LivedIn) -> None:
    import json
    from base64 import urlsafe_b64encode

    from sqlalchemy import select

    from models.sign_in_session import SignInSession as AuthSession

    client = lived.organisation.client("supervisor")
    with lived.organisation.server.store.reading() as session:
        ids = list(session.scalars(select(AuthSession.id)))
    bad = []
    for whose in ids:
        for lists in (
            {"/cases/": [["done", "saved"]]},
            {"/cases/": [["clear", "1"]]},
            {"/cases/": [["keep", "1"]]},
            {"/cases/": [["x", "\ud800"]]},
            {"/cases/": [[1, 2, 3]]},
        ):
            value = urlsafe_b64encode(json.dumps([str(whose), lists]).encode()).decode()
            client.set_cookie("lists", value)
            seen, url = 0, "/cases/"
            got = client.get(url)
            while got.status_code in (302, 303) and seen < 5:
                seen += 1
                got = client.get(got.location)
            if got.status_code != 200:
                bad.append((lists, got.status_code, got.location))
    assert bad == []
