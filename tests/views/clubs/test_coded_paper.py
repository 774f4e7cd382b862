"""A club's register on paper: codes alone are printed, a key sheet apart, and what was written is typed back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.clubs.club_page import club_page
from app.clubs.merging import Said
from app.clubs.paper import codes_of_club
from app.clubs.paper_codes import written_code
from app.clubs.registers import RegisterInput, change_register, take_register
from app.clubs.session_steps import cancel_session
from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.club_sessions import CancelReason
from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetStepKind
from app.sheets.printing import sheet_to_draw
from models.kids_club import ClubChild, ClubSession, KidsClub
from models.printed_sheet import PrintedSheet
from tests.support.children import add_child
from tests.support.clubs import leads_no_more, led, made_club, registered, session_as, slot_today
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.sheets import printed, recorded, sheet_as
from tests.support.tampering import behind

WHEN = "2026-10-30-1400-1600"
KEY = SheetKind.CLUB_KEY
NAMES = ("Srey Oun", "Bong Touch", "Kosal")


@pytest.fixture
def club(organisation: Organisation) -> tuple[UUID, list[UUID]]:
    """A club with three regulars."""
    club_id = made_club(organisation)
    children = [
        add_child(organisation, latin="", nicknames=(name,), appearance=f"{name}: a scar on the chin")
        for name in NAMES
    ]
    registered(organisation, club_id, children)
    return club_id, children


def codes_in(organisation: Organisation, club_id: UUID) -> dict[UUID, str]:
    """Return the codes as they stand on paper."""
    with organisation.reading("field") as work:
        return {id_: written_code(code) for id_, code in codes_of_club(work, club_id).items()}


def typed(client: FlaskClient, club_id: UUID, lines: list[str], **more: Any) -> Any:
    """Type lines from a paper, and send them."""
    address = f"/clubs/{club_id}/register/{WHEN}/paper"
    fields = filled(read(client.get(address)), action="") | {
        "taken_by": "Srey Mom",
        "lines": "\r\n".join(lines),
    }
    fields.pop("see", None)
    return client.post(address, data=fields | more)


def page_of(answer: Any) -> UUID:
    """Return the id of the session that an answer leads to."""
    assert answer.status_code == 303, read(answer, status=422).select_one("main")
    return UUID(answer.location.split("?")[0].rsplit("/", 1)[1])


def came(organisation: Organisation, session_id: UUID) -> dict[UUID, tuple[str, str, str]]:
    """Return who came, with what, when they left and who fetched them."""
    page = session_as(organisation, session_id)
    return {one.line.id: (one.mark.came_with, one.mark.left_at, one.mark.fetched_by) for one in page.came}


def test_the_register_has_codes_and_nothing_of_a_child(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    text = read(organisation.client("field").get(f"/clubs/{club_id}/paper")).text
    codes = codes_in(organisation, club_id)
    assert all(codes[child_id] in text for child_id in children)
    assert not [
        word for word in (*NAMES, "scar", "RV-000", "RV-K", "market", "Under the tree") if word in text
    ]
    assert "new 6" in text


def test_the_key_sheet_says_who_is_meant_and_is_numbered(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    sheet_id = printed(organisation, KEY, club_id, by="field", back=BackBy.DAYS_28)
    page = read(organisation.client("field").get(f"/sheets/{sheet_id}/pages")).text
    codes = codes_in(organisation, club_id)
    for child_id, name in zip(children, NAMES, strict=True):
        assert name in page
        assert codes[child_id] in page
    assert "RV-S-0001" in page
    assert "a scar on the chin" in page
    line = sheet_as(organisation, sheet_id, "field").line
    assert line.about == "RV-L-0001"
    assert (line.due_back_at - line.printed_at).days == 28
    about = read(organisation.client("field").get(f"/sheets/{sheet_id}"))
    assert about.select(f'a[href="/clubs/{club_id}"]')


@pytest.mark.parametrize("by", ["field", "supervisor"])
def test_only_a_leader_carries_the_key_sheet(
    organisation: Organisation, club: tuple[UUID, list[UUID]], by: str
) -> None:
    club_id, _ = club
    for carrier in ("supervisor", "caseworker", "field2"):
        with pytest.raises(NotAllowedNow, match="no-such-carrier"):
            printed(organisation, KEY, club_id, by=by, carrier=carrier)
    printed(organisation, KEY, club_id, by=by, carrier="field")


def test_a_key_sheet_needs_a_reason(organisation: Organisation, club: tuple[UUID, list[UUID]]) -> None:
    with pytest.raises(NotAllowedNow, match="purpose-missing"):
        printed(organisation, KEY, club[0], by="field", purpose="")


@pytest.mark.parametrize(
    ("by", "refused"),
    [
        ("field2", NotVisible),
        ("otherfield", NotVisible),
        ("othersupervisor", NotVisible),
        ("technician", NotVisible),
        ("counsellor", NotVisible),
        ("caseworker", Refused),
        ("director", Refused),
    ],
)
def test_whoever_does_not_lead_the_club_prints_no_key_sheet(
    organisation: Organisation, club: tuple[UUID, list[UUID]], by: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        printed(organisation, KEY, club[0], by=by, carrier="field")


def test_the_clubs_page_says_who_holds_the_key_sheet_and_asks_for_it_from_whoever_leads_no_more(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, _ = club
    sheet_id = printed(organisation, KEY, club_id, by="supervisor", carrier="field", back=BackBy.DAYS_7)
    supervisor = organisation.client("supervisor")
    page = read(supervisor.get(f"/clubs/{club_id}")).text
    assert "RV-S-0001" in page
    assert "with Field Person" in page
    assert "leads this club no more" not in page
    leads_no_more(organisation, club_id, "field")
    assert "leads this club no more" in read(supervisor.get(f"/clubs/{club_id}")).text
    recorded(organisation, sheet_id, SheetStepKind.RETURNED, by="supervisor")
    assert "RV-S-0001" not in read(supervisor.get(f"/clubs/{club_id}")).text


def test_a_leader_brings_the_key_sheet_back(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    sheet_id = printed(organisation, KEY, club[0], by="field")
    client = organisation.client("field")
    address = f"/sheets/{sheet_id}/returned"
    assert client.post(address, data=filled(read(client.get(address)), action="")).status_code == 303
    assert "RV-S-0001" not in read(client.get(f"/clubs/{club[0]}")).text


def test_a_club_to_which_nobody_came_or_that_nobody_leads_says_what_to_do(organisation: Organisation) -> None:
    club_id = made_club(organisation, leaders=())
    client = organisation.client("supervisor")
    assert "Nobody came to this club lately" in read(client.get(f"/clubs/{club_id}/sheets/new")).text
    assert "Nobody came lately" in read(client.get(f"/clubs/{club_id}/paper")).text
    registered(organisation, club_id, [add_child(organisation)], by="supervisor")
    assert "Nobody leads this club" in read(client.get(f"/clubs/{club_id}/sheets/new")).text


def test_a_paper_is_typed_back_and_says_who_took_it_and_who_typed_it(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, two, _three) = club
    codes = codes_in(organisation, club_id)
    answer = typed(organisation.client("field"), club_id, [f"{codes[one]}, aunt, 15:30, mother", codes[two]])
    session_id = page_of(answer)
    assert came(organisation, session_id) == {one: ("aunt", "15:30", "mother"), two: ("", "", "")}
    page = session_as(organisation, session_id)
    assert all(each.mark.paper and not each.mark.late for each in page.came)
    shown = read(organisation.client("supervisor").get(f"/clubs/sessions/{session_id}")).text
    assert "taken on paper by Srey Mom; typed by Field Person" in shown
    assert "from paper" in shown


def test_a_wrong_digit_is_named_beside_its_line_and_nothing_is_lost(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, two, _three) = club
    codes = codes_in(organisation, club_id)
    right = codes[two]
    wrong = str((int(right[0]) + 1) % 10) + right[1:]
    client = organisation.client("field")
    page = read(typed(client, club_id, [codes[one], wrong]), status=422)
    said = page.select_one("li.wh-wrong")
    assert said is not None
    assert "Line 2" in said.text
    assert f"Did you mean {right}" in " ".join(said.text.split())
    box = page.select_one("textarea[name=lines]")
    assert box is not None
    assert box.text.split() == [codes[one], wrong]
    with organisation.reading("field") as work:
        assert club_page(work, club_id).total == 1


def test_a_code_of_another_club_is_none_here_and_nothing_of_it_is_told(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    other = made_club(organisation, name="By the river")
    stranger = add_child(organisation, latin="", nicknames=("Makara",))
    registered(organisation, other, [stranger])
    elsewhere = codes_in(organisation, other)[stranger]
    page = read(typed(organisation.client("field"), club[0], [elsewhere]), status=422)
    assert "Nobody in this club has this code" in page.text
    assert "Makara" not in page.text


def test_a_child_on_two_lines_is_asked_about(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    code = codes_in(organisation, club_id)[one]
    page = read(typed(organisation.client("field"), club_id, [code, f"{code} aunt"]), status=422)
    assert "This child stands on line 1 already" in page.text


def test_a_count_that_differs_from_the_paper_is_asked_about(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, two, _three) = club
    codes = codes_in(organisation, club_id)
    client = organisation.client("field")
    page = read(typed(client, club_id, [codes[one]], counted="2"), status=422)
    assert "The paper says 2, and 1 are typed here" in page.text
    session_id = page_of(typed(client, club_id, [codes[one], codes[two]], counted="2"))
    assert set(came(organisation, session_id)) == {one, two}


def test_a_new_child_is_described_below_and_keeps_what_stands_on_the_paper(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    code = codes_in(organisation, club_id)[one]
    client = organisation.client("field")
    page = read(typed(client, club_id, [code, "new 1, aunt, 15:30"]), status=422)
    assert "Describe new 1 below" in page.text
    session_id = page_of(
        typed(client, club_id, [code, "new 1, aunt, 15:30"], **{"new-0-name": "Zara", "new-0-age": "9"})
    )
    found = {each.line.nicknames[0]: each.mark for each in session_as(organisation, session_id).came}
    assert set(found) == {NAMES[0], "Zara"}
    assert (found["Zara"].came_with, found["Zara"].left_at) == ("aunt", "15:30")
    assert found["Zara"].child_id in codes_in(organisation, club_id)


def test_seeing_whom_the_codes_mean_saves_nothing(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    code = codes_in(organisation, club_id)[one]
    page = read(typed(organisation.client("field"), club_id, [code], see="yes"))
    assert NAMES[0] in page.select("main")[0].text
    with organisation.reading("field") as work:
        assert club_page(work, club_id).total == 1


def test_a_paper_typed_twice_is_one_and_who_took_it_can_be_corrected(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    code = codes_in(organisation, club_id)[one]
    client = organisation.client("field")
    session_id = page_of(typed(client, club_id, [code]))
    again = typed(client, club_id, [code])
    assert page_of(again) == session_id
    assert "already-saved" in again.location
    assert len(session_as(organisation, session_id).papers) == 1
    address = f"/clubs/sessions/{session_id}/register"
    page = read(client.get(address))
    shown = [str(box["value"]) for box in page.select("input[name=shown]")]
    fields = filled(page, action="") | {"shown": shown, "taken_by": "Bong Dara"}
    assert client.post(address, data=fields).status_code == 303
    found = session_as(organisation, session_id)
    assert [paper.paper.taken_by for paper in found.papers] == ["Bong Dara"]
    assert found.before[0].document is not None
    assert found.before[0].document.papers[0].taken_by == "Srey Mom"
    assert [each.mark.paper for each in found.came] == [True]


def test_paper_is_added_to_what_was_marked_on_the_screen_and_overwrites_nothing(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, two, three) = club
    codes, slot = codes_in(organisation, club_id), slot_today(organisation, days_ago=3)
    session_id = registered(organisation, club_id, [one, two], slot=slot)
    with organisation.writing("field") as work:
        said = {one: Said("aunt"), two: Said("", "15:00")}
        change_register(work, session_id, RegisterInput(1, said, {one, two}))
    lines = [f"{codes[one]}, uncle", codes[two], codes[three]]
    assert page_of(typed(organisation.client("field"), club_id, lines)) == session_id
    page = session_as(organisation, session_id)
    found = {each.line.id: each.mark for each in page.came}
    assert found[one].came_with == "aunt"
    other = found[one].other
    assert other is not None
    assert other.came_with == "uncle"
    assert (found[two].left_at, found[two].other, found[two].paper) == ("15:00", None, False)
    assert found[three].paper


def test_marks_for_a_session_that_was_cancelled_are_asked_about(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    code, slot = codes_in(organisation, club_id)[one], slot_today(organisation, days_ago=3)
    with organisation.writing("field") as work:
        cancel_session(work, club_id, slot, CancelReason.RAIN)
    client = organisation.client("field")
    assert "was cancelled" in read(typed(client, club_id, [code]), status=422).text
    assert came(organisation, page_of(typed(client, club_id, [code], was_held="y"))) == {one: ("", "", "")}


def test_who_took_it_is_asked_for_and_lines_are_kept(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    page = read(typed(organisation.client("field"), club[0], ["41273"], taken_by=" "), status=422)
    box = page.select_one("textarea[name=lines]")
    assert box is not None
    assert "Say who took the register on paper" in page.text
    assert "41273" in box.text


@pytest.mark.parametrize(
    ("by", "status"),
    [
        ("field2", 404),
        ("otherfield", 404),
        ("othersupervisor", 404),
        ("technician", 404),
        ("director", 403),
        ("caseworker", 403),
    ],
)
def test_whoever_does_not_lead_the_club_types_nothing(
    organisation: Organisation, club: tuple[UUID, list[UUID]], by: str, status: int
) -> None:
    client = organisation.client(by)
    assert client.get(f"/clubs/{club[0]}/register/{WHEN}/paper").status_code == status


def test_a_stand_in_types_paper_until_the_last_day(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    led(organisation, club_id, "field2", until=slot_today(organisation).begins_at.date())
    code = codes_in(organisation, club_id)[one]
    session_id = page_of(typed(organisation.client("field2"), club_id, [code]))
    assert set(came(organisation, session_id)) == {one}


def test_the_session_of_a_paper_is_chosen_first(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    organisation.clock.move(timedelta(hours=8))
    client = organisation.client("field")
    page = read(client.get(f"/clubs/{club[0]}/register?paper=yes"))
    assert page.select('a[href$="/paper"]')
    assert not page.select(".wh-error")
    chosen = client.get(f"/clubs/{club[0]}/register?paper=yes&on=2026-10-30&begins=14:00&ends=16:00")
    assert chosen.location.endswith(f"{WHEN}/paper")


def test_a_key_sheet_that_was_laid_into_another_club_shows_nothing_and_stays_out(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    other = made_club(organisation, name="By the river")
    sheet_id = printed(organisation, KEY, club[0], by="field")
    with behind(organisation) as session:
        folder_id = session.scalar(select(KidsClub.folder_id).where(KidsClub.id == other))
        session.execute(update(PrintedSheet).where(PrintedSheet.id == sheet_id).values(folder_id=folder_id))

    page = sheet_as(organisation, sheet_id, "supervisor")
    assert page.line.is_changed
    assert page.club_id is None
    with organisation.reading("field") as work, pytest.raises(ChangedOutside):
        sheet_to_draw(work, sheet_id)


def test_a_register_that_was_changed_outside_is_not_typed_into(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, (one, *_) = club
    session_id = registered(organisation, club_id, [one], slot=slot_today(organisation, days_ago=3))
    with behind(organisation) as session:
        later = slot_today(organisation, days_ago=3).ends_at + timedelta(hours=1)
        session.execute(update(ClubSession).where(ClubSession.id == session_id).values(ends_at=later))
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register/{WHEN}"
    assert client.get(f"{address}/paper").status_code == client.get(address).status_code != 200
    typed_anyway = RegisterInput(0, {one: Said()}, {one}, taken_by="Srey Mom", is_paper=True)
    with organisation.writing("field") as work, pytest.raises(ChangedOutside):
        take_register(work, club_id, slot_today(organisation, days_ago=3), typed_anyway)


def test_more_than_the_box_takes_is_said_and_not_read(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    page = read(typed(organisation.client("field"), club[0], ["1"] * 20_000), status=422)
    assert page.select("#lines-heading") == []
    assert page.select("#lines-error")


def test_a_new_child_called_like_a_regular_can_be_said_to_be_another(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    client = organisation.client("field")
    page = read(typed(client, club_id, ["new 1"], **{"new-0-name": "Kosal"}), status=422)
    offered = [str(box["value"]) for box in page.select("input[name=new-0-known]")]
    assert offered == [str(children[2]), "another"]
    saved = client.post(
        f"/clubs/{club_id}/register/{WHEN}/paper", data=filled(page, action="") | {"new-0-known": "another"}
    )
    assert children[2] not in came(organisation, page_of(saved))


def test_a_child_who_stands_on_a_line_is_not_said_to_be_a_new_one_too(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    code = codes_in(organisation, club_id)[children[2]]
    more = {"new-0-name": "Kosal", "new-0-known": str(children[2])}
    lines = [code, "new 1 / aunt / 15:30"]
    page = read(typed(organisation.client("field"), club_id, lines, **more), status=422)
    assert "This child stands on another line already" in page.text
    assert "aunt" in page.select("textarea[name=lines]")[0].text


def test_nothing_is_printed_or_typed_while_a_row_of_its_children_was_changed_outside(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    with behind(organisation) as session:
        session.execute(
            update(ClubChild)
            .where(ClubChild.child_id == children[0])
            .values(added_at=organisation.clock.now() - timedelta(days=3))
        )
    with organisation.reading("field") as work, pytest.raises(ChangedOutside):
        codes_of_club(work, club_id)


def test_whoever_stands_in_brings_the_key_sheet_back_before_their_time_ends(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, _ = club
    until = local_day(organisation.clock.now()) + timedelta(days=2)
    led(organisation, club_id, "field2", until=until)
    sheet_id = printed(organisation, KEY, club_id, by="field2", back=BackBy.DAYS_28)
    line = sheet_as(organisation, sheet_id, "field2").line
    assert line.due_back_at - line.printed_at < timedelta(days=4)


def test_correcting_who_took_a_paper_names_no_other_paper(
    organisation: Organisation, club: tuple[UUID, list[UUID]]
) -> None:
    club_id, children = club
    codes = codes_in(organisation, club_id)
    session_id = page_of(typed(organisation.client("field"), club_id, [codes[children[0]]]))
    opened_at = session_as(organisation, session_id).session.version
    page_of(typed(organisation.client("field"), club_id, [codes[children[1]]], taken_by="Bong Sok"))
    typed_again = RegisterInput(opened_at, {}, frozenset(), taken_by="Srey Mom V.")
    with organisation.writing("field") as work:
        change_register(work, session_id, typed_again)
    register = session_as(organisation, session_id).session.register
    assert register is not None
    assert [paper.taken_by for paper in register.papers] == ["Srey Mom V.", "Bong Sok"]
