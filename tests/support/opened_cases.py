"""Children and open cases for tests, made by the services in a cast member's name."""

from typing import Any
from uuid import UUID, uuid4

from app.cases.assigning import assign
from app.cases.creating import CaseInput, open_case
from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from app.foundation.case_statuses import CaseStatus
from app.foundation.vocabulary.risks import Risk
from app.keyring.adding_statements import own_signer, state
from app.keyring.case_status import case_status_of
from app.keyring.policy import FolderKind
from app.keyring.stated_facts import AskedMove
from app.keyring.statements import Kind
from app.keyring.writing import case_folder_to_write
from models.case import Case
from tests.support.organisation import Organisation
from tests.support.tampering import put


def child_of(organisation: Organisation, *, by: str = "field", latin: str = "Sok Sophea") -> UUID:
    """Make a child in the base of a cast member."""
    with organisation.writing(by) as work:
        return make_child(work, ChildInput(uuid4(), ChildProfile(latin=latin, local="សុខ សុភា"))).id


def case_of(
    organisation: Organisation,
    child_id: UUID,
    *,
    by: str = "supervisor",
    assigned: tuple[str, ...] = ("caseworker",),
    why: str = "asked for help",
) -> UUID:
    """Open a case for a child and assign cast members to it."""
    case_id = uuid4()
    with organisation.writing(by) as work:
        open_case(work, CaseInput(case_id, child_id, why, Risk.MEDIUM))
    for name in assigned:
        with organisation.writing(by) as work:
            assign(work, case_id, organisation.ids[name])
    return case_id


def rewrite(organisation: Organisation, case_id: UUID, **values: Any) -> None:
    """Write other values into a case's row through its folder, as nobody could from outside."""
    with organisation.writing("supervisor") as work:
        case = work.session.get_one(Case, case_id)
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case).write(case)
        for name, value in values.items():
            setattr(case, name, value)


def put_at(organisation: Organisation, case_id: UUID, *stages: str) -> None:
    """Have a case stand somewhere by stated moves, whatever the stages ask for; `supervisor2` states them."""
    for to in stages:
        _move(organisation, case_id, to)


def _move(organisation: Organisation, case_id: UUID, to: str) -> None:
    with organisation.writing("supervisor") as work:
        case = work.session.get_one(Case, case_id)
        stands_at = case_status_of(work, case).status
        asked = AskedMove(uuid4(), case.id, case.base_id, stands_at, CaseStatus(to))
        request = asked.sign(work.installation_id, work.keychain.private.sign)
    fields = {
        "move": str(asked.id),
        "case": str(asked.case_id),
        "base": str(asked.base_id),
        "from": asked.from_status.value,
        "to": asked.to.value,
        "asked_by": str(organisation.ids["supervisor"]),
        "request": request.hex(),
    }
    with organisation.writing("supervisor2") as work:
        state(work, Kind.STAGE, fields, signer=own_signer(work))
    closed_at = organisation.clock.now() if asked.to is CaseStatus.CLOSED else None
    # The columns it is found by repeat it; no tag holds them.
    since = organisation.clock.now()
    put(organisation, Case, case_id, stage=to, stage_since=since, closed_at=closed_at)
