"""Slows guessing down, per account and per address, and never locks anyone out for good."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.foundation.clock import SET_BACK
from app.foundation.errors import TooMany
from app.vault.digests import hmac_sha256
from app.vault.secrets import SymmetricKey
from models.sign_in_attempt import SignInAttempt

WINDOW = timedelta(minutes=30)
FREE_TRIES_ACCOUNT = 5
FREE_TRIES_ADDRESS = 20
FREE_TRIES_STEP = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


def counters(key: SymmetricKey, *, account: str, address: str) -> dict[str, int]:
    """Return the counters that an attempt counts towards, each with its free attempts.

    The names are keyed hashes, because somebody may have typed a password into the name field.
    """
    return {
        "account:" + _hashed(key, account): FREE_TRIES_ACCOUNT,
        "address:" + _hashed(key, address): FREE_TRIES_ADDRESS,
    }


def device_counter(key: SymmetricKey, *, device_id: str) -> dict[str, int]:
    """Return the counter of a device that signed in before: only its own mistakes make it wait."""
    return {"device:" + _hashed(key, device_id): FREE_TRIES_ACCOUNT}


def address_counter(key: SymmetricKey, *, step: str, address: str) -> dict[str, int]:
    """Return the counter of a step that belongs to nobody in particular: other addresses are not blocked by it."""
    return {f"{step}:{_hashed(key, address)}": FREE_TRIES_STEP}


def check(session: Session, names: dict[str, int], *, now: datetime) -> None:
    """Raise TooMany when one of the counters still has to wait."""
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


def count_failure(session: Session, names: dict[str, int], *, now: datetime) -> None:
    """Count a failed attempt, and forget those that no longer matter."""
    session.add_all(SignInAttempt(id=uuid4(), counter=name, failed_at=now) for name in names)
    no_more = or_(SignInAttempt.failed_at < now - 2 * WINDOW, SignInAttempt.failed_at > now + SET_BACK)
    session.execute(delete(SignInAttempt).where(no_more))


def forget(session: Session, names: dict[str, int]) -> None:
    """Forget the failures of an account or device that was signed in; the address keeps its count."""
    own = [name for name in names if name.startswith(("account:", "device:"))]
    session.execute(delete(SignInAttempt).where(SignInAttempt.counter.in_(own)))


def _hashed(key: SymmetricKey, text: str) -> str:
    return hmac_sha256(key, text.encode()).hex()[:32]
