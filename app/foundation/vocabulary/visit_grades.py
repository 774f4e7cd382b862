"""The three grades of the checklist of a home visit."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class VisitGrade(StrEnum):
    """How one part of life stands at home, from A, as it should be, to C."""

    A = "a"
    B = "b"
    C = "c"


LABELS: Mapping[VisitGrade, str] = {
    VisitGrade.A: N_("A: as it should be"),
    VisitGrade.B: N_("B: something is missing"),
    VisitGrade.C: N_("C: not as it can stay"),
}
