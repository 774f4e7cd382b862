"""A case is moved, and a base described, by whoever has the right, in the key directory; by nobody and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.bases.known import known_base, vouched_base
from app.foundation.case_statuses import CaseStatus
from app.foundation.errors import KeyRefused
from app.keyring.adding_statements import Signer, own_signer, state
from app.keyring.known_directory import directory_for, reverified_directory
from app.keyring.root import root_signer
from app.keyring.stated_facts import AskedMove
from app.keyring.statements import Kind
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.case import Case
from models.directory_statement import DirectoryStatement
from models.stage_move import StageMove
from tests.support.cases import ask_move, decide_it, new_case, status
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.tampering import put


@dataclass
class Forged:
    """A move that somebody states. Each field is what an honest one has, until a test says something else."""

    asker: str = "caseworker"
    signer: str = "supervisor2"
    base_id: UUID = RIVERSIDE
    from_status: CaseStatus = CaseStatus.OPENED
    to: CaseStatus = CaseStatus.PREVENTION
    asked_by: str | None = None
    move_id: UUID = field(default_factory=uuid4)

    def fields(self, organisation: Organisation, case_id: UUID) -> dict[str, Any]:
        """Have the asker sign what is asked for."""
        asked = AskedMove(self.move_id, case_id, self.base_id, self.from_status, self.to)
        with organisation.reading(self.asker) as work:
            request = asked.sign(work.installation_id, work.keychain.private.sign)
        return {
            "move": str(asked.id),
            "case": str(case_id),
            "base": str(self.base_id),
            "from": self.from_status.value,
            "to": self.to.value,
            "asked_by": str(organisation.ids[self.asked_by or self.asker]),
            "request": request.hex(),
        }

    def state(
        self, organisation: Organisation, case_id: UUID, *, by: Callable[[UnitOfWork], Signer] = own_signer
    ) -> None:
        """State it in the signer's name."""
        fields = self.fields(organisation, case_id)
        with organisation.writing(self.signer) as work:
            state(work, Kind.STAGE, fields, signer=by(work))


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of the first base to which `caseworker` is assigned."""
    return new_case(organisation)


def test_what_one_asked_for_and_another_stated_moves_the_case(
    organisation: Organisation, case_id: UUID
) -> None:
    Forged().state(organisation, case_id)

    assert status(organisation, case_id) == "prevention"
    with organisation.server.store.reading() as session:
        assert reverified_directory(session, organisation.server.installation_id).broken_at is None


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(Forged(signer="caseworker", asker="supervisor"), id="by the caseworker with the key"),
        pytest.param(Forged(signer="supervisor", asker="supervisor"), id="by whoever asked"),
        pytest.param(
            Forged(signer="supervisor", asker="supervisor", asked_by="caseworker"),
            id="by whoever asked, in somebody's name",
        ),
        pytest.param(Forged(signer="othersupervisor"), id="by another base's supervisor"),
        pytest.param(Forged(signer="technician"), id="by a technician"),
        pytest.param(Forged(asker="othercaseworker"), id="asked by somebody who was never on the case"),
        pytest.param(Forged(asker="field"), id="asked by somebody whose role writes in no case"),
        pytest.param(Forged(to=CaseStatus.RESTORATION), id="along no road"),
        pytest.param(Forged(from_status=CaseStatus.RESCUE, to=CaseStatus.RESTORATION), id="from elsewhere"),
        pytest.param(Forged(asked_by="director"), id="signed by another than it says"),
    ],
)
def test_a_move_that_nobody_had_the_right_to_state_is_refused(
    organisation: Organisation, case_id: UUID, forged: Forged
) -> None:
    with pytest.raises(KeyRefused):
        forged.state(organisation, case_id)

    assert status(organisation, case_id) == "opened"


def test_the_root_moves_no_case_because_it_could_be_whoever_asked(
    organisation: Organisation, case_id: UUID
) -> None:
    with pytest.raises(KeyRefused):
        Forged(signer="director").state(organisation, case_id, by=root_signer)


def test_another_base_that_states_a_move_there_moves_nothing_here(
    organisation: Organisation, case_id: UUID
) -> None:
    Forged(signer="othersupervisor", asker="director", base_id=HILLSIDE).state(organisation, case_id)

    assert status(organisation, case_id) == "opened"


def test_nobody_whose_keys_have_ended_states_a_move(organisation: Organisation, case_id: UUID) -> None:
    fields = Forged().fields(organisation, case_id)
    with organisation.writing("supervisor2") as work:
        state(work, Kind.DISABLED, {"person": str(work.person.id)}, signer=own_signer(work))
        with pytest.raises(KeyRefused):
            state(work, Kind.STAGE, fields, signer=own_signer(work))


def test_a_move_is_stated_once(organisation: Organisation, case_id: UUID) -> None:
    forged = Forged()
    forged.state(organisation, case_id)

    with pytest.raises(KeyRefused):
        forged.state(organisation, case_id)
    Forged(from_status=CaseStatus.PREVENTION, to=CaseStatus.RESCUE).state(organisation, case_id)
    Forged(from_status=CaseStatus.RESCUE, to=CaseStatus.RESTORATION).state(organisation, case_id)
    back = Forged(from_status=CaseStatus.RESTORATION, to=CaseStatus.RESCUE)
    back.state(organisation, case_id)
    Forged(from_status=CaseStatus.RESCUE, to=CaseStatus.RESTORATION).state(organisation, case_id)
    with pytest.raises(KeyRefused):
        back.state(organisation, case_id)
    assert status(organisation, case_id) == "restoration"


def test_a_row_that_says_approved_and_a_changed_stage_move_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    now = organisation.clock.now()
    put(
        organisation,
        StageMove,
        move_id,
        state="approved",
        decided_by=organisation.ids["supervisor2"],
        decided_at=now,
    )
    put(organisation, Case, case_id, stage="closed", stage_since=now, closed_at=now)

    assert status(organisation, case_id) == "opened"
    page = organisation.client("supervisor").get(f"/cases/{case_id}").text
    assert "closed" not in page.split("<main")[0]
    moves = organisation.client("supervisor").get(f"/cases/{case_id}/moves/").text
    assert "data-changed-outside" in moves


def test_whoever_asked_does_not_decide_when_the_row_names_another(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by="supervisor")
    put(organisation, StageMove, move_id, asked_by=organisation.ids["caseworker"])

    assert organisation.client("supervisor").get(f"/cases/{case_id}/moves/{move_id}").status_code == 404
    with pytest.raises(StopIteration):
        decide_it(organisation, case_id, move_id, by="supervisor")
    assert status(organisation, case_id) == "opened"


# --- What a base says of itself --------------------------------------------------------------------------------------

OTHER_WORDS = {
    "name": "Elsewhere",
    "prefix": "XX",
    "pack_id": "nowhere",
    "pack_version": 99,
    "timezone": "UTC",
    "duty_number": "099 666 666",
}


def stated_base(work: UnitOfWork, **others: Any) -> dict[str, Any]:
    """Return the fields of what the first base says, but for some."""
    base = vouched_base(work, RIVERSIDE)
    return {
        "base": str(base.id),
        "name": base.name,
        "prefix": base.prefix,
        "pack": base.pack_id,
        "pack_version": base.pack_version,
        "zone": base.timezone,
        "duty_number": base.duty_number,
    } | others


def test_no_changed_row_of_a_base_is_believed(organisation: Organisation) -> None:
    with organisation.reading("field") as work:
        before = known_base(work, RIVERSIDE)
    put(organisation, Base, RIVERSIDE, **OTHER_WORDS)

    with organisation.reading("field") as work:
        assert known_base(work, RIVERSIDE) == before
        assert before.duty_number == "012 000 111"
    for address in ("/concerns/our-own/new", "/today", "/account"):
        text = organisation.client("field").get(address, follow_redirects=True).text
        assert not [word for word in ("099 666 666", "Elsewhere") if word in text], address


@pytest.mark.parametrize("name", ["supervisor", "caseworker", "technician"])
def test_only_who_vouches_for_the_whole_organisation_says_what_a_base_says(
    organisation: Organisation, name: str
) -> None:
    with organisation.writing(name) as work, pytest.raises(KeyRefused):
        state(work, Kind.BASE, stated_base(work, duty_number="099 666 666"), signer=own_signer(work))


@pytest.mark.parametrize("others", [{"prefix": "XX"}, {"pack": "nowhere"}, {"name": "Hillside"}])
def test_a_base_keeps_its_letters_and_pack_and_takes_no_others_name(
    organisation: Organisation, others: dict[str, str]
) -> None:
    with organisation.writing("director") as work, pytest.raises(KeyRefused):
        state(work, Kind.BASE, stated_base(work, **others), signer=root_signer(work))


def test_a_newer_statement_replaces_the_one_before(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        state(work, Kind.BASE, stated_base(work, duty_number="012 222 333"), signer=root_signer(work))

    with organisation.reading("field") as work:
        assert known_base(work, RIVERSIDE).duty_number == "012 222 333"


def test_a_base_that_nobody_vouches_for_says_nothing_and_gives_no_code(organisation: Organisation) -> None:
    with organisation.reading("field") as work:
        unknown = known_base(work, uuid4())
        assert (unknown.name, unknown.prefix, unknown.duty_number) == ("", "", "")
        with pytest.raises(KeyRefused):
            vouched_base(work, uuid4())


def test_both_are_in_the_chain(organisation: Organisation, case_id: UUID) -> None:
    Forged().state(organisation, case_id)

    with organisation.reading("director") as work:
        kinds = set(work.session.scalars(select(DirectoryStatement.kind)))
        assert {"stage", "base"} <= kinds
        assert [base.name for base in directory_for(work).bases_by_name()] == ["Hillside", "Riverside"]
