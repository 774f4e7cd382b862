"""The key directory as the director sees it: how long its chain is, whether it holds, and its root in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import require
from app.foundation.permissions import Permission
from app.keyring.known_directory import directory_for, reverified_directory
from app.unit_of_work import UnitOfWork
from app.vault.person_keys import six_words
from models.directory_statement import DirectoryStatement


@dataclass(frozen=True)
class DirectoryState:
    """`statements` that hold out of `rows` stored; `broken_at` is the first that does not, if any.

    `root_words` are the same for everybody and for ever: people compare them when something looks wrong.
    """

    statements: int
    rows: int
    broken_at: int | None
    newest_at: datetime | None
    people: int
    root_words: tuple[str, ...]


def directory_state(work: UnitOfWork) -> DirectoryState:
    """Verify the whole chain again from its first statement and say what holds. Directors only."""
    require(work, Permission.BASE_MANAGE)
    checked = reverified_directory(work.session, work.installation_id)
    rows, newest = work.session.execute(
        select(func.count(), func.max(DirectoryStatement.stated_at)).select_from(DirectoryStatement)
    ).one()
    return DirectoryState(
        statements=checked.seq,
        rows=rows,
        broken_at=checked.broken_at,
        newest_at=newest,
        people=sum(known.enabled for known in checked.people.values()),
        root_words=root_words(work),
    )


def root_words(work: UnitOfWork) -> tuple[str, ...]:
    """Return the root's fingerprint as six words, from the directory this process verified."""
    return six_words(directory_for(work).root_fingerprint)
