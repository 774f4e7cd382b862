"""Where a room stands in the frame: its places in the rail, what it adds to the + menu, its pages of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.unit_of_work import UnitOfWork


class Group(StrEnum):
    """The groups of the rail, in order; the first one has no heading."""

    FIRST = "first"
    REACH = "reach"
    WORK = "work"
    KNOW = "know"
    RUN = "run"


GROUP_LABELS: Mapping[Group, str] = {
    Group.FIRST: "",
    Group.REACH: N_("Reach"),
    Group.WORK: N_("Work"),
    Group.KNOW: N_("Know"),
    Group.RUN: N_("Run"),
}


def _nobody() -> Mapping[Role, int]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place in the rail: shown when its page exists and the person may open it.

    `order` is where it stands in its group. `phone` says for which roles it wishes to stand in the phone's bar, and
    where: the four lowest numbers of what somebody may open stand there, so a room that takes a place pushes the last
    one out. `phone_label` is its name there, where there is room for one word. `unless` is a permission whose holders
    already get there from another place.
    """

    key: str
    label: str
    endpoint: str
    icon: str
    permission: Permission
    group: Group
    order: int
    phone: Mapping[Role, int] = field(default_factory=_nobody)
    phone_label: str = ""
    unless: Permission | None = None


class About(StrEnum):
    """What a page may be about that something new is added to."""

    CHILD = "child"
    CASE = "case"
    MEETING = "meeting"


ABOUT_IDS: Mapping[str, About] = {
    "child_id": About.CHILD,
    "case_id": About.CASE,
    "encounter_id": About.MEETING,
}
"""The ids in an address that say what its page is about."""


def _nothing() -> Mapping[About, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something new to write down, from any page: a line of the + menu, and for some roles a place in the phone's bar.

    `carries` says which parameter of its address takes what the page is about. `phone_label` and `phone_icon` are its
    name and icon in the bar, where there is room for one word. `wanted` tells who has a use for it at all, where the
    permission does not; `instead_of` is the key of another act, whose place in the bar it takes for them.
    """

    key: str
    label: str
    endpoint: str
    icon: str
    permission: Permission
    order: int
    carries: Mapping[About, str] = field(default_factory=_nothing)
    phone: Mapping[Role, int] = field(default_factory=_nobody)
    phone_label: str = ""
    phone_icon: str = ""
    wanted: Callable[[UnitOfWork], bool] | None = None
    instead_of: str = ""


class CaseTab(StrEnum):
    """The tabs of a case, in order; one stands there when a room has a page in it that its reader may open."""

    ROAD = "road"
    PLAN = "plan"
    PEOPLE = "people"
    WAITING = "waiting"
    HEALING = "healing"
    PAPERS = "papers"


CASE_TAB_LABELS: Mapping[CaseTab, str] = {
    CaseTab.ROAD: N_("Road"),
    CaseTab.PLAN: N_("Plan and home"),
    CaseTab.PEOPLE: N_("People"),
    CaseTab.WAITING: N_("Waiting"),
    CaseTab.HEALING: N_("Healing"),
    CaseTab.PAPERS: N_("Papers"),
}


@dataclass(frozen=True, kw_only=True)
class CasePlace:
    """One page of a case: the tab it stands in, and its name there. The first page of a tab is where the tab leads.

    `argument` names what its address takes: the id of the case or of the child, or a parameter that carries the case.
    `only_open`: not for a closed case. `unless` is a permission whose holders have a better page there.
    """

    tab: CaseTab
    label: str
    endpoint: str
    permission: Permission
    order: int = 10
    argument: str = "case_id"
    only_open: bool = False
    unless: Permission | None = None


@dataclass(frozen=True)
class Topic:
    """The pages of one blueprint: what they are called, and the place of the rail they belong under, if any.

    `used_in_the_dark`: at night and with one hand, so that their targets are the largest.
    """

    label: str
    within: str = ""
    used_in_the_dark: bool = False


@dataclass(frozen=True)
class RecordPage:
    """The page of one kind of record, and that page's name for the id ("" for a page without one)."""

    endpoint: str
    argument: str = ""
