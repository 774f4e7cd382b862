"""The twelve animals in which many families remember a year of birth."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class AnimalYear(StrEnum):
    """The Khmer twelve-animal cycle in its order; a year of the rat began in April 2020."""

    RAT = "rat"
    OX = "ox"
    TIGER = "tiger"
    HARE = "hare"
    DRAGON = "dragon"
    SNAKE = "snake"
    HORSE = "horse"
    GOAT = "goat"
    MONKEY = "monkey"
    ROOSTER = "rooster"
    DOG = "dog"
    PIG = "pig"


LABELS: Mapping[AnimalYear, str] = {
    AnimalYear.RAT: N_("Rat (chut)"),
    AnimalYear.OX: N_("Ox (chhlov)"),
    AnimalYear.TIGER: N_("Tiger (khal)"),
    AnimalYear.HARE: N_("Hare (thos)"),
    AnimalYear.DRAGON: N_("Dragon (rong)"),
    AnimalYear.SNAKE: N_("Snake (msanh)"),
    AnimalYear.HORSE: N_("Horse (momi)"),
    AnimalYear.GOAT: N_("Goat (mome)"),
    AnimalYear.MONKEY: N_("Monkey (vok)"),
    AnimalYear.ROOSTER: N_("Rooster (roka)"),
    AnimalYear.DOG: N_("Dog (cho)"),
    AnimalYear.PIG: N_("Pig (kor)"),
}
