"""The pages of consent: written down, refused in words, taken back and approved, by those who may."""

from uuid import UUID

import pytest

from tests.support.consents import consent_in, override_in
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send

TYPED = {
    "shared_with": ["police"],
    "what": "His name, and what he said about the guesthouse",
    "basis": "caregiver",
    "given_by": "Grandmother",
    "not_a_suspect": "y",
    "form": "thumbprint",
    "given_on": "2026-11-01",
    "withheld-0-kind": "family",
    "withheld-0-who": "the stepfather",
    "withheld-0-why": "the child is afraid of him",
}

WITHHELD = ("withheld-0-kind", "withheld-0-who", "withheld-0-why")


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def address(case_id: UUID, rest: str = "") -> str:
    return f"/cases/{case_id}/consents/{rest}"


def test_an_empty_page_says_what_to_do(organisation: Organisation, case_id: UUID) -> None:
    page = read(organisation.client("caseworker").get(address(case_id)))

    assert "Nothing was asked yet" in page.text
    assert page.text.count("Nobody has agreed yet") == 1, "one reason for all of them is said once"
    assert page.find("a", href=address(case_id, "new"))


def test_a_consent_is_written_down_and_shown_with_who_is_not_to_be_told(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    sent = send(client, address(case_id, "new"), TYPED)
    assert sent.status_code == 303

    page = read(client.get(sent.headers["Location"]))
    assert "What was agreed is written down." in page.text
    assert "the child is afraid of him" in page.text
    assert "with consent" in page.text
    record = read(client.get(page.select_one("main .wh-lines a.wh-open")["href"]))  # type: ignore[index]  # there is one
    assert "Grandmother" in record.text
    assert "the stepfather" in record.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"withheld-0-kind": ""}, "Choose who is not to be told."),
        ({"shared_with": ""} | dict.fromkeys(WITHHELD, ""), "Choose with whom it may be shared"),
        ({"not_a_suspect": ""}, "Tick the statement"),
        ({"given_on": "2027-01-01"}, "lies in the future"),
        ({"given_on": "yesterday"}, "year-month-day"),
        ({"given_by": ""}, "Write who gave it"),
        ({"basis": "legal_duty"}, "Choose one of the answers offered"),
        ({"what": "x" * 2001}, "too long"),
        ({"form": "spoken_witnessed"}, "name of the witness"),
        ({"withheld-0-why": ""}, "Write why each of them"),
        ({"record_id": "nothing"}, "out of date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    organisation: Organisation, case_id: UUID, change: dict[str, object], says: str
) -> None:
    client = organisation.client("caseworker")
    typed = {key: value for key, value in (TYPED | change).items() if value != ""}
    page = read(send(client, address(case_id, "new"), typed), status=422)

    assert says in page.text
    if "withheld-0-kind" in typed:
        assert page.find("input", value="the stepfather")


def test_khmer_digits_are_read_and_markup_is_shown_as_typed(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    hostile = '<script>alert("x")</script> \u202eolleh'
    typed = TYPED | {"given_on": "២០២៦-១១-០១", "what": hostile, "given_at": "០៩:៣០"}
    sent = send(client, address(case_id, "new"), typed, action="")
    assert sent.status_code == 303, sent.text[:500]

    listed = read(client.get(address(case_id)))
    link = listed.select_one("main .wh-lines a.wh-open")
    assert link is not None
    shown = client.get(str(link["href"])).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    assert "\u202e" not in shown
    assert "09:30" in shown


def test_a_consent_is_taken_back_and_an_old_page_changes_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_id = consent_in(organisation, case_id)
    client = organisation.client("caseworker")
    form = filled(read(client.get(address(case_id, f"{consent_id}/withdraw")))) | {"by_whom": "The child"}

    assert client.post(address(case_id, f"{consent_id}/withdraw"), data=form).status_code == 303
    other = form | {"by_whom": "Her mother"}
    stale = read(client.post(address(case_id, f"{consent_id}/withdraw"), data=other), status=409)
    assert "Somebody changed this record" in stale.text
    assert "Taken back" in read(client.get(address(case_id))).text


def test_an_override_is_asked_for_and_approved_by_somebody_else(
    organisation: Organisation, case_id: UUID
) -> None:
    asked = send(
        organisation.client("caseworker"),
        address(case_id, "override"),
        {"basis": "imminent_harm", "shared_with": ["police"], "what": "Where he is", "reason": "Friday"},
    )
    assert asked.status_code == 303
    own = read(organisation.client("caseworker").get(address(case_id)))
    record = str(own.select_one("main .wh-lines a.wh-open")["href"])  # type: ignore[index]  # there is one
    assert "Approve…" not in read(organisation.client("caseworker").get(record)).text

    supervisor = organisation.client("supervisor")
    assert "Approve…" in read(supervisor.get(record)).text
    assert send(supervisor, f"{record}/approve").status_code == 303
    assert "override" in read(supervisor.get(address(case_id))).text


def test_nobody_approves_their_own_by_address(organisation: Organisation, case_id: UUID) -> None:
    override_id = override_in(organisation, case_id, by="supervisor", approved_by=None)
    client = organisation.client("supervisor")
    page = read(client.get(address(case_id, f"{override_id}/approve")))
    assert "nothing to approve" in page.text
    assert page.select_one("main form") is None
    assert (
        organisation.client("caseworker").get(address(case_id, f"{override_id}/approve")).status_code == 403
    )


@pytest.mark.parametrize(
    "name", ["othercaseworker", "othersupervisor", "field", "counsellor", "technician", "auditor"]
)
def test_to_everyone_else_the_pages_are_not_there(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    consent_id = consent_in(organisation, case_id)
    client = organisation.client(name)
    for rest in ("", "new", "override", str(consent_id), f"{consent_id}/withdraw"):
        assert client.get(address(case_id, rest)).status_code == 404


def test_a_record_of_another_child_is_not_shown_under_this_case(
    organisation: Organisation, case_id: UUID
) -> None:
    other = case_of(organisation, child_of(organisation, latin="Chan Dara"))
    consent_id = consent_in(organisation, other)
    assert organisation.client("caseworker").get(address(case_id, str(consent_id))).status_code == 404
