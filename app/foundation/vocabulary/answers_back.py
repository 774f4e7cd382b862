"""What whoever has a concern tells the one who raised it, who may be standing in the street."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class AnswerBack(StrEnum):
    """One line back. The codes are signed."""

    STAY_NEAR = "stay_near"
    LEAVE = "leave"
    COMING = "coming"
    OTHERS_GO = "others_go"
    CALL_ME = "call_me"


LABELS: Mapping[AnswerBack, str] = {
    AnswerBack.STAY_NEAR: N_("Stay near, keep out of sight"),
    AnswerBack.LEAVE: N_("Leave now"),
    AnswerBack.COMING: N_("I am coming"),
    AnswerBack.OTHERS_GO: N_("Somebody else goes"),
    AnswerBack.CALL_ME: N_("Call me"),
}

AT_ONCE = frozenset({AnswerBack.LEAVE, AnswerBack.CALL_ME})
"""Answers that ask whoever reads them to do something this moment: they are shown in red, the others in green."""
