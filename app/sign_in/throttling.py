"""Slows guessing down, per account and per address, and never locks anyone out for good.

An attempt is counted before anything slow is done about it. Guesses made at the same moment would otherwise all pass
before the first of them was counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.database.store import Store
from app.foundation.clock import SET_BACK, Clock
from app.foundation.errors import TooMany, WayhomeError
from app.vault.digests import hmac_sha256
from app.vault.secrets import SymmetricKey
from models.sign_in_attempt import SignInAttempt

WINDOW = timedelta(minutes=30)
FREE_TRIES_ACCOUNT = 5
FREE_TRIES_ADDRESS = 20
FREE_TRIES_STEP = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
_OWN = ("account:", "device:", "session:")


class WrongGuess(WayhomeError):
    """A password, card or code was wrong, so the attempt stays counted. Likely cause: a typing mistake."""

    code = "wrong-guess"


def counters(key: SymmetricKey, *, account: str, address: str) -> dict[str, int]:
    """Return the counters that an attempt counts towards, each with its free attempts.

    The names are keyed hashes, because somebody may have typed a password into the name field.
    """
    return {
        "account:" + _hashed(key, account): FREE_TRIES_ACCOUNT,
        "address:" + _hashed(key, counted_address(address)): FREE_TRIES_ADDRESS,
    }


def device_counter(key: SymmetricKey, *, device_id: str) -> dict[str, int]:
    """Return the counter of a device that signed in before: only its own mistakes make it wait."""
    return {"device:" + _hashed(key, device_id): FREE_TRIES_ACCOUNT}


def session_counter(key: SymmetricKey, *, session_id: UUID) -> dict[str, int]:
    """Return the counter of a session: what strangers try at the door does not keep a signed-in person waiting."""
    return {"session:" + _hashed(key, str(session_id)): FREE_TRIES_ACCOUNT}


def address_counter(key: SymmetricKey, *, step: str, address: str) -> dict[str, int]:
    """Return the counter of a step that belongs to nobody in particular: other addresses are not blocked by it."""
    return {f"{step}:{_hashed(key, counted_address(address))}": FREE_TRIES_STEP}


def counted_address(address: str) -> str:
    """Return what an address is counted by: of IPv6 the first 64 bits, because whoever has one has all that follow.

    An IPv4 address is counted as it is, however it is written.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    return str(IPv6Address(int(parsed) >> 64 << 64)) if isinstance(parsed, IPv6Address) else str(parsed)


@dataclass
class Attempt:
    """An attempt that is counted already. Once `succeeded` was called, it no longer is."""

    rows: tuple[UUID, ...]
    names: tuple[str, ...]
    is_settled: bool = False

    def succeeded(self, session: Session) -> None:
        """Take the attempt back, and forget the failures of its account, device or session.

        Those of the address stay.
        """
        own = [name for name in self.names if name.startswith(_OWN)]
        session.execute(delete(SignInAttempt).where(SignInAttempt.counter.in_(own)))
        self.take_back(session)

    def take_back(self, session: Session) -> None:
        """Count the attempt no more: it was none, or it was right."""
        session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(self.rows)))
        self.is_settled = True


@contextmanager
def counted(store: Store, names: dict[str, int], *, clock: Clock) -> Iterator[Attempt]:
    """Count an attempt, then let it be made. It stays counted if it ends in WrongGuess.

    Raises TooMany when one of the counters still has to wait; such an attempt is neither made nor counted.
    """
    attempt = _begin(store, names, now=clock.now())
    try:
        yield attempt
    except WrongGuess:
        raise
    except BaseException:
        _settle(store, attempt)
        raise
    _settle(store, attempt)


def _begin(store: Store, names: dict[str, int], *, now: datetime) -> Attempt:
    with store.writing() as session:
        store.count_alone(session)
        _check(session, names, now=now)
        rows = [SignInAttempt(id=uuid4(), counter=name, failed_at=now) for name in names]
        session.add_all(rows)
        # Those of long ago, and those of a clock that was ahead once.
        no_more = or_(SignInAttempt.failed_at < now - 2 * WINDOW, SignInAttempt.failed_at > now + SET_BACK)
        session.execute(delete(SignInAttempt).where(no_more))
        return Attempt(tuple(row.id for row in rows), tuple(names))


def _settle(store: Store, attempt: Attempt) -> None:
    if not attempt.is_settled:
        with store.writing() as session:
            attempt.take_back(session)


def _check(session: Session, names: dict[str, int], *, now: datetime) -> None:
    for name, free in names.items():
        failures, last = session.execute(
            select(func.count(), func.max(SignInAttempt.failed_at)).where(
                SignInAttempt.counter == name,
                SignInAttempt.failed_at > now - WINDOW,
                # What a wrong clock put into the future would make people wait until then.
                SignInAttempt.failed_at <= now + SET_BACK,
            )
        ).one()
        if failures >= free:
            wait = min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)
            left = last + wait - now
            if left > timedelta(0):
                raise TooMany(retry_after_seconds=int(left.total_seconds()) + 1)


def _hashed(key: SymmetricKey, text: str) -> str:
    return hmac_sha256(key, text.encode()).hex()[:32]
