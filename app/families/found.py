"""What the search box finds of families: by what we call them."""

from collections.abc import Sequence
from uuid import UUID

from app.access.scope import scoped
from app.families.listing import FamilyLine, family_lines, looks_at
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import khmer_order
from app.offers.finding import Candidate, Findable, Tier
from app.unit_of_work import UnitOfWork
from models.household import Household

MOST_LOOKED_AT = 500
"""The families written down last, whose names one question is compared with."""


def _look_for(work: UnitOfWork, asked: str, *, at_most: int) -> list[Candidate]:
    query = scoped(work, Household, Permission.FAMILY_READ).where(Household.mistake_id.is_(None))
    newest = query.order_by(Household.opened_at.desc(), Household.id.desc()).limit(MOST_LOOKED_AT)
    rows = work.session.scalars(newest).all()
    looks, wanted = looks_at(work, rows), _folded(asked)
    found = []
    for row in rows:
        profile = looks[row.id].document
        if profile is not None and wanted and wanted in _folded(profile.name):
            score = 100 if wanted == _folded(profile.name) else 90
            found.append(Candidate(row.id, Tier.NAME, score, row.opened_at))
    return found[:at_most]


def _folded(text: str) -> str:
    return khmer_order(text).casefold().strip()


def _show(work: UnitOfWork, found: Sequence[Candidate], *, locale: str) -> dict[UUID, FamilyLine]:  # noqa: ARG001 - as every room shows
    ids = [one.record_id for one in found]
    if not ids:
        return {}
    query = scoped(work, Household, Permission.FAMILY_READ).where(Household.id.in_(ids))
    return {line.id: line for line in family_lines(work, work.session.scalars(query).all())}


FAMILIES = Findable(kind="family", permission=Permission.FAMILY_READ, look_for=_look_for, show=_show)
