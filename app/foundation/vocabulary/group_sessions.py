"""Group sessions: what kind one is, how it stands, and the three answers to its question."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class GroupKind(StrEnum):
    """What a group does together. The codes are stored."""

    ARTS = "healing_arts"
    PARENTS = "parent_education"
    ENGLISH = "english"
    COMPUTING = "computing"
    SPORTS = "sports"
    TRAINING = "job_training"
    OTHER = "other"

    @property
    def is_for_adults(self) -> bool:
        """Whether adults come, who are counted and never named; children come to every other kind."""
        return self is GroupKind.PARENTS


GROUP_KINDS: Mapping[GroupKind, str] = {
    GroupKind.ARTS: N_("Healing arts"),
    GroupKind.PARENTS: N_("Parent education"),
    GroupKind.ENGLISH: N_("English"),
    GroupKind.COMPUTING: N_("Computing"),
    GroupKind.SPORTS: N_("Sports"),
    GroupKind.TRAINING: N_("Job training"),
    GroupKind.OTHER: N_("Another group"),
}


class GroupState(StrEnum):
    """How a group session stands. The codes are stored."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


GROUP_STATES: Mapping[GroupState, str] = {
    GroupState.PLANNED: N_("planned"),
    GroupState.HELD: N_("held"),
    GroupState.CANCELLED: N_("cancelled"),
}


class GroupAnswer(StrEnum):
    """The three answers to the question before and after; each has a picture on the printed sheet."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


GROUP_ANSWERS: Mapping[GroupAnswer, str] = {
    GroupAnswer.YES: N_("Yes"),
    GroupAnswer.UNSURE: N_("Not sure"),
    GroupAnswer.NO: N_("No"),
}
