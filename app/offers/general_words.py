"""The words that belong to no single room: refusals, the trail itself, and what every room says."""

from app.foundation.day_meanings import IN_THE_FUTURE, TOO_FAR_AHEAD, TOO_LONG_AGO
from app.foundation.marking import N_
from app.offers.words import Notice, RoomWords

HOUSE = RoomWords(
    events={
        "opened": N_("opened records"),
        "listed": N_("was shown lines of a list"),
        "refused": N_("was refused"),
        "not_found": N_("asked for something not open to them"),
        "seal.refused": N_("a sealed value or key was refused"),
        "clock.set_back": N_("a server whose clock was set back"),
        "clock.far_ahead": N_("a server whose clock went far ahead"),
        "trail.read": N_("read the audit trail"),
        "trail.seen_by": N_("read who saw a child"),
        "trail.refused": N_("was refused events that are not what was recorded"),
    },
    reasons={
        "name-missing": N_("Write a name."),
        "case-closed": N_("This case is closed."),
        "reason-missing": N_("Write the reason."),
        "another-code": N_("The code is that of something else. Nothing is saved yet."),
        "no-such-case": N_("There is no other case with this code that is open to you. Look at the code."),
        "in-the-future": IN_THE_FUTURE,
        "too-long-ago": TOO_LONG_AGO,
        "too-far-ahead": TOO_FAR_AHEAD,
        "before-born": N_(
            "The child was not born yet on that day. Look at the day, or at the date of birth."
        ),
        "before-any-birth": N_(
            "A child of this age was not born yet in that year. Look at the year, or at the child's age."
        ),
    },
    notices={
        "saved": Notice(N_("Saved.")),
        "already-saved": Notice(N_("This was saved already; nothing was written twice."), "info"),
    },
    facts={
        "after": N_("after"),
        "before": N_("before"),
        "broken": N_("does not fit"),
        "code": N_("code"),
        "given": N_("given"),
        "page": N_("page"),
        "reason": N_("reason"),
        "session": N_("session"),
        "table": N_("kind of record"),
        "version": N_("version"),
        "what": N_("what"),
    },
)
