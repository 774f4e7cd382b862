"""How a sheet stands, by its signed steps alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.foundation.clock import is_ahead
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetState, SheetStepKind
from app.keyring.boards import board_fits, fits_by_folder
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.sheets import vouching
from app.unit_of_work import UnitOfWork
from models.printed_sheet import PrintedSheet, SheetStep

_BACK = {
    SheetStepKind.RETURNED: SheetState.RETURNED,
    SheetStepKind.DESTROYED: SheetState.DESTROYED,
}


@dataclass(frozen=True)
class Standing:
    """A sheet's state, and since when; `steps` are all of its stored steps, `counting` the signed ones in force.

    `is_changed`: the sheet or one of its steps is not what was written. Then no step settles it: it is out.
    """

    state: SheetState
    since: datetime
    due_back_at: datetime
    printed_at: datetime
    steps: tuple[SheetStep, ...]
    counting: tuple[SheetStep, ...]
    is_changed: bool

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self.state not in (SheetState.OUT, SheetState.LOST)

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been back; also when nobody knows since when it is out, by a clock that was wrong."""
        is_over = self.due_back_at < now or is_ahead(self.printed_at, now)
        return self.state is SheetState.OUT and (self.is_changed or is_over)

    @property
    def settled_at(self) -> datetime | None:
        """When it was settled; None while it is not."""
        return self.since if self.is_settled else None


def standings(work: UnitOfWork, sheets: Sequence[PrintedSheet]) -> dict[UUID, Standing]:
    """Return how these sheets stand, by their ids. Nothing sealed is opened."""
    fits, steps = board_fits(work, sheets), _steps_of(work, [sheet.id for sheet in sheets])
    step_fits = fits_by_folder(work, [step for each in steps.values() for step in each])
    return {
        sheet.id: _standing(work, sheet, steps.get(sheet.id, ()), step_fits, fits[sheet.id])
        for sheet in sheets
    }


def standing_of(work: UnitOfWork, sheet: PrintedSheet) -> Standing:
    """Return how one sheet stands."""
    return standings(work, [sheet])[sheet.id]


def _steps_of(work: UnitOfWork, sheet_ids: Collection[UUID]) -> dict[UUID, list[SheetStep]]:
    found: dict[UUID, list[SheetStep]] = {}
    if sheet_ids:
        query = scoped(work, SheetStep, Permission.SHEET_READ).where(SheetStep.sheet_id.in_(sheet_ids))
        for step in work.session.scalars(query.order_by(SheetStep.number)):
            found.setdefault(step.sheet_id, []).append(step)
    return found


def _standing(
    work: UnitOfWork,
    sheet: PrintedSheet,
    steps: Sequence[SheetStep],
    step_fits: Mapping[UUID, Fit],
    fit: Fit,
) -> Standing:
    directory = directory_for(work)
    by_id: dict[UUID | None, SheetStep] = {step.id: step for step in steps}
    sound = [
        step
        for step in steps
        if step_fits[step.id] is not Fit.CHANGED
        and vouching.is_step(directory, step, sheet)
        and vouching.may_take_out(directory, step, by_id.get(step.corrects_id), sheet)
    ]
    is_signed = fit is not Fit.CHANGED and vouching.is_sheet(directory, sheet)
    # Where a number is missing a step was removed or changed, and what is left might say the opposite.
    is_changed = not is_signed or [step.number for step in sound] != [*range(1, len(steps) + 1)]
    counting = () if is_changed else tuple(in_force(sound))
    state, since = _state(counting, sheet.printed_at)
    found = Standing(state, since, sheet.due_back_at, sheet.printed_at, tuple(steps), counting, is_changed)
    if found.settled_at == sheet.settled_at or is_changed:
        return found
    return replace(found, state=SheetState.OUT, since=sheet.printed_at, counting=(), is_changed=True)


def in_force(steps: Iterable[SheetStep]) -> list[SheetStep]:
    """Return those of one sheet's signed steps that no later one takes out."""
    steps = list(steps)
    taken_out = {step.corrects_id for step in steps}
    return [step for step in steps if step.step != SheetStepKind.MISTAKE and step.id not in taken_out]


def _state(steps: Iterable[SheetStep], printed_at: datetime) -> tuple[SheetState, datetime]:
    """Return the state and since when. A lost one stays lost until it is answered, even if it turned up."""
    lost: SheetStep | None = None
    back: SheetStep | None = None
    answered = False
    for step in steps:
        kind = SheetStepKind(step.step)
        if kind in _BACK:
            back = step
        elif kind is SheetStepKind.LOST:
            lost, answered = step, False
        elif kind is SheetStepKind.ANSWERED and lost is not None:
            answered, lost = True, step
    if lost is not None and not answered:
        return SheetState.LOST, lost.recorded_at
    if back is not None:
        return _BACK[SheetStepKind(back.step)], back.recorded_at
    return (SheetState.GONE, lost.recorded_at) if lost is not None else (SheetState.OUT, printed_at)


def settled_after(standing: Standing, step: SheetStep, sheet: PrintedSheet) -> datetime | None:
    """Return when a sheet is settled once this step is written after those that count; None while it is not."""
    state, since = _state(in_force([*standing.counting, step]), sheet.printed_at)
    return since if state not in (SheetState.OUT, SheetState.LOST) else None


def _misfits(work: UnitOfWork, rows: Sequence[PrintedSheet]) -> list[PrintedSheet]:
    """Return the sheets that a list might leave out, because what finds them is not what their steps say."""
    found = standings(work, rows)
    return [row for row in rows if found[row.id].is_changed]


declare_repeats(PrintedSheet, _misfits)
