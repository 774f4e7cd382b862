"""How consent or assent was expressed."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ConsentForm(StrEnum):
    """The recorded form of consent; spoken consent has a witness."""

    SIGNED = "signed"
    THUMBPRINT = "thumbprint"
    SPOKEN_WITNESSED = "spoken_witnessed"
    THROUGH_INTERPRETER = "through_interpreter"


LABELS: Mapping[ConsentForm, str] = {
    ConsentForm.SIGNED: N_("Signed"),
    ConsentForm.THUMBPRINT: N_("Thumbprint"),
    ConsentForm.SPOKEN_WITNESSED: N_("Spoken, with a witness"),
    ConsentForm.THROUGH_INTERPRETER: N_("Through an interpreter"),
}
