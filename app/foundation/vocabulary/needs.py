"""What a child or family lacks."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Need(StrEnum):
    """Needs seen or said; the same codes name what was met and what is still open."""

    FOOD = "food"
    WATER = "water"
    SAFE_PLACE_TO_SLEEP = "safe_place_to_sleep"
    CLOTHING = "clothing"
    WASHING = "washing"
    HEALTH_CARE = "health_care"
    SCHOOLING = "schooling"
    DOCUMENTS = "documents"
    CAREGIVER_CONTACT = "caregiver_contact"
    SOMEONE_TO_TALK_TO = "someone_to_talk_to"
    LEGAL_HELP = "legal_help"
    HELP_WITH_ADDICTION = "help_with_addiction"
    WORK_FOR_CAREGIVER = "work_for_caregiver"
    CARE_FOR_BABY = "care_for_baby"
    SAFETY_FROM_SOMEONE = "safety_from_someone"
    NONE_SEEN = "none_seen"


LABELS: Mapping[Need, str] = {
    Need.FOOD: N_("Food"),
    Need.WATER: N_("Water"),
    Need.SAFE_PLACE_TO_SLEEP: N_("A safe place to sleep"),
    Need.CLOTHING: N_("Clothing"),
    Need.WASHING: N_("A place to wash"),
    Need.HEALTH_CARE: N_("Health care"),
    Need.SCHOOLING: N_("Schooling"),
    Need.DOCUMENTS: N_("Birth record or documents"),
    Need.CAREGIVER_CONTACT: N_("Contact with family"),
    Need.SOMEONE_TO_TALK_TO: N_("Someone to talk to"),
    Need.LEGAL_HELP: N_("Legal help"),
    Need.HELP_WITH_ADDICTION: N_("Help with addiction"),
    Need.WORK_FOR_CAREGIVER: N_("Work for a caregiver"),
    Need.CARE_FOR_BABY: N_("Care for a baby"),
    Need.SAFETY_FROM_SOMEONE: N_("Safety from somebody"),
    Need.NONE_SEEN: N_("No need seen"),
}
