"""A finished file waits in memory, is given once, to its own session, and not for long."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from app.foundation.clock import MovableClock
from app.packets.downloads import KEPT, MOST_FILES, OneTimeDownloads, WaitingFile

MINE, OTHERS = uuid4(), uuid4()


def downloads() -> tuple[OneTimeDownloads, MovableClock]:
    clock = MovableClock(datetime(2026, 11, 20, tzinfo=UTC))
    return OneTimeDownloads(clock.now), clock


def waiting(clock: MovableClock, session_id: UUID | None = MINE) -> WaitingFile:
    return WaitingFile(b"%PDF", "RV-P-0001-v1-01-en.pdf", uuid4(), uuid4(), session_id, clock.now())


def test_a_file_is_given_once() -> None:
    kept, clock = downloads()
    token = kept.keep(file := waiting(clock))

    assert kept.take(token, session_id=MINE) == file
    assert kept.take(token, session_id=MINE) is None


def test_another_session_gets_nothing_and_takes_nothing_away() -> None:
    kept, clock = downloads()
    token = kept.keep(waiting(clock))

    assert kept.take(token, session_id=OTHERS) is None
    assert kept.take(token, session_id=None) is None
    assert kept.take("nothing", session_id=MINE) is None
    assert kept.take(token, session_id=MINE) is not None


def test_a_file_without_a_session_is_given_to_nobody() -> None:
    kept, clock = downloads()
    token = kept.keep(waiting(clock, None))

    assert kept.take(token, session_id=None) is None


def test_after_ten_minutes_nothing_of_it_is_left() -> None:
    kept, clock = downloads()
    token = kept.keep(waiting(clock))
    clock.move(KEPT + timedelta(seconds=1))

    assert kept.take(token, session_id=MINE) is None
    assert len(kept) == 0


def test_too_many_waiting_files_push_the_oldest_out() -> None:
    kept, clock = downloads()
    tokens = [kept.keep(waiting(clock)) for _ in range(MOST_FILES + 1)]

    assert len(kept) == MOST_FILES
    assert kept.take(tokens[0], session_id=MINE) is None
    assert kept.take(tokens[-1], session_id=MINE) is not None


def test_neither_bytes_nor_token_show_in_a_log() -> None:
    _, clock = downloads()

    assert "PDF" not in repr(waiting(clock))


def test_whoever_took_it_is_told_so_for_a_while_and_nobody_else_is() -> None:
    kept, clock = downloads()
    token = kept.keep(waiting(clock))
    assert not kept.was_taken(token, session_id=MINE)
    kept.take(token, session_id=MINE)

    assert kept.was_taken(token, session_id=MINE)
    assert not kept.was_taken(token, session_id=OTHERS)
    clock.move(KEPT + timedelta(seconds=1))
    assert not kept.was_taken(token, session_id=MINE)
