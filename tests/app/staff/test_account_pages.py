"""The list of accounts and one account are cut to what the reader may see and do."""

from datetime import date, timedelta

import pytest

from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.roles import Flag, Role
from app.staff.account_facts import AccountState
from app.staff.account_pages import (
    AccountFilter,
    AccountsPage,
    account_page,
    accounts_page,
    roles_to_choose,
)
from app.staff.accounts import Details, change_details
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE, Organisation
from tests.support.staff import flag, last_day, new_account, renew, row_of, shell_of

EVERYBODY = {"director", *CAST}
OF_RIVERSIDE = {name for name, (_, base_id) in CAST.items() if base_id == RIVERSIDE}


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("director", EVERYBODY), ("technician", EVERYBODY), ("supervisor", OF_RIVERSIDE)],
)
def test_the_list_holds_who_the_reader_may_see(
    organisation: Organisation, reader: str, seen: set[str]
) -> None:
    with organisation.reading(reader) as work:
        page = accounts_page(work, AccountFilter(), page=1)

    assert {line.username for line in page.lines} == seen
    assert page.total == len(seen)
    assert page.counts[AccountState.DISABLED] == 1


@pytest.mark.parametrize("reader", ["field", "caseworker", "counsellor", "auditor"])
def test_nobody_else_sees_accounts(organisation: Organisation, reader: str) -> None:
    with organisation.reading(reader) as work:
        with pytest.raises(NotVisible):
            accounts_page(work, AccountFilter(), page=1)
        with pytest.raises(NotVisible):
            account_page(work, organisation.ids["field"])


def test_the_list_is_cut_by_state_and_base(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    with organisation.reading("director") as work:
        waiting = accounts_page(work, AccountFilter(state=AccountState.AWAITING), page=1)
        hillside = accounts_page(work, AccountFilter(base_id=HILLSIDE), page=1)
    with organisation.reading("supervisor") as work:
        elsewhere = accounts_page(work, AccountFilter(base_id=HILLSIDE), page=1)

    assert [line.username for line in waiting.lines] == ["caseworker"]
    assert {line.username for line in hillside.lines} == {"otherfield", "othersupervisor"}
    assert elsewhere.lines == ()


def test_long_lists_have_pages(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AccountsPage, "PAGE_SIZE", 10)
    with organisation.reading("director") as work:
        second = accounts_page(work, AccountFilter(), page=2)
        far = accounts_page(work, AccountFilter(), page=9999)

    assert (second.first, second.last, second.total) == (11, 14, 14)
    assert far.lines == ()


def test_a_technician_sees_an_account_without_circles_duties_or_worker_code(
    organisation: Organisation,
) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with organisation.reading("technician") as work:
        page = account_page(work, organisation.ids["counsellor"])

    assert (page.worker_code, page.flags, page.only_holder_of, page.pending) == (None, None, (), ())
    assert not any((page.may_admit, page.may_change, page.may_change_role, page.may_close, page.may_invite))


def test_a_technician_may_invite_a_shell_again(organisation: Organisation) -> None:
    new = new_account("newfield", Role.FIELD, RIVERSIDE)
    shell_of(organisation, new, by="technician")
    with organisation.reading("technician") as work:
        assert account_page(work, new.id).may_invite


def test_a_director_sees_what_would_shut(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    with organisation.reading("director") as work:
        page = account_page(work, organisation.ids["counsellor"])

    assert [(kind.value, base) for kind, base in page.only_holder_of] == [("clinical", "Riverside")]
    assert page.flags == (Flag.CLINICAL_LEAD,)
    assert page.worker_code
    assert page.may_change_role


def test_a_supervisor_manages_programme_staff_of_their_base_only(organisation: Organisation) -> None:
    with organisation.reading("supervisor") as work:
        caseworker = account_page(work, organisation.ids["caseworker"])
        colleague = account_page(work, organisation.ids["supervisor2"])
        own = account_page(work, organisation.ids["supervisor"])
        with pytest.raises(NotVisible):
            account_page(work, organisation.ids["otherfield"])

    assert (caseworker.may_change, caseworker.may_close, caseworker.may_change_role) == (True, True, False)
    for page in (colleague, own):
        assert not any((page.may_change, page.may_close, page.may_invite, page.may_change_role))


def test_who_may_be_made_depends_on_the_maker(organisation: Organisation) -> None:
    with organisation.reading("supervisor") as work:
        assert set(roles_to_choose(work)) == {Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR, Role.VOLUNTEER}
    with organisation.reading("technician") as work:
        assert set(roles_to_choose(work)) == set(Role)


def test_a_name_is_corrected_and_a_stale_form_is_not_taken(organisation: Organisation) -> None:
    staff_id = organisation.ids["field"]
    with organisation.reading("supervisor") as work:
        version = account_page(work, staff_id).version
    with organisation.writing("supervisor2") as work:
        change_details(work, staff_id, Details("Sok\u200b Maly", None), version=version)
    assert row_of(organisation, "field").display_name == "Sok Maly"

    with organisation.writing("supervisor") as work, pytest.raises(Conflict):
        change_details(work, staff_id, Details("Other Name", None), version=version)


@pytest.mark.parametrize(
    ("by", "whom", "error"),
    [
        ("supervisor", "supervisor2", Refused),
        ("supervisor", "otherfield", NotVisible),
        ("technician", "field", Refused),
        ("field2", "field", NotVisible),
    ],
)
def test_only_who_is_in_charge_corrects(
    organisation: Organisation, by: str, whom: str, error: type[Exception]
) -> None:
    with organisation.writing(by) as work, pytest.raises(error):
        change_details(work, organisation.ids[whom], Details("X", None), version=0)


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        (Details(" \u200b", None), "name-missing"),
        (Details("", None), "name-missing"),
        (Details("Sok Maly", date(2026, 11, 2)), "end-past"),
    ],
)
def test_what_cannot_be_is_told(organisation: Organisation, details: Details, reason: str) -> None:
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
        version = account_page(work, organisation.ids["field"]).version
        change_details(work, organisation.ids["field"], details, version=version)
    assert refusal.value.reasons == (reason,)


def test_an_account_that_has_run_out_is_marked(organisation: Organisation) -> None:
    last_day(organisation, "field", organisation.clock.now().date() + timedelta(days=1))
    organisation.clock.move(timedelta(days=2))
    with organisation.reading("supervisor") as work:
        lines = accounts_page(work, AccountFilter(), page=1).lines

    assert [line.username for line in lines if line.has_ended] == ["field"]
