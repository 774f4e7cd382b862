"""Every error that Wayhome itself raises: they carry codes and data; words for people are made in the views."""

from collections.abc import Mapping
from typing import ClassVar


class WayhomeError(Exception):
    """Base of all our errors. `code` is stable and shown in logs; `facts` holds ids and numbers only."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or self.code)
        self.facts: Mapping[str, object] = facts


class BadSetting(WayhomeError):
    """A setting is wrong. Likely cause: a mistyped environment variable. The message is the one line to print."""

    code = "bad-setting"


class NotReady(WayhomeError):
    """The data folder cannot be used now. Likely cause: wrong key file, other kind of folder, not yet set up."""

    code = "not-ready"


class NotVisible(WayhomeError):
    """The record is not there for this person. Likely cause: another base, no assignment, or no such id. A 404."""

    code = "not-visible"


class Refused(WayhomeError):
    """The person may see this, but not do that. Likely cause: a role without the permission. A 403."""

    code = "refused"


class SignedOut(WayhomeError):
    """Nobody is signed in on this request. Likely cause: the session ended after 15 minutes without use."""

    code = "signed-out"


class FreshProofNeeded(WayhomeError):
    """The step asks for the password again. Likely cause: the last proof is older than five minutes."""

    code = "fresh-proof-needed"


class WillNotOpen(WayhomeError):
    """A sealed value was refused. Likely cause: it was changed, moved, truncated, or sealed under another key."""

    code = "will-not-open"


class ChangedOutside(WillNotOpen):
    """A row is not what was written. Likely cause: somebody changed a readable column, or put a row elsewhere."""

    code = "changed-outside"


class KeyRefused(WayhomeError):
    """A key, grant, membership or statement is not vouched for. Likely cause: a row changed outside Wayhome."""

    code = "key-refused"


class NoKey(WayhomeError):
    """This person's keychain holds no grant for the folder. Likely cause: access was never given or has ended."""

    code = "no-key"


class Conflict(WayhomeError):
    """The row changed since the form was opened. Likely cause: a colleague saved first. Nothing was written."""

    code = "conflict"


class AlreadyDone(WayhomeError):
    """The same form was sent before. Likely cause: a second press of the button. Carries `record_id`."""

    code = "already-done"


class NotAllowedNow(WayhomeError):
    """A rule of the work forbids the step. Likely cause: something required is missing; `reasons` names it."""

    code = "not-allowed-now"

    def __init__(self, *reasons: str, **facts: object) -> None:
        super().__init__(", ".join(reasons), **facts)
        self.reasons = reasons


class TooMany(WayhomeError):
    """Too many attempts. Likely cause: guessing, or a forgotten password; `retry_after_seconds` says how long."""

    code = "too-many"

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class QueueFull(TooMany):
    """Too many passwords are being worked on at once. Likely cause: a burst of sign-ins. Nothing was done. A 503."""

    code = "queue-full"


class OthersWrite(WayhomeError):
    """The step must write alone and others are writing. Likely cause: several people assign. It is run again, alone."""

    code = "others-write"


class Overtaken(WayhomeError):
    """Somebody was quicker at every try. Likely cause: many write the same at once. Nothing was written. A 409."""

    code = "overtaken"


class DatabaseTrouble(WayhomeError):
    """The database could not do what was asked, through nobody's fault who asked. A 503."""

    code = "database-trouble"


class Busy(DatabaseTrouble):
    """Others held a lock for longer than the wait allows. Likely cause: a long step. Nothing was written."""

    code = "busy"

    def __init__(self) -> None:
        super().__init__("Others are writing to the database and did not end in time; try again in a moment")


class Unreachable(DatabaseTrouble):
    """The database does not answer. Likely cause: it was stopped, or a disk broke. Nothing was written."""

    code = "unreachable"

    def __init__(self) -> None:
        super().__init__("The database does not answer; see whether it runs, and try again in a moment")


class Damaged(DatabaseTrouble):
    """Part of the database cannot be read. Likely cause: a broken disk, or a copy made while it was written."""

    code = "damaged"

    def __init__(self) -> None:
        super().__init__(
            "The database is damaged: keep a copy of the folder as it is, and bring back the newest good copy"
        )


class NoSpace(DatabaseTrouble):
    """The disk is full. Nothing was written, and everything goes on by itself once there is space."""

    code = "no-space"

    def __init__(self) -> None:
        super().__init__("The disk is full; free some space, then try again")


class OutcomeUnknown(DatabaseTrouble):
    """The database was lost while it saved, and could not be asked since. It may have been saved, or not."""

    code = "outcome-unknown"

    def __init__(self) -> None:
        super().__init__(
            "The database was lost while it saved; look whether it was saved before doing it again"
        )


class NeedsSystemLibrary(WayhomeError):
    """A library of the operating system is missing. The message is the one line that installs it."""

    code = "needs-system-library"
