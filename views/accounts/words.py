"""The labels of accounts; what an admission signs, in words, and both versions when its row changed meanwhile."""

from flask_babel import format_date
from flask_babel import gettext as _

from app.foundation.roles import FLAG_LABELS, ROLE_LABELS, Flag
from app.staff.account_facts import STATE_LABELS
from app.staff.account_pages import bases_to_choose
from app.staff.admission import Terms
from app.staff.circle_words import CIRCLE_GAINS, CIRCLE_LABELS
from app.unit_of_work import UnitOfWork
from views.web.versions import Version

WORDS = {
    "roles": ROLE_LABELS,
    "states": STATE_LABELS,
    "flags": FLAG_LABELS,
    "circles": CIRCLE_LABELS,
    "gains": CIRCLE_GAINS,
}
"""The labels used by this topic's templates."""


def terms_in_words(work: UnitOfWork, terms: Terms) -> list[tuple[str, str]]:
    """Return label and words of everything an admission states, in the order it is shown."""
    names = dict(bases_to_choose(work))
    base = names.get(terms.base_id, str(terms.base_id)) if terms.base_id else _("All bases")
    duties = ", ".join(_(FLAG_LABELS[flag]) for flag in Flag if flag in terms.flags)
    return [
        (_("Role"), _(ROLE_LABELS[terms.role])),
        (_("Base"), base),
        (_("Further duties"), duties or _("None.")),
        (_("Last day"), format_date(terms.ends_on, "d MMM y") if terms.ends_on else _("no last day")),
    ]


def both_versions(work: UnitOfWork, now: Terms, shown: str) -> tuple[Version, ...]:
    """Return what differs between the current terms and those that a form carried back."""
    theirs = terms_in_words(work, now)
    try:
        mine = [words for _label, words in terms_in_words(work, Terms.from_text(shown))]
    except ValueError:
        mine = [""] * len(theirs)
    both = zip(theirs, mine, strict=True)
    versions = tuple(Version(label, words, before) for (label, words), before in both)
    return tuple(version for version in versions if version.differs) or versions
