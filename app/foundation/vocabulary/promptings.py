"""Whether a child spoke unasked."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Prompting(StrEnum):
    """A court weighs what a child said unasked differently from an answer."""

    SPONTANEOUS = "spontaneous"
    PROMPTED = "prompted"


LABELS: Mapping[Prompting, str] = {
    Prompting.SPONTANEOUS: N_("The child spoke unasked"),
    Prompting.PROMPTED: N_("The child answered a question"),
}
