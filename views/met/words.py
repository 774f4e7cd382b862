"""Why two may be the same child, in words: never a number, and nothing decided."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.foundation.vocabulary.sexes import Sex
from app.outreach.alike import Reason, Why


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """Return reasons as one line, such as "same area: Wat Phnom; both: red, shirt; about the same age"."""
    return "; ".join(_in_words(reason) for reason in reasons)


def _in_words(reason: Reason) -> str:
    what = ", ".join(reason.what)
    words = {
        Why.SAID_SAME: _("somebody said that it is the same child as one who has this record by now"),
        Why.LOOKS: _("the same looks: %(words)s", words=what),
        Why.TOGETHER: _("both were with %(codes)s", codes=what),
        Why.PLACE: _("the same place: %(place)s", place=what),
        Why.AGE: _("about the same age: %(years)s", years=what),
        Why.SEX: _("both girls") if what == Sex.FEMALE else _("both boys"),
    }
    return str(words[reason.why])
