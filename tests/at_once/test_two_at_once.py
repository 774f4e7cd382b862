"""Two people, or one who presses twice: whatever they send at the same moment, one thing is done and both are told."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import views.cases.pages
import views.concerns.pages
import views.packets.approving
import views.packets.drafting
import views.restoration.pages
import views.stage_moves.pages
import views.tasks.pages
from app.foundation.local_time import to_typed
from app.foundation.roles import Role
from app.foundation.settings import Engine
from app.foundation.vocabulary.packet_states import PacketState
from app.packets import copy_steps
from app.packets.loading import OpenPacket
from app.packets.withdrawing import withdraw_packet
from app.staff.accounts import AccountInput, make_shell
from models.audit_event import AuditEvent
from models.case import Case
from models.concern import Concern
from models.copy_step import CopyStep
from models.mapping import Model
from models.referral_packet import PacketApproval, ReferralPacket
from models.sign_in_session import SignInSession
from models.staff_member import StaffMember
from models.stage_move import StageMove
from tests.support.at_once import at_once, meet_before
from tests.support.cases import ask_move, new_case
from tests.support.concerns import child_of, new_concern, post
from tests.support.organisation import RIVERSIDE, Organisation, password_of
from tests.support.packets import (
    REQUEST,
    PacketCase,
    approve,
    drafted,
    exported,
    quick_files,
    released,
    submitted,
)
from tests.support.pages import filled, read


class Sending:
    """A form that a cast member has open, filled in and not sent yet."""

    def __init__(
        self, organisation: Organisation, by: str, address: str, changes: Mapping[str, Any] | None = None
    ) -> None:
        self.client: FlaskClient = organisation.client(by)
        self.address = address
        page = read(self.client.get(address))
        ticked = {"read": [box["value"] for box in page.select("input[name=read]")]}
        self.form = filled(page) | ticked | dict(changes or {})

    def __call__(self) -> TestResponse:
        """Send it."""
        return self.client.post(self.address, data=self.form)


def statuses(*answers: TestResponse) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def rows(organisation: Organisation, table: type[Model]) -> int:
    with organisation.server.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def happened(organisation: Organisation, action: str) -> int:
    with organisation.server.store.reading() as session:
        query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
        return session.scalar(query) or 0


class TestPackets:
    def test_of_two_supervisors_who_approve_one_does_and_the_other_is_told(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        address = f"/packets/{packet_id}/approve"
        both = [Sending(organisation, name, address) for name in ("supervisor", "supervisor2")]
        meet_before(monkeypatch, (views.packets.approving, "approve_packet"))

        answers = at_once(*both)

        assert statuses(*answers) == [303, 422]
        late = read(next(answer for answer in answers if answer.status_code == 422), status=422).text
        assert "Somebody changed this packet" in late or "done already" in late
        assert rows(organisation, PacketApproval) == happened(organisation, "packet.approved") == 1

    def test_a_director_who_approves_while_the_drafter_edits_approves_nothing_unseen(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        approve(organisation, packet_id, by="supervisor")
        approving = Sending(organisation, "director", f"/packets/{packet_id}/approve")
        words = {"cover__contact": "Night desk"}
        editing = Sending(organisation, "caseworker", f"/packets/{packet_id}/words", words)
        meet_before(
            monkeypatch,
            (views.packets.approving, "approve_packet"),
            (views.packets.drafting, "change_words"),
        )

        approved, edited = at_once(approving, editing)

        with organisation.server.store.reading() as session:
            row = session.get_one(ReferralPacket, packet_id)
            status = session.scalars(select(PacketApproval.voided_at)).all()
        if row.state == PacketState.RELEASED:
            assert (approved.status_code, edited.status_code) == (303, 409)
            assert status == [None, None]
        else:
            assert (approved.status_code, edited.status_code) == (422, 303)
            assert row.state == PacketState.DRAFT
            assert None not in status

    def test_two_packets_begun_at_once_have_numbers_of_their_own(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        typed = {"urgency": "now", "request": REQUEST, "bodies": ["ahtjp_municipal"]}
        address = f"/packets/new?case={case.case_id}"
        both = [Sending(organisation, name, address, typed) for name in ("caseworker", "supervisor")]
        meet_before(monkeypatch, (views.packets.drafting, "begin_packet"))

        assert statuses(*at_once(*both)) == [303, 303]
        with organisation.server.store.reading() as session:
            numbers = sorted(session.scalars(select(ReferralPacket.number)))
        assert numbers == ["RV-P-0001", "RV-P-0002"]

    @pytest.mark.parametrize("tabs", [1, 2])
    def test_a_correction_pressed_twice_begins_one_version(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch, tabs: int
    ) -> None:
        quick_files(monkeypatch)
        packet_id = released(organisation, case.case_id)
        exported(organisation, packet_id)
        client, action = organisation.client("caseworker"), f"/packets/{packet_id}/correct"
        page = client.get(f"/packets/{packet_id}")
        pages = [page, page] if tabs == 1 else [page, client.get(f"/packets/{packet_id}")]
        forms = [filled(read(each), action=action) for each in pages]
        meet_before(monkeypatch, (views.packets.drafting, "visible_packet"))

        answers = at_once(*[partial(client.post, action, data=form) for form in forms])

        assert statuses(*answers) == ([303, 303] if tabs == 1 else [303, 409])
        assert rows(organisation, ReferralPacket) == 2
        assert happened(organisation, "packet.corrected") == 1

    @pytest.mark.parametrize("told", [Engine.POSTGRESQL], indirect=True, ids=["postgresql"])
    def test_a_packet_taken_back_while_a_handover_waits_is_not_handed_over(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        quick_files(monkeypatch)
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        organisation.clock.move(timedelta(minutes=30))
        typed = {"officer": "Lt. Sokha", "unit": "Municipal police", "handed_at": later(organisation)}
        recording = Sending(organisation, "director", f"/packets/{packet_id}/handover/{made.file_id}", typed)
        open_first = vars(copy_steps)["open_packet"]

        def opened_then_taken_back(*arguments: Any) -> OpenPacket:
            packet: OpenPacket = open_first(*arguments)
            with organisation.writing("supervisor") as work:
                withdraw_packet(work, packet_id, why="The name is wrong", version=packet.row.version)
            organisation.clock.move(timedelta(minutes=2))
            return packet

        monkeypatch.setattr(copy_steps, "open_packet", opened_then_taken_back)
        answer = recording()

        assert "was withdrawn" in read(answer, status=422).text
        assert rows(organisation, CopyStep) == 0


def later(organisation: Organisation) -> str:
    """Return a minute from now as it is typed."""
    return to_typed(organisation.clock.now() + timedelta(minutes=1)).strftime("%H:%M")


class TestStageMoves:
    @pytest.mark.parametrize("verdicts", [("approve", "approve"), ("approve", "refuse")])
    def test_of_two_who_decide_one_does_and_the_other_is_told(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, verdicts: tuple[str, str]
    ) -> None:
        case_id = new_case(organisation)
        move_id = ask_move(organisation, case_id, "prevention")
        address = f"/cases/{case_id}/moves/{move_id}/decide"
        both = [
            Sending(organisation, name, address, {"verdict": verdict, "remark": "seen"})
            for name, verdict in zip(("supervisor", "supervisor2"), verdicts, strict=True)
        ]
        meet_before(monkeypatch, (views.stage_moves.pages, "decide_move"))

        answers = at_once(*both)

        assert statuses(*answers) == [303, 409]
        late = next(answer for answer in answers if answer.status_code == 409)
        told = read(late, status=409).text
        assert "decided" in told or "Somebody changed this record" in told
        assert (
            happened(organisation, "stage_move.approved") + happened(organisation, "stage_move.refused") == 1
        )
        with organisation.server.store.reading() as session:
            move = session.get_one(StageMove, move_id)
            stage = session.get_one(Case, case_id).stage
        assert stage == (move.to_stage if move.state == "approved" else move.from_stage)

    def test_of_two_who_ask_for_a_move_one_does_and_the_other_is_told(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = f"/cases/{new_case(organisation)}/moves/new/prevention"
        both = [
            Sending(organisation, name, address, {"reason": "it is time"})
            for name in ("caseworker", "supervisor")
        ]
        meet_before(monkeypatch, (views.stage_moves.pages, "ask_for"))

        assert statuses(*at_once(*both)) == [303, 422]
        assert rows(organisation, StageMove) == 1


class TestOpeningACase:
    @pytest.fixture
    def address(self, organisation: Organisation) -> str:
        child_id = child_of(organisation)
        concern = post(organisation, "field", new_concern(child_id=child_id))
        return f"/cases/new?child={child_id}&concern={concern.id}"

    def test_pressed_twice_from_a_concern_it_opens_one(
        self, organisation: Organisation, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = rows(organisation, Case)
        press = Sending(organisation, "supervisor", address, {"why": "needs help", "risk": "high"})
        meet_before(monkeypatch, (views.cases.pages, "open_new_case"))

        answers = at_once(press, press)

        assert statuses(*answers) == [303, 303]
        assert rows(organisation, Case) == before + 1
        with organisation.server.store.reading() as session:
            case_id = UUID(str(press.form["record_id"]))
            assert session.scalar(select(func.count()).where(Concern.case_id == case_id)) == 1

    def test_two_who_open_one_for_the_same_child_open_one(
        self, organisation: Organisation, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = rows(organisation, Case)
        both = [
            Sending(organisation, name, address, {"why": "needs help", "risk": "high"})
            for name in ("supervisor", "supervisor2")
        ]
        meet_before(monkeypatch, (views.cases.pages, "open_new_case"))

        answers = at_once(*both)

        assert statuses(*answers) == [303, 422]
        late = next(answer for answer in answers if answer.status_code == 422)
        assert "has an open case" in read(late, status=422).text
        assert rows(organisation, Case) == before + 1


class TestArriving:
    def test_one_person_signs_in_on_several_devices(self, organisation: Organisation) -> None:
        def opened() -> Callable[[], TestResponse]:
            client = organisation.client()
            form = filled(read(client.get("/sign-in")))
            typed = {"username": "field", "password": password_of("field")}
            return lambda: client.post("/sign-in", data=form | typed)

        answers = at_once(*[opened() for _ in range(4)])

        assert statuses(*answers) == [303] * 4
        assert happened(organisation, "sign_in.failed") == 0

    def test_an_invitation_pressed_twice_makes_one_pair_of_keys(self, organisation: Organisation) -> None:
        new = AccountInput(uuid4(), "newcomer", "New Person", Role.FIELD, RIVERSIDE)
        with organisation.writing("director") as work:
            address = f"/invitation/{make_shell(work, new)}"
        client = organisation.client()
        typed = dict.fromkeys(("new_password", "again"), "seven lanterns over the quiet river")
        form = filled(read(client.get(address))) | typed

        answers = at_once(*[lambda: client.post(address, data=form)] * 2)

        assert statuses(*answers) == [200, 404]
        with organisation.server.store.reading() as session:
            assert session.get_one(StaffMember, new.id).public_keys is not None
            assert session.scalar(select(func.count()).where(SignInSession.staff_id == new.id)) == 1
