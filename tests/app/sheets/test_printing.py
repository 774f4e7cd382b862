"""A numbered sheet: who may print one of what, who carries it, its number, and its pages for an hour."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetShows, SheetState, SheetStepKind
from app.sheets.about import about_to_print
from app.sheets.pages import Which, sheets_page
from app.sheets.printing import SheetInput, print_sheet, sheet_to_draw
from models.base import Base
from models.printed_sheet import PrintedSheet
from tests.support.lived_in import LivedIn
from tests.support.sheets import WHY, printed, recorded, sheet_as
from tests.support.tampering import behind

CHILD, CASE, SHIFT, EMERGENCY = SheetKind.CHILD, SheetKind.CASE, SheetKind.SHIFT, SheetKind.EMERGENCY
KEY = SheetKind.CLUB_KEY


def test_each_sheet_has_the_next_number_of_its_base_and_says_who_has_it(lived: LivedIn) -> None:
    organisation = lived.organisation

    one, two = (printed(organisation, CHILD, lived["child_id"], carrier="field") for _ in range(2))

    pages = [sheet_as(organisation, sheet_id) for sheet_id in (one, two)]
    assert [page.line.code for page in pages] == ["RV-S-0002", "RV-S-0003"]
    assert pages[0].line.state is SheetState.OUT
    assert (pages[0].purpose, pages[0].line.about) == (WHY, "RV-0001")
    assert pages[0].line.carrier != pages[0].line.printer


def test_a_number_that_was_set_back_outside_is_not_given_twice(lived: LivedIn) -> None:
    organisation = lived.organisation
    printed(organisation, CHILD, lived["child_id"])
    with behind(organisation) as session:
        session.execute(update(Base).values(last_sheet_number=0))

    assert sheet_as(organisation, printed(organisation, CHILD, lived["child_id"])).line.code == "RV-S-0003"


@pytest.mark.parametrize(
    ("kind", "about", "by"),
    [
        (CHILD, "child_id", "field"),
        (CHILD, "child_id", "counsellor"),
        (EMERGENCY, "child_id", "othercaseworker"),
        (CASE, "case_id", "caseworker"),
        (CASE, "case_id", "director"),
        (SHIFT, "shift_id", "field"),
        (SHIFT, "shift_id", "supervisor"),
        (KEY, "club_id", "field"),
    ],
)
def test_whoever_may_read_it_may_print_it(lived: LivedIn, kind: SheetKind, about: str, by: str) -> None:
    sheet_id = printed(lived.organisation, kind, lived[about], by=by)
    assert sheet_as(lived.organisation, sheet_id, by).may_draw


@pytest.mark.parametrize(
    ("kind", "about", "by"),
    [
        (CHILD, "child_id", "othersupervisor"),
        (CHILD, "child_id", "technician"),
        (EMERGENCY, "child_id", "field"),
        (CASE, "case_id", "othercaseworker"),
        (CASE, "case_id", "field"),
        (SHIFT, "shift_id", "field2"),
        (SHIFT, "shift_id", "counsellor"),
        (SHIFT, "shift_id", "othersupervisor"),
        (KEY, "club_id", "field2"),
        (KEY, "club_id", "othersupervisor"),
    ],
)
def test_whoever_may_not_read_it_finds_nothing_to_print(
    lived: LivedIn, kind: SheetKind, about: str, by: str
) -> None:
    organisation = lived.organisation
    with pytest.raises(NotVisible):
        printed(organisation, kind, lived[about], by=by, carrier="caseworker")
    with organisation.reading(by) as work, pytest.raises(NotVisible):
        about_to_print(work, kind, lived[about])


def test_names_leave_with_a_reason_only_and_looks_without_one(lived: LivedIn) -> None:
    organisation, shift_id = lived.organisation, lived["shift_id"]
    with pytest.raises(NotAllowedNow, match="purpose-missing"):
        printed(organisation, SHIFT, shift_id, by="field", purpose="  ")
    looks = printed(organisation, SHIFT, shift_id, by="field", shows=SheetShows.LOOKS, purpose="")
    assert sheet_as(organisation, looks, "field").purpose == ""


@pytest.mark.parametrize("carrier", ["otherfield", "technician", "auditor", "disabled"])
def test_nobody_carries_it_who_is_not_of_the_base_at_work(lived: LivedIn, carrier: str) -> None:
    with pytest.raises(NotAllowedNow, match="no-such-carrier"):
        printed(lived.organisation, CHILD, lived["child_id"], carrier=carrier)


def test_an_emergency_sheet_that_was_never_written_is_not_printed(lived: LivedIn) -> None:
    from app.children.children import ChildInput, make_child
    from app.children.documents import ChildProfile

    with lived.organisation.writing("field") as work:
        child_id = make_child(work, ChildInput(uuid4(), ChildProfile(latin="Chan Dara"))).id
    with lived.organisation.reading("caseworker") as work:
        assert about_to_print(work, EMERGENCY, child_id).is_empty
    with pytest.raises(NotAllowedNow, match="emergency-not-written"):
        printed(lived.organisation, EMERGENCY, child_id)


def test_it_is_back_with_the_shift_it_was_printed_for(lived: LivedIn) -> None:
    organisation = lived.organisation
    with organisation.reading("field") as work:
        assert BackBy.SHIFT in about_to_print(work, SHIFT, lived["shift_id"]).backs
    sheet_id = printed(organisation, SHIFT, lived["shift_id"], by="field", back=BackBy.SHIFT)
    line = sheet_as(organisation, sheet_id, "field").line
    assert line.due_back_at - line.printed_at < timedelta(hours=9, minutes=5)


def test_a_form_sent_twice_prints_one_sheet(lived: LivedIn) -> None:
    organisation = lived.organisation
    new = SheetInput(uuid4(), CHILD, lived["child_id"], organisation.ids["field"], purpose=WHY)
    for _ in range(2):
        with organisation.writing("field") as work:
            if _:
                with pytest.raises(AlreadyDone):
                    print_sheet(work, new)
            else:
                print_sheet(work, new)


def test_its_pages_are_drawn_by_whoever_printed_it_for_an_hour(lived: LivedIn) -> None:
    organisation = lived.organisation
    sheet_id = printed(organisation, CHILD, lived["child_id"], carrier="field")
    with organisation.reading("caseworker") as work:
        assert sheet_to_draw(work, sheet_id).about_id == lived["child_id"]
    for name in ("field", "supervisor"):
        with organisation.reading(name) as work, pytest.raises(Refused):
            sheet_to_draw(work, sheet_id)
    with organisation.reading("othersupervisor") as work, pytest.raises(NotVisible):
        sheet_to_draw(work, sheet_id)
    organisation.clock.move(timedelta(minutes=61))
    with organisation.reading("caseworker") as work, pytest.raises(NotAllowedNow, match="paper-over"):
        sheet_to_draw(work, sheet_id)


def test_a_sheet_that_came_back_is_not_drawn_again(lived: LivedIn) -> None:
    organisation = lived.organisation
    sheet_id = printed(organisation, CHILD, lived["child_id"])
    recorded(organisation, sheet_id, SheetStepKind.DESTROYED)
    with organisation.reading("caseworker") as work, pytest.raises(NotAllowedNow, match="paper-over"):
        sheet_to_draw(work, sheet_id)


def test_a_sheet_that_was_pointed_at_another_child_is_not_drawn(lived: LivedIn) -> None:
    organisation = lived.organisation
    sheet_id = printed(organisation, CASE, lived["case_id"])
    with behind(organisation) as session:
        session.execute(update(PrintedSheet).where(PrintedSheet.id == sheet_id).values(case_id=None))
    with organisation.reading("caseworker") as work, pytest.raises(ChangedOutside):
        sheet_to_draw(work, sheet_id)
    line = sheet_as(organisation, sheet_id).line
    assert line.is_changed
    assert (line.code, line.about, line.carrier) == ("", "", "")


def test_the_list_shows_each_reader_their_own_and_supervisors_their_base(lived: LivedIn) -> None:
    organisation = lived.organisation
    sheet_id = printed(organisation, CHILD, lived["child_id"], by="othercaseworker", carrier="field2")

    def listed(name: str) -> bool:
        with organisation.reading(name) as work:
            return sheet_id in {line.id for line in sheets_page(work, which=Which.OPEN).lines}

    seen = {
        name
        for name in organisation.ids
        if name not in ("technician", "auditor", "disabled") and listed(name)
    }
    assert seen == {"othercaseworker", "field2", "supervisor", "supervisor2", "director", "director2"}
    with organisation.reading("technician") as work, pytest.raises(NotVisible):
        sheets_page(work)
