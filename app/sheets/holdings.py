"""The numbered sheets that a colleague who leaves carries: paper with names goes out of the door with them."""

from uuid import UUID

from app.access.scope import has
from app.foundation.permissions import Permission
from app.offers.holdings import Held
from app.sheets.today import NOT_BACK, NUMBERED, open_sheets
from app.unit_of_work import UnitOfWork


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the sheets that are out, or lost, and that somebody carries."""
    if not has(work, Permission.SHEET_ANSWER):
        return []
    return [
        Held("sheet", row.id, row.id, NUMBERED, "" if standing.is_changed else row.code, stays=NOT_BACK)
        for row, standing in open_sheets(work, carried_by=staff_id)
    ]
