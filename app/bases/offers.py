"""What the bases offer: the words for their codes."""

from app.bases.known import known_bases
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.places import Topic
from app.offers.room import RoomOffers
from app.offers.set_up_steps import SetUpStep
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork

_WORDS = RoomWords(
    events={
        "base.made": N_("made a base"),
        "base.changed": N_("corrected a base"),
    },
    reasons={
        "name-taken": N_("There is a base with this name already."),
        "prefix-taken": N_("Another base uses these letters already."),
        "timezone-unknown": N_("This time zone is not known here."),
        "unknown-area": N_("This area is not in the list of areas. Choose another."),
    },
    notices={
        "base-made": Notice(N_("The base and its circles are made.")),
    },
)


def _set_up(work: UnitOfWork) -> tuple[SetUpStep, ...]:
    bases = known_bases(work)
    without = tuple(("", base.name) for base in bases if not base.duty_number)
    return (
        SetUpStep(
            what=N_("A duty number for each base"),
            why=N_(
                "A concern that is needed now says whom to call. Without a number it can only say that nobody is told."
            ),
            is_done=bool(bases) and not without,
            lacking=without,
            endpoint="bases.list_bases",
            permission=Permission.BASE_MANAGE,
            by=N_("A director writes it down."),
        ),
    )


OFFERS = RoomOffers(words=_WORDS, topics={"bases": Topic(N_("Bases"), within="settings")}, set_up=_set_up)
