"""Numbered sheets in tests: printed and recorded by cast members, as the forms would."""

from uuid import UUID, uuid4

from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetShows, SheetStepKind
from app.sheets.pages import SheetPage, sheet_page
from app.sheets.printing import SheetInput, print_sheet
from app.sheets.steps import SheetStepInput, record_sheet_step
from tests.support.organisation import Organisation

WHY = "to fetch her from the clinic"


def printed(
    organisation: Organisation,
    kind: SheetKind,
    about_id: UUID,
    *,
    by: str = "caseworker",
    carrier: str = "",
    back: BackBy = BackBy.HOURS_24,
    shows: SheetShows = SheetShows.NAMES,
    purpose: str = WHY,
) -> UUID:
    """Print a sheet; whoever prints it carries it, unless somebody else is named."""
    sheet_id, carried_by = uuid4(), organisation.ids[carrier or by]
    with organisation.writing(by) as work:
        print_sheet(work, SheetInput(sheet_id, kind, about_id, carried_by, back, shows, purpose))
    return sheet_id


def recorded(
    organisation: Organisation,
    sheet_id: UUID,
    step: SheetStepKind,
    *,
    by: str = "caseworker",
    words: str = "torn up at the drop-in centre",
    corrects: UUID | None = None,
) -> UUID:
    """Record a step of a sheet. Returns its id."""
    step_id = uuid4()
    with organisation.writing(by) as work:
        record_sheet_step(work, sheet_id, SheetStepInput(step_id, step, words, corrects))
    return step_id


def sheet_as(organisation: Organisation, sheet_id: UUID, name: str = "caseworker") -> SheetPage:
    """Return a sheet's page as somebody sees it."""
    with organisation.reading(name) as work:
        return sheet_page(work, sheet_id)
