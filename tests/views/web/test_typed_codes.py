"""Wherever a code is asked for, what the typed one is is said truthfully, and never more than its reader may know."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.cases.notes import NoteInput, add_note
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.sheets import SheetKind
from tests.support.children import add_child
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, rows_of, shift_of
from tests.support.packets import PacketCase, drafted, told_copy
from tests.support.pages import read, send
from tests.support.sheets import printed

NO_SUCH = "There is no such code among what you can see."
CODES = {"child": "code", "case_file": "code", "concern": "reference", "referral_packet": "number"}


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> tuple[Organisation, PacketCase]:
    """An organisation of this test's own, with a child, a case and a concern."""
    return told_copy(built_organisation, tmp_path)


def code_of(organisation: Organisation, table: str, record_id: UUID) -> str:
    """Return the code, reference or number of a record."""
    with organisation.server.store.reading() as session:
        query = text(f"SELECT {CODES.get(table, 'code')} FROM {table} WHERE id = :id")  # noqa: S608 - names of this test's own
        return str(session.execute(query, {"id": record_id.hex}).scalar_one())


def told_at(organisation: Organisation, name: str, address: str, code: str) -> str:
    """Return what a page whose filter asks for a code says to somebody."""
    page = read(organisation.client(name).get(address, query_string={"code": code}))
    return " ".join(page.select("main")[0].get_text(" ").split())


def looked_for(organisation: Organisation, name: str, address: str, code: str, **also: object) -> str:
    """Return what the picker of a child says to somebody who looks for a code."""
    field = str(also.pop("field", "look_for"))
    answer = send(organisation.client(name), address, {field: code, **also})
    return " ".join(read(answer, status=answer.status_code).select("main")[0].get_text(" ").split())


def every_code(organisation: Organisation, case: PacketCase) -> dict[str, str]:
    """Return the codes of one record of each kind that is no child."""
    return {
        "Case": code_of(organisation, "case_file", case.case_id),
        "Concern": code_of(organisation, "concern", case.concern_id),
        "Packet": code_of(organisation, "referral_packet", drafted(organisation, case.case_id)),
    }


def test_the_trail_finds_whatever_its_reader_may_open_by_its_code(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    codes = [*every_code(organisation, case).values(), code_of(organisation, "child", case.child_id)]
    codes.append(
        code_of(organisation, "printed_sheet", printed(organisation, SheetKind.EMERGENCY, case.child_id))
    )

    for code in codes:
        page = told_at(organisation, "supervisor", "/audit/", code)
        assert NO_SUCH not in page, code
        assert "Supervisor" in page or "Field" in page, code


def test_the_trail_says_no_such_code_to_whoever_may_not_know_of_it(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    codes = every_code(organisation, case)

    for name, code in (
        ("auditor", codes["Concern"]),
        ("auditor", codes["Packet"]),
        ("othersupervisor", codes["Concern"]),
        ("othersupervisor", codes["Case"]),
        ("technician", codes["Case"]),
        ("supervisor", "RV-C-9999"),
    ):
        assert NO_SUCH in told_at(organisation, name, "/audit/", code), (name, code)


def test_a_code_that_two_records_may_have_is_asked_about(told: tuple[Organisation, PacketCase]) -> None:
    organisation, case = told
    number = code_of(organisation, "case_file", case.case_id).rpartition("-")[2]
    of_child = {"code": f"RVK-{number}", "id": add_child(organisation).hex}
    with organisation.server.store.writing() as session:
        session.execute(text("UPDATE child SET code = :code WHERE id = :id"), of_child)

    for address in ("/audit/", "/audit/seen-by"):
        page = told_at(organisation, "director", address, f"rvk {int(number)}")
        assert f"This may be RVK-{number} or RV-K-{number}. Write the dashes too." in page
    assert "This may be" not in told_at(organisation, "director", "/audit/", f"rv-k-{number}")


def test_who_saw_a_child_is_not_found_by_a_concern_and_the_page_says_whose_it_is(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    child = code_of(organisation, "child", case.child_id)

    for kind in ("Concern", "Packet"):
        code = every_code(organisation, case)[kind]
        said = f"{code} is not the code of a child. What has this code: {kind}. Its child is {child}."
        assert said in told_at(organisation, "supervisor", "/audit/seen-by", code)


def test_every_picker_of_a_child_says_what_another_code_is(told: tuple[Organisation, PacketCase]) -> None:
    organisation, case = told
    child, shift = code_of(organisation, "child", case.child_id), shift_of(organisation)
    meeting = met_on(organisation, shift)
    with organisation.reading("field"):
        row = rows_of(organisation, meeting)[0].row_id
    pickers: dict[str, dict[str, object]] = {
        "/concerns/new": {"press_then": "find"},
        "/concerns/our-own/new": {"press_then": "find"},
        f"/concerns/{case.concern_id}/child": {"press_then": "find"},
        f"/concerns/{case.concern_id}/elsewhere": {"press_then": "find"},
        f"/concerns/{case.concern_id}/children": {"find": "0", "field": "children-0-find"},
        f"/outreach/shifts/{shift}/encounters/new": {"find": "0", "field": "children-0-find"},
        f"/outreach/encounters/{meeting}/children/{row}/link": {"field": "name_or_code"},
    }

    for address, pressed in pickers.items():
        for kind, code in every_code(organisation, case).items():
            said = f"{code} is not the code of a child. What has this code: {kind}. Its child is {child}."
            assert said in looked_for(organisation, "supervisor", address, code, **pressed), (address, kind)
        assert NO_SUCH in looked_for(organisation, "supervisor", address, "RV-9999", **pressed), address


def test_a_picker_says_nothing_of_a_case_to_whoever_may_not_open_it(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    code = code_of(organisation, "case_file", case.case_id)

    for name in ("field", "otherfield"):
        assert NO_SUCH in looked_for(organisation, name, "/concerns/new", code, press_then="find")


def test_the_code_of_a_child_where_a_case_is_asked_for_is_said_to_be_one(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    case_of(organisation, add_child(organisation))
    child, note_id = code_of(organisation, "child", case.child_id), uuid4()
    with organisation.writing("caseworker") as work:
        now = MomentInput(local_day(work.now))
        add_note(work, case.case_id, note_id, NoteInput("Heard by the ferry.", now, EvidenceBasis.TOLD))

    for address, field in (
        (f"/cases/{case.case_id}/records/{note_id}/move", "code"),
        (f"/cases/{case.case_id}/moves/close/duplicate", "duplicate_of"),
    ):
        answers = {field: child, "reason": "Two of one child"}
        page = read(send(organisation.client("caseworker"), address, answers), status=422)
        error = page.select_one(f"#{field}-error")
        assert error is not None, address
        assert f"{child} is not the code of a case. What has this code: Child." in error.get_text(" ")
        assert "Nothing is saved yet." in page.text
