"""Puts into the trail what was refused: a value, a key, or a row that is not what was written."""

from uuid import UUID

from app.keyring.policy import FolderKind
from app.keyring.tags import has_one_id, row_id_of, table_name
from app.unit_of_work import Remembered, UnitOfWork, Visibility
from models.mapping import Tagged

_CHANGED: Remembered[set[UUID]] = Remembered(set)
"""Under which a work remembers the rows it has recorded as changed outside."""


def record_refusal(
    work: UnitOfWork,
    folder_id: UUID,
    error: Exception,
    *,
    row_id: UUID | None = None,
    table: str = "",
    visibility: Visibility = Visibility.PROGRAMME,
) -> None:
    """Put a refused value or key into the audit trail; the page says which record and goes on."""
    work.record(
        "seal.refused",
        folders=[folder_id],
        subjects=[row_id] if row_id else [],
        visibility=visibility,
        survives_rollback=True,
        reason=getattr(error, "code", "error"),
        table=table,
    )


def record_changed(work: UnitOfWork, folder_id: UUID, row: Tagged, error: Exception) -> None:
    """Put a row that was changed outside into the audit trail, once a transaction: a page looks at it more often.

    Whatever folder it was put into, that there is an allegation is nobody's to know outside the circle.
    """
    row_id = row_id_of(row) if has_one_id(row) else None
    noted: set[UUID] = work.remember(_CHANGED)
    if row_id in noted:
        return
    if row_id is not None:
        noted.add(row_id)
    is_closed = FolderKind.ALLEGATION in type(row).lies_in.kinds
    visibility = Visibility.SAFEGUARDING if is_closed else Visibility.PROGRAMME
    record_refusal(work, folder_id, error, row_id=row_id, table=table_name(row), visibility=visibility)
