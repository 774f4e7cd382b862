"""Kinds of homes in which a child may live."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class PlacementKind(StrEnum):
    """Kinds of placement, from the child's own family to a place run by an organisation."""

    FAMILY = "family"
    KINSHIP = "kinship"
    FOSTER = "foster"
    SAFE_HOUSE = "safe_house"
    RESIDENTIAL = "residential"
    INDEPENDENT = "independent"


LABELS: Mapping[PlacementKind, str] = {
    PlacementKind.FAMILY: N_("Own family"),
    PlacementKind.KINSHIP: N_("Relatives"),
    PlacementKind.FOSTER: N_("Foster family"),
    PlacementKind.SAFE_HOUSE: N_("Safe house"),
    PlacementKind.RESIDENTIAL: N_("Residential centre"),
    PlacementKind.INDEPENDENT: N_("Living independently, with support"),
}
