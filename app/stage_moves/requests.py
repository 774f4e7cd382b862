"""Writes the request for a move, signed by whoever asks, and what it records."""

from collections.abc import Iterable
from uuid import UUID

from app.cases.documents import MoveReason
from app.cases.moves import MoveState
from app.cases.stages import Move, Requirement
from app.keyring.policy import FolderKind
from app.keyring.stated_facts import AskedMove
from app.keyring.writing import case_folder_to_write
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.stage_move import StageMove


def write_request(work: UnitOfWork, case: Case, move_id: UUID, asked: Move, reason: MoveReason) -> None:
    """Write down that this person asks for a move of a case they hold."""
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    signed = AskedMove(move_id, case.id, case.base_id, asked.from_status, asked.to)
    row = StageMove(
        id=move_id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        from_stage=asked.from_status.value,
        to_stage=asked.to.value,
        state=MoveState.ASKED.value,
        asked_by=work.person.id,
        asked_at=work.now,
        request=signed.sign(work.installation_id, work.keychain.private.sign),
    )
    folder.write(row, reason)
    record_step(work, "stage_move.asked", case, row)


def record_step(work: UnitOfWork, action: str, case: Case, row: StageMove) -> None:
    """Record what happened to a request."""
    work.record(
        action,
        subjects=[case.id, case.child_id, row.id],
        folders=[row.folder_id],
        base_id=case.base_id,
        before=row.from_stage,
        after=row.to_stage,
    )


def needs(lacking: Iterable[Requirement]) -> list[str]:
    """Return the reasons to refuse a move that lacks something."""
    return [f"needs-{requirement.value.replace('_', '-')}" for requirement in lacking]
