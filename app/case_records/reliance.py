"""Why a second person decides about a record of a case: the case moved on since, or a clock would stop."""

from datetime import date

from app.foundation.day_meanings import DayMeaning, days_late
from app.foundation.local_time import local_day
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from models.case_record import CaseRecord


def stage_rested_on(work: UnitOfWork, row: CaseRecord) -> SecondReason | None:
    """Say that a second person decides, if a move of the case was approved after the record was written.

    For tables that the stages ask for. The moves are those stated in the key directory, whatever rows say.
    """
    moves = directory_for(work).moves_of(row.case_id, row.base_id)
    rested = any(move.decided_at >= row.written_at for move in moves)
    return SecondReason.STAGE_RESTED_ON_IT if rested else None


def clock_would_stop(work: UnitOfWork, meaning: DayMeaning, due_on: date | None) -> SecondReason | None:
    """Say that a second person decides, if what is due on that day, None for never, is late: it would go unseen."""
    return SecondReason.STOPS_CLOCK if days_late(meaning, due_on, local_day(work.now)) else None
