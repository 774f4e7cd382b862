"""What the team did during a meeting on the street."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class EncounterAction(StrEnum):
    """Actions on night outreach; several may be true of one encounter."""

    TALKED = "talked"
    PLAYED = "played"
    FOOD = "food"
    WATER = "water"
    CLOTHING = "clothing"
    FIRST_AID = "first_aid"
    WALKED_HOME = "walked_home"
    CONTACT_CARD = "contact_card"
    INVITED_TO_CLUB = "invited_to_club"
    TALKED_WITH_CAREGIVER = "talked_with_caregiver"
    STAYED_NEAR = "stayed_near"
    TAKEN_TO_CARE = "taken_to_care"
    CALLED_SUPERVISOR = "called_supervisor"
    CALLED_POLICE = "called_police"
    CALLED_HELPLINE = "called_helpline"
    KEPT_DISTANCE = "kept_distance"
    NOTHING_POSSIBLE = "nothing_possible"


LABELS: Mapping[EncounterAction, str] = {
    EncounterAction.TALKED: N_("Talked"),
    EncounterAction.PLAYED: N_("Played or drew together"),
    EncounterAction.FOOD: N_("Gave food"),
    EncounterAction.WATER: N_("Gave water"),
    EncounterAction.CLOTHING: N_("Gave clothing"),
    EncounterAction.FIRST_AID: N_("Gave first aid"),
    EncounterAction.WALKED_HOME: N_("Walked home"),
    EncounterAction.CONTACT_CARD: N_("Gave a contact card"),
    EncounterAction.INVITED_TO_CLUB: N_("Invited to a kids' club"),
    EncounterAction.TALKED_WITH_CAREGIVER: N_("Talked with the caregiver"),
    EncounterAction.STAYED_NEAR: N_("Stayed near until it was safe"),
    EncounterAction.TAKEN_TO_CARE: N_("Went along to a clinic or hospital"),
    EncounterAction.CALLED_SUPERVISOR: N_("Called the supervisor"),
    EncounterAction.CALLED_POLICE: N_("Called the police"),
    EncounterAction.CALLED_HELPLINE: N_("Called the child helpline"),
    EncounterAction.KEPT_DISTANCE: N_("Kept our distance for safety"),
    EncounterAction.NOTHING_POSSIBLE: N_("Nothing was possible"),
}
