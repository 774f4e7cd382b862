"""What a club's own page shows of this room: who stays away from it, and how it was attended month by month."""

from typing import Any
from uuid import UUID

from flask_babel import format_date

from app.absences.away_list import Which, away_page
from app.clubs.over_time import months_of
from app.unit_of_work import UnitOfWork
from views.absences.words import WORDS


def on_club_page(work: UnitOfWork, club_id: UUID) -> dict[str, Any]:
    """Return what the template `absences/on_club.html` needs."""
    months = months_of(work, club_id)
    return {
        "away": away_page(work, Which.ASKED, club_id=club_id),
        "away_words": WORDS,
        "months": months,
        "month_names": [format_date(each.month, "MMM yy") for each in months],
    }
