"""How a club was attended over the last year, month by month: numbers only, and no child is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.children.ages import age_bounds
from app.children.name_index import KnownChild, names_in
from app.clubs.attendance import Period, by_month, split
from app.clubs.reading import ClubRead, read_club
from app.clubs.register_memory import registers_for
from app.clubs.rhythm import ClubDay
from app.clubs.scopes import visible_club
from app.foundation.local_time import local_day
from app.foundation.vocabulary.age_bands import AgeBand, age_band
from app.foundation.vocabulary.sexes import Sex
from app.unit_of_work import UnitOfWork

MONTHS = timedelta(days=365)


@dataclass(frozen=True)
class OverTimePage:
    """The months of a club, oldest first; how many came in each of them by sex and by age, each child once a month.

    Sex and age are those on name cards; `without_card` children came whose card this person does not read.
    """

    club: ClubRead
    months: tuple[Period, ...]
    by_sex: Mapping[Sex, Sequence[int]]
    by_age: Mapping[AgeBand, Sequence[int]]
    without_card: int

    @property
    def sessions(self) -> int:
        """How many sessions were held in all."""
        return sum(month.held for month in self.months)


def over_time_page(work: UnitOfWork, club_id: UUID) -> OverTimePage:
    """Return how a club was attended. Raises NotVisible."""
    club = read_club(work, visible_club(work, club_id))
    months = months_of(work, club_id)
    known = _cards(work, club.base_id)

    def sex_of(child_id: UUID, _month: date) -> Sex:
        return known[child_id].facts.sex if child_id in known else Sex.NOT_KNOWN

    def band_of(child_id: UUID, month: date) -> AgeBand:
        age = age_bounds(known[child_id].facts.age, month) if child_id in known else None
        return age_band(age[0] if age else None)

    came = {id_ for month in months for id_ in month.came}
    return OverTimePage(
        club=club,
        months=months,
        by_sex=split(months, sex_of, Sex),
        by_age=split(months, band_of, AgeBand),
        without_card=len(came - known.keys()),
    )


def months_of(work: UnitOfWork, club_id: UUID) -> tuple[Period, ...]:
    """Return the last twelve months of a club as far as this person reaches it, oldest first."""
    days, today = _days(work, club_id), local_day(work.now)
    return tuple(by_month(days, first=_first(days, today), last=today)) if days else ()


def _days(work: UnitOfWork, club_id: UUID) -> list[ClubDay]:
    found = (each.memory.days_of(club_id) for each in registers_for(work) if club_id in each.club_ids)
    return next(found, [])


def _first(days: Sequence[ClubDay], today: date) -> date:
    return max(min(day.on for day in days), today - MONTHS)


def _cards(work: UnitOfWork, base_id: UUID) -> Mapping[UUID, KnownChild]:
    return next((names.known for names in names_in(work, [base_id])), {})
