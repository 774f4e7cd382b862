"""Where things are: the places of the rail, the names of each topic's pages, and the page of each kind of record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role


@dataclass(frozen=True)
class Place:
    """One place in the rail: shown when its page exists and the person may open it.

    `unless` is a permission whose holders already get there from another place.
    """

    key: str
    label: str
    endpoint: str
    icon: str
    permission: Permission
    unless: Permission | None = None


PLACES = (
    Place("today", N_("Today"), "today.show_today", "today", Permission.TODAY_READ),
    Place("children", N_("Children"), "children.list_children", "children", Permission.PROFILE_READ),
    Place("outreach", N_("Outreach"), "outreach.list_shifts", "outreach", Permission.SHIFT_READ),
    Place("concerns", N_("Concerns"), "concerns.list_concerns", "concerns", Permission.CONCERN_POST),
    Place("cases", N_("Cases"), "cases.list_cases", "cases", Permission.CASE_READ),
    Place(
        "restoration",
        N_("Restoration"),
        "restoration_review.show_review",
        "numbers",
        Permission.RESTORATION_REVIEW,
    ),
    Place("packets", N_("Packets"), "packets.list_packets", "packets", Permission.PACKET_READ),
    Place("accounts", N_("Staff"), "accounts.list_accounts", "staff", Permission.ACCOUNT_READ),
    Place("audit", N_("Audit trail"), "audit.show_trail", "audit", Permission.AUDIT_READ),
    Place("settings", N_("Settings"), "settings.show_settings", "settings", Permission.SETTINGS_READ),
    # Everyone may post about our own people. Technicians have no concerns page that would lead there.
    Place(
        "our-own",
        N_("About our own people"),
        "allegations.list_allegations",
        "shield",
        Permission.ALLEGATION_POST,
        unless=Permission.CONCERN_POST,
    ),
)
BOTTOM_PLACES = 4
BOTTOM_FIRST: Mapping[Role, tuple[str, ...]] = {
    Role.FIELD: ("today", "children", "outreach", "concerns"),
    Role.VOLUNTEER: ("today", "children", "outreach", "concerns"),
}
BOTTOM_OF_THE_OFFICE = ("today", "children", "concerns", "cases")


@dataclass(frozen=True)
class Topic:
    """The pages of one blueprint: what they are called, and the place of the rail they belong under, if any."""

    label: str
    within: str = ""


TOPICS: Mapping[str, Topic] = {
    "account": Topic(N_("Your account")),
    "accounts": Topic(N_("Staff")),
    "allegations": Topic(N_("About our own people"), within="concerns"),
    "audit": Topic(N_("Audit trail")),
    "bases": Topic(N_("Bases"), within="settings"),
    "cases": Topic(N_("Cases")),
    "children": Topic(N_("Children")),
    "concerns": Topic(N_("Concerns")),
    "consents": Topic(N_("Consent and assent"), within="cases"),
    "emergency": Topic(N_("Emergency sheet"), within="children"),
    "outreach": Topic(N_("Outreach")),
    "packets": Topic(N_("Packets")),
    "placements": Topic(N_("Where the child lives"), within="cases"),
    "restoration": Topic(N_("Restoration"), within="cases"),
    "restoration_review": Topic(N_("Restoration review"), within="restoration"),
    "safety_plans": Topic(N_("Safety plan"), within="cases"),
    "search": Topic(N_("Find"), within="children"),
    "settings": Topic(N_("Settings")),
    "stage_moves": Topic(N_("Moves along the road"), within="cases"),
    "sweeps": Topic(N_("Are all records there?"), within="audit"),
    "tasks": Topic(N_("Tasks"), within="cases"),
    "today": Topic(N_("Today")),
    "who_reads": Topic(N_("Who reads it"), within="concerns"),
}
"""By the name of the blueprint, which is the first part of an endpoint."""

_CASE = ("cases.show_case", "case_id")
KIND_PAGES: Mapping[str, tuple[str, str]] = {
    "case": _CASE,
    "risk": _CASE,
    "task": _CASE,
    "contact": _CASE,
    "unassigned": ("cases.assign", "case_id"),
    "note": ("cases.show_note", "note_id"),
    "safety-plan": ("safety_plans.show_plan", "case_id"),
    "consent": ("consents.list_consents", "case_id"),
    "placement": ("placements.show_placements", "case_id"),
    "stage-move": ("stage_moves.show_moves", "case_id"),
    "assignment": _CASE,
    "counselling-assignment": ("restoration.show_restoration", "case_id"),
    "assessment": ("restoration.show_restoration", "case_id"),
    "goal": ("restoration.show_restoration", "case_id"),
    "review": ("restoration.show_restoration", "case_id"),
    "review-due": ("restoration_review.review_child", "case_id"),
    "concern": ("concerns.show_concern", "concern_id"),
    "disclosure": ("concerns.show_concern", "concern_id"),
    "allegation": ("allegations.show_allegation", "allegation_id"),
    "safeguarding": ("allegations.show_circle", ""),
    "safeguarding-change": ("who_reads.show_who", ""),
    "shift": ("outreach.show_shift", "shift_id"),
    "encounter": ("outreach.show_encounter", "encounter_id"),
    "packet": ("packets.show_packet", "packet_id"),
}
"""For each kind of record, its page and that page's name for the id ("" for a page without one)."""


def page_of(kind: str, record_id: UUID) -> str:
    """Return the address of a record's page; empty for an unknown kind."""
    if kind not in KIND_PAGES:
        return ""
    endpoint, argument = KIND_PAGES[kind]
    values: dict[str, Any] = {argument: record_id} if argument else {}
    return url_for(endpoint, **values)
