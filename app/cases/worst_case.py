"""The open case that needs somebody most, for whoever asks where to begin."""

from uuid import UUID

from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.unit_of_work import UnitOfWork
from models.case import Case


def worst_case(work: UnitOfWork, permission: Permission) -> UUID | None:
    """Return the id of the open case of highest risk, the one to meet soonest first, that `permission` reaches.

    None without one. Nothing is opened; the case's own page checks whether it is what was written.
    """
    reached = scoped(work, Case, permission).with_only_columns(Case.id).where(Case.closed_at.is_(None))
    for risk in Risk:
        soonest = reached.where(Case.risk == risk.value).order_by(
            Case.next_contact_on.nulls_last(), Case.code
        )
        found = work.session.scalars(soonest.limit(1)).first()
        if found is not None:
            return found
    return None
