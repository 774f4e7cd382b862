"""Gathers from every room what the organisation still needs before it is set up."""

from dataclasses import dataclass

from app.access.scope import has
from app.foundation.permissions import Permission
from app.offers.set_up_steps import SetUpStep
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SetUpLine:
    """One step, and whether this person is the one who does it."""

    step: SetUpStep
    is_for_me: bool


@dataclass(frozen=True)
class SetUpList:
    """Every step, those still to be done first."""

    lines: tuple[SetUpLine, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(line.step.is_done for line in self.lines)


def set_up_list(work: UnitOfWork) -> SetUpList | None:
    """Return the steps to directors and technicians until all are done; None then, and to everybody else."""
    if not has(work, Permission.SETTINGS_READ):
        return None
    steps = sorted((step for room in ROOMS for step in room.set_up(work)), key=lambda step: step.is_done)
    if all(step.is_done for step in steps):
        return None
    return SetUpList(tuple(SetUpLine(step, has(work, step.permission)) for step in steps))
