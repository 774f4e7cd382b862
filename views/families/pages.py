"""Families: a family's page."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.families.household_page import household_page
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from views.families.blueprint import bp


@bp.guarded("/families/<uuid:household_id>", requires=Permission.FAMILY_READ)
def show_household(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Show a family: who belongs to it, who is safe to contact, where it lives and what helps it."""
    return render_template("families/show.html", page=household_page(work, household_id))
