"""What the organisation needs of its accounts and keys before it is set up."""

from sqlalchemy import func, or_, select

from app.access.scope import condition, has
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.set_up_steps import SetUpStep
from app.recovery.kit_state import kit_state
from app.staff.circle_holders import MAY_STAND_EMPTY, CircleLine, HolderWarning, circles_page
from app.staff.circle_words import CIRCLE_LABELS
from app.unit_of_work import UnitOfWork
from models.staff_member import StaffMember


def thin_circles(work: UnitOfWork) -> tuple[CircleLine, ...]:
    """Return the circles that fewer than two people can open, to directors.

    One whose duty was given to nobody yet is not among them.
    """
    page = circles_page(work)
    lines = [*page.organisation, *(line for _, of_base in page.bases for line in of_base)]
    return tuple(
        line
        for line in lines
        if line.warning is HolderWarning.ONE
        or (line.warning is HolderWarning.NOBODY and line.kind not in MAY_STAND_EMPTY)
    )


def waiting_to_be_admitted(work: UnitOfWork) -> int:
    """Return how many people within the person's reach have made keys and wait for somebody to admit them."""
    reached = condition(work, StaffMember, Permission.ACCOUNT_READ)
    waits = or_(StaffMember.state == "awaiting", StaffMember.waiting_keys.is_not(None))
    query = select(func.count()).select_from(StaffMember).where(waits, reached)
    return work.session.scalar(query) or 0


def set_up_steps(work: UnitOfWork) -> tuple[SetUpStep, ...]:
    """Return the steps of accounts and keys; the circles' only to whoever may see who holds them."""
    steps = [_kit(work), _admitted(work)]
    if has(work, Permission.BASE_MANAGE):
        steps.insert(1, _second_holders(work))
    return tuple(steps)


def _kit(work: UnitOfWork) -> SetUpStep:
    kit = kit_state(work)
    return SetUpStep(
        what=N_("Both recovery cards on paper, opening every circle"),
        why=N_("If everybody's keys are lost, the two cards together are the only way back to the records."),
        is_done=kit.is_confirmed and not kit.left,
        endpoint="settings.show_circles",
        permission=Permission.BASE_MANAGE,
        by=N_("A director types them back and keeps them in two places."),
    )


def _second_holders(work: UnitOfWork) -> SetUpStep:
    thin = thin_circles(work)
    return SetUpStep(
        what=N_("Two people for each circle"),
        why=N_("If the last one leaves, only the recovery kit opens what is sealed to it."),
        is_done=not thin,
        lacking=tuple((CIRCLE_LABELS[line.kind], line.base_name) for line in thin),
        endpoint="settings.show_circles",
        permission=Permission.BASE_MANAGE,
        by=N_("A director invites or names somebody."),
    )


def _admitted(work: UnitOfWork) -> SetUpStep:
    return SetUpStep(
        what=N_("Nobody waits to be admitted"),
        why=N_("Whoever has made keys can do nothing until somebody compares six words with them."),
        is_done=not waiting_to_be_admitted(work),
        endpoint="accounts.list_accounts",
        permission=Permission.ACCOUNT_READ,
        by=N_("A director or a supervisor admits them."),
    )
