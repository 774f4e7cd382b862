"""Attendance of a club over time: charts with their tables."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from app.clubs.over_time import over_time_page
from app.foundation.permissions import Permission
from app.foundation.vocabulary import age_bands, sexes
from app.unit_of_work import UnitOfWork
from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("attendance", __name__)
WORDS = {"sexes": sexes.LABELS, "ages": age_bands.LABELS}


@bp.guarded("/clubs/<uuid:club_id>/over-time", requires=Permission.CLUB_READ)
def show_over_time(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Show how many children came each month: new and known, by sex and by age."""
    page = over_time_page(work, club_id)
    months = [format_date(month.month, "MMM yy") for month in page.months]
    return render_template("attendance/over_time.html", page=page, month_names=months, words=WORDS)
