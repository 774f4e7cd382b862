"""Derivations queue: one runs, a few wait, and whoever finds the queue full is told so at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.foundation.errors import QueueFull
from app.vault.derivation_queue import AT_ONCE, MOST_WAITING, DerivationQueue


def test_whoever_finds_the_queue_full_does_not_wait() -> None:
    queue = DerivationQueue(at_once=1, waiting=0)
    with queue.turn(), pytest.raises(QueueFull) as refusal, queue.turn():
        pass
    assert refusal.value.retry_after_seconds > 0


def test_whoever_finds_room_waits_for_their_turn() -> None:
    queue, order = DerivationQueue(at_once=1, waiting=1), []

    def derive_later() -> None:
        with queue.turn():
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with queue.turn():
            waiting = pool.submit(derive_later)
            order.append("first")
        waiting.result(timeout=20)
    assert order == ["first", "second"]


def test_a_place_is_given_back_however_the_work_ends() -> None:
    queue = DerivationQueue(at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"), queue.turn():
            raise ValueError("no")
    with queue.turn():
        pass


def test_no_more_run_at_once_than_the_library_bears_and_few_wait() -> None:
    assert AT_ONCE == 1
    assert MOST_WAITING < 8
