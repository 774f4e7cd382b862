"""The parts of life that a home visit looks at, and what each grade of each means."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_
from app.foundation.vocabulary.visit_grades import VisitGrade


class VisitPart(StrEnum):
    """One part of life at home, in the order of the checklist."""

    HEALTH = "health"
    SCHOOL = "school"
    FOOD = "food"
    CAREGIVER = "caregiver"
    SAFETY = "safety"


LABELS: Mapping[VisitPart, str] = {
    VisitPart.HEALTH: N_("Health access"),
    VisitPart.SCHOOL: N_("School"),
    VisitPart.FOOD: N_("Food"),
    VisitPart.CAREGIVER: N_("Caregiver relationship"),
    VisitPart.SAFETY: N_("Safety"),
}

ANCHORS: Mapping[VisitPart, Mapping[VisitGrade, str]] = {
    VisitPart.HEALTH: {
        VisitGrade.A: N_("A · Whoever is ill gets treatment in time"),
        VisitGrade.B: N_("B · Treatment comes late, or not for everybody"),
        VisitGrade.C: N_("C · Somebody is ill or hurt and gets no treatment"),
    },
    VisitPart.SCHOOL: {
        VisitGrade.A: N_("A · Every child of school age goes, nearly every day"),
        VisitGrade.B: N_("B · A child misses many days"),
        VisitGrade.C: N_("C · A child of school age does not go at all"),
    },
    VisitPart.FOOD: {
        VisitGrade.A: N_("A · Enough to eat every day"),
        VisitGrade.B: N_("B · Not enough on some days"),
        VisitGrade.C: N_("C · A child is hungry on most days"),
    },
    VisitPart.CAREGIVER: {
        VisitGrade.A: N_("A · Warm, and the adults take notice of each child"),
        VisitGrade.B: N_("B · Tense, or a child is often left alone"),
        VisitGrade.C: N_("C · A child is afraid of an adult, or nobody cares for the child"),
    },
    VisitPart.SAFETY: {
        VisitGrade.A: N_("A · Nobody and nothing at home puts a child in danger"),
        VisitGrade.B: N_("B · Something worries us, and can be changed"),
        VisitGrade.C: N_("C · A child is in danger at home, or from somebody who comes there"),
    },
}
"""In our own words, to be confirmed locally. The letters are those of the ministry's practice."""
