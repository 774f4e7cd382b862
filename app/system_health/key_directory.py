"""The key directory as the director sees it: whether its chain holds, and its root in words."""

from dataclasses import dataclass

from app.access.scope import require
from app.foundation.permissions import Permission
from app.keyring.known_directory import directory_for, reverified_directory
from app.unit_of_work import UnitOfWork
from app.vault.person_keys import six_words


@dataclass(frozen=True)
class DirectoryState:
    """Whether every statement holds, and for how many people.

    Not how many statements there are, nor when the newest was made: the safeguarding circle gets a new key with the
    next allegation that a member writes or handles after somebody left. `root_words` are the same for everybody and
    for ever: people compare them when something looks wrong.
    """

    is_whole: bool
    people: int
    root_words: tuple[str, ...]


def directory_state(work: UnitOfWork) -> DirectoryState:
    """Verify the whole chain again from its first statement and say whether it holds. Directors only."""
    require(work, Permission.BASE_MANAGE)
    checked = reverified_directory(work.session, work.installation_id)
    return DirectoryState(
        is_whole=checked.broken_at is None,
        people=sum(known.enabled for known in checked.people.values()),
        root_words=root_words(work),
    )


def root_words(work: UnitOfWork) -> tuple[str, ...]:
    """Return the root's fingerprint as six words, from the directory this process verified."""
    return six_words(directory_for(work).root_fingerprint)
